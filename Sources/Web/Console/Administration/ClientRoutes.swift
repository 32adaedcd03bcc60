internal import Access
internal import HTTPTypes
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// The page of programs that use the API.
struct ClientRoutes: Sendable {
    let console: Console

    private static let pageSize = 50

    func add(to group: Console.Group) {
        console.get(.clients(), on: group) { visit in try page(visit) }
        console.post(.clients(), on: group) { visit in try create(visit) }
        console.post(.clients(revoking: ":id"), on: group) { visit in
            try console.access.clients.revoke(
                try visit.id(), by: visit.principal, key: try visit.key(), at: visit.now)
            return .redirect(to: .clients())
        }
    }

    private func page(_ visit: Visit, values: Form = Form(), message: Text? = nil, token: String? = nil) throws
        -> Answer
    {
        try visit.principal.permit(.manageClients, in: nil, bank: nil)
        guard let top = visit.principal.unit else { throw Refusal.notPermitted(.manageClients) }
        let after = ClientID(visit.query["after"])
        let (clients, units, banks) = try console.platform.database.read { tx in
            (
                try ClientTable(tx).list(under: top, after: after, limit: Self.pageSize + 1),
                try UnitTable(tx).list(under: top, after: nil, limit: 2000), try AccountTable(tx).banks()
            )
        }
        let shown = clients.prefix(Self.pageSize)
        let next = clients.count > Self.pageSize ? shown.last?.id.description : nil
        let model = ClientListModel(
            clients: Array(shown),
            places: units.map { .init($0.code.text, $0.name) } + banks.map { .init($0.code, $0.name) },
            values: values, message: message, token: token, next: next.map { Address.clients().with(["after": $0]) })
        let frame = try console.frame(visit, FramePlace(menu: .clients()))
        return .page(
            model.html(frame, formFields: visit.formFields),
            status: message == nil || token != nil ? .ok : .unprocessableContent)
    }

    private func create(_ visit: Visit) throws -> Answer {
        let form = visit.form
        guard let days = Int64(form["days"]), (1...3650).contains(days) else {
            return try page(visit, values: form, message: .number1to3650)
        }
        do {
            let roles = form.all("role").compactMap(Role.init(rawValue:))
            let new = NewClient(
                name: form["name"], affiliation: try affiliation(form["place"]), roles: RoleSet(roles),
                // To the day, so that the same form sent twice is the same request.
                expiresAt: CivilTime(day: CivilTime(visit.now + .days(days + 1)).day).timestamp)
            let created = try console.access.clients.create(
                new, by: visit.principal, key: try visit.key(), at: visit.now)
            guard let token = created.token else { return try page(visit, message: .tokenShownBefore) }
            return try page(visit, token: token.text)
        } catch {
            let fault = ErrorResponse(error)
            guard fault.status == .unprocessableContent else { throw error }
            return try page(visit, values: form, message: fault.words)
        }
    }

    private func affiliation(_ code: String) throws -> Affiliation {
        let bank = try console.platform.database.read { tx in try AccountTable(tx).bank(code) }
        return bank == nil ? .unit(try UnitCode(code)) : .bank(code)
    }
}
