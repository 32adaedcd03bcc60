internal import CPostgres
internal import Storage

/// What comes back for the statements of one round trip, in their order.
struct Answers: ~Copyable {
    private let line: OpaquePointer
    private var last: OpaquePointer?
    /// The first refusal; what stands behind it was passed over by the server.
    private var refused: (result: OpaquePointer?, isPreparedBefore: Bool)?
    private var isConflict = false

    init(_ line: OpaquePointer) { self.line = line }

    deinit {
        PQclear(last)
        PQclear(refused?.result)
    }

    /// Takes the answer to the next statement; false when it is a refusal.
    @discardableResult
    mutating func take(isPreparedBefore: Bool = false, mustMeetOne: Bool = false) -> Bool {
        let result = PQgetResult(line)
        // Each statement's answer ends with an empty one.
        if result != nil { PQclear(PQgetResult(line)) }
        let status = PQresultStatus(result)
        guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK, let result else {
            if refused == nil { refused = (result, isPreparedBefore) } else { PQclear(result) }
            return false
        }
        PQclear(last)
        last = result
        if mustMeetOne, Answer.changed(by: result) != 1 { isConflict = true }
        return true
    }

    /// Takes the mark at the end, and tells how it went: the last answer, or what the first refusal says.
    consuming func end() throws(Failure) -> Answer {
        let mark = PQgetResult(line)
        let isWhole = PQresultStatus(mark) == PGRES_PIPELINE_SYNC
        PQclear(mark)
        if let refused { throw Failure(of: refused.result, on: line, isPreparedBefore: refused.isPreparedBefore) }
        guard isWhole, let result = last else { throw Failure(of: nil, on: line) }
        if isConflict { throw Failure(.conflict) }
        last = nil
        return Answer(result)
    }
}
