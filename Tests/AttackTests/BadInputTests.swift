import Access
import HummingbirdTesting
import Primitives
import Storage
import Testing
import Workflow

@testable import Web

/// The table of bad input: each is refused with its field and its rule, and nothing at all is stored.
@Suite("Attack: bad input") struct BadInputTests {
    static let table = BadReports.all + BadForms.all + BadFiles.all + BadWarnings.all

    @Test("the table is as large as it is meant to be, and no line of it stands twice")
    func size() {
        let triples = Set(Self.table.map { "\($0.entrance) \($0.field) \($0.rule) \($0.value)" })
        #expect(triples.count == Self.table.count)
        let distinct =
            Set(Self.table.map { "\($0.entrance) \($0.field) \($0.rule)" }).count
            + Set((WireTests.answers + WireTests.rows).map { "\($0.field) \($0.said)" }).count
            + Set(BadOptionTests.lines.map { "\($0.words[0]) \($0.said)" }).count
        #expect(distinct >= 300, "\(distinct) distinct entrance, field and rule")
        Counts.shared.note("\(distinct) distinct entrance, field and rule of bad input")
        Counts.shared.add("bad input", Self.table.count)
    }

    @Test(
        "each is refused with its field and rule, and no table of the database changes",
        arguments: BadInput.Entrance.allCases)
    func refused(entrance: BadInput.Entrance) async throws {
        let template = try Template.ready()
        let lines = Self.table.filter { $0.entrance == entrance && $0.call != nil }
        try await template.copied { town, client in
            var before = try Digest.of(town.platform.database)
            for (index, line) in lines.enumerated() {
                guard let raw = line.call else { continue }
                let call = try filled(raw, template.first, town)
                let reply = try await call.send(
                    client, by: caller(of: line, template), key: "bad-\(index)")
                #expect(line.status.contains(reply.status), "\(line): \(reply.status)")
                let isJSON = reply.text.hasPrefix("{")
                let wrong = reply.wrong
                for words in line.said {
                    let isSaid = isJSON ? wrong.contains { $0.hasSuffix(words) } : reply.text.contains(words.asHTML)
                    #expect(isSaid, "\(line): \(words) not in \(isJSON ? wrong.description : reply.text.errorsOfPage)")
                }
                // What a digest costs is spent once for some lines; which of them it was, a run by itself tells.
                guard index % 20 == 19 || index == lines.count - 1 else { continue }
                let after = try Digest.of(town.platform.database)
                #expect(after == before, "\(line), or one of the 19 before it, stored something")
                before = after
            }
        }
    }

    private func caller(of line: BadInput, _ template: Template) -> Caller {
        let role: Role =
            switch line.entrance {
            case .administration: .administrator
            case .bankForm: .bankClerk
            case .warnings:
                line.call?.path.hasPrefix("/bank/") == true || line.field == "API answer" ? .bankClerk : .dutyOfficer
            case .sheets:
                line.field.contains("/complaints/") || line.field.hasPrefix("/aid/AID") && line.field != "/aid/AID day"
                    || line.field.contains("/reviews")
                    || line.field.contains("/approvals/") ? .countyHead : .shiftLeader
            default: .dutyOfficer
            }
        let person = Person(role: role, side: .first)
        if line.call?.path.hasPrefix("/api/") == true { return template.program(person) ?? .nobody }
        return template.person(person)
    }

    /// Names in capitals stand for the first county's things.
    private func filled(_ call: Call, _ file: CaseFile, _ town: Town) throws -> Call {
        let things = [
            "FILED": file["incident.filed"], "FREEZABLE": file["account.filed"], "FREEZE": file["freeze.frozen"],
            "RETURN": file["return"], "ONNOTICE": file["notice.serial"], "CHEATED": file["return.victim"],
            "INCIDENT": file["incident"],
            "STOP": file["stop.executed.0"], "PAYER": file["payer.2"],
            "HOLD": file["hold.executed"], "ACCOUNT": file["account"], "APPROVAL": file["approval.approveStop"],
            "REVIEW": file["review.authority"], "COMPLAINT": file["complaint"], "DEAD": file["act.dead"],
            "AID": file["aid"],
            "DEFRAUDED": file["victim"],
            "AUTHORITY": file["authority.inForce"], "OFFICER": file["user"], "ORDER": file["act.open"],
            "DOUBTED": file["act.answered"],
            "TEMPLATE": file["template"], "BATCH": file["batch"],
            "TALKING": file["warning.talking"], "CUTOFF": file["warning.cutOff"], "LINE": file["line"],
            "CARRIER": file["carrier"], "WARNING": file["warning.paused"], "SIGHTING": file["sighting.waiting"],
            "USER": file["user"], "UNIT": file["unit"], "BANK": file["bank"], "KEY": file["key"],
        ]
        func fill(_ text: String) -> String {
            things.reduce(text) { text, thing in text.replacing(thing.key, with: thing.value) }
        }
        var call = call
        call.path = fill(call.path)
        call.fields = call.fields.map { ($0.0, things[$0.1] ?? $0.1) }
        if call.mediaType?.hasPrefix("multipart") == true {
            let token = try Template.ready().person(Person(role: .dutyOfficer, side: .first)).formToken ?? ""
            call.body = call.body?.replacing("\r\n\r\n\r\n", with: "\r\n\r\n\(token)\r\n", maxReplacements: 1)
        }
        return call
    }
}

extension String {
    /// As a page writes it.
    fileprivate var asHTML: String {
        hasPrefix("<li>") || hasPrefix("href") ? self : replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
    }

    /// The part of a page that says what is wrong.
    fileprivate var errorsOfPage: String {
        guard let start = firstRange(of: "role=\"alert\"") ?? firstRange(of: "<h1>") else { return String(prefix(300)) }
        return String(self[start.lowerBound...].prefix(400))
    }
}
