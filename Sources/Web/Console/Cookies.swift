internal import Access
internal import Hummingbird
internal import Recovery

/// The cookies: the session, which no script reads, a holder's pass, and a person's choice of language and colours.
package struct Cookies: Sendable {
    /// True where browsers reach us by TLS; then cookies never travel without.
    let isSecure: Bool

    private var session: String { isSecure ? "__Host-session" : "session" }

    func token(in request: Request) -> SecretToken? {
        request.cookies[session].map { SecretToken($0.value) }.flatMap { $0.text.isEmpty ? nil : $0 }
    }

    func language(in request: Request) -> Language? {
        request.cookies["language"].flatMap { Language(rawValue: $0.value) }
    }
    func theme(in request: Request) -> Frame.Theme? {
        request.cookies["theme"].flatMap { Frame.Theme(rawValue: $0.value) }
    }

    /// Ends with the browser; the session's own limits end it sooner.
    func set(_ token: SecretToken, on response: inout Response) {
        response.setCookie(
            Cookie(name: session, value: token.text, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax))
    }

    func clear(on response: inout Response) {
        response.setCookie(
            Cookie(
                name: session, value: "", maxAge: 0, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax))
    }

    private var pass: String { isSecure ? "__Secure-holder" : "holder" }

    func pass(in request: Request) -> HolderPass? { request.cookies[pass].flatMap { HolderPass($0.value) } }

    /// Sent to the holder's own pages alone, and never on a way that another site began.
    func set(_ pass: HolderPass, on response: inout Response) {
        response.setCookie(
            Cookie(
                name: self.pass, value: pass.text, path: Address.open(.entry).path, secure: isSecure, httpOnly: true,
                sameSite: .strict))
    }

    func clearPass(on response: inout Response) {
        response.setCookie(
            Cookie(
                name: pass, value: "", maxAge: 0, path: Address.open(.entry).path, secure: isSecure, httpOnly: true,
                sameSite: .strict))
    }

    func set(_ language: Language, on response: inout Response) { keep("language", language.rawValue, on: &response) }
    func set(_ theme: Frame.Theme, on response: inout Response) { keep("theme", theme.rawValue, on: &response) }

    private func keep(_ name: String, _ value: String, on response: inout Response) {
        response.setCookie(
            Cookie(
                name: name, value: value, maxAge: Self.yearSeconds, path: "/", secure: isSecure, httpOnly: true,
                sameSite: .lax))
    }

    private static let yearSeconds = 365 * 86_400
}
