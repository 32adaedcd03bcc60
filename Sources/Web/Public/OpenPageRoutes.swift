internal import Access
internal import Hummingbird
internal import Primitives
internal import Recovery
internal import Workflow

/// Pages for people without an account; whatever is guessed there is counted by number and by address.
struct OpenPageRoutes: Sendable {
    let console: Console

    func add(to group: Console.Group) {
        HolderRoutes(console: console).add(to: group)
        NoticeRoutes(console: console).add(to: group)
        AlertRoutes(console: console).add(to: group)
        group.get(Address.open(.verification).route) { request, context in
            page(VerificationPage().html(frame(context, .verification)), request)
        }
        group.post(Address.open(.verification).route) { request, context in try await verify(request, context) }
    }

    private func verify(_ request: Request, _ context: WebContext) async throws -> Response {
        let (form, now) = (context.form, console.platform.clock.now())
        var model = VerificationPage(number: form["number"])
        var status = HTTPResponse.Status.ok
        do {
            let found = try await console.blocking { [documents = console.platform.documents] in
                try documents.genuine(number: form["number"], code: form["code"], from: context.network, at: now)
            }
            model.result =
                found.map { document in
                    .genuine(
                        title: PaperForm.title(document.kind, document.facts, context.language),
                        day: document.day.description)
                } ?? .notGenuine
        } catch let error as TooManyTries {
            (model.result, status) = (.refused(.tooManyTries(error.until)), .tooManyRequests)
        }
        return .html(model.html(frame(context, .verification)), status: status)
    }

    func frame(_ context: WebContext, _ page: Address.Open) -> OpenFrame {
        let other: Language = context.language == .zh ? .en : .zh
        return OpenFrame(
            unit: console.unitName, language: context.language, theme: context.theme,
            otherLanguage: Address.open(page).with(["language": other.rawValue]))
    }

    /// Keeps the language that was chosen by the switch.
    func page(_ html: HTML, _ request: Request) -> Response {
        var response = Response.html(html)
        let chosen = Form(urlEncoded: request.uri.query ?? "")["language"]
        if let language = Language(rawValue: chosen) { console.cookies.set(language, on: &response) }
        return response
    }
}
