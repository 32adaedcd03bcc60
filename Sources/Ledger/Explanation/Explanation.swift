/// A stretch of a seed's money and the transfers that carried it to where it lies.
package struct Chain: Sendable, Equatable {
    /// The seed's row.
    package let seed: Int
    /// Where the stretch begins in the seed's amount, in fen.
    package let offset: Int64
    /// In fen.
    package let amount: Int64
    /// Rows in the order of the question, the seed first.
    package let transfers: [Int]
    /// Who has it.
    package let account: Int
    /// The seed in which it left the account, where it is counted; nil where it stayed.
    package let mergedInto: Int?
}

/// For each fen that is held the chain of transfers that carried it.
///
/// Under FIFO and LIFO each fen has its own way. Where a rule mixes money none has: there the traced money on an account is
/// told apart by letting what came first leave first, which changes no amount. Under poison a chain is the first way by which
/// the touch came, with all that lies on the account.
package struct Explanation: Sendable {
    package let trace: LedgerTrace
    /// By seed and place in its amount.
    package let chains: [Chain]
}

extension TransferLedger {
    package func explain(_ question: TraceQuestion) throws(LedgerError) -> Explanation {
        guard question.rule == .fifo || question.rule == .lifo else {
            let trace = try trace(question)
            let isTouch = question.rule == .poison
            let chains = isTouch ? try TouchChains.chains(trace, self) : try PoolChains.chains(trace, self)
            return Explanation(trace, chains)
        }
        try throwIfSeedsCannotBe(question)
        let finding = PieceWalk.run(self, question, keepsWays: true)
        try throwIfDamaged()
        return Explanation(LedgerTrace(question, finding), PieceChains.chains(finding, question.rule))
    }

    /// From and to in the direction of a question.
    func ends(_ row: Int, _ question: TraceQuestion) throws(LedgerError) -> (from: Int, to: Int) {
        let transfer = try transfer(row)
        return question.isBackward ? (transfer.payee, transfer.payer) : (transfer.payer, transfer.payee)
    }
}

extension Explanation {
    init(_ trace: LedgerTrace, _ chains: [Chain]) {
        self.trace = trace
        self.chains = chains.sorted { ($0.seed, $0.offset, $0.account) < ($1.seed, $1.offset, $1.account) }
    }
}
