public import Primitives

// What each cell of an answer goes through is public: the compiler makes code of its own for each type from that alone.

/// What a column holds on both databases.
public enum Value: Hashable, Sendable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
}

/// A type that stands in one column.
public protocol Storable: Sendable {
    var stored: Value { get }
    /// Nil when the column's value is none of this type's.
    static func restored(_ value: Value) -> Self?
}

extension Int64: Storable {
    @inlinable public var stored: Value { .integer(self) }
    @inlinable public static func restored(_ value: Value) -> Int64? {
        if case .integer(let number) = value { return number }
        return nil
    }
}

extension Int: Storable {
    @inlinable public var stored: Value { .integer(Int64(self)) }
    @inlinable public static func restored(_ value: Value) -> Int? { Int64.restored(value).flatMap(Int.init(exactly:)) }
}

extension Bool: Storable {
    @inlinable public var stored: Value { .integer(self ? 1 : 0) }
    @inlinable public static func restored(_ value: Value) -> Bool? {
        switch value {
        case .integer(0): false
        case .integer(1): true
        default: nil
        }
    }
}

extension String: Storable {
    @inlinable public var stored: Value { .text(self) }
    @inlinable public static func restored(_ value: Value) -> String? {
        if case .text(let text) = value { return text }
        return nil
    }
}

extension [UInt8]: Storable {
    @inlinable public var stored: Value { .bytes(self) }
    @inlinable public static func restored(_ value: Value) -> [UInt8]? {
        if case .bytes(let bytes) = value { return bytes }
        return nil
    }
}

extension Optional: Storable where Wrapped: Storable {
    @inlinable public var stored: Value { self?.stored ?? .null }
    @inlinable public static func restored(_ value: Value) -> Wrapped?? {
        if value == .null { return .some(nil) }
        return Wrapped.restored(value).map(Optional.some)
    }
}

extension Money: Storable {
    package var stored: Value { .integer(fen) }
    package static func restored(_ value: Value) -> Money? { Int64.restored(value).map(Money.init(fen:)) }
}

extension Timestamp: Storable {
    package var stored: Value { .integer(microseconds) }
    package static func restored(_ value: Value) -> Timestamp? {
        Int64.restored(value).map(Timestamp.init(microseconds:))
    }
}

extension Storable where Self: Identifier {
    package var stored: Value { .text(description) }
    @inlinable public static func restored(_ value: Value) -> Self? { String.restored(value).flatMap { Self($0) } }
}

extension Storable where Self: RawRepresentable, RawValue == String {
    @inlinable public var stored: Value { .text(rawValue) }
    @inlinable public static func restored(_ value: Value) -> Self? {
        String.restored(value).flatMap(Self.init(rawValue:))
    }
}
