package import Access
internal import Primitives

/// The programs that may use the API, and a form for another one.
package struct ClientListModel: Sendable, Equatable {
    package var clients: [Client]
    /// Names of units and banks by their codes.
    package var places: [Field.Option]
    package var values: Form
    package var message: Text?
    /// Shown this once.
    package var token: String?
    package var next: String?

    package init(
        clients: [Client], places: [Field.Option], values: Form = Form(), message: Text? = nil, token: String? = nil,
        next: String? = nil
    ) {
        self.clients = clients
        self.places = places
        self.values = values
        self.message = message
        self.token = token
        self.next = next
    }

    package func html(_ frame: Frame, formFields: HTML) -> HTML {
        let language = frame.language
        let columns = [Text.clientName, .belongsTo, .roles, .clientExpires, .stateColumn, .revokeClient].map {
            Column(language($0))
        }
        let rows = clients.map { row($0, frame, formFields) }
        let list: HTML =
            rows.isEmpty
            ? .empty(language(.noClients)) : .table(language(.clientPrograms), columns: columns, rows: rows)
        let secret: HTML? = token.map { .secret(language(.token), $0, language(.tokenShownOnce)) }
        return frame.page(
            title: language(.clientPrograms),
            """
            \(frame.heading("\(language(.clientPrograms))"))\(HTML.alert(message, language))\(secret)
            <div class="two"><section class="panel scroll">\(list)\(HTML.pager(first: nil, next: next, language))</section>\(addForm(language, formFields))</div>
            """)
    }

    private func row(_ client: Client, _ frame: Frame, _ formFields: HTML) -> HTML {
        let language = frame.language
        let isOpen = client.isOpen(at: frame.now)
        let state: HTML =
            isOpen
            ? .tag(language(.active), .back, icon: .ok)
            : .tag(language(client.revokedAt == nil ? .expired : .revoked))
        let revoke: HTML = """
            <form method="post" action="\(Address.clients(revoking: client.id.description).path)">\(formFields)<button class="btn sm bad">\(language(.revokeClient))</button></form>
            """
        let code = client.affiliation.code
        let place = places.first { $0.value == code }?.words.trimmed ?? code
        let roles = Role.allCases.filter(client.roles.contains).map { language(.role($0)) }
        return """
            <tr data-row><th scope="row">\(client.name)<small class="mono">\(client.id.description)</small></th><td>\(place)</td>\
            <td>\(roles.joined(separator: language == .zh ? "、" : ", "))</td><td>\(CivilTime(client.expiresAt).text)</td><td>\(state)</td>\
            <td>\(when: client.revokedAt == nil, revoke)</td></tr>

            """
    }

    private func addForm(_ language: Language, _ formFields: HTML) -> HTML {
        let fields = [
            Field("name", language(.clientName), value: values["name"], isRequired: true),
            Field("place", language(.belongsTo), value: values["place"], control: .choice(places)),
            Field(
                "days", language(.clientDays), value: values["days"], control: .digits,
                note: .hint(language(.number1to3650)), isRequired: true),
        ]
        return """
            <form class="panel" method="post" action="\(Address.clients().path)" data-submit>\(formFields)<header><h2>\(language(.addClient))</h2></header>\
            <div class="fs"><div class="g">\(fields.map { $0.html(language) })</div></div>\
            <div class="fs">\(HTML.roleBoxes(RoleSet(values.all("role").compactMap(Role.init(rawValue:))), isWide: false, language))</div>\
            <div class="bfoot">\(HTML.submit(language(.addClient), tone: .accent))</div></form>
            """
    }
}
