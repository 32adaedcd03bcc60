package import Access
package import Journal
package import Prevention
package import Primitives
package import Recovery
package import Storage

/// Which operators can be asked to suspend a line: those of the register of banks that keep lines and no accounts.
///
/// Numbers are taken along from one operator to another (携号转网), so that a number does not tell whose it is.
package struct CarrierLines: Sendable {
    private let database: any Database
    private let lines: LineSuspensions

    init(_ journal: Journal, _ lines: LineSuspensions) {
        database = journal.database
        self.lines = lines
    }

    /// All operators, by code.
    package static func carriers(_ tx: any Transaction) throws -> [Bank] {
        try AccountTable(tx).banks().filter { $0.kind == .carrier }
    }

    /// Whom to ask first: whose people reported the person last, else the only one there is.
    package static func likely(_ carriers: [Bank], _ seen: [Sighting]) -> Bank? {
        let reporter = seen.last { $0.source == .carrier && $0.partner != nil }?.partner
        return carriers.first { $0.code == reporter } ?? (carriers.count == 1 ? carriers.first : nil)
    }

    /// Asks an operator to suspend a warned person's line; throws `Problems` for what is no operator.
    package func ask(
        _ carrier: String, for id: WarningID, reason: String, by principal: Principal, key: IdempotencyKey,
        at now: Timestamp
    ) throws -> LineSuspensionID {
        let carriers = try database.read { tx in try Self.carriers(tx) }
        guard carriers.isEmpty || carriers.contains(where: { $0.code == carrier }) else {
            throw Problems([FieldProblem("carrier", .unknownCarrier, found: carrier)])
        }
        return try lines.ask(
            carrier, for: id, reason: reason, carriers: carriers.count, by: principal, key: key, at: now)
    }
}
