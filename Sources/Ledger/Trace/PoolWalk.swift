/// Follows money under the rules that mix it: each account has one traced amount, of which a payment takes its share.
///
/// The amount that leaves depends on what came before, so transfers are met in time order: each account that holds traced
/// money waits in a queue for its next payment that carries some of it. Touch that has a breadth goes the same way, since what
/// is the first transfer of an account hangs on all before: there every payment carries itself and nothing is used up.
struct PoolWalk: ~Copyable {
    private struct Pool: BitwiseCopyable, Sendable {
        let account: Int
        var level: Int
        /// In fen.
        var traced: Int64 = 0
        /// The next entry that has not been passed: its partition, its place, and the places of the account there.
        var part: Int
        var place: Int
        var places: Places
        /// Where the entry stands that it waits for; `row` is -1 where it waits for none.
        var waiting = Spot()
        /// The first transfer that carried less than the least amount, -1 for none.
        var skipped = -1
        /// The first transfer that another limit stopped, -1 for none.
        var stopped = -1
        var limit: UInt8 = 0
        /// How many of its payments were followed.
        var followed = 0
    }

    private struct Spot: BitwiseCopyable, Sendable {
        var row = -1
        var part = 0
        var place = 0
    }

    private let reader: LineReader
    private let isProportional: Bool
    private let isTouch: Bool
    private let hops: Int
    private let least: Int64
    private let breadth: Int
    private var table = AccountTable()
    private var pools = Pile<Pool>()
    private var queue = RowHeap()
    private var found = Finding()

    private init(_ ledger: TransferLedger, _ question: TraceQuestion) {
        reader = LineReader(ledger, question)
        isProportional = question.rule == .proportional
        isTouch = question.rule == .poison
        hops = question.limits.hops
        least = question.limits.least
        breadth = question.limits.breadth
    }

    static func run(_ ledger: TransferLedger, _ question: TraceQuestion) -> Finding {
        var walk = PoolWalk(ledger, question)
        for row in question.seeds { walk.queue.push(walk.key(row) + 1, -row - 1) }
        while let item = walk.queue.pop() {
            if item.value < 0 { walk.start(at: -item.value - 1) } else { walk.leave(item.value, key: item.key) }
        }
        return walk.end()
    }

    private consuming func end() -> Finding {
        for index in 0..<pools.count {
            let pool = pools[index]
            guard pool.traced > 0 else { continue }
            let amount = isTouch ? 0 : pool.traced
            found.rests.push(Rest(account: pool.account, amount: amount, level: pool.level))
            let isStopped = pool.stopped >= 0
            if isStopped { cutStopped(pool, amount) }
            if pool.skipped >= 0, isTouch || !isStopped { found.cut(pool.account, amount, at: pool.skipped, .least) }
        }
        return found
    }

    private mutating func cutStopped(_ pool: Pool, _ amount: Int64) {
        if let limit = TraceLimit(rawValue: pool.limit) { found.cut(pool.account, amount, at: pool.stopped, limit) }
    }

    /// At one row money leaves before it arrives.
    private func key(_ row: Int) -> Int { (reader.isBackward ? -row : row) * 2 }

    private mutating func start(at row: Int) {
        let part = reader.part(of: row)
        let transfer = reader.ledger.partitions[part].transfer(row - reader.views[part].base)
        arrive(
            reader.isBackward ? transfer.payer : transfer.payee, transfer.amount, level: 1, row: row)
    }

    private mutating func arrive(_ account: Int, _ amount: Int64, level: Int, row: Int) {
        found.carried.push(Carried(row: row, amount: amount, level: level))
        guard account != Accounts.outside else {
            if !isTouch { found.rests.push(Rest(account: account, amount: amount, level: level)) }
            return
        }
        let (number, isNew) = table.number(of: account)
        if isNew { pools.push(Pool(account: account, level: level, part: -1, place: 0, places: .none)) }
        var pool = pools[number]
        let isPassed = isTouch && !isNew && !isTouchedAnew(pool, level: level, row: row)
        pool.level = min(pool.level, level)
        pools[number] = pool
        if isPassed { return }
        pool.traced = isTouch ? .max : pool.traced + amount
        // What was looked at ahead is looked at again, with more money.
        if pool.skipped >= 0, key(pool.skipped) > key(row) { pool.skipped = -1 }
        seek(&pool, behind: row)
        wait(&pool, number)
        pools[number] = pool
    }

    /// Whether a touched account must be looked at again, because its level is now less.
    private mutating func isTouchedAnew(_ pool: Pool, level: Int, row: Int) -> Bool {
        guard level < pool.level, pool.stopped < 0 || pool.limit != TraceLimit.breadth.rawValue else { return false }
        if pool.stopped >= 0, key(pool.stopped) < key(row) { cutStopped(pool, 0) }
        return true
    }

    private mutating func leave(_ number: Int, key: Int) {
        var pool = pools[number]
        // A later arrival may have brought another payment forward; what was queued before it is then out of date.
        guard pool.waiting.row >= 0, self.key(pool.waiting.row) == key else { return }
        let spot = pool.waiting
        (pool.part, pool.place) = (spot.part, spot.place)
        pool.places = reader.places(spot.part, pool.account)
        let entry = reader.views[spot.part].side.entries[spot.place]
        let share = share(of: pool.traced, spot, reader.opening(pool.account))
        let isSeed = reader.isSeed(spot.row)
        if !isTouch { pool.traced -= share }
        if !isSeed { pool.followed += 1 }
        step(&pool)
        wait(&pool, number)
        pools[number] = pool
        if isSeed {
            if isTouch { return }
            found.superseded.push(Merged(account: pool.account, amount: share, row: spot.row))
        } else {
            arrive(Int(entry.other), share, level: pool.level + 1, row: spot.row)
        }
    }

    /// The traced part of an entry.
    private func share(of traced: Int64, _ spot: Spot, _ opening: Int64) -> Int64 {
        let entries = reader.views[spot.part].side.entries
        let (entry, next) = (entries[spot.place], entries[spot.place + 1])
        let amount = next.start - entry.start
        guard isProportional else { return min(traced, amount) }
        let total = entry.balance + opening + (reader.isBackward ? amount : 0)
        guard total > 0 else { return 0 }
        let product = UInt64(traced).multipliedFullWidth(by: UInt64(amount))
        // What a least amount kept back may be more than what is left there; no payment carries more than itself.
        guard product.high < UInt64(total) else { return min(traced, amount) }
        return min(Int64(UInt64(total).dividingFullWidth(product).quotient), amount, traced)
    }

    /// Moves to the first entry behind a row.
    private func seek(_ pool: inout Pool, behind row: Int) {
        let views = reader.views
        pool.part = reader.part(of: row)
        pool.places = reader.places(pool.part, pool.account)
        let place = reader.firstPlace(pool.places, views[pool.part], after: reader.isBackward ? row - 1 : row)
        pool.place = reader.isBackward ? place - 1 : place
        settle(&pool)
    }

    private func step(_ pool: inout Pool) {
        pool.place += reader.isBackward ? -1 : 1
        settle(&pool)
    }

    /// Goes on to the next partition where the account's entries in this one are passed.
    private func settle(_ pool: inout Pool) {
        let count = reader.views.count
        while !pool.places.contains(pool.place) {
            pool.part += reader.isBackward ? -1 : 1
            guard (0..<count).contains(pool.part) else { return }
            pool.places = reader.places(pool.part, pool.account)
            pool.place = reader.isBackward ? pool.places.upperBound - 1 : pool.places.lowerBound
        }
    }

    /// Queues the account for its next payment that carries enough of the traced money.
    private mutating func wait(_ pool: inout Pool, _ number: Int) {
        let old = pool.waiting.row
        pool.waiting = Spot()
        pool.stopped = -1
        guard pool.traced > 0, var spot = next(&pool, least: isTouch && pool.level > hops ? 1 : least) else { return }
        if let limit = limit(pool, spot.row) {
            (pool.stopped, pool.limit) = (spot.row, limit.rawValue)
            // What leaves in a seed is counted there, whatever limit there is.
            guard reader.mayMeetSeeds, !isTouch, let seed = next(&pool, least: .max) else { return }
            spot = seed
        }
        pool.waiting = spot
        if spot.row != old { queue.push(key(spot.row), number) }
    }

    private func limit(_ pool: Pool, _ row: Int) -> TraceLimit? {
        if reader.hasFreezes, reader.isRefused(pool.account, row) { return .freeze }
        if reader.isBeyond(row) { return .until }
        if reader.isSeed(row) { return nil }
        return pool.level > hops ? .hops : pool.followed >= breadth ? .breadth : nil
    }

    /// The next entry that carries at least `least`, is a seed that carries something, or is the first beyond the time
    /// asked for or behind a freeze; it is not passed. Nothing is wanted but seeds where `least` is the largest number.
    private func next(_ pool: inout Pool, least: Int64) -> Spot? {
        var ahead = pool
        let opening = reader.opening(pool.account)
        while (0..<reader.views.count).contains(ahead.part) {
            let view = reader.views[ahead.part]
            let spot = Spot(
                row: view.base + Int(view.side.entries[ahead.place].row), part: ahead.part, place: ahead.place)
            if reader.isBeyond(spot.row) || reader.hasFreezes && reader.isRefused(pool.account, spot.row) {
                return least == .max ? nil : spot
            }
            let share = share(of: pool.traced, spot, opening)
            if share >= least || (share > 0 && reader.isSeed(spot.row)) { return spot }
            if share > 0, pool.skipped < 0, least != .max { pool.skipped = spot.row }
            // The first that carries too little is to be named.
            let wanted = pool.skipped < 0 ? 1 : self.least
            if reader.mayMeetSeeds || !skipGroup(&ahead, view, opening, wanted) { step(&ahead) }
        }
        return nil
    }

    /// Passes a whole group of entries of which none can carry `least`.
    private func skipGroup(_ pool: inout Pool, _ view: LineView, _ opening: Int64, _ least: Int64) -> Bool {
        let isStart = reader.isBackward ? pool.place & 63 == 63 : pool.place & 63 == 0
        let group = pool.place >> 6
        guard isStart, group << 6 >= pool.places.lowerBound, (group + 1) << 6 <= pool.places.upperBound,
            reader.ensureGroups(pool.part, pool.places), pool.traced >= least
        else { return false }
        let (floor, peak) = (view.side.floors[group] + opening, view.side.peaks[group])
        // share ≥ least needs amount × (traced - least) ≥ least × what the entry leaves.
        let (most, needed) = (
            UInt64(peak).multipliedFullWidth(by: UInt64(pool.traced - least)),
            UInt64(least).multipliedFullWidth(by: UInt64(max(floor, 0)))
        )
        guard isProportional ? (most.high, most.low) < (needed.high, needed.low) : min(peak, pool.traced) < least else {
            return false
        }
        pool.place += reader.isBackward ? -63 : 63
        step(&pool)
        return true
    }
}
