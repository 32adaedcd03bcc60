import Access
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Jurisdiction
import Primitives
import Storage
import Testing
import Workflow

@testable import Web

/// Requests that a page would never send: other verbs, other fields, other sessions, other sites.
@Suite("Attack: forged requests", .enabled(if: Attackers.areAsked)) struct ForgeryTests {
    /// The forms of the table, with somebody who may send them.
    private static func forms() throws -> [(line: RightsTable.Line, person: Person)] {
        try RightsTable.read().lines.compactMap { line in
            guard line.route.hasPrefix("POST "), !line.route.contains("/api/") else { return nil }
            let allowed = zip(Person.columns, line.cells).first { $0.1 == .allowed }
            return allowed.map { (line, $0.0) }
        }
    }

    @Test("no route answers a verb that it was not made for")
    func verbs() async throws {
        let template = try Template.ready()
        let verbs: [HTTPRequest.Method] =
            [.get, .post, .put, .patch, .delete, .options, .trace] + ["PROPFIND", "MKCOL", "LOCK"].map { .init($0)! }
        try await template.served { town, client in
            let before = try Digest.of(town.platform.database)
            let lines = try RightsTable.read().lines
            let known = Set(lines.map(\.route))
            let requests = RightsRequests(file: template.first)
            for line in lines {
                for verb in verbs {
                    let path = String(line.route.split(separator: " ")[1])
                    guard !known.contains("\(verb) \(path)"), path != "/events" else { continue }
                    for person in [Person(role: .countyHead, side: .first), Person(role: .administrator, side: .first)]
                    {
                        guard var call = requests.call(line, login: person.login) else { continue }
                        call.method = verb
                        call.headers[.init("X-HTTP-Method-Override")!] = "POST"
                        let isProgram = path.contains("/api/")
                        let caller = (isProgram ? template.program(person) : nil) ?? template.person(person)
                        let reply = try await call.send(client, by: caller, key: "verb")
                        #expect([400, 404, 405].contains(reply.status), "\(verb) \(path): \(reply.status)")
                        Counts.shared.add("verb tampering")
                    }
                }
            }
            #expect(try Digest.of(town.platform.database) == before, "something was stored")
        }
    }

    /// Fields that somebody may hope to be read.
    private static let wishes: [(String, String)] = [
        ("role", ""), ("roles", "administrator"), ("isAdmin", "1"), ("admin", "true"), ("state", "approved"),
        ("unit", "530403000000"), ("affiliation", "5304"), ("bank", "402731057238"), ("id", "usr-0000000000000001"),
        ("mustChangePassword", "0"), ("maker", "x"), ("approver", "x"), ("askedBy", "x"), ("decidedBy", "x"),
        ("enteredBy", "x"), ("taker", "x"), ("heldBalance", "999999999"), ("amountMost", "999999999"), ("tier", "0"),
        ("lapsesAt", "0"), ("createdAt", "0"), ("endsAt", "0"), ("receipt", "1"), ("__proto__[x]", "1"),
        ("_method", "DELETE"), ("reviewWithin", "0"), ("lowestLevel", "9"), ("leftOut", ""), ("number", "1"),
    ]

    @Test("fields that no form has change nothing: the database is what it is after the honest form")
    func extraFields() async throws {
        let template = try Template.ready()
        let requests = RightsRequests(file: template.first)
        for (line, person) in try Self.forms() where !line.route.contains("evidence") {
            guard let honest = requests.call(line, login: person.login) else { continue }
            let names = Set(honest.fields.map(\.0))
            let readByForm = line.route.hasPrefix("POST /users/new") || line.route.hasPrefix("POST /clients")
            let wishes = Self.wishes.filter { wish in
                !names.contains(wish.0) && !(readByForm && wish.0 == "role") && wish.0 != "unit" || wish.0 == "unit"
            }
            var greedy = honest
            greedy.fields += wishes.filter { !$0.1.isEmpty }
            var digests: [[String: String]] = []
            for call in [honest, greedy] {
                let digest = try await template.copied { town, client in
                    let reply = try await call.send(client, by: template.person(person), key: "extra")
                    #expect(reply.status < 400, "\(line.name): \(reply.status)")
                    return try Digest.of(town.platform.database)
                }
                digests.append(digest)
            }
            let differing = digests[0].keys.filter { digests[0][$0] != digests[1][$0] }.sorted()
            #expect(differing.isEmpty, "\(line.name): \(differing)")
            Counts.shared.add("mass assignment", wishes.count)
        }
    }

    /// What a forged form may carry in place of its token, or say of where it comes from.
    private static func forgeries(_ foreign: String, _ own: String) -> [(
        name: String, token: String?, headers: [(String, String)]
    )] {
        let flipped = (own.first == "0" ? "1" : "0") + own.dropFirst()
        let site = "Sec-Fetch-Site"
        return [
            ("no token", nil, []), ("empty token", "", []), ("another session's token", foreign, []),
            ("an altered token", flipped, []), ("a shorter token", String(own.dropLast(2)), []),
            ("words", "csrf", []), ("zeros", String(repeating: "0", count: 64), []),
            ("foreign origin", own, [("Origin", "https://evil.example")]), ("origin null", own, [("Origin", "null")]),
            ("origin that begins alike", own, [("Origin", "http://localhost.evil.example")]),
            ("origin that ends alike", own, [("Origin", "http://evil-localhost")]),
            ("cross-site", own, [(site, "cross-site")]), ("same-site", own, [(site, "same-site")]),
            ("cross-site with an honest origin", own, [(site, "cross-site"), ("Origin", "http://localhost")]),
        ]
    }

    @Test("each form without its session's token, or from another site, is refused and changes nothing")
    func otherSites() async throws {
        let template = try Template.ready()
        let requests = RightsRequests(file: template.first)
        try await template.served { town, client in
            let before = try Digest.of(town.platform.database)
            for (line, person) in try Self.forms() {
                guard let honest = requests.call(line, login: person.login) else { continue }
                let own = template.person(person)
                let foreign = template.person(Person(role: .analyst, side: .second)).formToken ?? ""
                for forgery in Self.forgeries(foreign, own.formToken ?? "") {
                    // Who has no session has no token: these forms ask where they were sent from.
                    let isOpen = line.route == "POST /sign-in" || line.route.hasPrefix("POST /public")
                    if isOpen, forgery.headers.isEmpty { continue }
                    var (call, caller) = (honest, own)
                    caller.formToken = forgery.token
                    for (name, value) in forgery.headers { call.headers[.init(name)!] = value }
                    call.body = call.body?.replacing(
                        "\r\n\r\n\r\n", with: "\r\n\r\n\(forgery.token ?? "")\r\n", maxReplacements: 1)
                    let reply = try await call.send(client, by: caller, key: "forged")
                    #expect(reply.status == 403, "\(line.name), \(forgery.name): \(reply.status)")
                    Counts.shared.add("forms without token or from elsewhere")
                }
            }
            #expect(try Digest.of(town.platform.database) == before, "something was stored")
        }
    }

    @Test("a guessed, altered or planted session or token opens nothing, and signing in never takes a planted one over")
    func sessions() async throws {
        let template = try Template.ready()
        let person = Person(role: .countyHead, side: .first)
        let real = template.person(person).cookie?.dropFirst("session=".count) ?? ""
        let program = template.program(person)?.bearer ?? ""
        var generator = SplitMix64(seed: 11)
        func guess() -> String {
            (0..<64).map { _ in String(Int.random(in: 0...15, using: &generator), radix: 16) }.joined()
        }
        var guesses = (0..<300).map { _ in guess() }
        for token in [String(real), program] {
            let signs = Array(token)
            for place in signs.indices {
                var altered = signs
                altered[place] = altered[place] == "0" ? "1" : "0"
                guesses.append(String(altered))
            }
            guesses += [token.uppercased(), String(token.dropLast()), token + "0", String(token.reversed())]
        }
        guesses += [
            "", "null", "undefined", "0", "' OR '1'='1", "../../etc/passwd", "admin", "%00",
            "\(real.prefix(32));\(real.suffix(32))",
        ]
        guesses = guesses.filter { $0 != real && $0 != program }
        try await template.served { [guesses] town, client in
            for text in guesses {
                let page = try await Call.get("/").send(client, by: Caller(cookie: "session=\(text)"), key: "")
                #expect(page.status == 303 && page.location == "/sign-in", "\(text): \(page.status)")
                let isHeader = !text.isEmpty && HTTPField.isValidValue("Bearer \(text)")
                if isHeader {
                    let list = try await Call.get("/api/v1/incidents").send(client, by: Caller(bearer: text), key: "")
                    #expect(list.status == 401, "\(text): \(list.status)")
                }
                Counts.shared.add("guessed sessions and tokens", isHeader ? 2 : 1)
            }
            for (index, planted) in guesses.prefix(60).enumerated() {
                let reply = try await Call.post("/sign-in", [("login", person.login), ("password", Town.password)])
                    .send(client, by: Caller(cookie: "session=\(planted)"), key: "fix-\(index)")
                let cookie = reply.headers[.setCookie] ?? ""
                #expect(reply.status == 303 && !cookie.contains(planted), "\(planted)")
                let after = try await Call.get("/").send(client, by: Caller(cookie: "session=\(planted)"), key: "")
                #expect(after.location == "/sign-in", "\(planted) was taken over")
                Counts.shared.add("session fixation")
            }
            // A session of the console is no token of the API, nor the other way round.
            let asToken = try await Call.get("/api/v1/incidents").send(
                client, by: Caller(bearer: String(real)), key: "")
            let asCookie = try await Call.get("/").send(client, by: Caller(cookie: "session=\(program)"), key: "")
            #expect(asToken.status == 401 && asCookie.location == "/sign-in")
        }
    }

    @Test("whether a name is known is told neither by the words nor, beside a control, by the time of the answer")
    func names() async throws {
        let template = try Template.ready()
        let known = Person.all.map(\.login)
        try await template.served { town, client in
            func ask(_ login: String) async throws -> (Reply, Swift.Duration) {
                let start = ContinuousClock.now
                let reply = try await Call.post("/sign-in", [("login", login), ("password", "wrong horse battery")])
                    .send(client, by: .nobody, key: "")
                return (reply, ContinuousClock.now - start)
            }
            var times: [[Swift.Duration]] = [[], [], []]
            for round in 0..<3 {
                for index in known.indices {
                    // Known, unknown, and known again as the control, in turn.
                    let control = known[(index + known.count / 2) % known.count]
                    for (kind, login) in [known[index], "nobody-\(index)", control].enumerated() {
                        if kind != 1, round > 0 { town.clock.advance(town.platform.rules.signInLockTerm) }
                        let (reply, took) = try await ask(login)
                        times[kind].append(took)
                        let words = reply.text.replacing(login, with: "NAME")
                        #expect(reply.status == 401 && words.contains("用户名或口令不对"), "\(login): \(reply.status)")
                        Counts.shared.add("user names told apart")
                    }
                }
            }
            let medians = times.map { $0.sorted()[$0.count / 2] }
            let (difference, noise) = (medians[0] - medians[1], medians[0] - medians[2])
            let allowed = max(medians[2] / 2, .milliseconds(2))
            Counts.shared.note(
                "medians of \(times[0].count): known \(medians[0]), unknown \(medians[1]), control \(medians[2])")
            #expect(max(difference, .zero - difference) < allowed, "known and unknown \(difference), control \(noise)")
        }
    }
}
