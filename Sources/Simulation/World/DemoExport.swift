package import Foundation
internal import Primitives
internal import Recovery
internal import Storage
internal import Wire
internal import Workflow

extension VirtualCity {
    /// Writes the platform's records and the banks' own books as CSV; columns in docs/demo.md.
    package func export(to folder: URL, report: DemoReport) throws {
        let banks = folder.appendingPathComponent("banks")
        let platform = folder.appendingPathComponent("platform")
        for place in [banks, platform] {
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        }
        try link.now.writeBook(to: banks)
        for (name, rows) in try records() {
            let text = rows.map { CSV.line($0) }.joined()
            try Data(text.utf8).write(to: platform.appendingPathComponent(name))
        }
        try Data(CanonicalJSON.text(report).utf8).write(to: folder.appendingPathComponent("report.json"))
    }

    private func records() throws -> [(String, [[String]])] {
        try self.platform.database.read { tx in
            let incidents = try IncidentTable(tx).all(after: nil, limit: 100_000)
            let transfers = try IncidentTable(tx).transfers(of: incidents.map(\.id))
            let stops = try StopPaymentTable(tx).all(after: nil, limit: 1_000_000)
            let ids = Set(
                transfers.compactMap(\.payeeAccount) + transfers.compactMap(\.payerAccount) + stops.map(\.account))
            let accounts = Dictionary(uniqueKeysWithValues: try AccountTable(tx).find(ids.sorted()).map { ($0.id, $0) })
            return [
                ("incidents.csv", Self.rows(incidents)), ("transfers.csv", Self.rows(transfers, accounts)),
                ("stops.csv", Self.rows(stops, accounts)),
                ("returns.csv", try Self.rows(FundReturnTable(tx).all(after: nil, limit: 1_000_000), tx)),
                ("acts.csv", Self.rows(try BankActTable(tx).all(after: nil, limit: 1_000_000))),
            ]
        }
    }

    private static func rows(_ incidents: [Incident]) -> [[String]] {
        [
            [
                "incident", "number", "reported_at", "defrauded_fen", "held_fen", "at_large_fen", "exited_fen",
                "returned_fen", "deepest_tier",
            ]
        ]
            + incidents.map {
                [
                    "\($0.id)", $0.number, CivilTime($0.reportedAt).rfc3339, "\($0.flow.defrauded.fen)",
                    "\($0.flow.held.fen)",
                    "\($0.flow.atLarge.fen)", "\($0.flow.exited.fen)", "\($0.flow.returned.fen)",
                    "\($0.flow.deepestTier)",
                ]
            }
    }

    private static func rows(_ transfers: [ReportedTransfer], _ accounts: [AccountID: Account]) -> [[String]] {
        [["incident", "transfer", "payer_bank", "payer_number", "payee_bank", "payee_number", "amount_fen", "time"]]
            + transfers.map { transfer in
                let payer = transfer.payerAccount.flatMap { accounts[$0] }
                let payee = transfer.payeeAccount.flatMap { accounts[$0] }
                return [
                    "\(transfer.incident)", "\(transfer.id)", payer?.bank ?? "", payer?.number ?? "", payee?.bank ?? "",
                    payee?.number ?? "", "\(transfer.amount?.fen ?? 0)",
                    transfer.at.map { CivilTime($0).rfc3339 } ?? "",
                ]
            }
    }

    /// One row for each victim's part in a return.
    private static func rows(_ returns: [FundReturn], _ tx: any Transaction) throws -> [[String]] {
        let header = [
            "return", "bank", "number", "state", "decision", "decided_at", "incident", "victim", "loss_fen",
            "least_fen",
            "most_fen", "direct_fen", "pool_fen", "payment", "paid_at",
        ]
        var rows = [header]
        for fundReturn in returns {
            let account = try AccountTable(tx).require(fundReturn.account)
            let payments = try RepaymentTable(tx).repayments(in: fundReturn.id)
            let decided = fundReturn.decidedAt.map { CivilTime($0).rfc3339 } ?? ""
            for claim in try FundReturnTable(tx).claims(in: fundReturn.id) {
                let own = payments.filter { $0.victim == claim.victim }
                let payment = own.last { $0.state != .failed } ?? own.last
                var row: [String] = ["\(fundReturn.id)", account.bank, account.number, fundReturn.state.rawValue]
                row += [fundReturn.decisionNumber ?? "", decided, "\(claim.incident)", "\(claim.victim)"]
                row += Self.sums(claim.share)
                row += [payment?.state.rawValue ?? "", payment?.paidAt.map { CivilTime($0).rfc3339 } ?? ""]
                rows.append(row)
            }
        }
        return rows
    }

    private static func sums(_ share: ReturnClaim.Share?) -> [String] {
        guard let share else { return Array(repeating: "", count: 5) }
        return [share.loss, share.least, share.most, share.direct, share.pool].map { "\($0.fen)" }
    }

    private static func rows(_ stops: [StopPayment], _ accounts: [AccountID: Account]) -> [[String]] {
        [["stop", "bank", "number", "state", "uses", "executed_at", "ends_at", "balance_held_fen", "refusal_code"]]
            + stops.map { stop in
                let account = accounts[stop.account]
                return [
                    "\(stop.id)", account?.bank ?? "", account?.number ?? "", stop.state.rawValue, "\(stop.uses)",
                    stop.executedAt.map { CivilTime($0).rfc3339 } ?? "",
                    stop.endsAt.map { CivilTime($0).rfc3339 } ?? "",
                    stop.heldBalance.map { "\($0.fen)" } ?? "", stop.refusalCode ?? "",
                ]
            }
    }

    private static func rows(_ acts: [BankAct]) -> [[String]] {
        [["act", "kind", "bank", "state", "measure", "created_at", "first_sent_at", "answered_at", "tries", "result"]]
            + acts.map { act in
                [
                    "\(act.id)", act.kind.rawValue, act.bank, act.state.rawValue, act.measure,
                    CivilTime(act.createdAt).rfc3339,
                    act.firstSentAt.map { CivilTime($0).rfc3339 } ?? "",
                    act.answeredAt.map { CivilTime($0).rfc3339 } ?? "",
                    "\(act.tries)", act.answer?.result ?? "",
                ]
            }
    }
}
