/// The encoding of GB 18030, in which Chinese programs still write files and messages; GBK and GB 2312 are parts of it.
package enum GB18030 {
    /// The text of `bytes`; nil where they are not all of this encoding.
    package static func text(_ bytes: [UInt8]) -> String? {
        var text = String.UnicodeScalarView()
        text.reserveCapacity(bytes.count / 2)
        var place = 0
        while place < bytes.count {
            guard let (scalar, length) = scalar(bytes[place...].prefix(4)) else { return nil }
            text.append(scalar)
            place += length
        }
        return String(text)
    }

    /// The first character of at most four bytes, and how many of them it takes.
    private static func scalar(_ bytes: ArraySlice<UInt8>) -> (Unicode.Scalar, Int)? {
        let first = bytes[bytes.startIndex]
        if first < 0x80 { return (Unicode.Scalar(first), 1) }
        guard (0x81...0xFE).contains(first), bytes.count >= 2 else { return nil }
        let second = bytes[bytes.startIndex + 1]
        let row = Int(first) - 0x81
        if (0x40...0xFE).contains(second), second != 0x7F {
            let column = Int(second) - (second < 0x7F ? 0x40 : 0x41)
            return Unicode.Scalar(table.number(row * columns + column)).map { ($0, 2) }
        }
        guard (0x30...0x39).contains(second), bytes.count == 4 else { return nil }
        let (third, fourth) = (bytes[bytes.startIndex + 2], bytes[bytes.startIndex + 3])
        guard (0x81...0xFE).contains(third), (0x30...0x39).contains(fourth) else { return nil }
        let place = ((row * 10 + Int(second) - 0x30) * 126 + Int(third) - 0x81) * 10 + Int(fourth) - 0x30
        return fourBytes(place).map { ($0, 4) }
    }

    private static let columns = 190
    private static let twoBytes = 126 * columns
    /// Where in the order of four bytes U+10000 stands, and how many stand before it.
    private static let supplement = 189_000
    private static let basic = 39_420

    private static func fourBytes(_ place: Int) -> Unicode.Scalar? {
        if place >= supplement { return Unicode.Scalar(UInt32(0x10000 + place - supplement)) }
        guard place < basic else { return nil }
        var (low, high) = (0, table.runs)
        while low < high {
            let middle = (low + high) / 2
            if Int(table.number(twoBytes + 2 * middle)) <= place { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return nil }
        let run = twoBytes + 2 * (low - 1)
        return Unicode.Scalar(UInt32(table.number(run + 1)) + UInt32(place) - UInt32(table.number(run)))
    }

    private static let table = Table()

    /// Numbers of two bytes; `scripts/make-gb18030.py` says which.
    private struct Table: Sendable {
        private let bytes = PackageResources.gb18030_bin

        /// How many runs of characters of four bytes there are.
        var runs: Int { (bytes.count / 2 - twoBytes) / 2 }

        func number(_ index: Int) -> UInt16 { UInt16(bytes[2 * index]) | UInt16(bytes[2 * index + 1]) << 8 }
    }
}

extension String {
    /// The text of a file or a message of which nobody says how it is encoded: UTF-8, UTF-16 with its mark, or GB18030.
    ///
    /// Nil where it is none of them as a whole.
    package init?(ofUnknownEncoding bytes: [UInt8]) {
        if let text = Self.utf16(bytes) ?? String(validating: bytes, as: UTF8.self) ?? GB18030.text(bytes) {
            self = text
        } else {
            return nil
        }
    }

    /// Text that begins with the mark of one of the two orders of bytes.
    private static func utf16(_ bytes: [UInt8]) -> String? {
        guard bytes.count >= 2, bytes.count.isMultiple(of: 2), bytes[0] ^ bytes[1] == 1, bytes[0] >= 0xFE else {
            return nil
        }
        let high = bytes[0] == 0xFE ? 0 : 1
        let units = stride(from: 2, to: bytes.count, by: 2).map { place in
            UInt16(bytes[place + high]) << 8 | UInt16(bytes[place + 1 - high])
        }
        return String(validating: units, as: UTF16.self)
    }
}
