import Jobs
import Journal
import Primitives
import Recovery
import Storage
import TestSupport
import Testing
import Wire
import Workflow

@Suite("What a bank says of a freeze that comes behind another")
struct FreezeAnswerTests {
    /// Asked for, approved, and its bank says nothing by itself.
    private func stage(_ body: (Stage, BankAct) throws -> Void) throws {
        try withDatabase(.sqlite, Stage.schema) { database in
            let stage = Stage(try Centre(database, start: Story.time("00:00")!))
            let lines = [
                "account V 901741000011 6200911000000000007 王芳 300000", "account M 902741000028 6200921000000000005 李强",
                "authority tiers 4 most 500000", "pay V M 210000",
            ]
            for line in lines { _ = try stage.act(line.split(separator: " ").map(String.init)) }
            try stage.centre.advance(to: Story.time("00:10")!)
            for line in [
                "alarm I V M 210000 at 00:00", "file chen I 1号", "fault 902741000028 silent", "freeze chen I M whole",
                "approve head approveFreeze",
            ] {
                _ = try stage.act(line.split(separator: " ").map(String.init))
                try stage.centre.work()
            }
            let acts = try stage.read { try BankActTable($0).all(after: nil, limit: 100) }
            guard let act = acts.first(where: { $0.kind == .freeze }) else {
                Issue.record("no freeze was sent")
                return
            }
            try body(stage, act)
        }
    }

    private func answer(_ act: BankAct, _ result: String, at now: Timestamp) -> BankAnswer {
        var answer = BankAnswer(act: act.id.description, result: result, answeredAt: WireTime(now))
        answer.prior = .init(organ: "红塔区人民法院", amount: nil, endsAt: WireTime(now + .days(30)))
        return answer
    }

    private func tell(_ stage: Stage, _ answer: BankAnswer, _ act: BankAct) throws -> Freeze? {
        try stage.platform.acts.recordAnswer(
            answer, to: act.id, by: Actor(.bank, act.bank), key: stage.centre.key(), at: stage.now)
        return try stage.freeze("M")
    }

    @Test("Done and behind another: it waits, and the order stays open; where nobody tried any more it is tried again")
    func waits() throws {
        try stage { stage, act in
            try stage.platform.acts.giveUp(act.id, reason: "down", key: stage.centre.key(), at: stage.now)
            let found = try tell(stage, answer(act, "0000", at: stage.now), act)
            #expect(found?.state == .queued)
            let after = try stage.read { try BankActTable($0).require(act.id) }
            #expect(after.state == .open)
            #expect(try stage.read { try JobTable($0).waits(RecoveryWork.transmit.rawValue, act.id) })
        }
    }

    @Test(
        "A lower freeze that a bank carries out beside the higher one: the higher one is let go; the lower one, where more is claimed by then",
        arguments: [false, true])
    func sideBySide(isMoreClaimed: Bool) throws {
        try stage { stage, act in
            func done(_ act: BankAct, balance: Int64) throws {
                var answer = BankAnswer(act: act.id.description, result: "0000", answeredAt: WireTime(stage.now))
                answer.executedAt = WireTime(stage.now)
                answer.endsAt = WireTime(stage.now + .days(100))
                answer.balanceBefore = WireAmount(Money(fen: balance))
                try stage.platform.acts.recordAnswer(
                    answer, to: act.id, by: Actor(.bank, act.bank), key: stage.centre.key(), at: stage.now)
            }
            func play(_ lines: [String]) throws {
                for line in lines {
                    _ = try stage.act(line.split(separator: " ").map(String.init))
                    try stage.centre.work()
                }
            }
            try done(act, balance: 30_000_000)
            try stage.centre.work()
            try play(["unfreeze chen I M part", "approve head approveFreeze"])
            let freeze = try #require(try stage.freeze("M"))
            let lower = try #require(freeze.narrowing)
            if isMoreClaimed {
                try stage.centre.advance(to: Story.time("00:12")!)
                try play([
                    "account W 901741000011 6200911000000000015 周某 300000", "pay W M 50000",
                    "alarm K W M 50000 at 00:12",
                ])
            }
            try done(try stage.read { try BankActTable($0).require(lower.act) }, balance: 30_000_000)
            let releases = try stage.read { try BankActTable($0).acts(for: freeze.id) }.filter { $0.kind == .unfreeze }
            #expect(releases.map(\.order.original) == [isMoreClaimed ? lower.act.description : act.id.description])
            // As long as the higher one stands, the whole is frozen.
            #expect(try stage.freeze("M")?.limit == nil)
            try done(releases[0], balance: 30_000_000)
            #expect(try stage.freeze("M")?.limit == (isMoreClaimed ? nil : Money(fen: 21_000_000)))
            #expect(try stage.freeze("M")?.state == .frozen)
        }
    }

    @Test("Refused because another stands: it does not wait, whatever is said of the other")
    func refused() throws {
        try stage { stage, act in
            let found = try tell(stage, answer(act, "1303", at: stage.now), act)
            #expect(found?.state == .refused)
        }
    }
}
