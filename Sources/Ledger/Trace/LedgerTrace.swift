/// The answer to a question: which transfers carried the money, where it lies, and where a limit kept it.
package struct LedgerTrace: Sendable {
    package struct Transfer: Sendable, Equatable {
        /// Its place in time among all.
        package let row: Int
        /// How many transfers it is from the victim: a seed is 1.
        package let level: Int
        /// In fen.
        package let traced: Int64
    }

    package struct Holder: Sendable, Equatable {
        /// The outside is 0.
        package let account: Int
        /// In fen; backward what had been there from the start.
        package let held: Int64
        package let level: Int
    }

    package struct Frontier: Sendable, Equatable {
        package let account: Int
        package let limit: TraceLimit
        /// What lies there because of the limit, in fen; 0 under poison.
        package let held: Int64
        /// The first transfer that was not followed.
        package let next: Int
    }

    package let question: TraceQuestion
    /// In time order.
    package let transfers: [Transfer]
    /// The largest first.
    package let holders: [Holder]
    package let frontier: [Frontier]
    /// What was found a second time in a transfer that is a seed itself, in fen.
    package let superseded: Int64
    /// The same by the seed that it was found in.
    let supersededByRow: [Int: Int64]
}

extension TransferLedger {
    /// Throws where a seed is later than the question's last moment (backward: earlier), or refused by a freeze of it.
    package func trace(_ question: TraceQuestion) throws(LedgerError) -> LedgerTrace {
        try throwIfSeedsCannotBe(question)
        var finding = walk(question)
        if question.rule == .poison { finding.rests = TouchWalk.balances(finding, self, question) }
        try throwIfDamaged()
        return LedgerTrace(question, finding)
    }

    /// Only what is found, not yet put together; damage is told by `throwIfDamaged`.
    func walk(_ question: TraceQuestion, for aim: TouchWalk.Aim = .all) -> Finding {
        switch question.rule {
        case .fifo, .lifo: PieceWalk.run(self, question)
        case .proportional, .fraudFirst: PoolWalk.run(self, question)
        case .poison:
            question.limits.breadth < .max ? PoolWalk.run(self, question) : TouchWalk.run(self, question, for: aim)
        }
    }

    /// How many pieces are found, and the sum of row × fen over all that the seeds' money went on with (under poison of the
    /// rows): two numbers by which programs compare their answers.
    package func walkSums(_ question: TraceQuestion) -> (pieces: Int, sum: UInt64) {
        let finding = walk(question, for: .transfers)
        var (count, sum): (Int, UInt64) = (0, 0)
        for index in 0..<finding.carried.count where finding.carried[index].level > 1 {
            let piece = finding.carried[index]
            count += 1
            sum &+= UInt64(piece.row) &* (question.rule == .poison ? 1 : UInt64(piece.amount))
        }
        return (count, sum)
    }
}

extension LedgerTrace {
    init(_ question: TraceQuestion, _ finding: borrowing Finding) {
        self.question = question
        transfers = Self.transfers(finding)
        holders = Self.holders(finding)
        frontier = Self.frontier(finding, isBackward: question.isBackward)
        var sums: [Int: Int64] = [:]
        for index in 0..<finding.superseded.count {
            sums[finding.superseded[index].row, default: 0] += finding.superseded[index].amount
        }
        supersededByRow = sums
        superseded = sums.values.reduce(0, +)
    }

    private static func transfers(_ finding: borrowing Finding) -> [Transfer] {
        var pieces: [Carried] = []
        pieces.reserveCapacity(finding.carried.count)
        for index in 0..<finding.carried.count { pieces.append(finding.carried[index]) }
        pieces.sort { $0.row < $1.row }
        var transfers: [Transfer] = []
        for piece in pieces {
            guard let last = transfers.last, last.row == piece.row else {
                transfers.append(Transfer(row: piece.row, level: piece.level, traced: piece.amount))
                continue
            }
            transfers[transfers.count - 1] = Transfer(
                row: piece.row, level: min(last.level, piece.level), traced: last.traced + piece.amount)
        }
        return transfers
    }

    private static func holders(_ finding: borrowing Finding) -> [Holder] {
        var sums: [Int: (held: Int64, level: Int)] = [:]
        for index in 0..<finding.rests.count {
            let rest = finding.rests[index]
            let sum = sums[rest.account] ?? (0, rest.level)
            sums[rest.account] = (sum.held + rest.amount, min(sum.level, rest.level))
        }
        return sums.map { Holder(account: $0.key, held: $0.value.held, level: $0.value.level) }
            .sorted { ($1.held, $0.account) < ($0.held, $1.account) }
    }

    private static func frontier(_ finding: borrowing Finding, isBackward: Bool) -> [Frontier] {
        struct Key: Hashable {
            let account: Int
            let limit: UInt8
        }
        var sums: [Key: (held: Int64, next: Int)] = [:]
        for index in 0..<finding.cuts.count {
            let cut = finding.cuts[index]
            let key = Key(account: cut.account, limit: cut.limit)
            let sum = sums[key] ?? (0, cut.row)
            sums[key] = (sum.held + cut.amount, isBackward ? max(sum.next, cut.row) : min(sum.next, cut.row))
        }
        return sums.compactMap { key, sum in
            TraceLimit(rawValue: key.limit).map {
                Frontier(account: key.account, limit: $0, held: sum.held, next: sum.next)
            }
        }
        .sorted { ($1.held, $0.account, $0.limit.rawValue) < ($0.held, $1.account, $1.limit.rawValue) }
    }

    /// The accounts that the money reached, the outside left out.
    package func accounts(in ledger: TransferLedger) throws(LedgerError) -> [Int] {
        var accounts: Set<Int> = []
        for transfer in transfers {
            let row = try ledger.transfer(transfer.row)
            accounts.insert(question.isBackward ? row.payer : row.payee)
        }
        return accounts.subtracting([Accounts.outside]).sorted()
    }

    /// Whether every fen of the seeds is found once: on each account what came less what went on is what is held, and no
    /// transfer carries more than its amount. Nil under poison, whose amounts are no sum.
    package func isConserved(in ledger: TransferLedger) throws(LedgerError) -> Bool? {
        if question.rule == .poison { return nil }
        let seeds = Set(question.seeds)
        var balances: [Int: Int64] = [:]
        var paid: Int64 = 0
        for transfer in transfers {
            let row = try ledger.transfer(transfer.row)
            let (from, to) = question.isBackward ? (row.payee, row.payer) : (row.payer, row.payee)
            guard transfer.traced > 0, transfer.traced <= row.amount else { return false }
            if seeds.contains(transfer.row) {
                paid += transfer.traced
                balances[from, default: 0] -= supersededByRow[transfer.row] ?? 0
            } else {
                balances[from, default: 0] -= transfer.traced
            }
            balances[to, default: 0] += transfer.traced
        }
        let held = holders.reduce(into: [Int: Int64]()) { $0[$1.account] = $1.held }
        let isWhole = held.values.reduce(superseded, +) == paid
        return isWhole && balances.filter { $0.value != 0 } == held
    }
}
