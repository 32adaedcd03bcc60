internal import CPostgres
internal import Storage

/// One statement as it goes to the server.
struct Statement {
    /// What makes two statements the same prepared one.
    struct Key: Hashable {
        let text: String
        let types: [Oid]
    }

    let key: Key
    let parameters: Parameters
    /// Any other count of rows than one fails it on the server, so that COMMIT behind it is not carried out.
    let mustMeetOne: Bool
    /// Where the answer goes that is read later; nil where nobody reads it, or whoever sends it does at once.
    let reply: PostgresReply?

    /// Throws `.constraint` for a text that PostgreSQL cannot hold.
    init(_ sql: SQL, mustMeetOne: Bool = false, reply: PostgresReply? = nil) throws(Failure) {
        parameters = try Parameters(sql.arguments)
        let text = sql.textNamingNulls
        key = Key(text: mustMeetOne ? Self.counting(text) : text, types: parameters.types)
        self.mustMeetOne = mustMeetOne
        self.reply = reply
    }

    /// One without arguments, as BEGIN and COMMIT.
    init(command text: String) {
        parameters = Parameters()
        key = Key(text: text, types: [])
        mustMeetOne = false
        reply = nil
    }

    /// A change that divides by zero when it met another number of rows than one.
    private static func counting(_ change: String) -> String {
        "WITH changed AS (\(change) RETURNING 1) SELECT 1 / CASE COUNT(*) WHEN 1 THEN 1 ELSE 0 END FROM changed"
    }
}
