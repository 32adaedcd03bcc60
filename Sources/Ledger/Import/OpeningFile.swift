/// Reads opening balances: a file with the columns account and opening (or balance), in the unit of the import, or in fen
/// where the column's name ends with `_fen`.
enum OpeningFile {
    static func read(_ path: String, _ options: ImportOptions, into accounts: inout NameTable) throws(LedgerError)
        -> [(account: Int, balance: Int64)]
    {
        let file = TransferFile.name(path)
        var scanner = LineScanner(try Region(mapping: path))
        let header = scanner.next() ? scanner.texts : []
        let names = ["opening", "balance", "opening_fen", "balance_fen"]
        guard let account = header.firstIndex(of: "account"), let balance = header.firstIndex(where: names.contains)
        else {
            throw .text(
                TextFault(
                    file: file, line: 1, column: "account", found: header.joined(separator: ","),
                    expected: "the columns account and opening"))
        }
        let unit = header[balance].hasSuffix("_fen") ? ImportOptions.Unit.fen : options.unit
        var openings: [(account: Int, balance: Int64)] = []
        var seen: Set<Int> = []
        while scanner.next() {
            func fault(_ column: Int, _ expected: String) -> LedgerError {
                .text(
                    TextFault(
                        file: file, line: scanner.line, column: header[column],
                        found: column < scanner.count ? scanner.text(column) : "", expected: expected))
            }
            guard scanner.count == header.count else { throw fault(account, "\(header.count) fields") }
            guard let fen = amountInFen(scanner.bytes, scanner[balance].range, unit) else {
                throw fault(balance, "a balance of 0 or more, to the fen at most")
            }
            let number = accounts.account(scanner.bytes, scanner[account].range)
            guard number != Accounts.outside, seen.insert(number).inserted else {
                throw fault(account, "an account, each one once")
            }
            openings.append((number, fen))
        }
        return openings
    }
}
