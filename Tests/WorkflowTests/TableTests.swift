import Primitives
import Recovery
import Storage
import TestSupport
import Testing

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
}
