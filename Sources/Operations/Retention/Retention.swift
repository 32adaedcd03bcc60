internal import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Recovery
internal import Storage

/// Deletes what is kept for a term that is over. Orders, views and the journal itself are not touched.
package struct Retention: Sendable {
    package enum Matter: String, Sendable, CaseIterable {
        case keptAnswers, sessions, signInAttempts, returnedDrafts, intakeDrafts

        var rule: RuleID {
            switch self {
            case .keptAnswers: .retentionKeptAnswers
            case .sessions: .retentionSessions
            case .signInAttempts: .retentionSignInAttempts
            case .returnedDrafts: .retentionReturnedDrafts
            case .intakeDrafts: .retentionIntakeDrafts
            }
        }
    }

    /// What of one matter is older than its term.
    package struct Line: Sendable, Equatable {
        package let matter: Matter
        /// The article or document that the term rests on.
        package let basis: String
        package let before: Timestamp
        package let rows: Int64
    }

    /// Rows deleted in one transaction, so that nobody waits long for it.
    private static let batch = 2000

    private let journal: Journal
    private let pack: Pack

    package init(_ journal: Journal, _ pack: Pack) {
        self.journal = journal
        self.pack = pack
    }

    /// What would be deleted at `now`; nothing is changed.
    package func preview(at now: Timestamp) throws -> [Line] {
        let rules = pack.rules(on: CivilTime(now).day)
        return try journal.database.read { tx in
            try Matter.allCases.map { matter in
                let before = now - rules.term(of: matter)
                return Line(
                    matter: matter, basis: rules[matter.rule].basis, before: before,
                    rows: try Self.count(matter, before, tx))
            }
        }
    }

    /// Deletes it, batch by batch, each with its entry in the journal; returns what was deleted.
    package func run(at now: Timestamp) throws -> [Line] {
        try preview(at: now).map { line in
            guard line.rows > 0 else { return line }
            var deleted: Int64 = 0
            for number in 1... {
                let rows = try delete(line, batch: number, at: now)
                deleted += Int64(rows)
                if rows < Self.batch { break }
            }
            return Line(matter: line.matter, basis: line.basis, before: line.before, rows: deleted)
        }
    }

    private func delete(_ line: Line, batch: Int, at now: Timestamp) throws -> Int {
        let matter = line.matter
        guard let key = IdempotencyKey("\(matter.rawValue)/\(now.microseconds)/\(batch)") else { return 0 }
        return try journal.perform(
            key, by: .system("retention"), at: now, input: [matter.rawValue, "\(line.before.microseconds)"]
        ) { step in
            let rows = try Self.delete(matter, line.before, step.transaction)
            guard rows > 0 else { return 0 }
            try step.record(
                "retention.deleted", on: matter.rawValue, basis: line.basis,
                detail: .object(["before": .string(CivilTime(line.before).rfc3339), "rows": .number(Int64(rows))]))
            return rows
        }
    }

    private static func count(_ matter: Matter, _ before: Timestamp, _ tx: any Transaction) throws -> Int64 {
        switch matter {
        case .keptAnswers: try EntryTable(tx).keptAnswers(before: before)
        case .sessions: try SessionTable(tx).ended(before: before)
        case .signInAttempts: try AttemptTable(tx).count(before: before)
        case .returnedDrafts: try BankDraftTable(tx).returned(before: before)
        case .intakeDrafts: try IntakeDraftTable(tx).left(before: before)
        }
    }

    private static func delete(_ matter: Matter, _ before: Timestamp, _ tx: any Transaction) throws -> Int {
        switch matter {
        case .keptAnswers: try EntryTable(tx).forgetAnswers(before: before, limit: batch)
        case .sessions: try SessionTable(tx).forget(endedBefore: before, limit: batch)
        case .signInAttempts: try AttemptTable(tx).forget(before: before, limit: batch)
        case .returnedDrafts: try BankDraftTable(tx).forgetReturned(before: before, limit: batch)
        case .intakeDrafts: try IntakeDraftTable(tx).forgetLeft(before: before, limit: batch)
        }
    }
}

extension Rules {
    fileprivate func term(of matter: Retention.Matter) -> Duration {
        switch matter {
        case .keptAnswers: retentionKeptAnswers
        case .sessions: retentionSessions
        case .signInAttempts: retentionSignInAttempts
        case .returnedDrafts: retentionReturnedDrafts
        case .intakeDrafts: retentionIntakeDrafts
        }
    }
}
