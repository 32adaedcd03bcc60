package import Primitives

extension Storable where Self: TextValue {
    package var stored: Value { .text(text) }

    package static func restored(_ value: Value) -> Self? {
        guard case .text(let text) = value else { return nil }
        do { return try Self(text) } catch { return nil }
    }
}

extension UnitCode: Storable {}
