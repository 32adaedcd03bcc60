package import Access
package import Journal
internal import Jurisdiction
package import Primitives
internal import Storage

/// What became of one report of a table: its receipt, or what is wrong with it by line and column.
package struct ImportedReport: Sendable {
    package let report: IntakeCSV.Report
    package let receipt: Receipt?
    package let problems: [FieldProblem]
}

/// One report of a table as it was understood, before anything is stored.
package struct ForeseenReport: Sendable {
    package let report: IntakeCSV.Report
    /// It stands already under this key.
    package let receipt: Receipt?
    package let problems: [FieldProblem]
    package let transfers: Int
    package let total: Money
    /// The payees' banks that were found, each once.
    package let banks: [String]
    /// Transfers to an account of which the bank was not found.
    package let withoutBank: Int
    package let duplicates: [Incidents.LikelyDuplicate]
    /// Fields that were filled from the statement, and values of it that are in doubt and were left out.
    package let filled: Int
    package let doubtful: Int

    /// Whether it would be registered.
    package var isFine: Bool { receipt == nil && problems.isEmpty }
}

extension Incidents {
    /// Registers a table's reports, each whole or not at all under a key of its own: sent again, what was taken stays as it is.
    ///
    /// It ends when `most` were registered that were not before; the answer then has fewer reports than the table.
    package func register(
        _ table: IntakeCSV, most: Int = .max, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> [ImportedReport] {
        var (done, count): ([ImportedReport], Int) = ([], 0)
        for report in table.reports {
            guard count < most else { break }
            let before = try journal.database.read { tx in try kept(report, by: principal, key: key, tx) }
            if table.readsStatements, let before {
                done.append(ImportedReport(report: report, receipt: before, problems: []))
                continue
            }
            let imported = try register(
                report, reading: table.readsStatements, by: principal, key: key, at: now)
            if before == nil, imported.receipt != nil { count += 1 }
            done.append(imported)
        }
        return done
    }

    private func register(
        _ report: IntakeCSV.Report, reading: Bool, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> ImportedReport {
        let read = reading ? ReadReport(report, now: now) : nil
        let report = read?.report ?? report
        guard report.problems.isEmpty else {
            return ImportedReport(report: report, receipt: nil, problems: report.problems)
        }
        do {
            let own = try report.key(under: key)
            let receipt = try register(report.intake, read: read?.statement, by: principal, key: own, at: now)
            return ImportedReport(report: report, receipt: receipt, problems: [])
        } catch {
            return ImportedReport(report: report, receipt: nil, problems: try report.problems(for: error))
        }
    }

    /// What `register` would make of the table under `key`; nothing is stored.
    package func foresee(_ table: IntakeCSV, by principal: Principal, key: IdempotencyKey, at now: Timestamp) throws
        -> [ForeseenReport]
    {
        let rules = pack.rules(on: CivilTime(now).day)
        return try journal.database.read { tx in
            try table.reports.map { report in
                let read = table.readsStatements ? ReadReport(report, now: now) : nil
                let report = read?.report ?? report
                let reading = try IntakeReading(report.intake, rules: rules, banks: BankFinder(tx), now: now)
                let receipt = try kept(report, by: principal, key: key, tx)
                let banks = reading.transfers.compactMap(\.payeeBank?.name)
                return ForeseenReport(
                    report: report, receipt: receipt,
                    problems: receipt == nil ? try problems(of: report, reading, principal, key, tx) : [],
                    transfers: reading.transfers.count,
                    total: reading.transfers.reduce(.zero) { $0 + ($1.amount ?? .zero) },
                    banks: banks.reduce(into: []) { list, bank in if !list.contains(bank) { list.append(bank) } },
                    withoutBank: reading.transfers.count { $0.payeeNumber != nil && $0.payeeBank == nil },
                    duplicates: receipt == nil ? try likelyDuplicates(of: reading, at: now, tx) : [],
                    filled: read?.taken.count ?? 0, doubtful: read?.doubtful ?? 0)
            }
        }
    }

    private func kept(
        _ report: IntakeCSV.Report, by principal: Principal, key: IdempotencyKey, _ tx: any Transaction
    ) throws -> Receipt? {
        guard let own = IdempotencyKey("\(key.text)/\(report.name)") else { return nil }
        return try journal.answer(to: own, by: principal.actor, in: tx)
    }

    private func problems(
        of report: IntakeCSV.Report, _ reading: IntakeReading, _ principal: Principal, _ key: IdempotencyKey,
        _ tx: any Transaction
    ) throws -> [FieldProblem] {
        guard report.problems.isEmpty else { return report.problems }
        guard reading.problems.isEmpty else { return reading.problems.map(report.placed) }
        do {
            _ = try report.key(under: key)
            _ = try receivingUnit(reading, principal, tx)
            _ = try joined(report.intake.joins, by: principal, tx)
            return []
        } catch {
            return try report.problems(for: error)
        }
    }
}

extension IntakeCSV.Report {
    /// The key of its own command; throws `Problems` where its name is too long for one.
    fileprivate func key(under key: IdempotencyKey) throws -> IdempotencyKey {
        guard let own = IdempotencyKey("\(key.text)/\(name)") else {
            throw Problems([FieldProblem("report", .textTooLong, found: name)])
        }
        return own
    }

    /// What stood in this report's way, by line and column; throws on what is no fault of the report.
    fileprivate func problems(for error: any Error) throws -> [FieldProblem] {
        switch error {
        case let error as Problems: return error.all.map(placed)
        case is Journal.KeyReused: return [placed(FieldProblem("report", .alreadyRegistered, found: name))]
        case Refusal.notYourUnit where intake.unit.isBlank && !intake.joins.isBlank:
            return [placed(FieldProblem("joins", .unknownIncident, found: intake.joins))]
        case is Refusal: return [placed(FieldProblem("unit", .unknownUnit, found: intake.unit))]
        default: throw error
        }
    }
}
