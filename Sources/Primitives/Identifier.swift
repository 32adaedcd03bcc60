internal import Synchronization

/// A row's identity; it prints with its kind before it (`ord-00000000000000003f`), so that a wrong one is seen at once.
public protocol Identifier: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// Three or four lower-case letters, its own in the whole program.
    static var prefix: String { get }
    var value: UInt64 { get }
    init(value: UInt64)
}

extension Identifier {
    package var description: String {
        let prefix = Self.prefix
        let size = prefix.utf8.count
        return String(unsafeUninitializedCapacity: size + 17) { buffer in
            _ = buffer.initialize(fromContentsOf: prefix.utf8)
            buffer.initializeElement(at: size, to: UInt8(ascii: "-"))
            for place in 0..<16 {
                let digit = UInt8(truncatingIfNeeded: value >> UInt64(60 - 4 * place)) & 15
                buffer.initializeElement(
                    at: size + 1 + place, to: (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10) + digit)
            }
            return size + 17
        }
    }

    /// Nil unless `text` is exactly what `description` prints.
    @inlinable public init?(_ text: String) {
        let (bytes, prefix) = (text.utf8, Self.prefix.utf8)
        guard bytes.count == prefix.count + 17, bytes.starts(with: prefix),
            bytes.dropFirst(prefix.count).first == UInt8(ascii: "-")
        else { return nil }
        var value: UInt64 = 0
        for byte in bytes.suffix(16) {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(byte - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        self.init(value: value)
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
///
/// Each is above the one before it, so that many at one moment, or a clock that goes back, give none twice: by chance alone
/// two of some hundred would be the same in one run out of thirty.
package final class SystemIDs: IDSource {
    private let last = Mutex<UInt64>(0)

    package init() {}

    package func next(at now: Timestamp) -> UInt64 {
        var generator = SystemRandomNumberGenerator()
        let fresh = UInt64(now.microseconds / 1000) << 22 | generator.next() >> 42
        return last.withLock { last in
            last = fresh >> 22 > last >> 22 ? fresh : last + 1
            return last
        }
    }
}
