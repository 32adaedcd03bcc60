import Access
import Journal
import Jurisdiction
import Messaging
import Prevention
import Primitives
import Simulation
import Storage
import TestSupport
import Testing
import Workflow

@Suite("A warned person stays somebody's, whatever crosses", .serialized)
struct WarningThreadTests {
    private func at(_ engine: Engine, _ body: (Post) throws -> Void) throws {
        try withDatabase(engine, Platform.schema) { try body(Post($0)) }
    }

    private func id(_ number: Int) -> String { ["530402199001011238", "530402196601011262"][number] }

    private func report(
        _ post: Post, _ signs: String, _ fields: [SightingReport.Field: String], number: String = ""
    ) throws -> Warnings.Received {
        try post.centre.platform.warnings.receive(
            SightingReport(
                [
                    .source: "other", .sourceNumber: number, .signs: signs, .place: Centre.station.text,
                ].merging(fields) { $1 }), by: try post.who("chen"), key: post.centre.key(), at: post.centre.now)
    }

    @Test("Where a message has no end somebody calls when the lowest grade's time is over", arguments: Engine.available)
    func carrierAway(engine: Engine) throws {
        try at(engine) { post in
            try post.approveText()
            post.centre.carrier.change { $0.isDown = true }
            let lost = try post.report("CALLED_SHORT").warning
            post.centre.carrier.change {
                $0.isDown = false; $0.lostReport = 1000
            }
            let unreported = try post.report("CALLED_SHORT", phone: "13800138001").warning
            try post.advance(minutes: 24 * 60 + 1)
            for id in [lost, unreported] { #expect(try post.task(id)?.unit == Centre.county) }
        }
    }

    @Test(
        "What he said to an officer counts, and not that he got the message as well", arguments: Engine.available)
    func saidOtherwise(engine: Engine) throws {
        try at(engine) { post in
            try post.approveText()
            let id = try post.report("CALLED_SHORT").warning
            try post.attempt(.call, on: id, AttemptReport(isReached: true, result: .stillConvinced), by: "aux")
            try post.advance(minutes: 1)
            _ = try post.centre.workshops[1].receive()
            try post.advance(minutes: 2)
            #expect(try post.warning(id).state == .open)
            #expect(try post.task(id)?.unit == Centre.county)
        }
    }

    @Test("Found in danger when nobody had to look again, he is open again", arguments: Engine.available)
    func relapseWithoutFollowUp(engine: Engine) throws {
        try at(engine) { post in
            let id = try post.report("CALLED_SHORT").warning
            try post.close(id, .falseAlarm, note: "误报", by: "chen")
            #expect(try post.warning(id).state == .watched)
            #expect(try post.task(id) == nil)
            try post.advance(minutes: 5)
            try post.attempt(.call, on: id, AttemptReport(isReached: true, result: .cheated), by: "aux")
            #expect(try post.warning(id).state == .open)
            #expect(try post.task(id) != nil)
        }
    }

    @Test("What was tried before the last closing closes nothing and meets no clock", arguments: Engine.available)
    func secondTime(engine: Engine) throws {
        try at(engine) { post in
            let id = try post.report("SCREEN_SHARED").warning
            try post.advance(minutes: 20)
            try post.attempt(.visit, on: id, Post.visited)
            try post.close(id, .dissuaded)
            try post.advance(minutes: 60)
            _ = try post.report("TRANSFER_TO_INVOLVED")
            #expect(throws: Warnings.NotPossible.lacks([.contact, .visit, .amount])) { try post.close(id, .dissuaded) }
            _ = try post.centre.platform.attempts.record(
                Attempts.New(
                    channel: .call, target: .person, at: .t0 + .minutes(10),
                    report: AttemptReport(isReached: true, result: .stillConvinced)),
                on: id, by: try post.who("tian"), key: post.centre.key(), at: post.centre.now)
            #expect(try post.task(id)?.clocks[.call]?.metAt == nil)
        }
    }

    @Test(
        "Two who share a telephone are two; what one report lacks another fills in; a number names one person",
        arguments: Engine.available)
    func people(engine: Engine) throws {
        try at(engine) { post in
            let son = try report(post, "SITE_VISITED", [.phone: "13800138000", .identityNumber: id(0)]).warning
            let mother = try report(post, "SITE_VISITED", [.phone: "13800138000", .identityNumber: id(1)]).warning
            #expect(son != mother)
            #expect(try report(post, "CHAT_JOINED", [.identityNumber: id(1)]).warning == mother)
            let counter = try report(post, "SITE_VISITED", [.phone: "13900139000", .name: "周某"], number: "1")
            let again = try report(
                post, "CALLED_SHORT",
                [
                    .phone: "13900139000", .name: "周甲", .relativePhone: "13900139001",
                ], number: "2")
            #expect(again.kind == .joined && again.warning == counter.warning)
            let person = try post.warning(counter.warning).person
            #expect(person.name == "周某" && person.relativePhone?.text == "13900139001")
            #expect(try report(post, "SITE_VISITED", [.phone: "13900139000"], number: "1").kind == .repeated)
            #expect(throws: Problems([FieldProblem("sourceNumber", .numberTaken, found: "1")])) {
                try report(post, "SITE_VISITED", [.phone: "13700137000"], number: "1")
            }
        }
    }

    @Test("Two identity numbers put into one thread stay in it", arguments: Engine.available)
    func twoNumbers(engine: Engine) throws {
        try at(engine) { post in
            let one = try report(post, "SITE_VISITED", [.phone: "13800138000", .identityNumber: id(0)]).warning
            let other = try report(post, "SITE_VISITED", [.identityNumber: id(1)]).warning
            try post.centre.platform.warnings.merge(
                one, into: other, reason: "证件号录错", by: try post.who("chen"), key: post.centre.key(), at: .t0)
            let again = try report(post, "CHAT_JOINED", [.phone: "13800138000", .identityNumber: id(0)])
            #expect(again.warning == other && again.kind == .joined)
        }
    }

    @Test(
        "Of a telephone that two use, the one's record does not take the other's identity", arguments: Engine.available)
    func sharedTelephone(engine: Engine) throws {
        try at(engine) { post in
            let one = try report(post, "SITE_VISITED", [.phone: "13800138000", .name: "李某"]).warning
            _ = try report(post, "SITE_VISITED", [.phone: "13800138000", .name: "王某", .identityNumber: id(0)])
            #expect(try post.warning(one).person.identityNumber == nil)
        }
    }

    @Test("What a stranger writes on the public page fills in nothing", arguments: Engine.available)
    func stranger(engine: Engine) throws {
        try at(engine) { post in
            let known = try report(post, "SITE_VISITED", [.phone: "13800138000"]).warning
            let joined = try post.centre.platform.warnings.receive(
                fromFamily: SightingReport([
                    .source: "family", .signs: "FAMILY_REPORT", .phone: "13800138000", .name: "刘某",
                    .place: Centre.station.text, .relativePhone: "13700137000",
                ]), address: "192.0.2.1", key: post.centre.key(), at: post.centre.now)
            #expect(joined.warning == known)
            let person = try post.warning(known).person
            #expect(person.name.isEmpty && person.relativePhone == nil)
        }
    }

    @Test("Closed or put under another, it is asked of nobody else any more", arguments: Engine.available)
    func handoverEnds(engine: Engine) throws {
        try at(engine) { post in
            let warning = try post.report("APP_REGISTERED").warning
            let tasks = post.centre.platform.tasks
            func ask() throws -> HandoverID {
                try tasks.askHandover(
                    of: warning, to: Centre.city, reason: "人在市区", by: try post.who("tian"), key: post.centre.key(),
                    at: post.centre.now)
            }
            let asked = try ask()
            try post.close(warning, .falseAlarm, note: "误报")
            #expect(try post.centre.database.read { try HandoverTable($0).find(asked)?.state } == .withdrawn)
            try post.advance(minutes: 5)
            _ = try post.report("APP_REGISTERED")
            #expect(try ask() != asked)
        }
    }

    @Test(
        "Put under another thread, a closed one's second looks go on there, and come back with it",
        arguments: Engine.available)
    func secondLooks(engine: Engine) throws {
        try at(engine) { post in
            let grave = try post.report("SCREEN_SHARED").warning
            try post.attempt(.visit, on: grave, Post.visited)
            try post.close(grave, .dissuaded)
            let low = try post.report("CALLED_SHORT", phone: "13900139000").warning
            try post.close(low, .falseAlarm, note: "误报", by: "chen")
            func planned(_ id: WarningID) throws -> Int {
                try post.centre.database.read { try DissuasionTaskTable($0).of(id) }.count { $0.state == .planned }
            }
            let before = try planned(grave)
            let (warnings, who) = (post.centre.platform.warnings, try post.who("chen"))
            try warnings.merge(grave, into: low, reason: "同一人", by: who, key: post.centre.key(), at: .t0)
            #expect(before > 0)
            #expect(try planned(grave) == 0)
            #expect(try planned(low) == before)
            #expect(try post.warning(low).highest == .extreme)
            try warnings.split(grave, reason: "是两个人", by: who, key: post.centre.key(), at: .t0)
            #expect(try planned(grave) == before)
            #expect(try planned(low) == 0)
        }
    }

    @Test("Left to a message, and found to have been graver once: somebody goes", arguments: Engine.available)
    func graverOnce(engine: Engine) throws {
        try at(engine) { post in
            let grave = try post.report("SCREEN_SHARED").warning
            try post.attempt(.visit, on: grave, Post.visited)
            try post.close(grave, .dissuaded)
            try post.approveText()
            let low = try post.report("CALLED_SHORT", phone: "13900139000").warning
            #expect(try post.task(low) == nil)
            try post.centre.platform.warnings.merge(
                grave, into: low, reason: "同一人", by: try post.who("chen"), key: post.centre.key(), at: .t0)
            #expect(try post.task(low) != nil)
        }
    }

    @Test("A second report sends no second message while the first may still arrive", arguments: Engine.available)
    func oneMessage(engine: Engine) throws {
        try at(engine) { post in
            try post.approveText()
            let id = try post.report("CALLED_SHORT").warning
            _ = try post.report("SITE_VISITED")
            #expect(try post.task(id) != nil)
            try post.advance(minutes: 1)
            #expect(post.centre.carrier.book.map(\.kind.rawValue) == ["text"])
        }
    }

    @Test(
        "Who was shut out since is given no task, and nobody stands at a post above his own unit",
        arguments: Engine.available)
    func roster(engine: Engine) throws {
        try at(engine) { post in
            #expect(throws: Roster.NotPossible.unknownOfficer) {
                try post.centre.platform.roster.plan(
                    try post.user("tian"), at: Centre.county, post: .call, from: .t0 + .hours(30), to: .t0 + .hours(31),
                    by: try post.who("leader"), key: post.centre.key(), at: .t0)
            }
            let users = Users(
                post.centre.platform.journal, cost: PasswordCost(rounds: 16, blockSize: 1, parallelism: 1),
                secrets: Secrets(SplitMix64(seed: 7)), rules: SignInRules(post.centre.platform.rules))
            _ = try users.disable(
                try post.user("tian"), by: .platform("command line"), key: post.centre.key(), at: .t0)
            let id = try post.report("SCREEN_SHARED").warning
            let task = try #require(try post.task(id))
            #expect(task.state == .waiting && task.officer == nil)
        }
    }
}
