/// One side of a transfer: a withdrawal as its payer sees it, or a deposit as its payee does.
///
/// Each account's money lies on one line in the order in which it came, the opening balance first. A withdrawal takes the
/// stretch that begins at what had gone out before; a deposit brings one that begins at what had come in before. All
/// positions are in fen and leave the opening balance out, so that one that is found later changes no entry.
struct Entry: BitwiseCopyable, Sendable {
    /// What had gone out (in) on this side of the account before.
    var start: Int64
    /// Where the same money begins on the other account's line: what had come in (gone out) there before.
    var far: Int64
    /// The account's balance before it, less the opening balance.
    var balance: Int64
    /// The other account.
    var other: UInt32
    /// The transfer, counted from the partition's first.
    var row: UInt32

    /// Behind the last entry of an account stands one that only says where the next would begin.
    static func end(start: Int64, balance: Int64) -> Entry {
        Entry(start: start, far: 0, balance: balance, other: .max, row: .max)
    }
}

/// What all transfers up to a moment brought to an account, in fen.
struct Totals: BitwiseCopyable, Sendable {
    var came: Int64 = 0
    var went: Int64 = 0
    /// The lowest that `came - went` has been: with less than that as its opening balance it could not have paid.
    var lowest: Int64 = 0
}

/// All withdrawals or all deposits of a partition, by account and then in time order.
struct Side: Sendable, BitwiseCopyable {
    /// Where each account's entries begin; one more than accounts.
    let heads: Column<UInt32>
    let entries: Column<Entry>
    /// For each 64 entries the least of what lay under them: what a withdrawal left, what a deposit found.
    let floors: Column<Int64>
    /// For each 64 entries the largest amount.
    let peaks: Column<Int64>

    static let group = 64
}

/// A transfer as it stands in the ledger.
package struct LedgerRow: Sendable, Equatable {
    /// In microseconds since 1970, or the steps of a file that counts them.
    package let time: Int64
    package let payer: Int
    package let payee: Int
    /// In fen.
    package let amount: Int64
}

/// Where an account's entries stand on one side of a partition; behind the last stands their end mark.
struct Places: BitwiseCopyable, Sendable {
    let lowerBound: Int
    let upperBound: Int

    static let none = Places(lowerBound: 0, upperBound: 0)

    @inline(__always) var isEmpty: Bool { lowerBound >= upperBound }

    @inline(__always) func contains(_ place: Int) -> Bool { place >= lowerBound && place < upperBound }
}
