import Access
import Jobs
import Journal
import Jurisdiction
import Primitives
import Storage
import TestSupport
import Testing

@testable import Messaging

@Suite("Batches") struct BatchTests {
    static let list = """
        姓名,手机号,备注
        王芳,13800138000,a
        李强,138 0013 8001,b
        王芳,+8613800138000,double
        ,13800138002,no name
        赵敏,0877-2062345,no mobile
        孙丽,12,no number
        周涛,13800138003,"a, b"
        钱进,13800138004,t
        吴磊 t.cn/x,13800138005,link
        """

    @Test(
        "a list becomes messages: each number once, what cannot be sent is told by its line",
        arguments: Engine.available)
    func load(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let template = try world.template("{姓名}您好，谨防诈骗。回TD退订", .publicity)
            try world.lanes.optOut(try PhoneNumber("13800138004"), via: .desk, at: world.now)
            let id = try world.batch(Self.list, template: template)
            let batch = try world.batch(id)
            #expect(batch.state == .draft && batch.lines == 9 && batch.tally.read == 9)
            #expect(batch.tally.made == 3 && batch.tally.doubled == 1 && batch.tally.optedOut == 1)
            #expect(batch.tally.invalid == 4 && batch.tally.parts == 3)
            #expect(
                batch.tally.problems == [
                    MessageBatch.Problem(line: 5, kind: .fieldMissing, field: "姓名"),
                    MessageBatch.Problem(line: 6, kind: .notReachable, field: nil),
                    MessageBatch.Problem(line: 7, kind: .number, field: nil),
                    MessageBatch.Problem(line: 10, kind: .fieldInvalid, field: "姓名"),
                ])
            #expect(try world.counts(id) == [.queued: 3])
            // Nothing goes out of a draft.
            #expect(try world.lanes.claim(.batch(id), at: world.now).messages.isEmpty)
            #expect(try world.lanes.nextMoment(of: .batch(id), at: world.now) == nil)
        }
    }

    @Test("a batch outlasts a carrier that is away: nothing of it is given up", arguments: Engine.available)
    func carrierAway(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let id = try world.running(World.list(3), template: try world.template(), rate: 100)
            for _ in 0..<(2 * world.rules.messageTriesMax) {
                let claim = try world.lanes.claim(.batch(id), at: world.now)
                try world.lanes.record(
                    claim.messages.map { (id: $0.id, outcome: .notTaken(reason: "down")) }, .batch(id), at: world.now)
                world.clock.advance(.minutes(10))
            }
            #expect(try world.counts(id) == [.queued: 3])
            #expect(try world.lanes.claim(.batch(id), at: world.now).messages.count == 3)
        }
    }

    @Test(
        "one prepares, another lets go: each message is handed over once, at the pace of the batch",
        arguments: Engine.available)
    func run(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let id = try world.running(World.list(250), template: try world.template(), rate: 100)
            var handed: [MessageID] = []
            for expected in [100, 100, 50, 0] {
                let claim = try world.lanes.claim(.batch(id), at: world.now)
                #expect(claim.messages.count == expected && claim.rate == 100)
                handed += claim.messages.map(\.id)
                let outcomes = claim.messages.map { ($0.id, HandingOutcome.accepted(reference: "c-\($0.id)")) }
                try world.lanes.record(outcomes.map { (id: $0.0, outcome: $0.1) }, .batch(id), at: world.now)
            }
            #expect(Set(handed).count == 250)
            #expect(try world.batch(id).state == .finished)
            #expect(try world.counts(id) == [.accepted: 250])
            let reports = handed.map {
                DeliveryReport(message: nil, reference: "c-\($0)", report: .delivered, code: "000")
            }
            try world.lanes.take(Array(reports.prefix(200)) + Array(reports.prefix(10)), at: world.now)
            #expect(try world.counts(id) == [.accepted: 50, .delivered: 200])
            #expect(
                try world.acts(on: id) == [
                    "batch.prepared", "batch.loaded", "batch.submitted", "batch.approved", "batch.finished",
                ])
        }
    }

    @Test(
        "nobody lets his own batch go, nor one without the head's reach, nor one without a line",
        arguments: Engine.available)
    func approval(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let template = try world.template()
            let id = try world.batch(World.list(3), template: template)
            let maker = world.officer
            guard case .user(let id1) = maker.identity else { return }
            let twin = World.person(id1, [.shiftLeader])
            #expect(throws: Refusal.notPermitted(.prepareMessages)) {
                try world.batches.submit(id, by: world.head, key: world.key(), at: world.now)
            }
            try world.batches.submit(id, by: maker, key: world.key(), at: world.now)
            #expect(throws: Refusal.notPermitted(.approveMessages)) {
                try world.decide(id, .approve(leavingOut: []), by: World.person(UserID(value: 999), [.dutyOfficer]))
            }
            #expect(throws: Refusal.ownRequest) {
                try world.decide(id, .approve(leavingOut: []), by: twin)
            }
            try world.decide(id, .giveBack(reason: "太多"), by: world.head)
            #expect(try world.batch(id).state == .draft)
            try world.batches.submit(id, by: maker, key: world.key(), at: world.now)
            try world.templates.retire(template, by: maker, key: world.key(), at: world.now)
            #expect(throws: MessageBatches.NotPossible.templateNotInUse) {
                try world.decide(id, .approve(leavingOut: []), by: world.head)
            }
            let empty = try world.batch("手机号,姓名\n1,x\n", template: try world.template())
            #expect(throws: MessageBatches.NotPossible.nobody) {
                try world.batches.submit(empty, by: maker, key: world.key(), at: world.now)
            }
        }
    }

    @Test(
        "a batch is paused, goes on and is cancelled; what is with the carrier stays there", arguments: Engine.available
    )
    func pauseAndCancel(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let id = try world.running(World.list(30), template: try world.template(), rate: 10)
            let first = try world.lanes.claim(.batch(id), at: world.now).messages
            try world.batches.pause(id, by: world.officer, key: world.key(), at: world.now)
            #expect(try world.lanes.claim(.batch(id), at: world.now).messages.isEmpty)
            #expect(throws: MessageBatches.NotPossible.notNow(.paused)) {
                try world.batches.pause(id, by: world.officer, key: world.key(), at: world.now)
            }
            // What had been handed over before the pause is still asked for.
            #expect(try world.lanes.nextMoment(of: .batch(id), at: world.now) == world.now + .seconds(30))
            try world.lanes.record(
                first.map { (id: $0.id, outcome: .accepted(reference: nil)) }, .batch(id), at: world.now)
            try world.batches.resume(id, by: world.officer, key: world.key(), at: world.now)
            #expect(try world.lanes.claim(.batch(id), at: world.now).messages.count == 10)
            try world.batches.cancel(id, by: world.officer, key: world.key(), at: world.now)
            #expect(try world.lanes.claim(.batch(id), at: world.now).messages.isEmpty)
            #expect(try world.counts(id) == [.accepted: 10, .handed: 10, .cancelled: 10])
            #expect(try world.batch(id).state == .cancelled)
        }
    }

    @Test("a batch to the public rests by night as a whole, and goes on in the morning")
    func night() throws {
        try inWorld(.sqlite) { world in
            let id = try world.running(
                World.list(30), template: try world.template("{姓名}您好，谨防诈骗。回TD退订", .publicity), rate: 10)
            let day = CivilTime(.t0).day
            world.clock.set(CivilTime(day: day, hour: 22).timestamp)
            let claim = try world.lanes.claim(.batch(id), at: world.now)
            let morning = CivilTime(day: day.adding(days: 1), hour: 8).timestamp
            #expect(claim.messages.isEmpty && claim.restUntil == morning)
            world.clock.set(morning)
            #expect(try world.lanes.claim(.batch(id), at: world.now).messages.count == 10)
        }
    }

    @Test("a batch that waits for approval is cancelled with its request")
    func cancelWaiting() throws {
        try inWorld(.sqlite) { world in
            let id = try world.batch(World.list(3), template: try world.template())
            try world.batches.submit(id, by: world.officer, key: world.key(), at: world.now)
            try world.batches.cancel(id, by: world.officer, key: world.key(), at: world.now)
            #expect(try world.read { try ApprovalTable($0).waiting(.approveMessages, on: id) } == nil)
            _ = try world.lanes.claim(.batch(id), at: world.now)
            #expect(try world.counts(id) == [.cancelled: 3])
        }
    }

    @Test(
        "whoever reads a list may die at any part: the next one goes on, and no line is read twice",
        arguments: Engine.available)
    func resumable(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let draft = MessageBatches.Draft(
                title: "全量", template: try world.template(), kind: .flash, rate: 500, list: World.list(12_000))
            let id = try world.batches.prepare(draft, by: world.officer, key: world.key(), at: world.now)
            var runs = 0
            while try world.batches.load(id, at: world.now) {
                runs += 1
                #expect(try world.batch(id).tally.made == Int64(min(runs * Audience.partLines, 12_000)))
            }
            #expect(runs == 3)
            #expect(try world.counts(id) == [.queued: 12_000])
            #expect(try world.batches.load(id, at: world.now) == false)
        }
    }

    @Test(
        "a list that cannot be read is refused whole",
        arguments: [
            ("", Audience.Invalid.empty), ("手机号,姓名\n", .empty), ("手机号\n13800138000\n", .noColumn(field: "姓名")),
            ("姓名\n王芳\n", .noNumbers), ("手机号,姓名\n1,\"x\n", .notReadable),
            ("手机号,姓名\n1,a\n2,b\n3,c\n", .tooLong(limit: 2)),
        ])
    func badLists(_ list: String, _ error: Audience.Invalid) {
        #expect(throws: error) { try Audience(list, fields: ["姓名"], linesMax: 2) }
    }

    @Test("lists and look-ups use their indexes and sort nothing")
    func plans() throws {
        let plans = QueryPlans()
        try inWorld(.sqlite) { world in
            let (batch, message) = (MessageBatchID(value: 1), MessageID(value: 1))
            let number = try PhoneNumber("13800138000")
            try world.journal.database.read { tx in
                let table = MessageTable(plans.recording(tx))
                _ = try table.due(.single, limit: 10, at: .t0)
                _ = try table.waiting(.single, limit: 10)
                _ = try table.open(.batch(batch), at: .t0, limit: 10)
                _ = try table.nextMoment(of: .batch(batch), withQueue: true)
                _ = try table.find([message])
                _ = try table.find(references: ["x"])
                _ = try table.strays(["x"])
                _ = try table.list(.batch(batch), in: nil, before: nil, limit: 10)
                _ = try table.singles(to: number, limit: 10)
                _ = try table.singles(under: .county, before: nil, limit: 10)
                _ = try table.singles(under: .station, before: message, limit: 10)
                _ = try table.ofBatches(to: number, limit: 10)
                _ = try table.waitingOfBatches(to: number, limit: 10)
                _ = try table.about(topic: "x", limit: 10)
                _ = try table.counts(of: .batch(batch))
                let batches = MessageBatchTable(plans.recording(tx))
                _ = try batches.list(under: .county, before: nil, limit: 10)
                _ = try batches.all(after: nil, limit: 10)
                _ = try batches.counts(of: batch)
                _ = try batches.nextPart(of: batch)
                let templates = MessageTemplateTable(plans.recording(tx))
                _ = try templates.inUse("x", of: .county)
                _ = try templates.newest(name: "x", of: .county)
                _ = try templates.list(under: .county, limit: 10)
                let optOuts = OptOutTable(plans.recording(tx))
                _ = try optOuts.contains(number)
                _ = try optOuts.among([number])
            }
        }
        #expect(try Golden.compare(plans.text, with: "plans/messages.txt") == .same)
        #expect(plans.scans.isEmpty && !plans.text.contains("TEMP B-TREE"), "\(plans.text)")
    }
}
