internal import CPostgres
internal import Storage

/// What the server refused, or that the line to it broke off.
struct Failure: Error {
    /// What may mend it when the whole body runs again.
    enum Cure {
        case none
        /// Another transaction was in the way, as in a deadlock.
        case race
        /// A new connection.
        case line
        /// Preparing the statements anew: the schema has changed under them.
        case plan
    }

    let error: StorageError
    let cure: Cure
    /// How a change says that it met another number of rows than one.
    let isDivisionByZero: Bool

    init(_ error: StorageError, cure: Cure = .none, isDivisionByZero: Bool = false) {
        self.error = error
        self.cure = cure
        self.isDivisionByZero = isDivisionByZero
    }

    /// Reads what the server said about `result`, the answer to a statement on `line` that was new or had been prepared before.
    init(of result: OpaquePointer?, on line: OpaquePointer, isPreparedBefore: Bool = false) {
        let state = Self.field("C", of: result) ?? ""
        let message = Self.field("M", of: result) ?? Self.trimmed(String(cString: PQerrorMessage(line)))
        // The server names a state with each refusal; libpq alone names none, and it may say that the server went away before
        // it counts the line as broken.
        let isBroken = PQstatus(line) != CONNECTION_OK || (result != nil && state.isEmpty)
        self.init(
            Self.kind(of: state, message, isBroken), cure: isBroken ? .line : Self.cure(of: state, isPreparedBefore),
            isDivisionByZero: state == "22012")
    }

    /// The same failure when its line broke at the one moment in which nobody can say whether the change was kept.
    var whileCommitting: Failure {
        guard cure == .line else { return self }
        return Failure(.connection("the connection broke during COMMIT; whether the change was kept is not known"))
    }

    private static func kind(of state: String, _ message: String, _ isBroken: Bool) -> StorageError {
        if isBroken { return .connection(message) }
        switch state {
        case "23505": return .unique(message)
        // 57014 is the end of statement_timeout.
        case "40001", "40P01", "55P03", "57014": return .busy(message)
        default: break
        }
        switch state.prefix(2) {
        case "23": return .constraint(message)
        // Lost lines, a server that has no room or is being stopped, faults of its disk.
        case "08", "53", "57", "58": return .connection(message)
        default: return .other(message)
        }
    }

    private static func cure(of state: String, _ isPreparedBefore: Bool) -> Cure {
        switch state {
        // "cached plan must not change result type", and a statement that somebody else deallocated.
        case "0A000" where isPreparedBefore, "26000" where isPreparedBefore: .plan
        case "40001", "40P01", "55P03": .race
        default: .none
        }
    }

    /// A part of the report by the letter of the protocol: C the SQLSTATE, M the message.
    private static func field(_ letter: Character, of result: OpaquePointer?) -> String? {
        guard let result, let code = letter.asciiValue, let text = PQresultErrorField(result, Int32(code)) else {
            return nil
        }
        return String(cString: text)
    }

    private static func trimmed(_ text: String) -> String {
        text.split(separator: "\n").joined(separator: "; ")
    }
}
