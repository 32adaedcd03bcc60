internal import Access
internal import HTTPTypes
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// The pages of users: list, add, roles, password, disable.
struct UserRoutes: Sendable {
    let console: Console

    private static let pageSize = 50
    private static let unitsMax = 2000

    func add(to group: Console.Group) {
        console.get(.users, on: group) { visit in try list(visit) }
        console.get(.newUser, on: group) { visit in try newUser(visit, values: visit.query) }
        console.post(.newUser, on: group) { visit in try addUser(visit) }
        console.get(.user(":id"), on: group) { visit in try page(visit, of: try user(visit)) }
        console.post(.userRoles(":id"), on: group) { visit in try setRoles(visit) }
        console.post(.userPassword(":id"), on: group) { visit in try resetPassword(visit) }
        console.post(.userState(":id"), on: group) { visit in try setState(visit) }
    }

    // MARK: list

    private func list(_ visit: Visit) throws -> Answer {
        try visit.principal.permit(.manageUsers, in: nil, bank: nil)
        let model = try console.platform.database.read { tx in try load(visit, tx) }
        let place = FramePlace(menu: .users, keys: [.init("N", words: visit.language(.newUser))])
        return .page(model.html(try console.frame(visit, place)))
    }

    private func load(_ visit: Visit, _ tx: any Transaction) throws -> UserListModel {
        let places = try options(visit, tx)
        let place = visit.query["place"].isEmpty ? visit.principal.unit?.text ?? "" : visit.query["place"]
        let after = try UserID(visit.query["after"]).map { try UserTable(tx).require($0) }
        let affiliation = try affiliation(place, tx)
        try visit.principal.permit(.manageUsers, in: affiliation.unit, bank: nil)
        let users = try users(of: affiliation, after: after, tx)
        let shown = users.prefix(Self.pageSize)
        let names = Dictionary(places.map { ($0.value, $0.words.trimmed) }) { first, _ in first }
        var groups: [UserListModel.Group] = []
        for user in shown {
            let code = user.affiliation.code
            let title = names[code] ?? code
            if groups.last?.title != title { groups.append(.init(title: title, users: [])) }
            groups[groups.count - 1].users.append(user)
        }
        let next = users.count > Self.pageSize ? shown.last?.id.description : nil
        return UserListModel(
            places: places, place: place, groups: groups,
            first: after == nil ? nil : Address.users.with(["place": place]),
            next: next.map { Address.users.with(["place": place, "after": $0]) })
    }

    private func users(of place: Affiliation, after: User?, _ tx: any Transaction) throws -> [User] {
        switch place {
        case .unit(let code): try UserTable(tx).list(under: code, after: after, limit: Self.pageSize + 1)
        case .bank(let code): try UserTable(tx).list(bank: code, after: after, limit: Self.pageSize + 1)
        }
    }

    /// The units in reach, each as deep as it stands in the tree, then the banks.
    private func options(_ visit: Visit, _ tx: any Transaction) throws -> [Field.Option] {
        guard let top = visit.principal.unit else { return [] }
        let units = try UnitTable(tx).list(under: top, after: nil, limit: Self.unitsMax)
        let banks = try AccountTable(tx).banks()
        return units.map { unit in
            Field.Option(
                unit.code.text,
                String(repeating: "　", count: unit.code.level.rawValue - top.level.rawValue) + unit.name)
        } + banks.map { Field.Option($0.code, $0.name) }
    }

    /// Units and banks both have codes of twelve digits; a registered bank's code is a bank.
    private func affiliation(_ code: String, _ tx: any Transaction) throws -> Affiliation {
        if let bank = try AccountTable(tx).bank(code) { return .bank(bank.code) }
        do { return .unit(try UnitCode(code)) } catch { throw NotFound(code) }
    }

    // MARK: one user

    private func newUser(_ visit: Visit, values: Form, message: Text? = nil) throws -> Answer {
        try visit.principal.permit(.manageUsers, in: nil, bank: nil)
        let places = try console.platform.database.read { tx in try options(visit, tx) }
        let temporary =
            values["temporary"].isEmpty ? console.access.secrets.temporaryPassword() : values["temporary"]
        let model = NewUserModel(values: values, places: places, message: message, temporary: temporary)
        let html = model.html(try frame(visit), formFields: visit.formFields)
        return .page(html, status: message == nil ? .ok : .unprocessableContent)
    }

    private func addUser(_ visit: Visit) throws -> Answer {
        let form = visit.form
        do {
            let place = try console.platform.database.read { tx in try affiliation(form["place"], tx) }
            let new = NewUser(
                login: try LoginName(form["login"]), name: form["name"], staffNumber: form["number"],
                affiliation: place, roles: try roles(in: form))
            let user = try console.access.users.add(
                new, password: form["temporary"], by: visit.principal, key: try visit.key(), at: visit.now)
            return try page(visit, of: user, password: form["temporary"])
        } catch {
            let fault = ErrorResponse(error)
            guard fault.status == .unprocessableContent else { throw error }
            return try newUser(visit, values: form, message: fault.words)
        }
    }

    private func user(_ visit: Visit) throws -> User {
        let id: UserID = try visit.id()
        let user = try console.platform.database.read { tx in try UserTable(tx).require(id) }
        try visit.principal.permit(.manageUsers, in: user.affiliation.unit, bank: nil)
        return user
    }

    private func page(_ visit: Visit, of user: User, password: String? = nil) throws -> Answer {
        let place = try console.platform.database.read { tx in
            switch user.affiliation {
            case .unit(let code): try UnitTable(tx).find(code)?.name ?? code.text
            case .bank(let code): try AccountTable(tx).bank(code)?.name ?? code
            }
        }
        let model = UserModel(
            user: user, place: place, isOwn: user.id == visit.user.id, password: password,
            temporary: console.access.secrets.temporaryPassword())
        return .page(model.html(try frame(visit), formFields: visit.formFields))
    }

    private func setRoles(_ visit: Visit) throws -> Answer {
        let user = try user(visit)
        try console.access.users.setRoles(
            try roles(in: visit.form), of: user.id, by: visit.principal, key: try visit.key(), at: visit.now)
        return .redirect(to: .user(user.id.description))
    }

    private func resetPassword(_ visit: Visit) throws -> Answer {
        let user = try user(visit)
        let temporary = visit.form["temporary"]
        try console.access.users.resetPassword(
            of: user.id, to: temporary, by: visit.principal, key: try visit.key(), at: visit.now)
        return try page(visit, of: try self.user(visit), password: temporary)
    }

    private func setState(_ visit: Visit) throws -> Answer {
        let user = try user(visit)
        guard let state = User.State(rawValue: visit.form["state"]) else { throw FormFault.unreadable }
        let users = console.access.users
        switch state {
        case .active: try users.enable(user.id, by: visit.principal, key: try visit.key(), at: visit.now)
        case .disabled: try users.disable(user.id, by: visit.principal, key: try visit.key(), at: visit.now)
        }
        return .redirect(to: .user(user.id.description))
    }

    private func roles(in form: Form) throws -> RoleSet {
        RoleSet(
            try form.all("role").map { name in
                guard let role = Role(rawValue: name) else { throw FormFault.unreadable }
                return role
            })
    }

    private func frame(_ visit: Visit) throws -> Frame {
        let crumbs = [Frame.MenuItem(visit.language(.users), Address.users.path)]
        return try console.frame(visit, FramePlace(menu: .users, breadcrumbs: crumbs))
    }
}

extension Affiliation {
    /// The code of the unit or of the bank.
    var code: String { unit?.text ?? bank ?? "" }
}
