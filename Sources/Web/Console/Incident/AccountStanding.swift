package import Primitives
package import Recovery
internal import Wire

/// How matters stand with one account that an incident's money reached: the money, the measure, what its bank owes.
package struct AccountStanding: Sendable, Equatable {
    package enum State: Sendable, Equatable {
        /// Waits for a second person.
        case drafted
        case waiting(since: Timestamp, due: Timestamp)
        case overdue(since: Timestamp, due: Timestamp)
        case undelivered(String)
        case held
        /// The bank executed for less than the money traced: the rest had gone.
        case partlyHeld(code: String)
        /// The measure is in force and none of this money is there.
        case heldEmpty
        case releasing
        /// A freeze holds it, or waits behind another.
        case frozen(Freeze)
        case refused(code: String)
        case ended(StopPayment.State)
        /// A payment institution, merchant or exchange; since when its records are awaited.
        case hub(since: Timestamp?, due: Timestamp?)
        case notPossible(StopRefusal)
        case awaitingStatement(since: Timestamp, due: Timestamp)
        /// Money is there, or may be, and nothing is asked.
        case open
        case emptied
    }

    package var account: Account
    package var bankName: String
    package var flow: MoneyFlows.Place
    /// The newest stop-payment on the account, whichever incident asked.
    package var stop: StopPayment?
    package var stopAct: BankAct?
    package var inquiry: Inquiry?
    package var inquiryAct: BankAct?
    /// How many of the stops that the law allows are used.
    package var uses: Int
    /// The newest freeze on the account.
    package var freeze: Freeze?
    package var refusal: StopRefusal?
    package var inferredOpening: Money?
    /// Whether the bank's code means that it did less than was asked.
    package var isPartial: Bool
    /// Other incidents with a live claim on the measure.
    package var otherClaims: Int

    package init(
        account: Account, bankName: String, flow: MoneyFlows.Place, stop: StopPayment? = nil, stopAct: BankAct? = nil,
        inquiry: Inquiry? = nil, inquiryAct: BankAct? = nil, uses: Int = 0,
        freeze: Freeze? = nil, refusal: StopRefusal? = nil,
        inferredOpening: Money? = nil, isPartial: Bool = false, otherClaims: Int = 0
    ) {
        self.account = account
        self.bankName = bankName
        self.flow = flow
        self.stop = stop
        self.stopAct = stopAct
        self.inquiry = inquiry
        self.inquiryAct = inquiryAct
        self.uses = uses
        self.freeze = freeze
        self.refusal = refusal
        self.inferredOpening = inferredOpening
        self.isPartial = isPartial
        self.otherClaims = otherClaims
    }

    package var isInForce: Bool { stop?.state.isInForce == true || freeze?.isInForce == true }

    /// When the measure that holds the account ends.
    package var endsAt: Timestamp? { freeze?.isInForce == true ? freeze?.endsAt : stop?.endsAt }

    /// What can still be saved or is saved there.
    package var recoverable: Money { flow.bands.held + flow.bands.atLarge }

    package func state(at now: Timestamp) -> State {
        if account.isHub { return .hub(since: openInquiry?.createdAt, due: openInquiry?.answerDue) }
        if let freeze, freeze.isInForce || freeze.state == .queued && stop?.state.isInForce != true {
            return .frozen(freeze)
        }
        guard let stop else { return stateWithoutStop(at: now) }
        switch stop.state {
        case .draft: return .drafted
        case .ordered, .overdue: return waiting(at: now)
        case .executed: return heldState
        case .releasing: return .releasing
        case .refused: return .refused(code: stop.refusalCode ?? "")
        case .expired, .released, .withdrawn:
            return refusal.map { .notPossible($0) } ?? .ended(stop.state)
        }
    }

    private var openInquiry: BankAct? { inquiryAct?.state == .open ? inquiryAct : nil }

    private var heldState: State {
        if !flow.bands.held.isPositive { return .heldEmpty }
        return isPartial ? .partlyHeld(code: stopAct?.answer?.result ?? "") : .held
    }

    private func waiting(at now: Timestamp) -> State {
        guard let act = stopAct else { return .drafted }
        if act.state == .dead { return .undelivered(act.lastError ?? "") }
        return now >= act.answerDue
            ? .overdue(since: act.createdAt, due: act.answerDue) : .waiting(since: act.createdAt, due: act.answerDue)
    }

    private func stateWithoutStop(at now: Timestamp) -> State {
        if let refusal { return .notPossible(refusal) }
        if let act = openInquiry { return .awaitingStatement(since: act.createdAt, due: act.answerDue) }
        return flow.bands.atLarge.isPositive ? .open : .emptied
    }
}

extension AccountStanding {
    /// Whether a person has something to do about this account now.
    package func needsAct(at now: Timestamp) -> Bool {
        switch state(at: now) {
        case .drafted, .overdue, .undelivered, .notPossible: true
        case .refused, .open: flow.bands.atLarge.isPositive
        case .hub(_, let due): due.map { $0 <= now } ?? false
        case .held, .partlyHeld: stop?.endsAt.map { $0 - now <= .hours(12) } ?? false
        case .frozen(let freeze): freeze.endsAt.map { $0 - now <= .days(7) } ?? false
        case .waiting, .heldEmpty, .releasing, .ended, .awaitingStatement, .emptied: false
        }
    }
}
