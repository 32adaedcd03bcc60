internal import Access
internal import HTTPTypes
internal import Primitives
internal import Storage
internal import Workflow

/// The page of units.
struct UnitRoutes: Sendable {
    let console: Console

    private static let unitsMax = 2000

    func add(to group: Console.Group) {
        console.get(.units, on: group) { visit in try page(visit, code: visit.query["code"]) }
        console.post(.units, on: group) { visit in try addUnit(visit) }
        console.post(.unitName(":code"), on: group) { visit in try change(visit) }
    }

    private func page(_ visit: Visit, code: String, values: Form = Form(), message: Text? = nil) throws -> Answer {
        try visit.principal.permit(.manageUnits, in: nil, bank: nil)
        guard let top = visit.principal.unit else { throw Refusal.notPermitted(.manageUnits) }
        let units = try console.platform.database.read { tx in
            try UnitTable(tx).list(under: top, after: nil, limit: Self.unitsMax)
        }
        let model = UnitListModel(
            units: units, top: top.level.rawValue, chosen: units.first { $0.code.text == code }, values: values,
            message: message)
        let frame = try console.frame(visit, FramePlace(menu: .units))
        return .page(
            model.html(frame, formFields: visit.formFields), status: message == nil ? .ok : .unprocessableContent)
    }

    private func addUnit(_ visit: Visit) throws -> Answer {
        let form = visit.form
        return try again(visit, code: "") {
            guard let kind = Unit.Kind(rawValue: form["kind"]) else { throw FormFault.unreadable }
            let unit = Unit(code: try UnitCode(form["code"]), name: form["name"], kind: kind)
            try console.access.units.add(unit, by: visit.principal, key: try visit.key(), at: visit.now)
        }
    }

    private func change(_ visit: Visit) throws -> Answer {
        let code: UnitCode
        do { code = try UnitCode(try visit.parameter("code")) } catch { throw NotFound(try visit.parameter("code")) }
        return try again(visit, code: code.text) {
            let telephone = visit.form["telephone"]
            try console.access.units.change(
                code, name: visit.form["name"], telephone: telephone.isEmpty ? nil : telephone, by: visit.principal,
                key: try visit.key(), at: visit.now)
        }
    }

    /// Back to the list; with what was entered and why not, where the entry was at fault.
    private func again(_ visit: Visit, code: String, _ act: () throws -> Void) throws -> Answer {
        do {
            try act()
            return .redirect(to: .units)
        } catch {
            let fault = ErrorResponse(error)
            guard fault.status == .unprocessableContent else { throw error }
            return try page(visit, code: code, values: visit.form, message: fault.words)
        }
    }
}
