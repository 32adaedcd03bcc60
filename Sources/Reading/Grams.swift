/// Reads a text as runs of one to four characters, each a number below `buckets`.
///
/// Widths, traditional forms and look-alikes are made one first; digits count by how many stand together, and all marks
/// are one mark, so that the same script is the same whatever program it was copied from.
package enum Grams {
    /// How many different numbers there are; runs that share one are taken as the same.
    static let buckets = 1 << Int(bits)
    private static let bits: UInt64 = 19
    /// Each character ends so many runs, the shortest read first.
    static let longest = 4

    /// Calls `body` with each run, those that end at one character together, and the offset in UTF-8 where its last character ends.
    @inline(__always)
    static func read(_ text: UnsafeBufferPointer<UInt8>, _ body: (_ bucket: Int, _ end: Int) -> Void) {
        codes.withUnsafeBufferPointer { codes in
            var (last, lastButOne, third): (UInt64, UInt64, UInt64) = (mark, mark, mark)
            var digits: UInt64 = 0
            var place = 0
            func take(_ code: UInt64, _ end: Int) {
                if code == mark, last == mark { return }
                let two = code | last << 16
                let three = two | lastButOne << 32
                body(bucket(code | 1 << 48), end)
                body(bucket(two | 2 << 48), end)
                body(bucket(three | 3 << 48), end)
                body(bucket((three | third << 48) &* 0x9E37_79B1), end)
                (third, lastButOne, last) = (lastButOne, last, code)
            }
            while place < text.count {
                let start = place
                let code = code(at: &place, in: text, codes)
                if code == 0 { continue }
                if code >= 0x30, code <= 0x39 {
                    digits += 1
                    continue
                }
                if digits > 0 {
                    take(0x30 + min(digits, 9), start)
                    digits = 0
                }
                take(code, place)
            }
            if digits > 0 { take(0x30 + min(digits, 9), text.count) }
        }
    }

    /// Stands for every space and mark.
    private static let mark: UInt64 = 0x20

    /// What each scalar of the basic plane is read as: its plain form, small where it is a letter; zero for what is not seen.
    private static let codes: [UInt16] = Glyphs.units.map { unit in
        if unit == 0 || unit >= 0x4E00 { return unit }
        if unit >= 0x80 { return unit >= 0x2000 && unit < 0x3040 ? UInt16(mark) : unit }
        let scalar = Unicode.Scalar(UInt8(unit))
        return scalar.isDigit ? unit : scalar.isLetter ? unit | 0x20 : UInt16(mark)
    }

    /// The next character as it is read; zero for what is not seen. Broken bytes are marks.
    @inline(__always)
    private static func code(
        at place: inout Int, in text: UnsafeBufferPointer<UInt8>, _ codes: UnsafeBufferPointer<UInt16>
    ) -> UInt64 {
        let first = text[place]
        place += 1
        if first < 0x80 { return UInt64(codes[Int(first)]) }
        let length = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0
        guard length > 0, place + length <= text.count else { return mark }
        var scalar = UInt32(first) & (0x3F >> UInt32(length))
        for _ in 0..<length {
            scalar = scalar << 6 | UInt32(text[place] & 0x3F)
            place += 1
        }
        // Beyond the basic plane are pictures and formulas; one mark stands for them all.
        return scalar < 0x10000 ? UInt64(codes[Int(scalar)]) : mark
    }

    /// Multiplicative hashing (Knuth), by the golden ratio.
    @inline(__always)
    static func bucket(_ gram: UInt64) -> Int {
        let mixed = (gram ^ gram >> 29) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> (64 - bits))
    }
}
