import Access
import HTTPTypes
import HummingbirdTesting
import Primitives
import TestSupport
import Testing
import Workflow

@testable import Web

@Suite struct AdministrationTests {
    @Test("an administrator adds a user, tells the password once, and the user must change it")
    func addUser() async throws {
        try await inWeb { world, client in
            let administrator = try await Browser(.administrator, client)
            let form = try await administrator.get("/users/new")
            let temporary = try #require(form.hidden("temporary"))
            let fields: KeyValuePairs = [
                "csrf": form.hidden("csrf") ?? "", "key": form.hidden("key") ?? "", "temporary": temporary,
                "name": "新人", "number": "060300", "login": "newcomer", "place": WebWorld.county.text,
                "role": "dutyOfficer",
            ]
            let added = try await administrator.submit("/users/new", fields)
            #expect(added.status == .ok && added.text.contains(temporary))
            #expect(try await administrator.submit("/users/new", fields).text.contains(temporary))
            let newcomer = Browser(client)
            let signedIn = try await newcomer.submit("/sign-in", ["login": "newcomer", "password": temporary])
            #expect(signedIn.status == .seeOther)
            #expect(try await newcomer.get("/journal").location == "/password")
            let list = try await administrator.get("/users").text
            #expect(list.contains("新人") && list.contains("临溪县反诈中心"))
        }
    }

    @Test("what cannot be is said on the form, and what was entered stays")
    func refusedUser() async throws {
        try await inWeb { _, client in
            let administrator = try await Browser(.administrator, client)
            let page = try await administrator.act(
                "/users/new", from: "/users/new",
                [
                    "temporary": "abcd-efgh-jkmn", "name": "某人", "number": "1", "login": "dutyofficer",
                    "place": WebWorld.county.text, "role": "dutyOfficer",
                ])
            #expect(page.status == .unprocessableContent && page.text.contains("role=\"alert\""))
            #expect(page.text.contains("value=\"某人\"") && page.text.contains("checked"))
        }
    }

    @Test("a reset password and a disabled account end sessions at once; nobody changes his own account")
    func shutOut() async throws {
        try await inWeb { world, client in
            let administrator = try await Browser(.administrator, client)
            let (officer, own) = (try world.user(.dutyOfficer).id, try world.user(.administrator).id)
            let browser = try await Browser(.dutyOfficer, client)
            let reset = try await administrator.act(
                "/users/\(officer)/password", from: "/users/\(officer)", ["temporary": "abcd-efgh-jkmn"])
            #expect(reset.text.contains("abcd-efgh-jkmn"))
            #expect(try await browser.get("/password").location?.hasPrefix("/sign-in") == true)
            let disabled = try await administrator.act(
                "/users/\(officer)/state", from: "/users/\(officer)", ["state": "disabled"])
            #expect(disabled.status == .seeOther)
            let tried = try await browser.submit("/sign-in", ["login": "dutyofficer", "password": "abcd-efgh-jkmn"])
            #expect(tried.status == .unauthorized)
            let page = try await administrator.act(
                "/users/\(own)/roles", from: "/users/\(officer)", ["role": "countyHead"])
            #expect(page.status == .forbidden)
            #expect(try world.acts(on: officer).suffix(3) == ["user.passwordReset", "user.disabled", "signIn.failed"])
        }
    }

    @Test(
        "whoever does not administer is refused every page of it",
        arguments: [
            "/users", "/users/new", "/units", "/banks", "/clients",
        ])
    func closed(path: String) async throws {
        try await inWeb { _, client in
            for person in [WebWorld.Person.dutyOfficer, .shiftLeader, .countyHead, .bankClerk] {
                let status = try await Browser(person, client).get(path).status
                #expect(status == .forbidden, "\(person)")
            }
            let status = try await Browser(.administrator, client).get(path).status
            #expect(status == .ok)
        }
    }

    @Test("units are added and renamed; a code that cannot be is named")
    func units() async throws {
        try await inWeb { world, client in
            let administrator = try await Browser(.administrator, client)
            let added = try await administrator.act(
                "/units", from: "/units", ["code": "530402560000", "name": "城关派出所", "kind": "station"])
            #expect(added.status == .seeOther)
            let wrong = try await administrator.act(
                "/units", from: "/units", ["code": "5304", "name": "甲", "kind": "station"])
            #expect(wrong.status == .unprocessableContent && wrong.text.contains("12 位"))
            _ = try await administrator.act("/units/530402560000", from: "/units", ["name": "东城派出所"])
            #expect(try await administrator.get("/units").text.contains("东城派出所"))
            let outside = try await administrator.act(
                "/units", from: "/units", ["code": "530102560000", "name": "外地", "kind": "station"])
            #expect(outside.status == .notFound)
        }
    }

    @Test("a bank is registered, its key trusted and revoked; a key of another length is not taken")
    func banks() async throws {
        try await inWeb { world, client in
            let administrator = try await Browser(.administrator, client)
            let registered = try await administrator.act(
                "/banks", from: "/banks",
                [
                    "code": "102100099988", "name": "云江银行", "kind": "bank", "link": "wire",
                    "address": "http://127.0.0.1:9/", "contact": "0877-1", "prefixes": "620003 620004",
                ])
            #expect(registered.location == "/banks/102100099988")
            let place = "/banks/102100099988"
            let short = try await administrator.act(place + "/keys", from: place, ["id": "k1", "public": "abcd"])
            #expect(short.status == .unprocessableContent)
            let trusted = try await administrator.act(
                place + "/keys", from: place,
                ["id": "k1", "public": String(repeating: "ab", count: 32), "days": "365"])
            #expect(trusted.status == .seeOther)
            #expect(try await administrator.get(place).text.contains("k1"))
            #expect(
                try await administrator.act("/keys/k1/revoke", from: place, ["reason": ""]).status
                    == .unprocessableContent)
            #expect(try await administrator.act("/keys/k1/revoke", from: place, ["reason": "更换"]).status == .seeOther)
            #expect(try world.acts(on: "k1") == ["key.trusted", "key.revoked"])
        }
    }

    @Test("a program's token is shown once and works until it is revoked")
    func clients() async throws {
        try await inWeb { _, client in
            let administrator = try await Browser(.administrator, client)
            let form = try await administrator.get("/clients")
            let fields: KeyValuePairs = [
                "csrf": form.hidden("csrf") ?? "", "key": form.hidden("key") ?? "", "name": "接处警",
                "place": WebWorld.county.text, "role": "dutyOfficer", "days": "30",
            ]
            let created = try await administrator.submit("/clients", fields)
            let token = try #require(created.text.firstMatch(of: /<code class="mono">([0-9a-f]{64})<\/code>/)?.1)
            let again = try await administrator.submit("/clients", fields)
            #expect(!again.text.contains(token) && again.text.contains("只显示过一次"))
            func status() async throws -> HTTPResponse.Status {
                try await client.execute(
                    uri: "/api/v1/incidents", method: .get, headers: [.authorization: "Bearer \(token)"]
                ) { $0.status }
            }
            #expect(try await status() == .ok)
            let id = try #require(created.text.firstMatch(of: /cli-[0-9a-f]{16}/)?.0)
            _ = try await administrator.act("/clients/\(id)/revoke", from: "/clients")
            #expect(try await status() == .unauthorized)
        }
    }
}
