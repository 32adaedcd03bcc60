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
    /// A count of rows other than one is a conflict.
    let mustMeetOne: Bool

    /// Throws `.constraint` for a text that PostgreSQL cannot hold.
    init(_ sql: SQL, mustMeetOne: Bool = false) throws(Failure) {
        parameters = try Parameters(sql.arguments)
        key = Key(text: sql.textNamingNulls, types: parameters.types)
        self.mustMeetOne = mustMeetOne
    }

    /// One without arguments, as BEGIN and COMMIT.
    init(command text: String) {
        parameters = Parameters()
        key = Key(text: text, types: [])
        mustMeetOne = false
    }
}
