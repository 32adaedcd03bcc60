/// A row's identity; it prints with its kind before it (`ord-00000000000000003f`), so that a wrong one is seen at once.
package protocol Identifier: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// Three or four lower-case letters, its own in the whole program.
    static var prefix: String { get }
    var value: UInt64 { get }
    init(value: UInt64)
}

extension Identifier {
    package var description: String {
        let digits = String(value, radix: 16)
        return Self.prefix + "-" + String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    /// Nil unless `text` is exactly what `description` prints.
    package init?(_ text: String) {
        guard text.hasPrefix(Self.prefix + "-"),
            let value = UInt64(text.dropFirst(Self.prefix.utf8.count + 1), radix: 16)
        else { return nil }
        self.init(value: value)
        if description != text { return nil }
    }

    package static func < (a: Self, b: Self) -> Bool { a.value < b.value }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let id = Self(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a \(Self.prefix) id"))
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// Where new ids come from; injected, so that a simulation repeats itself.
package protocol IDSource: Sendable {
    /// A value never given before by this source and, in service, by no other.
    func next(at now: Timestamp) -> UInt64
}

extension IDSource {
    package func make<ID: Identifier>(_ type: ID.Type = ID.self, at now: Timestamp) -> ID { ID(value: next(at: now)) }
}

/// Ids that sort by the millisecond they were made in: 42 bits of time, 22 of chance.
package struct SystemIDs: IDSource {
    package init() {}

    package func next(at now: Timestamp) -> UInt64 {
        var generator = SystemRandomNumberGenerator()
        return UInt64(now.microseconds / 1000) << 22 | generator.next() >> 42
    }
}
