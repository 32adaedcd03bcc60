package import Foundation
package import Primitives
package import Wire

/// One act in a bank's book: what was asked and what came of it.
package struct ActRow: Hashable, Sendable {
    package enum Effect: String, Sendable, CaseIterable {
        case executed, refused, extended, released, expired, answered, queued, returned
    }

    package let line: Int
    package let time: Timestamp
    package let bank: String
    package let act: String
    package let kind: BankOrder.Kind
    package let original: String?
    package let account: String?
    package let amount: Money?
    package let effect: Effect
    package let result: String?
    package let technical: String?
    /// The account's, when the act was done.
    package let balance: Money?
    package let endsAt: Timestamp?
    package let rows: Int?
}

/// A movement that did not happen; by a hold: what the stop saved.
package struct BlockedMove: Hashable, Sendable {
    package enum Reason: String, Sendable { case stop, protectiveHold, freeze, shortBalance }

    package let line: Int
    package let time: Timestamp
    package let account: AccountAddress
    package let amount: Money
    package let to: Move.Place
    package let reason: Reason
    /// The act whose hold refused it.
    package let act: String?
    package let summary: String
}

/// One call over the wire and how it went.
package struct DeliveryRow: Hashable, Sendable {
    package let line: Int
    package let time: Timestamp
    package let bank: String
    package let act: String?
    package let fault: FaultPlan.Fault?
    package let delivery: String
}

/// The files of the banks' book; columns in docs/banks.md.
package enum BookFile: String, Sendable, CaseIterable {
    case accounts, entries, acts, blocked, deliveries

    package var name: String { rawValue + ".csv" }

    package var header: [String] {
        switch self {
        case .accounts:
            [
                "bank", "bank_name", "bank_kind", "number", "holder", "kind", "hub", "white_listed", "opened_at",
                "opening_balance_fen",
            ]
        case .entries:
            [
                "line", "time", "bank", "number", "serial", "direction", "channel", "amount_fen", "balance_fen",
                "counterpart_bank", "counterpart_number", "reference", "summary",
            ]
        case .acts:
            [
                "line", "time", "bank", "act", "kind", "original", "number", "amount_fen", "effect", "result",
                "technical",
                "balance_fen", "ends_at", "rows",
            ]
        case .blocked:
            [
                "line", "time", "bank", "number", "amount_fen", "channel", "to_bank", "to_number", "reason", "act",
                "summary",
            ]
        case .deliveries: ["line", "time", "bank", "act", "fault", "delivery"]
        }
    }
}

extension BankWorld {
    package func rowCount(_ file: BookFile) -> Int {
        switch file {
        case .accounts: accounts.count
        case .entries: ledger.count
        case .acts: acts.count
        case .blocked: blocked.count
        case .deliveries: deliveries.count
        }
    }

    /// One file with its header.
    package func csv(_ file: BookFile) -> String { CSV.line(file.header) + rows(file, from: 0) }

    /// The lines of one file from row `first` on.
    package func rows(_ file: BookFile, from first: Int) -> String {
        (first..<rowCount(file)).map { CSV.line(fields(file, row: $0)) }.joined()
    }

    /// Writes all files of the book into a folder that exists.
    package func writeBook(to folder: URL) throws {
        for file in BookFile.allCases {
            try Data(csv(file).utf8).write(to: folder.appending(path: file.name))
        }
    }

    private func fields(_ file: BookFile, row: Int) -> [String] {
        switch file {
        case .accounts: fields(accounts[row])
        case .entries: fields(ledger[row])
        case .acts: fields(acts[row])
        case .blocked: fields(blocked[row])
        case .deliveries: fields(deliveries[row])
        }
    }

    private func fields(_ account: BankAccount) -> [String] {
        let bank = bank(account.address.bank)
        return [
            account.address.bank, bank?.name ?? "", bank?.kind.rawValue ?? "", account.address.number, account.holder,
            account.opening.kind.rawValue, account.opening.isHub ? "1" : "0", account.opening.isWhiteListed ? "1" : "0",
            text(account.openedAt), text(account.opening.balance),
        ]
    }

    private func fields(_ entry: LedgerEntry) -> [String] {
        [
            String(entry.line), text(entry.time), entry.account.bank, entry.account.number, entry.serialText,
            entry.direction == .in ? "in" : "out", entry.channel.rawValue, text(entry.amount), text(entry.balance),
            entry.counterpart?.bank ?? "", entry.counterpart?.number ?? "", entry.reference, entry.summary,
        ]
    }

    private func fields(_ row: ActRow) -> [String] {
        [
            String(row.line), text(row.time), row.bank, row.act, row.kind.rawValue, row.original ?? "",
            row.account ?? "",
            text(row.amount), row.effect.rawValue, row.result ?? "", row.technical ?? "", text(row.balance),
            text(row.endsAt), row.rows.map(String.init) ?? "",
        ]
    }

    private func fields(_ move: BlockedMove) -> [String] {
        let start = [String(move.line), text(move.time), move.account.bank, move.account.number, text(move.amount)]
        let place =
            switch move.to {
            case .account(let address): [StatementRow.Channel.transfer.rawValue, address.bank, address.number]
            case .outside(let channel): [channel.rawValue, "", ""]
            }
        return start + place + [move.reason.rawValue, move.act ?? "", move.summary]
    }

    private func fields(_ row: DeliveryRow) -> [String] {
        [String(row.line), text(row.time), row.bank, row.act ?? "", row.fault?.rawValue ?? "", row.delivery]
    }

    private func text(_ money: Money?) -> String { money.map { String($0.fen) } ?? "" }

    private func text(_ moment: Timestamp?) -> String { moment.map { CivilTime($0).rfc3339 } ?? "" }
}

extension BankWorld {
    /// Writes down what was answered to an act, and hands the answer on.
    mutating func note(
        _ answer: BankAnswer, to order: BankOrder, bank: String, effect: ActRow.Effect
    ) -> BankAnswer {
        let ends =
            holds[ActKey(bank: bank, act: order.act)]
            ?? extended[ActKey(bank: bank, act: order.act)].flatMap { holds[$0] }
        acts.append(
            ActRow(
                line: nextLine(), time: now, bank: bank, act: order.act, kind: order.kind, original: order.original,
                account: answer.accountNumber ?? order.target.accountNumber, amount: order.amount.money, effect: effect,
                result: answer.result, technical: answer.technical, balance: answer.balanceBefore?.money,
                endsAt: effect == .refused ? nil : ends?.endsAt ?? answer.endsAt?.timestamp, rows: answer.rows?.count))
        return answer
    }

    mutating func noteExpiry(of key: ActKey, _ hold: Hold) {
        acts.append(
            ActRow(
                line: nextLine(), time: now, bank: key.bank, act: key.act,
                kind: hold.kind.order,
                original: nil, account: accounts[hold.account].address.number, amount: nil, effect: .expired,
                result: nil,
                technical: nil, balance: accounts[hold.account].balance, endsAt: hold.endsAt, rows: nil))
    }

    /// Refusals that show a mistake of the caller are not the bank's doings.
    mutating func noteRefusal(of move: Move, _ refusal: MoveRefusal) {
        guard case .account(let payer) = move.from else { return }
        let reason: BlockedMove.Reason
        var act: String?
        switch refusal {
        case .stopped(let holding):
            act = holding
            reason =
                switch holds[ActKey(bank: payer.bank, act: holding)]?.kind {
                case .protective: .protectiveHold
                case .freeze: .freeze
                case .stop, nil: .stop
                }
        case .shortBalance: reason = .shortBalance
        case .noSuchBank, .noSuchAccount, .alreadyOpen, .amountNotPositive, .nowhere, .tooLate, .impossiblePlan: return
        }
        blocked.append(
            BlockedMove(
                line: nextLine(), time: now, account: payer, amount: move.amount, to: move.to, reason: reason, act: act,
                summary: move.summary ?? ""))
    }
}

extension Hold.Kind {
    /// What made it.
    fileprivate var order: BankOrder.Kind {
        switch self {
        case .stop: .stop
        case .protective: .protectiveHold
        case .freeze: .freeze
        }
    }
}
