internal import Access
internal import Hummingbird
internal import Journal
internal import Primitives
internal import Recovery
internal import Workflow

/// The pages of a holder: his proof, his measure, his complaint, its answer.
struct HolderRoutes: Sendable {
    let console: Console

    private var pages: OpenPageRoutes { OpenPageRoutes(console: console) }

    func add(to group: Console.Group) {
        group.get(Address.open(.entry).route) { request, context in
            pages.page(HolderEntryPage().html(pages.frame(context, .entry)), request)
        }
        group.post(Address.open(.entry).route) { request, context in try await prove(context) }
        group.get(Address.open(.measure).route) { request, context in
            try await withLook(request, context) { look, pass in
                let isDone = Form(urlEncoded: request.uri.query ?? "")["done"] == "complaint"
                return pages.page(page(look, pass, context, done: isDone), request)
            }
        }
        group.post(Address.open(.measure).route) { request, context in try await complain(request, context) }
        group.get(Address.open(.answer).route) { request, context in
            try await withLook(request, context) { look, _ in try answer(look, request, context) }
        }
        group.post(Address.open(.leave).route) { request, context in
            var response = Response.redirect(to: Address.open(.entry).path)
            console.cookies.clearPass(on: &response)
            return response
        }
    }

    private func prove(_ context: WebContext) async throws -> Response {
        let (form, now) = (context.form, console.platform.clock.now())
        let proof = HolderProof(number: form["number"], code: form["code"], accountEnd: form["account"])
        var (message, status) = (Text.proofDoesNotMatch, HTTPResponse.Status.unprocessableContent)
        do {
            let pass = try await console.blocking { [holders = console.platform.holders] in
                try holders.prove(proof, from: context.network, at: now)
            }
            if let pass {
                var response = Response.redirect(to: Address.open(.measure).path)
                console.cookies.set(pass, on: &response)
                return response
            }
        } catch let error as TooManyTries {
            (message, status) = (.tooManyTries(error.until), .tooManyRequests)
        }
        let page = HolderEntryPage(number: form["number"], message: message)
        return .html(page.html(pages.frame(context, .entry)), status: status)
    }

    /// Answers with what `body` makes of the holder's measure, or leads to the proof where there is no pass that holds.
    private func withLook(
        _ request: Request, _ context: WebContext,
        _ body: @Sendable (HolderLook, HolderPass) throws -> Response
    ) async throws -> Response {
        guard let pass = console.cookies.pass(in: request), let look = try await look(pass) else {
            return .redirect(to: Address.open(.entry).path)
        }
        return try body(look, pass)
    }

    private func look(_ pass: HolderPass) async throws -> HolderLook? {
        let now = console.platform.clock.now()
        return try await console.blocking { [holders = console.platform.holders] in try holders.look(pass, at: now) }
    }

    private func page(
        _ look: HolderLook, _ pass: HolderPass, _ context: WebContext, message: Text? = nil, done: Bool = false
    ) -> HTML {
        HolderPage(
            look: look, now: console.platform.clock.now(), hiddenFields: hiddenFields(pass),
            contact: context.form["contact"], text: context.form["text"], message: message, done: done
        ).html(pages.frame(context, .measure))
    }

    /// A form of this page carries a token that hangs on the pass, and a key that makes it one act.
    private func hiddenFields(_ pass: HolderPass) -> HTML {
        """
        <input type="hidden" name="csrf" value="\(SecretToken(pass.text).formToken)">\
        <input type="hidden" name="key" value="\(String(console.access.secrets.token().text.prefix(32)))">
        """
    }

    private func complain(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let pass = console.cookies.pass(in: request) else { return .redirect(to: Address.open(.entry).path) }
        let (form, now) = (context.form, console.platform.clock.now())
        guard SecretToken(pass.text).accepts(formToken: form.exact("csrf")) else { throw FormFault.token }
        guard let key = IdempotencyKey(form["key"]) else { throw FormFault.keyMissing }
        do {
            let id = try await console.blocking { [holders = console.platform.holders] in
                try holders.complain(pass, contact: form["contact"], text: form["text"], key: key, at: now)
            }
            guard id != nil else { return .redirect(to: Address.open(.entry).path) }
            return .redirect(to: Address.open(.measure).with(["done": "complaint"]))
        } catch let error as Complaints.NotPossible {
            guard let look = try await look(pass) else { return .redirect(to: Address.open(.entry).path) }
            let message: Text = error == .textMissing ? .wordsAndContactNeeded : .complaintNotPossible(error)
            return .html(page(look, pass, context, message: message), status: .unprocessableContent)
        }
    }

    /// The paper that answers one of his complaints, to print.
    private func answer(_ look: HolderLook, _ request: Request, _ context: WebContext) throws -> Response {
        let serial = Form(urlEncoded: request.uri.query ?? "")["paper"]
        guard let paper = look.asked.compactMap(\.answer).first(where: { $0.serial.text == serial }) else {
            throw NotFound(serial)
        }
        var page = PaperForm(
            kind: paper.kind, facts: paper.facts, language: context.language, showsNumbers: false
        ).page
        (page.date, page.identity) = (paper.day.description, .init(paper))
        let frame = pages.frame(context, .answer)
        let back = HTML.button(context.language(.goBack), to: Address.open(.measure).path)
        return .html(
            frame.page(title: page.title, "\(page.html(context.language))<p class=\"acts aside\">\(back)</p>"))
    }
}
