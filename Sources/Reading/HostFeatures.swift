/// Reads a host or a link: its characters in runs of one to five, and how it is built.
enum HostFeatures {
    private static let runMax = 5
    private static let lengthMax = 2_000

    /// No address of so many bytes has more buckets: runs, traits and labels.
    static func bucketsMost(_ length: Int) -> Int { (runMax + 1) * (min(length, lengthMax) + 2) + 64 }

    /// Calls `body` with each bucket.
    @inline(__always)
    static func read(_ address: UnsafeBufferPointer<UInt8>, _ body: (Int) -> Void) {
        var bytes = [UInt8](address.prefix(lengthMax))
        for index in bytes.indices where bytes[index] >= 0x41 && bytes[index] <= 0x5A { bytes[index] |= 0x20 }
        let parts = AddressParts(bytes)
        // Runs know whether they stand in the host or behind it, and where the host begins and ends.
        readRuns([0x5E] + bytes[parts.host] + [0x24], place: 1, body)
        readRuns(Array(bytes[parts.rest]), place: 2, body)
        for (index, trait) in parts.traits(bytes).enumerated() {
            body(Grams.bucket(UInt64(trait) | UInt64(index) << 16 | 9 << 52))
        }
        readLabels(bytes, parts, body)
    }

    private static func readRuns(_ bytes: [UInt8], place: UInt64, _ body: (Int) -> Void) {
        for start in bytes.indices {
            var run: UInt64 = 0
            for length in 1...runMax where start + length <= bytes.count {
                run = run << 8 | UInt64(bytes[start + length - 1])
                body(Grams.bucket(run | UInt64(length) << 56 | place << 60))
            }
        }
    }

    /// Each label of the host as a whole, counted from the end.
    private static func readLabels(_ bytes: [UInt8], _ parts: AddressParts, _ body: (Int) -> Void) {
        for (order, label) in bytes[parts.host].split(separator: UInt8(ascii: ".")).reversed().enumerated() {
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for byte in label { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            body(Grams.bucket(hash & 0xF_FFFF_FFFF | UInt64(min(order, 3)) << 40 | 10 << 52))
        }
    }
}

/// Where the host of a link ends, and what is counted in it.
struct AddressParts {
    let host: Range<Int>
    let rest: Range<Int>
    private let isSecure: Bool
    private let hasScheme: Bool

    init(_ bytes: [UInt8]) {
        var start = 0
        for index in bytes.indices.prefix(10) where bytes[index] == UInt8(ascii: "/") && index + 1 < bytes.count {
            if bytes[index + 1] == UInt8(ascii: "/"), index > 0, bytes[index - 1] == UInt8(ascii: ":") {
                start = index + 2
            }
        }
        hasScheme = start > 0
        isSecure = start > 6 && bytes[start - 4] == UInt8(ascii: "s")
        let ends: Set<UInt8> = [UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")]
        let end = bytes[start...].firstIndex { ends.contains($0) } ?? bytes.count
        (host, rest) = (start..<end, end..<bytes.count)
    }

    /// Counts and yes or no, each a small number whose place says what it is.
    func traits(_ bytes: [UInt8]) -> [Int] {
        let name = bytes[host]
        let labels = name.split(separator: UInt8(ascii: "."))
        let main = labels.dropLast().last ?? []
        let digits = { (part: ArraySlice<UInt8>) in part.count { $0 >= 0x30 && $0 <= 0x39 } }
        let vowels = main.count { "aeiouy".utf8.contains($0) }
        let tail = bytes[rest]
        return [
            labels.count, min(main.count, 30), digits(main), main.count { $0 == UInt8(ascii: "-") },
            min(name.count / 3, 20),
            main.isEmpty ? 0 : vowels * 5 / main.count, main.isEmpty ? 0 : digits(main) * 5 / main.count,
            Self.changes(main),
            hasScheme ? (isSecure ? 2 : 1) : 0, min(tail.count / 8, 20),
            min(tail.count { $0 == UInt8(ascii: "/") }, 10),
            min(digits(tail) / 3, 10), min(tail.count { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "&") }, 10),
            bytes.contains(UInt8(ascii: "@")) ? 1 : 0, Self.isNumeric(name) ? 1 : 0, Self.longestConsonants(main),
            name.starts(with: "www.".utf8) ? 1 : 0, tail.count { $0 == UInt8(ascii: ".") }, Self.spread(main),
        ]
    }

    /// How often letters and digits change places.
    private static func changes(_ label: ArraySlice<UInt8>) -> Int {
        zip(label, label.dropFirst()).count { ($0 >= 0x61) != ($1 >= 0x61) }
    }

    private static func isNumeric(_ name: ArraySlice<UInt8>) -> Bool {
        !name.isEmpty
            && name.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
    }

    private static func longestConsonants(_ label: ArraySlice<UInt8>) -> Int {
        var (longest, run) = (0, 0)
        for byte in label {
            run = byte >= 0x61 && !"aeiouy".utf8.contains(byte) ? run + 1 : 0
            longest = max(longest, run)
        }
        return min(longest, 9)
    }

    /// Different characters in tenths of the length.
    private static func spread(_ label: ArraySlice<UInt8>) -> Int {
        label.isEmpty ? 0 : Set(label).count * 10 / label.count
    }
}
