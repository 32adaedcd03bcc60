internal import GRDB
internal import GRDBSQLite
internal import Storage

/// A compiled statement with its arguments, stepped by SQLite's own calls.
///
/// GRDB's way makes several objects for each statement and each row, which is much of what a short statement costs.
struct BoundStatement: ~Copyable {
    /// Keeps what it has compiled.
    private let compiled: Statement
    private var statement: SQLiteStatement { compiled.sqliteStatement }

    /// A text with a zero character is a `.constraint`, as PostgreSQL has no such text.
    init(_ compiled: Statement, _ arguments: [Value]) throws(StorageError) {
        self.compiled = compiled
        precondition(arguments.count == Int(sqlite3_bind_parameter_count(compiled.sqliteStatement)))
        for (index, argument) in zip(CInt(1)..., arguments) {
            guard try bind(argument, at: index) == SQLITE_OK else { throw lastError }
        }
    }

    deinit {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }

    private func bind(_ value: Value, at index: CInt) throws(StorageError) -> CInt {
        // SQLite takes its own copy of what it is given.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: return sqlite3_bind_null(statement, index)
        case .integer(let number): return sqlite3_bind_int64(statement, index, number)
        case .text(let text):
            if text.utf8.contains(0) { throw .constraint("a text with a zero character") }
            return sqlite3_bind_text(statement, index, text, CInt(text.utf8.count), copied)
        case .bytes(let bytes):
            // A blob without an address is a null.
            return bytes.isEmpty
                ? sqlite3_bind_zeroblob(statement, index, 0)
                : sqlite3_bind_blob(statement, index, bytes, CInt(bytes.count), copied)
        }
    }

    /// Steps to the end; each row is told while it stands.
    func run(_ tell: (borrowing BoundStatement) throws(StorageError) -> Void) throws(StorageError) {
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: try tell(self)
            case SQLITE_DONE: return
            default: throw lastError
            }
        }
    }

    /// What stands in this column of the row, counted from 0.
    func value(at index: Int) throws(StorageError) -> Value {
        let index = CInt(index)
        switch sqlite3_column_type(statement, index) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, index))
        case SQLITE_TEXT:
            let text = UnsafeBufferPointer(start: sqlite3_column_text(statement, index), count: length(at: index))
            return .text(String(decoding: text, as: UTF8.self))
        case SQLITE_BLOB:
            let blob = UnsafeRawBufferPointer(start: sqlite3_column_blob(statement, index), count: length(at: index))
            return .bytes([UInt8](blob))
        default: throw .other("a floating-point value \(sqlite3_column_double(statement, index)) in the database")
        }
    }

    private func length(at index: CInt) -> Int { Int(sqlite3_column_bytes(statement, index)) }

    private var lastError: StorageError {
        let connection = sqlite3_db_handle(statement)
        let code = ResultCode(rawValue: sqlite3_extended_errcode(connection))
        return storageError(
            DatabaseError(resultCode: code, message: sqlite3_errmsg(connection).map { String(cString: $0) }))
    }
}
