import Jobs
import Journal
import Primitives
import Storage
import TestSupport
import Testing
import Wire
import Workflow

@testable import Recovery

/// What a bank says twice about letting go a freeze that waits behind another.
extension LaterWordTests {
    /// A freeze that waits behind a court's is asked to be let go, and its bank says that it is.
    private func releasedWaiting(_ stage: Stage, _ result: String = "0000") throws -> (order: BankAct, release: BankAct)
    {
        try play(
            stage, "alarm I V M 210000 at 00:00", "file chen I 1号", "fault 902741000028 silent",
            "freeze chen I M whole", "approve head approveFreeze")
        let order = try last(.freeze, stage)
        var waiting = word("0000", order, at: stage.now)
        wait(&waiting, stage)
        try stage.platform.acts.recordAnswer(
            waiting, to: order.id, by: Actor(.bank, order.bank), key: stage.centre.key(), at: stage.now)
        try play(stage, "unfreeze chen I M", "approve head approveFreeze")
        let release = try last(.unfreeze, stage)
        try tell(stage, result, release)
        try expect(stage, result == "0000" ? "M freeze released freezeClaims 0" : "M freeze queued")
        return (order, release)
    }

    @Test("Let go while it waited, then not: it waits again, its bank is asked at its turn, and it can be let go anew")
    func waitingNotReleased() throws {
        try stage { stage in
            let (order, release) = try releasedWaiting(stage)
            #expect(try stage.read { try BankActTable($0).require(order.id).state } == .dropped)
            try tell(stage, "1303", release)
            try settle(stage, release, "1303")
            try expect(stage, "M freeze queued")
            #expect(try stage.read { try BankActTable($0).require(order.id).state } == .open)
            #expect(try stage.read { try JobTable($0).waits(RecoveryWork.transmit.rawValue, order.id) })
            try tell(stage, "0000", order)
            try expect(stage, "M freeze frozen")
            try play(stage, "unfreeze chen I M")
        }
    }

    @Test("Let go while it waited, and frozen at its turn all the same: it is in force, and can be let go anew")
    func frozenAtItsTurn() throws {
        try stage { stage in
            let (order, release) = try releasedWaiting(stage)
            try stage.centre.advance(to: stage.now + .minutes(5))
            try tell(stage, "0000", order)
            try expect(stage, "M freeze frozen")
            try stage.centre.advance(to: stage.now + .minutes(5))
            let freeze = try #require(try stage.freeze("M"))
            #expect(try stage.read { try JobTable($0).waits(RecoveryWork.freezeEnd.rawValue, freeze.id) })
            try play(stage, "unfreeze chen I M", "approve head approveFreeze")
            let second = try last(.unfreeze, stage)
            #expect(second.order.original == order.id.description)
            // That the first one had ended nothing does not undo what the second one ended.
            try tell(stage, "0000", second)
            try expect(stage, "M freeze released")
            try tell(stage, "1303", release)
            try settle(stage, release, "1303")
            try expect(stage, "M freeze released")
        }
    }

    @Test("Begun before its release, which was heard first: it stays let go")
    func heardLate() throws {
        try stage { stage in
            let began = stage.now
            try stage.centre.advance(to: stage.now + .minutes(5))
            let (order, _) = try releasedWaiting(stage)
            try stage.platform.acts.recordAnswer(
                word("0000", order, at: began), to: order.id, by: Actor(.bank, order.bank), key: stage.centre.key(),
                at: stage.now)
            try expect(stage, "M freeze released freezeClaims 0")
        }
    }

    @Test("While another release is on its way, an older one that had ended nothing changes nothing")
    func secondReleaseUnderWay() throws {
        try stage { stage in
            let (order, release) = try releasedWaiting(stage)
            try stage.centre.advance(to: stage.now + .minutes(5))
            try tell(stage, "0000", order)
            try play(stage, "unfreeze chen I M", "approve head approveFreeze")
            try tell(stage, "1303", release)
            try settle(stage, release, "1303")
            try expect(stage, "M freeze releasing")
        }
    }

    @Test("A waiting freeze whose release was refused, then done: it is over, and its order is asked about no more")
    func waitingReleasedAfterAll() throws {
        try stage { stage in
            let (order, release) = try releasedWaiting(stage, "1303")
            try expect(stage, "M freeze queued")
            try tell(stage, "0000", release)
            try settle(stage, release, "0000")
            try expect(stage, "M freeze released freezeClaims 0")
            #expect(try stage.read { try BankActTable($0).require(order.id).state } == .dropped)
        }
    }

    @Test(
        "A freeze began after a release that the bank had given for it: it stands under its own order, also beside a lower one"
    )
    func standsUnderItsOrder() throws {
        try stage { stage in
            let (order, _) = try releasedWaiting(stage)
            try stage.centre.advance(to: stage.now + .minutes(5))
            try tell(stage, "0000", order)
            let freeze = try #require(try stage.freeze("M"))
            let lower = BankAct(
                id: ActID(value: 1 << 60), kind: .freeze, bank: order.bank, account: order.account,
                incident: order.incident, measure: order.measure, order: order.order, createdAt: stage.now,
                answerDue: stage.now)
            try stage.platform.database.write { tx in try BankActTable(tx).insert(lower) }
            let rules = stage.platform.rules
            #expect(try stage.read { try BankActTable($0).inForce(freeze.id, rules)?.id } == order.id)
        }
    }
}
