import Foundation
import HummingbirdTesting
import Jobs
import Primitives
import Recovery
import Storage
import Testing
import Wire
import Workflow

/// What a bank says by wire is believed with its seal alone, and taken when it can be an answer at all.
@Suite("Attack: the bank's wire") struct WireTests {
    /// A field, what stands in it in place of what should, and what must be said.
    struct Wrong: Sendable {
        let field: String
        let value: JSON?
        let said: String

        init(_ field: String, _ value: JSON?, _ said: String) {
            (self.field, self.value, self.said) = (field, value, said)
        }
    }

    static let answers: [Wrong] = [
        Wrong("act", .string("act-ffffffffffffffff"), "act:"), Wrong("act", .string(""), "act:"),
        Wrong("act", nil, "act"),
        Wrong("act", .number(1), "act"), Wrong("technical", .string("200009"), "200009"),
        Wrong("technical", .string("x"), "x/"),
        Wrong("technical", nil, "technical"), Wrong("result", .string("9999"), "result:"),
        Wrong("result", .string(""), "result:"),
        Wrong("result", .string("0000 "), "result:"), Wrong("result", nil, "result"),
        Wrong("result", .number(0), "result"),
        Wrong("executedAt", nil, "executedAt: missing"), Wrong("executedAt", .string("20260314"), "executedAt"),
        Wrong("executedAt", .string("2026-03-14 09:00:00"), "executedAt"),
        Wrong("executedAt", .string("20260230100000"), "executedAt"),
        Wrong("executedAt", .string("20260314250000"), "executedAt"),
        Wrong("executedAt", .string("20270101000000"), "executedAt:"),
        Wrong("executedAt", .string("20200101000000"), "executedAt:"),
        Wrong("executedAt", .number(20_260_314), "executedAt"),
        Wrong("heldBalance", nil, "heldBalance: missing"), Wrong("heldBalance", .string("abc"), "heldBalance"),
        Wrong("heldBalance", .string("-1.00"), "heldBalance"), Wrong("heldBalance", .string("-0.50"), "heldBalance"),
        Wrong("heldBalance", .string("1.5"), "heldBalance"), Wrong("heldBalance", .string("1"), "heldBalance"),
        Wrong("heldBalance", .string("1e5"), "heldBalance"), Wrong("heldBalance", .string("+1.00"), "heldBalance"),
        Wrong("heldBalance", .string("1,000.00"), "heldBalance"),
        Wrong("heldBalance", .string("99999999999999999999.00"), "heldBalance"),
        Wrong("heldBalance", .number(5), "heldBalance"), Wrong("heldBalance", .string("120000.01"), "heldBalance"),
        Wrong("heldBalance", .string("1000000000000.00"), "heldBalance"),
        Wrong("endsAt", .string("20250314090000"), "endsAt"), Wrong("endsAt", .string("20360314090000"), "endsAt"),
        Wrong("balanceBefore", .string("-0.01"), "balanceBefore"), Wrong("balanceBefore", .string(""), "balanceBefore"),
        Wrong("balanceBefore", .bool(true), "balanceBefore"), Wrong("answeredAt", nil, "answeredAt"),
        Wrong("answeredAt", .string("now"), "answeredAt"), Wrong("endsAt", .string("never"), "endsAt"),
        Wrong("coveredUntil", .string("20261301000000"), "coveredUntil"), Wrong("rows", .string("none"), "rows"),
        Wrong("rows", .array([.object([:])]), "serial"), Wrong("rows", .array([.number(1)]), "rows"),
        Wrong("remark", .number(1), "remark"), Wrong("accountName", .array([]), "accountName"),
        Wrong("operatorName", .object([:]), "operatorName"),
    ]

    /// One row of a statement with one thing wrong.
    static let rows: [Wrong] = [
        ("direction", "2"), ("channel", "horse"), ("amount", "-0.10"), ("balance", "x"), ("time", "noon"),
        ("counterpart", "y"),
    ].map { field, value in
        var row: [String: JSON] = [
            "serial": .string("1"), "direction": .string("1"), "channel": .string("transfer"),
            "amount": .string("1.00"), "time": .string("20260314085000"),
        ]
        row[field] = .string(value)
        return Wrong("rows", .array([.object(row)]), field)
    }

    @Test("what cannot be an answer is refused by its field, though its seal is right, and nothing is carried out")
    func badAnswers() async throws {
        let template = try Template.ready()
        try await template.copied { town, _ in
            let bench = try WireBench(town, template.first)
            let before = try Digest.of(town.platform.database)
            for wrong in Self.answers + Self.rows {
                let (field, value) = (wrong.field, wrong.value)
                var answer = bench.answer
                answer[field] = value
                guard case .failed(let words) = try bench.send(try bench.sealed(answer)) else {
                    Issue.record("\(field) \(String(describing: value)) was taken")
                    return
                }
                #expect(words.contains(wrong.said), "\(field) \(String(describing: value)): \(words)")
                Counts.shared.add("bad input: bank's answer by wire")
            }
            #expect(try Digest.of(town.platform.database) == before)
        }
    }

    @Test("an altered, forged or borrowed seal is never believed; the true one is, once; and its echo changes nothing")
    func seals() async throws {
        let template = try Template.ready()
        try await template.copied { town, _ in
            let bench = try WireBench(town, template.first)
            let before = try Digest.of(town.platform.database)
            let good = try bench.sealed(bench.answer)
            for envelope in try Self.altered(good, bench) + Self.forged(bench) {
                guard case .failed = try bench.send(envelope) else {
                    Issue.record("believed: \(String(decoding: envelope.prefix(400), as: UTF8.self))")
                    continue
                }
                Counts.shared.add("altered and forged seals")
            }
            #expect(try Digest.of(town.platform.database) == before, "something was stored")
            guard case .done = try bench.send(good) else {
                return #expect(Bool(false), "the true seal is not believed")
            }
            let act = try town.platform.database.read { try BankActTable($0).require(bench.act) }
            #expect(act.state == .answered)
            let after = try Digest.of(town.platform.database)
            for _ in 0..<200 {
                _ = try bench.send(good)
                Counts.shared.add("replayed seals")
            }
            #expect(try Digest.of(town.platform.database) == after, "a replay changed something")
        }
    }

    /// Every byte of the envelope changed, one at a time, unless it still says the same.
    private static func altered(_ good: Data, _ bench: WireBench) throws -> [Data] {
        let meant = try Sealed.parse(good)
        return good.indices.compactMap { index in
            var bytes = good
            bytes[index] ^= 1
            guard let parsed = try? Sealed.parse(bytes) else { return bytes }
            // The last sign of base64 holds bits that mean nothing.
            let isSame =
                parsed.message == meant.message && parsed.seal.algorithm == meant.seal.algorithm
                && parsed.seal.key == meant.seal.key
                && Data(base64Encoded: parsed.seal.signature) == Data(base64Encoded: meant.seal.signature)
            return isSame ? nil : bytes
        }
    }

    private static func json(_ seal: Seal) -> JSON {
        .object([
            "algorithm": .string(seal.algorithm), "key": .string(seal.key), "signature": .string(seal.signature),
        ])
    }

    /// Every believed key that is not this bank's now, seals of other messages, and envelopes that are none.
    private static func forged(_ bench: WireBench) throws -> [Data] {
        var envelopes = try bench.others.values.map { try bench.sealed(bench.answer, by: $0) }
        let stranger = try Signer(key: "wire-1", secret: Array(repeating: 99, count: 32))
        envelopes.append(try bench.sealed(bench.answer, by: stranger))
        envelopes.append(try bench.sealed(bench.answer, by: bench.town.platform.signer))
        envelopes.append(
            try bench.sealed(bench.answer, by: try Signer(key: "unknown", secret: Array(repeating: 98, count: 32))))
        var other = bench.answer
        other["heldBalance"] = .string("1.00")
        let (one, two) = (try Sealed.parse(bench.sealed(bench.answer)), try Sealed.parse(bench.sealed(other)))
        for (message, seal) in [(one.message, two.seal), (two.message, one.seal)] {
            envelopes.append(try CanonicalJSON.encode(JSON.object(["message": message, "seal": Self.json(seal)])))
        }
        for algorithm in ["none", "", "HS256", "ed25519", "Ed448"] {
            let seal = JSON.object([
                "algorithm": .string(algorithm), "key": .string(one.seal.key), "signature": .string(one.seal.signature),
            ])
            envelopes.append(try CanonicalJSON.encode(JSON.object(["message": one.message, "seal": seal])))
        }
        for field in ["algorithm", "key", "signature"] {
            var seal: [String: JSON] = [
                "algorithm": .string(Seal.ed25519), "key": .string(one.seal.key),
                "signature": .string(one.seal.signature),
            ]
            for value in [nil, JSON.null, .string(""), .number(1), .array([]), .string("' OR 1=1")] {
                seal[field] = value
                envelopes.append(
                    try CanonicalJSON.encode(JSON.object(["message": one.message, "seal": .object(seal)])))
            }
        }
        // The same name twice: whichever is read, it must be what was sealed.
        let text = String(decoding: try bench.sealed(bench.answer), as: UTF8.self)
        envelopes.append(
            Data(text.replacing("\"heldBalance\"", with: "\"heldBalance\":\"1.00\",\"heldBalance2\"").utf8))
        for body in ["", "{}", "[]", "null", "x", #"{"message":{}}"#, String(repeating: "[", count: 100_000)] {
            envelopes.append(Data(body.utf8))
        }
        return envelopes
    }
}
