package import Primitives

/// Why an account cannot be stopped.
package enum StopRefusal: Error, Equatable {
    /// The account was stopped as often as the rule allows (银发〔2016〕86号 二(一)2).
    case timesUsedUp(used: Int, most: Int)
    case alreadyLive(StopPaymentID)
    /// The four items are not all known: the bank would have to refuse (86号).
    case itemsMissing([MissingItem])
    /// A hub (payment institution, merchant, exchange) gathers the money of many: its order is an inquiry, not a stop.
    case hub

    package enum MissingItem: String, Sendable, CaseIterable { case name, number, amount, time, bank }
}

/// The law on who may be stopped and how often, as pure decisions.
package enum StopRules {
    /// Throws unless an account with this history may be stopped once more. A measure on its way counts as used.
    package static func permitAnother(used: Int, most: Int, live: StopPaymentID?) throws(StopRefusal) {
        if let live { throw .alreadyLive(live) }
        guard used < most else { throw .timesUsedUp(used: used, most: most) }
    }

    /// The four items (户名、账号、金额、时间) and the bank they go to, those that are missing.
    package static func missingItems(
        name: String?, number: String?, amount: Money?, time: Timestamp?, bank: String?
    ) -> [StopRefusal.MissingItem] {
        var missing: [StopRefusal.MissingItem] = []
        if name?.isEmpty ?? true { missing.append(.name) }
        if number?.isEmpty ?? true { missing.append(.number) }
        if !(amount?.isPositive ?? false) { missing.append(.amount) }
        if time == nil { missing.append(.time) }
        if bank?.isEmpty ?? true { missing.append(.bank) }
        return missing
    }
}
