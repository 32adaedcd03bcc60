internal import Primitives
package import Storage

/// How whoever acts is called on paper: a person's name and staff number, a program's name and id.
package struct Named: Sendable, Equatable {
    package let name: String
    package let number: String

    /// Nil where nobody has `id`.
    package static func find(_ id: String, _ tx: any Transaction) throws -> Named? {
        if let user = try UserID(id).flatMap({ try UserTable(tx).find($0) }) {
            return Named(name: user.name, number: user.staffNumber)
        }
        guard let client = try ClientID(id).flatMap({ try ClientTable(tx).find($0) }) else { return nil }
        return Named(name: client.name, number: id)
    }
}
