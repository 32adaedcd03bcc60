package import Primitives
package import Wire

/// Why an account cannot be frozen, or its freeze not be renewed.
package enum FreezeRefusal: Error, Equatable {
    /// Before a case is filed money may be stopped, and not be frozen (程序规定 art. 174).
    case notFiled
    /// No double freeze (程序规定 art. 242): who comes later joins it.
    case alreadyLive(FreezeID)
    /// None of the incident's money is known to be there.
    case notReached
    /// A hub gathers the money of many.
    case hub
    case itemsMissing([StopRefusal.MissingItem])
    case limitNotPositive
    /// More is asked for than what is the incident's there: freeze the whole account, with a reason, or less.
    case limitAboveTraced(traced: Money)
    case reasonMissing
    /// Only what the bank has frozen can be renewed.
    case notInForce(Freeze.State)
    /// A renewal comes before the end; after it the freeze has lapsed by itself (程序规定 art. 240, 243).
    case expired(at: Timestamp)
    case alreadyAsked
    /// Others claim it, and this incident does not.
    case notClaimed
    /// All that is frozen is claimed: nothing of it is the holder's own.
    case nothingClean(claimed: Money)
    /// It ends by itself before a lower freeze could take its place.
    case endsTooSoon(at: Timestamp)
    /// Its money is decided to be the victims', and not all of it is paid.
    case returnDecided(FundReturnID)
    /// Its order may have reached the bank, which then holds the account for months.
    case mayBeInForce
}

/// The law on what may be frozen, as pure decisions.
package enum FreezeRules {
    /// What is known when a freeze is asked for.
    package struct Case: Sendable {
        package var isFiled: Bool
        package var live: FreezeID?
        /// The incident's money that the trace finds in the account; nil where it never came there.
        package var traced: Money?
        package var isHub: Bool
        package var missing: [StopRefusal.MissingItem]
        /// Nil freezes the whole account.
        package var limit: Money?
        package var reason: String

        package init(
            isFiled: Bool, live: FreezeID?, traced: Money?, isHub: Bool, missing: [StopRefusal.MissingItem],
            limit: Money?, reason: String
        ) {
            self.isFiled = isFiled
            self.live = live
            self.traced = traced
            self.isHub = isHub
            self.missing = missing
            self.limit = limit
            self.reason = reason
        }
    }

    package static func permit(_ asked: Case) throws(FreezeRefusal) {
        guard asked.isFiled else { throw .notFiled }
        if let live = asked.live { throw .alreadyLive(live) }
        guard let traced = asked.traced, traced.isPositive else { throw .notReached }
        guard !asked.isHub else { throw .hub }
        guard asked.missing.isEmpty else { throw .itemsMissing(asked.missing) }
        if let limit = asked.limit {
            guard limit.isPositive else { throw .limitNotPositive }
            guard limit <= traced else { throw .limitAboveTraced(traced: traced) }
        }
        guard !asked.reason.isBlank else { throw .reasonMissing }
    }

    /// Whether a person may drop an order that did not get through. Not one that makes, lengthens or ends a freeze, nor a payment to a
    /// victim: a bank that carried it out unheard would hold an account for months, have let it go, or have paid, and nobody here
    /// would know. It is sent again, or the bank's word is entered.
    package static func mayDrop(_ kind: BankOrder.Kind) -> Bool {
        kind != .freeze && kind != .renewFreeze && kind != .unfreeze && kind != .returnFunds
    }

    /// Whether part of a freeze, of all that it keeps by now, may be let go, down to what is claimed of it.
    package static func permitNarrowing(
        of freeze: Freeze, keeping kept: Money?, to claimed: Money, isAsked: Bool, reason: String, at now: Timestamp
    ) throws(FreezeRefusal) {
        guard freeze.state == .frozen, let ends = freeze.endsAt, let kept else { throw .notInForce(freeze.state) }
        guard now + .days(1) < ends else { throw .endsTooSoon(at: ends) }
        guard freeze.narrowing == nil, !isAsked else { throw .alreadyAsked }
        guard claimed.isPositive else { throw .notReached }
        guard claimed < kept else { throw .nothingClean(claimed: claimed) }
        guard !reason.isBlank else { throw .reasonMissing }
    }

    /// How much of a freeze nobody claims; refuses as `permitNarrowing` does.
    package static func freePart(
        of freeze: Freeze, keeping kept: Money?, besides claimed: Money, isAsked: Bool, reason: String,
        at now: Timestamp
    ) throws(FreezeRefusal) -> Money {
        try permitNarrowing(of: freeze, keeping: kept, to: claimed, isAsked: isAsked, reason: reason, at: now)
        return (kept ?? .zero) - claimed
    }

    package static func permitRenewal(of freeze: Freeze, isAsked: Bool, reason: String, at now: Timestamp)
        throws(FreezeRefusal)
    {
        if let ends = freeze.endsAt, now >= ends { throw .expired(at: ends) }
        guard freeze.state == .frozen else { throw .notInForce(freeze.state) }
        guard !isAsked, freeze.narrowing == nil else { throw .alreadyAsked }
        guard !reason.isBlank else { throw .reasonMissing }
    }
}
