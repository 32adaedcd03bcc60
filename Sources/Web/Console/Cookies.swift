internal import Access
internal import Hummingbird

/// The three cookies: the session, which no script reads, and a person's choice of language and colours.
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
