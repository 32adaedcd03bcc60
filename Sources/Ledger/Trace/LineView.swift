/// One side of a partition as the inner loops read it: numbers alone, nothing that is counted.
struct LineView: BitwiseCopyable, Sendable {
    let side: Side
    let base: Int
    let rows: Int
    let accounts: Int
    let seal: Seal

    init(_ partition: Partition, isBackward: Bool) {
        side = partition.side(isBackward)
        (base, rows, accounts) = (partition.base, partition.rows, partition.accounts)
        seal = partition.file?.seal ?? .none
    }
}

/// What is looked for on an account: the first entry behind a transfer, by a key.
struct Wanted: BitwiseCopyable, Sendable {
    let account: Int
    let row: Int
    let key: Int64
}

/// Where in one partition an account's entries lie, and between which of them the one is that is looked for.
struct Lane: BitwiseCopyable, Sendable {
    let places: Places
    var low: Int
    var high: Int

    static let none = Lane(0, 0)
    static let apart = Lane(-1, -1)

    @inline(__always) init(_ first: Int, _ end: Int) {
        (places, low, high) = (Places(lowerBound: first, upperBound: end), first, end)
    }
}

/// A ledger as a walk sees it: forward by withdrawals, backward by deposits and against time.
///
/// Backward tracing is forward tracing on the mirrored ledger. Where one side's entries leave the opening balance out of
/// their positions, the other side's have it below them: `shift` brings a place on one line to the entries of the other.
struct LineReader {
    let ledger: TransferLedger
    let isBackward: Bool
    /// Rows from here on (backward: before it) are out of the time limit.
    let horizon: Int
    private let kept: Kept<LineView>
    /// One for each partition.
    let views: Column<LineView>
    private let keptWanted = Kept<Wanted>(count: Self.together)
    private let keptLanes: Kept<Lane>
    private let openings: Column<Opening>
    private let openingSeal: Seal
    private let seeds: [Int]
    let hasFreezes: Bool
    /// The first row in which an account that is held would pay and is refused.
    private let refused: [Int: Int]

    init(_ ledger: TransferLedger, _ question: TraceQuestion) {
        self.ledger = ledger
        isBackward = question.isBackward
        seeds = question.seeds
        refused = ledger.firstRefused(question.freezes)
        hasFreezes = !refused.isEmpty
        let backward = question.isBackward
        horizon =
            question.limits.until.map { ledger.firstRow(notBefore: backward ? $0 : $0 &+ 1) }
            ?? (backward ? 0 : Int.max)
        kept = Kept(count: ledger.partitions.count)
        views = kept.column
        keptLanes = Kept(count: ledger.partitions.count * Self.together)
        for (index, partition) in ledger.partitions.enumerated() {
            views[index] = LineView(partition, isBackward: backward)
        }
        openings = ledger.accounts.openings
        openingSeal = ledger.accounts.file?.seal ?? .none
    }

    /// The partition that holds a row.
    @inline(__always) func part(of row: Int) -> Int {
        var part = views.count - 1
        while part > 0, views[part].base > row { part -= 1 }
        return part
    }

    @inline(__always) func isBeyond(_ row: Int) -> Bool { isBackward ? row < horizon : row >= horizon }

    /// Whether money that is followed may come upon a seed: not upon the only one, from which it goes away.
    @inline(__always) var mayMeetSeeds: Bool { seeds.count > 1 }

    @inline(__always) func isSeed(_ row: Int) -> Bool {
        guard mayMeetSeeds else { return false }
        var (low, high) = (0, seeds.count)
        while low < high {
            let middle = (low + high) / 2
            if seeds[middle] < row { low = middle + 1 } else { high = middle }
        }
        return low < seeds.count && seeds[low] == row
    }

    /// Whether a freeze refuses the payment of an account in a row.
    @inline(never) func isRefused(_ account: Int, _ row: Int) -> Bool {
        refused[account].map { row >= $0 } ?? false
    }

    /// In fen.
    @inline(__always) func opening(_ account: Int) -> Int64 {
        guard account < openings.count, openingSeal.hasChecked(openings, account, account + 1) else {
            return firstOpening(account)
        }
        return openings[account].balance
    }

    @inline(never) private func firstOpening(_ account: Int) -> Int64 { ledger.accounts.opening(account) }

    /// The places of an account's entries in a partition, the end mark left out; nothing where a block is damaged.
    @inline(__always) func places(_ part: Int, _ account: Int) -> Places {
        let view = views[part]
        guard account < view.accounts else { return .none }
        guard view.seal.hasChecked(view.side.heads, account, account + 2) else { return firstPlaces(part, account) }
        let (first, end) = (Int(view.side.heads[account]), Int(view.side.heads[account + 1]))
        if first == end { return .none }
        guard view.seal.hasChecked(view.side.entries, first, end) else { return firstPlaces(part, account) }
        return Places(lowerBound: first, upperBound: end - 1)
    }

    @inline(never) private func firstPlaces(_ part: Int, _ account: Int) -> Places {
        ledger.partitions[part].places(of: account, on: views[part].side)
    }

    /// How many accounts `search` takes at once.
    static let together = 32

    /// Finds for some accounts the first entry whose `value` is above `key`, in each partition that does not end before `row`.
    ///
    /// Each step is made for all before the next, so that the waits for memory overlap: they are most of a trace's time.
    @inline(__always) func search(
        _ count: Int, _ wanted: (_ index: Int) -> Wanted, value: (_ view: LineView, _ place: Int) -> Int64
    ) {
        for index in 0..<count { keptWanted.column[index] = wanted(index) }
        let wanted = keptWanted.column
        for part in 0..<views.count {
            let (view, lanes) = (views[part], lanes(part))
            for index in 0..<count { lanes[index] = heads(view, wanted[index]) }
        }
        for part in 0..<views.count {
            let (view, lanes) = (views[part], lanes(part))
            for index in 0..<count {
                lanes[index] = lane(part, view, wanted[index].account, lanes[index])
            }
        }
        var isDone = false
        while !isDone {
            isDone = true
            for part in 0..<views.count {
                let (view, lanes) = (views[part], lanes(part))
                for index in 0..<count {
                    var lane = lanes[index]
                    guard lane.low < lane.high else { continue }
                    let middle = (lane.low + lane.high) / 2
                    if value(view, middle) > wanted[index].key { lane.high = middle } else { lane.low = middle + 1 }
                    lanes[index] = lane
                    isDone = false
                }
            }
        }
    }

    /// What `search` found.
    @inline(__always) func lanes(_ part: Int) -> Column<Lane> {
        Column(
            address: keptLanes.column.address + UInt(part * Self.together * MemoryLayout<Lane>.stride),
            count: Self.together)
    }

    /// Where an account's entries begin and the next one's, as it stands there and not yet checked; `apart` where nothing is wanted.
    @inline(__always) private func heads(_ view: LineView, _ wanted: Wanted) -> Lane {
        let isApart = isBackward ? view.base > wanted.row : view.base + view.rows <= wanted.row
        guard !isApart, wanted.account != Accounts.outside, wanted.account < view.accounts else { return .apart }
        return Lane(Int(view.side.heads[wanted.account]), Int(view.side.heads[wanted.account + 1]))
    }

    /// The same once it and the entries have been checked, without the end mark; nothing where a block is damaged.
    @inline(__always) private func lane(_ part: Int, _ view: LineView, _ account: Int, _ heads: Lane) -> Lane {
        if heads.low < 0 { return .none }
        let hasHeads = view.seal.hasChecked(view.side.heads, account, account + 2)
        if hasHeads, heads.low == heads.high { return .none }
        guard hasHeads, view.seal.hasChecked(view.side.entries, heads.low, heads.high) else {
            let places = firstPlaces(part, account)
            return Lane(places.lowerBound, places.upperBound)
        }
        return Lane(heads.low, heads.high - 1)
    }

    /// Whether what is known of groups of these entries may be read.
    func ensureGroups(_ part: Int, _ places: Places) -> Bool {
        let view = views[part]
        let (first, end) = (places.lowerBound >> 6, (places.upperBound + 63) >> 6)
        if view.seal.hasChecked(view.side.floors, first, end), view.seal.hasChecked(view.side.peaks, first, end) {
            return true
        }
        let file = ledger.partitions[part].file
        return file?.ensure(view.side.floors, first..<end) ?? true
            && file?.ensure(view.side.peaks, first..<end) ?? true
    }

    /// Of an account's entries in a partition the first that lies behind `row` in the ledger's time.
    @inline(__always) func firstPlace(_ places: Places, _ view: LineView, after row: Int) -> Int {
        var (low, high) = (places.lowerBound, places.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if view.base + Int(view.side.entries[middle].row) <= row { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// What lay on an account before `row`, in fen, what a freeze refused included.
    func balance(_ account: Int, before row: Int) -> Int64 {
        var (came, went): (Int64, Int64) = (0, 0)
        for partition in ledger.partitions where partition.base < row {
            for isDeposits in [false, true] {
                let row = isDeposits ? row : min(row, refused[account] ?? .max)
                guard partition.base < row else { continue }
                let side = partition.side(isDeposits)
                let places = partition.places(of: account, on: side)
                if places.isEmpty { continue }
                let view = LineView(partition, isBackward: isDeposits)
                let sum = side.entries[firstPlace(places, view, after: row - 1)].start
                if isDeposits { came = sum } else { went = sum }
            }
        }
        return opening(account) + came - went
    }
}
