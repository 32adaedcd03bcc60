/// What lay on an account before its first transfer, and how it is known.
struct Opening: BitwiseCopyable, Sendable, Equatable {
    enum Source: UInt8, Sendable {
        /// The least that lets every transfer be paid.
        case inferred
        case given
        /// By the first balance that its bank stated.
        case stated
    }

    /// In fen.
    var balance: Int64
    private var code: UInt64

    var source: Source { Source(rawValue: UInt8(truncatingIfNeeded: code)) ?? .inferred }

    init(_ balance: Int64, _ source: Source) {
        self.balance = balance
        code = UInt64(source.rawValue)
    }
}

/// The accounts' names and opening balances, as they stand in the ledger's folder.
struct Accounts: Sendable {
    private enum Section: UInt64 { case shape = 1, openings, ends, bytes, slots }

    static let kind: UInt64 = 2

    let names: Names
    let openings: Column<Opening>
    let file: SealedFile?
    /// The memory that they lie in, where it is not the file's.
    let kept: [Region]

    /// The account that stands for all that the ledger does not know: its money is not followed.
    static let outside = 0

    var count: Int { names.count }

    init(_ names: Names, _ openings: Kept<Opening>, regions: [Region]) {
        self.names = names
        self.openings = openings.column
        file = nil
        kept = regions + [openings.region]
    }

    init(path: String, name: String) throws(LedgerError) {
        let file = try SealedFile(path: path, name: name, kind: Self.kind)
        let shape = try file.column(Int64.self, Section.shape.rawValue)
        guard shape.count == 2, file.ensure(shape, 0..<2) else {
            throw .damaged(file: name, offset: SealedFile.block, what: "its shape is unreadable")
        }
        let texts = Texts(
            ends: try file.column(UInt32.self, Section.ends.rawValue),
            bytes: try file.column(UInt8.self, Section.bytes.rawValue))
        let slots = Slots(places: try file.column(UInt64.self, Section.slots.rawValue))
        names = Names(
            count: Int(shape[0]),
            kind: shape[1] != Partition.unsaid ? .counted(from: Int(shape[1])) : .texts(texts, slots), file: file)
        openings = try file.column(Opening.self, Section.openings.rawValue)
        self.file = file
        kept = []
        guard openings.count == names.count else {
            throw .damaged(file: name, offset: 0, what: "its sections do not fit each other")
        }
    }

    func seal(to path: String) throws(LedgerError) {
        var writer = try SealedFileWriter(path: path, kind: Self.kind)
        let shape = Kept<Int64>(count: 2)
        defer { shape.stay() }
        shape.column[0] = Int64(count)
        shape.column[1] = if case .counted(let first) = names.kind { Int64(first) } else { Partition.unsaid }
        try writer.add(shape.column, as: Section.shape)
        try writer.add(openings, as: Section.openings)
        if case .texts(let texts, let slots) = names.kind {
            try writer.add(texts.ends, as: Section.ends)
            try writer.add(texts.bytes, as: Section.bytes)
            try writer.add(slots.places, as: Section.slots)
        }
        try writer.seal()
    }

    /// In fen; 0 for an account that is not there or whose block is damaged, which `throwIfDamaged` tells.
    @inline(__always) func opening(_ account: Int) -> Int64 {
        guard account < openings.count, file?.ensure(openings, account..<account + 1) ?? true else { return 0 }
        return openings[account].balance
    }
}
