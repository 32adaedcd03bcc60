package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// What the caller is told: under which number the report stands.
package struct Receipt: Sendable, Equatable, Codable {
    package let incident: IncidentID
    package let number: String
    /// The incident that carries the case on, where this report was joined to one.
    package let joinedTo: IncidentID?
}

/// The commands on incidents.
package struct Incidents: Sendable {
    let journal: Journal
    let pack: Pack

    package init(_ journal: Journal, _ pack: Pack) {
        self.journal = journal
        self.pack = pack
    }

    /// Registers a report with its evidence; that of a report which joins another incident is kept there.
    ///
    /// Missing facts are allowed; throws `Problems` for what cannot be, and then nothing is stored. A doubtful value of `read`
    /// that nobody has confirmed or corrected cannot be.
    package func register(
        _ intake: Intake, evidence: [EvidenceFile] = [], read: ReadStatement? = nil, by principal: Principal,
        key: IdempotencyKey, at now: Timestamp
    ) throws -> Receipt {
        guard principal.allows(.registerIncident) else { throw Refusal.notPermitted(.registerIncident) }
        let told = Told(intake: intake, evidence: evidence)
        return try journal.perform(key, by: principal.actor, at: now, input: told) { step in
            let receipt = try register(intake, evidence: evidence, read: read, by: principal, in: step)
            if case .user(let id) = principal.identity {
                try IntakeDraftTable(step.transaction).forget(of: id, key: key)
            }
            return receipt
        }
    }

    /// Registers a report as `register` does, in another command's own step.
    package func register(
        _ intake: Intake, evidence: [EvidenceFile] = [], read: ReadStatement? = nil, by principal: Principal,
        in step: Step
    ) throws -> Receipt {
        let rules = pack.rules(on: CivilTime(step.now).day)
        let doubts = (read?.unconfirmed(in: intake) ?? []).map {
            FieldProblem($0.field, .unconfirmed, found: $0.text)
        }
        let wrong = evidence.compactMap { $0.problem(rules) } + doubts
        let reading = try IntakeReading(intake, rules: rules, banks: BankFinder(step.transaction), now: step.now)
        guard reading.problems.isEmpty, wrong.isEmpty else { throw Problems(reading.problems + wrong) }
        let unit = try receivingUnit(reading, principal, step.transaction)
        let incident = try insert(intake, reading, unit: unit, by: principal, in: step)
        if let read { try keep(read, of: intake, incident, in: step) }
        for file in evidence {
            _ = try EvidenceFiles.keep(file, with: incident.joinedTo ?? incident.id, rules: rules, in: step)
        }
        guard incident.joinedTo == nil else {
            return Receipt(incident: incident.id, number: incident.number, joinedTo: incident.joinedTo)
        }
        let victims = try insertVictims(reading, of: incident, in: step)
        let transfers = try reading.transfers.map {
            try insert($0, victims: victims, incident: incident, in: step)
        }
        try updateLoss(of: incident, transfers, in: step)
        if intake.protectVictim { try protect(incident, transfers, OrderDesk(step: step, rules: rules)) }
        try retrace(incident.id, transfers, in: step)
        return Receipt(incident: incident.id, number: incident.number, joinedTo: nil)
    }

    /// What makes a report told again the same request; without files it is the report alone.
    private struct Told: Encodable {
        let intake: Intake
        let evidence: [EvidenceFile]

        func encode(to encoder: any Encoder) throws {
            guard !evidence.isEmpty else { return try intake.encode(to: encoder) }
            var list = encoder.unkeyedContainer()
            try list.encode(intake)
            try list.encode(evidence.flatMap { [$0.name, $0.hash] })
        }
    }

    /// Where the report comes in; throws `Problems` or `Refusal` where that cannot be.
    func receivingUnit(_ reading: IntakeReading, _ principal: Principal, _ tx: any Transaction) throws -> UnitCode {
        guard let unit = reading.unit ?? principal.unit else { throw Problems([FieldProblem("unit", .required)]) }
        try principal.permit(.registerIncident, in: unit, bank: nil)
        guard try UnitTable(tx).find(unit) != nil else {
            throw Problems([FieldProblem("unit", .unknownUnit, found: unit.text)])
        }
        return unit
    }

    private func insert(
        _ intake: Intake, _ reading: IntakeReading, unit: UnitCode, by principal: Principal, in step: Step
    ) throws -> Incident {
        let day = CivilTime(step.now).day
        let table = IncidentTable(step.transaction)
        let running = try table.nextNumber(on: day)
        let joined = try joined(intake.joins, by: principal, step.transaction)
        let padded = running < 10_000 ? String(String(10_000 + running).dropFirst()) : "\(running)"
        let incident = Incident(
            id: step.newID(), number: "YJ-\(day.description.filter { $0 != "-" })-\(padded)", unit: unit,
            channel: reading.channel,
            reportedAt: reading.reportedAt, recordedAt: step.now, taker: principal.actor.id,
            fraudType: intake.fraudType.isBlank ? nil : intake.fraudType, narrative: intake.narrative,
            clues: intake.clues,
            state: joined == nil ? .open : .joined, joinedTo: joined, flow: .zero, firstHeldAt: nil)
        try table.insert(incident, clues: CanonicalJSON.text(intake.clues))
        try step.record(
            joined == nil ? "incident.registered" : "incident.joined", on: incident.id, topic: joined ?? incident.id,
            detail: .object(["number": .string(incident.number), "channel": .string(reading.channel.rawValue)]))
        return incident
    }

    /// Keeps what was read beside what was told: models of this installation are trained on it.
    private func keep(_ read: ReadStatement, of intake: Intake, _ incident: Incident, in step: Step) throws {
        let outcomes = read.outcomes(in: intake)
        guard !outcomes.isEmpty else { return }
        let reading = CorrectedReading(incident: incident.id, outcomes: outcomes, readAt: step.now)
        try ReadingTable(step.transaction).insert(reading)
        try step.record(
            "incident.read", on: incident.id, topic: incident.joinedTo ?? incident.id,
            detail: .object([
                "values": .number(Int64(outcomes.count)),
                "changed": .array(reading.changes.map { .string($0.field) }),
            ]))
    }

    /// The incident that a report says it belongs to; throws `Problems` or `Refusal`.
    func joined(_ text: String, by principal: Principal, _ tx: any Transaction) throws -> IncidentID? {
        guard !text.isBlank else { return nil }
        let table = IncidentTable(tx)
        guard let other = try IncidentID(text).flatMap({ try table.find($0) }) ?? table.find(number: text),
            principal.reaches(other.unit)
        else { throw Problems([FieldProblem("joins", .unknownIncident, found: text)]) }
        try principal.permit(.editIncident, in: other.unit, bank: nil)
        return other.joinedTo ?? other.id
    }

    private func insertVictims(_ reading: IntakeReading, of incident: Incident, in step: Step) throws -> [Victim] {
        let given = reading.victims.isEmpty ? [Intake.Victim()] : reading.victims
        return try given.map { raw in
            let victim = Victim(
                id: step.newID(), incident: incident.id, name: raw.name, idNumber: raw.idNumber.orNil,
                phone: raw.phone.orNil,
                whereabouts: raw.whereabouts.orNil)
            try IncidentTable(step.transaction).insert(victim)
            return victim
        }
    }

    @discardableResult
    private func insert(_ raw: IntakeReading.Transfer, victims: [Victim], incident: Incident, in step: Step) throws
        -> ReportedTransfer
    {
        let victim = victims[raw.victim]
        let table = AccountTable(step.transaction)
        let id: TransferID = step.newID()
        func account(_ bank: Bank?, _ number: String?, _ name: String?) throws -> Pending<Account>? {
            guard let bank, let number else { return nil }
            return try table.askEnsured(bank: bank.code, number: number, name: name, id: step.newID())
        }
        let payer = try account(raw.payerBank, raw.payerNumber, victim.name.orNil)
        let payee = try account(raw.payeeBank, raw.payeeNumber, raw.payeeName)
        let transfer = ReportedTransfer(
            id: id, incident: incident.id, victim: victim.id, payerAccount: try payer?.answer().id,
            payeeAccount: try payee?.answer().id, payeeName: raw.payeeName, payeeNumber: raw.payeeNumber,
            amount: raw.amount, at: raw.at)
        try IncidentTable(step.transaction).insert(transfer)
        return transfer
    }

    /// What is reported here may be another incident's money too. Its own first orders wait for this trace.
    private func retrace(_ id: IncidentID, _ transfers: [ReportedTransfer], in step: Step) throws {
        try step.retrace(reaching: transfers.compactMap(\.payeeAccount), and: [id], urgency: .urgent)
    }

    /// Until the trace has run, all that was paid is at large.
    private func updateLoss(of incident: Incident, _ transfers: [ReportedTransfer], in step: Step) throws {
        let loss = transfers.reduce(Money.zero) { $0 + ($1.amount ?? .zero) }
        var flow = incident.flow
        flow.atLarge += loss - flow.defrauded
        flow.defrauded = loss
        guard flow.atLarge >= .zero else { return }
        try IncidentTable(step.transaction).update(incident.id, flow: flow, heldSince: nil)
    }

    private func protect(_ incident: Incident, _ transfers: [ReportedTransfer], _ desk: OrderDesk) throws {
        for account in Set(transfers.compactMap(\.payerAccount)).sorted() {
            guard try ProtectiveHoldTable(desk.step.transaction).live(on: account) == nil else { continue }
            _ = try ProtectiveHolds.request(on: account, incident: incident, reason: "接警时申请：防止继续转账", in: desk)
        }
    }

    /// What makes the same facts told again the same request.
    private struct Facts: Encodable {
        let incident: IncidentID
        let transfers: [Intake.Transfer]
        let ids: [TransferID?]
    }

    /// Adds facts to an incident, or to the one that carries its case on: more transfers, or what was missing in one (`ids` names
    /// it). Throws `Problems`.
    package func addFacts(
        _ transfers: [Intake.Transfer], completing ids: [TransferID?], to id: IncidentID, by principal: Principal,
        key: IdempotencyKey,
        at now: Timestamp
    ) throws {
        precondition(transfers.count == ids.count, "each transfer says which one it completes")
        let told = zip(transfers, ids).filter { !$0.0.isEmpty }
        let (transfers, ids) = (told.map(\.0), told.map(\.1))
        let rules = pack.rules(on: CivilTime(now).day)
        let facts = Facts(incident: id, transfers: transfers, ids: ids)
        try journal.perform(key, by: principal.actor, at: now, input: facts) { step in
            let table = IncidentTable(step.transaction)
            let named = try table.require(id)
            let incident = try named.joinedTo.map(table.require) ?? named
            let id = incident.id
            try principal.permit(.editIncident, in: incident.unit, bank: nil)
            let victims = try table.victims(of: [id])
            let before = try table.transfers(of: [id])
            let raw = Intake(victims: victims.map { Intake.Victim(name: $0.name) }, transfers: transfers)
            let reading = try IntakeReading(raw, rules: rules, banks: BankFinder(step.transaction), now: now)
            guard reading.problems.isEmpty else { throw Problems(reading.problems) }
            for (index, transfer) in reading.transfers.enumerated() {
                if let old = ids[index] {
                    try complete(old, with: transfer, of: incident, victims: victims, in: step)
                } else {
                    try insert(transfer, victims: victims, incident: incident, in: step)
                }
            }
            let known = try table.transfers(of: [id])
            try updateLoss(of: try table.require(id), known, in: step)
            try step.record(
                Self.factsAdded, on: id, topic: id,
                detail: .object(["transfers": .number(Int64(transfers.count))]))
            // Where a payment is corrected away from, other incidents' money is told apart anew.
            try retrace(id, before + known, in: step)
            return Nothing()
        }
    }

    /// How the journal names facts that were added to an incident.
    static let factsAdded = "incident.factsAdded"

    private func complete(
        _ id: TransferID, with raw: IntakeReading.Transfer, of incident: Incident, victims: [Victim], in step: Step
    ) throws {
        let table = IncidentTable(step.transaction)
        guard let old = try table.transfers(of: [incident.id]).first(where: { $0.id == id }) else { throw NotFound(id) }
        let accounts = AccountTable(step.transaction)
        func account(_ bank: Bank?, _ number: String?, _ name: String?) throws -> AccountID? {
            guard let bank, let number else { return nil }
            let account = try accounts.ensure(bank: bank.code, number: number, name: name, id: step.newID())
            if let name, account.name != name { try accounts.rename(account.id, to: name) }
            return account.id
        }
        let payeeName = raw.payeeName ?? old.payeeName
        let payeeNumber = raw.payeeNumber ?? old.payeeNumber
        let payee =
            try account(raw.payeeBank, payeeNumber, payeeName) ?? (raw.payeeNumber == nil ? old.payeeAccount : nil)
        // A name that comes later is the account's, too: without it the bank would have to refuse.
        if let payee, let name = raw.payeeName, try accounts.require(payee).name != name {
            try accounts.rename(payee, to: name)
        }
        try table.update(
            ReportedTransfer(
                id: id, incident: incident.id, victim: old.victim,
                payerAccount: try account(raw.payerBank, raw.payerNumber, nil) ?? old.payerAccount,
                payeeAccount: payee, payeeName: payeeName, payeeNumber: payeeNumber, amount: raw.amount ?? old.amount,
                at: raw.at ?? old.at)
        )
    }

    // MARK: looking

    /// A report that may be of the same event as one being entered.
    package struct LikelyDuplicate: Sendable, Equatable, Codable {
        package let incident: IncidentID
        package let number: String
        package let victim: String
        package let amount: Money?
        package let at: Timestamp?
        package let payeeNumber: String?
    }

    /// Reports of payments to the same number within a day, with the same amount or from the same account.
    package func likelyDuplicates(of intake: Intake, at now: Timestamp) throws -> [LikelyDuplicate] {
        let rules = pack.rules(on: CivilTime(now).day)
        return try journal.database.read { tx in
            let reading = try IntakeReading(intake, rules: rules, banks: BankFinder(tx), now: now)
            return try likelyDuplicates(of: reading, at: now, tx)
        }
    }

    func likelyDuplicates(of reading: IntakeReading, at now: Timestamp, _ tx: any Transaction) throws
        -> [LikelyDuplicate]
    {
        var found: [LikelyDuplicate] = []
        for transfer in reading.transfers {
            for other in try IncidentTable(tx).duplicates(of: transfer, around: transfer.at ?? now) {
                guard !found.contains(where: { $0.incident == other.incident }) else { continue }
                let incident = try IncidentTable(tx).require(other.incident)
                let victims = try IncidentTable(tx).victims(of: [other.incident])
                found.append(
                    LikelyDuplicate(
                        incident: incident.id, number: incident.number,
                        victim: victims.first { $0.id == other.victim }?.name ?? "", amount: other.amount,
                        at: other.at, payeeNumber: other.payeeNumber))
            }
        }
        return found
    }

    /// What is wrong with an entry, without storing it; for checks while it is typed.
    package func problems(of intake: Intake, at now: Timestamp) throws -> [FieldProblem] {
        let rules = pack.rules(on: CivilTime(now).day)
        return try journal.database.read { tx in
            try IntakeReading(intake, rules: rules, banks: BankFinder(tx), now: now).problems
        }
    }
}

extension IncidentTable {
    func duplicates(of transfer: IntakeReading.Transfer, around moment: Timestamp) throws -> [ReportedTransfer] {
        guard let number = transfer.payeeNumber else { return [] }
        return try transfers(toNumber: number, from: moment - .days(1), to: moment + .days(1)).filter { other in
            transfer.amount == nil || other.amount == nil || other.amount == transfer.amount
        }
    }
}

extension String {
    var orNil: String? { isBlank ? nil : self }
}
