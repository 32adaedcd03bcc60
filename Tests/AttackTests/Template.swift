import Access
import Foundation
import HummingbirdTesting
import Ledger
import Primitives
import Storage
import StorageSQLite
import TestSupport
import Workflow

@testable import Web

/// The town with both counties' case files and everybody signed in, made once; each test works on a copy of its own.
struct Template: Sendable {
    /// What the database's files hold, by the ending of their names.
    private let files: [String: Data]
    private let now: Timestamp
    let first: CaseFile
    let second: CaseFile
    private let people: [Person: Caller]
    /// Programs by their one role, in the first county and in the second.
    private let programs: [Person: Caller]

    static let made = Result { try Template() }

    static func ready() throws -> Template { try made.get() }

    private init() throws {
        let made = try withTemporaryFolder { try Self.make(in: $0) }
        (files, now, first, second) = (made.files, made.now, made.first, made.second)
        (people, programs) = (made.people, made.programs)
    }

    private struct Made {
        var files: [String: Data] = [:]
        let now: Timestamp
        let first: CaseFile
        let second: CaseFile
        var people: [Person: Caller] = [:]
        var programs: [Person: Caller] = [:]
    }

    private static func make(in folder: String) throws -> Made {
        let database = try SQLiteDatabase(path: folder + "/template.sqlite")
        try Platform.schema.migrate(database, at: .t0)
        let town = try Town(database)
        try town.settle()
        let (first, second) = (try CaseFile(.first, in: town), try CaseFile(.second, in: town))
        var made = Made(now: town.now, first: first, second: second)
        for person in Person.all {
            let signedIn = try town.access.sessions.signIn(
                name: person.login, password: Town.password, at: town.now)
            made.people[person] = .session(signedIn.token)
        }
        for person in Person.columns + Person.strangers where person.role != .administrator {
            let new = NewClient(
                name: "p-\(person.login)", affiliation: person.affiliation, roles: [person.role],
                expiresAt: town.now + .days(30))
            let client = try town.access.clients.create(
                new, by: Town.operatorOfMachine, key: town.key(), at: town.now)
            made.programs[person] = client.token.map { Caller.program($0.text) }
        }
        for ending in ["", "-wal"] {
            let file = URL(filePath: folder).appending(path: "template.sqlite\(ending)")
            if FileManager.default.fileExists(atPath: file.path) { made.files[ending] = try Data(contentsOf: file) }
        }
        return made
    }

    func person(_ person: Person) -> Caller { people[person] ?? .nobody }
    func program(_ person: Person) -> Caller? { programs[person] }

    /// Runs `body` on a copy that is thrown away afterwards.
    func copied<T: Sendable>(
        _ body: @Sendable (Town, any TestClientProtocol) async throws -> T
    ) async throws -> T {
        try await withTemporaryFolder { place in
            let town = try open(in: place)
            return try await town.application.application(host: "127.0.0.1", port: 0).test(.router) { client in
                try await body(town, client)
            }
        }
    }

    /// The same behind a server on a real socket.
    func served<T: Sendable>(
        _ body: @Sendable (Town, any TestClientProtocol) async throws -> T
    ) async throws -> T {
        try await withTemporaryFolder { place in
            let town = try open(in: place)
            return try await town.application.application(host: "127.0.0.1", port: 0).test(.live) { client in
                try await body(town, client)
            }
        }
    }

    private func open(in place: String) throws -> Town {
        for (ending, content) in files {
            try content.write(to: URL(filePath: place).appending(path: "copy.sqlite\(ending)"))
        }
        return try Town(
            try SQLiteDatabase(path: place + "/copy.sqlite"), idsAfter: Self.idsLater, at: now,
            ledger: try ledger(in: place + "/ledger"))
    }

    /// A whole ledger in which both counties' victims paid, and the money went on to one account each.
    private func ledger(in place: String) throws -> LedgerFolder {
        var appender = try LedgerAppender(folder: place)
        for file in [first, second] {
            let start = file.paid.at.microseconds
            let (payer, payee, next) = (file.paid.payer, file.paid.payee, file.secretNumber)
            for (index, way) in [(payer, payee), (payee, next)].enumerated() {
                try appender.add(
                    AppendedTransfer(
                        id: "\(file.side)-\(index)", time: start + Int64(index) * 1_000_000, payer: way.0, payee: way.1,
                        amount: file.paid.amount.fen))
            }
        }
        try appender.commit()
        _ = consume appender
        return LedgerFolder(place)
    }

    private static let idsLater: UInt64 = 1_000_000
}
