import Access
import HTTPTypes
import HummingbirdTesting
import Prevention
import Primitives
import Recovery
import Storage
import TestSupport
import Testing
import Workflow

@testable import Web

@Suite struct WarningAPITests {
    static let seen =
        #"{"source":"national","sourceNumber":"BY-1","signs":["APP_REGISTERED"],"phone":"13800138000","name":"王芳"}"#

    @Test("a report makes a warning, the same again is the same, another about the same person joins and may raise it")
    func report() async throws {
        try await inWeb { world, client in
            let program = try Program(world, client)
            let first = try await program.post("/warnings", Self.seen, key: "k1")
            #expect(first.status == .created && first.json["kind"] == .string("new"))
            #expect(first.json["grade"] == .string("HIGH") && first.json["state"] == .string("open"))
            #expect(try await program.post("/warnings", Self.seen, key: "k1").json == first.json)
            let again = try await program.post("/warnings", Self.seen, key: "k2")
            #expect(again.json["kind"] == .string("repeated") && again.json["warning"] == first.json["warning"])
            let graver = try await program.post(
                "/warnings", #"{"source":"operator","signs":["SCREEN_SHARED"],"phone":"13800138000","stake":"3万"}"#,
                key: "k3")
            #expect(graver.json["kind"] == .string("joined") && graver.json["grade"] == .string("EXTREME"))
            #expect(graver.json["warning"] == first.json["warning"])
            let list = try await program.get("/warnings")
            #expect(list.items.count == 1)
            #expect(list.items[0]["person"]?["phone"] == .string("138 **** 8000"))
            let one = try await program.get("/warnings/\(first.json["warning"]?.string ?? "")")
            #expect(one.json["sightings"]?.array?.count == 2)
            #expect(one.json["sightings"]?.array?.last?["stakeFen"]?.number == 3_000_000)
            #expect(try await program.get("/warnings?state=watched").items.isEmpty)
            #expect(try await program.get("/warnings?state=burning").wrong == ["state malformed"])
        }
    }

    @Test(
        "each wrong field is named with its rule",
        arguments: [
            (#"{"source":"moon","signs":["APP_REGISTERED"],"phone":"13800138000"}"#, "source unknownSource", 422),
            (#"{"source":"other","phone":"13800138000"}"#, "signs required", 422),
            (#"{"source":"other","signs":["NO_SUCH"],"phone":"13800138000"}"#, "signs unknownSign", 422),
            (#"{"source":"other","signs":["APP_REGISTERED"]}"#, "phone unknownPerson", 422),
            (#"{"source":"other","signs":["APP_REGISTERED"],"phone":"12"}"#, "phone phoneUnreadable", 422),
            (
                #"{"source":"other","signs":["APP_REGISTERED"],"phone":"13800138000","place":"99"}"#,
                "place unknownUnit", 422
            ),
            (
                #"{"source":"other","signs":["APP_REGISTERED"],"phone":"13800138000","stake":"-1"}"#,
                "stake amountNotPositive", 422
            ),
            (#"{"signs":"APP_REGISTERED"}"#, "signs malformed", 400),
            (#"{"phone":13800138000}"#, "phone malformed", 400),
            (#"{"telephone":"13800138000"}"#, "telephone unknownColumn", 400), ("[]", "body malformed", 400),
        ])
    func errors(body: String, wrong: String, status: Int) async throws {
        try await inWeb { world, client in
            let program = try Program(world, client)
            let reply = try await program.post("/warnings", body, key: "k")
            #expect(reply.wrong.contains(wrong), "\(reply.wrong)")
            #expect(reply.status.code == status)
            #expect(try await program.get("/warnings").items.isEmpty)
        }
    }

    @Test("a bank's program reports as a bank, reads its own reports alone, and is told no more than what came of them")
    func bank() async throws {
        try await inWeb { world, client in
            let police = try Program(world, client)
            let bank = try Program(world, client, of: .bank(WebWorld.handBank.code), roles: [.bankClerk])
            let other = try Program(world, client, of: .bank(WebWorld.wireBank.code), roles: [.bankClerk])
            let known = try await police.post("/warnings", Self.seen, key: "k1")
            let body = #"{"sourceNumber":"1","signs":["LIMIT_HIT_CASH"],"phone":"13800138000","place":"530402"}"#
            let reported = try await bank.post("/warnings", body, key: "k1")
            #expect(reported.status == .created && reported.json["kind"] == .string("joined"))
            // Two banks may have the same number of their own.
            let second = try await other.post(
                "/warnings", #"{"sourceNumber":"1","signs":["CASH_SUDDEN"],"phone":"13800138001","place":"530402"}"#,
                key: "k1")
            #expect(second.json["kind"] == .string("new"))
            let wrong = try await bank.post(
                "/warnings", #"{"source":"national","signs":["LIMIT_HIT_CASH"],"phone":"13800138000"}"#, key: "k2")
            #expect(wrong.wrong == ["source unknownSource"])
            let list = try await bank.get("/warnings")
            #expect(list.items.count == 1)
            #expect(list.items[0]["id"] == known.json["warning"] && list.items[0]["person"] == .null)
            #expect(list.items[0]["sightings"]?.array?.count == 1)
            #expect(list.items[0]["sightings"]?.array?.first?["sourceNumber"] == .string("1"))
            #expect(list.items[0]["progress"] == .string("received") && list.items[0]["unit"] == .null)
            let foreign = try await bank.get("/warnings/\(second.json["warning"]?.string ?? "")")
            #expect(foreign.status == .notFound)
            #expect(try await police.get("/warnings").items.count == 2)
            // Each list goes on after ids of its own kind.
            #expect(try await bank.get("/warnings?after=\(WarningID(value: 1))").status == .notFound)
            #expect(try await police.get("/warnings?after=\(SightingID(value: 1))").status == .notFound)
            #expect(try await police.get("/warnings?after=").wrong == ["after malformed"])
        }
    }

    @Test("of a table each line is taken once by its number, and one that is wrong is named by line and column")
    func table() async throws {
        try await inWeb { world, client in
            let program = try Program(world, client)
            let table = """
                sourceNumber,signs,phone,seenAt,stake
                BY-1,APP_REGISTERED,13800138000,2026-03-14 08:00,
                BY-2,TALKING_NOW SCREEN_SHARED,13800138001,2026-03-14 08:10,3万
                BY-3,NO_SUCH,13800138002,,
                BY-4,加入涉诈聊天群,13800138003,soon,
                ,APP_REGISTERED,13800138004,,
                """
            for key in ["k1", "k2"] {
                let reply = try await program.post("/warnings/import", table, key: key, mediaType: "text/csv")
                #expect(reply.status == .ok)
                let wrong = reply.items.flatMap { item in
                    item["fields"]?.array?.map { "\($0["field"]?.string ?? "") \($0["rule"]?.string ?? "")" } ?? []
                }
                #expect(
                    wrong == [
                        "row.4.signs unknownSign", "row.5.seenAt timeUnreadable", "row.6.sourceNumber required",
                    ])
                let kinds = reply.items.map { $0["kind"]?.string ?? "-" }
                #expect(
                    kinds == (key == "k1" ? ["new", "new", "-", "-", "-"] : ["repeated", "repeated", "-", "-", "-"]))
            }
            #expect(try await program.get("/warnings").items.count == 2)
            let headless = try await program.post(
                "/warnings/import", "sourceNumber,phone\nBY-1,13800138000", key: "k3", mediaType: "text/csv")
            #expect(headless.wrong == ["row.1.signs required"])
        }
    }
}
