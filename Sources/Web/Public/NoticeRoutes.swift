internal import Access
internal import Hummingbird
internal import Journal
internal import Primitives
internal import Recovery
internal import Workflow

/// The public notices of returns: the list, one of them, an objection to it, and what became of that.
struct NoticeRoutes: Sendable {
    let console: Console

    private var pages: OpenPageRoutes { OpenPageRoutes(console: console) }

    func add(to group: Console.Group) {
        group.get(Address.open(.notices).route) { request, context in
            let now = console.platform.clock.now()
            let papers = try await console.blocking { [notices = console.platform.notices] in
                try notices.running(at: now)
            }
            return pages.page(NoticeListPage(papers: papers).html(pages.frame(context, .notices)), request)
        }
        group.get(Address.open(.notice(":serial")).route) { request, context in
            let serial = try context.parameters.text("serial")
            let page = NoticePage(notice: try await notice(serial), hiddenFields: freshKey)
            return pages.page(page.html(pages.frame(context, .notice(serial))), request)
        }
        group.post(Address.open(.notice(":serial")).route) { _, context in try await object(context) }
        group.get(Address.open(.objection).route) { request, context in
            pages.page(ObjectionPage().html(pages.frame(context, .objection)), request)
        }
        group.post(Address.open(.objection).route) { _, context in try await answered(context) }
    }

    private func notice(_ serial: String) async throws -> PublicNotices.Standing {
        let now = console.platform.clock.now()
        let found = try await console.blocking { [notices = console.platform.notices] in
            try notices.look(serial, at: now)
        }
        guard let found else { throw NotFound(serial) }
        return found
    }

    /// Makes a form that is sent twice one objection.
    private var freshKey: HTML {
        "<input type=\"hidden\" name=\"key\" value=\"\(String(console.access.secrets.token().text.prefix(32)))\">"
    }

    private func object(_ context: WebContext) async throws -> Response {
        let (form, now) = (context.form, console.platform.clock.now())
        let serial = try context.parameters.text("serial")
        guard let key = IdempotencyKey(form["key"]) else { throw FormFault.keyMissing }
        let words = Objection.Words(objector: form["objector"], contact: form["contact"], text: form["text"])
        var (message, status): (Text, HTTPResponse.Status)
        do {
            let receipt = try await console.blocking { [notices = console.platform.notices] in
                try notices.object(to: serial, words, from: context.network, key: key, at: now)
            }
            return .html(ObjectionReceiptPage(receipt: receipt).html(pages.frame(context, .notices)))
        } catch let error as TooManyTries {
            (message, status) = (.tooManyTries(error.until), .tooManyRequests)
        } catch let error as ReturnRefusal {
            let words: Text = error == .reasonMissing ? .objectionNeeds : .returnRefusal(error)
            (message, status) = (words, .unprocessableContent)
        }
        let page = NoticePage(
            notice: try await notice(serial), words: words, hiddenFields: freshKey, message: message)
        return .html(page.html(pages.frame(context, .notice(serial))), status: status)
    }

    private func answered(_ context: WebContext) async throws -> Response {
        let (form, now) = (context.form, console.platform.clock.now())
        var page = ObjectionPage(number: form["number"])
        var status = HTTPResponse.Status.ok
        do {
            page.answered = try await console.blocking { [notices = console.platform.notices] in
                try notices.answered(number: form["number"], code: form["code"], from: context.network, at: now)
            }
            if page.answered == nil { (page.message, status) = (.objectionNotFound, .unprocessableContent) }
        } catch let error as TooManyTries {
            (page.message, status) = (.tooManyTries(error.until), .tooManyRequests)
        }
        return .html(page.html(pages.frame(context, .objection)), status: status)
    }
}
