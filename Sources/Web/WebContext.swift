package import Access
package import Hummingbird
internal import NIOCore

/// What is known of one request while it is answered.
package struct WebContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    package var language = Language.zh
    package var theme = Frame.Theme.auto
    /// Who is signed in at the console; nil before sign-in and for the API.
    package var signedIn: Sessions.SignedIn?
    /// The program that calls the API.
    package var client: Client?
    /// What was sent by POST.
    package var form = Form()

    /// Whether the connection comes from this machine.
    package let isFromLoopback: Bool
    /// Where it comes from, as far as guesses are counted by it; the proxy's word where one stands before us.
    package var network: String

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        isFromLoopback = source.channel.remoteAddress?.isLoopback ?? false
        network = source.channel.remoteAddress?.network ?? "unknown"
    }
}

extension SocketAddress {
    /// The address of IPv4, and the first half of one of IPv6: whoever has one of these has all of that half.
    var network: String {
        guard let text = ipAddress else { return "local" }
        let parts = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        let groups = parts.map { $0.split(separator: ":") }
        guard text.contains(":"), let last = groups.last?.last, !last.contains(".") else {
            return groups.last?.last.map(String.init) ?? text
        }
        let zeros = Array(repeating: Substring("0"), count: max(0, 8 - groups.joined().count))
        let all = groups.count > 1 ? groups[0] + zeros + groups[1] : groups[0]
        return all.prefix(4).joined(separator: ":")
    }

    fileprivate var isLoopback: Bool {
        switch self {
        case .unixDomainSocket: true
        case .v4, .v6: ipAddress.map { $0.hasPrefix("127.") || $0 == "::1" || $0.hasPrefix("::ffff:127.") } ?? false
        }
    }
}
