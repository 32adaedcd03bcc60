package import Access
package import Journal
package import Jurisdiction
package import Prevention
package import Primitives
package import Recovery
internal import Storage

/// What banks and operators report about people in danger, and what they are told of what came of it.
package struct PartnerWarnings: Sendable {
    private let database: any Database
    private let warnings: Warnings

    init(_ journal: Journal, _ warnings: Warnings) {
        database = journal.database
        self.warnings = warnings
    }

    /// One report of a partner and what came of it, in as much as it is the partner's to know.
    package struct Line: Sendable {
        package enum Progress: String, Sendable, CaseIterable {
            case received
            /// Somebody of the police has it.
            case taken
            /// The person, or a relative, was spoken with.
            case reached
            case closed
        }

        package let sighting: Sighting
        /// Of the person's warning: its number and what it goes by.
        package let warning: WarningID
        package let grade: Grade
        package let progress: Progress
        package let outcome: Outcome?
        /// Kept from being paid, and held on its way, since the report; never the same money.
        package let avoided: Money
        package let held: Money
        package let closedAt: Timestamp?
    }

    /// What kind of partner a bank's code stands for; nil for one that is not registered.
    package func kind(of partner: String) throws -> Bank.Kind? {
        try database.read { tx in try AccountTable(tx).bank(partner)?.kind }
    }

    /// Takes in what a partner reports, by the same command as the police's own reports.
    ///
    /// The source follows from the partner's kind; another one than its own is refused as `Problems`.
    package func receive(
        _ report: SightingReport, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> Warnings.Received {
        guard let partner = principal.bank, let kind = try kind(of: partner) else { throw Refusal.notYourBank }
        let own: [Sighting.Source] = kind == .carrier ? [.carrier] : [.bank, .counter]
        var report = report
        if report[.source].isBlank { report[.source] = own[0].rawValue }
        guard own.map(\.rawValue).contains(report[.source]) else {
            throw Problems([FieldProblem("source", .unknownSource, found: report[.source])])
        }
        return try warnings.receive(fromPartner: report, by: principal, key: key, at: now)
    }

    /// What a partner reported, the newest first, before the one given.
    package func list(by principal: Principal, before: SightingID?, limit: Int) throws -> [Line] {
        try principal.permit(.readForBank, in: nil, bank: principal.bank)
        guard let partner = principal.bank else { throw Refusal.notYourBank }
        return try database.read { tx in
            try lines(try SightingTable(tx).list(by: partner, before: before, limit: limit), tx)
        }
    }

    /// What a partner reported about the person of one warning, oldest first; nothing where it reported none.
    package func about(_ warning: WarningID, by principal: Principal) throws -> [Line] {
        try principal.permit(.readForBank, in: nil, bank: principal.bank)
        guard let partner = principal.bank else { throw Refusal.notYourBank }
        return try database.read { tx in
            try lines(try SightingTable(tx).of(warning).filter { $0.partner == partner }, tx)
        }
    }

    private func lines(_ sightings: [Sighting], _ tx: any Transaction) throws -> [Line] {
        let table = WarningTable(tx)
        let own = try table.find(Array(Set(sightings.map(\.warning))))
        let over = try table.find(Array(Set(own.compactMap(\.mergedInto))))
        let known = Dictionary(
            uniqueKeysWithValues: Set(own.map(\.id) + over.map(\.id)).compactMap { id in
                (over.first { $0.id == id } ?? own.first { $0.id == id }).map { (id, $0) }
            })
        let tasks = try DissuasionTaskTable(tx).open(of: Array(known.keys))
        return try sightings.compactMap { sighting in
            guard let first = known[sighting.warning] else { return nil }
            let warning = first.mergedInto.flatMap { known[$0] } ?? first
            // A time that was typed by hand says the minute.
            let since = sighting.receivedAt - .minutes(1)
            let attempts = try DissuasionAttemptTable(tx).of(warning.id).filter { $0.at > since }
            return line(sighting, warning, tasks[warning.id], attempts)
        }
    }

    private func line(
        _ sighting: Sighting, _ warning: Warning, _ task: DissuasionTask?, _ attempts: [Attempt]
    ) -> Line {
        let isClosed = warning.state != .open && warning.closedAt.map { $0 >= sighting.receivedAt } ?? false
        // A message that arrived is nobody who spoke with him.
        let isSpokenTo = attempts.contains { $0.report.isReached && $0.channel.isByPerson }
        let progress: Line.Progress =
            isClosed ? .closed : isSpokenTo ? .reached : task?.state == .signed ? .taken : .received
        return Line(
            sighting: sighting, warning: warning.id, grade: warning.grade, progress: progress,
            outcome: isClosed ? warning.outcome : nil, avoided: attempts.map(\.report.avoided).max() ?? .zero,
            held: attempts.map(\.report.held).max() ?? .zero, closedAt: isClosed ? warning.closedAt : nil)
    }
}
