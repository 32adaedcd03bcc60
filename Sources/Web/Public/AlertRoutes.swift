internal import Access
internal import Hummingbird
internal import Journal
internal import Prevention
internal import Primitives
internal import Storage
internal import Workflow

/// A relative's report, and the check of a call; for people without an account.
struct AlertRoutes: Sendable {
    let console: Console

    private var pages: OpenPageRoutes { OpenPageRoutes(console: console) }

    func add(to group: Console.Group) {
        group.get(Address.open(.alert).route) { request, context in
            let page = try await page(context)
            return pages.page(page.html(pages.frame(context, .alert)), request)
        }
        group.post(Address.open(.alert).route) { _, context in try await report(context) }
        group.get(Address.open(.caller).route) { request, context in
            pages.page(CallerPage().html(pages.frame(context, .caller)), request)
        }
        group.post(Address.open(.caller).route) { _, context in try await check(context) }
    }

    private func page(_ context: WebContext) async throws -> AlertPage {
        let places = try await places(context)
        let key = String(console.access.secrets.token().text.prefix(32))
        return AlertPage(
            places: places, hiddenFields: "<input type=\"hidden\" name=\"key\" value=\"\(key)\">",
            rules: console.platform.rules)
    }

    private func places(_ context: WebContext) async throws -> [Field.Option] {
        try await console.blocking { [database = console.platform.database] in
            try database.read { try PartnerDesk.places($0, context.language) }
        }
    }

    private func report(_ context: WebContext) async throws -> Response {
        let (form, now) = (context.form, console.platform.clock.now())
        guard let key = IdempotencyKey(form["key"]) else { throw FormFault.keyMissing }
        let number = Self.receipt(of: key)
        var page = try await page(context)
        page.entered = form
        var status = HTTPResponse.Status.unprocessableContent
        do {
            let report = try AlertForm.report(
                form, number: number, otherwise: page.places.first?.value ?? String(), page.rules)
            _ = try await console.blocking { [warnings = console.platform.warnings] in
                try warnings.receive(fromFamily: report, address: context.network, key: key, at: now)
            }
            let receipt = AlertReceiptPage(number: number, phone: form["relativePhone"])
            return .html(receipt.html(pages.frame(context, .alert)))
        } catch let error as Problems {
            page.problems = error.all
        } catch let error as TooManyTries {
            (page.message, status) = (.tooManyTries(error.until), .tooManyRequests)
        }
        return .html(page.html(pages.frame(context, .alert)), status: status)
    }

    /// Ten digits, as they are read over the telephone.
    private static func receipt(of key: IdempotencyKey) -> String {
        let bytes = SecretToken(key.text).mixed("receipt").prefix(8)
        let digits = "\(bytes.reduce(0 as UInt64) { $0 << 8 | UInt64($1) } % 10_000_000_000)"
        let text = String(repeating: "0", count: 10 - digits.count) + digits
        return "\(text.prefix(4))-\(text.dropFirst(4).prefix(3))-\(text.suffix(3))"
    }

    private func check(_ context: WebContext) async throws -> Response {
        let (form, now) = (context.form, console.platform.clock.now())
        var (page, status) = (CallerPage(ending: form["ending"]), HTTPResponse.Status.ok)
        do {
            let found = try await console.blocking { [warnings = console.platform.warnings] in
                try warnings.genuine(code: form["code"], ending: form["ending"], from: context.network, at: now)
            }
            page.result = found.map { .genuine(unit: $0.unit, day: $0.day.description) } ?? .notGenuine
        } catch let error as TooManyTries {
            (page.result, status) = (.refused(.tooManyTries(error.until)), .tooManyRequests)
        }
        return .html(page.html(pages.frame(context, .caller)), status: status)
    }
}
