internal import Access
internal import Gateways
internal import HTTPTypes
internal import Primitives
internal import Recovery
internal import Storage
internal import Wire
internal import Workflow

/// The pages of banks and of the keys that are believed.
struct BankRoutes: Sendable {
    let console: Console

    func add(to group: Console.Group) {
        console.get(.banks, on: group) { visit in try list(visit) }
        console.post(.banks, on: group) { visit in
            try put(visit.form["code"], visit) { fault in try list(visit, values: visit.form, message: fault) }
        }
        console.get(.bankEntry(":code"), on: group) { visit in try page(visit) }
        console.post(.bankEntry(":code"), on: group) { visit in
            try put(try visit.parameter("code"), visit) { fault in try page(visit, message: fault) }
        }
        console.post(.bankKeys(":code"), on: group) { visit in try trust(visit) }
        console.post(.keyRevoke(":key"), on: group) { visit in try revoke(visit) }
    }

    private func list(_ visit: Visit, values: Form = Form(), message: Text? = nil) throws -> Answer {
        try visit.principal.permit(.manageBanks, in: nil, bank: nil)
        let (banks, keys) = try console.platform.database.read { tx in
            (try AccountTable(tx).banks(), try KeyTable(tx).all())
        }
        let counts = Dictionary(grouping: keys.filter { $0.holds(at: visit.now) }, by: \.owner).mapValues(\.count)
        let signer = console.platform.signer
        let model = BankListModel(
            banks: banks, keys: counts, ownKey: signer.key, ownPublicKey: Hexadecimal.text(signer.publicKey),
            values: values, message: message)
        let frame = try console.frame(visit, FramePlace(menu: .banks))
        return .page(
            model.html(frame, formFields: visit.formFields), status: message == nil ? .ok : .unprocessableContent)
    }

    private func page(_ visit: Visit, keyValues: Form = Form(), message: Text? = nil) throws -> Answer {
        try visit.principal.permit(.manageBanks, in: nil, bank: nil)
        let code = try visit.parameter("code")
        let (found, keys) = try console.platform.database.read { tx in
            (try AccountTable(tx).bank(code), try KeyTable(tx).keys(of: code))
        }
        guard let bank = found else { throw NotFound(code) }
        let crumbs = [Frame.MenuItem(visit.language(.banksAndKeys), Address.banks.path)]
        let frame = try console.frame(visit, FramePlace(menu: .banks, breadcrumbs: crumbs))
        let model = BankModel(bank: bank, keys: keys, keyValues: keyValues, message: message)
        return .page(
            model.html(frame, formFields: visit.formFields), status: message == nil ? .ok : .unprocessableContent)
    }

    private func put(_ code: String, _ visit: Visit, again: (Text) throws -> Answer) throws -> Answer {
        let form = visit.form
        guard let kind = Bank.Kind(rawValue: form["kind"]), let link = Bank.Link(rawValue: form["link"]) else {
            throw FormFault.unreadable
        }
        let bank = Bank(
            code: code, name: form["name"], kind: kind, link: link,
            address: form["address"].isEmpty ? nil : form["address"],
            contact: form["contact"].isEmpty ? nil : form["contact"],
            cardPrefixes: form["prefixes"].split(whereSeparator: { !$0.isNumber }).map(String.init))
        do {
            try console.platform.banks.put(bank, by: visit.principal, key: try visit.key(), at: visit.now)
            return .redirect(to: .bankEntry(code))
        } catch let error as BankRegister.Invalid {
            return try again(.bankInvalid(error))
        }
    }

    private func trust(_ visit: Visit) throws -> Answer {
        let (form, code) = (visit.form, try visit.parameter("code"))
        func again(_ message: Text) throws -> Answer { try page(visit, keyValues: form, message: message) }
        guard let bytes = Hexadecimal.bytes(form["public"]), !form["id"].isEmpty else {
            return try again(.bankInvalid(.keyLength))
        }
        let days = Int64(form["days"])
        guard form["days"].isEmpty || days.map({ (1...3650).contains($0) }) == true else {
            return try again(.number1to3650)
        }
        let key = TrustedKey(
            key: form["id"], owner: code, publicKey: bytes, validFrom: visit.now,
            validUntil: days.map { visit.now + .days($0) })
        do {
            try console.platform.banks.trust(key, by: visit.principal, key: try visit.key(), at: visit.now)
            return .redirect(to: .bankEntry(code))
        } catch let error as BankRegister.Invalid {
            return try again(.bankInvalid(error))
        }
    }

    private func revoke(_ visit: Visit) throws -> Answer {
        let name = try visit.parameter("key")
        let found = try console.platform.database.read { tx in try KeyTable(tx).find(name) }
        guard let key = found else { throw NotFound(name) }
        guard !visit.form["reason"].isEmpty else { throw Refusal.reasonMissing }
        try console.platform.banks.revoke(
            name, reason: visit.form["reason"], by: visit.principal, key: try visit.key(), at: visit.now)
        return .redirect(to: .bankEntry(key.owner))
    }
}
