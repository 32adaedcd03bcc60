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

    private let reader: LineReader
    private let hops: Int
    private let least: Int64
    private var table = AccountTable()
    private var marks = Pile<Mark>()
    /// The sum of what was read ahead, so that it is not left out.
    private var warmth: Int64 = 0
    private var found = Finding()

    static func run(_ ledger: TransferLedger, _ question: TraceQuestion) -> Finding {
        var walk = TouchWalk(ledger, question)
        var arrivals = Pile<Arrival>()
        for row in question.seeds {
            let part = walk.reader.part(of: row)
            let transfer = ledger.partitions[part].transfer(row - walk.reader.views[part].base)
            walk.found.carried.push(Carried(row: row, amount: transfer.amount, level: 1))
            arrivals.push(Arrival(account: question.isBackward ? transfer.payer : transfer.payee, row: row))
        }
        var level = 1
        while arrivals.count > 0 {
            var next = Pile<Arrival>()
            for index in 0..<arrivals.count {
                if index.isMultiple(of: LineReader.aheadCount) {
                    walk.warmth &+= walk.reader.readAhead(arrivals.count - index) { arrivals[index + $0].account }
                }
                walk.touch(arrivals[index], level, &next)
            }
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

    private mutating func touch(_ arrival: Arrival, _ level: Int, _ next: inout Pile<Arrival>) {
        guard arrival.account != Accounts.outside else { return }
        let (number, isNew) = table.number(of: arrival.account)
        let known = isNew ? (reader.isBackward ? -1 : Int.max) : marks[number].row
        if isNew { marks.push(Mark(account: arrival.account, level: level, row: arrival.row)) }
        guard reader.isBackward ? arrival.row > known : arrival.row < known else { return }
        marks[number].row = arrival.row
        if reader.isBackward {
            lookBack(arrival, from: known, level, &next)
        } else {
            look(arrival, to: known, level, &next)
        }
    }

    /// The withdrawals behind the arrival, up to the row from which they have been looked at.
    private mutating func look(_ arrival: Arrival, to known: Int, _ level: Int, _ next: inout Pile<Arrival>) {
        let views = reader.views
        for part in reader.part(of: arrival.row)..<views.count {
            let view = views[part]
            let places = reader.places(part, arrival.account)
            if places.isEmpty { continue }
            var place = reader.firstPlace(places, view, after: arrival.row)
            while place < places.upperBound {
                guard pass(arrival, view, place, known, level, &next) else { return }
                place += 1
            }
        }
    }

    private mutating func lookBack(_ arrival: Arrival, from known: Int, _ level: Int, _ next: inout Pile<Arrival>) {
        for part in stride(from: reader.part(of: arrival.row), through: 0, by: -1) {
            let view = reader.views[part]
            let places = reader.places(part, arrival.account)
            if places.isEmpty { continue }
            var place = reader.firstPlace(places, view, after: arrival.row - 1)
            while place > places.lowerBound {
                place -= 1
                guard pass(arrival, view, place, known, level, &next) else { return }
            }
        }
    }

    /// Touches one transfer; false where there is nothing more to look at.
    private mutating func pass(
        _ arrival: Arrival, _ view: LineView, _ place: Int, _ known: Int, _ level: Int, _ next: inout Pile<Arrival>
    ) -> Bool {
        let entry = view.side.entries[place]
        let row = view.base + Int(entry.row)
        if reader.isBackward ? row < known : row > known { return false }
        let isSeed = reader.isSeed(row)
        let isRefused = reader.hasFreezes && reader.isRefused(arrival.account, row)
        let limit: TraceLimit? =
            isRefused ? .freeze : reader.isBeyond(row) ? .until : level > hops && !isSeed ? .hops : nil
        if let limit {
            found.cut(arrival.account, 0, at: row, limit)
            return false
        }
        if isSeed { return true }
        let amount = view.side.entries[place + 1].start - entry.start
        if amount < least {
            found.cut(arrival.account, 0, at: row, .least)
            return true
        }
        found.carried.push(Carried(row: row, amount: amount, level: level + 1))
        next.push(Arrival(account: Int(entry.other), row: row))
        return true
    }
}
