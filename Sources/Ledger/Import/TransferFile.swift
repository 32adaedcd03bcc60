/// How far the reading of a file has come.
package struct ImportProgress: Sendable {
    package let rows: Int
    package let bytes: Int
    package let bytesOfAll: Int
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

/// Reads a file of transfers into a batch.
struct TransferFile: ~Copyable {
    typealias Item = ImportOptions.Item

    private let name: String
    private let options: ImportOptions
    private let region: Region
    private var scanner: LineScanner
    private let header: [String]
    private let places: ItemPlaces
    private var pattern: TimePattern?
    private var batch: Batch
    private var accounts: NameTable
    /// The id of the first transfer, while all so far are the numbers that count up from it.
    private var firstNumber: Int?
    private var unescaped = Pile<UInt8>()
    /// Lines of an amount of 0.
    private var empty = 0
    /// Balances below 0.
    private var overdrawn = 0

    /// `accounts` are those that the ledger in `folder` has already.
    init(
        _ path: String, _ options: ImportOptions, accounts: consuming NameTable, folder: String
    ) throws(LedgerError) {
        let (file, text) = (Self.name(path), try Region(reading: path, spoolingIn: folder))
        var lines = LineScanner(text)
        guard lines.next() else {
            throw .text(TextFault(file: file, line: 1, column: "", found: "", expected: "a header"))
        }
        let names = lines.texts
        let found = try Self.places(names, options, file: file)
        (name, region, header, places) = (file, text, names, found)
        (self.options, pattern) = (options, options.time)
        scanner = lines
        batch = Batch(
            Said(
                serials: found[.serial] != nil, payerBalances: found[.payerBalance] != nil,
                payeeBalances: found[.payeeBalance] != nil))
        self.accounts = accounts
    }

    /// The last part of a path.
    static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    private static func places(_ header: [String], _ options: ImportOptions, file: String) throws(LedgerError)
        -> ItemPlaces
    {
        var places = ItemPlaces()
        for item in Item.allCases {
            let column = options.columns[item] ?? item.rawValue
            if let place = header.firstIndex(of: column) {
                places[item] = place
            } else if item.isNeeded || options.columns[item] != nil {
                throw .text(
                    TextFault(
                        file: file, line: 1, column: column, found: header.joined(separator: ","),
                        expected: "a column \(column) for \(item.rawValue)"))
            }
        }
        return places
    }

    /// All transfers in the order of the file; where it has no ids they are the numbers from `firstRow` on.
    ///
    /// `opening` is the file of opening balances, if there is one.
    consuming func read(firstRow: Int, opening: String?, progress: (ImportProgress) -> Void) throws(LedgerError)
        -> Addition
    {
        if places[.id] == nil { firstNumber = firstRow }
        while scanner.next() {
            try readRow()
            if batch.count & 0xFFFF == 0 {
                progress(ImportProgress(rows: batch.count, bytes: scanner.place, bytesOfAll: region.count))
            }
        }
        if scanner.isOpen { throw fault(header.first ?? "", "\"", "every quote closed") }
        if let firstNumber, batch.isOrdered || places[.id] == nil { batch.idsCountFrom = firstNumber }
        var given: [(account: Int, balance: Int64)] = []
        if let opening { given = try OpeningFile.read(opening, options, into: &accounts) }
        return Addition(
            batch: batch, naming: .texts(accounts), given: given, time: pattern ?? .iso, empty: empty,
            overdrawn: overdrawn)
    }

    private mutating func readRow() throws(LedgerError) {
        guard scanner.count == header.count else {
            throw fault(
                header[min(scanner.count, header.count - 1)], scanner.texts.joined(separator: ","),
                "\(header.count) fields")
        }
        let time = try readTime()
        let amount = try money(.amount, "an amount of 0 or more, to the fen at most")
        guard amount > 0 else {
            // Banks' files have lines of 0.00; no money moved.
            empty += 1
            return
        }
        let (payer, payee) = (account(.payer), account(.payee))
        guard payer != Accounts.outside || payee != Accounts.outside else { throw fault(.payer, "a payer or a payee") }
        batch.add(
            time: time, payer: UInt32(payer), payee: UInt32(payee), amount: amount,
            line: UInt32(truncatingIfNeeded: scanner.line))
        try readID()
        if let place = places[.serial] {
            batch.serialBytes.push(scanner.bytes.slice(scanner[place].range))
            batch.serialEnds.push(UInt32(batch.serialBytes.count))
        }
        if places[.payerBalance] != nil { batch.payerBalances.push(try balance(.payerBalance)) }
        if places[.payeeBalance] != nil { batch.payeeBalances.push(try balance(.payeeBalance)) }
    }

    private mutating func readTime() throws(LedgerError) -> Int64 {
        let field = scanner[places[.time] ?? 0]
        if pattern == nil { pattern = TimePattern(like: scanner.bytes.text(field.range)) }
        guard let pattern, let time = pattern.time(scanner.bytes, field.range) else {
            throw fault(.time, "a time of the form \(pattern?.text ?? "")")
        }
        return time
    }

    private mutating func readID() throws(LedgerError) {
        guard let place = places[.id] else {
            return
        }
        let field = scanner[place]
        guard field.start < field.end else { throw fault(.id, "an id") }
        batch.idBytes.push(scanner.bytes.slice(field.range))
        guard batch.idBytes.count <= Int(UInt32.max) else { throw .tooLarge("ids of more than 4 GiB in one file") }
        batch.idEnds.push(UInt32(batch.idBytes.count))
        let number = canonicalNumber(scanner.bytes, field.range)
        if batch.count == 1 { firstNumber = number }
        if let first = firstNumber, number != first + batch.count - 1 { firstNumber = nil }
    }

    private mutating func account(_ item: Item) -> Int {
        let field = scanner[places[item] ?? 0]
        guard field.hasQuotes else { return accounts.account(scanner.bytes, field.range) }
        unescaped.removeAll()
        for byte in scanner.text(places[item] ?? 0).utf8 { unescaped.push(byte) }
        return accounts.account(unescaped.column, 0..<unescaped.count)
    }

    private func money(_ item: Item, _ expected: String) throws(LedgerError) -> Int64 {
        let field = scanner[places[item] ?? 0]
        guard let fen = amountInFen(scanner.bytes, field.range, options.unit) else { throw fault(item, expected) }
        return fen
    }

    /// What the bank said lay there; nothing where the field is empty, or where it was credit of the bank.
    private mutating func balance(_ item: Item) throws(LedgerError) -> Int64 {
        let field = scanner[places[item] ?? 0]
        guard field.start < field.end else { return Partition.unsaid }
        guard scanner.bytes[field.start] == UInt8(ascii: "-") else {
            return try money(item, "a balance to the fen at most, or nothing")
        }
        guard amountInFen(scanner.bytes, field.start + 1..<field.end, options.unit) != nil else {
            throw fault(item, "a balance to the fen at most, or nothing")
        }
        overdrawn += 1
        return Partition.unsaid
    }

    private func fault(_ item: Item, _ expected: String) -> LedgerError {
        let place = places[item] ?? 0
        return fault(header[place], scanner.text(place), expected)
    }

    private func fault(_ column: String, _ found: String, _ expected: String) -> LedgerError {
        .text(TextFault(file: name, line: scanner.line, column: column, found: found, expected: expected))
    }
}
