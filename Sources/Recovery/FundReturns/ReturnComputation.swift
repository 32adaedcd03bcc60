package import FundReturning
package import Primitives

/// What the shares of a return were computed from, kept whole: computed again at any later time it gives the same.
package struct ReturnComputation: Sendable, Equatable, Codable {
    /// One line of the account's statement, or what an earlier decision paid back.
    package struct Line: Sendable, Equatable, Codable {
        package enum Kind: String, Sendable, Codable { case incoming, outgoing, returned }

        package let at: Timestamp
        package let kind: Kind
        package let amount: Money
        /// Whose it is; nil for money of no known victim and for all that left.
        package let victim: VictimID?
    }

    /// The version of `ReturnShares`.
    package let rule: String
    /// What lay in the account before the first line.
    package let opening: Money
    package let lines: [Line]
    /// What each victim has lost: by it what the time stamps do not separate is shared (返还规定 art. 8).
    package let losses: [VictimID: Money]
    /// What he has got back by now, or is decided to get, from whatever account.
    package let returned: [VictimID: Money]
    /// The most that is frozen; nil where the whole account is.
    package let limit: Money?

    package struct Result: Sendable {
        package let replay: Replay
        package let shares: ReturnShares.Account
    }

    /// Replays the statement and shares what lies there. What an amount-limited freeze leaves free is taken as having left,
    /// where the shares would need it.
    package func result() throws -> Result {
        let whole = try result(leavingOut: .zero)
        guard let limit, whole.shares.assigned > limit else { return whole }
        return try result(leavingOut: whole.replay.balance - limit)
    }

    private func result(leavingOut free: Money) throws -> Result {
        var entries = lines.map { line in
            AccountLedger.Entry(line.kind.direction, line.amount, victim: line.victim?.description)
        }
        if free.isPositive { entries.append(AccountLedger.Entry(.outgoing, free)) }
        let replay = Replay(try AccountLedger(opening: opening, entries: entries))
        func named(_ sums: [VictimID: Money]) -> [String: Money] {
            Dictionary(uniqueKeysWithValues: sums.map { ($0.key.description, $0.value) })
        }
        let shares = try ReturnShares(["": replay], losses: named(losses), returned: named(returned), by: rule)
            .accounts[""]
        guard let shares else { throw ReturnRefusal.nothingToReturn }
        return Result(replay: replay, shares: shares)
    }
}

extension ReturnComputation.Line.Kind {
    fileprivate var direction: AccountLedger.Direction {
        switch self {
        case .incoming: .incoming
        case .outgoing: .outgoing
        case .returned: .returned
        }
    }
}

extension ReturnComputation.Result {
    /// Each victim's part.
    package func share(of victim: VictimID, loss: Money) -> ReturnClaim.Share {
        let name = victim.description
        let interval = replay.intervals[name] ?? Interval(least: .zero, most: .zero)
        return ReturnClaim.Share(
            loss: loss, least: interval.least, most: interval.most, direct: shares.direct[name] ?? .zero,
            pool: shares.pool[name] ?? .zero)
    }

    /// The most that can be given to victims in any way.
    package var available: Money { replay.balance - shares.apart + shares.direct.total }

    /// Whether time stamps alone do not say it all: then the shares go on public notice (返还规定 art. 8).
    /// What can be nobody's but his, since the others of the pool have theirs, needs none.
    package var needsNotice: Bool {
        shares.pool.contains { victim, share in
            share.isPositive && !(replay.intervals[victim]?.isSeparable ?? false)
        }
    }
}

extension VictimID: CodingKeyRepresentable {
    package var codingKey: any CodingKey { VictimKey(stringValue: description) }

    package init?<T: CodingKey>(codingKey: T) { self.init(codingKey.stringValue) }
}

private struct VictimKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
