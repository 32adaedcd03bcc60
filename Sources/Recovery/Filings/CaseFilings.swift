package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// The command that records that a criminal case was filed.
package struct CaseFilings: Sendable {
    private let journal: Journal
    private let pack: Pack

    package init(_ journal: Journal, _ pack: Pack) {
        self.journal = journal
        self.pack = pack
    }

    package enum NotPossible: Error, Equatable {
        case alreadyFiled(CaseFiling)
        /// The number is another incident's.
        case numberTaken(String)
        case numberMissing
        case numberTooLong(most: Int)
        case numberUnprintable
        /// The day lies in the future or before the report.
        case dayImpossible(earliest: CivilDay, latest: CivilDay)
        case notOpen
    }

    /// In characters; official numbers have some 20.
    package static let numberMost = 60

    /// Records the decision to file: its number and day, by the organ of `principal`.
    package func file(
        _ id: IncidentID, number: String, day: CivilDay, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        let number = number.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !number.isEmpty else { throw NotPossible.numberMissing }
        guard number.count <= Self.numberMost else { throw NotPossible.numberTooLong(most: Self.numberMost) }
        guard number.isPrintable else { throw NotPossible.numberUnprintable }
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(
            key, by: principal.actor, at: now, input: ["file", id.description, number, day.description]
        ) { step in
            let table = CaseFilingTable(step.transaction)
            guard let incident = try IncidentTable(step.transaction).find(id) else { throw NotFound(id) }
            try principal.permit(.fileCase, in: incident.unit, bank: nil)
            guard incident.state == .open else { throw NotPossible.notOpen }
            if let filed = try table.find(id) { throw NotPossible.alreadyFiled(filed) }
            if try table.find(number: number) != nil { throw NotPossible.numberTaken(number) }
            let (earliest, latest) = (CivilTime(incident.reportedAt).day, CivilTime(now).day)
            guard (earliest...max(earliest, latest)).contains(day) else {
                throw NotPossible.dayImpossible(earliest: earliest, latest: latest)
            }
            try table.insert(
                CaseFiling(
                    incident: id, number: number, organ: principal.unit ?? incident.unit, day: day,
                    filedBy: principal.actor.id, recordedAt: now))
            try step.record(
                "case.filed", on: id, topic: id, basis: rules[.approvalFreeze].basis,
                detail: .object(["number": .string(number), "day": .string(day.description)]))
            return Nothing()
        }
    }
}
