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
        Glyphs.withUnits { units in
            var (last, lastButOne): (UInt64, UInt64) = (mark, mark)
            var digits = 0
            var third = mark
            var place = 0
            func take(_ code: UInt64, _ end: Int) {
                if code == mark, last == mark { return }
                body(bucket(code | 1 << 48), end)
                body(bucket(code | last << 16 | 2 << 48), end)
                body(bucket(code | last << 16 | lastButOne << 32 | 3 << 48), end)
                body(bucket((code | last << 16 | lastButOne << 32 | third << 48) &* 0x9E37_79B1), end)
                third = lastButOne
                (lastButOne, last) = (last, code)
            }
            while place < text.count {
                let start = place
                let unit = unit(at: &place, in: text, units)
                if unit == 0 { continue }
                if unit >= 0x30, unit <= 0x39 {
                    digits += 1
                    continue
                }
                if digits > 0 {
                    take(0x30 + UInt64(min(digits, 9)), start)
                    digits = 0
                }
                take(code(unit), place)
            }
            if digits > 0 { take(0x30 + UInt64(min(digits, 9)), text.count) }
        }
    }

    /// Stands for every space and mark.
    private static let mark: UInt64 = 0x20

    @inline(__always)
    private static func code(_ unit: UInt16) -> UInt64 {
        if unit >= 0x4E00 { return UInt64(unit) }
        if unit < 0x80 {
            let isLetter = (unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7A
            return isLetter ? UInt64(unit | 0x20) : mark
        }
        return unit >= 0x2000 && unit < 0x3040 ? mark : UInt64(unit)
    }

    /// The next character in its plain form; zero for what is not seen. Broken bytes are marks.
    @inline(__always)
    private static func unit(
        at place: inout Int, in text: UnsafeBufferPointer<UInt8>, _ units: UnsafeBufferPointer<UInt16>
    ) -> UInt16 {
        let first = text[place]
        place += 1
        if first < 0x80 { return UInt16(first) }
        let length = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0
        guard length > 0, place + length <= text.count else { return 0x20 }
        var scalar = UInt32(first) & (0x3F >> UInt32(length))
        for _ in 0..<length {
            scalar = scalar << 6 | UInt32(text[place] & 0x3F)
            place += 1
        }
        // Beyond the basic plane are pictures and formulas; one mark stands for them all.
        return scalar < 0x10000 ? units[Int(scalar)] : 0x20
    }

    /// Multiplicative hashing (Knuth), by the golden ratio.
    @inline(__always)
    static func bucket(_ gram: UInt64) -> Int {
        let mixed = (gram ^ gram >> 29) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> (64 - bits))
    }
}
