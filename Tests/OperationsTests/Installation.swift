import Access
import Foundation
import Gateways
import Journal
import Jurisdiction
import Primitives
import Recovery
import Storage
import StorageSQLite
import TestSupport
import Wire
import Workflow

/// A small installation in a folder of its own: two units, an administrator, two banks, and a key.
struct Installation {
    static let city = UnitCode(area: "5304")!
    static let password = "first-correct-horse"
    let folder: URL
    let platform: Platform
    let clock = HandClock(.t0)
    private let keys = CountingIDs()

    var file: URL { folder.appending(path: "shouwang.sqlite") }

    init(in folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try self.init(SQLiteDatabase(path: folder.appending(path: "shouwang.sqlite").path), in: folder)
    }

    init(_ database: any Database, in folder: URL) throws {
        self.folder = folder
        try Platform.schema.migrate(database, at: .t0)
        platform = Platform(
            database: database, clock: clock, ids: CountingIDs(), pack: .builtIn,
            signer: try Signer(key: "centre-1", secret: Array(repeating: 7, count: 32)), link: NoLink())
        _ = FileManager.default.createFile(
            atPath: folder.appending(path: "centre.key").path, contents: Data("{}".utf8),
            attributes: [.posixPermissions: 0o600])
        try Units(platform.journal).add(
            Unit(code: Self.city, name: "云江市反诈中心", kind: .centre), by: .platform("test"), key: key(), at: .t0)
        try addUser("admin", .administrator)
    }

    func addUser(_ login: String, _ role: Role) throws {
        let users = Users(
            platform.journal, cost: PasswordCost(rounds: 2, blockSize: 1, parallelism: 1),
            secrets: Secrets(SplitMix64(seed: 7)), rules: SignInRules(platform.rules))
        let new = NewUser(
            login: try LoginName(login), name: "\(login)某", staffNumber: "n-\(login)", affiliation: .unit(Self.city),
            roles: RoleSet([role]))
        try users.add(new, password: Self.password, by: .platform("test"), key: key(), at: .t0)
    }

    func key() -> IdempotencyKey { IdempotencyKey("key-\(keys.next(at: .t0))")! }

    /// Brings the chain up to the last entry.
    func chain() throws { while try Sequencer(platform.database).run() > 0 {} }
}

private struct NoLink: BankLink {
    func deliver(_ envelope: Data, to bank: Bank) -> BankReply { .failed("no wire in this test") }
}

/// Runs `body` with a temporary folder, which is deleted afterwards.
func withFolder<T>(_ body: (URL) throws -> T) throws -> T {
    try withTemporaryFolder { try body(URL(fileURLWithPath: $0)) }
}
