import Primitives
import TestSupport
import Testing

@testable import Messaging

@Suite("Messages and batches: what each event does in each state") struct StateTests {
    static let events: [(name: String, event: Message.Event)] = [
        ("hand", .hand(at: .t0, askAt: .t0 + .seconds(30))),
        ("accept", .accept(reference: "r", at: .t0, askAt: .t0 + .hours(48))),
        ("refuse", .refuse(code: "11", at: .t0)), ("notTaken", .notTaken(again: .t0 + .seconds(5))),
        ("giveUp", .giveUp(code: "88", at: .t0)), ("cannotSay", .cannotSay(at: .t0)),
        ("delivered", .report(.delivered, code: "000", at: .t0)), ("failed", .report(.failed, code: "001", at: .t0)),
        ("expired", .report(.expired, code: "002", at: .t0)), ("tooLate", .tooLate(at: .t0)),
        ("cancel", .cancel(at: .t0)),
    ]

    static func message(_ state: Message.State) throws -> Message {
        let open = state == .handed || state == .accepted
        return Message(
            id: MessageID(value: 1), lane: .single, template: MessageTemplateID(value: 2), purpose: .dissuasion,
            kind: .text, recipient: try PhoneNumber("13800138000"), text: "x", parts: 1, topic: nil, unit: .county,
            reportsBack: false, queuedAt: .t0, notAfter: .t0 + .hours(24), state: state, due: .t0,
            askAt: open ? .t0 : nil, tries: 1, endedAt: state.isEnd ? .t0 : nil)
    }

    /// `-` changes nothing but what is noted beside; `x` cannot be.
    static let table = """
                   queued    handed    accepted  delivered failed    expired   unknown   cancelled
        hand       handed    x         x         x         x         x         x         x
        accept     accepted  accepted  -         -         -         -         accepted  accepted
        refuse     failed    failed    -         -         -         -         failed    -
        notTaken   -         queued    -         -         -         -         -         -
        giveUp     failed    failed    -         -         -         -         -         -
        cannotSay  -         unknown   unknown   -         -         -         -         -
        delivered  delivered delivered delivered -         delivered delivered delivered delivered
        failed     failed    failed    failed    -         -         -         failed    failed
        expired    expired   expired   expired   -         -         -         expired   expired
        tooLate    expired   -         -         -         -         -         -         -
        cancel     cancelled -         -         -         -         -         -         -
        """

    @Test("Message") func messages() throws {
        let lines = Self.table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(lines[0] == Message.State.allCases.map(\.rawValue))
        #expect(lines.dropFirst().map { $0[0] } == Self.events.map(\.name))
        for (line, named) in zip(lines.dropFirst(), Self.events) {
            for (state, expected) in zip(Message.State.allCases, line.dropFirst()) {
                let old = try Self.message(state)
                var message = old
                let found: String
                do {
                    try message.apply(named.event)
                    found = message.state == old.state ? "-" : message.state.rawValue
                } catch {
                    found = "x"
                    #expect(message == old)
                }
                #expect(found == expected, "\(named.name) in \(state)")
            }
        }
    }

    /// All 11^6 sequences of six events from a message that waits.
    @Test("in no order of events is a message handed over that the carrier may have")
    func neverTwice() throws {
        var seen = 0
        func follow(_ message: Message, _ left: Int, mayBeOut: Bool) {
            #expect((message.endedAt != nil) == message.isEnded)
            #expect((message.askAt != nil) == (message.state == .handed || message.state == .accepted))
            guard left > 0 else { return seen += 1 }
            for (name, event) in Self.events {
                var next = message
                do { try next.apply(event) } catch { continue }
                if name == "hand" { #expect(!mayBeOut, "handed over again") }
                // Out from the moment it is handed over or somebody says that the carrier has it; only the carrier's word that it
                // has it not, while nothing else is known, takes it back.
                let isOut: Bool
                switch name {
                case "hand": isOut = true
                case "notTaken": isOut = mayBeOut && next.state != .queued
                case "accept", "delivered", "failed", "expired", "cannotSay", "refuse":
                    isOut = mayBeOut || next.state != .queued
                default: isOut = mayBeOut
                }
                follow(next, left - 1, mayBeOut: isOut)
            }
        }
        follow(try Self.message(.queued), 5, mayBeOut: false)
        #expect(seen > 10_000)
    }

    static let batchTable = """
                    loading   draft     waiting   running   paused    finished  cancelled
        loaded      draft     x         x         x         x         x         x
        submit      x         waiting   x         x         x         x         x
        approve     x         x         running   x         x         x         x
        giveBack    x         x         draft     x         x         x         x
        pause       x         x         x         paused    x         x         x
        resume      x         x         x         x         running   x         x
        cancel      cancelled cancelled cancelled cancelled cancelled x         x
        handedOver  -         -         -         finished  finished  -         -
        """

    @Test("Batch") func batches() throws {
        let events: [MessageBatch.Event] = [
            .loaded, .submit, .approve(by: "b", at: .t0), .giveBack, .pause, .resume, .cancel(at: .t0),
            .handedOver(at: .t0),
        ]
        let lines = Self.batchTable.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(lines[0] == MessageBatch.State.allCases.map(\.rawValue))
        for (line, event) in zip(lines.dropFirst(), events) {
            for (state, expected) in zip(MessageBatch.State.allCases, line.dropFirst()) {
                var batch = MessageBatch(
                    id: MessageBatchID(value: 1), title: "x", unit: .county, template: MessageTemplateID(value: 2),
                    kind: .text, purpose: .publicity, rate: 1, maker: "a", madeAt: .t0, notAfter: .t0, lines: 1,
                    state: state, tally: MessageBatch.Tally())
                let found: String
                do {
                    try batch.apply(event)
                    found = batch.state == state ? "-" : batch.state.rawValue
                } catch { found = "x" }
                #expect(found == expected, "\(line[0]) in \(state)")
            }
        }
    }

    @Test("a template's version is decided once and taken out of use once")
    func templates() throws {
        let events: [MessageTemplate.Event] = [
            .approve(by: "b", at: .t0), .giveBack(by: "b", at: .t0), .retire(at: .t0),
        ]
        let ends: [MessageTemplate.State: [MessageTemplate.State?]] = [
            .proposed: [.approved, .returned, nil], .approved: [nil, nil, .retired], .returned: [nil, nil, nil],
            .retired: [nil, nil, nil],
        ]
        for (state, ends) in ends {
            for (event, end) in zip(events, ends) {
                var template = MessageTemplate(
                    id: MessageTemplateID(value: 1), name: "x", version: 1, unit: .county, purpose: .dissuasion,
                    sender: try #require(MessageSender("昆明反诈")), wording: try MessageWording("您好"), maker: "a",
                    madeAt: .t0, state: state)
                if let end {
                    try template.apply(event)
                    #expect(template.state == end)
                } else {
                    #expect(throws: MessageTemplate.Illegal.self) { try template.apply(event) }
                }
            }
        }
    }

    @Test("to the public nothing goes at night; to a person in danger at any hour")
    func hours() {
        let hours = MessageHours(quietFrom: .hours(21), quietUntil: .hours(8))
        let day = CivilTime(.t0).day
        func at(_ hour: Int, _ minute: Int = 0, days: Int = 0) -> Timestamp {
            CivilTime(day: day.adding(days: days), hour: hour, minute: minute).timestamp
        }
        for (now, next) in [
            (at(7, 59), at(8)), (at(8), at(8)), (at(20, 59), at(20, 59)), (at(21), at(8, days: 1)), (at(0), at(8)),
        ] {
            #expect(hours.next(for: .publicity, from: now) == next)
            #expect(hours.next(for: .dissuasion, from: now) == now)
        }
    }
}

extension UnitCode {
    static let county = UnitCode(area: "530402")!
    static let station = try! UnitCode("530402560000")
}
