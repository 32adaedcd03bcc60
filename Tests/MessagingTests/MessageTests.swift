import Access
import Jobs
import Journal
import Jurisdiction
import Primitives
import Storage
import TestSupport
import Testing

@testable import Messaging

@Suite("Templates and single messages") struct MessageTests {
    @Test(
        "a template goes into use by another person's approval, and a new version takes its place",
        arguments: Engine.available)
    func templates(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let draft = MessageTemplates.Draft(name: "劝阻", purpose: .dissuasion, sender: "昆明反诈", wording: "请挂断。")
            let first = try world.templates.propose(
                draft, unit: .county, by: world.leader, key: world.key(), at: world.now)
            #expect(throws: Messages.NotPossible.noTemplate(["劝阻"])) { try world.queue([:]) }
            #expect(throws: Refusal.ownRequest) { try world.decide(first, .approve(leavingOut: []), by: world.leader) }
            try world.decide(first, .approve(leavingOut: []), by: world.head)
            let second = try world.template()
            let all = try world.read { try MessageTemplateTable($0).list(under: .county, limit: 10) }
            #expect(all.map(\.id) == [second, first] && all.map(\.state) == [.approved, .retired])
            #expect(all.map(\.version) == [2, 1])
            #expect(try world.acts(on: first) == ["template.proposed", "template.approved"])
            try world.templates.retire(second, by: world.officer, key: world.key(), at: world.now)
            #expect(throws: Messages.NotPossible.noTemplate(["劝阻"])) { try world.queue() }
            #expect(throws: MessageTemplates.NotPossible.notInUse) {
                try world.templates.retire(second, by: world.officer, key: world.key(), at: world.now)
            }
        }
    }

    @Test("what may not be a template is refused")
    func badTemplates() throws {
        try inWorld(.sqlite) { world in
            func propose(_ name: String, _ purpose: Message.Purpose, _ sender: String, _ wording: String, by: Principal)
                throws
            {
                let draft = MessageTemplates.Draft(name: name, purpose: purpose, sender: sender, wording: wording)
                _ = try world.templates.propose(draft, unit: .county, by: by, key: world.key(), at: world.now)
            }
            #expect(throws: MessageTemplates.NotPossible.nameMissing) {
                try propose(" ", .dissuasion, "昆明反诈", "x", by: world.officer)
            }
            #expect(throws: MessageTemplates.NotPossible.unknownSender) {
                try propose("a", .dissuasion, "【x】", "x", by: world.officer)
            }
            #expect(throws: MessageTemplates.NotPossible.optOutMissing) {
                try propose("a", .publicity, "昆明反诈", "请下载国家反诈中心。", by: world.officer)
            }
            #expect(throws: MessageTemplates.NotPossible.tooManyParts(limit: 5)) {
                try propose("a", .dissuasion, "昆明反诈", String(repeating: "警", count: 330), by: world.officer)
            }
            #expect(throws: MessageWording.Invalid.link("t.cn")) {
                try propose("a", .dissuasion, "昆明反诈", "t.cn/x", by: world.officer)
            }
            #expect(throws: Refusal.notPermitted(.prepareMessages)) {
                try propose("a", .dissuasion, "昆明反诈", "x", by: world.head)
            }
        }
    }

    @Test(
        "a message is queued once, handed over, accepted and delivered, and its journal says so",
        arguments: Engine.available)
    func single(_ engine: Engine) throws {
        try inWorld(engine) { world in
            try world.template()
            let id = try world.queue(reportsBack: true)
            let queued = try world.message(id)
            #expect(queued.text == "【昆明反诈】王芳您好，您正在与骗子通话，请立即挂断并拨打96110。" && queued.parts == 1)
            #expect(try world.read { try JobTable($0).waits("message.hand", "single") })
            let claim = try world.lanes.claim(.single, at: world.now)
            #expect(claim.messages.map(\.id) == [id])
            #expect(try claim.messages == [world.message(id)])
            #expect(try world.lanes.claim(.single, at: world.now).messages.isEmpty)
            try world.lanes.record([(id, .accepted(reference: "c-1"))], .single, at: world.now)
            #expect(try world.message(id).state == .accepted)
            let report = DeliveryReport(message: nil, reference: "c-1", report: .delivered, code: "000")
            try world.lanes.take([report, report], at: world.now)
            try world.lanes.take([report], at: world.now)
            try world.lanes.record([(id, .accepted(reference: "c-1"))], .single, at: world.now)
            #expect(try world.message(id).state == .delivered)
            #expect(try world.acts(on: id) == ["message.queued", "message.accepted", "message.delivered"])
            #expect(try world.read { try JobTable($0).waits("message.ended", id) })
            #expect(try world.lanes.nextMoment(of: .single, at: world.now) == nil)
        }
    }

    @Test(
        "after a lost answer the carrier is asked; only its word that it has nothing lets the message go out again",
        arguments: Engine.available)
    func lost(_ engine: Engine) throws {
        try inWorld(engine) { world in
            try world.template()
            let ids = try ["13800138001", "13800138002", "13800138003"].map { try world.queue(to: $0) }
            _ = try world.lanes.claim(.single, at: world.now)
            try world.lanes.record(ids.map { ($0, .lost(reason: "timeout")) }, .single, at: world.now)
            #expect(try world.lanes.open(.single, at: world.now).isEmpty)
            #expect(try world.lanes.nextMoment(of: .single, at: world.now) == world.now + .seconds(30))
            world.clock.advance(.seconds(30))
            #expect(try world.lanes.claim(.single, at: world.now).messages.isEmpty)
            #expect(Set(try world.lanes.open(.single, at: world.now).map(\.id)) == Set(ids))
            let found: [(MessageID, HandingOutcome)] = [
                (ids[0], .accepted(reference: "c")), (ids[1], .notTaken(reason: "never came")),
                (ids[2], .cannotSay(reason: "no such question")),
            ]
            try world.lanes.record(found.map { (id: $0.0, outcome: $0.1) }, .single, at: world.now)
            #expect(try ids.map { try world.message($0).state } == [.accepted, .queued, .unknown])
            world.clock.advance(.minutes(30))
            #expect(try world.lanes.claim(.single, at: world.now).messages.map(\.id) == [ids[1]])
            // The report that comes at last settles what nobody could say.
            try world.lanes.take(
                [DeliveryReport(message: ids[2], reference: nil, report: .delivered, code: "000")], at: world.now)
            #expect(try world.message(ids[2]).state == .delivered)
        }
    }

    @Test(
        "a carrier that cannot be asked is asked again; one that has had a message for days without a word cannot say",
        arguments: Engine.available)
    func askedAgain(_ engine: Engine) throws {
        try inWorld(engine) { world in
            try world.template()
            let id = try world.queue()
            _ = try world.lanes.claim(.single, at: world.now)
            for _ in 0..<3 {
                world.clock.advance(.seconds(30))
                #expect(try world.lanes.open(.single, at: world.now).map(\.id) == [id])
                try world.lanes.record([(id, .lost(reason: "away"))], .single, at: world.now)
                #expect(try world.lanes.open(.single, at: world.now).isEmpty)
            }
            world.clock.advance(.seconds(30))
            try world.lanes.record([(id, .accepted(reference: "c"))], .single, at: world.now)
            var asked = 0
            while try world.message(id).state == .accepted {
                world.clock.set(try #require(try world.message(id).askAt))
                try world.lanes.record([(id, .accepted(reference: "c"))], .single, at: world.now)
                asked += 1
            }
            #expect(try world.message(id).state == .unknown)
            #expect(asked == 2)
        }
    }

    @Test(
        "what the carrier does not take waits longer each time and is given up in the end; what is too late expires",
        arguments: Engine.available)
    func notTaken(_ engine: Engine) throws {
        try inWorld(engine) { world in
            try world.template()
            let id = try world.queue(notAfter: world.now + .days(30))
            var tries = 0
            while try world.message(id).state == .queued {
                world.clock.set(try world.message(id).due)
                #expect(try world.lanes.claim(.single, at: world.now).messages.count == 1)
                tries += 1
                try world.lanes.record([(id, .notTaken(reason: "88"))], .single, at: world.now)
            }
            let message = try world.message(id)
            #expect(message.state == .failed && tries == world.rules.messageTriesMax && message.code == "88")
            let late = try world.queue(notAfter: world.now + .minutes(1))
            world.clock.advance(.minutes(1))
            #expect(try world.lanes.claim(.single, at: world.now).messages.isEmpty)
            #expect(try world.message(late).state == .expired)
        }
    }

    @Test(
        "a report that is faster than the carrier's answer is kept until the answer names its message",
        arguments: Engine.available)
    func fastReport(_ engine: Engine) throws {
        try inWorld(engine) { world in
            try world.template()
            let id = try world.queue()
            _ = try world.lanes.claim(.single, at: world.now)
            let report = DeliveryReport(message: nil, reference: "c-9", report: .failed, code: "001")
            try world.lanes.take([report, report], at: world.now)
            #expect(try world.message(id).state == .handed)
            try world.lanes.record([(id, .accepted(reference: "c-9"))], .single, at: world.now)
            #expect(try world.message(id).state == .failed)
            #expect(try world.read { try MessageTable($0).strays(["c-9"]).count } == 0)
        }
    }

    @Test(
        "who wants no publicity gets none, what waits for him is cancelled, and dissuasion reaches him all the same",
        arguments: Engine.available)
    func optOut(_ engine: Engine) throws {
        try inWorld(engine) { world in
            try world.template()
            try world.template("{姓名}您好，谨防诈骗。回TD退订", .publicity, name: "宣传")
            let (publicity, dissuasion) = (try world.queue(template: "宣传"), try world.queue())
            try world.lanes.optOut(try PhoneNumber("13800138000"), via: .reply, at: world.now)
            try world.lanes.optOut(try PhoneNumber("13800138000"), via: .desk, at: world.now)
            #expect(try world.message(publicity).state == .cancelled)
            #expect(try world.message(dissuasion).state == .queued)
            #expect(throws: Messages.NotPossible.optedOut) { try world.queue(template: "宣传") }
            #expect(throws: Messages.NotPossible.notReachable(.fixed)) { try world.queue(to: "0877-2062345") }
            #expect(throws: MessageWording.Unfilled.missing(field: "姓名")) { try world.queue([:]) }
        }
    }

    @Test(
        "one that the carrier gives back goes out again only to who has not asked for none meanwhile",
        arguments: Engine.available)
    func optOutWhileHanded(_ engine: Engine) throws {
        try inWorld(engine) { world in
            try world.template("{姓名}您好，谨防诈骗。回TD退订", .publicity, name: "宣传")
            let id = try world.queue(template: "宣传")
            #expect(try world.lanes.claim(.single, at: world.now).messages.count == 1)
            try world.lanes.optOut(try PhoneNumber("13800138000"), via: .reply, at: world.now)
            try world.lanes.record([(id, .notTaken(reason: "88"))], .single, at: world.now)
            #expect(try world.message(id).state == .queued)
            world.clock.set(try world.message(id).due)
            #expect(try world.lanes.claim(.single, at: world.now).messages.isEmpty)
            #expect(try world.message(id).state == .cancelled)
        }
    }

    @Test("what a carrier reports and nobody can read is in the journal, how much of it and the first")
    func unread() throws {
        try inWorld(.sqlite) { world in
            try world.lanes.noteUnread([], at: world.now)
            try world.lanes.noteUnread(["deliver_sm 4: short", "the id in report 2"], at: world.now)
            let entries = try world.read { try EntryTable($0).about(subject: "carrier", limit: 5) }
            #expect(entries.map(\.act) == ["message.newsUnread"])
            #expect(entries[0].detail.contains("deliver_sm 4: short") && entries[0].detail.contains("2"))
        }
    }

    @Test("publicity waits until the morning, also what the carrier gave back at night")
    func quiet() throws {
        try inWorld(.sqlite) { world in
            try world.template("{姓名}您好，谨防诈骗。回TD退订", .publicity, name: "宣传")
            let evening = CivilTime(day: CivilTime(.t0).day, hour: 20, minute: 59).timestamp
            let morning = CivilTime(day: CivilTime(.t0).day.adding(days: 1), hour: 8).timestamp
            world.clock.set(evening)
            let early = try world.queue(template: "宣传")
            world.clock.set(evening + .minutes(1))
            let late = try world.queue(to: "13800138001", template: "宣传")
            #expect(try world.message(late).due == morning)
            // Queued in time, but nobody worked before the quiet began.
            #expect(try world.lanes.claim(.single, at: world.now).messages.isEmpty)
            let waiting = try world.message(early)
            #expect(waiting.due == morning && waiting.state == .queued)
            world.clock.set(morning)
            #expect(try world.lanes.claim(.single, at: world.now).messages.count == 2)
        }
    }

    @Test(
        "Who slept until he was given up neither hands over nor takes back what another has handed over since",
        arguments: Engine.available)
    func sleeper(_ engine: Engine) throws {
        try inWorld(engine) { world in
            try world.template()
            let id = try world.queue()
            let sleepers = try world.lanes.claim(.single, at: world.now).messages
            #expect(try world.lanes.standing(sleepers).map(\.id) == [id])
            // Another asks: the carrier never had it; and hands it over himself.
            world.clock.advance(.seconds(40))
            try world.lanes.record([(id, .notTaken(reason: "never had it"))], .single, at: world.now)
            #expect(try world.lanes.standing(sleepers).isEmpty)
            world.clock.advance(.minutes(5))
            let others = try world.lanes.claim(.single, at: world.now).messages
            #expect(others.map(\.tries) == [2])
            #expect(try world.lanes.standing(sleepers).isEmpty)
            try world.lanes.record([(message: sleepers[0], outcome: .notTaken(reason: "busy"))], .single, at: world.now)
            #expect(try world.message(id).state == .handed)
        }
    }
}
