import AsyncHTTPClient
import Foundation
import Gateways
import HTTPTypes
import Hummingbird
import HummingbirdTLS
import HummingbirdTesting
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Recovery
import Storage
import TestSupport
import Testing
import Workflow

@testable import Web

@Suite("TLS", .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"))) struct TLSTests {
    @Test("browsers reach the console by TLS, and its cookies never travel without")
    func console() async throws {
        try await withCertificates { made in
            let files = CertificateFiles(certificate: made.certificate("ours"), key: made.key("ours"))
            try await serving(.tls(files)) { _, port in
                let home = "https://localhost:\(port)"
                try await withClient(trusting: made.certificate("ca")) { client in
                    let response = try await client.execute(
                        HTTPClientRequest(url: "\(home)/sign-in"), timeout: .seconds(60))
                    #expect(response.status == .ok)
                    #expect(response.headers.first(name: "Strict-Transport-Security") != nil)
                    let cookies = try await cookiesOfSignIn(client, home)
                    #expect(cookies.count == 1)
                    #expect(cookies.allSatisfy { $0.hasPrefix("__Host-session=") && $0.contains("Secure") })
                    await #expect(throws: (any Error).self, "plain HTTP is not answered") {
                        let plain = HTTPClientRequest(url: "http://localhost:\(port)/healthz")
                        _ = try await client.execute(plain, timeout: .seconds(60))
                    }
                }
                try await withClient(trusting: made.certificate("stranger")) { client in
                    await #expect(throws: (any Error).self, "another authority is not believed") {
                        _ = try await client.execute(HTTPClientRequest(url: "\(home)/healthz"), timeout: .seconds(60))
                    }
                }
            }
        }
    }

    @Test("an expired certificate is refused by the browser's side")
    func expiredServer() async throws {
        try await withCertificates { made in
            let files = CertificateFiles(certificate: made.certificate("ours-expired"), key: made.key("ours-expired"))
            try await serving(.tls(files)) { _, port in
                try await withClient(trusting: made.certificate("ca")) { client in
                    await #expect(throws: (any Error).self) {
                        let request = HTTPClientRequest(url: "https://localhost:\(port)/healthz")
                        _ = try await client.execute(request, timeout: .seconds(60))
                    }
                }
            }
        }
    }

    struct Meeting: Sendable, CustomTestStringConvertible {
        /// The bank's certificate, ours, and whether an order gets through.
        let bank: String
        let ours: String?
        let passes: Bool

        var testDescription: String { "bank \(bank), ours \(ours ?? "none"), \(passes ? "passes" : "refused")" }
    }

    static let meetings = [
        Meeting(bank: "ours", ours: "ours", passes: true),
        Meeting(bank: "ours", ours: nil, passes: false),
        Meeting(bank: "ours", ours: "theirs", passes: false),
        Meeting(bank: "ours", ours: "ours-expired", passes: false),
        Meeting(bank: "theirs", ours: "ours", passes: false),
        Meeting(bank: "ours-expired", ours: "ours", passes: false),
        Meeting(bank: "elsewhere", ours: "ours", passes: false),
    ]

    @Test("an order goes only where both sides show the right certificate", arguments: meetings)
    func bank(meeting: Meeting) async throws {
        try await withCertificates { made in
            var tls = try CertificateFiles(certificate: made.certificate(meeting.bank), key: made.key(meeting.bank))
                .serverConfiguration()
            tls.certificateVerification = .noHostnameVerification
            tls.trustRoots = .certificates(try CertificateFiles.certificates(in: made.certificate("ca")))
            let router = Router()
            router.post("banks/1/acts") { request, _ in
                let body = try await request.body.collect(upTo: 100)
                return "got \(String(buffer: body))"
            }
            let application = Application(
                router: router, server: try .tls(.http1(), tlsConfiguration: tls),
                configuration: .init(address: .hostname("127.0.0.1", port: 0)))
            try await running(application) { port in
                let client = meeting.ours.map { CertificateFiles(certificate: made.certificate($0), key: made.key($0)) }
                let link = try HTTPBankLink(
                    timeout: .seconds(60), tls: BankTLS(authority: made.certificate("ca"), client: client))
                defer { #expect(throws: Never.self) { try link.shutDown() } }
                let reply = await deliver(by: link, to: "https://localhost:\(port)/banks/1/acts")
                if meeting.passes {
                    #expect(reply == .answers([Data("got order".utf8)]))
                } else {
                    guard case .failed = reply else { return #expect(Bool(false), "\(reply)") }
                }
                let plain = await deliver(by: link, to: "http://localhost:\(port)/banks/1/acts")
                #expect(plain == .refused("the address is not https"))
            }
        }
    }

    @Test("a file that cannot be used is named with the reason")
    func files() async throws {
        try await withCertificates { made in
            func reason(_ certificate: String, _ key: String) -> CertificateFiles.Unusable? {
                #expect(throws: CertificateFiles.Unusable.self) {
                    try CertificateFiles(certificate: certificate, key: key).serverConfiguration()
                }
            }
            let (certificate, key) = (made.certificate("ours"), made.key("ours"))
            #expect(reason("/none.crt", key)?.description == "/none.crt: there is no such file")
            #expect(reason(certificate, "/none.key")?.description == "/none.key: there is no such file")
            #expect(reason(key, key)?.file == key)
            #expect(reason(certificate, certificate)?.file == certificate)
            #expect(reason(certificate, made.key("theirs"))?.reason == "the key is not that of the certificate")
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
            #expect(reason(certificate, key)?.reason.contains("chmod 600") == true)
        }
    }

    @Test("behind a proxy, only what came to it by TLS is answered, and its word counts from this machine alone")
    func proxy() async throws {
        try await serving(.behindProxy) { application, port in
            try await withClient(trusting: nil) { client in
                func ask(_ path: String, byPost: Bool = false, scheme: String?) async throws -> HTTPClientResponse {
                    var request = HTTPClientRequest(url: "http://localhost:\(port)\(path)")
                    request.method = byPost ? .POST : .GET
                    if let scheme { request.headers.add(name: "X-Forwarded-Proto", value: scheme) }
                    return try await client.execute(request, timeout: .seconds(60))
                }
                #expect(try await ask("/sign-in", scheme: "https").status == .ok)
                let sent = try await ask("/sign-in?next=%2Forders", scheme: "http")
                #expect(sent.status == .temporaryRedirect)
                #expect(sent.headers.first(name: "Location") == "https://localhost:\(port)/sign-in?next=%2Forders")
                #expect(try await ask("/sign-in", scheme: nil).status == .temporaryRedirect)
                #expect(try await ask("/sign-in", byPost: true, scheme: nil).status == .forbidden)
                #expect(try await ask("/healthz", scheme: nil).status == .ok)
                let cookies = try await cookiesOfSignIn(client, "http://localhost:\(port)", scheme: "https")
                #expect(
                    cookies.count == 1
                        && cookies.allSatisfy { $0.hasPrefix("__Host-session=") && $0.contains("Secure") })
            }
            // Asked past any socket: not from this machine, as far as anybody can tell.
            try await application.application(host: "127.0.0.1", port: 0).test(.router) { client in
                let word: HTTPFields = [HTTPField.Name("X-Forwarded-Proto")!: "https"]
                let response = try await client.execute(uri: "/sign-in", method: .get, headers: word)
                #expect(response.status != .ok)
            }
        }
    }

    // MARK: pieces

    private func cookiesOfSignIn(_ client: HTTPClient, _ home: String, scheme: String? = nil) async throws -> [String] {
        var request = HTTPClientRequest(url: "\(home)/sign-in")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        if let scheme { request.headers.add(name: "X-Forwarded-Proto", value: scheme) }
        let person = WebWorld.Person.dutyOfficer.login
        request.body = .bytes(ByteBuffer(string: "login=\(person)&password=\(WebWorld.password.percentEncoded)"))
        let response = try await client.execute(request, timeout: .seconds(60))
        #expect(response.status == .seeOther)
        return response.headers["Set-Cookie"]
    }

    private func deliver(by link: HTTPBankLink, to address: String) async -> BankReply {
        let bank = Bank(
            code: "1", name: "bank", kind: .bank, link: .wire, address: address, contact: nil, cardPrefixes: [])
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: link.deliver(Data("order".utf8), to: bank)) }
        }
    }

    private func withCertificates(_ body: (Certificates) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in try await body(try Certificates(in: folder)) }
    }

    /// A client that follows no redirect; without an authority it speaks no TLS.
    private func withClient(trusting authority: String?, _ body: (HTTPClient) async throws -> Void) async throws {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let authority { tls.trustRoots = .certificates(try CertificateFiles.certificates(in: authority)) }
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow))
        do { try await body(client) } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    private func serving(
        _ transport: WebApplication.Transport, _ body: @Sendable (WebApplication, Int) async throws -> Void
    ) async throws {
        try await withDatabase(.sqlite, Platform.schema) { database in
            let world = try WebWorld(database)
            var configuration = WebApplication.Configuration()
            configuration.transport = transport
            let application = WebApplication(
                platform: world.platform, access: world.access, pool: world.pool, configuration: configuration)
            try await running(try application.application(host: "127.0.0.1", port: 0)) { port in
                try await body(application, port)
            }
            try await world.pool.shutdownGracefully()
        }
    }

    /// Runs the application on a real socket while `body` talks to it.
    private func running(_ application: some ApplicationProtocol, _ body: @Sendable (Int) async throws -> Void)
        async throws
    {
        try await application.test(.live) { client in
            guard let port = client.port else { throw CancellationError() }
            try await body(port)
        }
    }
}
