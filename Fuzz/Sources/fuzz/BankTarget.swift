import Checks
import Foundation
import Gateways
import Jobs
import Journal
import Jurisdiction
import Primitives
import Recovery
import Storage
import StorageSQLite
import Synchronization
import Wire
import Workflow

extension Target {
    /// Each input is what banks say, in turn, to the orders of one incident, and how time passes between.
    static let banks = Target(
        "banks", "whatever a bank says under its own seal, the checks of the database hold",
        bytes: [
            Array(repeating: 0, count: 64), Array(0...255), Array((0...255).reversed()),
            (0..<200).map { UInt8($0 * 7 % 256) },
            (0..<300).map { UInt8($0 * $0 % 251) },
        ], longest: 1024
    ) { bytes in
        try onCopy { database in
            let tongue = Tongue(bytes)
            let town = Town(database, ids: LaterIDs(), line: tongue)
            tongue.clock.withLock { $0 = town.clock }
            for _ in 0..<6 {
                try town.work()
                town.clock.advance(.seconds(Int64(tongue.number(below: 90_000))))
            }
            try town.work()
            let report = try Checks(database, .builtIn).run(at: town.now)
            hold(report.findings.isEmpty, "\(report.findings)")
        }
    }
}

/// Speaks for a bank: each answer is made of the next bytes of the input, and sealed.
private final class Tongue: BankLink {
    let clock = Mutex<HandClock?>(nil)
    private let rest: Mutex<ArraySlice<UInt8>>

    init(_ bytes: [UInt8]) { rest = Mutex(bytes[...]) }

    /// Zero once the input is used up.
    func number(below end: Int) -> Int {
        let value = rest.withLock { rest in
            (rest.popFirst().map(Int.init) ?? 0) << 8 | (rest.popFirst().map(Int.init) ?? 0)
        }
        return value * end / 65_536
    }

    private func one<Value>(of values: [Value]) -> Value { values[number(below: values.count)] }

    func deliver(_ envelope: Data, to bank: Bank) -> BankReply {
        guard let order: BankOrder = orNil({ try Sealed.parse(envelope).decode() }) else {
            return .refused("unreadable")
        }
        switch number(below: 12) {
        case 0: return .failed("lost")
        case 1: return .accepted
        case 2: return .answers([sealed(answer(to: order)), sealed(answer(to: order))])
        default: return .answers([sealed(answer(to: order))])
        }
    }

    private func sealed(_ answer: BankAnswer) -> Data {
        orStop { try CanonicalJSON.encode(try signer.seal(answer)) }
    }

    private func answer(to order: BankOrder) -> BankAnswer {
        let result = one(of: ["0000", "0000", "0000", "1200", "1200", "1301", "9999", "0001", "x"])
        var answer = BankAnswer(act: order.act, result: result, answeredAt: time())
        if number(below: 16) == 1 { answer.technical = one(of: ["100001", "200000", "x"]) }
        answer.executedAt = one(of: [WireTime(now), WireTime(now), time(), nil])
        answer.endsAt = one(of: [WireTime(now + .hours(48)), WireTime(now + .hours(48)), time(), nil])
        answer.balanceBefore = one(of: [nil, order.amount, amount()])
        answer.heldBalance = one(of: [order.amount, order.amount, amount(), amount(), nil])
        answer.coveredUntil = one(of: [WireTime(now), WireTime(now), time(), nil])
        if number(below: 8) == 1 { answer.compared = [one(of: BankAnswer.Item.allCases): number(below: 2) == 1] }
        if order.kind == .inquiry || number(below: 8) == 1 { answer.rows = (0..<number(below: 12)).map(row) }
        return answer
    }

    private func row(_ index: Int) -> StatementRow {
        var row = StatementRow(
            serial: "\(number(below: 8) == 1 ? 0 : index)", direction: one(of: [.in, .out, .out]),
            channel: one(of: StatementRow.Channel.allCases), amount: amount(),
            time: one(of: [WireTime(now - .minutes(Int64(55 - index))), time()]))
        row.balance = one(of: [nil, amount()])
        let numbers = [
            "6200020000000025", "6200020000000033", "6200010000000017", "6200020000000041", "6200020000000058", "x",
            nil,
        ]
        row.counterpart = BankOrder.Party(
            bankCode: one(of: [Town.wireBank.code, Town.handBank.code, "402731057238", nil]),
            accountNumber: one(of: numbers),
            accountName: one(of: ["李强", "王芳", "", nil]))
        row.reference = one(of: [nil, "R-\(number(below: 4))"])
        return row
    }

    private var now: Timestamp { clock.withLock { $0?.now() } ?? present }

    private func time() -> WireTime {
        let distance = one(of: [1, 60, 3600, 86_400, 864_000, 31_536_000, 3_153_600_000])
        let seconds = Int64(number(below: 20) * distance)
        return WireTime(one(of: [now + .seconds(seconds), now - .seconds(seconds)]))
    }

    private func amount() -> WireAmount {
        let unit = one(of: [1, 100, 10_000, 1_000_000, 100_000_000, 1_000_000_000_000])
        let fen = Int64(number(below: 1000)) * Int64(unit)
        return WireAmount("\(fen / 100).\(twoDigits(Int(fen % 100)))") ?? WireAmount(.zero)
    }
}

/// Ids that go on after those of the records that every story begins with.
private final class LaterIDs: IDSource {
    private let counting = CountingIDs()
    func next(at now: Timestamp) -> UInt64 { 1_000_000 + counting.next(at: now) }
}

/// The records that every story begins with: an incident under a standing authority, its orders not yet sent.
private let template: [(ending: String, bytes: Data)] = orStop {
    let path = place + "/template.sqlite"
    let database = try SQLiteDatabase(path: path)
    try Platform.schema.migrate(database, at: present)
    let town = Town(database)
    try town.settle()
    try town.authorise()
    _ = try town.register()
    return try ["", "-wal"].filter { FileManager.default.fileExists(atPath: path + $0) }.map {
        ($0, try Data(contentsOf: URL(filePath: path + $0)))
    }
}

/// A folder of this process among the temporary files.
private let place: String = orStop {
    let path = FileManager.default.temporaryDirectory.path + "/banks-\(ProcessInfo.processInfo.processIdentifier)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
}

private func onCopy(_ body: (any Database) throws -> Void) throws {
    for ending in ["", "-wal", "-shm"] { unlink("\(place)/copy.sqlite\(ending)") }
    for (ending, bytes) in template { try bytes.write(to: URL(filePath: "\(place)/copy.sqlite\(ending)")) }
    try body(SQLiteDatabase(path: "\(place)/copy.sqlite"))
}
