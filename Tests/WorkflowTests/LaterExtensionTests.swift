import Journal
import Primitives
import Storage
import TestSupport
import Testing
import Wire
import Workflow

@testable import Recovery

/// A bank that extends a stop-payment in time, and is heard after the end.
extension LaterWordTests {
    /// Stopped, extended an hour before the end by an order that the bank does not answer, and expired here.
    private func expired(_ stage: Stage) throws -> (extension: BankAct, word: BankAnswer) {
        try play(stage, "fault 902741000028 silent", "alarm I V M 210000 at 00:00")
        try tell(stage, "0000", try last(.stop, stage))
        try stage.centre.advance(to: stage.now + .hours(47))
        try play(stage, "extend chen M", "approve leader approveStop")
        let act = try last(.extend, stage)
        let word = word("0000", act, at: stage.now + .minutes(5))
        try stage.centre.advance(to: stage.now + .hours(2))
        #expect(try stops(stage).map(\.state) == [.expired, .draft])
        try play(stage, "approve leader approveStop")
        return (act, word)
    }

    private func stops(_ stage: Stage) throws -> [StopPayment] {
        try stage.read { try StopPaymentTable($0).all(after: nil, limit: 10) }
    }

    private func tell(_ stage: Stage, _ word: BankAnswer, _ act: BankAct) throws {
        try stage.platform.acts.recordAnswer(
            word, to: act.id, by: Actor(.bank, act.bank), key: stage.centre.key(), at: stage.now)
        try stage.centre.work()
    }

    @Test(
        "Extended in time and heard late: another stop was asked for; when the bank refuses that, a person settles that the first holds"
    )
    func extendedInTime() throws {
        try stage { stage in
            let (act, word) = try expired(stage)
            let another = try last(.stop, stage)
            #expect(try stops(stage).map(\.state) == [.expired, .ordered])
            try tell(stage, word, act)
            #expect(try contradictions(act, stage) == 1)
            try tell(stage, "1301", another)
            try settle(stage, act, "0000")
            let first = try stops(stage)[0]
            #expect(first.state == .executed && first.uses == 2)
            #expect(try contradictions(act, stage) == 0)
            let claims = try stage.read { try StopPaymentTable($0).claims(on: first.id) }
            #expect(claims.map(\.isLive) == [true])
            try stage.centre.advance(to: stage.now + .hours(48))
            #expect(try stops(stage)[0].state == .expired)
        }
    }

    @Test("Extended after the end, as the bank says itself: the stop stays ended, and a person is shown it")
    func extendedTooLate() throws {
        try stage { stage in
            let (act, _) = try expired(stage)
            try tell(stage, "1301", try last(.stop, stage))
            try tell(stage, word("0000", act, at: stage.now), act)
            #expect(try stops(stage)[0].state == .expired)
            #expect(try contradictions(act, stage) == 1)
        }
    }

    @Test("Extended in time, heard late, and nothing else runs: it is in force again at once")
    func nothingElse() throws {
        try stage { stage in
            let (act, word) = try expired(stage)
            try tell(stage, "1301", try last(.stop, stage))
            try tell(stage, word, act)
            #expect(try stops(stage)[0].state == .executed)
            #expect(try contradictions(act, stage) == 0)
        }
    }
}
