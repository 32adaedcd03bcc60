package import Primitives
package import Wire

/// One entry of an account, as its bank booked it.
package struct LedgerEntry: Hashable, Sendable {
    /// The place in the book of all that the banks did.
    package let line: Int
    package let account: AccountAddress
    /// Counts up over all entries of the banks, so also within the account.
    package let serial: Int
    package let direction: StatementRow.Direction
    package let channel: StatementRow.Channel
    package let amount: Money
    package let balance: Money
    package let time: Timestamp
    package let counterpart: AccountAddress?
    /// The clearing's, the same on both sides of a transfer.
    package let reference: String
    package let summary: String

    /// Twelve digits, so that serials sort as text too.
    package var serialText: String { String(String(1_000_000_000_000 + serial).dropFirst()) }

    /// The machine at which cash was drawn or a card was used.
    package var terminal: String? {
        switch channel {
        case .cash: "ATM\(1000 + serial % 900)"
        case .pos: "POS\(1000 + serial % 900)"
        case .transfer, .thirdParty, .crypto, .abroad, .interest, .fee: nil
        }
    }
}
