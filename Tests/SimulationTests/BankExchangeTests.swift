import Foundation
import Primitives
import Testing
import Wire

@testable import Simulation

struct BankExchangeTests {
    typealias F = BankFixture

    private func fixture(_ fault: FaultPlan.Fault? = nil) throws -> F {
        var f = try F()
        try f.defraud()
        if let fault { f.world.faults = FaultPlan([fault: 1000], slowSecondsMin: 60, slowSecondsMax: 60) }
        return f
    }

    private func answer(_ delivery: Delivery, _ f: F) throws -> BankAnswer {
        guard case .answer(let bytes) = delivery else { throw Unexpected(delivery: delivery) }
        return try f.opened(bytes)
    }

    private struct Unexpected: Error { let delivery: Delivery }

    @Test("without faults a sealed order is answered under the bank's seal")
    func answered() throws {
        var f = try fixture()
        #expect(try answer(f.call(f.order()), f).result == "0000")
        #expect(f.world.isBlocked(F.mule))
    }

    @Test("another's seal, a changed message, garbage and an unknown bank are refused without effect")
    func refused() throws {
        var f = try fixture()
        let stranger = try BankKeys.signer(3, owner: "stranger")
        let foreign = try CanonicalJSON.encode(stranger.seal(f.order()))
        let good = String(decoding: try f.envelope(f.order()), as: UTF8.self)
        let changed = Data(good.replacingOccurrences(of: "210000.00", with: "210000.01").utf8)
        let noOrder = try CanonicalJSON.encode(f.centre.seal(["act": "a1"]))
        func name(_ bytes: Data, _ bank: String = F.mule.bank) throws -> String {
            try f.world.exchange(bytes, with: bank, at: f.world.now).name
        }
        #expect(try name(foreign) == "refused-doubtful-seal")
        #expect(try name(changed) == "refused-doubtful-seal")
        #expect(try name(Data("{".utf8)) == "refused-unreadable")
        #expect(try name(noOrder) == "refused-unreadable")
        #expect(try name(f.envelope(f.order()), "000000000000") == "refused-unknown-bank")
        #expect(!f.world.isBlocked(F.mule) && f.world.acts.isEmpty)
    }

    @Test("a lost request has no effect, a lost answer has; the next call gets the one answer")
    func lost() throws {
        var f = try fixture(.lostRequest)
        #expect(try f.call(f.order()) == .lost)
        #expect(!f.world.isBlocked(F.mule))
        f.world.faults = FaultPlan([.lostAnswer: 1000])
        #expect(try f.call(f.order()) == .lost)
        #expect(f.world.isBlocked(F.mule))
        let executed = f.world.now
        f.world.faults = .none
        let late = try answer(f.call(f.order(), at: executed + .minutes(20)), f)
        #expect(late.result == "0000" && late.executedAt == WireTime(executed))
        #expect(f.world.account(F.mule)?.stopCount == 1)
        #expect(f.world.acts.count { $0.effect == .executed } == 1)
    }

    @Test("a bank that is down does and answers nothing")
    func down() throws {
        var f = try fixture(.down)
        #expect(try f.call(f.order()) == .down)
        #expect(!f.world.isBlocked(F.mule))
    }

    @Test("a slow bank accepts, acts when it gets to it, and answers from then on")
    func slow() throws {
        var f = try fixture(.slow)
        let asked = f.world.now
        #expect(try f.call(f.order()) == .accepted)
        #expect(try f.call(f.order(), at: asked + .seconds(59)) == .accepted)
        #expect(!f.world.isBlocked(F.mule))
        let done = try answer(f.call(f.order(), at: asked + .seconds(61)), f)
        #expect(done.executedAt == WireTime(asked + .seconds(60)))
        #expect(f.world.account(F.mule)?.stopCount == 1)
    }

    @Test("a silent bank accepts for ever and acts only when its fault is gone")
    func silent() throws {
        var f = try fixture(.silent)
        for hour in 0..<5 { #expect(try f.call(f.order(), at: F.t0 + .hours(Int64(hour + 1))) == .accepted) }
        f.world.faults = FaultPlan([.silent: 1])
        #expect(try f.call(f.order()) == .accepted)
        #expect(!f.world.isBlocked(F.mule))
        f.world.faults = .none
        #expect(try answer(f.call(f.order()), f).result == "0000")
    }

    @Test("a doubled call has one effect and brings the same answer twice")
    func doubled() throws {
        var f = try fixture(.doubled)
        guard case .answers(let first, let second) = try f.call(f.order()) else { throw Unexpected(delivery: .lost) }
        #expect(first == second)
        #expect(f.world.account(F.mule)?.stopCount == 1)
    }

    @Test("a contradicting bank sends the truth first and then another result or amount, also when asked again")
    func contradicting() throws {
        var f = try fixture(.contradicting)
        guard case .answers(let first, let second) = try f.call(f.order()) else { throw Unexpected(delivery: .lost) }
        let (truth, other) = (try f.opened(first), try f.opened(second))
        #expect(truth.act == other.act)
        #expect(truth.heldBalance != other.heldBalance || truth.result != other.result)
        #expect(truth.heldBalance?.money.fen == f.balance(F.mule))
        f.world.faults = .none
        #expect(try answer(f.call(f.order()), f) == other)
    }

    @Test("a bank that is wrong at first has acted all the same, and says what is true when asked again")
    func correcting() throws {
        var f = try fixture(.correcting)
        let untrue = try answer(f.call(f.order()), f)
        #expect(f.world.isBlocked(F.mule))
        f.world.faults = .none
        let truth = try answer(f.call(f.order()), f)
        #expect(truth.heldBalance?.money.fen == f.balance(F.mule))
        #expect(untrue.heldBalance != truth.heldBalance || untrue.result != truth.result)
    }

    @Test("a partial stop holds what a purchase has left, and says so")
    func partialStop() throws {
        var f = try fixture(.partial)
        let given = try answer(f.call(f.order()), f)
        #expect(given.result == "1200" && given.heldBalance?.money.fen == 10_500_000)
        #expect(f.balance(F.mule) == 10_500_000)
        #expect(f.world.entries(of: F.mule).last?.channel == .pos)
        #expect(f.world.violations().isEmpty)
    }

    @Test("a partial statement ends before the first row it leaves out, and stays so for this act")
    func partialRows() throws {
        var f = try fixture(.partial)
        for step in 1...5 {
            try f.world.withdraw(from: F.mule, by: .cash, Money(fen: 100), at: F.t0 + .minutes(Int64(step)))
        }
        let inquiry = f.order(.inquiry)
        let given = try answer(f.call(inquiry, at: F.t0 + .hours(1)), f)
        #expect(given.rows?.count == 3)
        #expect(given.coveredUntil == WireTime(F.t0 + .minutes(3) - .seconds(1)))
        f.world.faults = .none
        #expect(try answer(f.call(inquiry), f) == given)
        #expect(try answer(f.call(f.order(.inquiry, act: "a2")), f).rows?.count == 6)
    }

    @Test("malformed answers are cut off, lack a field or have a wrong type; none can be read, the effect is there")
    func malformed() throws {
        var f = try fixture(.malformed)
        var shapes: Set<String> = []
        for _ in 0..<40 {
            guard case .malformed(let bytes) = try f.call(f.order()) else { throw Unexpected(delivery: .lost) }
            #expect(throws: DecodingError.self) { try f.opened(bytes) }
            guard let sealed = try? Sealed.parse(bytes) else {
                shapes.insert("cut off")
                continue
            }
            shapes.insert(sealed.message["result"] == nil ? "field missing" : "wrong type")
        }
        #expect(shapes == ["cut off", "field missing", "wrong type"])
        #expect(f.world.isBlocked(F.mule))
    }

    @Test("a wrong seal does not pass the check against the bank's key")
    func wrongSeal() throws {
        var f = try fixture(.wrongSeal)
        guard case .answer(let bytes) = try f.call(f.order()) else { throw Unexpected(delivery: .lost) }
        #expect(throws: KeyRing.Doubt.self) { try f.opened(bytes) }
        #expect(f.world.isBlocked(F.mule))
    }

    @Test("every kind of fault comes about as often as its plan says, and a swarm leaves out about half")
    func shares() {
        var generator = SplitMix64(seed: 11)
        let plan = FaultPlan(Dictionary(uniqueKeysWithValues: FaultPlan.Fault.allCases.map { ($0, 50) }))
        var counts: [FaultPlan.Fault: Int] = [:]
        var clean = 0
        for _ in 0..<10_000 {
            if let fault = plan.choose(using: &generator) { counts[fault, default: 0] += 1 } else { clean += 1 }
        }
        #expect(FaultPlan.Fault.allCases.allSatisfy { (400...600).contains(counts[$0, default: 0]) })
        #expect((4_200...4_800).contains(clean))
        let kinds = (0..<200).map { _ in FaultPlan.swarm(permilleMax: 80, using: &generator).permille.count }
        #expect((900...1_100).contains(kinds.reduce(0, +)))
        #expect(!FaultPlan([.down: 600, .slow: 401]).isPossible)
    }

    @Test("a plan of one bank leaves the others alone, and survives JSON")
    func ofOneBank() throws {
        var f = try fixture()
        f.world.faultsOfBank[F.mule.bank] = FaultPlan([.down: 1000])
        #expect(try f.call(f.order()) == .down)
        #expect(try f.world.exchange(f.envelope(f.order()), with: F.victim.bank, at: f.world.now).name == "answer")
        let plan = FaultPlan([.slow: 30, .wrongSeal: 5])
        let text = try CanonicalJSON.text(plan)
        #expect(text == #"{"permille":{"slow":30,"wrongSeal":5},"slowSecondsMax":1200,"slowSecondsMin":60}"#)
        #expect(try CanonicalJSON.decode(FaultPlan.self, from: text) == plan)
    }
}
