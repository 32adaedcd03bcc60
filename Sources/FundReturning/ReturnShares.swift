package import Primitives

/// Who gets what of frozen money (银监发〔2016〕41号 art. 8): what the time stamps separate goes to its victim; the rest
/// is shared in the ratio of the losses.
package struct ReturnShares: Sendable, Equatable {
    /// The version of the rule; a stored computation names the one it was made by.
    package static let rule = "interval-3"
    /// By this one what a pool had paid out before did not count, so that who was paid shared once more in what was left.
    package static let ruleOfOlder = "interval-2"
    /// By this one money of no known victim was shared, too, as far as a victim's interval let it.
    package static let ruleOfOldest = "interval-1"

    /// One account's part.
    package struct Account: Sendable, Equatable {
        package let balance: Money
        /// What lies there and is not shared by ratio: what the time stamps give, and money of no known victim.
        package let apart: Money
        /// What each separable victim gets, those that get nothing included.
        package let direct: [String: Money]
        /// What each of the others gets.
        package let pool: [String: Money]

        package var assigned: Money { direct.total + pool.total }

        /// What stays frozen: it is no known victim's, or is above the losses.
        package var unassigned: Money { balance - assigned }

        package func share(of victim: String) -> Money { (direct[victim] ?? .zero) + (pool[victim] ?? .zero) }
    }

    package enum Fault: Error, Equatable {
        /// A victim of a statement has no loss on record.
        case lossMissing(victim: String)
        case lossNegative(victim: String)
        case lossesTooLarge
    }

    package let accounts: [String: Account]

    /// The shares of the victims in accounts, by each account's id; `losses` are the victims' on the whole case, of which
    /// `returned` has been paid back by now.
    ///
    /// No victim gets more than what is left of his loss over all accounts, nor from an account more than can still be his there; what he
    /// cannot take goes to the others of the pool. What under every attribution is none of the pool's stays. A pool that was paid out
    /// in part is shared as a whole: who got more than his part of it gets no more until the others have theirs. The order of accounts
    /// and losses plays no part.
    package init(
        _ replays: [String: Replay], losses: [String: Money], returned: [String: Money] = [:],
        by rule: String = Self.rule
    ) throws(Fault) {
        try Self.check(replays, losses)
        let ids = replays.keys.sorted()
        var left = losses.reduce(into: [:]) { left, loss in
            left[loss.key] = max(.zero, loss.value - (returned[loss.key] ?? .zero))
        }
        var direct: [String: [String: Money]] = [:]
        let wholes = replays.mapValues { Whole($0, by: rule) }
        for id in ids {
            for (victim, most) in wholes[id]?.separable ?? [:] {
                let share = min(most, left[victim] ?? .zero)
                direct[id, default: [:]][victim] = share
                left[victim] = (left[victim] ?? .zero) - share
            }
        }
        var pools: [String: Pool] = [:]
        for (id, whole) in wholes {
            let apart = rule == Self.ruleOfOldest ? (direct[id] ?? [:]).total : whole.apart
            pools[id] = Pool(whole, rest: whole.replay.balance - apart, losses: losses, left: left)
        }
        let shares = Self.capped(pools, left)
        accounts = replays.reduce(into: [:]) { accounts, item in
            accounts[item.key] = Account(
                balance: item.value.balance, apart: wholes[item.key]?.apart ?? .zero, direct: direct[item.key] ?? [:],
                pool: shares[item.key] ?? [:])
        }
    }

    private static func check(_ replays: [String: Replay], _ losses: [String: Money]) throws(Fault) {
        var sum: Int64 = 0
        for (victim, loss) in losses.sorted(by: { $0.key < $1.key }) {
            guard loss >= .zero else { throw .lossNegative(victim: victim) }
            let (next, isTooLarge) = sum.addingReportingOverflow(loss.fen)
            guard !isTooLarge else { throw .lossesTooLarge }
            sum = next
        }
        for victim in Set(replays.values.flatMap(\.intervals.keys)).sorted() where losses[victim] == nil {
            throw .lossMissing(victim: victim)
        }
    }

    /// Shares the pools; a victim who would get more than his loss from several is held to it, and they are shared anew.
    private static func capped(_ pools: [String: Pool], _ left: [String: Money]) -> [String: [String: Money]] {
        var pools = pools
        while true {
            let shares = pools.mapValues { $0.shares() }
            var totals: [String: Money] = [:]
            for (victim, share) in shares.values.joined() { totals[victim, default: .zero] += share }
            let above = totals.filter { $0.value > left[$0.key] ?? .zero }.keys
            if above.isEmpty { return shares }
            for victim in above {
                let ids = pools.keys.filter { shares[$0]?[victim] != nil }.sorted()
                let parts = (left[victim] ?? .zero).shares(by: ids.map { shares[$0]?[victim] ?? .zero })
                for (id, part) in zip(ids, parts) { pools[id]?.hold(victim, to: part) }
            }
        }
    }
}

/// What there was to share of one account before anything of it was paid back, and what of that was.
private struct Whole {
    let replay: Replay
    /// What each has got of it.
    let paid: [String: Money]
    /// What the time stamps give each whom they separate, without what he has got.
    let separable: [String: Money]
    /// Those whom they do not separate.
    let sharing: [String]
    /// What lies there and is no part of what these share.
    let apart: Money

    init(_ replay: Replay, by rule: String) {
        let isCounted = rule == ReturnShares.rule
        let (intervals, apart) = isCounted ? replay.unpaid : (replay.intervals, replay.apart)
        let paid = isCounted ? replay.returned : [:]
        let separable = intervals.filter(\.value.isSeparable)
        self.replay = replay
        self.paid = paid
        // Where one has got more than the time stamps give him by now, that is missing to the others.
        var lying = replay.balance
        self.separable = separable.sorted { $0.key < $1.key }.reduce(into: [:]) { due, item in
            let left = max(.zero, item.value.least - (paid[item.key] ?? .zero))
            due[item.key] = min(left, replay.intervals[item.key]?.most ?? .zero, lying)
            lying -= due[item.key] ?? .zero
        }
        sharing = intervals.keys.filter { separable[$0] == nil }
        let gone = separable.keys.reduce(Money.zero) { $0 + (paid[$1] ?? .zero) }
        self.apart = max(self.separable.total, min(replay.balance, max(.zero, apart - gone)))
    }
}

/// What is shared of one account, and among whom.
private struct Pool {
    private struct Member {
        let victim: String
        let loss: Money
        /// What he has got of the pool before.
        let paid: Money
        /// The most that he can get here in all.
        var most: Money
    }

    private let rest: Money
    /// By first deposit, then id: so ties are broken.
    private var members: [Member]

    init(_ whole: Whole, rest: Money, losses: [String: Money], left: [String: Money]) {
        self.rest = rest
        let replay = whole.replay
        members = whole.sharing.map { victim in
            let paid = whole.paid[victim] ?? .zero
            return Member(
                victim: victim, loss: losses[victim] ?? .zero, paid: paid,
                most: paid + min(replay.intervals[victim]?.most ?? .zero, left[victim] ?? .zero))
        }
        members.sort {
            (replay.firstDeposits[$0.victim] ?? 0, $0.victim) < (replay.firstDeposits[$1.victim] ?? 0, $1.victim)
        }
    }

    mutating func hold(_ victim: String, to most: Money) {
        for index in members.indices where members[index].victim == victim {
            members[index].most = members[index].paid + most
        }
    }

    /// What each gets now. Who has got more than his part of the whole is left out, and the others share what is left.
    func shares() -> [String: Money] {
        var sharing = members
        while true {
            let whole = Self.shares(of: sharing.reduce(rest) { $0 + $1.paid }, among: sharing)
            let behind = sharing.filter { whole[$0.victim] ?? .zero >= $0.paid }
            if behind.count == sharing.count {
                return members.reduce(into: [:]) { $0[$1.victim] = (whole[$1.victim] ?? $1.paid) - $1.paid }
            }
            sharing = behind
        }
    }

    /// In the ratio of the losses; who reaches the most he can get leaves the rest to the others.
    private static func shares(of sum: Money, among members: [Member]) -> [String: Money] {
        var shares: [String: Money] = [:]
        var (rest, losses) = (sum.fen, members.map(\.loss).reduce(.zero, +).fen)
        var open = Set(members.indices)
        for index in members.indices.sorted(by: { isFuller(members[$0], members[$1]) }) {
            let member = members[index]
            // He is full where rest × loss ÷ losses reaches his most; those after him are then not.
            guard
                rest.multipliedFullWidth(by: member.loss.fen) >= losses.multipliedFullWidth(by: member.most.fen)
            else { break }
            let share = min(member.most.fen, rest)
            shares[member.victim] = Money(fen: share)
            rest -= share
            losses -= member.loss.fen
            open.remove(index)
        }
        let others = open.sorted().map { members[$0] }
        for (member, share) in zip(others, Money(fen: others.isEmpty ? 0 : rest).shares(by: others.map(\.loss))) {
            shares[member.victim] = share
        }
        return shares
    }

    /// Whether `a` reaches his most at a smaller ratio than `b`.
    private static func isFuller(_ a: Member, _ b: Member) -> Bool {
        a.most.fen.multipliedFullWidth(by: b.loss.fen) < b.most.fen.multipliedFullWidth(by: a.loss.fen)
    }
}

/// Compares two products of amounts, which need more than 64 bits.
private func < (a: (high: Int64, low: UInt64), b: (high: Int64, low: UInt64)) -> Bool {
    a.high != b.high ? a.high < b.high : a.low < b.low
}

private func >= (a: (high: Int64, low: UInt64), b: (high: Int64, low: UInt64)) -> Bool { !(a < b) }

extension [String: Money] {
    /// The sum of the amounts.
    package var total: Money { values.reduce(.zero, +) }
}
