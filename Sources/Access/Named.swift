internal import Primitives
package import Storage

/// How whoever acts is called on paper: a person's name and staff number, a program's name and id.
package struct Named: Sendable, Equatable {
    package let name: String
    package let number: String

    /// Nil where nobody has `id`.
    package static func find(_ id: String, _ tx: any Transaction) throws(StorageError) -> Named? {
        try ask(id, tx)?.answer()
    }

    /// The same, asked ahead; nil where no such id can be.
    package static func ask(_ id: String, _ tx: any Transaction) throws(StorageError) -> Pending<Named?>? {
        if let user = UserID(id) {
            return try UserTable(tx).ask(user).map { $0.map { Named(name: $0.name, number: $0.staffNumber) } }
        }
        guard let client = ClientID(id) else { return nil }
        return try ClientTable(tx).ask(client).map { $0.map { Named(name: $0.name, number: id) } }
    }
}
