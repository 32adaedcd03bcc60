/// The name in an address that decides whose it is.
package enum HostName {
    /// Bytes of the longest one (RFC 1035); what is longer is none.
    package static let lengthMost = 253

    /// The host of a link, or of what is a host already, in small letters: without what stands before an @, the port, and
    /// the dots at its end.
    package static func of(_ address: String) -> String {
        let bytes = Array(address.lowercased().utf8)
        return String(decoding: of(bytes[AddressParts(bytes).host]), as: UTF8.self)
    }

    static func of(_ authority: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let name = authority.lastIndex(of: UInt8(ascii: "@")).map { authority[($0 + 1)...] } ?? authority
        var host = name.prefix { $0 != UInt8(ascii: ":") }
        while host.last == UInt8(ascii: ".") { host.removeLast() }
        return host
    }

    /// The name that its owner has registered, with what stands behind it: `pay.icbc.com.cn` is under `icbc.com.cn`.
    package static func registered(_ host: String) -> String {
        let labels = host.split(separator: ".")
        return labels.suffix(1 + endings(labels)).joined(separator: ".")
    }

    /// How many labels at the end of a host are no name of somebody: one, or two as in `gov.cn`.
    static func endings(_ labels: [Substring]) -> Int {
        labels.count > 2 && shared.contains(labels[labels.count - 2]) ? 2 : 1
    }

    /// Second labels under which names are given out.
    private static let shared: Set<Substring> = ["com", "net", "org", "gov", "edu", "ac", "co"]
}
