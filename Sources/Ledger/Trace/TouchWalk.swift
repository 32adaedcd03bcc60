/// Follows touch, not money: from an account's first touched moment on all that leaves it is touched, whole.
///
/// Level by level; each account keeps the earliest moment from which its transfers were looked at, so that each transfer is
/// looked at once and found on its least level.
struct TouchWalk: ~Copyable {
    private struct Mark: BitwiseCopyable, Sendable {
        let account: Int
        let level: Int
        var row: Int
    }

    private struct Arrival: BitwiseCopyable, Sendable {
        let account: Int
        let row: Int
    }

    /// An arrival behind which nobody has looked, up to (backward: down to) a row.
    private struct Look: BitwiseCopyable, Sendable {
        let arrival: Arrival
        let known: Int
    }

    private let reader: LineReader
    private let hops: Int
    private let least: Int64
    private var table = AccountTable()
    private var marks = Pile<Mark>()
    /// Arrivals whose accounts are to be looked at together.
    private var looks = Pile<Look>()
    private var found = Finding()

    /// How much is looked for: the transfers alone, or also what they reached and where limits stopped.
    enum Aim { case transfers, all }

    static func run(_ ledger: TransferLedger, _ question: TraceQuestion, for aim: Aim) -> Finding {
        var walk = TouchWalk(ledger, question)
        var arrivals = Pile<Arrival>()
        for row in question.seeds {
            let part = walk.reader.part(of: row)
            let transfer = ledger.partitions[part].transfer(row - walk.reader.views[part].base)
            walk.found.carried.push(Carried(row: row, amount: transfer.amount, level: 1))
            arrivals.push(Arrival(account: question.isBackward ? transfer.payer : transfer.payee, row: row))
        }
        var level = 1
        while arrivals.count > 0, aim == .all || level <= walk.hops {
            var next = Pile<Arrival>()
            for index in 0..<arrivals.count {
                walk.touch(arrivals[index], level)
                if walk.looks.count == LineReader.together { walk.look(level, &next) }
            }
            walk.look(level, &next)
            arrivals = next
            level += 1
        }
        return walk.end()
    }

    private init(_ ledger: TransferLedger, _ question: TraceQuestion) {
        reader = LineReader(ledger, question)
        hops = question.limits.hops
        least = question.limits.least
    }

    /// The touched accounts without what lies there.
    private consuming func end() -> Finding {
        for index in 0..<marks.count {
            found.rests.push(Rest(account: marks[index].account, amount: 0, level: marks[index].level))
        }
        return found
    }

    /// What lies on the touched accounts at the end of the time asked for (backward: at its start).
    static func balances(_ finding: borrowing Finding, _ ledger: TransferLedger, _ question: TraceQuestion) -> Pile<
        Rest
    > {
        let reader = LineReader(ledger, question)
        let end = reader.isBackward ? reader.horizon : min(reader.horizon, ledger.rows)
        var rests = Pile<Rest>()
        for index in 0..<finding.rests.count {
            let rest = finding.rests[index]
            let amount = reader.balance(rest.account, before: end)
            if amount > 0 { rests.push(Rest(account: rest.account, amount: amount, level: rest.level)) }
        }
        return rests
    }

    private mutating func touch(_ arrival: Arrival, _ level: Int) {
        guard arrival.account != Accounts.outside else { return }
        let (number, isNew) = table.number(of: arrival.account)
        if isNew { marks.push(Mark(account: arrival.account, level: level, row: reader.isBackward ? -1 : .max)) }
        let known = marks[number].row
        guard reader.isBackward ? arrival.row > known : arrival.row < known else { return }
        marks[number].row = arrival.row
        looks.push(Look(arrival: arrival, known: known))
    }

    /// Looks at all that leaves behind the arrivals that wait for it.
    private mutating func look(_ level: Int, _ next: inout Pile<Arrival>) {
        let behind = reader.isBackward ? -1 : 0
        reader.search(looks.count) {
            let arrival = looks[$0].arrival
            return Wanted(account: arrival.account, row: arrival.row, key: Int64(arrival.row + behind))
        } value: { view, place in
            Int64(view.base + Int(view.side.entries[place].row))
        }
        for index in 0..<looks.count {
            if reader.isBackward { lookBack(index, level, &next) } else { look(index, level, &next) }
        }
        looks.removeAll()
    }

    /// The withdrawals behind the arrival, up to the row from which they have been looked at.
    private mutating func look(_ index: Int, _ level: Int, _ next: inout Pile<Arrival>) {
        for part in 0..<reader.views.count {
            let lane = reader.lanes(part)[index]
            for place in lane.low..<max(lane.low, lane.places.upperBound) {
                guard pass(looks[index], part, place, level, &next) else { return }
            }
        }
    }

    private mutating func lookBack(_ index: Int, _ level: Int, _ next: inout Pile<Arrival>) {
        for part in stride(from: reader.views.count - 1, through: 0, by: -1) {
            let lane = reader.lanes(part)[index]
            var place = lane.low
            while place > lane.places.lowerBound {
                place -= 1
                guard pass(looks[index], part, place, level, &next) else { return }
            }
        }
    }

    /// Touches one transfer; false where there is nothing more to look at.
    @inline(__always) private mutating func pass(
        _ look: Look, _ part: Int, _ place: Int, _ level: Int, _ next: inout Pile<Arrival>
    ) -> Bool {
        let (entries, base) = (reader.views[part].side.entries, reader.views[part].base)
        let entry = entries[place]
        let (row, account) = (base + Int(entry.row), look.arrival.account)
        if reader.isBackward ? row < look.known : row > look.known { return false }
        let isSeed = reader.isSeed(row)
        let isRefused = reader.hasFreezes && reader.isRefused(account, row)
        let limit: TraceLimit? =
            isRefused ? .freeze : reader.isBeyond(row) ? .until : level > hops && !isSeed ? .hops : nil
        if let limit {
            found.cut(account, 0, at: row, limit)
            return false
        }
        if isSeed { return true }
        let amount = entries[place + 1].start - entry.start
        if amount < least {
            found.cut(account, 0, at: row, .least)
            return true
        }
        found.carried.push(Carried(row: row, amount: amount, level: level + 1))
        next.push(Arrival(account: Int(entry.other), row: row))
        return true
    }
}
