import Journal
import Primitives
import Storage
import TestSupport
import Testing
import Wire
import Workflow

@testable import Recovery

@Suite("A lower freeze takes the place of a higher one, at banks that do it in every other order, too")
struct LowerFreezeTests {
    /// A whole account is frozen by one order, and a lower one has been sent; the bank says nothing by itself.
    private struct Desk {
        let stage: Stage

        init(_ stage: Stage) throws {
            self.stage = stage
            try play(
                "account V 901741000011 6200911000000000007 王芳 300000", "account M 902741000028 6200921000000000005 李强",
                "authority tiers 4 most 500000", "pay V M 210000")
            try stage.centre.advance(to: Story.time("00:10")!)
            try play(
                "alarm I V M 210000 at 00:00", "file chen I 1号", "fault 902741000028 silent",
                "freeze chen I M whole", "approve head approveFreeze")
            try tell("0000", try orders()[0])
            try play("unfreeze chen I M part", "approve head approveFreeze")
        }

        func play(_ lines: String...) throws {
            for line in lines {
                _ = try stage.act(line.split(separator: " ").map(String.init))
                try stage.centre.work()
            }
        }

        func acts() throws -> [BankAct] {
            let freeze = try #require(try stage.freeze("M"))
            return try stage.read { try BankActTable($0).acts(for: freeze.id) }
        }

        func orders() throws -> [BankAct] { try acts().filter { $0.kind == .freeze } }

        /// Those that name this order, oldest first.
        func releases(of order: BankAct) throws -> [BankAct] {
            try acts().filter { $0.kind == .unfreeze && $0.order.original == order.id.description }
        }

        /// The bank's word a minute later: done or not, or that it waits behind what stands.
        func tell(_ result: String, _ act: BankAct, waits: Bool = false) throws {
            try stage.centre.advance(to: stage.now + .minutes(1))
            var answer = BankAnswer(act: act.id.description, result: result, answeredAt: WireTime(stage.now))
            if waits {
                answer.prior = .init(organ: "云滇市公安局", amount: nil, endsAt: WireTime(stage.now + .days(100)))
            } else {
                answer.executedAt = WireTime(stage.now)
                answer.endsAt = WireTime(stage.now + .days(100))
                answer.balanceBefore = WireAmount(Money(fen: 30_000_000))
            }
            try stage.platform.acts.recordAnswer(
                answer, to: act.id, by: Actor(.bank, act.bank), key: stage.centre.key(), at: stage.now)
            try stage.centre.work()
        }

        func expect(_ line: String) throws {
            #expect(try stage.expect(line.split(separator: " ").map(String.init)) == "so", "\(line)")
        }

        func isListed(_ act: BankAct) throws -> Bool {
            try stage.read { try BankActTable($0).require(act.id).contradictions > 0 }
        }
    }

    private func desk(_ body: (Desk) throws -> Void) throws {
        try withDatabase(.sqlite, Stage.schema) { database in
            try body(try Desk(Stage(try Centre(database, start: Story.time("00:00")!))))
        }
    }

    @Test("The lower one began beside the higher one and is taken back: its release ends no freeze")
    func takenBack() throws {
        try desk { desk in
            let orders = try desk.orders()
            try desk.play(
                "account W 901741000011 6200911000000000015 周某 300000", "pay W M 50000", "alarm K W M 50000 at 00:12")
            try desk.tell("0000", orders[1])
            try desk.tell("0000", try desk.releases(of: orders[1])[0])
            try desk.expect("M freeze frozen")
            #expect(try desk.acts().inForce(desk.stage.platform.rules)?.id == orders[0].id)
        }
    }

    @Test("The higher one is let go, and the lower one refused: nothing is frozen any more, on record either")
    func nothingLeft() throws {
        try desk { desk in
            let orders = try desk.orders()
            try desk.tell("0000", orders[1], waits: true)
            try desk.tell("0000", try desk.releases(of: orders[0])[0])
            try desk.expect("M freeze frozen")
            try desk.tell("0400", orders[1])
            try desk.expect("M freeze released freezeClaims 0")
        }
    }

    @Test("The lower one is refused, though the bank says when: what is let go is the higher one")
    func refusedWithTime() throws {
        try desk { desk in
            let orders = try desk.orders()
            try desk.tell("1303", orders[1])
            try desk.play("unfreeze chen I M", "approve head approveFreeze")
            try desk.tell("0000", try #require(try desk.releases(of: orders[0]).first))
            try desk.expect("M freeze released")
        }
    }

    @Test(
        "Both stand, and the bank lets neither go: a person is shown it, and the whole is let go by both",
        arguments: [["0000", "0000"], ["0000", "1303"], ["1303", "0000"]])
    func both(words: [String]) throws {
        try desk { desk in
            let orders = try desk.orders()
            try desk.tell("0000", orders[1])
            for order in orders {
                let release = try #require(try desk.releases(of: order).first)
                try desk.tell("1303", release)
                #expect(try desk.isListed(release))
            }
            #expect(try desk.stage.freeze("M")?.limit == nil)
            try desk.play("unfreeze chen I M", "approve head approveFreeze")
            let releases = try orders.map { try #require(try desk.releases(of: $0).last) }
            try desk.tell(words[0], releases[0])
            try desk.expect("M freeze releasing")
            try desk.tell(words[1], releases[1])
            try desk.expect("M freeze \(words == ["0000", "0000"] ? "released" : "frozen")")
        }
    }

    @Test(
        "The higher one is gone, the whole is let go, and the bank knows no lower one: nothing is frozen, on record either"
    )
    func neverBegun() throws {
        try desk { desk in
            let orders = try desk.orders()
            try desk.tell("0000", orders[1], waits: true)
            try desk.tell("0000", try desk.releases(of: orders[0])[0])
            try desk.play("unfreeze chen I M", "approve head approveFreeze")
            try desk.tell("0400", try #require(try desk.releases(of: orders[1]).last))
            try desk.expect("M freeze frozen")
            try desk.tell("0400", orders[1])
            try desk.expect("M freeze released freezeClaims 0")
        }
    }

    @Test("Taken back while it waited, begun all the same: it is let go again; until then no other is sent")
    func begunAfterAll() throws {
        try desk { desk in
            let orders = try desk.orders()
            try desk.tell("0000", orders[1], waits: true)
            try desk.tell("1303", try desk.releases(of: orders[0])[0])
            let release = try #require(try desk.releases(of: orders[1]).first)
            try desk.tell("0400", release)
            #expect(throws: FreezeRefusal.alreadyAsked) { try desk.play("unfreeze chen I M part") }
            try desk.tell("0000", orders[1])
            let again = try desk.releases(of: orders[1])
            #expect(again.count == 2)
            try desk.tell("0000", again[1])
            try desk.expect("M freeze frozen")
            try desk.play("unfreeze chen I M part")
        }
    }
}
