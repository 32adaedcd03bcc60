import FundReturning
import Primitives
import Testing

/// A frozen account, the losses on record, and who must get what of it.
struct Decision: CustomTestStringConvertible, Sendable {
    let what: String
    let ledger: String
    var opening: Int64 = 0
    let losses: String
    var direct = ""
    var pool = ""
    let unassigned: Int64

    var testDescription: String { what }

    static let all = [
        Decision(
            what: "a: one victim, part of it has left", ledger: "A 10000, out 4000", losses: "A 10000",
            direct: "A 6000", unassigned: 0),
        Decision(
            what: "b: the first one's money had all left before the second's came",
            ledger: "A 10000, out 10000, B 5000",
            losses: "A 10000, B 5000", direct: "A 0, B 5000", unassigned: 0),
        Decision(
            what: "c: either's money may have left", ledger: "A 10000, B 10000, out 15000", losses: "A 10000, B 10000",
            pool: "A 2500, B 2500", unassigned: 0),
        Decision(
            what: "d: the odd fen goes to the largest remainder", ledger: "A 10000, B 20000, C 1, out 20001",
            losses: "A 10000, B 20000, C 1", pool: "A 3333, B 6667, C 0", unassigned: 0),
        Decision(
            what: "e: more lies there than was lost", ledger: "own 5000, A 3000, B 2000", losses: "A 3000, B 2000",
            direct: "A 3000, B 2000", unassigned: 5000),
        Decision(
            what: "what lay there before widens the interval, and what is no known victim's stays",
            ledger: "A 3000, B 2000, out 1000", opening: 6000, losses: "A 3000, B 2000", pool: "A 3000, B 2000",
            unassigned: 5000),
        Decision(
            what: "the upper end is the lowest balance since, not the last one", ledger: "A 10000, out 9000, own 20000",
            losses: "A 10000", direct: "A 1000", unassigned: 20000),
        Decision(
            what: "nobody gets more than can still be his; the others share the rest",
            ledger: "A 10000, out 9000, B 10000, out 5000", losses: "A 10000, B 10000", pool: "A 1000, B 5000",
            unassigned: 0),
        Decision(
            what: "one who had part of it back elsewhere gets no more than his loss", ledger: "A 10000",
            losses: "A 4000",
            direct: "A 4000", unassigned: 6000),
        Decision(
            what: "equal remainders: the earlier deposit first", ledger: "B 5, A 5, out 9", losses: "A 5, B 5",
            pool: "A 0, B 1", unassigned: 0),
        Decision(
            what: "a loss that others' records prove counts whole, though half of it came here",
            ledger: "A 5000, B 5000, out 4000", losses: "A 10000, B 5000", pool: "A 4000, B 2000", unassigned: 0),
        Decision(
            what: "an account that was emptied gives nobody anything", ledger: "A 100, B 100, out 200",
            losses: "A 100, B 100", direct: "A 0, B 0", unassigned: 0),
    ]
}

@Suite("Who gets what of one frozen account")
struct DecisionTests {
    @Test("The decisions", arguments: Decision.all)
    func decision(_ decision: Decision) throws {
        let replay = Replay(try ledger(decision.ledger, opening: decision.opening))
        let shares = try ReturnShares(["x": replay], losses: amounts(decision.losses))
        let account = try #require(shares.accounts["x"])
        #expect(words(account.direct) == decision.direct)
        #expect(words(account.pool) == decision.pool)
        #expect(account.unassigned.fen == decision.unassigned)
    }

    @Test("The officer sees each entry with the balance and the interval of its victim")
    func replay() throws {
        let replay = Replay(try ledger("A 100, B 60, out 120, A 10"))
        let rows = replay.rows.map { row in
            "\(row.balance.fen)" + (row.interval.map { " \($0.least.fen)..\($0.most.fen)" } ?? "")
        }
        #expect(rows == ["100 100..100", "160 60..60", "40", "50 10..50"])
        #expect(replay.intervals["B"] == Interval(least: .zero, most: Money(fen: 40)))
    }

    @Test("Over several accounts a victim gets his loss once; what he cannot take goes to the others of the pool")
    func severalAccounts() throws {
        // A and B could each have 90 of the first and 90 of the second; A lost 100 in all, B 200.
        let first = Replay(try ledger("A 90, B 90, out 90"))
        let second = Replay(try ledger("A 90, B 90, out 90"))
        let shares = try ReturnShares(["1": first, "2": second], losses: amounts("A 40, B 200"))
        #expect(shares.accounts.mapValues { words($0.pool) } == ["1": "A 15, B 75", "2": "A 15, B 75"])
        let direct = Replay(try ledger("A 30"))
        let held = try ReturnShares(["0": direct, "1": first, "2": second], losses: amounts("A 40, B 200"))
        #expect(
            held.accounts.mapValues { "\(words($0.direct)) | \(words($0.pool))" } == [
                "0": "A 30 | ", "1": " | A 5, B 85", "2": " | A 5, B 85",
            ])
    }

    static let kept: [(ledger: String, losses: String, direct: String, pool: String, stays: Int64)] = [
        // Of the first two 50 lay there before the wage came: no more can be theirs together, though each could have it all.
        ("A 100, B 100, out 150, own 100", "A 100, B 100", "", "A 25, B 25", 100),
        // The same with a victim who is known, and separable: he gets what is his, and no other any of it.
        ("A 100, B 100, out 150, C 100", "A 100, B 100, C 100", "C 100", "A 25, B 25", 0),
        ("A 100, B 100, out 150, C 100", "A 100, B 100, C 40", "C 40", "A 25, B 25", 60),
        // What left may have been the wage: then all can be theirs.
        ("own 100, A 100, B 100, out 150", "A 100, B 100", "", "A 75, B 75", 0),
    ]

    @Test("What cannot be the pool's under any attribution is not shared", arguments: kept.indices)
    func apart(index: Int) throws {
        let row = Self.kept[index]
        let shares = try ReturnShares(["x": Replay(try ledger(row.ledger))], losses: amounts(row.losses))
        let account = try #require(shares.accounts["x"])
        #expect(words(account.direct) == row.direct && words(account.pool) == row.pool)
        #expect(account.unassigned.fen == row.stays)
    }

    @Test("A statement that cannot be is refused, and says where")
    func faults() {
        func fault(_ text: String, opening: Int64 = 0) -> AccountLedger.Fault? {
            do {
                _ = try ledger(text, opening: opening)
                return nil
            } catch {
                return error as? AccountLedger.Fault
            }
        }
        #expect(fault("A 10, out 11") == .overdrawn(entry: 1, balance: Money(fen: 10)))
        #expect(fault("A 0") == .amountNotPositive(entry: 0))
        #expect(fault("A 10", opening: -1) == .openingNegative)
        #expect(fault("A 9223372036854775807, B 1") == .tooLarge(entry: 1))
        #expect(throws: AccountLedger.Fault.victimOnPayment(entry: 0)) {
            try AccountLedger(
                opening: Money(fen: 5), entries: [AccountLedger.Entry(.outgoing, Money(fen: 5), victim: "A")])
        }
    }

    @Test("A loss that is missing, not positive or beyond all sums is refused, and says whose")
    func lossFaults() throws {
        let replay = Replay(try ledger("A 10, B 5"))
        func refuses(_ losses: String, _ fault: ReturnShares.Fault) {
            #expect(throws: fault) { try ReturnShares(["x": replay], losses: amounts(losses)) }
        }
        refuses("A 10", .lossMissing(victim: "B"))
        refuses("A 10, B -1", .lossNegative(victim: "B"))
        refuses("A 9223372036854775807, B 1", .lossesTooLarge)
    }
}
