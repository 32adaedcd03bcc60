import Jurisdiction
import Primitives
import Testing
import Wire

@testable import Simulation

@Suite("Freezes at the simulated bank")
struct FreezeActsTests {
    typealias F = BankFixture

    private static func terms(_ fen: Int64? = nil, term: String = "6 mo") -> BankOrder.FreezeTerms {
        BankOrder.FreezeTerms(
            amount: fen.map { WireAmount(Money(fen: $0)) }, includesInterest: false, term: term)
    }

    private func fixture() throws -> F {
        var f = try F()
        try f.defraud()
        return f
    }

    @Test("a whole freeze lets nothing out until the last day of its months is over; then it ends by itself")
    func whole() throws {
        var f = try fixture()
        let answer = f.ask(f.order(.freeze) { $0.freeze = Self.terms() })
        #expect(answer.result == "0000" && answer.balanceBefore?.text == "210000.00")
        let end = CivilTime(day: CivilTime(F.t0).day.adding(months: 6).adding(days: 1)).timestamp - .microseconds(1)
        #expect(answer.endsAt == WireTime(end))
        #expect(throws: MoveRefusal.stopped(act: "a1")) {
            try f.world.withdraw(from: F.mule, by: .cash, Money(fen: 1), at: end - .seconds(1))
        }
        try f.world.withdraw(from: F.mule, by: .cash, Money(fen: 1), at: end)
        #expect(f.world.violations() == [])
    }

    @Test("a freeze up to an amount lets out what is above it, to the fen")
    func limited() throws {
        var f = try fixture()
        _ = f.ask(f.order(.freeze) { $0.freeze = Self.terms(20_000_000) })
        #expect(throws: MoveRefusal.stopped(act: "a1")) {
            try f.world.withdraw(from: F.mule, by: .cash, Money(fen: 1_000_001), at: f.world.now)
        }
        try f.world.withdraw(from: F.mule, by: .cash, Money(fen: 1_000_000), at: f.world.now)
        #expect(f.balance(F.mule) == 20_000_000)
        #expect(f.world.violations() == [])
    }

    @Test("less lies there than is to be frozen: 1200, and it is frozen")
    func short() throws {
        var f = try fixture()
        #expect(f.ask(f.order(.freeze) { $0.freeze = Self.terms(21_000_001) }).result == "1200")
        #expect(f.world.isBlocked(F.mule))
    }

    @Test(
        "a second freeze waits, says behind whom, and begins when the first is released; asked again, the bank says so")
    func queue() throws {
        var f = try fixture()
        _ = f.ask(f.order(.freeze) { $0.freeze = Self.terms() })
        let second = f.order(.freeze, act: "a2") { $0.freeze = Self.terms() }
        let waiting = f.ask(second)
        #expect(waiting.isWaiting && waiting.result == "0000" && waiting.prior?.organ == "玉溪市反诈中心")
        #expect(f.ask(f.order(.unfreeze, act: "a3", original: "a1")).result == "0000")
        let begun = f.ask(second)
        #expect(!begun.isWaiting && begun.executedAt != nil && f.world.isBlocked(F.mule))
    }

    @Test("a renewal runs from the end that was; after the end there is none")
    func renewal() throws {
        var f = try fixture()
        let first = f.ask(f.order(.freeze) { $0.freeze = Self.terms() })
        let renewed = f.ask(f.order(.renewFreeze, act: "a2", original: "a1") { $0.freeze = Self.terms() })
        let day = CivilTime(F.t0).day.adding(months: 12)
        #expect(renewed.endsAt.map { CivilTime($0.timestamp).day } == day)
        #expect(first.endsAt != renewed.endsAt)
        f.world.advance(to: CivilTime(day: day.adding(days: 1)).timestamp)
        #expect(f.ask(f.order(.renewFreeze, act: "a3", original: "a1") { $0.freeze = Self.terms() }).result == "1800")
        #expect(!f.world.isBlocked(F.mule))
    }

    @Test(
        "what a freeze needs",
        arguments: [
            ("0500", BankOrder.FreezeTerms?.none), ("0500", Self.terms(term: "half a year")), ("0000", Self.terms()),
        ])
    private func needs(expected: String, terms: BankOrder.FreezeTerms?) throws {
        var f = try fixture()
        #expect(f.ask(f.order(.freeze) { $0.freeze = terms }).result == expected)
    }
}
