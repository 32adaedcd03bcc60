/// Follows money under FIFO and LIFO, where each fen has one place on its account's line and so one way.
///
/// A piece is a stretch of a transfer's money. By FIFO it leaves with the withdrawals that overlap it on the line, found by
/// binary search; by LIFO with those that bring the balance below it. Pieces are independent of each other, and the order of
/// work is free, but for a least amount by transfer, which needs all pieces of a transfer, and for a breadth, which needs all
/// transfers before: then they go in time order.
struct PieceWalk: ~Copyable {
    private struct Piece: BitwiseCopyable, Sendable {
        let row: Int
        let from: Int
        let account: Int
        let level: Int
        /// On the line of `account`, the opening balance left out.
        let start: Int64
        let length: Int64
    }

    private let reader: LineReader
    private let rule: TraceRule
    private let hops: Int
    private let least: Int64
    private let breadth: Int
    private let isInTime: Bool
    /// All pieces so far; where the order is free those before `taken` are done.
    private var pieces = Pile<Piece>()
    private var taken = 0
    /// The pieces by time, where a limit needs it.
    private var queue = RowHeap()
    /// How many transfers were followed out of each account, where there is a breadth.
    private var followed: [Int: Int] = [:]
    private(set) var found = Finding()
    /// Whether the way of each piece is kept, and the place of the piece that is looked at.
    private let keepsWays: Bool
    private var current = -1

    init(_ ledger: TransferLedger, _ question: TraceQuestion, keepsWays: Bool) {
        self.keepsWays = keepsWays
        reader = LineReader(ledger, question)
        rule = question.rule
        hops = question.limits.hops
        least = question.limits.least
        breadth = question.limits.breadth
        isInTime = least > 1 || breadth < .max
    }

    static func run(_ ledger: TransferLedger, _ question: TraceQuestion, keepsWays: Bool = false) -> Finding {
        var walk = PieceWalk(ledger, question, keepsWays: keepsWays)
        for row in question.seeds { walk.start(at: row) }
        while true {
            if walk.isInTime {
                guard walk.stepInTime() else { break }
            } else {
                guard walk.stepAnyhow() else { break }
            }
        }
        return walk.end()
    }

    private consuming func end() -> Finding { found }

    private mutating func start(at row: Int) {
        let part = reader.part(of: row)
        let view = reader.views[part]
        let transfer = reader.ledger.partitions[part].transfer(row - view.base)
        let (from, to) = reader.isBackward ? (transfer.payee, transfer.payer) : (transfer.payer, transfer.payee)
        let places = reader.places(part, from)
        let place = reader.firstPlace(places, view, after: row - 1)
        guard place < places.upperBound else { return }
        add(
            Piece(
                row: row, from: from, account: to, level: 1, start: view.side.entries[place].far,
                length: transfer.amount), at: 0)
    }

    /// `offset` is its place in the money of the piece that is looked at.
    private mutating func add(_ piece: Piece, at offset: Int64) {
        if keepsWays { keepWay(piece, at: offset) }
        if isInTime { queue.push(reader.isBackward ? -piece.row : piece.row, pieces.count) }
        pieces.push(piece)
    }

    // Apart and never inlined, as is all that is seldom asked for: what follows money alone is to stay small.
    @inline(never) private mutating func keepWay(_ piece: Piece, at offset: Int64) {
        found.ways.push(
            Way(parent: current, row: piece.row, account: piece.account, offset: offset, length: piece.length))
    }

    @inline(never) private mutating func keepMerged(_ piece: Piece, at offset: Int64, _ row: Int, _ length: Int64) {
        found.mergedWays.push(Way(parent: current, row: row, account: piece.account, offset: offset, length: length))
    }

    /// Takes the next few pieces; false at the end.
    private mutating func stepAnyhow() -> Bool {
        let count = min(pieces.count - taken, LineReader.together)
        if count == 0 { return false }
        if rule == .fifo { search(count) { [taken] in taken + $0 } }
        for index in 0..<count {
            current = taken
            arrive(pieces[taken], index)
            taken += 1
        }
        return true
    }

    /// Takes all pieces of the next transfer; false at the end.
    private mutating func stepInTime() -> Bool {
        guard let first = queue.first else { return false }
        var total: Int64 = 0
        var members = Pile<Int>(capacity: 16)
        while let item = queue.first, item.key == first.key {
            _ = queue.pop()
            members.push(item.value)
            total += pieces[item.value].length
        }
        let limit = limit(pieces[members[0]], total)
        for index in 0..<members.count {
            if rule == .fifo, limit == nil { search(1) { _ in members[index] } }
            current = members[index]
            let piece = pieces[current]
            if let limit {
                if keepsWays { found.ways[current].isStopped = true }
                found.cut(piece.from, piece.length, at: piece.row, limit)
                found.rests.push(Rest(account: piece.from, amount: piece.length, level: piece.level - 1))
            } else {
                arrive(piece, 0)
            }
        }
        return true
    }

    /// What stops a transfer that carries `total` fen, of which `piece` are some; a seed is never stopped.
    private mutating func limit(_ piece: Piece, _ total: Int64) -> TraceLimit? {
        if piece.level == 1 { return nil }
        if total < least { return .least }
        if breadth == .max { return nil }
        if followed[piece.from, default: 0] >= breadth { return .breadth }
        followed[piece.from, default: 0] += 1
        return nil
    }

    /// `index` is the piece's place among those that were searched for together.
    private mutating func arrive(_ piece: Piece, _ index: Int) {
        found.carried.push(Carried(row: piece.row, amount: piece.length, level: piece.level))
        var left = piece.length
        if piece.account != Accounts.outside {
            if rule == .fifo {
                left -= leaveFirstIn(piece, index)
            } else {
                left -= reader.isBackward ? leaveUpwards(piece) : leaveLastIn(piece)
            }
        }
        if left > 0 { found.rests.push(Rest(account: piece.account, amount: left, level: piece.level)) }
    }

    /// Sends a part of a piece on; what does not go on is 0. `offset` is the part's place in the piece's money.
    private mutating func send(
        _ piece: Piece, at offset: Int64, _ entry: Entry, _ row: Int, start: Int64, _ length: Int64
    ) -> Int64 {
        if reader.isSeed(row) {
            found.superseded.push(Merged(account: piece.account, amount: length, row: row))
            if keepsWays { keepMerged(piece, at: offset, row, length) }
            return length
        }
        let isRefused = reader.hasFreezes && reader.isRefused(piece.account, row)
        let limit: TraceLimit? = isRefused ? .freeze : reader.isBeyond(row) ? .until : piece.level > hops ? .hops : nil
        if let limit {
            found.cut(piece.account, length, at: row, limit)
            return 0
        }
        add(
            Piece(
                row: row, from: piece.account, account: Int(entry.other), level: piece.level + 1, start: start,
                length: length), at: offset)
        return length
    }

    /// Where a piece begins on the line as the entries have it.
    @inline(__always) private func first(_ piece: Piece) -> Int64 {
        let opening = reader.opening(piece.account)
        return piece.start + (reader.isBackward ? -opening : opening)
    }

    /// Looks by FIFO for the first entries that overlap some pieces on their lines.
    @inline(__always) private func search(_ count: Int, _ number: (_ index: Int) -> Int) {
        reader.search(count) {
            let piece = pieces[number($0)]
            return Wanted(account: piece.account, row: piece.row, key: first(piece))
        } value: { view, place in
            view.side.entries[place + 1].start
        }
    }

    /// FIFO: the entries that overlap the piece on the line. Returns how much went on.
    private mutating func leaveFirstIn(_ piece: Piece, _ index: Int) -> Int64 {
        let first = first(piece)
        let last = first + piece.length
        var gone: Int64 = 0
        for part in 0..<reader.views.count {
            let lane = reader.lanes(part)[index]
            var place = lane.low
            guard place < lane.places.upperBound else { continue }
            let (entries, base) = (reader.views[part].side.entries, reader.views[part].base)
            var entry = entries[place]
            while place < lane.places.upperBound, entry.start < last {
                let next = entries[place + 1]
                let start = max(first, entry.start)
                gone += send(
                    piece, at: start - first, entry, base + Int(entry.row), start: entry.far + start - entry.start,
                    min(last, next.start) - start)
                entry = next
                place += 1
            }
        }
        return gone
    }

    /// LIFO: the withdrawals behind the arrival that bring the balance below the piece's upper end.
    private mutating func leaveLastIn(_ piece: Piece) -> Int64 {
        let views = reader.views
        let opening = reader.opening(piece.account)
        var (bottom, top, gone): (Int64, Int64, Int64) = (-1, 0, 0)
        for part in reader.part(of: piece.row)..<views.count {
            let view = views[part]
            let places = reader.places(part, piece.account)
            if places.isEmpty || !reader.ensureGroups(part, places) { continue }
            let (entries, floors) = (view.side.entries, view.side.floors)
            var place = reader.firstPlace(places, view, after: piece.row)
            if bottom < 0 {
                bottom = opening + piece.start - entries[place].start
                top = bottom + piece.length
            }
            while place < places.upperBound, bottom < top {
                if place & 63 == 0, place + 64 <= places.upperBound, floors[place >> 6] + opening >= top {
                    place += 64
                    continue
                }
                let entry = entries[place]
                let before = entry.balance + opening
                let after = before - (entries[place + 1].start - entry.start)
                if after < top {
                    let from = max(bottom, after)
                    gone += send(
                        piece, at: from - bottom, entry, view.base + Int(entry.row), start: entry.far + before - top,
                        top - from)
                    top = from
                }
                place += 1
            }
        }
        return gone
    }

    /// LIFO backward: the deposits before the payment on which the piece's heights were laid last.
    private mutating func leaveUpwards(_ piece: Piece) -> Int64 {
        let views = reader.views
        let opening = reader.opening(piece.account)
        var (bottom, top, gone): (Int64, Int64, Int64) = (-1, 0, 0)
        for part in stride(from: reader.part(of: piece.row), through: 0, by: -1) {
            let view = views[part]
            let places = reader.places(part, piece.account)
            if places.isEmpty || !reader.ensureGroups(part, places) { continue }
            let (entries, floors) = (view.side.entries, view.side.floors)
            var place = reader.firstPlace(places, view, after: piece.row - 1)
            if bottom < 0 {
                // The withdrawal's top is the balance before it; its first fen is the uppermost.
                top = opening + entries[place].start - piece.start
                bottom = top - piece.length
            }
            while place > places.lowerBound, bottom < top {
                place -= 1
                if place & 63 == 63, place - 63 >= places.lowerBound, floors[place >> 6] + opening >= top {
                    place -= 63
                    continue
                }
                let entry = entries[place]
                let below = entry.balance + opening
                if below < top {
                    let from = max(bottom, below)
                    gone += send(
                        piece, at: bottom + piece.length - top, entry, view.base + Int(entry.row),
                        start: entry.far + from - below, top - from)
                    top = from
                }
            }
        }
        return gone
    }
}
