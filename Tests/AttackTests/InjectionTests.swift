import Access
import HTTPTypes
import HummingbirdTesting
import Primitives
import Recovery
import Storage
import Testing
import Workflow

@testable import Web

/// Texts that mean something to HTML, SQL, a spreadsheet, a file system, a header or a template, and mean nothing here.
@Suite("Attack: injection", .enabled(if: Attackers.areAsked)) struct InjectionTests {
    /// None holds a sign that the gates refuse, so that each is stored as it is.
    static let texts = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'><svg/onload=alert(1)>", "</title><b>x</b>",
        "<!--", "]]>", "&lt;b&gt;", "<a href=javascript:alert(1)>x</a>", "\" onmouseover=\"alert(1)",
        "' onfocus='alert(1)",
        "<iframe src=//e>", "<style>*{}</style>", "<base href=//e>", "<meta http-equiv=refresh>", "<form action=//e>",
        "' OR '1'='1", "'; DROP TABLE incident; --", "\" OR \"\"=\"", "1 UNION SELECT password", "%' AND 1=1 --",
        "\\'; --",
        "$1", "?1", "=HYPERLINK(\"http://e\")", "+1+cmd|'/c calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", "../../etc/passwd",
        "..\\..\\windows", "%2e%2e%2f", "/etc/passwd%00", "a\r\nSet-Cookie: x=1", "%0d%0aSet-Cookie:x=1",
        "{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "\\(7*7)", "%s%n%x", "data: x\n\nevent: y", "ＳＣＲＩＰＴ",
        "𝒜\u{301}\u{301}",
    ]

    /// What a page must never hold: the text as it is where it would be read as markup.
    private static func isRaw(_ text: String, in page: String) -> Bool {
        (text.contains("<") || text.contains("\"")) && page.contains(text)
    }

    @Test("stored in every free field, shown on every page that shows it, each text stays a text")
    func stored() async throws {
        let template = try Template.ready()
        for text in Self.texts {
            try await template.copied { town, client in
                let officer = template.person(Person(role: .dutyOfficer, side: .first))
                let administrator = template.person(Person(role: .administrator, side: .first))
                let long = String(text.prefix(20))
                let incident = try await register(text, officer, client)
                let base = "/incidents/\(template.first["incident"])"
                let forms: [(String, [(String, String)], Caller)] = [
                    (
                        "\(base)/stops/\(template.first["stop.executed.0"])/complaint",
                        [("holder", text), ("contact", text), ("text", text)], officer
                    ), ("\(base)/stops/\(template.first["stop.executed.0"])/release", [("reason", text)], officer),
                    ("\(base)/aid", [("victim", template.first["victim"]), ("hardship", text)], officer),
                    ("/units/\(template.first["unit"])", [("name", text)], administrator),
                    (
                        "/banks/\(Town.firstBank.code)",
                        [
                            ("name", text), ("kind", "bank"), ("link", "hand"), ("contact", text),
                            ("prefixes", "620001"),
                        ],
                        administrator
                    ),
                    (
                        "/clients",
                        [("name", text), ("place", "530402000000"), ("role", "dutyOfficer"), ("days", "30")],
                        administrator
                    ),
                    (
                        "/users/new",
                        [
                            ("login", "newcomer"), ("name", text), ("number", long), ("place", "530402000000"),
                            ("role", "dutyOfficer"), ("temporary", "abcd-efgh-jkmn"),
                        ], administrator
                    ),
                    (
                        "/authorities",
                        [
                            ("basis", text), ("tiers", "2"), ("amount", "10万"), ("until", "2026-04-01 00:00:00"),
                            ("officer", template.first["user"]),
                        ], template.person(Person(role: .shiftLeader, side: .first))
                    ),
                ]
                for (path, fields, caller) in forms {
                    let reply = try await Call.post(path, fields).send(
                        client, by: caller, key: "inject\(path.replacing("/", with: "-"))")
                    #expect(reply.status < 400, "\(path): \(reply.status) for \(text)")
                    #expect(!Self.isRaw(text, in: reply.text), "\(path) answers \(text) raw")
                    Counts.shared.add("injection: stored fields", fields.count)
                }
                try town.work()
                try await look(text, incident, template, client)
            }
        }
    }

    private func register(_ text: String, _ officer: Caller, _ client: any TestClientProtocol) async throws -> String {
        let fields = [
            ("channel", "96110"), ("narrative", text), ("victims.0.name", text), ("victims.0.whereabouts", text),
            ("transfers.0.amount", "5000"), ("transfers.0.time", "08:10"), ("transfers.0.payeeName", text),
            ("transfers.0.payeeNumber", "6200010000000017"), ("clues.site", text), ("clues.group", text),
        ]
        let reply = try await Call.post("/intake", fields).send(client, by: officer, key: "inject")
        #expect(reply.status == 303, "\(text): \(reply.status)")
        Counts.shared.add("injection: stored fields", 6)
        return String(reply.location?.split(separator: "?").first ?? "/")
    }

    /// Every page that could show any of it.
    private func look(_ text: String, _ incident: String, _ template: Template, _ client: any TestClientProtocol)
        async throws
    {
        let pages: [(Role, [String])] = [
            (
                .countyHead,
                [
                    "/", incident, "\(incident)?view=table", "/orders", "/approvals", "/complaints", "/aid",
                    "/authorities",
                    "/answers", "/journal", "/undelivered", "/search?q=\(text.percentEncoded)",
                ]
            ),
            (.dutyOfficer, ["\(incident)/facts", "/intake"]),
            (.administrator, ["/users", "/units", "/banks", "/banks/\(Town.firstBank.code)", "/clients", "/journal"]),
            (.bankClerk, ["/bank"]),
        ]
        for (role, paths) in pages {
            let person = Person(role: role, side: .first)
            for path in paths {
                let reply = try await Call.get(path).send(client, by: template.person(person), key: "")
                #expect(reply.status == 200 || reply.status == 303, "\(path): \(reply.status) for \(text)")
                #expect(!Self.isRaw(text, in: reply.text), "\(path) shows \(text) raw")
                Counts.shared.add("injection: pages looked at")
            }
        }
    }

    @Test("in every query of every page and list, no text breaks the answer, shows itself as markup or adds a header")
    func queries() async throws {
        let template = try Template.ready()
        let names = [
            "q", "after", "before", "place", "code", "stage", "page", "rule", "view", "open", "scope", "language",
            "next",
            "check", "incident", "done", "receipt", "limit", "from", "to", "days", "key", "theme", "bank", "state",
        ]
        let lines = try RightsTable.read().lines.filter { $0.route.hasPrefix("GET ") && !$0.route.contains("/events") }
        let requests = RightsRequests(file: template.first)
        try await template.served { town, client in
            for (index, line) in lines.enumerated() {
                let cell = zip(Person.columns, line.cells).first { $0.1 == .allowed }
                guard let person = cell?.0, let call = requests.call(line, login: person.login) else { continue }
                let caller = line.route.contains("/api/") ? template.program(person) : template.person(person)
                for (place, text) in Self.texts.enumerated() where (place + index) % 4 == 0 {
                    // All names at once for the page, one by one where it matters: each name takes part in every page.
                    let query = names.map { "\($0)=\(text.percentEncoded)" }.joined(separator: "&")
                    let path = String(call.path.split(separator: "?")[0]) + "?" + query
                    let reply = try await Call.get(path).send(client, by: caller ?? .nobody, key: "")
                    #expect(reply.status < 500, "\(line.route): \(reply.status) for \(text)")
                    let isPage = reply.headers[.contentType]?.contains("html") == true
                    let isMarked = isPage || reply.headers[.xContentTypeOptions] == "nosniff"
                    #expect(
                        isMarked && !(isPage && Self.isRaw(text, in: reply.text)), "\(line.route) shows \(text) raw")
                    #expect(
                        reply.headers[.setCookie]?.contains("x=1") != true && !(reply.location ?? "").contains("\r"))
                    Counts.shared.add("injection: query values", names.count)
                }
            }
        }
    }

    @Test("paths that climb out of their folder, or name what is no file of ours, are not there")
    func paths() async throws {
        let template = try Template.ready()
        let climbs = ["..", "%2e%2e", "..%2f", "%2e%2e%2f", "....//", "%252e%252e", "..%5c", "%c0%ae%c0%ae"]
        let goals = ["etc/passwd", "centre.key", "shouwang.sqlite", "console.css%00.png", "proc/self/environ"]
        try await template.served { town, client in
            for root in ["/assets/", "/", "/incidents/\(template.first["incident"])/evidence/", "/api/v1/", "/banks/"] {
                for climb in climbs {
                    for goal in goals {
                        for depth in 1...3 {
                            let path = root + Array(repeating: climb, count: depth).joined(separator: "/") + "/" + goal
                            let reply = try await Call.get(path)
                                .send(client, by: template.person(Person(role: .dutyOfficer, side: .first)), key: "")
                            #expect([400, 403, 404].contains(reply.status), "\(path): \(reply.status)")
                            Counts.shared.add("path traversal")
                        }
                    }
                }
            }
        }
    }

    @Test("ids are guessed in vain: each that is not one's own is not there, whether it exists or not")
    func ids() async throws {
        let template = try Template.ready()
        let routes = [
            "/incidents/inc-", "/approvals/apv-", "/complaints/cmp-", "/aid/aid-", "/undelivered/act-",
            "/documents/doc-",
            "/deferrals/stp-",
            "/documents/draft/notice/stp-", "/documents/draft/notice/frz-", "/documents/draft/freezeOrder/frz-",
        ]
        let person = Person(role: .dutyOfficer, side: .second)
        try await template.served { town, client in
            for route in routes {
                for number in 1...400 {
                    let text = String(number, radix: 16)
                    let id = String(repeating: "0", count: 16 - text.count) + text
                    let path = route + id
                    let reply = try await Call.get(path).send(client, by: template.person(person), key: "")
                    let shown = template.first.secrets.filter { reply.text.contains($0) }
                    #expect(reply.status < 500 && shown.isEmpty, "\(path): \(reply.status) \(shown)")
                    Counts.shared.add("guessed ids")
                }
            }
        }
    }
}
