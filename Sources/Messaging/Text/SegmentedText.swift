/// How a text travels in short messages: in the 7-bit alphabet of GSM where that has all its signs, otherwise as UTF-16.
package struct SegmentedText: Sendable, Equatable {
    package enum Coding: String, Sendable { case gsm7, utf16 }

    package let coding: Coding
    /// What each short message carries, in order; one for a text that fits, and never empty.
    package let parts: [String]

    package var count: Int { parts.count }

    /// Parts hold 160 septets or 70 units alone, 153 or 67 beside others, whose header takes the rest; no sign is cut in two.
    package init(_ text: String) {
        let coding: Coding = text.unicodeScalars.allSatisfy { GSMAlphabet.septets($0) != nil } ? .gsm7 : .utf16
        self.coding = coding
        let size: (Unicode.Scalar) -> Int = { coding == .gsm7 ? GSMAlphabet.septets($0) ?? 1 : UTF16.width($0) }
        let total = text.unicodeScalars.reduce(0) { $0 + size($1) }
        let (alone, beside) = coding == .gsm7 ? (160, 153) : (70, 67)
        parts = total <= alone ? [text] : Self.parts(of: text, room: beside, size)
    }

    private static func parts(of text: String, room: Int, _ size: (Unicode.Scalar) -> Int) -> [String] {
        var parts: [String] = []
        var part = String.UnicodeScalarView()
        var used = 0
        for scalar in text.unicodeScalars {
            if used + size(scalar) > room {
                parts.append(String(part))
                (part, used) = (String.UnicodeScalarView(), 0)
            }
            part.append(scalar)
            used += size(scalar)
        }
        return parts + [String(part)]
    }
}

/// The default alphabet of GSM 03.38 with its extension table.
package enum GSMAlphabet {
    private static let signs = Array(
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1B}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
            .unicodeScalars)
    private static let escape: UInt8 = 0x1B
    private static let codes: [Unicode.Scalar: [UInt8]] = {
        var codes: [Unicode.Scalar: [UInt8]] = [:]
        for (code, sign) in signs.enumerated() where code != Int(escape) { codes[sign] = [UInt8(code)] }
        let extended: [(Unicode.Scalar, UInt8)] = [
            ("\u{0C}", 0x0A), ("^", 0x14), ("{", 0x28), ("}", 0x29), ("\\", 0x2F), ("[", 0x3C), ("~", 0x3D),
            ("]", 0x3E), ("|", 0x40), ("€", 0x65),
        ]
        for (sign, code) in extended { codes[sign] = [escape, code] }
        return codes
    }()

    /// How many septets a sign takes: one, two by the extension table; nil for a sign that the alphabet lacks.
    package static func septets(_ sign: Unicode.Scalar) -> Int? { codes[sign]?.count }

    /// One septet in each byte; nil for a text with a sign that the alphabet lacks.
    package static func encode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard let code = codes[scalar] else { return nil }
            bytes += code
        }
        return bytes
    }

    /// The text of septets, one in each byte; what no sign has is left out.
    package static func decode(_ bytes: some Sequence<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        var isExtended = false
        for byte in bytes {
            if byte == escape {
                isExtended = true
            } else if isExtended {
                if let sign = codes.first(where: { $0.value == [escape, byte] })?.key { text.append(sign) }
                isExtended = false
            } else if Int(byte) < signs.count {
                text.append(signs[Int(byte)])
            }
        }
        return String(text)
    }
}
