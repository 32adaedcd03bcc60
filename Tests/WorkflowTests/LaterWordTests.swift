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

@Suite("A bank says two different things, and a person finds out which is true")
struct LaterWordTests {
    /// A victim's money lies in an account whose bank says only what the test says for it.
    func stage(_ body: (Stage) throws -> Void) throws {
        try withDatabase(.sqlite, Stage.schema) { database in
            let stage = Stage(try Centre(database, start: Story.time("00:00")!))
            try play(
                stage,
                "account V 901741000011 6200911000000000007 王芳 300000", "account M 902741000028 6200921000000000005 李强",
                "authority tiers 4 most 500000", "pay V M 210000")
            try stage.centre.advance(to: Story.time("00:10")!)
            try body(stage)
        }
    }

    func play(_ stage: Stage, _ lines: String...) throws {
        for line in lines {
            let came = try stage.act(line.split(separator: " ").map(String.init))
            #expect(!came.hasPrefix("refused"), "\(line): \(came)")
            try stage.centre.work()
        }
    }

    private func frozen(_ stage: Stage, _ result: String) throws -> BankAct {
        try play(
            stage, "alarm I V M 210000 at 00:00", "file chen I 1号", "fault 902741000028 silent",
            "freeze chen I M whole",
            "approve head approveFreeze")
        let act = try last(.freeze, stage)
        try tell(stage, result, act)
        return act
    }

    /// A return is decided and its payment on the way; the bank says nothing of it by itself.
    func paying(_ stage: Stage) throws -> BankAct {
        try play(
            stage, "alarm I V M 210000 at 00:00", "file chen I 1号", "freeze chen I M whole",
            "approve head approveFreeze", "giveback chen I M", "compute chen M", "apply chen M I to V", "ask chen M",
            "fault 902741000028 silent", "approve mayor approveReturn")
        return try last(.returnFunds, stage)
    }

    func last(_ kind: BankOrder.Kind, _ stage: Stage) throws -> BankAct {
        try #require(try stage.read { try BankActTable($0).all(after: nil, limit: 100) }.last { $0.kind == kind })
    }

    func word(_ result: String, _ act: BankAct, at now: Timestamp) -> BankAnswer {
        var answer = BankAnswer(act: act.id.description, result: result, answeredAt: WireTime(now))
        guard result == "0000" else { return answer }
        answer.executedAt = WireTime(now)
        answer.endsAt = WireTime(now + .days(100))
        (answer.balanceBefore, answer.heldBalance) = (WireAmount(Money(fen: 21_000_000)), nil)
        if act.kind == .stop {
            answer.heldBalance = answer.balanceBefore
            answer.endsAt = nil
        }
        return answer
    }

    func wait(_ word: inout BankAnswer, _ stage: Stage) {
        word.executedAt = nil
        word.prior = .init(organ: "法院", amount: nil, endsAt: WireTime(stage.now + .days(1)))
    }

    func tell(_ stage: Stage, _ result: String, _ act: BankAct) throws {
        try stage.platform.acts.recordAnswer(
            word(result, act, at: stage.now), to: act.id, by: Actor(.bank, act.bank), key: stage.centre.key(),
            at: stage.now)
        try stage.centre.work()
    }

    func settle(_ stage: Stage, _ act: BankAct, _ result: String) throws {
        let words = try stage.read { try BankActTable($0).answers(to: act.id) }.map(\.answer)
        try stage.platform.acts.settle(
            act.id, as: try #require(words.last { $0.result == result }), reason: "电话核实", by: try stage.person("chen"),
            key: stage.centre.key(), at: stage.now)
        try stage.centre.work()
    }

    func contradictions(_ act: BankAct, _ stage: Stage) throws -> Int {
        try stage.read { try BankActTable($0).require(act.id).contradictions }
    }

    func expect(_ stage: Stage, _ line: String) throws {
        #expect(try stage.expect(line.split(separator: " ").map(String.init)) == "so", "\(line)")
    }

    @Test("Refused, then frozen: the freeze lives, with its claim and its end, and can be let go")
    func frozenAfterAll() throws {
        try stage { stage in
            let act = try frozen(stage, "1303")
            try tell(stage, "0000", act)
            try expect(stage, "M freeze refused freezeClaims 0")
            #expect(try contradictions(act, stage) == 1)
            try settle(stage, act, "0000")
            try expect(stage, "M freeze frozen freezeClaims 1")
            try expect(stage, "I held 210000 large 0")
            let freeze = try #require(try stage.freeze("M"))
            #expect(try stage.read { try JobTable($0).waits(RecoveryWork.freezeEnd.rawValue, freeze.id) })
            #expect(try contradictions(act, stage) == 0)
            #expect(throws: LaterWordRefusal.noContradiction) { try settle(stage, act, "1303") }
            // What it said first, said again, is a contradiction no more than once.
            try tell(stage, "1303", act)
            try expect(stage, "M freeze frozen freezeClaims 1")
        }
    }

    @Test("Refused, then frozen, and asked for again meanwhile: first that one must be heard")
    func askedAgain() throws {
        try stage { stage in
            let act = try frozen(stage, "1303")
            try play(stage, "freeze chen I M whole", "approve head approveFreeze")
            try tell(stage, "0000", act)
            #expect(throws: LaterWordRefusal.anotherRuns) { try settle(stage, act, "0000") }
            #expect(try contradictions(act, stage) == 1, "nothing is stored half")
        }
    }

    @Test("Frozen, then refused: nothing is held by it any more, and another can be asked for")
    func notFrozen() throws {
        try stage { stage in
            let act = try frozen(stage, "0000")
            try tell(stage, "1303", act)
            try expect(stage, "M freeze frozen")
            try settle(stage, act, "1303")
            try expect(stage, "M freeze refused freezeClaims 0")
            let freeze = try #require(try stage.freeze("M"))
            #expect(freeze.startedAt == nil)
            #expect(try stage.read { try !JobTable($0).waits(RecoveryWork.freezeEnd.rawValue, freeze.id) })
            try play(stage, "freeze chen I M whole")
        }
    }

    @Test("The first word was true: nothing changes but that nobody need look at it")
    func firstHolds() throws {
        try stage { stage in
            let act = try frozen(stage, "0000")
            try tell(stage, "1303", act)
            try settle(stage, act, "0000")
            try expect(stage, "M freeze frozen freezeClaims 1")
            #expect(try contradictions(act, stage) == 0)
        }
    }

    @Test("Released, then not: the freeze is in force again, and can be let go anew")
    func notReleased() throws {
        try stage { stage in
            _ = try frozen(stage, "0000")
            try play(stage, "unfreeze chen I M", "approve head approveFreeze")
            let release = try last(.unfreeze, stage)
            try tell(stage, "0000", release)
            try expect(stage, "M freeze released freezeClaims 0")
            try tell(stage, "1303", release)
            try settle(stage, release, "1303")
            try expect(stage, "M freeze frozen")
            let freeze = try #require(try stage.freeze("M"))
            #expect(try stage.read { try JobTable($0).waits(RecoveryWork.freezeEnd.rawValue, freeze.id) })
            // Its claim was ended by a person and stays so: whoever has one lets it go again.
            try play(stage, "unfreeze chen I M")
        }
    }

    @Test(
        "A stop refused, then carried out: it holds, for those who claim it; and the other way round",
        arguments: [true, false])
    func stops(isDone: Bool) throws {
        try stage { stage in
            try play(stage, "fault 902741000028 silent", "alarm I V M 210000 at 00:00")
            let act = try last(.stop, stage)
            try tell(stage, isDone ? "1303" : "0000", act)
            try tell(stage, isDone ? "0000" : "1303", act)
            try expect(stage, isDone ? "M stop refused uses 0 claims 0" : "M stop executed uses 1 claims 1")
            try settle(stage, act, isDone ? "0000" : "1303")
            try expect(stage, isDone ? "M stop executed uses 1 claims 1" : "M stop refused uses 0 claims 0")
            try expect(stage, isDone ? "I held 210000 large 0" : "I held 0 large 210000")
        }
    }

    @Test("Two refusals of one release, while another ended the freeze: it stays ended")
    func refusedTwice() throws {
        try stage { stage in
            _ = try frozen(stage, "0000")
            try play(stage, "unfreeze chen I M", "approve head approveFreeze")
            let refused = try last(.unfreeze, stage)
            try tell(stage, "1303", refused)
            try play(stage, "unfreeze chen I M", "approve head approveFreeze")
            try tell(stage, "0000", try last(.unfreeze, stage))
            try expect(stage, "M freeze released")
            try tell(stage, "1304", refused)
            try settle(stage, refused, "1304")
            try expect(stage, "M freeze released")
        }
    }

    @Test("A renewal refused, then carried out, with another in between: the bank may mean one and the same time")
    func renewedTwice() throws {
        try stage { stage in
            let act = try frozen(stage, "0000")
            func renewed(_ act: BankAct) -> BankAnswer {
                var answer = BankAnswer(act: act.id.description, result: "0000", answeredAt: WireTime(stage.now))
                answer.endsAt = WireTime(stage.now + .days(300))
                return answer
            }
            try play(stage, "renew chen M", "approve head approveFreeze")
            let first = try last(.renewFreeze, stage)
            #expect(first.id != act.id)
            try tell(stage, "1303", first)
            try play(stage, "renew chen M", "approve head approveFreeze")
            let second = try last(.renewFreeze, stage)
            for act in [first, second] {
                try stage.platform.acts.recordAnswer(
                    renewed(act), to: act.id, by: Actor(.bank, act.bank), key: stage.centre.key(), at: stage.now)
            }
            #expect(throws: LaterWordRefusal.cannotBeUndone) { try settle(stage, first, "0000") }
            #expect(try stage.freeze("M")?.renewals == 1)
        }
    }

    @Test("A stop that was dropped as undelivered and carried out all the same holds, for those who claim it")
    func dropped() throws {
        try stage { stage in
            try play(stage, "fault 902741000028 silent", "alarm I V M 210000 at 00:00")
            let act = try last(.stop, stage)
            let (acts, leader) = (stage.platform.acts, try stage.person("leader"))
            try acts.giveUp(act.id, reason: "down", key: stage.centre.key(), at: stage.now)
            try acts.drop(act.id, by: leader, key: stage.centre.key(), at: stage.now)
            try stage.centre.work()
            try expect(stage, "M stop refused claims 0")
            try tell(stage, "0000", act)
            try expect(stage, "M stop executed uses 1 claims 1")
            try expect(stage, "I held 210000 large 0")
        }
    }

    @Test(
        "A dropped stop that was carried out while another is asked for fits nothing: a person is shown it, and has the word"
    )
    func droppedAndAnother() throws {
        try stage { stage in
            try play(stage, "fault 902741000028 silent", "alarm I V M 210000 at 00:00")
            let act = try last(.stop, stage)
            let (acts, leader) = (stage.platform.acts, try stage.person("leader"))
            try acts.giveUp(act.id, reason: "down", key: stage.centre.key(), at: stage.now)
            try acts.drop(act.id, by: leader, key: stage.centre.key(), at: stage.now)
            try play(stage, "alarm J V M 1000 at 00:00")
            #expect(try last(.stop, stage).id != act.id)
            try tell(stage, "0000", act)
            try expect(stage, "M stop ordered")
            #expect(try contradictions(act, stage) == 1)
            try settle(stage, act, "0000")
            #expect(try contradictions(act, stage) == 0)
            try expect(stage, "M stop ordered")
        }
    }

    @Test("That a freeze waits behind another is no word to settle on, nor is a statement: it is asked for anew")
    func neverTrue() throws {
        try stage { stage in
            let act = try frozen(stage, "0000")
            var waiting = word("0000", act, at: stage.now)
            wait(&waiting, stage)
            let (rules, taken) = (stage.platform.rules, try stage.read { try BankActTable($0).require(act.id) })
            #expect(waiting.isWaiting && !LaterWords.canBeTrue(waiting, of: taken, rules))
            #expect(LaterWords.canBeTrue(word("1303", act, at: stage.now), of: taken, rules))
            let inquiry = try last(.inquiry, stage)
            #expect(!LaterWords.canBeTrue(word("1303", inquiry, at: stage.now), of: inquiry, rules))
        }
    }

    @Test("A bank that had another sum in its first word: it is put right whatever followed, and the measure stays")
    func anotherSum() throws {
        try stage { stage in
            try play(stage, "fault 902741000028 silent", "alarm I V M 210000 at 00:00")
            let act = try last(.stop, stage)
            try tell(stage, "0000", act)
            try play(stage, "extend chen M", "approve leader approveStop")
            try tell(stage, "0000", try last(.extend, stage))
            try expect(stage, "M stop executed uses 2")
            var other = try #require(try stage.read { try BankActTable($0).require(act.id).answer })
            other.heldBalance = WireAmount(Money(fen: 30_000_000))
            let impossible = other
            other.balanceBefore = other.heldBalance
            #expect(throws: BankActs.Implausible.self, "more than lay there") { try insist(stage, impossible, act) }
            try insist(stage, other, act)
            #expect(try stage.stop("M")?.heldBalance == Money(fen: 30_000_000))
            try expect(stage, "M stop executed claims 1")
            let now = try stage.read { try BankActTable($0).require(act.id) }
            #expect(now.answer == other && now.contradictions == 0)
        }
    }

    @Test("A bank that had another sum in its word on a freeze: it is put right, and the freeze stays")
    func anotherFrozenSum() throws {
        try stage { stage in
            let act = try frozen(stage, "0000")
            var other = try #require(try stage.read { try BankActTable($0).require(act.id).answer })
            other.balanceBefore = WireAmount(Money(fen: 30_000_000))
            try play(stage, "giveback chen I M")
            try insist(stage, other, act)
            try expect(stage, "M freeze frozen freezeClaims 1")
            #expect(try stage.freeze("M")?.balance == Money(fen: 30_000_000))
        }
    }

    /// The bank says something else, and that is settled.
    private func insist(_ stage: Stage, _ word: BankAnswer, _ act: BankAct) throws {
        try stage.platform.acts.recordAnswer(
            word, to: act.id, by: Actor(.bank, act.bank), key: stage.centre.key(), at: stage.now)
        try stage.platform.acts.settle(
            act.id, as: word, reason: "电话核实", by: try stage.person("chen"), key: stage.centre.key(), at: stage.now)
    }

    @Test("Only who may order, with a reason, and only what the bank has said")
    func refusals() throws {
        try stage { stage in
            let act = try frozen(stage, "0000")
            #expect(throws: LaterWordRefusal.noContradiction) { try settle(stage, act, "0000") }
            try tell(stage, "1303", act)
            func enter(_ word: BankAnswer, _ reason: String, _ name: String) throws {
                try stage.platform.acts.settle(
                    act.id, as: word, reason: reason, by: try stage.person(name), key: stage.centre.key(), at: stage.now
                )
            }
            let later = word("1303", act, at: stage.now)
            #expect(throws: Refusal.reasonMissing) { try enter(later, " ", "chen") }
            #expect(throws: LaterWordRefusal.notSaid) { try enter(word("1304", act, at: stage.now), "电话", "chen") }
            #expect(throws: Refusal.self) { try enter(later, "电话", "aux") }
        }
    }
}
