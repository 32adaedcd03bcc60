internal import CPostgres
internal import Foundation
internal import Primitives
internal import Storage

/// One line to the server and the statements prepared on it.
///
/// It is safe to hand between threads because the pool lends it to one at a time, and libpq asks for no more than that.
final class Connection: @unchecked Sendable {
    private struct Prepared {
        let name: String
        var lastUse: Int
    }

    /// How many statements stay prepared on one connection; the one unused for longest makes room.
    static let statementLimit = 256

    private let line: OpaquePointer
    private var prepared: [Statement.Key: Prepared] = [:]
    private var uses = 0

    /// Throws a `.connection` failure when the server cannot be reached or does not speak UTF-8.
    init(_ conninfo: String, statementTimeout: Duration) throws(Failure) {
        guard let line = Self.connect(conninfo) else { throw Failure(.connection("out of memory")) }
        self.line = line
        guard PQstatus(line) == CONNECTION_OK else {
            let failure = Failure(of: nil, on: line)
            throw Failure(failure.error, cure: .line)
        }
        PQsetNoticeProcessor(line, { _, _ in }, nil)
        guard let encoding = PQparameterStatus(line, "server_encoding"), String(cString: encoding) == "UTF8" else {
            throw Failure(PostgresDatabase.encodingFault)
        }
        let timeout = statementTimeout.microseconds / 1000
        try command("SET bytea_output = 'hex'; SET client_min_messages = warning; SET statement_timeout = \(timeout)")
    }

    deinit { PQfinish(line) }

    /// Whether it stands, outside any transaction.
    var isReady: Bool { PQstatus(line) == CONNECTION_OK && PQtransactionStatus(line) == PQTRANS_IDLE }

    /// Runs statements one after the other in one round trip, each prepared on its first use; returns the answer to the last one
    /// whose answer is not read later.
    ///
    /// After one that the server refuses none runs.
    func run(_ statements: [Statement]) throws(Failure) -> Answer? {
        let plans = try plans(of: statements)
        guard PQenterPipelineMode(line) == 1 else { throw Failure(of: nil, on: line) }
        defer { PQexitPipelineMode(line) }
        try send(statements, plans)
        return try receive(statements, plans)
    }

    /// Ends a transaction that failed, if one has begun. A line that broke in it stays broken, which `isReady` tells.
    func rollBack(after failure: Failure?) {
        if PQtransactionStatus(line) != PQTRANS_IDLE { PQclear(PQexec(line, "ROLLBACK")) }
        guard failure?.cure == .plan else { return }
        prepared = [:]
        PQclear(PQexec(line, "DEALLOCATE ALL"))
    }

    private static func connect(_ conninfo: String) -> OpaquePointer? {
        // What stands before `dbname` gives way to the conninfo inside it; what stands after overrules it.
        let settings = [
            ("connect_timeout", "10"), ("application_name", "shouwang"), ("dbname", conninfo),
            ("client_encoding", "UTF8"),
        ]
        let words = settings.map { (strdup($0.0), strdup($0.1)) }
        defer {
            for (key, value) in words {
                free(key)
                free(value)
            }
        }
        return PQconnectdbParams(
            words.map { UnsafePointer($0.0) } + [nil], words.map { UnsafePointer($0.1) } + [nil], 1)
    }

    /// Runs text without arguments by itself; what it answers is dropped.
    private func command(_ text: String) throws(Failure) {
        guard let result = PQexec(line, text) else { throw Failure(of: nil, on: line) }
        defer { PQclear(result) }
        if PQresultStatus(result) != PGRES_COMMAND_OK { throw Failure(of: result, on: line) }
    }
}

extension Connection {
    /// Under which name a statement stands prepared, or is to be.
    private struct Plan {
        let name: String
        let isNew: Bool
    }

    private func plans(of statements: [Statement]) throws(Failure) -> [Plan] {
        var plans: [Plan] = []
        for statement in statements {
            uses += 1
            let known = prepared[statement.key]
            if known == nil, prepared.count >= Self.statementLimit { try forgetOldest() }
            let name = known?.name ?? "s\(uses)"
            prepared[statement.key] = Prepared(name: name, lastUse: uses)
            plans.append(Plan(name: name, isNew: known == nil))
        }
        return plans
    }

    private func forgetOldest() throws(Failure) {
        guard let oldest = prepared.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return }
        try command("DEALLOCATE \(oldest.value.name)")
        prepared[oldest.key] = nil
    }

    private func send(_ statements: [Statement], _ plans: [Plan]) throws(Failure) {
        for (statement, plan) in zip(statements, plans) {
            let (key, count) = (statement.key, Int32(statement.key.types.count))
            if plan.isNew, PQsendPrepare(line, plan.name, key.text, count, key.types) == 0 {
                throw Failure(of: nil, on: line)
            }
            let isSent = statement.parameters.withPointers {
                PQsendQueryPrepared(line, plan.name, count, $0, nil, nil, 0)
            }
            if isSent == 0 { throw Failure(of: nil, on: line) }
        }
        if PQpipelineSync(line) == 0 { throw Failure(of: nil, on: line) }
    }

    /// Takes every answer, so that the line is free again, and only then judges: by then it is known whether it broke.
    private func receive(_ statements: [Statement], _ plans: [Plan]) throws(Failure) -> Answer? {
        var answers = Answers(line)
        for (statement, plan) in zip(statements, plans) {
            if plan.isNew, !answers.take() { prepared[statement.key] = nil }
            answers.take(for: statement, isPreparedBefore: !plan.isNew)
        }
        return try answers.end()
    }
}
