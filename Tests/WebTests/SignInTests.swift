import Access
import HTTPTypes
import Jurisdiction
import Primitives
import Testing
import Web
import Workflow

@Suite struct SignInTests {
    @Test("whoever is not signed in is led to the sign-in page and back to what he wanted")
    func leadsToSignIn() async throws {
        try await inWeb { _, client in
            let browser = Browser(client)
            let refused = try await browser.get("/password?a=1")
            #expect(refused.status == .seeOther)
            #expect(refused.location == "/sign-in?next=%2Fpassword%3Fa%3D1")
            let page = try await browser.get("/sign-in?next=%2Fpassword%3Fa%3D1")
            #expect(page.hidden("next") == "/password?a=1")
            let signedIn = try await browser.submit(
                "/sign-in",
                ["login": "dutyofficer", "password": WebWorld.password, "next": "/password?a=1"])
            #expect(signedIn.location == "/password?a=1")
            #expect(try await browser.get("/password").status == .ok)
        }
    }

    @Test(
        "the way back never leads to another host",
        arguments: ["//evil.example", "https://evil.example", "/\\evil", "javascript:1"])
    func openRedirect(next: String) async throws {
        try await inWeb { _, client in
            let page = try await Browser(client).submit(
                "/sign-in", ["login": "dutyofficer", "password": WebWorld.password, "next": next])
            #expect(page.location == "/")
        }
    }

    @Test("a bank's people come to their own page, an administrator to the users")
    func landings() async throws {
        try await inWeb { _, client in
            for (person, place) in [
                (WebWorld.Person.bankClerk, "/bank"), (.administrator, "/users"), (.shiftLeader, "/"),
            ] {
                let page = try await Browser(client).submit(
                    "/sign-in", ["login": person.login, "password": WebWorld.password])
                #expect(page.location == place)
            }
        }
    }

    @Test("the session's cookie is closed to scripts and other sites; every answer carries the strict headers")
    func cookieAndHeaders() async throws {
        try await inWeb { _, client in
            let page = try await Browser(client).submit(
                "/sign-in", ["login": "dutyofficer", "password": WebWorld.password])
            let cookie = try #require(page.headers[.setCookie])
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"))
            let signIn = try await Browser(client).get("/sign-in")
            #expect(signIn.headers[.contentSecurityPolicy]?.contains("default-src 'self'") == true)
            #expect(signIn.headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
            #expect(signIn.headers[.xContentTypeOptions] == "nosniff")
            let missing = try await Browser(client).get("/no-such-page")
            #expect(missing.status == .notFound)
            #expect(missing.headers[.xContentTypeOptions] == "nosniff")
        }
    }

    @Test(
        "after so many wrong passwords the name is locked, for known and unknown names alike, and the right one waits too",
        arguments: ["dutyofficer", "nobody"])
    func lockOut(login: String) async throws {
        try await inWeb { world, client in
            let browser = Browser(client)
            for _ in 0..<world.platform.rules.signInTriesMax {
                let page = try await browser.submit("/sign-in", ["login": login, "password": "wrong"])
                #expect(page.status == .unauthorized)
            }
            let locked = try await browser.submit("/sign-in", ["login": login, "password": WebWorld.password])
            #expect(locked.status == .tooManyRequests)
            world.clock.advance(world.platform.rules.signInLockTerm + .seconds(1))
            let later = try await browser.submit("/sign-in", ["login": login, "password": WebWorld.password])
            #expect(later.status == (login == "nobody" ? .unauthorized : .seeOther))
        }
    }

    @Test("signing in starts a new session and ends the one that stood in the browser: a planted one is worth nothing")
    func fixation() async throws {
        try await inWeb { _, client in
            let attacker = try await Browser(.stranger, client)
            let planted = try #require(attacker.cookies["session"])
            let victim = Browser(client)
            victim.setCookie("session", planted)
            _ = try await victim.submit("/sign-in", ["login": "dutyofficer", "password": WebWorld.password])
            #expect(victim.cookies["session"] != planted)
            #expect(try await attacker.get("/password").status == .seeOther)
            #expect(try await victim.get("/password").status == .ok)
        }
    }

    @Test("a form without the session's token, with another session's or from another site changes nothing")
    func forgery() async throws {
        try await inWeb { _, client in
            let browser = try await Browser(.dutyOfficer, client)
            let other = try await Browser(.shiftLeader, client).get("/password")
            #expect(try await browser.submit("/sign-out", [:]).status == .forbidden)
            #expect(try await browser.submit("/sign-out", ["csrf": other.hidden("csrf") ?? ""]).status == .forbidden)
            let own = try await browser.get("/password").hidden("csrf") ?? ""
            for headers in [[.init("Sec-Fetch-Site")!: "cross-site"], [.origin: "https://evil.example"]] as [HTTPFields]
            {
                #expect(try await browser.submit("/sign-out", ["csrf": own], headers: headers).status == .forbidden)
            }
            #expect(try await browser.get("/password").status == .ok)
            #expect(try await browser.submit("/sign-out", ["csrf": own]).status == .seeOther)
            #expect(try await browser.get("/password").status == .seeOther)
        }
    }

    @Test("a temporary password must be changed before anything else; then every session is over")
    func temporaryPassword() async throws {
        try await inWeb { world, client in
            let id = try world.user(.analyst).id
            try world.access.users.resetPassword(
                of: id, to: WebWorld.temporary, by: .platform("command line"), key: world.key(), at: world.now)
            let browser = Browser(client)
            _ = try await browser.submit("/sign-in", ["login": "analyst", "password": WebWorld.temporary])
            let held = try await browser.get("/events?page=board")
            #expect(held.status == .seeOther && held.location == "/password")
            let short = try await browser.act(
                "/password", from: "/password",
                ["present": WebWorld.temporary, "new": "short", "again": "short"])
            #expect(short.status == .unprocessableContent && short.text.contains("role=\"alert\""))
            let done = try await browser.act(
                "/password", from: "/password",
                ["present": WebWorld.temporary, "new": WebWorld.password, "again": WebWorld.password])
            #expect(done.location == "/sign-in?after=password")
            #expect(try await browser.get("/password").location?.hasPrefix("/sign-in") == true)
            #expect(try await Browser(.analyst, client).get("/password").status == .ok)
        }
    }

    @Test("language and colours are kept in the browser")
    func preferences() async throws {
        try await inWeb { _, client in
            let browser = try await Browser(.dutyOfficer, client)
            _ = try await browser.act("/preferences", from: "/password", ["theme": "dark"])
            _ = try await browser.act("/preferences", from: "/password", ["language": "en"])
            let page = try await browser.get("/password").text
            #expect(
                page.contains("data-theme=\"dark\"") && page.contains("lang=\"en\"") && page.contains("Change password")
            )
        }
    }

    @Test("the health check answers without a session; assets with their version are kept for ever")
    func openRoutes() async throws {
        try await inWeb { _, client in
            #expect(try await Browser(client).get("/healthz").text == "ok\n")
            let css = try await Browser(client).get(Asset.styleSheet.address)
            #expect(css.status == .ok && css.headers[.cacheControl]?.contains("immutable") == true)
            #expect(try await Browser(client).get("/assets/console.css?v=old").headers[.cacheControl] == "no-cache")
            #expect(try await Browser(client).get("/assets/../secret").status == .notFound)
        }
    }
}
