/// Traced money in one transfer; a transfer may be found in several pieces.
struct Carried: BitwiseCopyable, Sendable {
    let row: Int
    /// In fen.
    let amount: Int64
    /// The seed's is 1.
    let level: Int
}

/// Traced money that stayed on an account (backward: that was there from the start).
struct Rest: BitwiseCopyable, Sendable {
    let account: Int
    /// In fen.
    let amount: Int64
    let level: Int
}

/// Traced money that a limit kept where it lies; it is among the rests too.
struct Cut: BitwiseCopyable, Sendable {
    let account: Int
    /// In fen.
    let amount: Int64
    /// The first transfer that was not followed.
    let row: Int
    let limit: UInt8
}

/// Traced money that left in a transfer that is a seed itself, where it is counted once already.
struct Merged: BitwiseCopyable, Sendable {
    let account: Int
    /// In fen.
    let amount: Int64
    let row: Int
}

/// How a piece came out of the one before it; kept only where the way of each fen is asked for.
struct Way: BitwiseCopyable, Sendable {
    /// The place of the way before among all; -1 for a seed's.
    let parent: Int
    let row: Int
    /// Where it arrives; where it left if it was stopped or merged.
    var account: Int
    /// Where it lay in the money of the way before, and how much it is, in fen.
    let offset: Int64
    let length: Int64
    /// Whether a limit kept it where it lay.
    var isStopped = false
}

/// What a walk found, in no order.
struct Finding: ~Copyable {
    var carried = Pile<Carried>()
    var rests = Pile<Rest>()
    var cuts = Pile<Cut>()
    var superseded = Pile<Merged>()
    /// By piece, where the ways are kept.
    var ways = Pile<Way>()
    var mergedWays = Pile<Way>()

    mutating func cut(_ account: Int, _ amount: Int64, at row: Int, _ limit: TraceLimit) {
        cuts.push(Cut(account: account, amount: amount, row: row, limit: limit.rawValue))
    }
}

/// Numbers with keys, the smallest key first.
struct RowHeap: ~Copyable {
    struct Item: BitwiseCopyable, Sendable {
        let key: Int
        let value: Int
    }

    private var items = Pile<Item>()

    var first: Item? { items.count > 0 ? items[0] : nil }

    mutating func push(_ key: Int, _ value: Int) {
        let item = Item(key: key, value: value)
        items.push(item)
        var child = items.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            if items[parent].key <= key { break }
            items[child] = items[parent]
            child = parent
        }
        items[child] = item
    }

    mutating func pop() -> Item? {
        guard items.count > 0 else { return nil }
        let first = items[0]
        guard let last = items.pop(), items.count > 0 else { return first }
        var parent = 0
        while true {
            var child = 2 * parent + 1
            if child >= items.count { break }
            if child + 1 < items.count, items[child + 1].key < items[child].key { child += 1 }
            if items[child].key >= last.key { break }
            items[parent] = items[child]
            parent = child
        }
        items[parent] = last
        return first
    }
}

/// Accounts that a walk has reached, numbered in that order.
struct AccountTable: ~Copyable {
    private var places = Kept<UInt64>(count: 256)
    private(set) var count = 0

    /// The account's number, a new one if it was not reached before.
    @inline(__always) mutating func number(of account: Int) -> (number: Int, isNew: Bool) {
        let mask = places.column.count - 1
        var place = Int(truncatingIfNeeded: UInt64(account) &* 0x9E37_79B9_7F4A_7C15 >> 20) & mask
        while true {
            let slot = places.column[place]
            if slot == 0 { break }
            if Int(slot >> 32) == account { return (Int(slot & 0xFFFF_FFFF) - 1, false) }
            place = (place + 1) & mask
        }
        count += 1
        places.column[place] = UInt64(account) << 32 | UInt64(count)
        if count * 2 > mask { grow() }
        return (count - 1, true)
    }

    private mutating func grow() {
        let larger = Kept<UInt64>(count: places.column.count * 4)
        let mask = larger.column.count - 1
        for index in 0..<places.column.count where places.column[index] != 0 {
            let slot = places.column[index]
            var place = Int(truncatingIfNeeded: (slot >> 32) &* 0x9E37_79B9_7F4A_7C15 >> 20) & mask
            while larger.column[place] != 0 { place = (place + 1) & mask }
            larger.column[place] = slot
        }
        places = larger
    }
}
