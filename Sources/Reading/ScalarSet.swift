/// Scalars of the basic plane, one bit for each: asked for nearly every character of a text, without hashing.
struct ScalarSet: Sendable {
    private let blocks: [UInt64]
    /// The number of scalars before each block.
    private let before: [Int]

    /// Scalars beyond the basic plane are left out.
    init(_ scalars: some Sequence<Unicode.Scalar>) {
        var blocks = [UInt64](repeating: 0, count: 1024)
        for scalar in scalars where scalar.value < 0x10000 { blocks[Int(scalar.value >> 6)] |= Self.bit(scalar) }
        var count = 0
        before = blocks.map { block in
            defer { count += block.nonzeroBitCount }
            return count
        }
        self.blocks = blocks
    }

    init(_ text: String) { self.init(text.unicodeScalars) }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x10000 && blocks[Int(scalar.value >> 6)] & Self.bit(scalar) != 0
    }

    /// How many scalars of the set come before `scalar`; nil where it is not in the set.
    func rank(_ scalar: Unicode.Scalar) -> Int? {
        guard contains(scalar) else { return nil }
        let block = Int(scalar.value >> 6)
        return before[block] + (blocks[block] & (Self.bit(scalar) - 1)).nonzeroBitCount
    }

    private static func bit(_ scalar: Unicode.Scalar) -> UInt64 { 1 << UInt64(scalar.value & 63) }
}
