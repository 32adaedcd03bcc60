/// What freezes would have changed: one question with them and without.
package struct WhatIf: Sendable {
    /// As it was.
    package let without: LedgerTrace
    package let with: LedgerTrace
    /// By the account that is held: how much more of the traced money lies there at the end, in fen. Under poison the amounts
    /// of touched transfers that it would not have made.
    package let savedByAccount: [Int: Int64]

    /// In fen.
    package var saved: Int64 { savedByAccount.values.reduce(0, +) }
}

extension TransferLedger {
    /// How much would have been saved if these accounts had been held. Throws where a freeze refuses a seed.
    package func whatIf(_ question: TraceQuestion, freezes: [Freeze]) throws(LedgerError) -> WhatIf {
        func trace(_ freezes: [Freeze]) throws(LedgerError) -> LedgerTrace {
            try self.trace(
                TraceQuestion(seeds: question.seeds, rule: question.rule, limits: question.limits, freezes: freezes))
        }
        let (without, with) = (try trace([]), try trace(freezes))
        let refused = firstRefused(freezes)
        var saved = refused.mapValues { _ in Int64(0) }
        if question.rule == .poison {
            for transfer in without.transfers {
                let payer = try self.transfer(transfer.row).payer
                if let first = refused[payer], transfer.row >= first { saved[payer, default: 0] += transfer.traced }
            }
        } else {
            for holder in with.holders where refused[holder.account] != nil {
                saved[holder.account, default: 0] += holder.held
            }
            for holder in without.holders where refused[holder.account] != nil {
                saved[holder.account, default: 0] -= holder.held
            }
        }
        return WhatIf(without: without, with: with, savedByAccount: saved)
    }

    /// The first row that each freeze refuses, by account.
    func firstRefused(_ freezes: [Freeze]) -> [Int: Int] {
        freezes.reduce(into: [:]) {
            let row = $1.moment == .max ? rows : firstRow(notBefore: $1.moment + 1)
            $0[$1.account] = min($0[$1.account] ?? row, row)
        }
    }

    /// Throws where a seed is out of the question's time, or refused by one of its freezes.
    func throwIfSeedsCannotBe(_ question: TraceQuestion) throws(LedgerError) {
        if let until = question.limits.until {
            for row in question.seeds {
                let time = try transfer(row).time
                if question.isBackward ? time < until : time > until { throw .seedOutOfTime(try id(of: row)) }
            }
        }
        if question.freezes.isEmpty { return }
        let refused = firstRefused(question.freezes)
        for row in question.seeds {
            guard let first = refused[try transfer(row).payer], row >= first else { continue }
            throw .refusedSeed(try id(of: row))
        }
    }
}
