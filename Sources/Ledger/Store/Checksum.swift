/// A checksum of blocks of bytes, for errors of disks and not against people.
///
/// Eight lanes of words; each step is a bijection of the lane for a given word and of the word for a given lane, so that a
/// change within one word is always found, and any other but for one chance in 2^64.
enum Checksum {
    private static let odd: UInt64 = 0x9E37_79B9_7F4A_7C15

    /// Of bytes whose number is a multiple of 64.
    static func of(_ bytes: Column<UInt8>) -> UInt64 {
        precondition(bytes.count.isMultiple(of: 64), "checksums are made of whole groups of words")
        var (a, b, c, d): (UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4)
        var (e, f, g, h): (UInt64, UInt64, UInt64, UInt64) = (5, 6, 7, 8)
        for index in stride(from: 0, to: bytes.count, by: 64) {
            let group = bytes.words(at: index)
            a = step(a, group[0])
            b = step(b, group[1])
            c = step(c, group[2])
            d = step(d, group[3])
            e = step(e, group[4])
            f = step(f, group[5])
            g = step(g, group[6])
            h = step(h, group[7])
        }
        return [b, c, d, e, f, g, h].reduce(step(a, UInt64(bytes.count)), step)
    }

    /// Of any text; used where it is short.
    static func of(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(7) { step($0, UInt64($1)) } }

    @inline(__always) static func step(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        let mixed = (lane ^ word) &* odd
        return mixed ^ (mixed >> 29)
    }
}
