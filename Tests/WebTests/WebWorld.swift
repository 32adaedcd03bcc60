import Access
import Foundation
import Gateways
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Journal
import Jurisdiction
import Ledger
import NIOCore
import NIOPosix
import Primitives
import Recovery
import Storage
import TestSupport
import Wire
import Workflow

@testable import Web

/// A small city with its people and two banks, and the application over it; a hand-turned clock, cheap passwords.
struct WebWorld: Sendable {
    /// Who there is; each name is a login, too.
    enum Person: String, CaseIterable {
        case administrator, dutyOfficer, shiftLeader, countyHead, analyst, bankClerk, bankReviewer
        /// A duty officer of another county.
        case stranger

        var affiliation: Affiliation {
            switch self {
            case .bankClerk, .bankReviewer: .bank(WebWorld.handBank.code)
            case .stranger: .unit(WebWorld.otherCounty)
            case .administrator: .unit(WebWorld.city)
            case .dutyOfficer, .shiftLeader, .countyHead, .analyst: .unit(WebWorld.county)
            }
        }

        var role: Role { self == .stranger ? .dutyOfficer : Role(rawValue: rawValue)! }
        var login: String { rawValue.lowercased() }
    }

    static let city = UnitCode(area: "5304")!
    static let county = UnitCode(area: "530402")!
    static let otherCounty = UnitCode(area: "530403")!
    static let password = "correct horse battery"
    static let temporary = "first-correct-horse"
    /// Answers by form; its clerks sign in here.
    static let handBank = Bank(
        code: "313290000017", name: "华岭银行", kind: .bank, link: .hand, address: nil, contact: "0877-1000",
        cardPrefixes: ["620001"])
    static let wireBank = Bank(
        code: "102100099996", name: "海岳银行", kind: .bank, link: .wire, address: "http://127.0.0.1:1/banks/102100099996",
        contact: nil, cardPrefixes: ["620002"])

    let platform: Platform
    let access: AccessCommands
    let clock: HandClock
    let application: WebApplication
    let pool: NIOThreadPool
    private let keys = CountingIDs()

    init(_ database: any Database, ledger: LedgerFolder? = nil) throws {
        clock = HandClock(.t0)
        pool = NIOThreadPool(numberOfThreads: 2)
        pool.start()
        platform = Platform(
            database: database, clock: clock, ids: CountingIDs(), pack: .builtIn,
            signer: try Signer(key: "centre-1", secret: Array(repeating: 7, count: 32)), link: NoLink(),
            ledger: ledger, secrets: Secrets(SplitMix64(seed: 9)))
        access = AccessCommands(
            platform.journal, rules: platform.rules, cost: PasswordCost(rounds: 16, blockSize: 1, parallelism: 1),
            secrets: Secrets(SplitMix64(seed: 7)))
        application = WebApplication(platform: platform, access: access, pool: pool)
        try settle()
    }

    private func settle() throws {
        for (code, name) in [(Self.city, "云江市反诈中心"), (Self.county, "临溪县反诈中心"), (Self.otherCounty, "石门县反诈中心")] {
            try access.units.add(
                Unit(code: code, name: name, kind: .centre), by: .platform("command line"), key: key(), at: .t0)
        }
        for bank in [Self.handBank, Self.wireBank] {
            try platform.banks.put(bank, by: .platform("command line"), key: key(), at: .t0)
        }
        for person in Person.allCases { try settle(person) }
    }

    private func settle(_ person: Person) throws {
        let login = try LoginName(person.login)
        let new = NewUser(
            login: login, name: "\(person.rawValue)某", staffNumber: "n-\(person.rawValue.hashPrefix)",
            affiliation: person.affiliation, roles: RoleSet([person.role]))
        try access.users.add(new, password: Self.temporary, by: .platform("command line"), key: key(), at: .t0)
        try access.users.changePassword(of: login, from: Self.temporary, to: Self.password, key: key(), at: .t0)
    }

    func key() -> IdempotencyKey { IdempotencyKey("key-\(keys.next(at: .t0))")! }
    var now: Timestamp { clock.now() }

    func user(_ person: Person) throws -> User {
        try platform.database.read { try UserTable($0).find(login: try LoginName(person.login)) }!
    }

    func principal(_ person: Person) throws -> Principal { try user(person).principal }

    /// The acts on one thing or of one incident, in their order.
    func acts(on subject: some CustomStringConvertible) throws -> [String] {
        let id = subject.description
        return try platform.database.read { try EntryTable($0).about(subject: id, limit: 100).map(\.act) }.reversed()
    }
}

extension String {
    /// Twelve characters at most: staff numbers are short.
    fileprivate var hashPrefix: String { String(prefix(12)) }
}

/// No bank is reached by wire in these tests.
private struct NoLink: BankLink {
    func deliver(_ envelope: Data, to bank: Bank) -> BankReply { .failed("no wire in this test") }
}

/// Runs `body` against the application over an own database, in memory unless another engine is named.
func inWeb(
    _ engine: Engine = .sqlite, ledger: LedgerFolder? = nil,
    _ body: @Sendable (WebWorld, any TestClientProtocol) async throws -> Void
) async throws {
    try await withDatabase(engine, Platform.schema) { database in
        let world = try WebWorld(database, ledger: ledger)
        try await world.application.application(host: "127.0.0.1", port: 0).test(.router) { client in
            try await body(world, client)
        }
        try await world.pool.shutdownGracefully()
    }
}

/// One browser: keeps its cookies, fills in the hidden fields of the page it looks at.
final class Browser {
    struct Page {
        let status: HTTPResponse.Status
        let headers: HTTPFields
        let text: String

        var location: String? { headers[.location] }

        /// The first value of a hidden field.
        func hidden(_ name: String) -> String? {
            let start = "name=\"\(name)\" value=\""
            guard let range = text.range(of: start), let end = text[range.upperBound...].firstIndex(of: "\"") else {
                return nil
            }
            return String(text[range.upperBound..<end])
        }
    }

    let client: any TestClientProtocol
    private(set) var cookies: [String: String] = [:]

    init(_ client: any TestClientProtocol) { self.client = client }

    /// Signed in as `person`.
    init(_ person: WebWorld.Person, _ client: any TestClientProtocol) async throws {
        self.client = client
        let page = try await submit("/sign-in", ["login": person.login, "password": WebWorld.password])
        precondition(page.status == .seeOther, "\(person) cannot sign in: \(page.status)")
    }

    func get(_ path: String, headers: HTTPFields = [:]) async throws -> Page {
        try await send(path, .get, headers, body: nil)
    }

    /// Sends fields as they are.
    func submit(_ path: String, _ fields: KeyValuePairs<String, String>, headers: HTTPFields = [:]) async throws -> Page
    {
        let body = fields.map { "\($0.percentEncoded)=\($1.percentEncoded)" }.joined(separator: "&")
        return try await send(
            path, .post, [.contentType: "application/x-www-form-urlencoded"] + headers, body: ByteBuffer(string: body))
    }

    func submit(_ path: String, all fields: [(String, String)]) async throws -> Page {
        let body = fields.map { "\($0.0.percentEncoded)=\($0.1.percentEncoded)" }.joined(separator: "&")
        return try await send(
            path, .post, [.contentType: "application/x-www-form-urlencoded"], body: ByteBuffer(string: body))
    }

    /// Opens the page `from`, then sends its form to `path` with the page's token and key and these fields.
    func act(_ path: String, from: String, _ fields: KeyValuePairs<String, String> = [:]) async throws -> Page {
        let page = try await get(from)
        var all = [("csrf", page.hidden("csrf") ?? ""), ("key", page.hidden("key") ?? "")]
        for (name, value) in fields { all.append((name, value)) }
        let body = all.map { "\($0.0.percentEncoded)=\($0.1.percentEncoded)" }.joined(separator: "&")
        return try await send(
            path, .post, [.contentType: "application/x-www-form-urlencoded"], body: ByteBuffer(string: body))
    }

    /// Opens the page `from`, then sends its form to `path` with files, as a browser sends `multipart/form-data`.
    func upload(
        _ path: String, from: String, _ fields: KeyValuePairs<String, String> = [:], files: [Form.File]
    ) async throws -> Page {
        let page = try await get(from)
        let hidden = [("csrf", page.hidden("csrf") ?? ""), ("key", page.hidden("key") ?? "")]
        var body: [UInt8] = []
        for (name, value) in hidden + fields.map({ ($0, $1) }) {
            body += Array("--bound\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        for file in files {
            let head =
                "--bound\r\nContent-Disposition: form-data; name=\"\(file.field)\"; filename=\"\(file.name)\"\r\n"
            body += Array("\(head)Content-Type: \(file.mediaType)\r\n\r\n".utf8) + file.bytes + Array("\r\n".utf8)
        }
        body += Array("--bound--\r\n".utf8)
        return try await send(
            path, .post, [.contentType: "multipart/form-data; boundary=bound"], body: ByteBuffer(bytes: body))
    }

    func setCookie(_ name: String, _ value: String) { cookies[name] = value }

    private func send(_ path: String, _ method: HTTPRequest.Method, _ headers: HTTPFields, body: ByteBuffer?)
        async throws
        -> Page
    {
        var headers = headers
        if !cookies.isEmpty { headers[.cookie] = cookies.map { "\($0)=\($1)" }.joined(separator: "; ") }
        let page = try await client.execute(uri: path, method: method, headers: headers, body: body) { response in
            Page(status: response.status, headers: response.headers, text: String(buffer: response.body))
        }
        for line in page.headers[values: .setCookie] {
            let parts = line.split(separator: ";")[0].split(separator: "=", maxSplits: 1)
            cookies[String(parts[0])] = parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : nil
        }
        return page
    }
}

private func + (a: HTTPFields, b: HTTPFields) -> HTTPFields {
    var sum = a
    for field in b { sum.append(field) }
    return sum
}
