/// What a character of an address is.
enum CharacterKind {
    case letter, digit, mark

    init(_ byte: UInt8) {
        self = byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A ? .letter : byte >= 0x30 && byte <= 0x39 ? .digit : .mark
    }
}

/// What a part of an address is made of: how much of each kind of character, and how long these stand together.
struct PartProfile {
    private var (letters, digits, capitals, vowels, changes, words) = (0, 0, 0, 0, 0, 0)
    private var (letterRun, digitRun, consonantRun, hexRun) = (Run(), Run(), Run(), Run())
    private var different = CharacterSet128()
    private let count: Int
    private let last: UInt8

    private struct Run {
        private var length = 0
        private(set) var longest = 0

        mutating func take(_ belongs: Bool) {
            length = belongs ? length + 1 : 0
            longest = max(longest, length)
        }
    }

    init(_ part: ArraySlice<UInt8>) {
        count = part.count
        last = part.last ?? 0
        var before: CharacterKind?
        for byte in part {
            let (kind, small) = (CharacterKind(byte), byte | 0x20)
            let isVowel = kind == .letter && small.isVowel
            letters += kind == .letter ? 1 : 0
            digits += kind == .digit ? 1 : 0
            capitals += kind == .letter && byte < 0x61 ? 1 : 0
            vowels += isVowel ? 1 : 0
            words += kind == .letter && before != .letter ? 1 : 0
            changes += before != nil && kind != before ? 1 : 0
            letterRun.take(kind == .letter)
            digitRun.take(kind == .digit)
            consonantRun.take(kind == .letter && !isVowel)
            hexRun.take(kind == .digit || kind == .letter && small <= 0x66)
            different.insert(kind == .letter ? small : byte)
            before = kind
        }
    }

    /// Small numbers whose place says what they are.
    var values: [Int] {
        [
            Self.step(count), Self.step(digits), digits * 8 / max(count, 1), vowels * 8 / max(letters, 1),
            Self.step(count - letters - digits), Self.step(letterRun.longest), min(consonantRun.longest, 9),
            Self.step(digitRun.longest), Self.step(changes), Self.step(words), different.count * 8 / max(count, 1),
            Self.step(capitals), Self.step(hexRun.longest), Int(last | 0x20),
        ]
    }

    /// Two steps for each doubling.
    private static func step(_ number: Int) -> Int {
        guard number > 1 else { return number }
        let bits = Int.bitWidth - number.leadingZeroBitCount
        return 2 * bits - 2 + (number >> (bits - 2) & 1)
    }
}

/// Characters, each there or not; those that no address has count as others.
struct CharacterSet128 {
    private var (low, high): (UInt64, UInt64) = (0, 0)

    var count: Int { low.nonzeroBitCount + high.nonzeroBitCount }

    mutating func insert(_ byte: UInt8) {
        let bit = UInt64(1) << UInt64(byte & 63)
        low |= byte & 64 == 0 ? bit : 0
        high |= byte & 64 == 0 ? 0 : bit
    }
}

extension UInt8 {
    /// Whether it is a small vowel; `y` is one, since names are spelt to be said.
    var isVowel: Bool {
        switch self {
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
            UInt8(ascii: "y"):
            true
        default: false
        }
    }
}
