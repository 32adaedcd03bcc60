import Access
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import NIOPosix
import Primitives
import Recovery
import Storage
import StorageSQLite
import Synchronization
import Workflow

@testable import Web

extension Target {
    static let reports = Target(
        "reports", "a body is refused by field, or what it holds is read again from what it is written as",
        seeds: [
            report, #"{"transfers":[{"id":"trf-0000000000000001","amount":"1"}]}"#, #"{"victims":[1],"clues":{"a":2}}"#,
        ]
    ) { text in
        let body = Array(text.utf8)
        do {
            let intake = try IntakeJSON.intake(body)
            let written = try CanonicalJSON.text(intake)
            hold(try IntakeJSON.intake(Array(written.utf8)) == intake, "\(written) is another report")
        } catch let fault as FieldFault { named(fault) }
        do {
            let (transfers, ids) = try IntakeJSON.transfers(body)
            hold(transfers.count == ids.count && !ids.isEmpty, "transfers without places")
        } catch let fault as FieldFault { named(fault) }
    }

    /// The first byte chooses the endpoint; a line is the path's id and the query; then comes the body.
    static let api = Target(
        "api", "a request is served, or refused in JSON with the fields that are wrong; never a fault of the server",
        bytes: [
            [0] + Array(" \n\(report)".utf8), [1] + Array("\n".utf8),
            [1] + Array(" limit=2&after=inc-0000000000000001\n".utf8),
            [2] + Array("inc-0000000000000001\n".utf8), [3] + Array(#"x \#n{"transfers":[{"amount":"1"}]}"#.utf8),
            [4] + Array(" \nreport,amount\n1,12万\n".utf8), [5] + Array(" rule=lifo\n".utf8),
            [7] + Array(" from=2026-03-01&to=2026-03-14\n".utf8),
        ]
    ) { bytes in
        guard let first = bytes.first else { return }
        let endpoint = APIRoutes.endpoints[Int(first) % APIRoutes.endpoints.count]
        let (line, body) = headed(bytes.dropFirst())
        let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        var path = APIRoutes.root + endpoint.path
        let id = parts[0].isEmpty ? website.incident : parts[0].percentEncoded
        path = path.replacingOccurrences(of: "{id}", with: id)
        if parts.count > 1 { path += "?" + sentAsQuery(parts[1]) }
        let reply = website.ask(
            endpoint.method, path,
            [
                .authorization: "Bearer \(website.token)", .contentType: endpoint.sent?.mediaType ?? "text/plain",
                keyName: "fuzz",
            ],
            body)
        hold(reply.status < 500, "\(endpoint.method) \(path): \(reply.status)")
        let json = orNil { try CanonicalJSON.decode(JSON.self, from: reply.text) }
        hold(json != nil, "\(path) answers no JSON: \(reply.text)")
        guard reply.status == 400 || reply.status == 422, case .array(let fields)? = json?["fields"] else {
            return hold(reply.status != 422, "\(path) names no field: \(reply.text)")
        }
        for field in fields { hold(field["field"]?.string?.isEmpty == false, "\(path) names no field: \(reply.text)") }
    }

    /// The first byte chooses page and person; a line is the query; then comes the form.
    static let pages = Target(
        "pages", "a page is served or refused in words, shows no markup of others, and is never a fault of the server",
        bytes: website.pages.indices.map {
            [UInt8($0)] + Array("q=王<zq&after=x\nnarrative=<zq&channel=96110&amount=12万".utf8)
        }
            + [
                [0] + Array("q=0007\n".utf8),
                [9] + Array("\nvictim.0.name=王芳&transfer.0.amount=12万&transfer.0.time=9点".utf8),
            ]
    ) { bytes in
        guard let first = bytes.first else { return }
        let page = website.pages[Int(first) % website.pages.count]
        let (line, body) = headed(bytes.dropFirst())
        let session = website.sessions[Int(first) / website.pages.count % website.sessions.count]
        var headers: HTTPFields = [.cookie: "session=\(session.text)"]
        var form = body
        if page.method == .post {
            headers[.contentType] = "application/x-www-form-urlencoded"
            form = Array("csrf=\(session.formToken)&key=fuzz&".utf8) + body
        }
        let query = sentAsQuery(line)
        let path = page.path + (query.isEmpty ? "" : "?" + query)
        let reply = website.ask(page.method, path, headers, form)
        hold(reply.status < 500, "\(page.method) \(path): \(reply.status)")
        hold(!reply.text.contains("<zq"), "\(path) shows markup that was sent")
    }
}

private let keyName = orStop { try HTTPField.Name("Idempotency-Key").orThrow() }

private let report =
    #"{"channel":"96110","victims":[{"name":"王芳","phone":"13800136127"}],"narrative":"冒充公检法","clues":{"phone":"+85512345678"},"transfers":[{"victim":0,"payerNumber":"6200020000000025","payerBank":"海岳银行","amount":"210000.00","time":"2026-03-14 08:40:00","payeeNumber":"6200010000000017","payeeName":"李强","payeeBank":"华岭银行"}]}"#

private func named(_ fault: FieldFault) {
    hold(!fault.fields.isEmpty, "refused without a reason")
    for problem in fault.fields { hold(!problem.field.isEmpty, "\(problem.rule) in no field") }
}

private func headed(_ bytes: some Collection<UInt8>) -> (String, [UInt8]) {
    let line = bytes.prefix { $0 != 10 }
    return (String(decoding: line, as: UTF8.self), Array(bytes.dropFirst(line.count + 1)))
}

/// What a server takes as a query; other bytes are sent as escapes.
private func sentAsQuery(_ text: String) -> String {
    text.utf8.map {
        (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") ? String(UnicodeScalar($0)) : String(format: "%%%02X", $0)
    }
    .joined()
}

/// The program's face over a town's records, which no request changes.
struct Website: Sendable {
    struct Reply: Sendable {
        let status: Int
        let text: String
    }

    let token: String
    let incident: String
    let sessions: [SecretToken]
    let pages: [(method: HTTPRequest.Method, path: String)]
    private let client: any TestClientProtocol

    init() throws {
        let records = try SQLiteDatabase()
        try Platform.schema.migrate(records, at: present)
        let town = Town(records)
        try town.settle()
        try town.authorise()
        let receipt = try town.register()
        try town.work()
        token = try town.program().text
        sessions = try [.dutyOfficer, .countyHead, .administrator, .bankClerk].map { try town.session($0) }
        incident = receipt.incident.description
        let id = incident
        let read: [Address] = [
            .search, .orders, .board, .approvals, .journal, .bankAnswers, .undelivered(.list), .authorities,
            .complaints,
            .intake, .users,
            .banks, .clients(), .units, .bank, .incident(id), .incidentFacts(id), .reviews,
        ]
        let sent: [Address] = [
            .intakePart(.check), .intake, .intakePart(.table), .intakePart(.draft), .incidentFacts(id), .authorities,
            .units, .banks,
            .clients(), .newUser, .preferences, .password, .complaints,
        ]
        pages = read.map { (.get, $0.path) } + sent.map { (.post, $0.path) }
        var configuration = WebApplication.Configuration()
        configuration.logger.logLevel = .critical
        let forgetful = Town(Forgetful(kept: records), ids: CountingIDs())
        let application = WebApplication(
            platform: forgetful.platform, access: forgetful.access, pool: .singleton, configuration: configuration)
        client = try Self.opened(application)
    }

    /// A way to ask the application that stays open while this program runs.
    private static func opened(_ application: WebApplication) throws -> any TestClientProtocol {
        let box = Mutex<(any TestClientProtocol)?>(nil)
        let isOpen = DispatchSemaphore(value: 0)
        Task.detached {
            try await application.application(host: "127.0.0.1", port: 0).test(.router) { client in
                box.withLock { $0 = client }
                isOpen.signal()
                try await Task.sleep(for: .seconds(1_000_000_000))
            }
        }
        isOpen.wait()
        return try box.withLock { $0 }.orThrow()
    }

    func ask(_ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields, _ body: [UInt8]) -> Reply {
        let box = Mutex<Result<Reply, any Error>?>(nil)
        let isDone = DispatchSemaphore(value: 0)
        Task.detached { [client] in
            let reply: Result<Reply, any Error>
            do {
                let sent = method == .get ? nil : ByteBuffer(bytes: body)
                reply = .success(
                    try await client.execute(uri: path, method: method, headers: headers, body: sent) {
                        Reply(status: Int($0.status.code), text: String(buffer: $0.body))
                    })
            } catch { reply = .failure(error) }
            box.withLock { $0 = reply }
            isDone.signal()
        }
        isDone.wait()
        return orStop { try box.withLock { $0 }.orThrow().get() }
    }
}

private let website = orStop { try Website() }
