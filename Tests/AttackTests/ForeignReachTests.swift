import Access
import HTTPTypes
import HummingbirdTesting
import Primitives
import Testing
import Workflow

@testable import Web

/// What belongs to another county or another bank is not there: each answer is the one that an id that nobody has gets.
@Suite("Attack: foreign records") struct ForeignReachTests {
    /// Ids that nobody has, in place of the first county's.
    private static func nowhere(_ text: String, _ file: CaseFile) -> String {
        file.ids.reduce(text) { text, entry in
            let id = entry.value
            guard id.count == 20, id.dropFirst(3).first == "-", text.contains(id) else { return text }
            return text.replacing(id, with: id.prefix(4) + "ffff" + id.suffix(12))
        }
        .replacing(file["number"], with: String(file["number"].dropLast(4)) + "9999")
    }

    /// What an answer says, without what differs from one request to the next.
    private static func words(_ reply: Reply, _ file: CaseFile) -> String {
        var text = nowhere(reply.text, file)
        text = text.replacing(/[0-9a-f]{32,64}/, with: "T").replacing(/[a-z]{3}-[0-9a-f]{16}/, with: "ID")
        text = text.replacing(/(编号|Number|request)[^<,}]{0,60}/, with: "N")
        return "\(reply.status) \(nowhere(reply.location ?? "", file)) \(text)"
    }

    @Test("each address with an id of the first county answers the second county as for an id that nobody has")
    func indistinguishable() async throws {
        let template = try Template.ready()
        let requests = RightsRequests(file: template.first)
        let lines = try RightsTable.read().lines.filter {
            // What is on public notice is everybody's to read.
            $0.route.contains("/:") && !$0.route.contains("/public/") || $0.name.contains("an incident)")
                || $0.route == "POST /reviews"
        }
        .filter { !$0.route.contains("/assets") && !$0.route.contains("/banks/") && !$0.route.contains("/keys/") }
        try await template.copied { town, client in
            let before = try Digest.of(town.platform.database)
            for line in lines {
                for person in Person.strangers {
                    guard var call = requests.call(line, login: person.login) else { continue }
                    let isProgram = line.route.contains("/api/")
                    let caller = isProgram ? template.program(person) : template.person(person)
                    guard let caller else { continue }
                    call.fields.append(("key", "foreign"))
                    if call.mediaType?.hasPrefix("multipart") == true {
                        call.body = call.body?.replacing(
                            "\r\n\r\n\r\n", with: "\r\n\r\n\(caller.formToken ?? "")\r\n", maxReplacements: 1)
                    }
                    let real = try await call.send(client, by: caller, key: "foreign")
                    call.path = Self.nowhere(call.path, template.first)
                    call.fields = call.fields.map { ($0.0, Self.nowhere($0.1, template.first)) }
                    let none = try await call.send(client, by: caller, key: "foreign")
                    let (a, b) = (Self.words(real, template.first), Self.words(none, template.first))
                    let isCode = line.route.contains("/units/:code")
                    #expect(real.status == 404 || real.status == 403, "\(line.name), \(person.role): \(real.status)")
                    #expect(a == b || isCode, "\(line.name), \(person.role): \(a.prefix(300)) … \(b.prefix(300))")
                    Counts.shared.add("foreign records by id", 2)
                }
            }
            #expect(try Digest.of(town.platform.database) == before, "something was stored")
        }
    }

    /// An own incident with another county's stop, hold, account, transfer or file under it.
    private static func mixedCalls(under own: CaseFile, with other: CaseFile) -> [Call] {
        let base = "/incidents/\(own["incident"])"
        let reason = [("reason", "案件需要"), ("holder", "陈某"), ("text", "货款"), ("key", "mixed")]
        var asked = [
            "\(base)/holds/\(other["hold.executed"])/lift", "\(base)/holds/\(other["hold.executed"])/complaint",
            "\(base)/protect/\(other["payer.2"])",
        ]
        asked.append("\(base)/reveal/accountNumber/\(other["account"])")
        asked.append("\(base)/reveal/phone/\(other["victim"])")
        for stop in ["stop.executed.0", "stop.executed.1"] {
            for act in ["extend", "release", "complaint"] { asked.append("\(base)/stops/\(other[stop])/\(act)") }
        }
        asked.append("\(base)/why/\(other["account.filed"])/freeze")
        for path in ["", "/withdraw", "/victims/\(other["return.victim"])", "/objections/\(other["objection"])"] {
            asked.append("/returns/\(other["return"])\(path)")
        }
        asked.append("/bank/lines/\(other["line"])")
        asked += ["/messages/batches/\(other["batch"])", "/messages/batches/\(other["batch"])/act"]
        asked.append("/messages/templates/\(other["template"])/retire")
        for act in ["renew", "release", "complaint", "return"] {
            asked.append("\(base)/freezes/\(other["freeze.frozen"])/\(act)")
        }
        var calls = asked.flatMap { path in [Call.get(path), Call.post(path, reason)] }
        calls.append(.get("\(base)/evidence/\(other["evidence"])"))
        calls.append(.get("\(base)/why/\(other["account"])"))
        let facts = [("transfers.0.id", other["transfer"]), ("transfers.0.amount", "7"), ("key", "mixed")]
        calls.append(.post("\(base)/facts", facts))
        let line = [("line", other["line"]), ("key", "mixed")]
        calls.append(.post("/warnings/\(own["warning.cutOff"])/restore", line))
        calls += [.get("/aid/\(other["aid"])"), .post("/aid/\(other["aid"])", [("act", "papers"), ("key", "mixed")])]
        calls.append(.post("\(base)/aid", [("victim", other["victim"]), ("hardship", "学费"), ("key", "mixed")]))
        return calls
    }

    @Test("another county's things under an own incident are not there either")
    func mixed() async throws {
        let template = try Template.ready()
        let other = template.first
        let calls = Self.mixedCalls(under: template.second, with: other)
        try await template.copied { town, client in
            let before = try Digest.of(town.platform.database)
            for person in [Role.dutyOfficer, .shiftLeader].map({ Person(role: $0, side: .second) }) {
                for call in calls {
                    let real = try await call.send(client, by: template.person(person), key: "mixed")
                    var nowhere = call
                    nowhere.path = Self.nowhere(call.path, other)
                    nowhere.fields = call.fields.map { ($0.0, Self.nowhere($0.1, other)) }
                    let none = try await nowhere.send(client, by: template.person(person), key: "mixed")
                    let (a, b) = (Self.words(real, other), Self.words(none, other))
                    #expect(a == b, "\(call.method) \(call.path): \(a.prefix(200)) … \(b.prefix(200))")
                    #expect(real.status >= 400, "\(call.method) \(call.path): \(real.status)")
                    Counts.shared.add("foreign records under an own one", 2)
                }
            }
            #expect(try Digest.of(town.platform.database) == before, "something was stored")
        }
    }

    @Test("lists, searches, the journal and the API show nothing of another county, nor a bank's desk of another bank")
    func lists() async throws {
        let template = try Template.ready()
        let file = template.first
        let searches = [file["number"], String(file["number"].suffix(4)), file.secrets[0], "6200010000011000", "1000"]
        let pages =
            [
                "/", "/orders", "/answers", "/undelivered", "/authorities", "/complaints", "/deferrals", "/returns",
                "/aid",
                "/messages", "/messages?single=\(file["message"])", "/messages/templates",
                "/messages?number=13800136128", "/messages/new",
                "/complaints?show=received", "/approvals", "/reviews",
                "/bank", "/bank/warnings", "/bank/lines", "/bank/lines?before=\(file["line"])", "/warnings", "/tasks",
                "/task", "/warnings/new", "/warnings/import",
                "/warnings?before=\(file["warning"])", "/bank/warnings?before=\(file["sighting.waiting"])", "/journal",
                "/users", "/units", "/clients", "/intake",
                "/journal?incident=\(file["number"])", "/journal?incident=\(file["incident"])",
                "/orders?stage=overdue", "/users?place=\(Town.county(of: .first).text)",
                "/users?after=\(file["user"])", "/orders?after=\(file["stop.executed.0"])",
                "/approvals?after=\(file["approval.approveStop"])",
            ] + searches.map { "/search?q=\($0.percentEncoded)" }
        let api = [
            "/incidents", "/incidents?after=\(file["incident"])", "/stop-payments", "/figures", "/banks/answer-times",
            "/incidents/\(file["number"])", "/incidents/\(file["number"])/trace", "/warnings",
            "/warnings?after=\(file["warning"])", "/warnings/\(file["warning"])", "/line-suspensions",
        ]
        try await template.copied { town, client in
            for person in Person.strangers {
                for (caller, paths) in [
                    (template.person(person), pages), (template.program(person) ?? .nobody, api.map { "/api/v1\($0)" }),
                ] {
                    for path in paths {
                        let reply = try await Call.get(path).send(client, by: caller, key: "list")
                        let shown = file.secrets.filter { reply.text.contains($0) && !path.contains($0.percentEncoded) }
                        #expect(shown.isEmpty, "\(path), \(person.role): \(shown)")
                        let isEcho = path.contains(file["number"].percentEncoded)
                        #expect(isEcho || !reply.text.contains(file["number"]), "\(path), \(person.role)")
                        #expect(!reply.text.contains(file["incident"]) || path.contains(file["incident"]), "\(path)")
                        Counts.shared.add("foreign records in lists")
                    }
                }
            }
        }
    }

    @Test("a report that names another county's incident as the same learns nothing of it")
    func joins() async throws {
        let template = try Template.ready()
        let number = template.first["number"]
        try await template.copied { town, client in
            let person = Person(role: .dutyOfficer, side: .second)
            func ask(_ number: String) async throws -> [String] {
                let fields = [("channel", "96110"), ("victims.0.name", "王芳"), ("joins", number), ("key", "joins")]
                let page = try await Call.post("/intake", fields).send(client, by: template.person(person), key: "")
                let body = #"{"channel":"96110","joins":"\#(number)"}"#
                let json = try await Call.json("/api/v1/incidents", body)
                    .send(client, by: try #require(template.program(person)), key: "joins")
                return ["\(page.status)", "\(json.status)", json.wrong.joined(separator: " ")]
            }
            let (real, none) = (try await ask(number), try await ask(String(number.dropLast(4)) + "9999"))
            #expect(real == none)
            Counts.shared.add("foreign records by id", 4)
        }
    }

    @Test("nobody approves what he asked for himself, whatever his role: by page, by review, as a program")
    func ownRequests() async throws {
        let template = try Template.ready()
        let file = template.first
        try await template.copied { town, client in
            // The maker is made head of the county: now only his own hand in it stands between.
            let makers: [(Person, [String])] = [
                (
                    Person(role: .dutyOfficer, side: .first, post: "maker"),
                    ["approveStop", "approveInquiry", "approveRelease", "approveProtectiveHold"]
                ), (Person(role: .shiftLeader, side: .first, post: "maker"), ["approveAuthority"]),
            ]
            for (maker, acts) in makers {
                let id = try town.user(maker).id
                try town.access.users.setRoles(
                    [.countyHead, .shiftLeader], of: id, by: Town.operatorOfMachine, key: town.key(), at: town.now)
                let signedIn = try town.access.sessions.signIn(
                    name: maker.login, password: Town.password, at: town.now)
                let before = try Digest.of(town.platform.database)
                for act in acts {
                    let path = "/approvals/\(file["approval.\(act)"])"
                    for fields in [
                        [("decision", "approve"), ("line", file["line.\(act)"])],
                        [("decision", "return"), ("reason", "不同意")],
                    ] {
                        let reply = try await Call.post(path, fields)
                            .send(client, by: .session(signedIn.token), key: "own-\(act)")
                        #expect(reply.status == 403, "\(act): \(reply.status)")
                        Counts.shared.add("own requests")
                    }
                }
                let review = [("review", file["review.authority"]), ("decision", "confirm")]
                let complaint = [("decision", "reject"), ("answer", "经查属实")]
                if maker.role == .dutyOfficer {
                    for (path, fields) in [("/reviews", review), ("/complaints/\(file["complaint"])", complaint)] {
                        let reply = try await Call.post(path, fields)
                            .send(client, by: .session(signedIn.token), key: "own")
                        #expect(reply.status == 409 || reply.status == 403, "\(path): \(reply.status)")
                        Counts.shared.add("own requests")
                    }
                }
                #expect(try Digest.of(town.platform.database) == before, "something was decided")
            }
            // No program decides at all, its own or another's.
            for role in [Role.shiftLeader, .countyHead] {
                let program = try #require(template.program(Person(role: role, side: .first)))
                for act in ["approveStop", "approveInquiry", "approveRelease"] {
                    let id = file["approval.\(act)"]
                    for path in ["/approvals/\(id)", "/api/v1/approvals/\(id)"] {
                        let call = Call.post(path, [("decision", "approve"), ("line", file["line.\(act)"])])
                        let reply = try await call.send(client, by: program, key: "program")
                        #expect([401, 404].contains(reply.status), "\(path): \(reply.status)")
                        Counts.shared.add("own requests")
                    }
                }
            }
        }
    }
}
