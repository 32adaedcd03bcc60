import Access
import Foundation
import HTTPTypes
import HummingbirdTesting
import Jurisdiction
import Primitives
import Recovery
import Storage
import Testing
import Workflow

@testable import Web

/// The pages for people without an account: numbers and codes are guessed in vain, and nothing tells how near a guess was.
@Suite("Attack: holders and papers") struct HolderAttackTests {
    private static let alphabet = Array("ABCDEFGHJKMNPQRSTUVWXYZ23456789")

    private static func guess(_ length: Int, _ generator: inout SplitMix64) -> String {
        String((0..<length).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] })
    }

    /// The proof that the first county's told holder has, one field of it replaced.
    private static func proof(_ file: CaseFile, _ field: String? = nil, _ value: String = "") -> [(String, String)] {
        [("number", file["paper.number"]), ("code", file["paper.code"]), ("account", file["paper.account"])].map {
            ($0.0, $0.0 == field ? value : $0.1)
        }
    }

    @Test(
        "two thousand guesses at numbers, codes and accounts find nothing, and after the limit are not even looked at")
    func guesses() async throws {
        let template = try Template.ready()
        let file = template.first
        try await template.served { town, client in
            var generator = SplitMix64(seed: 11)
            let before = try Digest.of(town.platform.database)
            var locked = 0
            for round in 0..<400 {
                let (number, code) = (Self.guess(8, &generator), Self.guess(12, &generator))
                let digits = String(10_000_000 + Int.random(in: 0..<90_000_000, using: &generator))
                for call in [
                    Call.post("/public", Self.proof(file, "number", number)),
                    .post("/public", Self.proof(file, "code", code)),
                    .post("/public", Self.proof(file, "account", digits)),
                    .post("/public/verification", [("number", file["paper.number"]), ("code", code)]),
                    .post("/public/objection", [("number", file["receipt.number"]), ("code", code)]),
                ] {
                    let reply = try await call.send(client, by: .nobody, key: "")
                    let isAnswer = [200, 422, 429].contains(reply.status)
                    #expect(isAnswer && reply.headers[.setCookie] == nil, "\(call.fields): \(reply.status)")
                    #expect(!reply.text.contains("真实：") && file.secrets.allSatisfy { !reply.text.contains($0) })
                    if reply.status == 429 { locked += 1 }
                    Counts.shared.add("guesses at papers")
                }
                if round % 100 == 99 { town.clock.advance(.minutes(16)) }
            }
            #expect(locked > 1_500, "\(locked) of 2000 were not looked at")
            #expect(try Digest.of(town.platform.database) == before, "something was stored")
        }
    }

    @Test("a number that there is not, a wrong code, a wrong account and a holder not told yet take the same time")
    func timing() async throws {
        let template = try Template.ready()
        let file = template.first
        try await template.served { town, client in
            func ask(_ fields: [(String, String)]) async throws -> Swift.Duration {
                let start = ContinuousClock.now
                let reply = try await Call.post("/public", fields).send(client, by: .nobody, key: "")
                let took = ContinuousClock.now - start
                #expect(reply.status == 422, "\(fields): \(reply.status)")
                return took
            }
            let kinds: [[(String, String)]] = [
                Self.proof(file, "number", "ZZZZ-ZZZZ"), Self.proof(file, "code", "ABCD-EFGH-JKMN"),
                Self.proof(file, "account", "99999999"), Self.proof(file, "code", "ABCD-EFGH-JKMP"),
            ]
            var times: [[Swift.Duration]] = Array(repeating: [], count: kinds.count)
            for _ in 0..<100 {
                town.clock.advance(town.platform.rules.signInLockTerm + .seconds(1))
                for (kind, fields) in kinds.enumerated() { times[kind].append(try await ask(fields)) }
                Counts.shared.add("papers told apart", kinds.count)
            }
            let medians = times.map { $0.sorted()[$0.count / 2] }
            // The last kind is the control: the same as the second.
            let allowed = max(medians[3] / 2, .milliseconds(2))
            Counts.shared.note("medians of \(times[0].count): number, code, account, control \(medians)")
            for median in medians {
                let difference = median - medians[3]
                #expect(max(difference, .zero - difference) < allowed, "\(medians)")
            }
        }
    }

    @Test("tries at the same moment do not slip past the limit together")
    func together() async throws {
        let template = try Template.ready()
        let file = template.first
        try await template.copied { _, client in
            let replies = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<16 {
                    group.addTask {
                        try await Call.post("/public", Self.proof(file, "account", "\(10_000_000 + number)"))
                            .send(client, by: .nobody, key: "").status
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(replies.count { $0 == 422 } == 5, "\(replies.count { $0 == 422 }) were looked at")
            #expect(replies.count { $0 == 429 } == 11)
            Counts.shared.add("guesses at papers", 16)
        }
    }

    @Test("one holder's pass shows nothing of another's, and no page without a pass shows anything")
    func passes() async throws {
        let template = try Template.ready()
        try await template.served { town, client in
            let first = try await Call.post("/public", Self.proof(template.first)).send(client, by: .nobody, key: "")
            let pass = try #require(first.headers[.setCookie]?.split(separator: ";").first.map(String.init))
            let own = try await Call.get("/public/measure").send(client, by: Caller(cookie: pass), key: "")
            #expect(own.status == 200 && template.second.secrets.allSatisfy { !own.text.contains($0) })
            let other = template.second["paper.number"].replacing("-", with: "")
            let swapped = pass.replacing(template.first["paper.number"].replacing("-", with: ""), with: other)
            for cookie in [swapped, "holder=", "holder=\(other)", "holder=\(other).9999999999999999.00"] {
                for path in ["/public/measure", "/public/answer?paper=\(other)"] {
                    let reply = try await Call.get(path).send(client, by: Caller(cookie: cookie), key: "")
                    #expect(reply.location == "/public", "\(cookie) \(path): \(reply.status)")
                    Counts.shared.add("forged passes")
                }
            }
            let foreign = try await Call.get("/public/answer?paper=\(other)")
                .send(client, by: Caller(cookie: pass), key: "")
            #expect(foreign.status == 404)
            // The pass opens nothing of the console.
            for path in ["/", "/complaints", "/documents/\(template.first["document"])"] {
                let reply = try await Call.get(path).send(client, by: Caller(cookie: pass), key: "")
                #expect(reply.location?.hasPrefix("/sign-in") == true)
            }
        }
    }
}
