import Primitives
import Recovery
import Storage
import TestSupport
import Testing
import Wire

@testable import Simulation

/// No order of transactions shows this on a database that keeps its word; it holds where one does not.
@Suite("A change names the state that it comes from")
struct TableTests {
    @Test("A row that is in another state by now is a conflict, and stays as it is", arguments: Engine.available)
    func conflict(engine: Engine) throws {
        try withDatabase(engine, Stage.schema) { database in
            let stage = Stage(try Centre(database, start: .t0))
            func play(_ line: String) throws { _ = try stage.act(line.split(separator: " ").map(String.init)) }
            try play("account V 901741000011 6200911000000000007 王芳 1000")
            try play("account M 902741000028 6200921000000000005 李强")
            try play("authority")
            try play("pay V M 500")
            try stage.centre.advance(to: .t0 + .minutes(1))
            try play("alarm I V M 500")
            try stage.centre.work()
            let stop = try stage.requireStop("M")
            #expect(stop.state == .executed)
            for state in StopPayment.State.allCases where state != .executed {
                #expect(throws: StorageError.conflict) {
                    try database.write { try StopPaymentTable($0).update(stop, from: state) }
                }
            }
            let act = try #require(try stage.read { try BankActTable($0).acts(for: stop.id).first })
            #expect(throws: StorageError.conflict) {
                try database.write { try BankActTable($0).update(act, from: .dead) }
            }
            #expect(try stage.requireStop("M") == stop)
        }
    }

    /// An index of PostgreSQL refuses a text of more than a few thousand bytes, and an account of many people has such statements.
    @Test("A statement of a thousand rows is kept, and once", arguments: Engine.available)
    func longAnswer(engine: Engine) throws {
        try withDatabase(engine, Stage.schema) { database in
            let stage = Stage(try Centre(database, start: .t0))
            for line in [
                "account V 901741000011 6200911000000000007 王芳 1000", "account M 902741000028 6200921000000000005 李强",
                "authority", "pay V M 500",
            ] { _ = try stage.act(line.split(separator: " ").map(String.init)) }
            try stage.centre.advance(to: .t0 + .minutes(1))
            _ = try stage.act(["alarm", "I", "V", "M", "500"])
            try stage.centre.work()
            let stop = try stage.requireStop("M").id
            let act = try #require(try stage.read { try BankActTable($0).acts(for: stop).first })
            var answer = try #require(act.answer)
            var chance = SplitMix64(seed: 1)
            answer.remark = (0..<4000).map { _ in "\(UInt64.random(in: 0 ... .max, using: &chance))\\\"" }.joined()
            let (long, actor) = (answer, "bank:902741000028")
            let kept = try (0..<2).map { _ in
                try database.write { try BankActTable($0).keep(long, agrees: true, by: actor, at: .t0, to: act.id) }
            }
            #expect(kept == [true, false])
            #expect(try stage.read { try BankActTable($0).answers(to: act.id) }.contains { $0.answer == long })
        }
    }
}
