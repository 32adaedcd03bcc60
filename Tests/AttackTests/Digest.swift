import Crypto
import Foundation
import Storage

/// One number for everything that a database holds, so that two moments can be compared.
enum Digest {
    /// Tables that a refused request may touch, and why.
    static let exempt: [String: String] = [
        "access_session": "when it was last used is noted once a minute",
        "access_attempt": "a wrong password is counted",
    ]

    /// Reads SQLite's own list of tables, so that no table can be forgotten.
    static func of(_ database: any Database, except names: Set<String> = []) throws -> [String: String] {
        try database.read { tx in
            let tables = try tx.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").map { row in
                try row["name"] as String
            }
            return try tables.filter { exempt[$0] == nil && !names.contains($0) }.reduce(into: [:]) { digests, table in
                var hash = SHA256()
                for row in try tx.query(SQL(raw: "SELECT * FROM \"\(table)\"")) {
                    for value in row.values { hash.update(data: Data(bytes(of: value))) }
                }
                digests[table] = hash.finalize().map { String($0, radix: 16) }.joined()
            }
        }
    }

    private static func bytes(of value: Value) -> [UInt8] {
        switch value {
        case .null: [0]
        case .integer(let number): [1] + withUnsafeBytes(of: number) { Array($0) }
        case .text(let text): [2] + text.utf8 + [0]
        case .bytes(let bytes): [3] + bytes + [0]
        }
    }
}
