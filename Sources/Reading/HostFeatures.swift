/// Reads a host or a link: its characters in runs, its words and labels, and how it is built.
enum HostFeatures {
    private static let lengthMax = 2_000

    /// No address of so many bytes has more buckets: runs, words and labels for each byte, and what its build says.
    static func bucketsMost(_ length: Int) -> Int { 7 * (min(length, lengthMax) + 2) + 128 }

    /// Calls `body` with each bucket.
    @inline(__always)
    static func read(_ address: UnsafeBufferPointer<UInt8>, _ body: (Int) -> Void) {
        let written = [UInt8](address.prefix(lengthMax))
        let bytes = written.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
        let parts = AddressParts(bytes)
        readRuns(bytes, parts, body)
        readWords(bytes[parts.host], place: 4, body)
        readWords(bytes[parts.rest], place: 5, body)
        readLabels(bytes[parts.host], body)
        readBuild(written, bytes, parts, body)
    }

    /// Short runs know whether they stand in the host or behind it; long ones are the same in both, where the same words stand.
    /// All know where the host begins and ends.
    private static func readRuns(_ bytes: [UInt8], _ parts: AddressParts, _ body: (Int) -> Void) {
        let host = [0x5E] + bytes[parts.host] + [0x24]
        readRuns(host[...], 2...3, place: 1, body)
        readRuns(bytes[parts.rest], 2...3, place: 2, body)
        readRuns((host + bytes[parts.rest])[...], 4...5, place: 3, body)
    }

    private static func readRuns(
        _ bytes: ArraySlice<UInt8>, _ lengths: ClosedRange<Int>, place: UInt64, _ body: (Int) -> Void
    ) {
        bytes.withUnsafeBufferPointer { bytes in
            for start in bytes.indices {
                var run: UInt64 = 0
                for length in 1...lengths.upperBound where start + length <= bytes.count {
                    run = run << 8 | UInt64(bytes[start + length - 1])
                    if length < lengths.lowerBound { continue }
                    body(Grams.bucket(run | UInt64(length) << 56 | place << 60))
                }
            }
        }
    }

    /// Letters that stand together, and digits, as a whole: where they stand, and anywhere.
    private static func readWords(_ part: ArraySlice<UInt8>, place: UInt64, _ body: (Int) -> Void) {
        var (hash, last) = (basis, CharacterKind.mark)
        for byte in part {
            let kind = CharacterKind(byte)
            if kind != last, last != .mark { readWord(hash, place, body) }
            hash = kind == last ? mixed(hash, byte) : mixed(basis, byte)
            last = kind
        }
        if last != .mark { readWord(hash, place, body) }
    }

    private static func readWord(_ hash: UInt64, _ place: UInt64, _ body: (Int) -> Void) {
        body(Grams.bucket(hash & 0xF_FFFF_FFFF | place << 60))
        body(Grams.bucket(hash & 0xF_FFFF_FFFF | 6 << 60))
    }

    /// Each label of the host as a whole, counted from the end.
    private static func readLabels(_ host: ArraySlice<UInt8>, _ body: (Int) -> Void) {
        for (order, label) in host.split(separator: UInt8(ascii: ".")).reversed().enumerated() {
            let hash = label.reduce(basis, mixed)
            body(Grams.bucket(hash & 0xF_FFFF_FFFF | UInt64(min(order, 3)) << 40 | 10 << 52))
        }
    }

    /// Traits, those that say more together in pairs, and the profiles of the parts.
    private static func readBuild(_ written: [UInt8], _ bytes: [UInt8], _ parts: AddressParts, _ body: (Int) -> Void) {
        let traits = parts.traits(bytes)
        for (index, trait) in traits.enumerated() {
            body(Grams.bucket(UInt64(trait) | UInt64(index) << 16 | 9 << 52))
        }
        for (index, first) in AddressParts.paired.enumerated() {
            for second in AddressParts.paired.dropFirst(index + 1) {
                let pair = UInt64(traits[first]) | UInt64(traits[second]) << 16
                body(Grams.bucket(pair | UInt64(first * 32 + second) << 32 | 11 << 52))
            }
        }
        for (number, part) in [parts.host, parts.path, 0..<bytes.count].enumerated() where !part.isEmpty {
            for (index, value) in PartProfile(written[part]).values.enumerated() {
                body(Grams.bucket(UInt64(value) | UInt64(index) << 16 | UInt64(number) << 24 | 12 << 52))
            }
        }
    }

    /// Where a hash of bytes begins, and how it takes the next (FNV-1a, Fowler, Noll and Vo).
    private static let basis: UInt64 = 0xCBF2_9CE4_8422_2325
    private static func mixed(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
