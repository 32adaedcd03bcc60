internal import Access
internal import HTTPTypes
internal import Hummingbird
internal import Journal
internal import Primitives
internal import Workflow

/// Signing in and out, the own password, language and colours.
struct SignInRoutes: Sendable {
    let console: Console

    /// Routes that need no session.
    func addOpen(to group: Console.Group) {
        group.get(Address.signIn.route) { request, context in
            let query = Form(urlEncoded: request.uri.query ?? "")
            let message: Text? =
                query["after"] == "password" ? .passwordChanged : query["after"] == "out" ? .signedOut : nil
            var response = Response.html(
                SignInModel(next: query["next"], message: message).html(frame(context, query["next"])))
            if let language = Language(rawValue: query["language"]) { console.cookies.set(language, on: &response) }
            return response
        }
        group.post(Address.signIn.route) { request, context in try await signIn(request, context) }
    }

    /// Routes of somebody signed in.
    func addClosed(to group: Console.Group) {
        group.post(Address.signOut.route) { request, context in
            let visit = try console.visit(request, context)
            try await console.blocking { try console.access.sessions.signOut(visit.signedIn.token, at: visit.now) }
            console.live.end(visit.signedIn.session.id)
            var response = Response.redirect(to: Address.signIn.with(["after": "out"]))
            console.cookies.clear(on: &response)
            return response
        }
        console.get(.password, on: group) { visit in
            .page(
                PasswordModel(isTemporary: visit.user.mustChangePassword)
                    .html(frame(visit), formFields: visit.formFields))
        }
        console.post(.password, on: group) { visit in try changePassword(visit) }
        group.post(Address.preferences.route) { request, context in preferences(request, context) }
    }

    private func signIn(_ request: Request, _ context: WebContext) async throws -> Response {
        let form = context.form
        let now = console.platform.clock.now()
        let before = console.cookies.token(in: request)
        do {
            let signedIn = try await console.blocking { [sessions = console.access.sessions] in
                let signedIn = try sessions.signIn(name: form["login"], password: form.exact("password"), at: now)
                // What stood in this browser before is over: nobody goes on with a session that was planted there.
                if let before { try sessions.signOut(before, at: now) }
                return signedIn
            }
            var response = Response.redirect(to: Self.goal(form["next"], for: signedIn.user))
            console.cookies.set(signedIn.token, on: &response)
            return response
        } catch let refusal as SignInRefusal {
            let model = SignInModel(
                name: form["login"], next: form["next"], message: ErrorResponse(refusal).words, isRefused: true)
            return .html(model.html(frame(context, form["next"])), status: ErrorResponse(refusal).status)
        }
    }

    /// Only a path of our own; a person with a temporary password is held up by the gate.
    private static func goal(_ next: String, for user: User) -> String {
        next.hasPrefix("/") && next.isSafeAddress ? next : Landing.address(for: user).path
    }

    private func changePassword(_ visit: Visit) throws -> Answer {
        func again(_ message: Text, _ status: HTTPResponse.Status) -> Answer {
            let model = PasswordModel(isTemporary: visit.user.mustChangePassword, message: message)
            return .page(model.html(frame(visit), formFields: visit.formFields), status: status)
        }
        let (present, new) = (visit.form.exact("present"), visit.form.exact("new"))
        guard new == visit.form.exact("again") else { return again(.passwordsDiffer, .unprocessableContent) }
        do {
            try console.access.users.changePassword(
                of: visit.user.login, from: present, to: new, key: try visit.key(), at: visit.now)
            return .redirect(Address.signIn.with(["after": "password"]))
        } catch let error as PasswordRefusal {
            return again(ErrorResponse(error).words, .unprocessableContent)
        } catch let error as SignInRefusal {
            return again(ErrorResponse(error).words, .unauthorized)
        }
    }

    /// Keeps the choice in this browser and goes back to where it was made.
    private func preferences(_ request: Request, _ context: WebContext) -> Response {
        var response = Response.redirect(to: Self.pathOfReferer(request) ?? Address.board.path)
        if let theme = Frame.Theme(rawValue: context.form["theme"]) { console.cookies.set(theme, on: &response) }
        if let language = Language(rawValue: context.form["language"]) {
            console.cookies.set(language, on: &response)
        }
        return response
    }

    /// The referer without scheme and host, where it is of this host.
    private static func pathOfReferer(_ request: Request) -> String? {
        guard let referer = HTTPField.Name("Referer").flatMap({ request.headers[$0] }),
            let host = request.head.authority
        else { return nil }
        let parts = referer.split(separator: "://\(host)", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].contains("/") else { return nil }
        let path = String(parts[1])
        return path.hasPrefix("/") && path.isSafeAddress ? path : nil
    }

    private func frame(_ visit: Visit) -> SlimFrame {
        SlimFrame(unit: console.unitName, language: visit.language, theme: visit.theme)
    }

    private func frame(_ context: WebContext, _ next: String) -> SlimFrame {
        let other: Language = context.language == .zh ? .en : .zh
        return SlimFrame(
            unit: console.unitName, language: context.language, theme: context.theme,
            otherLanguage: Address.signIn.with(["language": other.rawValue, "next": next]))
    }
}
