internal import Ledger
internal import Primitives

/// Finds in a ledger the transfers that victims reported: by payee, amount, time and payer where he is known.
///
/// Nothing is guessed. Where a victim paid the same sum to the same account several times, and the ledger has as many
/// transfers that can be it as there are reports, these are they; which is which makes no difference.
struct LedgerStarts {
    let ledger: TransferLedger
    /// Within so much of the reported time, as banks compare it.
    let tolerance: Duration
    /// The numbers of the accounts that the reports name.
    let numbers: [AccountID: String]

    func find(_ reports: [ReportedTransfer]) throws(LedgerError) -> [LedgerLook.Start] {
        var findings: [LedgerLook.Start.Finding] = []
        var alike: [[Int]: [Int]] = [:]
        for (index, report) in reports.enumerated() {
            let (finding, rows) = try look(for: report)
            findings.append(finding)
            if !rows.isEmpty { alike[rows, default: []].append(index) }
        }
        // A row that reports of different kinds may mean belongs to none of them for sure.
        let uses = Dictionary(alike.keys.joined().map { ($0, 1) }, uniquingKeysWith: +)
        for (rows, members) in alike {
            let isSure = rows.count == members.count && rows.allSatisfy { uses[$0] == 1 }
            for (index, row) in zip(members, isSure ? rows : []) { findings[index] = .found(row: row) }
            if isSure { continue }
            for index in members { findings[index] = .notOne(transfers: rows.count, reports: members.count) }
        }
        return zip(reports, findings).map {
            LedgerLook.Start(report: $0, payeeNumber: payeeNumber(of: $0), finding: $1)
        }
    }

    private func payeeNumber(of report: ReportedTransfer) -> String? {
        report.payeeAccount.flatMap { numbers[$0] } ?? report.payeeNumber
    }

    /// Rows that can be it; and, where there are none, why.
    private func look(for report: ReportedTransfer) throws(LedgerError) -> (LedgerLook.Start.Finding, [Int]) {
        guard let number = payeeNumber(of: report), let amount = report.amount, let at = report.at else {
            return (.factsMissing, [])
        }
        let times = (at - tolerance).microseconds...(at + tolerance).microseconds
        guard ledger.rows > 0, try ledger.transfer(ledger.rows - 1).time >= times.lowerBound else {
            return (.ledgerEnds, [])
        }
        guard let payee = try account(number) else { return (.payeeNotThere, []) }
        var payer: Int?
        if let number = report.payerAccount.flatMap({ numbers[$0] }) { payer = try account(number) ?? Self.nobody }
        return (.notThere, try ledger.rows(into: payee, from: payer, amount: amount.fen, times: times))
    }

    /// An account that the ledger does not know pays in it, if at all, as one without a name.
    private static let nobody = -1

    private func account(_ number: String) throws(LedgerError) -> Int? {
        do throws(LedgerError) {
            return try ledger.account(named: number)
        } catch {
            if case .unknownAccount = error { return nil }
            throw error
        }
    }
}
