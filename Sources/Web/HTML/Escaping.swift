extension String {
    /// Appends this text so that it is text inside elements and inside quoted attributes of either kind.
    func appendEscaped(to bytes: inout [UInt8]) {
        var text = self
        text.withUTF8 { utf8 in
            var start = 0
            for index in utf8.indices {
                guard let replacement = Self.replacement(of: utf8[index]) else { continue }
                bytes.append(contentsOf: utf8[start..<index])
                bytes.append(contentsOf: replacement.utf8)
                start = index + 1
            }
            bytes.append(contentsOf: utf8[start...])
        }
    }

    /// What stands for a byte that markup would read as its own; control characters, not allowed in HTML, become U+FFFD.
    private static func replacement(of byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        case 0x09, 0x0A, 0x0D: nil
        case 0..<0x20, 0x7F: "\u{FFFD}"
        default: nil
        }
    }

    /// Whether a link may lead there: a path, query or fragment of our own, or a web, mail or telephone address.
    var isSafeAddress: Bool {
        // Browsers drop tabs and line ends inside an address, so `/\t/host` would be another host.
        guard utf8.allSatisfy({ $0 > 0x20 && $0 != UInt8(ascii: "\\") && $0 != 0x7F }) else { return false }
        if hasPrefix("/") { return !hasPrefix("//") }
        let lower = lowercased()
        return ["#", "?", "https://", "http://", "tel:", "mailto:"].contains { lower.hasPrefix($0) }
    }

    /// The text with every byte outside RFC 3986's unreserved characters percent-encoded.
    package var percentEncoded: String {
        var bytes: [UInt8] = []
        for byte in utf8 {
            if byte.isUnreserved { bytes.append(byte) } else { bytes += [UInt8(ascii: "%")] + byte.hexadecimal }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Letters, digits, `-` and `.` as they are, any other byte as `_` and two hexadecimal digits, so no two texts meet.
    package var markupToken: String {
        var bytes: [UInt8] = []
        for byte in utf8 {
            let isPlain = byte.isUnreserved && byte != UInt8(ascii: "_") && byte != UInt8(ascii: "~")
            if isPlain { bytes.append(byte) } else { bytes += [UInt8(ascii: "_")] + byte.hexadecimal }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isUnreserved: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: false
        }
    }

    fileprivate var hexadecimal: [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return [digits[Int(self >> 4)], digits[Int(self & 15)]]
    }
}
