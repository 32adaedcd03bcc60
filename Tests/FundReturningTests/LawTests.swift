import FundReturning
import Primitives
import Testing

@Suite("Laws of a return of funds")
struct LawTests {
    @Test(
        "Over several accounts: conserved, never above a loss or what can be his, the same in any order",
        arguments: 1...200)
    func laws(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let names = (0..<Int.random(in: 0..<6, using: &random) + 1).map { "victim-\($0)" }
        var ledgers: [String: AccountLedger] = [:]
        for account in 0..<Int.random(in: 0..<4, using: &random) + 1 {
            ledgers["account-\(account)"] = try ledger(names, &random)
        }
        let losses = names.reduce(into: [String: Money]()) {
            $0[$1] = Money(fen: Int64(Int.random(in: 0..<500, using: &random) + 1))
        }
        let replays = ledgers.mapValues(Replay.init)
        let shares = try ReturnShares(replays, losses: losses)
        for (id, account) in shares.accounts {
            #expect(account.unassigned >= .zero)
            #expect(account.direct.total + account.pool.total + account.unassigned == ledgers[id]?.balance)
            for (name, interval) in replays[id]?.intervals ?? [:] { #expect(account.share(of: name) <= interval.most) }
        }
        for name in names {
            let total = shares.accounts.values.map { $0.share(of: name) }.reduce(.zero, +)
            #expect(total <= losses[name] ?? .zero)
        }
        let turned = Dictionary(uniqueKeysWithValues: replays.sorted { $0.key > $1.key })
        let again = Dictionary(uniqueKeysWithValues: losses.sorted { $0.key > $1.key })
        #expect(try ReturnShares(turned, losses: again) == shares)
    }

    @Test("Paid in parts, by several decisions, it comes to what one decision gives each", arguments: 1...300)
    func inParts(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let names = (0..<Int.random(in: 0..<4, using: &random) + 2).map { "victim-\($0)" }
        let losses = names.reduce(into: [String: Money]()) {
            $0[$1] = Money(fen: Int64(Int.random(in: 0..<500, using: &random) + 1))
        }
        var ledger = try ledger(names, &random)
        let all = try #require(try ReturnShares(["a": Replay(ledger)], losses: losses).accounts["a"])
        var paid: [String: Money] = [:]
        for name in names.shuffled(using: &random) {
            let now = try ReturnShares(["a": Replay(ledger)], losses: losses, returned: paid).accounts["a"]
            #expect(now?.share(of: name) == all.share(of: name), "\(name) after \(paid)")
            for earlier in paid.keys { #expect(now?.share(of: earlier) == .zero, "\(earlier) after \(paid)") }
            guard let share = now?.share(of: name), share.isPositive else { continue }
            paid[name] = share
            ledger = try AccountLedger(
                opening: ledger.opening, entries: ledger.entries + [.init(.returned, share, victim: name)])
        }
    }

    @Test(
        "Who became known after others were paid gets what is left of his part of the whole, and none of them gives back"
    )
    func knownLater() throws {
        // 100 each; what left may have been anybody's. A and B were paid 50 each of 150; C becomes known then.
        var entries = ["A", "B", "C"].map { AccountLedger.Entry(.incoming, Money(fen: 100), victim: $0) }
        entries.append(.init(.outgoing, Money(fen: 150)))
        entries += ["A", "B"].map { .init(.returned, Money(fen: 50), victim: $0) }
        let ledger = try AccountLedger(opening: .zero, entries: entries)
        let losses = Dictionary(uniqueKeysWithValues: ["A", "B", "C"].map { ($0, Money(fen: 100)) })
        let shares = try ReturnShares(
            ["a": Replay(ledger)], losses: losses, returned: ["A": Money(fen: 50), "B": Money(fen: 50)])
        #expect(["A", "B", "C"].map { shares.accounts["a"]?.share(of: $0).fen } == [0, 0, 50])
    }

    @Test("Somebody was paid more than is his by now: the others share what lies there, and no fen more")
    func paidTooMuch() throws {
        func fen(_ sums: [String: Int64]) -> [String: Money] { sums.mapValues { Money(fen: $0) } }
        // By a later report 30 of I's 80 were K's; I has got the 80.
        let first = try AccountLedger(
            opening: .zero,
            entries: [
                .init(.incoming, Money(fen: 50), victim: "I"), .init(.incoming, Money(fen: 30), victim: "K"),
                .init(.returned, Money(fen: 80), victim: "I"), .init(.incoming, Money(fen: 50), victim: "J"),
            ])
        let direct = try ReturnShares(
            ["a": Replay(first)], losses: fen(["I": 80, "J": 50, "K": 30]), returned: fen(["I": 80])
        ).accounts["a"]
        #expect(direct?.assigned == Money(fen: 50) && direct?.share(of: "I") == .zero)
        // None of what lies there can be I's, who was paid 80 of money that was nobody's.
        let later = try AccountLedger(
            opening: .zero,
            entries: [
                .init(.incoming, Money(fen: 50), victim: "I"), .init(.outgoing, Money(fen: 50)),
                .init(.incoming, Money(fen: 80)), .init(.returned, Money(fen: 80), victim: "I"),
                .init(.incoming, Money(fen: 30), victim: "J"), .init(.incoming, Money(fen: 20), victim: "K"),
                .init(.outgoing, Money(fen: 10)),
            ])
        let others = try ReturnShares(
            ["a": Replay(later)], losses: fen(["I": 50, "J": 30, "K": 20]), returned: fen(["I": 80])
        ).accounts["a"]
        #expect(others?.share(of: "J") == Money(fen: 24) && others?.share(of: "K") == Money(fen: 16))
        // Z has lost nothing by a report that was corrected, and has got 10.
        let second = try AccountLedger(
            opening: .zero,
            entries: [
                .init(.incoming, Money(fen: 100), victim: "A"), .init(.incoming, Money(fen: 20), victim: "Z"),
                .init(.outgoing, Money(fen: 15)), .init(.returned, Money(fen: 10), victim: "Z"),
            ])
        let pool = try ReturnShares(
            ["a": Replay(second)], losses: fen(["A": 100, "Z": 0]), returned: fen(["Z": 10])
        ).accounts["a"]
        #expect(pool?.share(of: "A") == Money(fen: 95) && pool?.share(of: "Z") == .zero)
    }

    private func ledger(_ names: [String], _ random: inout SplitMix64) throws -> AccountLedger {
        let opening = Int64(Int.random(in: 0..<3, using: &random) * 40)
        var (balance, entries) = (opening, [AccountLedger.Entry]())
        for _ in 0..<Int.random(in: 0..<20, using: &random) + 1 {
            let amount = Int64(Int.random(in: 0..<200, using: &random) + 1)
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                entries.append(
                    .init(.incoming, Money(fen: amount), victim: names[Int.random(in: 0..<names.count, using: &random)])
                )
            case 5: entries.append(.init(.incoming, Money(fen: amount)))
            default:
                guard balance > 0 else { continue }
                entries.append(.init(.outgoing, Money(fen: min(amount, balance))))
            }
            balance += (entries.last?.direction == .incoming ? 1 : -1) * (entries.last?.amount.fen ?? 0)
        }
        return try AccountLedger(opening: Money(fen: opening), entries: entries)
    }
}
