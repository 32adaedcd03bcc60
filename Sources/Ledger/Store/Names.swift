/// A hash of some bytes: eight at a time.
@inline(__always) func hash(_ bytes: Column<UInt8>, _ range: Range<Int>) -> UInt64 {
    var (index, sum) = (range.lowerBound, UInt64(range.count) &* 0x9E37_79B9_7F4A_7C15)
    while index + 8 <= range.upperBound {
        sum = Checksum.step(sum, bytes.word(at: index))
        index += 8
    }
    var rest: UInt64 = 0
    while index < range.upperBound {
        rest = rest << 8 | UInt64(bytes[index])
        index += 1
    }
    sum = Checksum.step(sum, rest)
    return Checksum.step(sum, sum >> 32)
}

/// Texts by their number: where each ends among their bytes, one after the other.
struct Texts: Sendable {
    let ends: Column<UInt32>
    let bytes: Column<UInt8>

    @inline(__always) func range(_ number: Int) -> Range<Int> {
        (number == 0 ? 0 : Int(ends[number - 1]))..<Int(ends[number])
    }
}

/// A table that finds a text's number: places for twice as many, the upper half of each its hash, the lower its number + 1.
struct Slots: Sendable {
    let places: Column<UInt64>

    /// Where a text stands or would stand: a place, and its number if it is there.
    @inline(__always) func find(_ bytes: Column<UInt8>, _ range: Range<Int>, in texts: Texts) -> (place: Int, Int?) {
        find(hash(bytes, range), bytes, range, in: texts)
    }

    /// The same for a text whose hash is known.
    @inline(__always) func find(_ sum: UInt64, _ bytes: Column<UInt8>, _ range: Range<Int>, in texts: Texts) -> (
        place: Int, Int?
    ) {
        let mask = places.count - 1
        var place = Int(truncatingIfNeeded: sum) & mask
        while true {
            let slot = places[place]
            if slot == 0 { return (place, nil) }
            if slot >> 32 == sum >> 32 {
                let number = Int(slot & 0xFFFF_FFFF) - 1
                if texts.bytes.isEqual(texts.range(number), to: bytes, range) { return (place, number) }
            }
            place = (place + 1) & mask
        }
    }

    /// What stands where a search for a hash begins.
    @inline(__always) func first(_ sum: UInt64) -> UInt64 {
        places[Int(truncatingIfNeeded: sum) & (places.count - 1)]
    }

    /// What stands there for a text with this hash, most likely the one that is looked for; 0 where there is none.
    @inline(__always) func likely(_ sum: UInt64) -> UInt64 {
        let mask = places.count - 1
        var place = Int(truncatingIfNeeded: sum) & mask
        while places[place] != 0, places[place] >> 32 != sum >> 32 { place = (place + 1) & mask }
        return places[place]
    }

    @inline(__always) static func slot(_ sum: UInt64, _ number: Int) -> UInt64 {
        sum & ~0xFFFF_FFFF | UInt64(number + 1)
    }

    static func size(for count: Int) -> Int {
        var size = 64
        while size < count * 2 { size *= 2 }
        return size
    }
}

/// The decimal number that some bytes write, in its only form; nil for anything else.
func canonicalNumber(_ bytes: Column<UInt8>, _ range: Range<Int>) -> Int? {
    guard (1...18).contains(range.count) else { return nil }
    var number = 0
    for index in range {
        let digit = bytes[index] &- 48
        guard digit < 10 else { return nil }
        number = number * 10 + Int(digit)
    }
    return range.count > 1 && bytes[range.lowerBound] == 48 ? nil : number
}

/// Texts that are numbered in the order in which they first come.
struct NameTable: ~Copyable, Sendable {
    private var ends = Pile<UInt32>()
    private var bytes = Pile<UInt8>(capacity: 1024)
    private var slots = Kept<UInt64>(count: 64)
    /// Hashes of texts that are looked for together, and what was read ahead for them.
    private let sums = Kept<UInt64>(count: Self.together)
    private let ahead = Kept<UInt64>(count: Self.together)

    /// So many texts are looked for together.
    static let together = 64

    var count: Int { ends.count }
    var texts: Texts { Texts(ends: ends.column, bytes: bytes.column) }
    var places: Column<UInt64> { slots.column }

    func text(_ number: Int) -> String { bytes.column.text(texts.range(number)) }

    /// A table with only the name of the outside, which nobody can ask for.
    static func withOutside() -> NameTable {
        var table = NameTable()
        table.append(.none, 0..<0)
        return table
    }

    init() {}

    /// The names that stand in a ledger, to be added to.
    init(_ names: Names) throws(LedgerError) {
        guard case .texts(let texts, let slots) = names.kind else {
            append(.none, 0..<0)
            for number in 1..<max(names.count, 1) { add(String(number - 1)) }
            return
        }
        try names.ensureAll()
        ends.push(texts.ends)
        bytes.push(texts.bytes)
        self.slots = Kept(count: slots.places.count)
        self.slots.column.copy(from: slots.places)
    }

    private mutating func add(_ text: String) { _ = account(text) }

    /// The account of that name; nothing names the outside.
    mutating func account(_ name: String) -> Int {
        name.withColumn { account($0, $1) }
    }

    /// The names as they are to be kept.
    mutating func kept() -> (names: Names, regions: [Region]) {
        let (ends, bytes) = (ends.kept(), bytes.kept())
        let texts = Texts(ends: ends.column, bytes: bytes.column)
        let names = Names(count: count, kind: .texts(texts, Slots(places: slots.column)), file: nil)
        return (names, [ends.region, bytes.region, slots.region])
    }

    /// The text's number, a new one if it was not there.
    mutating func number(of text: Column<UInt8>, _ range: Range<Int>) -> (number: Int, isNew: Bool) {
        number(hash(text, range), of: text, range)
    }

    /// The numbers of the accounts of `together` names at most, in turn.
    mutating func accounts(_ bytes: Column<UInt8>, _ names: Column<LineScanner.Field>, _ each: (Int) -> Void) {
        fetch(bytes, names)
        for index in 0..<names.count {
            let range = names[index].range
            each(range.isEmpty ? Accounts.outside : number(sums.column[index], of: bytes, range).number)
        }
    }

    /// Reads what the searches for some texts begin with: side by side, since each alone would wait for memory three times.
    private func fetch(_ bytes: Column<UInt8>, _ fields: Column<LineScanner.Field>) {
        let (table, texts, sums, ahead) = (Slots(places: slots.column), texts, sums.column, ahead.column)
        for index in 0..<fields.count { sums[index] = hash(bytes, fields[index].range) }
        for index in 0..<fields.count { ahead[index] = table.first(sums[index]) }
        for index in 0..<fields.count { ahead[index] = table.likely(sums[index]) }
        for index in 0..<fields.count where ahead[index] != 0 {
            ahead[index] = UInt64(texts.range(Int(ahead[index] & 0xFFFF_FFFF) - 1).lowerBound) + 1
        }
        for index in 0..<fields.count where ahead[index] != 0 {
            ahead[index] = UInt64(texts.bytes[Int(ahead[index]) - 1])
        }
    }

    private mutating func number(_ sum: UInt64, of text: Column<UInt8>, _ range: Range<Int>) -> (
        number: Int, isNew: Bool
    ) {
        let (place, known) = Slots(places: slots.column).find(sum, text, range, in: texts)
        if let known { return (known, false) }
        append(text, range)
        slots.column[place] = Slots.slot(sum, count - 1)
        if count * 2 > slots.column.count { grow() }
        return (count - 1, true)
    }

    /// Gives the next number to a text that is never looked for.
    mutating func append(_ text: Column<UInt8>, _ range: Range<Int>) {
        bytes.push(text.slice(range))
        precondition(bytes.count <= Int(UInt32.max), "names of more than 4 GiB")
        ends.push(UInt32(bytes.count))
    }

    private mutating func grow() {
        slots = Kept(count: Slots.size(for: count * 2))
        let (texts, places) = (texts, slots.column)
        for number in 0..<count where !texts.range(number).isEmpty {
            let sum = hash(texts.bytes, texts.range(number))
            var place = Int(truncatingIfNeeded: sum) & (places.count - 1)
            while places[place] != 0 { place = (place + 1) & (places.count - 1) }
            places[place] = Slots.slot(sum, number)
        }
    }
}

/// The numbers of texts as they stand in a sealed file: either texts with a table, or the decimal numbers from `first` on.
struct Names: Sendable {
    enum Kind: Sendable {
        case counted(from: Int)
        case texts(Texts, Slots)
    }

    let count: Int
    let kind: Kind
    /// Where the columns lie; nil where they are in memory.
    let file: SealedFile?

    /// A text by its number.
    func text(_ number: Int) throws(LedgerError) -> String {
        guard case .texts(let texts, _) = kind else { return String(first + number) }
        try ensure(texts.ends, max(number - 1, 0)..<number + 1)
        let range = texts.range(number)
        try ensure(texts.bytes, range)
        return texts.bytes.text(range)
    }

    /// A text's number.
    func number(of text: String) throws(LedgerError) -> Int? {
        try text.withColumn { bytes, range throws(LedgerError) in try number(of: bytes, range) }
    }

    func number(of text: Column<UInt8>, _ range: Range<Int>) throws(LedgerError) -> Int? {
        guard case .texts(let texts, let slots) = kind else {
            guard let number = canonicalNumber(text, range) else { return nil }
            return (0..<count).contains(number - first) ? number - first : nil
        }
        // A search may pass over many places and texts: all are checked, once.
        try ensureAll()
        guard !range.isEmpty, slots.places.count > 0 else { return nil }
        return slots.find(text, range, in: texts).1
    }

    /// Checks all that a search reads.
    func ensureAll() throws(LedgerError) {
        guard case .texts(let texts, let slots) = kind else { return }
        try ensure(slots.places, 0..<slots.places.count)
        try ensure(texts.ends, 0..<texts.ends.count)
        try ensure(texts.bytes, 0..<texts.bytes.count)
    }

    private var first: Int {
        if case .counted(let first) = kind { first } else { 0 }
    }

    private func ensure<Element>(_ column: Column<Element>, _ range: Range<Int>) throws(LedgerError) {
        guard let file, !range.isEmpty, !file.ensure(column, range) else { return }
        try file.throwIfDamaged()
    }
}
