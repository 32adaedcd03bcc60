internal import CPostgres
internal import Storage

/// What comes back for the statements of one round trip, in their order.
struct Answers: ~Copyable {
    private let line: OpaquePointer
    private var last: OpaquePointer?
    /// The first refusal; what stands behind it was passed over by the server.
    private var refused: (result: OpaquePointer?, statement: Statement?, isPreparedBefore: Bool)?

    init(_ line: OpaquePointer) { self.line = line }

    deinit {
        PQclear(last)
        PQclear(refused?.result)
    }

    /// Takes the answer to the next statement, or to its preparation where none is given; false when it is a refusal.
    @discardableResult
    mutating func take(for statement: Statement? = nil, isPreparedBefore: Bool = false) -> Bool {
        let result = PQgetResult(line)
        // Each statement's answer ends with an empty one.
        if result != nil { PQclear(PQgetResult(line)) }
        let status = PQresultStatus(result)
        guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK, let result else {
            if refused == nil { refused = (result, statement, isPreparedBefore) } else { PQclear(result) }
            return false
        }
        if let reply = statement?.reply {
            reply.take(Answer(result))
        } else {
            PQclear(last)
            last = result
        }
        return true
    }

    /// Takes the mark at the end, and tells how it went: the last answer that nobody took, or what the first refusal says.
    consuming func end() throws(Failure) -> Answer? {
        let mark = PQgetResult(line)
        let isWhole = PQresultStatus(mark) == PGRES_PIPELINE_SYNC
        PQclear(mark)
        if let refused {
            let failure = Failure(of: refused.result, on: line, isPreparedBefore: refused.isPreparedBefore)
            let isConflict = refused.statement.map { $0.mustMeetOne && failure.isDivisionByZero } ?? false
            throw isConflict ? Failure(.conflict) : failure
        }
        guard isWhole else { throw Failure(of: nil, on: line) }
        guard let result = last else { return nil }
        last = nil
        return Answer(result)
    }
}
