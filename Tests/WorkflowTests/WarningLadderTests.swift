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

@Suite("What goes to a warned person by itself", .serialized)
struct WarningLadderTests {
    private func at(_ engine: Engine, _ body: (Post) throws -> Void) throws {
        try withDatabase(engine, Platform.schema) { try body(Post($0)) }
    }

    /// What was given to the carrier, as `kind number`.
    private func sent(_ post: Post) -> [String] {
        post.centre.carrier.book.map { "\($0.kind.rawValue) \($0.recipient)" }
    }

    /// Hands over what waits, takes what the carrier reports, and does what follows.
    private func exchange(_ post: Post, until minute: Int64) throws {
        try post.advance(minutes: minute - 1)
        _ = try post.centre.workshops[1].receive()
        try post.advance(minutes: minute)
    }

    @Test(
        "The lowest grade is closed by a message that arrives; one that does not has a robot call, and then somebody",
        arguments: Engine.available)
    func messages(engine: Engine) throws {
        try at(engine) { post in
            try post.approveText()
            let told = try post.report("CALLED_SHORT", phone: "13800138002").warning
            #expect(try post.task(told) == nil)
            try exchange(post, until: 2)
            #expect(try post.warning(told).state == .watched)
            #expect(try post.warning(told).outcome == .informed)
            let text = try #require(post.centre.carrier.book.last?.text)
            let code = try #require(try post.warning(told).code)
            #expect(text == "【红塔反诈】王芳您好，红塔区反诈中心提醒您：核验码\(code)。")
            // Seen again under watch, he is told again.
            _ = try post.report("MESSAGE_RECEIVED", phone: "13800138002")
            #expect(try post.warning(told).state == .open)
            post.centre.carrier.change { $0.undeliverable = 1000 }
            try exchange(post, until: 4)
            #expect(try post.task(told) == nil)
            try exchange(post, until: 6)
            #expect(try post.task(told)?.unit == Centre.county)
            // A grave sign: a message on his screen at once, and somebody goes there whatever becomes of it.
            let grave = try post.report("SCREEN_SHARED", phone: "13800138003").warning
            #expect(try post.task(grave)?.unit == Centre.station)
            try exchange(post, until: 8)
            #expect(
                sent(post) == [
                    "text 13800138002", "text 13800138002", "voice 13800138002", "flash 13800138003",
                ])
        }
    }

    @Test(
        "Who hears a robot's call to its end was told; a fixed line has no other message", arguments: Engine.available)
    func robotCall(engine: Engine) throws {
        try at(engine) { post in
            try post.approveText()
            let id = try post.report("CALLED_SHORT", phone: "0877-2062345").warning
            #expect(try post.task(id) == nil)
            try exchange(post, until: 2)
            #expect(sent(post) == ["voice 08772062345"])
            #expect(try post.warning(id).outcome == .informed)
            let attempts = try post.centre.database.read { try DissuasionAttemptTable($0).of(id) }
            #expect(attempts.map(\.channel) == [.robotCall] && attempts[0].report.isReached)
        }
    }

    @Test("Who was dissuaded and is only told when he is seen again stays dissuaded", arguments: Engine.available)
    func outcomeStays(engine: Engine) throws {
        try at(engine) { post in
            // Without an approved text somebody calls him.
            let id = try post.report("CALLED_SHORT").warning
            let report = AttemptReport(isReached: true, result: .dissuaded, avoided: Money(fen: 500_000))
            try post.attempt(.call, on: id, report, by: "aux")
            try post.close(id, .dissuaded, by: "chen")
            try post.approveText()
            _ = try post.report("MESSAGE_RECEIVED")
            #expect(try post.warning(id).state == .open)
            try exchange(post, until: 2)
            #expect(sent(post) == ["text 13800138000"])
            #expect(try post.warning(id).state == .watched && post.warning(id).outcome == .dissuaded)
        }
    }

    @Test("Who was spoken with meanwhile is not called by a robot", arguments: Engine.available)
    func spokenWith(engine: Engine) throws {
        try at(engine) { post in
            try post.approveText()
            post.centre.carrier.change { $0.undeliverable = 1000 }
            let id = try post.report("SITE_VISITED").warning
            try post.advance(minutes: 1)
            try post.attempt(.call, on: id, AttemptReport(isReached: true, result: .stillConvinced), by: "aux")
            try exchange(post, until: 4)
            #expect(sent(post) == ["text 13800138000"])
        }
    }

    @Test("After calls in vain a relative is asked to look after him, once", arguments: Engine.available)
    func relatives(engine: Engine) throws {
        try at(engine) { post in
            try post.approveText(WarningText.forRelative, "{单位}提醒：您的亲属{姓名}可能正被骗，核验码{核验码}。")
            let id = try post.report("SITE_VISITED", relative: "13900139000").warning
            for minute in [10, 20, 30] as [Int64] {
                try exchange(post, until: minute)
                try post.attempt(.call, on: id, AttemptReport(notReached: .noAnswer), by: "aux")
            }
            try exchange(post, until: 40)
            #expect(sent(post) == ["text 13900139000"])
            let attempts = try post.centre.database.read { try DissuasionAttemptTable($0).of(id) }
            #expect(attempts.count { $0.target == .relative && $0.report.isReached } == 1)
            // That somebody else knows of it is no contact with the person.
            #expect(throws: Warnings.NotPossible.self) { try post.close(id, .dissuaded) }
            #expect(try post.task(id)?.unit == Centre.station)
        }
    }
}
