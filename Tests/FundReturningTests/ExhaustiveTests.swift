import FundReturning
import Primitives
import Testing

/// All ledgers of up to three victims and five entries with small amounts, beside a brute force over all attributions.
@Suite("Every small ledger")
struct ExhaustiveTests {
    /// What may come next: 1 or 2 from A, B, C or nobody known; 1 to 3 out.
    static let choices: [(owner: Int, amount: Int)] =
        (0...3).flatMap { owner in [1, 2].map { (owner, $0) } } + [1, 2, 3].map { (-1, $0) }
    static let names = ["A", "B", "C"]

    @Test("Intervals are those of all attributions; shares obey the law", arguments: [0, 1, 2])
    func all(opening: Int) throws {
        var world = SmallWorld(opening: opening)
        try world.descend(entries: 5)
        #expect(world.ledgers > 19_000)
    }
}

/// The ledgers that begin alike, and what may lie there as whose under each attribution so far.
private struct SmallWorld {
    let opening: Int
    var ledgers = 0
    private var path: [(owner: Int, amount: Int)] = []
    /// What A, B, C and nobody known may have, each attribution once.
    private var states: Set<[Int]>

    init(opening: Int) {
        self.opening = opening
        states = [[0, 0, 0, opening]]
    }

    mutating func descend(entries: Int) throws {
        if !path.isEmpty { try check() }
        guard entries > 0 else { return }
        let named = path.map(\.owner).filter { $0 >= 0 && $0 < 3 }.max() ?? -1
        // Victims come in the order of their names: another order is the same ledger with other names.
        for choice in ExhaustiveTests.choices where choice.owner == 3 || choice.owner <= named + 1 {
            let before = states
            states = choice.owner < 0 ? Self.paying(choice.amount, before) : Self.receiving(choice, before)
            if !states.isEmpty {
                path.append(choice)
                try descend(entries: entries - 1)
                path.removeLast()
            }
            states = before
        }
    }

    private static func receiving(_ choice: (owner: Int, amount: Int), _ states: Set<[Int]>) -> Set<[Int]> {
        Set(
            states.map { state in
                var state = state
                state[choice.owner] += choice.amount
                return state
            })
    }

    /// Every way of taking `amount` from the four.
    private static func paying(_ amount: Int, _ states: Set<[Int]>) -> Set<[Int]> {
        var states = states
        for _ in 0..<amount {
            states = Set(
                states.flatMap { state in
                    (0..<4).filter { state[$0] > 0 }.map { owner in
                        var state = state
                        state[owner] -= 1
                        return state
                    }
                })
        }
        return states
    }

    private mutating func check() throws {
        ledgers += 1
        let entries = path.map { owner, amount in
            AccountLedger.Entry(
                owner < 0 ? .outgoing : .incoming, Money(fen: Int64(amount)),
                victim: (0..<3).contains(owner) ? ExhaustiveTests.names[owner] : nil)
        }
        let replay = Replay(try AccountLedger(opening: Money(fen: Int64(opening)), entries: entries))
        for (owner, name) in ExhaustiveTests.names.enumerated() {
            guard let interval = replay.intervals[name] else { continue }
            let possible = states.map { Int64($0[owner]) }
            #expect(interval.least.fen == possible.min() && interval.most.fen == possible.max(), "\(path) \(name)")
        }
        try checkShares(of: replay)
    }

    /// What the law says, said again without the engine's way of computing.
    private func checkShares(of replay: Replay) throws {
        let losses = replay.intervals.keys.reduce(into: [String: Money]()) { losses, name in
            losses[name] = Money(fen: name == "B" ? 3 : 2)
        }
        let account = try #require(try ReturnShares(["x": replay], losses: losses).accounts["x"])
        let shared = replay.intervals.filter { !$0.value.isSeparable }.keys
        let apart = states.map { state in
            (0..<4).reduce(0) { $1 < 3 && shared.contains(ExhaustiveTests.names[$1]) ? $0 : $0 + state[$1] }
        }
        #expect(apart.min().map(Int64.init) == replay.apart.fen, "\(path): what is none of theirs")
        var open: [String: Money] = [:]
        for (name, interval) in replay.intervals {
            let loss = losses[name] ?? .zero
            if interval.least == interval.most {
                #expect(account.direct[name] == min(interval.least, loss), "\(path) \(name)")
            } else {
                open[name] = min(interval.most, loss)
            }
        }
        #expect(Set(account.pool.keys) == Set(open.keys), "\(path)")
        #expect(
            account.pool.total == min(replay.balance - replay.apart, open.total), "\(path): what can be given is given")
        for (name, share) in account.pool {
            #expect(share >= .zero && share <= open[name] ?? .zero, "\(path) \(name)")
            // Of two who could take more, neither is a whole fen behind his ratio.
            for (other, theirs) in account.pool where share < open[name] ?? .zero {
                let (mine, his) = (losses[name]?.fen ?? 0, losses[other]?.fen ?? 0)
                #expect((theirs.fen - 1) * mine < (share.fen + 1) * his, "\(path) \(name) \(other)")
            }
        }
    }
}
