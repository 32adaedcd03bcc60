import Access
import HTTPTypes
import HummingbirdTesting
import Primitives
import Recovery
import TestSupport
import Testing
import Workflow

@testable import Web

@Suite struct ScreeningAPITests {
    private static let scam = "【兼职】点赞员日结300元，先垫付做任务后返佣金，名额有限，加QQ群领取福利单，联单完成立即提现"

    private static func body(_ items: String...) -> String { #"{"items":[\#(items.joined(separator: ","))]}"# }

    private static func item(_ id: String, _ text: String, _ more: String = "") -> String {
        #"{"id":"\#(id)","at":"2026-03-14 08:00:00","kind":"message","phone":"1380013800\#(id)","place":"530402","text":"\#(text)"\#(more)}"#
    }

    @Test(
        "each item is answered with its score and the pieces of it; what is warned of is among the partner's warnings")
    func screened() async throws {
        try await inWeb { world, client in
            let bank = try Program(world, client, of: .bank(WebWorld.handBank.code), roles: [.bankClerk])
            let body = Self.body(Self.item("1", Self.scam), Self.item("2", "晚上回来吃饭吗，我把菜买好了。"))
            let reply = try await bank.post("/screenings", body, key: "k1")
            #expect(reply.status == .ok && reply.items.map { $0["id"] } == [.string("1"), .string("2")])
            let first = try #require(reply.items.first)
            #expect(first["verdict"] == .string("warned") && first["kind"] == .string("new"))
            let pieces = first["pieces"]?.array ?? []
            #expect(pieces.compactMap { $0["points"]?.number }.reduce(0, +) == first["points"]?.number)
            #expect(pieces.allSatisfy { $0["reason"]?.string?.isEmpty == false })
            #expect(reply.items.last?["verdict"] == .string("clear") && reply.items.last?["warning"] == .null)
            let english = try await bank.post("/screenings", body, key: "k2", language: "en")
            #expect(english.items.first?["kind"] == .string("repeated"))
            #expect(
                english.items.first?["pieces"]?.array?.first?["reason"]?.string?.hasPrefix("the text is like") == true)
            let warnings = try await bank.get("/warnings")
            #expect(warnings.items.count == 1)
            let seen = warnings.items.first?["sightings"]?.array?.first
            #expect(seen?["signs"] == .array([.string("MESSAGE_RECEIVED")]))
            #expect(seen?["note"]?.string?.contains("文字像诈骗") == true)
        }
    }

    @Test(
        "what is wrong with the form of one item refuses the call, by its place and member",
        arguments: [
            ("[]", "body malformed"), ("{}", "items required"), (#"{"items":{}}"#, "items malformed"),
            (#"{"items":[]}"#, "items required"), (#"{"items":[7]}"#, "items.0 malformed"),
            (#"{"things":[]}"#, "things unknownColumn"), (body(item("1", "a"), #"{"id":7}"#), "items.1.id malformed"),
            (body(item("1", "a", #","telephone":"1""#)), "items.0.telephone unknownColumn"),
            (body(#"{"phone":["13800138000"]}"#), "items.0.phone malformed"),
        ])
    func form(body: String, wrong: String) async throws {
        try await inWeb { world, client in
            let program = try Program(world, client)
            let reply = try await program.post("/screenings", body, key: "k")
            #expect(reply.status == .badRequest && reply.wrong == [wrong], "\(reply.wrong)")
        }
    }

    @Test("a thousand items are taken in a call and no more")
    func many() async throws {
        try await inWeb { world, client in
            let program = try Program(world, client)
            let items = (0..<Screenings.itemsMost).map { _ in #"{"id":"1"}"# }
            let reply = try await program.post(
                "/screenings", #"{"items":[\#(items.joined(separator: ","))]}"#, key: "k")
            #expect(reply.status == .ok && reply.items.count == Screenings.itemsMost)
            let more = #"{"items":[\#((items + ["{}"]).joined(separator: ","))]}"#
            let refused = try await program.post("/screenings", more, key: "k2")
            #expect(refused.status == .badRequest && refused.wrong == ["items tooMany"])
            #expect(try await program.post("/screenings", #"{"items":[{}]}"#, key: nil).status == .badRequest)
        }
    }
}
