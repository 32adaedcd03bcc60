/// Where the host of a link ends, and what is counted in it.
struct AddressParts {
    let host: Range<Int>
    let rest: Range<Int>
    /// The rest without the query.
    let path: Range<Int>
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
        let isEnd = { (byte: UInt8) in
            byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
        }
        let end = bytes[start...].firstIndex(where: isEnd) ?? bytes.count
        (host, rest) = (start..<end, end..<bytes.count)
        path = end..<(bytes[end...].firstIndex(of: UInt8(ascii: "?")) ?? bytes.count)
    }

    /// The places of the traits that say more in pairs: labels, length and hyphens of the main one, scheme, the rest's length, slashes
    /// and points, `www`.
    static let paired = [0, 1, 3, 8, 9, 10, 16, 17]

    /// Counts and yes or no, each a small number whose place says what it is.
    func traits(_ bytes: [UInt8]) -> [Int] {
        let name = bytes[host]
        let labels = name.split(separator: UInt8(ascii: "."))
        let main = labels.dropLast().last ?? []
        let digits = { (part: ArraySlice<UInt8>) in part.count { $0 >= 0x30 && $0 <= 0x39 } }
        let vowels = main.count { $0.isVowel }
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
            run = byte >= 0x61 && !byte.isVowel ? run + 1 : 0
            longest = max(longest, run)
        }
        return min(longest, 9)
    }

    /// Different characters in tenths of the length.
    private static func spread(_ label: ArraySlice<UInt8>) -> Int {
        var different = CharacterSet128()
        for byte in label { different.insert(byte) }
        return label.isEmpty ? 0 : different.count * 10 / label.count
    }
}
