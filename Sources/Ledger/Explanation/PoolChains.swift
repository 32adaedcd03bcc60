/// The chains of the rules that mix money: the transfers are gone through again with the amounts that the rule gave them, and of
/// the traced money on an account what came first leaves first.
struct PoolChains {
    private struct Stretch {
        let seed: Int
        let offset: Int64
        let amount: Int64
        /// The place of its last transfer among the steps.
        let step: Int
    }

    private struct Step {
        let row: Int
        /// -1 for a seed's.
        let before: Int
    }

    /// The stretches on an account, the first one in front.
    private struct Queue {
        var stretches: [Stretch] = []
        var first = 0
        /// What of the first one has left already, in fen.
        var gone: Int64 = 0

        /// The stretches that the next `amount` fen consist of.
        mutating func take(_ amount: Int64) -> [Stretch] {
            var (taken, left): ([Stretch], Int64) = ([], amount)
            while left > 0, first < stretches.count {
                let stretch = stretches[first]
                let part = min(left, stretch.amount - gone)
                taken.append(
                    Stretch(seed: stretch.seed, offset: stretch.offset + gone, amount: part, step: stretch.step))
                (left, gone) = (left - part, gone + part)
                if gone == stretch.amount { (first, gone) = (first + 1, 0) }
            }
            return taken
        }

        /// All that is left.
        mutating func takeAll() -> [Stretch] { take(.max) }
    }

    private var queues: [Int: Queue] = [:]
    private var steps: [Step] = []
    private var chains: [Chain] = []

    static func chains(_ trace: LedgerTrace, _ ledger: TransferLedger) throws(LedgerError) -> [Chain] {
        var chains = PoolChains()
        let (question, seeds) = (trace.question, Set(trace.question.seeds))
        for transfer in question.isBackward ? trace.transfers.reversed() : trace.transfers {
            let (from, to) = try ledger.ends(transfer.row, question)
            if seeds.contains(transfer.row) {
                chains.merge(from, trace.supersededByRow[transfer.row] ?? 0, into: transfer.row)
                chains.start(transfer, to)
            } else {
                chains.move(transfer, from, to)
            }
        }
        return chains.end()
    }

    private mutating func start(_ seed: LedgerTrace.Transfer, _ to: Int) {
        steps.append(Step(row: seed.row, before: -1))
        let stretch = Stretch(seed: seed.row, offset: 0, amount: seed.traced, step: steps.count - 1)
        queues[to, default: Queue()].stretches.append(stretch)
    }

    private mutating func move(_ transfer: LedgerTrace.Transfer, _ from: Int, _ to: Int) {
        for stretch in queues[from, default: Queue()].take(transfer.traced) {
            steps.append(Step(row: transfer.row, before: stretch.step))
            queues[to, default: Queue()].stretches.append(
                Stretch(seed: stretch.seed, offset: stretch.offset, amount: stretch.amount, step: steps.count - 1))
        }
    }

    private mutating func merge(_ from: Int, _ amount: Int64, into seed: Int) {
        if amount == 0 { return }
        for stretch in queues[from, default: Queue()].take(amount) { add(stretch, from, mergedInto: seed) }
    }

    private mutating func add(_ stretch: Stretch, _ account: Int, mergedInto: Int?) {
        var (rows, step): ([Int], Int) = ([], stretch.step)
        while step >= 0 {
            rows.append(steps[step].row)
            step = steps[step].before
        }
        chains.append(
            Chain(
                seed: stretch.seed, offset: stretch.offset, amount: stretch.amount, transfers: rows.reversed(),
                account: account, mergedInto: mergedInto))
    }

    private consuming func end() -> [Chain] {
        for account in queues.keys {
            for stretch in queues[account, default: Queue()].takeAll() { add(stretch, account, mergedInto: nil) }
        }
        return chains
    }
}
