import Primitives
import Storage
import TestSupport
import Testing

/// One table of each kind of column, and one that refers to it.
let sampleSchema = Schema([
    Migration("sample-1") { dialect in
        [
            """
            CREATE TABLE sample (
                id BIGINT PRIMARY KEY, number BIGINT CHECK (number <> 13), words TEXT UNIQUE, content \(dialect.bytes)
            )\(dialect.strict)
            """,
            """
            CREATE TABLE part (
                id BIGINT PRIMARY KEY, sample BIGINT NOT NULL REFERENCES sample (id))\(dialect.strict)
            """,
        ]
    }
])

extension Transaction {
    func insert(_ id: Int64, number: Int64? = nil, words: String? = nil, content: [UInt8]? = nil) throws {
        try execute("INSERT INTO sample (id, number, words, content) VALUES (\(id), \(number), \(words), \(content))")
    }

    func samples() throws -> Int64 { try count("SELECT COUNT(*) FROM sample") }
}

@Suite("Values and statements are the same on both databases") struct ValueTests {
    static let texts = [
        "", "守望 反诈", "👮🏽‍♀️é\u{301}", "it's \"quoted\" \\x41 $1 ?", "line\nbreak\ttab", String(repeating: "长", count: 5000),
    ]
    static let numbers: [Int64] = [.min, -1, 0, 1, 2_147_483_648, .max]
    static let contents: [[UInt8]] = [[], [0], [0, 1, 0, 255], Array(0...255), Array("\\x41".utf8)]

    @Test("a text comes back as it was written", arguments: Engine.everyForm)
    func texts(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            for (id, text) in Self.texts.enumerated() {
                try database.write { tx in try tx.insert(Int64(id), words: text) }
                let read: String = try database.read { tx in
                    try #require(try tx.first("SELECT words FROM sample WHERE words = \(text)"))["words"]
                }
                #expect(Array(read.utf8) == Array(text.utf8))
            }
        }
    }

    @Test("a text with a zero character is refused, not cut off", arguments: Engine.everyForm)
    func zeroCharacter(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            #expect(throws: StorageError.constraint("a text with a zero character")) {
                try database.write { tx in try tx.insert(1, words: "a\0b") }
            }
            let kept = try database.read { try $0.samples() }
            #expect(kept == 0)
        }
    }

    @Test("a number comes back to its last digit", arguments: Engine.everyForm)
    func numbers(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            for (id, number) in Self.numbers.enumerated() {
                let back: Int64 = try database.write { tx in
                    try tx.insert(Int64(id), number: number)
                    return try #require(try tx.first("SELECT number FROM sample WHERE number = \(number)"))["number"]
                }
                #expect(back == number)
            }
        }
    }

    @Test("bytes come back, zeros among them", arguments: Engine.everyForm)
    func bytes(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            for (id, content) in Self.contents.enumerated() {
                let back: [UInt8] = try database.write { tx in
                    try tx.insert(Int64(id), content: content)
                    return try #require(try tx.first("SELECT content FROM sample WHERE id = \(id)"))["content"]
                }
                #expect(back == content)
            }
        }
    }

    @Test("null is written, read, and compared whatever column it stands beside", arguments: Engine.available)
    func nulls(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            try database.write { tx in
                try tx.insert(1)
                try tx.insert(2, number: 7, words: "seven", content: [7])
                let row = try #require(try tx.first("SELECT number, words, content FROM sample WHERE id = 1"))
                #expect(row.values == [.null, .null, .null])
                #expect(try row["number"] as Int64? == nil)
                let none: Int64? = nil
                let noText: String? = nil
                #expect(try tx.count("SELECT COUNT(*) FROM sample WHERE number = \(none)") == 0)
                #expect(try tx.count("SELECT COUNT(*) FROM sample WHERE number IS NOT DISTINCT FROM \(none)") == 1)
                #expect(try tx.count("SELECT COUNT(*) FROM sample WHERE \(noText) IS NULL OR words = \(noText)") == 2)
                try tx.change("UPDATE sample SET number = \(none), words = COALESCE(\(noText), words) WHERE id = 2")
                #expect(
                    try tx.first("SELECT number, words FROM sample WHERE id = 2")?.values == [.null, .text("seven")])
            }
        }
    }

    @Test("an argument may be used twice by its number, and lists number on", arguments: Engine.available)
    func repeatedAndListed(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            try database.write { tx in
                for id in Int64(1)...5 { try tx.insert(id, number: id * 10) }
                let twice = try tx.query(
                    "SELECT id FROM sample WHERE id = \(2 as Int64) OR number = $1 * 20 OR number = \(10 as Int64) ORDER BY id"
                )
                #expect(twice.map(\.values) == [[.integer(1)], [.integer(2)], [.integer(4)]])
                let part: SQL = "number > \(10 as Int64) AND id IN (\(list: [1, 3, 5] as [Int64]))"
                let listed = try tx.query("SELECT id FROM sample WHERE id <> \(5 as Int64) AND \(part) ORDER BY id")
                #expect(listed.map(\.values) == [[.integer(3)]])
                #expect(try tx.query("SELECT id FROM sample WHERE id IN (\(list: [Int64]()))").isEmpty)
            }
        }
    }

    @Test("a bare argument keeps its type", arguments: Engine.available)
    func bareArguments(engine: Engine) throws {
        try withDatabase(engine) { database in
            let row = try database.read { tx in
                try tx.first(
                    "SELECT \(5_000_000_000) AS number, \("five") AS words, COALESCE(\(5_000_000_000), 0) AS other")
            }
            #expect(row?.values == [.integer(5_000_000_000), .text("five"), .integer(5_000_000_000)])
        }
    }

    @Test("RETURNING answers with rows", arguments: Engine.available)
    func returning(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            let rows = try database.write { tx in
                try tx.insert(1, number: 1)
                try tx.insert(2, number: 2)
                return try tx.query("UPDATE sample SET number = number + 1 WHERE number > \(1) RETURNING id, number")
                    .map(\.values)
            }
            #expect(rows == [[.integer(2), .integer(3)]])
        }
    }

    @Test("ON CONFLICT updates the row that stands, or leaves it", arguments: Engine.available)
    func onConflict(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            try database.write { tx in
                try tx.insert(1, number: 1)
                let updated = try tx.execute(
                    """
                    INSERT INTO sample (id, number) VALUES (\(1), \(5))
                    ON CONFLICT (id) DO UPDATE SET number = sample.number + excluded.number
                    """)
                let left = try tx.execute(
                    "INSERT INTO sample (id, number) VALUES (\(1), \(9)) ON CONFLICT (id) DO NOTHING")
                #expect(updated == 1)
                #expect(left == 0)
                #expect(try tx.count("SELECT number FROM sample WHERE id = 1") == 6)
            }
        }
    }

    @Test("a statement tells how many rows it changed; one that changes none says 0", arguments: Engine.available)
    func changedRows(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            try database.write { tx in
                for id in Int64(1)...3 { try tx.insert(id, number: id) }
                #expect(try tx.execute("UPDATE sample SET number = 0 WHERE id > 1") == 2)
                #expect(try tx.execute("CREATE TABLE another (id BIGINT PRIMARY KEY)") == 0)
                #expect(try tx.execute("UPDATE sample SET number = 0 WHERE id > 9") == 0)
                #expect(try tx.execute("DELETE FROM sample") == 3)
            }
        }
    }

    @Test("sums, truths and counts are whole numbers; a fraction is an error", arguments: Engine.available)
    func computed(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            try database.write { tx in
                for id in Int64(1)...3 { try tx.insert(id, number: id) }
                let row = try tx.first("SELECT SUM(number) AS sum, COUNT(*) AS count, 1 = 1 AS truth FROM sample")
                #expect(row?.values == [.integer(6), .integer(3), .integer(1)])
            }
            #expect(throws: StorageError.self) {
                try database.read { tx in try tx.query("SELECT AVG(number) AS mean FROM sample WHERE id < 3") }
            }
        }
    }

    @Test("text sorts by its bytes and LIKE is left out, so that both give one order", arguments: Engine.available)
    func order(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            let words = ["b", "A", "a", "é", "Z", "守", "_"]
            let sorted = try database.write { tx in
                for (id, word) in words.enumerated() { try tx.insert(Int64(id), words: word) }
                return try tx.query("SELECT words FROM sample ORDER BY words").map { try $0["words"] as String }
            }
            #expect(sorted == ["A", "Z", "_", "a", "b", "é", "守"])
        }
    }

    @Test("a column that is not there and a value of another type are named", arguments: Engine.available)
    func namedColumns(engine: Engine) throws {
        try withDatabase(engine, sampleSchema) { database in
            try database.write { tx in
                try tx.insert(1, words: "x")
                let row = try #require(try tx.first("SELECT words FROM sample"))
                #expect(throws: StorageError.missingColumn("number")) { try row["number"] as Int64 }
                #expect(throws: StorageError.malformed(column: "words", found: .text("x"))) {
                    try row["words"] as Int64
                }
            }
        }
    }
}
