import Access
import HTTPTypes
import HummingbirdTesting
import Primitives
import Recovery
import TestSupport
import Testing
import Workflow

@testable import Web

@Suite struct APITests {
    @Test("a report gets a receipt, is found by id and by number, and shows its sums")
    func report() async throws {
        try await inWeb { world, client in
            let program = try Program(world, client)
            let receipt = try await program.post("/incidents", WebWorld.report(), key: "k1")
            #expect(receipt.status == .created)
            #expect(receipt.json["number"]?.string == "YJ-20260314-0001")
            try world.work()
            for name in [receipt.json["incident"]?.string, receipt.json["number"]?.string] {
                let found = try await program.get("/incidents/\(try #require(name))")
                #expect(found.json["incident"]?["sums"]?["defraudedFen"]?.number == 21_000_000)
                #expect(found.json["incident"]?["sums"]?["atLargeFen"]?.number == 21_000_000)
                guard case .array(let victims)? = found.json["victims"] else { throw Missing() }
                #expect(victims.first?["phone"]?.string?.contains("*") == true)
            }
        }
    }

    private struct Missing: Error {}

    @Test("the same report under the same key is one incident; another one under it is refused, and without a key too")
    func idempotency() async throws {
        try await inWeb { world, client in
            let program = try Program(world, client)
            let first = try await program.post("/incidents", WebWorld.report(), key: "k1")
            let again = try await program.post("/incidents", WebWorld.report(), key: "k1")
            #expect(again.status == .created && again.json == first.json)
            #expect(try await program.get("/incidents").items.count == 1)
            let other = try await program.post("/incidents", WebWorld.report(amount: "1.00"), key: "k1")
            #expect(other.status == .conflict && other.mediaType == "application/problem+json")
            let keyless = try await program.post("/incidents", WebWorld.report(), key: nil)
            #expect(keyless.status == .badRequest && keyless.wrong == ["Idempotency-Key required"])
            for key in ["a b", "王", String(repeating: "k", count: 201)] {
                let refused = try await program.post("/incidents", WebWorld.report(), key: key)
                #expect(refused.wrong == ["Idempotency-Key malformed"], "\(key)")
            }
            // Another program's keys are its own.
            let second = try Program(world, client)
            #expect(try await second.post("/incidents", WebWorld.report(amount: "1.00"), key: "k1").status == .created)
        }
    }

    @Test(
        "each wrong field is named with its rule, in the reader's language",
        arguments: [
            (#"{"channel":"pigeon"}"#, "channel unknownChannel", "来源是", "One of"),
            (
                #"{"transfers":[{"amount":"-1","payeeName":"x"}]}"#, "transfers.0.amount amountNotPositive", "须大于 0",
                "above 0"
            ),
            (
                #"{"transfers":[{"amount":"1.234","payeeName":"x"}]}"#, "transfers.0.amount amountTooExact", "到分为止",
                "two decimals"
            ),
            (#"{"transfers":[{"time":"2026-03-15 10:00:00"}]}"#, "transfers.0.time timeInFuture", "在以后", "ahead"),
            (#"{"transfers":[{"payeeBank":"没有这家"}]}"#, "transfers.0.payeeBank unknownBank", "没有这家银行", "No such bank"),
            (#"{"victims":[{"idNumber":"123"}]}"#, "victims.0.idNumber idNumberInvalid", "18 位", "18 places"),
            (#"{"unit":"530402990000"}"#, "unit unknownUnit", "没有这个单位", "No such unit"),
            (#"{"joins":"YJ-1"}"#, "joins unknownIncident", "没有这个警情编号", "No such incident"),
        ])
    func errors(body: String, wrong: String, zh: String, en: String) async throws {
        try await inWeb { world, client in
            let program = try Program(world, client)
            for (language, words) in [(nil, zh), ("en-GB,en", en)] as [(String?, String)] {
                let reply = try await program.post("/incidents", body, key: "k", language: language)
                #expect(reply.status == .unprocessableContent && reply.mediaType == "application/problem+json")
                #expect(reply.wrong == [wrong])
                guard case .array(let fields)? = reply.json["fields"] else { throw Missing() }
                #expect(fields.first?["message"]?.string?.contains(words) == true)
            }
            #expect(try await program.get("/incidents").items.isEmpty)
        }
    }

    @Test(
        "a body that is no report names what is malformed",
        arguments: [
            ("[1,2", "body malformed"), ("[]", "body malformed"), (#"{"chanel":"110"}"#, "chanel unknownColumn"),
            (#"{"transfers":{}}"#, "transfers malformed"),
            (#"{"transfers":[{"amount":5}]}"#, "transfers.0.amount malformed"),
            (#"{"victims":[7]}"#, "victims.0 malformed"), (#"{"protectVictim":"yes"}"#, "protectVictim malformed"),
        ])
    func malformed(body: String, wrong: String) async throws {
        try await inWeb { world, client in
            let reply = try await Program(world, client).post("/incidents", body, key: "k")
            #expect(reply.status == .badRequest && reply.wrong == [wrong])
        }
    }

    @Test("another unit's incident answers exactly like one that is not there, for reading, tracing and adding")
    func otherUnit() async throws {
        try await inWeb { world, client in
            let own = try Program(world, client)
            let stranger = try Program(world, client, unit: WebWorld.otherCounty)
            let id = try #require(
                try await own.post("/incidents", WebWorld.report(), key: "k").json["incident"]?.string)
            let missing = "inc-00000000000fffff"
            for path in ["", "/trace"] {
                let hidden = try await stranger.get("/incidents/\(id)\(path)")
                let absent = try await stranger.get("/incidents/\(missing)\(path)")
                #expect(hidden.status == .notFound && absent.status == .notFound)
                #expect(hidden.json["detail"] == absent.json["detail"])
            }
            let body = #"{"transfers":[{"amount":"1"}]}"#
            #expect(try await stranger.post("/incidents/\(id)/transfers", body, key: "k").status == .notFound)
            #expect(try await stranger.post("/incidents/\(missing)/transfers", body, key: "k").status == .notFound)
            #expect(try await stranger.get("/incidents").items.isEmpty)
            #expect(try await Program(world, client, unit: WebWorld.city).get("/incidents").items.count == 1)
        }
    }

    @Test("a list goes on where it stopped while new incidents come: none twice, none left out")
    func pagination() async throws {
        try await inWeb { world, client in
            let program = try Program(world, client)
            func report(_ number: Int) async throws {
                _ = try await program.post("/incidents", WebWorld.report(amount: "\(number)"), key: "k\(number)")
            }
            for number in 1...5 { try await report(number) }
            var (seen, after, next) = ([String](), "", 6)
            while true {
                let page = try await program.get("/incidents?limit=2\(after)")
                seen += page.items.compactMap { $0["number"]?.string }
                guard let more = page.json["next"]?.string else { break }
                after = "&after=\(more)"
                if next <= 8 { try await report(next) }
                next += 1
            }
            #expect(seen == (1...8).map { "YJ-20260314-000\($0)" }.prefix(seen.count).map(\.self))
            #expect(seen.count >= 7 && Set(seen).count == seen.count)
            for wrong in ["limit=0", "limit=201", "limit=x", "limit=", "limit=%2B5", "after=inc-1", "after="] {
                #expect(try await program.get("/incidents?\(wrong)").status == .badRequest)
            }
        }
    }

    @Test("a zero byte in what is looked for is a problem of its field, and no fault of the server")
    func zeroBytes() async throws {
        try await inWeb { world, client in
            let program = try Program(world, client)
            let bodies = [
                (#"{"joins":"\u0000"}"#, "joins unprintable"),
                (#"{"transfers":[{"payerBank":"a\u0000"}]}"#, "transfers.0.payerBank unknownBank"),
                (#"{"transfers":[{"payeeBank":"a\u0000"}]}"#, "transfers.0.payeeBank unknownBank"),
                (#"{"transfers":[{"victim":-1}]}"#, "transfers.0.victim noSuchVictim"),
            ]
            for (body, wrong) in bodies {
                #expect(try await program.post("/incidents", body, key: "z").wrong == [wrong])
            }
            let table = try await program.post(
                "/incidents/import", "report\n\u{0}\n", key: "z", mediaType: "text/csv")
            #expect(table.wrong == ["row.2.report unprintable"])
        }
    }

    @Test("a method that an address has not is refused with those that it has")
    func methods() async throws {
        try await inWeb { world, client in
            let program = try Program(world, client)
            let cases: [(HTTPRequest.Method, String, String)] = [
                (.delete, "/incidents", "GET, HEAD, POST"), (.trace, "/banks", "GET, HEAD"),
                (.get, "/incidents/import", "POST"), (.put, "/incidents/inc-0000000000000001", "GET, HEAD"),
            ]
            for (method, path, allowed) in cases {
                let headers: HTTPFields = [.authorization: "Bearer \(program.token)"]
                try await client.execute(uri: "/api/v1" + path, method: method, headers: headers) { answer in
                    #expect(answer.status == .methodNotAllowed, "\(method) \(path)")
                    #expect(answer.headers[.allow] == allowed, "\(method) \(path)")
                    #expect(answer.headers[.contentType] == "application/problem+json")
                }
            }
            for path in ["/nothing", "/incidents/x%00", "/incidents/%00/trace", "/incidents/%E2%80%AEx"] {
                #expect(try await program.get(path).status == .notFound, "\(path)")
            }
        }
    }

    @Test("no token, a wrong one, a revoked one and an expired one are all refused; roles bound what a token may do")
    func tokens() async throws {
        try await inWeb { world, client in
            let program = try Program(world, client)
            #expect(try await program.get("/incidents", token: "wrong").status == .unauthorized)
            #expect(try await program.get("/journal/verdict").status == .forbidden)
            let auditor = try Program(world, client, roles: [.auditor])
            #expect(try await auditor.get("/journal/verdict").json["holds"] == .bool(true))
            #expect(try await auditor.post("/incidents", WebWorld.report(), key: "k").status == .forbidden)
            world.clock.advance(.days(31))
            #expect(try await program.get("/incidents").status == .unauthorized)
        }
    }

    @Test("facts come later: a transfer is completed by its id, and the trace and the figures follow")
    func facts() async throws {
        try await inWeb { world, client in
            let program = try Program(world, client)
            let body = #"{"transfers":[{"amount":"50000","payeeNumber":"6200010000000017"}]}"#
            let id = try #require(try await program.post("/incidents", body, key: "k").json["incident"]?.string)
            let shown = try await program.get("/incidents/\(id)").json
            guard case .array(let transfers)? = shown["transfers"], let transfer = transfers.first?["id"]?.string else {
                throw Missing()
            }
            let more =
                #"{"transfers":[{"id":"\#(transfer)","payeeName":"李强","time":"2026-03-14 08:00:00"},{"amount":"10000"}]}"#
            let answer = try await program.post("/incidents/\(id)/transfers", more, key: "k2")
            #expect(answer.json["sums"]?["defraudedFen"]?.number == 6_000_000)
            #expect(try await program.post("/incidents/\(id)/transfers", more, key: "k2").status == .ok)
            try world.work()
            let figures = try await program.get("/figures").json
            #expect(figures["incidents"]?.number == 1 && figures["sums"]?["defraudedFen"]?.number == 6_000_000)
            for rule in ["fifo", "proportional", "lifo"] {
                #expect(try await program.get("/incidents/\(id)/trace?rule=\(rule)").json["rule"]?.string == rule)
            }
            #expect(try await program.get("/incidents/\(id)/trace?rule=best").wrong == ["rule malformed"])
            #expect(try await program.get("/banks").items.count == 2)
            #expect(try await program.get("/banks/answer-times").status == .ok)
            #expect(try await program.get("/stop-payments").items.count == 1)
        }
    }
}
