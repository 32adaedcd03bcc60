internal import CPostgres
internal import Foundation
internal import Primitives
internal import Storage

/// One line to the server and the statements prepared on it.
///
/// It is safe to hand between threads because the pool lends it to one at a time, and libpq asks for no more than that.
final class Connection: @unchecked Sendable {
    private struct Key: Hashable {
        let text: String
        let types: [Oid]
    }

    private struct Prepared {
        let name: String
        var lastUse: Int
    }

    /// How many statements stay prepared on one connection; the one unused for longest makes room.
    static let statementLimit = 256

    private let line: OpaquePointer
    private var prepared: [Key: Prepared] = [:]
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

    /// Runs text without arguments, as BEGIN and COMMIT; what it answers is dropped.
    func command(_ text: String) throws(Failure) {
        _ = try answer(PQexec(line, text))
    }

    /// Runs one statement, prepared on its first use.
    func run(_ sql: SQL) throws(Failure) -> Answer {
        let parameters = try Parameters(sql.arguments)
        let key = Key(text: sql.textNamingNulls, types: parameters.types)
        uses += 1
        if let name = prepared[key]?.name {
            prepared[key]?.lastUse = uses
            return try answer(execute(name, parameters), isPreparedBefore: true)
        }
        return try answer(execute(try prepare(key), parameters))
    }

    /// Ends a transaction that failed. A line that broke in it stays broken, which `isReady` tells.
    func rollBack(after failure: Failure?) {
        PQclear(PQexec(line, "ROLLBACK"))
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

    private func prepare(_ key: Key) throws(Failure) -> String {
        if prepared.count >= Self.statementLimit { try forgetOldest() }
        let name = "s\(uses)"
        _ = try answer(PQprepare(line, name, key.text, Int32(key.types.count), key.types))
        prepared[key] = Prepared(name: name, lastUse: uses)
        return name
    }

    private func forgetOldest() throws(Failure) {
        guard let oldest = prepared.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return }
        try command("DEALLOCATE \(oldest.value.name)")
        prepared[oldest.key] = nil
    }

    private func execute(_ name: String, _ parameters: Parameters) -> OpaquePointer? {
        parameters.withPointers { PQexecPrepared(line, name, Int32(parameters.types.count), $0, nil, nil, 0) }
    }

    private func answer(_ result: OpaquePointer?, isPreparedBefore: Bool = false) throws(Failure) -> Answer {
        guard let result else { throw Failure(of: nil, on: line) }
        let status = PQresultStatus(result)
        if status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK { return Answer(result) }
        defer { PQclear(result) }
        throw Failure(of: result, on: line, isPreparedBefore: isPreparedBefore)
    }
}
