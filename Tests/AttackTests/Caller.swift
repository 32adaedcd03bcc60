import Access
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Primitives

@testable import Web

/// Who sends a request: a person's session, a program's token, or nobody.
struct Caller: Sendable {
    var cookie: String?
    var formToken: String?
    var bearer: String?

    static let nobody = Caller()

    static func session(_ token: SecretToken) -> Caller {
        Caller(cookie: "session=\(token.text)", formToken: token.formToken)
    }

    static func program(_ token: String) -> Caller { Caller(bearer: token) }
}

/// One request as an attacker or an honest person would send it.
struct Call: Sendable {
    var method: HTTPRequest.Method = .get
    var path: String
    var fields: [(String, String)] = []
    var body: String?
    var mediaType: String?
    var headers: HTTPFields = [:]

    static func get(_ path: String) -> Call { Call(path: path) }

    static func post(_ path: String, _ fields: [(String, String)] = []) -> Call {
        Call(method: .post, path: path, fields: fields)
    }

    static func json(_ path: String, _ body: String) -> Call {
        Call(method: .post, path: path, body: body, mediaType: "application/json")
    }
}

struct Reply: Sendable {
    let status: Int
    let headers: HTTPFields
    let text: String

    var location: String? { headers[.location] }

    /// `field rule` of every wrong field that an answer of the API names.
    var wrong: [String] {
        text.matches(of: /"field":"([^"]*)"[^}]*?"rule":"([^"]*)"/).map { "\($0.1) \($0.2)" }
    }
}

extension Call {
    /// Sends it for `caller` under the idempotency key `key`.
    func send(_ client: any TestClientProtocol, by caller: Caller, key: String) async throws -> Reply {
        var headers = headers
        if let cookie = caller.cookie, headers[.cookie] == nil { headers[.cookie] = cookie }
        if let bearer = caller.bearer, headers[.authorization] == nil { headers[.authorization] = "Bearer \(bearer)" }
        var bytes: ByteBuffer?
        if method == .post || method == .put || method == .patch || method == .delete {
            bytes = ByteBuffer(string: body ?? form(caller, key))
            if headers[.contentType] == nil {
                headers[.contentType] = mediaType ?? "application/x-www-form-urlencoded"
            }
            if headers[.init("Idempotency-Key")!] == nil { headers[.init("Idempotency-Key")!] = key }
        }
        return try await client.execute(uri: path, method: method, headers: headers, body: bytes) { answer in
            Reply(status: Int(answer.status.code), headers: answer.headers, text: String(buffer: answer.body))
        }
    }

    private func form(_ caller: Caller, _ key: String) -> String {
        var all = fields
        if !all.contains(where: { $0.0 == "csrf" }), let token = caller.formToken { all.append(("csrf", token)) }
        if !all.contains(where: { $0.0 == "key" }) { all.append(("key", key)) }
        return all.map { "\($0.0.percentEncoded)=\($0.1.percentEncoded)" }.joined(separator: "&")
    }

    /// A form with one file beside its fields.
    static func upload(_ path: String, name: String, content: String, token: String, key: String) -> Call {
        let fields = [("csrf", token), ("key", key)].map {
            "--b\r\nContent-Disposition: form-data; name=\"\($0.0)\"\r\n\r\n\($0.1)\r\n"
        }
        let file =
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\nContent-Type: x/y\r\n\r\n\(content)\r\n--b--\r\n"
        return Call(
            method: .post, path: path, body: fields.joined() + file, mediaType: "multipart/form-data; boundary=b")
    }
}
