internal import Primitives
internal import Recovery
internal import Storage

/// An account as pages show it: whose, which with its middle hidden, and where.
struct AccountShown: Sendable, Equatable {
    var holder: String?
    var number: String
    var bank: String

    init(holder: String?, number: String, bank: String) {
        self.holder = holder
        self.bank = bank
        do { self.number = try BankAccountNumber(number).masked } catch { self.number = "****" }
    }

    static func load(_ id: AccountID, _ tx: any Transaction) throws -> AccountShown {
        let account = try AccountTable(tx).require(id)
        return AccountShown(holder: account.name, number: account.number, bank: account.bankName)
    }

    static func load(_ ids: [AccountID], _ tx: any Transaction) throws -> [AccountID: AccountShown] {
        let accounts = try AccountTable(tx).find(Set(ids).sorted())
        return Dictionary(
            uniqueKeysWithValues: accounts.map {
                ($0.id, AccountShown(holder: $0.name, number: $0.number, bank: $0.bankName))
            })
    }

    /// Holder over number and bank, for a table's cell.
    var cell: HTML { "\(holder ?? "—")<small><span class=\"mono\">\(number)</span>　\(bank)</small>" }

    /// On one line.
    var line: HTML { "\(holder ?? "—")　<span class=\"mono\">\(number)</span>　\(bank)" }
}
