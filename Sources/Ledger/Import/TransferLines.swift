internal import Synchronization

/// What is known of a file of transfers before its lines are read.
struct TransferForm: Sendable {
    let file: String
    let options: ImportOptions
    let header: [String]
    let places: ItemPlaces
}

/// Where each item stands in a line.
struct ItemPlaces: Sendable {
    private var places = [Int](repeating: -1, count: ImportOptions.Item.allCases.count)

    /// Nil where the file does not have it.
    @inline(__always) subscript(item: ImportOptions.Item) -> Int? {
        get { places[item.number] < 0 ? nil : places[item.number] }
        set { places[item.number] = newValue ?? -1 }
    }
}

/// Counts what has been read, whoever reads.
final class ImportCounter: Sendable {
    private let rows: Atomic<Int>
    private let bytes: Atomic<Int>

    init(rows: Int = 0, bytes: Int = 0) {
        self.rows = Atomic(rows)
        self.bytes = Atomic(bytes)
    }

    /// Adds to what has been read so far.
    func add(rows more: Int, bytes read: Int) {
        rows.add(more, ordering: .relaxed)
        bytes.add(read, ordering: .relaxed)
    }

    func progress(ofAll bytesOfAll: Int) -> ImportProgress {
        ImportProgress(
            rows: rows.load(ordering: .relaxed), bytes: bytes.load(ordering: .relaxed), bytesOfAll: bytesOfAll)
    }
}

/// Reads lines of a file of transfers, one after the other.
struct TransferLines: ~Copyable, Sendable {
    typealias Item = ImportOptions.Item

    let form: TransferForm
    private(set) var scanner: LineScanner
    /// How times are written; nil until there was one.
    private(set) var pattern: TimePattern?
    private(set) var batch: Batch
    var accounts: NameTable
    /// Payers and payees in turn that have no numbers yet.
    private var waiting = Pile<LineScanner.Field>()
    private var unescaped = Pile<UInt8>()
    /// Lines of an amount of 0.
    private(set) var empty = 0
    /// Balances below 0.
    private(set) var overdrawn = 0

    /// `accounts` are those that have numbers already.
    init(
        _ form: TransferForm, _ scanner: consuming LineScanner, _ pattern: TimePattern?, _ accounts: consuming NameTable
    ) {
        (self.form, self.pattern) = (form, pattern)
        let places = form.places
        batch = Batch(
            Said(
                serials: places[.serial] != nil, payerBalances: places[.payerBalance] != nil,
                payeeBalances: places[.payeeBalance] != nil))
        self.scanner = scanner
        self.accounts = accounts
    }

    /// How many lines are counted as read at a time.
    private static let step = 1 << 16

    /// Reads on until nothing is left that begins before byte `end`.
    mutating func read(until end: Int, _ counter: ImportCounter, progress: () -> Void) throws(LedgerError) {
        scanner.end = end
        var (rows, place) = (batch.count, scanner.place)
        while scanner.next() {
            try readRow()
            if waiting.count > NameTable.together - 2 { number() }
            guard scanner.line.isMultiple(of: Self.step) else { continue }
            counter.add(rows: batch.count - rows, bytes: scanner.place - place)
            (rows, place) = (batch.count, scanner.place)
            progress()
        }
        number()
        if scanner.isOpen { throw fault(form.header.first ?? "", "\"", "every quote closed") }
    }

    /// Reads the next line, if there is one.
    mutating func readFirst() throws(LedgerError) {
        if scanner.next() { try readRow() }
        number()
    }

    /// One that begins at byte `start`, with names and line numbers of its own.
    func behind(_ start: Int) -> TransferLines {
        TransferLines(form, scanner.behind(start), pattern, NameTable.withOutside())
    }

    private mutating func readRow() throws(LedgerError) {
        guard scanner.count == form.header.count else {
            throw fault(
                form.header[min(scanner.count, form.header.count - 1)], scanner.texts.joined(separator: ","),
                "\(form.header.count) fields")
        }
        let time = try readTime()
        let amount = try money(.amount, "an amount of 0 or more, to the fen at most")
        guard amount > 0 else {
            // Banks' files have lines of 0.00; no money moved.
            empty += 1
            return
        }
        let (payer, payee) = (scanner[form.places[.payer] ?? 0], scanner[form.places[.payee] ?? 0])
        guard payer.start < payer.end || payee.start < payee.end else { throw fault(.payer, "a payer or a payee") }
        batch.times.push(time)
        batch.amounts.push(amount)
        batch.lines.push(UInt32(truncatingIfNeeded: scanner.line))
        name(payer, .payer)
        name(payee, .payee)
        try readID()
        if let place = form.places[.serial] {
            batch.serialBytes.push(scanner.bytes.slice(scanner[place].range))
            batch.serialEnds.push(UInt32(batch.serialBytes.count))
        }
        if form.places[.payerBalance] != nil { batch.payerBalances.push(try balance(.payerBalance)) }
        if form.places[.payeeBalance] != nil { batch.payeeBalances.push(try balance(.payeeBalance)) }
    }

    private mutating func readTime() throws(LedgerError) -> Int64 {
        let field = scanner[form.places[.time] ?? 0]
        if pattern == nil { pattern = TimePattern(like: scanner.bytes.text(field.range)) }
        guard let pattern, let time = pattern.time(scanner.bytes, field.range) else {
            throw fault(.time, "a time of the form \(pattern?.text ?? "")")
        }
        return time
    }

    /// Ids are kept as texts from the first on that does not count up from the one before.
    private mutating func readID() throws(LedgerError) {
        guard let place = form.places[.id] else { return }
        let field = scanner[place]
        guard field.start < field.end else { throw fault(.id, "an id") }
        if batch.count == 1 || batch.idsCountFrom != nil {
            let number = canonicalNumber(scanner.bytes, field.range)
            if batch.count == 1 { batch.idsCountFrom = number }
            if let first = batch.idsCountFrom, number == first + batch.count - 1 { return }
            try batch.spellIDs(batch.count - 1)
        }
        try batch.addID(scanner.bytes.slice(field.range))
    }

    /// Lets a name wait for its account; one with quotes in it is given its account at once, after those that wait.
    private mutating func name(_ field: LineScanner.Field, _ item: Item) {
        guard field.hasQuotes else { return waiting.push(field) }
        number()
        unescaped.removeAll()
        for byte in scanner.text(form.places[item] ?? 0).utf8 { unescaped.push(byte) }
        batch.addEnd(UInt32(accounts.account(unescaped.column, 0..<unescaped.count)))
    }

    /// Gives the names that wait their accounts.
    private mutating func number() {
        accounts.accounts(scanner.bytes, waiting.column) { batch.addEnd(UInt32($0)) }
        waiting.removeAll()
    }

    private func money(_ item: Item, _ expected: String) throws(LedgerError) -> Int64 {
        let field = scanner[form.places[item] ?? 0]
        guard let fen = amountInFen(scanner.bytes, field.range, form.options.unit) else { throw fault(item, expected) }
        return fen
    }

    /// What the bank said lay there; nothing where the field is empty, or where it was credit of the bank.
    private mutating func balance(_ item: Item) throws(LedgerError) -> Int64 {
        let field = scanner[form.places[item] ?? 0]
        guard field.start < field.end else { return Partition.unsaid }
        guard scanner.bytes[field.start] == UInt8(ascii: "-") else {
            return try money(item, "a balance to the fen at most, or nothing")
        }
        guard amountInFen(scanner.bytes, field.start + 1..<field.end, form.options.unit) != nil else {
            throw fault(item, "a balance to the fen at most, or nothing")
        }
        overdrawn += 1
        return Partition.unsaid
    }

    private func fault(_ item: Item, _ expected: String) -> LedgerError {
        let place = form.places[item] ?? 0
        return fault(form.header[place], scanner.text(place), expected)
    }

    private func fault(_ column: String, _ found: String, _ expected: String) -> LedgerError {
        .text(TextFault(file: form.file, line: scanner.line, column: column, found: found, expected: expected))
    }
}

extension TransferLines {
    /// Reads what the lines behind its own hold, as if it had read them itself.
    mutating func join(_ next: inout TransferLines) throws(LedgerError) {
        let table = Kept<UInt32>(count: next.accounts.count)
        defer { table.stay() }
        let numbers = table.column
        let texts = next.accounts.texts
        var names = Pile<LineScanner.Field>()
        var known = 1
        while known < numbers.count {
            let end = min(known + NameTable.together, numbers.count)
            names.removeAll()
            for name in known..<end {
                names.push(
                    LineScanner.Field(
                        start: texts.range(name).lowerBound, end: texts.range(name).upperBound, hasQuotes: false))
            }
            accounts.accounts(texts.bytes, names.column) {
                numbers[known] = UInt32($0)
                known += 1
            }
        }
        try batch.join(&next.batch, numbers: numbers, lines: scanner.linesRead)
        scanner.goOn(behind: next.scanner)
        (empty, overdrawn) = (empty + next.empty, overdrawn + next.overdrawn)
    }

    /// What was read; it is empty then. `idsCountFrom` is the first id where the file has none.
    mutating func addition(idsCountFrom: Int?, given: [(account: Int, balance: Int64)]) -> Addition {
        var rows = Batch(batch.said)
        var names = NameTable()
        swap(&rows, &batch)
        swap(&names, &accounts)
        if let idsCountFrom { rows.idsCountFrom = idsCountFrom }
        return Addition(
            batch: rows, naming: .texts(names), given: given, isNumbered: idsCountFrom != nil, time: pattern ?? .iso,
            empty: empty, overdrawn: overdrawn)
    }
}
