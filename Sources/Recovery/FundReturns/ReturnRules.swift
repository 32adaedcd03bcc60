package import Primitives

/// Why a return cannot be prepared, asked for or carried out.
package enum ReturnRefusal: Error, Equatable {
    /// Only frozen money is returned, and not what is merely stopped.
    case notFrozen(Freeze.State)
    /// The account has a return that is not done.
    case alreadyOpen(FundReturnID)
    case wrongState(FundReturn.State)
    /// No statement tells what happened in the account from the victims' money to the freeze.
    case statementMissing
    /// Statement and freeze do not agree on what lay there.
    case balanceDiffers(statement: Money, bank: Money)
    case statementContradictory
    /// A statement is asked for and not here yet.
    case statementUnderWay
    /// Nothing there can be a known victim's.
    case nothingToReturn
    /// Since the shares were computed a victim has become known, or losses have changed.
    case outdated
    /// The notice runs until then (返还规定 art. 8).
    case noticeRuns(until: Timestamp)
    case noticeMissing
    case objectionOpen
    /// So many objections wait for their answer that no more is taken on the public page.
    case tooManyObjections
    /// Nobody's papers are whole.
    case nobodyPayable
    case papersMissing([ReturnPaper])
    case payeeMissing
    case payeeUnreadable
    /// Money of another than the victim goes to nobody.
    case payeeNotVictim
    case notVictim
    case alreadyPaid
    /// A payment is on its way.
    case paymentOpen
    /// The bank has said both that it paid and that it did not.
    case bankContradicts
    case reasonMissing
    case textTooLong(most: Int)
}

/// The law on returning frozen money, as pure decisions.
package enum ReturnRules {
    /// Whether the city organ may be asked.
    package static func permitAsking(
        _ fundReturn: FundReturn, freeze: Freeze, isOutdated: Bool, hasOpenObjection: Bool, claims: [ReturnClaim],
        at now: Timestamp
    ) throws(ReturnRefusal) {
        guard freeze.state == .frozen else { throw .notFrozen(freeze.state) }
        switch fundReturn.state {
        case .computed: if fundReturn.needsNotice == true { throw .noticeMissing }
        case .noticed: if let until = fundReturn.noticeUntil, now <= until { throw .noticeRuns(until: until) }
        case .collecting, .asked, .decided, .closed, .withdrawn: throw .wrongState(fundReturn.state)
        }
        // One that was raised against shares computed before waits all the same.
        guard !hasOpenObjection else { throw .objectionOpen }
        guard !isOutdated else { throw .outdated }
        guard claims.contains(where: { $0.share?.total.isPositive ?? false }) else { throw .nothingToReturn }
        guard claims.contains(where: \.isPayable) else { throw .nobodyPayable }
    }

    /// Whether a decision may be ended with shares unpaid: not while a bank may be paying one, or may have paid it.
    package static func permitClosing(_ fundReturn: FundReturn, payments: [Repayment], isDoubtful: Bool)
        throws(ReturnRefusal)
    {
        guard fundReturn.state == .decided else { throw .wrongState(fundReturn.state) }
        guard !payments.contains(where: { $0.state == .ordered }) else { throw .paymentOpen }
        guard !isDoubtful else { throw .bankContradicts }
    }

    /// Whether money may go to this account: a bank, a number of digits, and the victim's own name.
    package static func permit(_ payee: ReturnAccount, of victim: String) throws(ReturnRefusal) {
        guard !payee.bank.isEmpty, !payee.number.isEmpty else { throw .payeeMissing }
        guard (6...34).contains(payee.number.utf8.count),
            payee.number.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) })
        else { throw .payeeUnreadable }
        guard payee.name == victim, !victim.isBlank else { throw .payeeNotVictim }
    }
}
