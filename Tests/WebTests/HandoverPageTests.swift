import HTTPTypes
import HummingbirdTesting
import Prevention
import Primitives
import Storage
import TestSupport
import Testing
import Workflow

@testable import Web

/// One county asks another to take over somebody in danger.
@Suite struct HandoverPageTests {
    @Test("refused with words that the asker reads, asked again, and taken over: then it is the other county's alone")
    func handover() async throws {
        try await inWeb { world, client in
            let id = try world.platform.warnings.receive(
                SightingReport([.source: "national", .signs: "APP_REGISTERED", .name: "滕某", .phone: "13800137031"]),
                by: world.principal(.dutyOfficer), key: world.key(), at: world.now
            ).warning
            let (own, other) = (try await Browser(.dutyOfficer, client), try await Browser(.stranger, client))
            let page = "/warnings/\(id)"
            let ask: KeyValuePairs = ["unit": WebWorld.otherCounty.text, "reason": "电话里说人在城南"]
            #expect(try await own.act(page + "/handover", from: page, ask).status == .seeOther)
            let answer = "/handovers/\(try Self.waiting(id, world))"
            #expect(try await own.act(answer, from: page, ["decision": "refuse", "answer": "x"]).status == .notFound)
            let wordless = try await other.act(answer, from: "/warnings", ["decision": "refuse", "answer": " "])
            #expect(wordless.status == .conflict)
            #expect(wordless.text.contains("role=\"alert\"") && wordless.text.contains("action=\"\(answer)\""))
            let refusal: KeyValuePairs = ["decision": "refuse", "answer": "人已回<城北>"]
            #expect(try await other.act(answer, from: "/warnings", refusal).status == .seeOther)
            #expect(try await own.get(page).text.contains("不接：人已回&lt;城北&gt;"))

            #expect(try await own.act(page + "/handover", from: page, ask).status == .seeOther)
            #expect(!(try await own.get(page).text.contains("不接：")), "it was asked anew")
            #expect(try await other.get(page).status == .notFound)
            let again = "/handovers/\(try Self.waiting(id, world))"
            #expect(try await other.act(again, from: "/warnings", ["decision": "accept"]).status == .seeOther)
            #expect(try await other.get("/tasks").text.contains("滕某"))
            #expect(try await own.get(page).status == .notFound)
            #expect(!(try await own.get("/tasks").text.contains("滕某")))
        }
    }

    private static func waiting(_ id: WarningID, _ world: WebWorld) throws -> HandoverID {
        try #require(try world.platform.database.read { try HandoverTable($0).waiting(about: id) }).id
    }
}
