internal import Access
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// An incident's money in the whole ledger, where one is configured; without one there is no such page.
struct LedgerRoutes: Sendable {
    let console: Console

    private var incidents: IncidentRoutes { IncidentRoutes(console: console) }

    func add(to group: Console.Group) {
        console.get(.incidentLedger(":id"), on: group) { visit in try page(visit) }
    }

    /// Nil where no ledger is configured.
    func making(_ incident: IncidentModelMaking) throws -> LedgerModelMaking? {
        guard let folder = console.platform.ledger else { return nil }
        let (id, rules) = (incident.incident.id, incident.snapshot.rules)
        let sight = try console.platform.database.read { tx in
            try LedgerTracer.sight(of: id, in: folder, rules: rules, tx)
        }
        return LedgerModelMaking(sight: sight, incident: incident)
    }

    private func page(_ visit: Visit) throws -> Answer {
        let incident = try incidents.making(visit)
        guard let making = try making(incident) else { throw NotFound(incident.id) }
        let opening = try opening(visit)
        let language = visit.language
        guard let list = making.list(opening) else {
            return .page(LedgerPage(making.model(), language).html(try frame(visit, making, isList: false)))
        }
        return .page(LedgerListPage(list, language).html(try frame(visit, making, isList: true)))
    }

    private func opening(_ visit: Visit) throws -> LedgerOpening {
        func value(_ name: String) -> String? { visit.query[name].isEmpty ? nil : visit.query[name] }
        let tier = value("tier")
        guard let tier else {
            return LedgerOpening(isFree: value("free") != nil, after: value("after"))
        }
        guard let number = Int(tier), number > 0 else { throw NotFound(tier) }
        return LedgerOpening(tier: number, bank: value("bank"), isFree: value("free") != nil, after: value("after"))
    }

    private func frame(_ visit: Visit, _ making: LedgerModelMaking, isList: Bool) throws -> Frame {
        var frame = try incidents.frame(visit, making.incident, isBelow: true)
        if isList { frame.breadcrumbs.append(Frame.MenuItem(visit.language(.wholeLedger), making.address())) }
        return frame
    }
}
