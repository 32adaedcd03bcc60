package import Primitives

/// Why somebody may not do what he asks for; says what is lacking.
package enum Refusal: Error, Equatable {
    /// None of his roles may do it.
    case notPermitted(Act)
    /// The unit of the record is not under his own.
    case notYourUnit(UnitCode)
    case notYourBank
    /// The law asks for the head of a higher organ; this is the lowest level that will do.
    case levelTooLow(needs: UnitCode.Level)
    /// The temporary password has to be changed before anything else.
    case mustChangePassword
    /// What he asked for himself, another must decide.
    case ownRequest
    /// Only who asked for it can withdraw it.
    case notYourRequest
    /// Nobody changes his own roles, resets his own password or disables himself.
    case ownAccount
    case alreadyDecided(Approval.State)
    /// The same is already waiting for a decision.
    case alreadyWaiting(ApprovalID)
    /// The time in which it could be decided is over.
    case expired(at: Timestamp)
    /// What is refused or undone needs a reason.
    case reasonMissing
    /// The request has no such line.
    case noSuchLine(String)
    /// An approval must leave at least one line; to refuse all is to return it.
    case nothingLeft
}

/// There is nothing of that name.
package struct NotFound: Error, Equatable {
    package let id: String

    package init(_ id: some CustomStringConvertible) { self.id = id.description }
}
