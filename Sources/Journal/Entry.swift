package import Primitives
package import Storage

package struct EntryID: Identifier, Storable {
    package static let prefix = "jnl"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

/// Who does something: a person, a bank, a program's client, or the platform itself. It prints as `user:usr-…`.
package struct Actor: Hashable, Sendable, Storable, Codable {
    package enum Kind: String, Sendable, Codable { case user, bank, client, system }

    package let kind: Kind
    package let id: String

    package init(_ kind: Kind, _ id: String) {
        self.kind = kind
        self.id = id
    }

    package static func system(_ part: String) -> Actor { Actor(.system, part) }

    package var text: String { "\(kind.rawValue):\(id)" }
    package var stored: Value { .text(text) }

    package static func restored(_ value: Value) -> Actor? {
        guard case .text(let text) = value, let colon = text.firstIndex(of: ":"),
            let kind = Kind(rawValue: String(text[..<colon]))
        else { return nil }
        return Actor(kind, String(text[text.index(after: colon)...]))
    }
}

/// One line of the journal: who did what to which thing, on what legal basis, why, and what changed.
package struct Entry: Sendable, Equatable {
    package let id: EntryID
    package let at: Timestamp
    package let actor: Actor
    /// The act in the words of the field, `stopPayment.issued`.
    package let act: String
    /// The id of what was changed.
    package let subject: String
    /// The id of what it belongs to (an incident); nil where it stands alone.
    package let topic: String?
    package let basis: String?
    package let reason: String?
    /// What changed, before and after, as canonical JSON.
    package let detail: String
    /// Its place in the chain from 1 on; nil until the sequencer has come by.
    package internal(set) var number: Int64?
    /// SHA-256 over the hash before it and this line, in hexadecimal.
    package internal(set) var hash: String?
}
