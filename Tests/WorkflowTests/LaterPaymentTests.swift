import Access
import Jobs
import Journal
import Primitives
import Recovery
import Storage
import TestSupport
import Testing
import Wire
import Workflow

/// What a bank says twice about a payment to a victim.
extension LaterWordTests {
    @Test(
        "A payment that failed, then was made, is not ordered again; settled, it is paid; and the other way round",
        arguments: [true, false])
    func payments(isPaid: Bool) throws {
        try stage { stage in
            let act = try paying(stage)
            try tell(stage, isPaid ? "1303" : "0000", act)
            try tell(stage, isPaid ? "0000" : "1303", act)
            try expect(stage, isPaid ? "M return decided" : "M return closed")
            if isPaid {
                let again = "pay-other chen M I to V".split(separator: " ").map(String.init)
                #expect(throws: ReturnRefusal.bankContradicts) { try stage.act(again) }
            }
            try settle(stage, act, isPaid ? "0000" : "1303")
            try expect(stage, "M return closed")
            try expect(stage, isPaid ? "I held 0 returned 210000" : "I held 210000 returned 0")
            #expect(try stage.fundReturn("M")?.rest == Money(fen: isPaid ? 0 : 21_000_000))
        }
    }

    @Test("A payment of a closed return that was not made after all: its victim has a part in a later return")
    func paymentOfAClosedReturn() throws {
        try stage { stage in
            let act = try paying(stage)
            try tell(stage, "1303", act)
            try tell(stage, "0000", act)
            #expect(throws: ReturnRefusal.bankContradicts) {
                try stage.act("close-rest chen M".split(separator: " ").map(String.init))
            }
            try settle(stage, act, "1303")
            try play(stage, "close-rest chen M")
            try expect(stage, "I held 210000 large 0 returned 0")
            // The bank insists: it paid after all.
            var again = word("0000", act, at: stage.now)
            again.operatorName = "赵"
            again.rows = nil
            again.executedAt = WireTime(stage.now + .seconds(1))
            try stage.platform.acts.recordAnswer(
                again, to: act.id, by: Actor(.bank, act.bank), key: stage.centre.key(), at: stage.now)
            try settle(stage, act, "0000")
            try expect(stage, "M return closed")
            try expect(stage, "I held 0 large 0 returned 210000")
            // And not, once more.
            try tell(stage, "1304", act)
            try settle(stage, act, "1304")
            try expect(stage, "I held 210000 large 0 returned 0")
            #expect(try stage.fundReturn("M")?.rest == Money(fen: 21_000_000))
            try play(stage, "fault 902741000028 none", "giveback chen I M", "compute chen M")
            try expect(stage, "share M I direct 210000")
        }
    }

    @Test("A payment that was made after all, whose share a later return has given again: that one is ended first")
    func givenAgain() throws {
        try stage { stage in
            let first = try paying(stage)
            try tell(stage, "1303", first)
            try play(
                stage, "close-rest chen M", "giveback chen I M", "compute chen M", "apply chen M I to V", "ask chen M",
                "approve mayor approveReturn")
            let second = try last(.returnFunds, stage)
            try tell(stage, "0000", first)
            #expect(throws: LaterWordRefusal.anotherRuns) { try settle(stage, first, "0000") }
            try tell(stage, "0000", second)
            try expect(stage, "I held 0 large 0 returned 210000")
            #expect(throws: LaterWordRefusal.paidOtherwise) { try settle(stage, first, "0000") }
            try settle(stage, first, "1303")
            try expect(stage, "I held 0 large 0 returned 210000")
        }
    }
}
