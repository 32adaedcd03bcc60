package import Access
package import Journal
package import Prevention
package import Primitives
internal import Recovery
internal import Storage

/// A person who was warned and had paid already: his warning is tied to the incident in which his money is stopped.
package struct WarnedIncidents: Sendable {
    private let database: any Database
    private let warnings: Warnings

    init(_ journal: Journal, _ warnings: Warnings) {
        database = journal.database
        self.warnings = warnings
    }

    package enum NotPossible: Error, Equatable {
        case unknownIncident
        /// None of its victims has the telephone or identity number of the warning.
        case anotherPerson
        /// Nothing of it was stopped or held yet.
        case noOrder
    }

    /// Ties a warning to an incident, by its number; the incident must be the person's own and have an order.
    package func link(
        _ id: WarningID, to number: String, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        let incident = try database.read { tx in
            guard let warning = try WarningTable(tx).find(id) else { throw NotFound(id) }
            guard let incident = try IncidentTable(tx).find(number: number.foldedToHalfWidth),
                principal.reaches(incident.unit)
            else { throw NotPossible.unknownIncident }
            let victims = try IncidentTable(tx).victims(of: [incident.id])
            let isHis = victims.contains { victim in
                (victim.phone != nil && victim.phone == warning.person.phone?.text)
                    || (victim.idNumber != nil && victim.idNumber == warning.person.identityNumber?.text)
            }
            guard isHis else { throw NotPossible.anotherPerson }
            guard try !StopPaymentTable(tx).claimed(by: incident.id).isEmpty else { throw NotPossible.noOrder }
            return incident.id
        }
        try warnings.link(id, to: incident.description, by: principal, key: key, at: now)
    }
}
