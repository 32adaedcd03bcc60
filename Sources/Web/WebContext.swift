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

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        isFromLoopback = source.channel.remoteAddress?.isLoopback ?? false
    }
}

extension SocketAddress {
    fileprivate var isLoopback: Bool {
        switch self {
        case .unixDomainSocket: true
        case .v4, .v6: ipAddress.map { $0.hasPrefix("127.") || $0 == "::1" || $0.hasPrefix("::ffff:127.") } ?? false
        }
    }
}
