package import Access
internal import Primitives

/// The users of one unit and all under it, or of one bank.
package struct UserListModel: Sendable, Equatable {
    package struct Group: Sendable, Equatable {
        package var title: String
        package var users: [User]

        package init(title: String, users: [User]) {
            self.title = title
            self.users = users
        }
    }

    /// Where to look: units in the order of the tree, then banks; the value is the code.
    package var places: [Field.Option]
    package var place: String
    package var groups: [Group]
    package var first: String?
    package var next: String?

    package init(places: [Field.Option], place: String, groups: [Group], first: String? = nil, next: String? = nil) {
        self.places = places
        self.place = place
        self.groups = groups
        self.first = first
        self.next = next
    }

    package func html(_ frame: Frame) -> HTML {
        let language = frame.language
        let rows = groups.flatMap { group -> [HTML] in
            let head: HTML = #"<tr class="grp"><th colspan="5" scope="rowgroup">\#(group.title)</th></tr>"#
            return [head] + group.users.map { row($0, language) }
        }
        let columns = [Text.personName, .staffNumber, .roles, .loginName, .stateColumn].map { Column(language($0)) }
        let list: HTML =
            rows.isEmpty
            ? .empty(language(.noUsers)) : .table(language(.users), columns: columns, rows: rows)
        let choice = Field("place", language(.onlyUnder), value: place, control: .choice(places))
        return frame.page(
            title: language(.users),
            """
            \(frame.heading("\(language(.users))", end: .button(language(.newUser), to: Address.newUser.path, key: "N", isPrimary: true)))
            <div class="rail"><form class="panel fs" method="get" action="\(Address.users.path)"><div class="g c4">\(choice.html(language))\
            <div class="foot0">\(HTML.submit(language(.show)))</div></div></form>
            <section class="panel scroll">\(list)\(HTML.pager(first: first, next: next, language))</section></div>
            """)
    }

    private func row(_ user: User, _ language: Language) -> HTML {
        """
        <tr data-row><th scope="row"><a class="t" href="\(Address.user(user.id.description).path)">\(user.name)</a></th>\
        <td class="mono">\(user.staffNumber)</td><td>\(user.roleNames(language))</td><td class="mono">\(user.login.text)</td>\
        <td>\(user.standing(language))</td></tr>

        """
    }
}

extension User {
    func roleNames(_ language: Language) -> String {
        Role.allCases.filter(roles.contains).map { language(.role($0)) }.joined(separator: language == .zh ? "、" : ", ")
    }

    func standing(_ language: Language) -> HTML {
        switch state {
        case .disabled: .tag(language(.disabled), .plain)
        case .active:
            mustChangePassword
                ? .tag(language(.mustChange), .warn, icon: .alert) : .tag(language(.active), .back, icon: .ok)
        }
    }
}

/// The form for a new user; what was entered stays when it comes back.
package struct NewUserModel: Sendable, Equatable {
    package var values: Form
    package var places: [Field.Option]
    package var message: Text?
    /// Made for this form; sent with it, so that the same form sent twice gives the same password.
    package var temporary: String

    package init(values: Form = Form(), places: [Field.Option], message: Text? = nil, temporary: String) {
        self.values = values
        self.places = places
        self.message = message
        self.temporary = temporary
    }

    package func html(_ frame: Frame, formFields: HTML) -> HTML {
        let language = frame.language
        let fields = [
            Field("name", language(.personName), value: values["name"], isRequired: true),
            Field("number", language(.staffNumber), value: values["number"], isRequired: true),
            Field("login", language(.loginName), value: values["login"], isRequired: true),
            Field("place", language(.belongsTo), value: values["place"], control: .choice(places)),
        ]
        return frame.page(
            title: language(.newUser),
            """
            \(frame.heading("\(language(.newUser))"))\(HTML.alert(message, language))
            <form class="panel" method="post" action="\(Address.newUser.path)" data-submit>\(formFields)\
            <input type="hidden" name="temporary" value="\(temporary)">
            <div class="fs"><div class="g c4">\(fields.map { $0.html(language) })</div></div>
            <div class="fs">\(HTML.roleBoxes(RoleSet(values.all("role").compactMap(Role.init(rawValue:))), language))</div>
            <div class="bfoot">\(HTML.submit(language(.addUserVerb), key: "Ctrl Enter", tone: .accent))</div></form>
            """)
    }
}

/// One user and what an administrator can do with him.
package struct UserModel: Sendable, Equatable {
    package var user: User
    package var place: String
    package var isOwn: Bool
    /// Shown this once.
    package var password: String?
    package var temporary: String

    package init(user: User, place: String, isOwn: Bool, password: String? = nil, temporary: String) {
        self.user = user
        self.place = place
        self.isOwn = isOwn
        self.password = password
        self.temporary = temporary
    }

    package func html(_ frame: Frame, formFields: HTML) -> HTML {
        let language = frame.language
        let facts: HTML = """
            <span>\(user.standing(language))</span><span>\(place)</span><span>\(language(.staffNumber)) <b class="mono">\(user.staffNumber)</b></span>\
            <span>\(language(.loginName)) <b class="mono">\(user.login.text)</b></span>\
            <span>\(language(.addedOn)) <b>\(CivilTime(user.createdAt).text)</b></span>
            """
        let acts: HTML =
            isOwn
            ? "<p class=\"panel fs\">\(language(.ownAccountNote))</p>"
            : "<div class=\"two\">\(rolesForm(language, formFields))<div class=\"rail\">\(passwordForm(language, formFields))\(stateForm(language, formFields))</div></div>"
        return frame.page(
            title: user.name, "\(frame.heading("\(user.name)", facts: facts))\(passwordPanel(language))\(acts)")
    }

    private func passwordPanel(_ language: Language) -> HTML? {
        password.map { .secret(language(.temporaryPassword), $0, language(.shownOnce)) }
    }

    private func rolesForm(_ language: Language, _ formFields: HTML) -> HTML {
        """
        <form class="panel" method="post" action="\(Address.userRoles(user.id.description).path)">\(formFields)\

        <div class="fs">\(HTML.roleBoxes(user.roles, language))<p class="note">\(language(.rolesExplained))</p></div><div class="bfoot">\(HTML.submit(language(.setRoles), tone: .accent))</div></form>
        """
    }

    private func passwordForm(_ language: Language, _ formFields: HTML) -> HTML {
        """
        <form class="panel" method="post" action="\(Address.userPassword(user.id.description).path)">\(formFields)\
        <input type="hidden" name="temporary" value="\(temporary)"><header><h2>\(language(.resetPassword))</h2></header>\
        <p class="fs">\(language(.resetExplained))</p><div class="bfoot">\(HTML.submit(language(.resetPassword)))</div></form>
        """
    }

    private func stateForm(_ language: Language, _ formFields: HTML) -> HTML {
        let isActive = user.state == .active
        let words = language(isActive ? .disableUser : .enableUser)
        return """
            <form class="panel" method="post" action="\(Address.userState(user.id.description).path)">\(formFields)\
            <input type="hidden" name="state" value="\(isActive ? User.State.disabled.rawValue : User.State.active.rawValue)">\
            <header><h2>\(words)</h2></header>\(when: isActive, "<p class=\"fs\">\(language(.disableExplained))</p>")\
            <div class="bfoot">\(HTML.submit(words, tone: isActive ? .danger : .plain))</div></form>
            """
    }
}

extension HTML {
    /// A message over a form that came back; nothing without one.
    static func alert(_ message: Text?, _ language: Language) -> HTML {
        guard let message else { return HTML() }
        return "<div class=\"errors\" role=\"alert\" tabindex=\"-1\"><p>\(icon(.alert)) \(language(message))</p></div>"
    }

    /// A password or token that is shown once.
    static func secret(_ title: String, _ secret: String, _ words: String) -> HTML {
        """
        <section class="panel fs" role="status"><h2>\(title)</h2><p><code class="mono">\(secret)</code></p><p class="note warn">\(icon(.alert))\(words)</p></section>
        """
    }

    /// One box a role; the bank's roles stand last.
    static func roleBoxes(_ chosen: RoleSet, isWide: Bool = true, _ language: Language) -> HTML {
        let boxes = Role.allCases.map { role -> HTML in
            """
            <label class="opt"><input type="checkbox" name="role" value="\(role.rawValue)"\(attribute: "checked", if: chosen.contains(role))>\
            <span>\(language(.role(role)))</span></label>
            """
        }
        return """
            <fieldset><legend><h2>\(language(.roles))</h2> <span class="mut xs">\(language(.pickRole))</span></legend><div class="g\(when: isWide, " c4")">\(boxes)</div></fieldset>
            """
    }
}
