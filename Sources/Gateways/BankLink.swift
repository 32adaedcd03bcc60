package import Foundation
package import Recovery

/// How a sealed order reaches a bank and what comes back. It blocks its thread.
package protocol BankLink: Sendable {
    func deliver(_ envelope: Data, to bank: Bank) -> BankReply
}

package enum BankReply: Sendable, Equatable {
    /// One sealed answer, or more when the bank says something twice.
    case answers([Data])
    /// The bank has the order and will answer when asked again.
    case accepted
    /// The bank will not take this message; sending it again does not help.
    case refused(String)
    /// Nothing usable came back; the bank may have acted.
    case failed(String)
}
