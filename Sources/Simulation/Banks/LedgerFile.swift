internal import Primitives
internal import Wire

/// A ledger from outside, as two CSV texts (columns in docs/banks.md), put into the banks.
package struct LedgerFile: Codable, Hashable, Sendable {
    package var accounts: String
    package var transfers: String

    /// What became of each line.
    package struct Report: Codable, Hashable, Sendable {
        /// Refusals beyond these are only counted.
        static let reasonsMax = 100

        package var accounts = 0
        /// Movements of the past, booked under their own times.
        package var booked = 0
        /// Movements of the future.
        package var planned = 0
        package var refused = 0
        package var reasons: [String] = []

        mutating func refuse(_ reason: String) {
            refused += 1
            if reasons.count < Self.reasonsMax { reasons.append(reason) }
        }
    }

    package init(accounts: String, transfers: String) {
        self.accounts = accounts
        self.transfers = transfers
    }

    /// Opens the accounts and books or plans the movements in the order of their times; what cannot be is reported.
    package func load(into world: inout BankWorld) -> Report {
        var report = Report()
        for (line, row) in CSVTable(accounts, &report).rows { open(row, line, &world, &report) }
        let movements = CSVTable(transfers, &report).rows.compactMap { line, row in movement(row, line, &report) }
        // Sorting by line as well keeps the order of lines of one moment.
        for movement in movements.sorted(by: { ($0.time, $0.line) < ($1.time, $1.line) }) {
            enter(movement, &world, &report)
        }
        return report
    }

    private struct Movement {
        let line: Int
        let time: Timestamp
        let move: Move
    }

    private func open(_ row: [String: String], _ line: Int, _ world: inout BankWorld, _ report: inout Report) {
        guard let bank = row["bank"], let number = row["number"], let holder = row["holder"],
            let balance = Int64(row["opening_balance_fen"] ?? "0"),
            let kind = AccountOpening.Kind(rawValue: row["kind"] ?? "personal")
        else { return report.refuse("accounts \(line): a field is missing or wrong") }
        let opening = AccountOpening(
            address: AccountAddress(bank: bank, number: number), holder: holder, kind: kind, isHub: row["hub"] == "1",
            isWhiteListed: row["white_listed"] == "1", balance: Money(fen: balance))
        do {
            try world.open(opening, openedAt: row["opened_at"].flatMap(Self.moment))
            report.accounts += 1
        } catch {
            report.refuse("accounts \(line): \(error)")
        }
    }

    private func movement(_ row: [String: String], _ line: Int, _ report: inout Report) -> Movement? {
        guard let time = row["time"].flatMap(Self.moment), let fen = row["amount_fen"].flatMap({ Int64($0) }),
            let channel = StatementRow.Channel(rawValue: row["channel"] ?? "transfer")
        else {
            report.refuse("transfers \(line): time, amount_fen or channel is missing or wrong")
            return nil
        }
        func place(_ bank: String?, _ number: String?) -> Move.Place {
            guard let bank, let number else { return .outside(channel) }
            return .account(AccountAddress(bank: bank, number: number))
        }
        let move = Move(
            from: place(row["from_bank"], row["from_number"]), to: place(row["to_bank"], row["to_number"]),
            amount: Money(fen: fen), summary: row["summary"])
        return Movement(line: line, time: time, move: move)
    }

    private func enter(_ movement: Movement, _ world: inout BankWorld, _ report: inout Report) {
        do {
            if movement.time > world.now {
                try world.plan(movement.move, at: movement.time)
                report.planned += 1
            } else {
                try world.record(movement.move, at: movement.time)
                report.booked += 1
            }
        } catch {
            report.refuse("transfers \(movement.line): \(error)")
        }
    }

    /// RFC 3339 or fourteen digits, China Standard Time.
    private static func moment(_ text: String) -> Timestamp? {
        do {
            return try TimeText.parse(text, relativeTo: CivilTime(Timestamp(microseconds: 0))).timestamp
        } catch {
            return nil
        }
    }
}

/// The rows of a CSV text by column, with their line numbers; empty fields are absent.
private struct CSVTable {
    let rows: [(line: Int, fields: [String: String])]

    init(_ text: String, _ report: inout LedgerFile.Report) {
        guard let lines = CSV.rows(text) else {
            report.refuse("a quote is left open")
            rows = []
            return
        }
        let header = lines.first ?? []
        rows = lines.enumerated().dropFirst().filter { $0.element != [""] }.map { position, fields in
            let named = zip(header, fields).filter { !$1.isEmpty }
            return (position + 1, Dictionary(named) { first, _ in first })
        }
    }
}
