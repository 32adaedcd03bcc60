import Access
import Foundation
import HTTPTypes
import HummingbirdTesting
import Jobs
import NIOCore
import Primitives
import Recovery
import TestSupport
import Workflow

@testable import Web

/// A program that calls the API with its own token.
struct Program {
    struct Reply {
        let status: HTTPResponse.Status
        let mediaType: String
        let json: JSON

        /// `field rule` of every wrong field.
        var wrong: [String] {
            guard case .array(let fields)? = json["fields"] else { return [] }
            return fields.map { "\($0["field"]?.string ?? "") \($0["rule"]?.string ?? "")" }
        }

        var items: [JSON] {
            guard case .array(let items)? = json["items"] else { return [] }
            return items
        }
    }

    let client: any TestClientProtocol
    let token: String

    /// A program of `unit` with these roles.
    init(
        _ world: WebWorld, _ client: any TestClientProtocol, unit: UnitCode = WebWorld.county,
        of affiliation: Affiliation? = nil, roles: RoleSet = [.dutyOfficer]
    )
        throws
    {
        self.client = client
        let new = NewClient(
            name: "接处警系统", affiliation: affiliation ?? .unit(unit), roles: roles, expiresAt: world.now + .days(30))
        token = try world.access.clients.create(
            new, by: .platform("command line"), key: world.key(), at: world.now
        ).token!.text
    }

    func get(_ path: String, language: String? = nil, token: String? = nil) async throws -> Reply {
        try await send(path, .get, [:], body: nil, language: language, token: token)
    }

    func post(
        _ path: String, _ body: String, key: String?, mediaType: String = "application/json", language: String? = nil
    ) async throws -> Reply {
        var headers: HTTPFields = [.contentType: mediaType]
        if let key { headers[.init("Idempotency-Key")!] = key }
        return try await send(path, .post, headers, body: ByteBuffer(string: body), language: language, token: nil)
    }

    private func send(
        _ path: String, _ method: HTTPRequest.Method, _ headers: HTTPFields, body: ByteBuffer?, language: String?,
        token: String?
    ) async throws -> Reply {
        var headers = headers
        headers[.authorization] = "Bearer \(token ?? self.token)"
        headers[.acceptLanguage] = language
        return try await client.execute(uri: "/api/v1" + path, method: method, headers: headers, body: body) { answer in
            Reply(
                status: answer.status, mediaType: answer.headers[.contentType] ?? "",
                json: try CanonicalJSON.decode(from: String(buffer: answer.body)))
        }
    }
}

extension WebWorld {
    /// A report with one whole transfer.
    static func report(amount: String = "210000.00", payee: String = "6200010000000017") -> String {
        """
        {"channel":"96110","victims":[{"name":"王芳","phone":"13800136127"}],"narrative":"冒充公检法","transfers":[{"payerNumber":"6200020000000025",\
        "payerBank":"海岳银行","amount":"\(amount)","time":"2026-03-14 08:40:00","payeeNumber":"\(payee)","payeeName":"李强","payeeBank":"华岭银行"}]}
        """
    }
}
