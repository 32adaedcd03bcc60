import Access
import Foundation
import Hummingbird
import HummingbirdTesting
import Primitives
import Recovery
import TestSupport
import Testing
import Workflow

@testable import Web

@Suite struct OpenAPITests {
    static let document = OpenAPI.document(APIRoutes.endpoints)

    @Test("the document is the one in the golden file")
    func golden() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(Self.document), as: UTF8.self) + "\n"
        #expect(try Golden.compare(text, with: "web/openapi.json") == .same)
    }

    @Test("every address under /api/v1 is documented with its method, and every documented one answers")
    func complete() async throws {
        try await inWeb { world, client in
            guard case .object(let paths)? = Self.document["paths"] else { return }
            var documented: Set<String> = []
            for (path, item) in paths {
                guard case .object(let methods) = item else { continue }
                for method in methods.keys { documented.insert("\(method.uppercased()) \(path)") }
            }
            let routed = Set(
                APIRoutes.endpoints.map { "\($0.method.rawValue) /api/v1\($0.path)" })
            #expect(documented == routed)
            let program = try Program(world, client)
            for endpoint in documented {
                let parts = endpoint.split(separator: " ").map(String.init)
                let path = parts[1].replacing("/api/v1", with: "").replacing("{id}", with: "inc-0000000000000001")
                let reply =
                    parts[0] == "GET" ? try await program.get(path) : try await program.post(path, "", key: "k")
                // An address without a route would have no `detail` of ours about its number.
                let unrouted = try await program.get("/no-such-thing").json["detail"]
                #expect(reply.json["detail"] != unrouted || path.contains("inc-"), "\(endpoint)")
            }
            let served: JSON = try await client.execute(uri: "/api/v1/openapi.json", method: .get) {
                try CanonicalJSON.decode(from: String(buffer: $0.body))
            }
            #expect(served == Self.document)
        }
    }

    @Test("every schema that is named is there, and every one that is there is named")
    func references() throws {
        let text = try CanonicalJSON.text(Self.document)
        let named = Set(text.matches(of: /#\/components\/schemas\/(\w+)/).map { String($0.1) })
        #expect(named == Set(APISchemas.all.keys))
    }

    @Test("what endpoints answer has the members that the schema says")
    func answersFit() async throws {
        try await inWeb { world, client in
            let program = try Program(world, client, roles: [.dutyOfficer, .auditor])
            let receipt = try await program.post("/incidents", WebWorld.report(), key: "k")
            try world.work()
            let id = receipt.json["incident"]?.string ?? ""
            let warned = try await program.post(
                "/warnings", #"{"source":"national","signs":["APP_REGISTERED"],"phone":"13800138000"}"#, key: "w")
            expect(warned.json, fits: APISchemas.reference("WarningReceipt"), at: "warning receipt")
            let warning = warned.json["warning"]?.string ?? ""
            try LinePageTests.registerCarrier(world)
            _ = try world.platform.carrierLines.ask(
                WebWorld.handBank.code, for: try LinePageTests.warn(world), reason: "正在通话",
                by: try world.principal(.dutyOfficer), key: world.key(), at: world.now)
            let carrier = try Program(world, client, of: .bank(WebWorld.handBank.code), roles: [.bankClerk])
            for endpoint in APIRoutes.endpoints where endpoint.method == .get {
                let isWarning = endpoint.path.hasPrefix("/warnings")
                let asker = endpoint.path.hasPrefix("/line-suspensions") ? carrier : program
                let reply = try await asker.get(endpoint.path.replacing("{id}", with: isWarning ? warning : id))
                expect(reply.json, fits: endpoint.answer, at: endpoint.path)
            }
            expect(receipt.json, fits: APISchemas.reference("Receipt"), at: "receipt")
        }
    }

    private func expect(_ json: JSON, fits schema: JSON, at place: String) {
        if let name = schema["$ref"]?.string?.split(separator: "/").last, let named = APISchemas.all[String(name)] {
            return expect(json, fits: named, at: place)
        }
        if case .array(let either)? = schema["anyOf"] {
            if json != .null { expect(json, fits: either[0], at: place) }
            return
        }
        switch (schema["type"]?.string, json) {
        case ("object", .object(let members)):
            guard case .object(let properties)? = schema["properties"] else { return }
            #expect(Set(members.keys) == Set(properties.keys), "\(place)")
            for (name, value) in members { expect(value, fits: properties[name] ?? .null, at: "\(place).\(name)") }
        case ("array", .array(let items)):
            for item in items { expect(item, fits: schema["items"] ?? .null, at: "\(place)[]") }
        case ("string", .string), ("integer", .number), ("boolean", .bool): break
        default: Issue.record("\(place): \(json) is no \(schema)")
        }
    }
}
