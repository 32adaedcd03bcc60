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

    @Test("Refused because another stands: it does not wait, whatever is said of the other")
    func refused() throws {
        try stage { stage, act in
            let found = try tell(stage, answer(act, "1303", at: stage.now), act)
            #expect(found?.state == .refused)
        }
    }
}
