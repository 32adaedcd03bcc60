package import Primitives
internal import Storage
package import Wire

/// One entry of an account, as its bank told it in answer to an inquiry.
package struct AccountEntry: Sendable, Equatable {
    /// In which order entries became known here.
    package let arrival: Int64
    package let account: AccountID
    package let serial: String
    package let direction: StatementRow.Direction
    package let channel: StatementRow.Channel
    package let amount: Money
    package let at: Timestamp
    package let balance: Money?
    /// The other side, where it is an account that we can name.
    package let counterpart: AccountID?
    package let counterpartNumber: String?
    package let counterpartName: String?
    package let reference: String?
}

extension StatementRow.Direction: Storable {}
extension StatementRow.Channel: Storable {}
extension BankOrder.Kind: Storable {}
