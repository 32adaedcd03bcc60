package import Access
package import Journal
package import Prevention
package import Primitives
package import Recovery
internal import Storage

/// What a warning has to do with money: the incident of a person who had paid already, in which his money is stopped, and the
/// hold on his own account before he pays (预警即止付).
package struct WarnedIncidents: Sendable {
    private let journal: Journal
    private let warnings: Warnings
    private let incidents: Incidents

    init(_ journal: Journal, _ warnings: Warnings, _ incidents: Incidents) {
        self.journal = journal
        self.warnings = warnings
        self.incidents = incidents
    }

    package enum NotPossible: Error, Equatable {
        case unknownIncident
        /// None of its victims has the telephone or identity number of the warning.
        case anotherPerson
        /// Nothing of it was stopped or held yet.
        case noOrder
        /// An incident was opened for a hold already: on its page another is asked for.
        case isProtected
        /// The account is under a protective hold already.
        case isHeld
    }

    /// Ties a warning to an incident, by its number; the incident must be the person's own and have an order.
    package func link(
        _ id: WarningID, to number: String, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        let incident = try journal.database.read { tx in
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
    /// Asks for a protective hold on a warned person's own account: an incident in which nothing was paid yet is opened for it and
    /// tied to the warning. The hold goes out at once where a standing authority covers it, else it waits for a second person.
    ///
    /// Throws `Problems` on `account` and `bank`, and `NotPossible`.
    package func protect(
        _ id: WarningID, account: String, bank: String, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> Receipt {
        guard principal.allows(.requestProtectiveHold) else { throw Refusal.notPermitted(.requestProtectiveHold) }
        let input = [id.description, "protect", account, bank]
        return try journal.perform(key, by: principal.actor, at: now, input: input) { step in
            guard let warning = try WarningTable(step.transaction).find(id) else { throw NotFound(id) }
            try principal.permit(.doTask, in: warning.unit, bank: nil)
            guard warning.holdIncident == nil else { throw NotPossible.isProtected }
            guard !account.isBlank else { throw Problems([FieldProblem("account", .required)]) }
            let receipt = try register(Self.intake(for: warning, account, bank), by: principal, step)
            guard try !ProtectiveHoldTable(step.transaction).holds(of: receipt.incident).isEmpty else {
                throw NotPossible.isHeld
            }
            try warnings.protect(id, in: receipt.incident.description, by: principal, in: step)
            return receipt
        }
    }

    /// What is known of somebody who has paid nothing yet.
    private static func intake(for warning: Warning, _ account: String, _ bank: String) -> Intake {
        let person = warning.person
        return Intake(
            fraudType: warning.fraudType ?? "", narrative: "预警即止付：预警对象尚未付款，申请保护其本人账户。",
            victims: [
                Intake.Victim(
                    name: person.name, idNumber: person.identityNumber?.text ?? "", phone: person.phone?.text ?? "",
                    whereabouts: person.whereabouts)
            ], transfers: [Intake.Transfer(payerNumber: account, payerBank: bank)],
            clues: [Incident.warningClue: warning.id.description], protectVictim: true)
    }

    private func register(_ intake: Intake, by principal: Principal, _ step: Step) throws -> Receipt {
        let receipt: Receipt
        do { receipt = try incidents.register(intake, by: principal, in: step) } catch let error as Problems {
            let names = ["transfers.0.payerNumber": "account", "transfers.0.payerBank": "bank"]
            throw Problems(error.all.map { FieldProblem(names[$0.field] ?? $0.field, $0.rule, found: $0.found) })
        }
        let transfers = try IncidentTable(step.transaction).transfers(of: [receipt.incident])
        guard transfers.contains(where: { $0.payerAccount != nil }) else {
            throw Problems([FieldProblem("bank", .required)])
        }
        return receipt
    }
}
