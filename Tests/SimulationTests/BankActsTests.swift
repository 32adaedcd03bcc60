import Primitives
import Testing
import Wire

@testable import Simulation

struct BankActsTests {
    typealias F = BankFixture

    private typealias Change = @Sendable (inout BankOrder) -> Void

    private static let changes: [(String, Change)] = [
        ("0000", { _ in }),
        ("0000", { $0.target.accountName = " 李 强" }),
        ("0301", { $0.target.accountName = "李刚" }),
        ("0300", { $0.target.accountNumber = "6200921000000000013" }),
        ("0300", { $0.target.bankCode = F.victim.bank }),
        ("0200", { $0.amount = WireAmount(Money(fen: 21_000_001)) }),
        ("0000", { $0.time = WireTime(F.t0 - .minutes(4)) }),
        ("0802", { $0.time = WireTime(F.t0 - .minutes(6)) }),
        ("0802", { $0.time = WireTime(F.t0 + .minutes(6)) }),
        ("0500", { $0.approvalNumber = " " }),
        ("0500", { $0.officer.number = "" }),
        ("0500", { $0.secondOfficer.name = "" }),
        ("0500", { $0.target.accountName = nil }),
    ]

    @Test(
        "a stop needs name, number, amount and time to match; a mismatch says which and does not stop",
        arguments: changes)
    private func fourItems(expected: String, change: Change) throws {
        var f = try F()
        try f.defraud()
        let answer = f.world.receive(f.order(change: change), bank: F.mule.bank, at: f.world.now)
        #expect(answer.result == expected)
        #expect(answer.technical == "100000")
        #expect(f.world.isBlocked(F.mule) == (expected == "0000"))
    }

    @Test("a stop says what it holds and until when; a balance below what was asked is 1200 and still stopped")
    func executed() throws {
        var f = try F()
        try f.defraud()
        let now = f.world.now
        let answer = f.ask(f.order())
        #expect(answer.heldBalance?.text == "210000.00")
        #expect(answer.executedAt == WireTime(now) && answer.endsAt == WireTime(now + .hours(48)))
        var g = try F()
        try g.defraud()
        try g.world.withdraw(from: F.mule, by: .cash, Money(fen: 1), at: g.world.now)
        let short = g.ask(g.order())
        #expect(short.result == "1200" && short.heldBalance?.text == "209999.99")
        #expect(g.world.isBlocked(F.mule))
    }

    @Test("a stop ends by itself after 48 hours, to the microsecond")
    func expiry() throws {
        var f = try F()
        try f.defraud()
        let executed = F.t0 + .hours(1) + .microseconds(123_457)
        #expect(f.ask(f.order(), at: executed).result == "0000")
        let end = executed + .hours(48)
        let last = end - .microseconds(1)
        #expect(throws: MoveRefusal.stopped(act: "a1")) {
            try f.world.withdraw(from: F.mule, by: .cash, Money(fen: 1), at: last)
        }
        try f.world.withdraw(from: F.mule, by: .cash, Money(fen: 1), at: end)
        #expect(f.balance(F.mule) == 20_999_999)
        let expired = try #require(f.world.acts.last)
        #expect(expired.effect == .expired && expired.time == end && expired.act == "a1")
    }

    @Test("a move planned for the very microsecond at which a stop ends happens, and stands after the end in the book")
    func moveAtTheEnd() throws {
        var f = try F()
        try f.defraud()
        let end = f.world.now + .hours(48)
        try f.world.plan(Move(from: .account(F.mule), to: .outside(.cash), amount: Money(fen: 1)), at: end)
        _ = f.ask(f.order())
        f.world.advance(to: end)
        let (moved, expired) = (try #require(f.world.ledger.last), try #require(f.world.acts.last))
        #expect(moved.time == end && moved.channel == .cash)
        #expect(expired.effect == .expired && expired.line < moved.line)
    }

    @Test("an extension adds a second 48 hours to the end and counts as the second stop; a third is 1304")
    func extensionAndThird() throws {
        var f = try F()
        try f.defraud()
        let executed = f.world.now
        _ = f.ask(f.order())
        #expect(f.ask(f.order(act: "a2")).result == "1301", "it runs already")
        let extended = f.ask(f.order(.extend, act: "a3", original: "a1"), at: executed + .hours(48) - .microseconds(1))
        #expect(extended.result == "0000" && extended.endsAt == WireTime(executed + .hours(96)))
        #expect(f.ask(f.order(.extend, act: "a4", original: "a3")).result == "1304")
        f.world.advance(to: executed + .hours(96) - .microseconds(1))
        #expect(f.world.isBlocked(F.mule))
        f.world.advance(to: executed + .hours(96))
        #expect(!f.world.isBlocked(F.mule))
        #expect(f.ask(f.order(act: "a5")).result == "1304")
        #expect(f.world.acts.count { $0.effect == .expired } == 1)
    }

    @Test("two stops after each other, the second ends, and the third order is refused with 1304")
    func thirdStop() throws {
        var f = try F()
        try f.defraud()
        for act in ["a1", "a2"] {
            #expect(f.ask(f.order(act: act)).result == "0000")
            f.world.advance(to: f.world.now + .hours(48))
        }
        #expect(f.ask(f.order(act: "a3")).result == "1304")
        #expect(!f.world.isBlocked(F.mule))
    }

    @Test("an extension after the end is 1800, of an unknown act 0400")
    func lateExtension() throws {
        var f = try F()
        try f.defraud()
        let executed = f.world.now
        _ = f.ask(f.order())
        #expect(f.ask(f.order(.extend, act: "a2", original: "none")).result == "0400")
        #expect(f.ask(f.order(.extend, act: "a3", original: "a1"), at: executed + .hours(48)).result == "1800")
        #expect(f.ask(f.order(.release, act: "a4", original: "a1")).result == "1900")
    }

    @Test("a release ends the stop at once; again it is 0900, of another account or an unknown act 0400")
    func release() throws {
        var f = try F()
        try f.defraud()
        _ = f.ask(f.order())
        let elsewhere = f.order(.release, act: "a2", original: "a1") { $0.target.accountNumber = F.second.number }
        #expect(f.ask(elsewhere).result == "0400")
        #expect(f.ask(f.order(.release, act: "a3", original: "none")).result == "0400")
        #expect(f.ask(f.order(.protectiveRelease, act: "a4", original: "a1")).result == "0400")
        #expect(f.ask(f.order(.release, act: "a5", original: "a1")).result == "0000")
        try f.world.withdraw(from: F.mule, by: .cash, Money(fen: 1), at: f.world.now)
        #expect(f.ask(f.order(.release, act: "a6", original: "a1")).result == "0900")
        f.world.advance(to: F.t0 + .days(3))
        #expect(!f.world.acts.contains { $0.effect == .expired }, "what was released does not expire")
    }

    @Test("a white-listed account is not stopped: 0302")
    func whiteListed() throws {
        var f = try F()
        let address = AccountAddress(bank: F.mule.bank, number: "809000000000001")
        try f.world.open(AccountOpening(address: address, holder: "玉溪供水有限公司", kind: .corporate, isWhiteListed: true))
        try f.world.transfer(from: F.victim, to: address, Money(fen: 21_000_000), at: F.t0)
        f.world.advance(to: F.t0 + .seconds(3))
        let order = f.order { $0.target = .init(accountNumber: address.number, accountName: "玉溪供水有限公司") }
        #expect(f.ask(order).result == "0302")
    }

    @Test("the same act again gets the first answer and has no second effect; an altered one is 200003")
    func idempotency() throws {
        var f = try F()
        try f.defraud()
        let first = f.ask(f.order())
        let again = f.ask(f.order(), at: f.world.now + .hours(50))
        #expect(again == first)
        #expect(f.world.account(F.mule)?.stopCount == 1)
        let altered = f.ask(f.order { $0.amount = WireAmount(Money(fen: 1)) })
        #expect(altered.technical == "200003")
        #expect(f.ask(f.order()) == first)
    }

    @Test("an inquiry gives the rows from a second on, the balance, and how far the rows are complete")
    func inquiry() throws {
        var f = try F()
        try f.world.deposit(to: F.mule, by: .cash, Money(fen: 700), at: F.t0 - .seconds(5))
        f.world.advance(to: F.t0 + .minutes(1))
        try f.world.transfer(from: F.victim, to: F.mule, Money(fen: 21_000_000), at: F.t0 + .minutes(1))
        try f.world.withdraw(from: F.mule, by: .crypto, Money(fen: 300), at: F.t0 + .minutes(2))
        let order = f.order(.inquiry) { $0.from = WireTime(F.t0 + .minutes(1)) }
        let answer = f.ask(order, at: F.t0 + .minutes(3) + .microseconds(5))
        let rows = try #require(answer.rows)
        #expect(rows.map(\.direction) == [.in, .out])
        #expect(rows.map(\.channel) == [.transfer, .crypto])
        #expect(rows[0].counterpart?.accountName == "王芳" && rows[0].counterpart?.bankName == "华岭银行")
        #expect(rows[0].serial < rows[1].serial)
        #expect(answer.balanceBefore?.money.fen == 21_000_400)
        #expect(answer.coveredUntil == WireTime(F.t0 + .minutes(3) - .seconds(1)))
        #expect(f.ask(f.order(.inquiry, act: "a2") { $0.target.accountNumber = "1" }).result == "0300")
        #expect(f.ask(f.order(.inquiry, act: "a3") { $0.approvalNumber = "" }).result == "0500")
    }

    @Test("a protective hold keeps the victim's money in, counts as no stop and ends by itself or by release")
    func protectiveHold() throws {
        var f = try F()
        let own = BankOrder.Party(bankCode: F.victim.bank, accountNumber: F.victim.number, accountName: "王芳")
        #expect(f.ask(f.order(.protectiveHold) { $0.target = own }).result == "0000")
        #expect(throws: MoveRefusal.stopped(act: "a1")) { try f.defraud() }
        #expect(f.world.blocked.map(\.reason) == [.protectiveHold])
        #expect(f.world.account(F.victim)?.stopCount == 0)
        #expect(f.ask(f.order(.extend, act: "a2", original: "a1") { $0.target = own }).result == "0400")
        let release = f.order(.protectiveRelease, act: "a3", original: "a1") { $0.target = own }
        #expect(f.ask(release).result == "0000")
        try f.defraud()
        #expect(f.ask(f.order(.protectiveHold, act: "a4") { $0.target = own }).result == "0000")
        f.world.advance(to: f.world.now + BankWorld.protectiveTerm)
        #expect(!f.world.isBlocked(F.victim))
    }

    @Test("a message with the number of another kind is a format error")
    func messageNumber() throws {
        var f = try F()
        try f.defraud()
        #expect(f.ask(f.order { $0.messageNumber = "100103" }).technical == "200001")
    }
}
