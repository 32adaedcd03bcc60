internal import Access
internal import FundTracing
internal import HTTPTypes
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// An incident's pages: the whole, one account, missing facts, evidence.
struct IncidentRoutes: Sendable {
    let console: Console

    func add(to group: Console.Group) {
        console.get(.incident(":id"), on: group) { visit in try page(visit) }
        console.get(.incidentAccount(":id", ":account"), on: group) { visit in try account(visit) }
        console.get(.incidentFacts(":id"), on: group) { visit in try facts(visit, problems: []) }
        console.post(.incidentFacts(":id"), on: group) { visit in try addFacts(visit) }
        console.post(.evidence(.upload(":id")), on: group) { visit in try addEvidence(visit) }
        console.get(.evidence(.file(":id", ":file")), on: group) { visit in try evidence(visit) }
    }

    // MARK: the page

    private func page(_ visit: Visit) throws -> Answer {
        let look = Look(rule: visit.query["rule"], view: visit.query["view"])
        let making = try making(visit, try visit.id(), look)
        if let other = making.incident.joinedTo { return .redirect(to: .incident(other.description)) }
        let model = try model(making)
        let frame = try frame(visit, making, live: "incident/\(model.id)/\(look.text)")
        return .page(IncidentPage(model, visit.language).html(frame))
    }

    /// How somebody looks at an incident: by which rule, as picture or table.
    struct Look {
        var rule: FundTracing.Rule
        var showsTable: Bool

        init(rule: String, view: String) {
            self.rule = FundTracing.Rule(rawValue: rule) ?? .fifo
            showsTable = view == "table"
        }

        var text: String { "\(rule.rawValue)/\(showsTable ? "table" : "picture")" }
    }

    func making(_ visit: Visit, _ id: IncidentID, _ look: Look) throws -> IncidentModelMaking {
        let rules = console.platform.rules
        let snapshot = try console.platform.database.read { tx in
            try IncidentSnapshot.load(
                id, rule: look.rule, by: visit.principal, at: visit.now, rules: rules, in: tx)
        }
        return IncidentModelMaking(
            snapshot: snapshot, principal: visit.principal, language: visit.language, formFields: visit.formFields,
            showsTable: look.showsTable, rule: look.rule, opened: Set(visit.query.all("open")),
            earlierOrder: look.rule == .fifo ? console.flowOrders.last(of: id) : [])
    }

    func making(_ visit: Visit) throws -> IncidentModelMaking {
        try making(visit, try visit.id(), Look(rule: "", view: ""))
    }

    /// The whole page's model; the order of its picture is kept for the next look.
    private func model(_ making: IncidentModelMaking) throws -> IncidentModel {
        var model = making.model()
        model.ledger = try LedgerRoutes(console: console).making(making)?.few()
        if model.rule == .fifo, let picture = model.picture {
            console.flowOrders.keep(picture.order, of: making.incident.id)
        }
        return model
    }

    func frame(_ visit: Visit, _ making: IncidentModelMaking, live: String? = nil, isBelow: Bool = false) throws
        -> Frame
    {
        let language = visit.language
        let home = Frame.MenuItem(language(.board), Address.board.path)
        let parent = Frame.MenuItem(making.incident.number, Address.incident(making.id).path)
        let keys: [Frame.KeyHint] = [
            .init("F", words: language(.keyPicture)), .init("O", words: language(.keyOrders)),
            .init("T", words: language(.keyTable)),
        ]
        let ends = making.revealed.values.max()
        let watermark = ends.map { _ in "\(visit.user.name) \(visit.user.staffNumber) \(CivilTime(visit.now).text)" }
        return try console.frame(
            visit,
            FramePlace(
                menu: .board, breadcrumbs: isBelow ? [home, parent] : [home], keys: isBelow ? [] : keys, live: live,
                watermark: watermark))
    }

    /// What changes on a page that is being looked at.
    static func fragments(_ console: Console, _ visit: Visit, _ argument: String, _ change: LiveChange) throws
        -> [Fragment]
    {
        let parts = argument.split(separator: "/").map(String.init)
        guard parts.count == 3, let id = IncidentID(parts[0]) else { throw NotFound(argument) }
        guard change.touches(id) else { return [] }
        let routes = IncidentRoutes(console: console)
        let making = try routes.making(visit, id, Look(rule: parts[1], view: parts[2]))
        let model = try routes.model(making)
        return IncidentPage(model, visit.language).fragments(try routes.frame(visit, making))
    }

    // MARK: one account

    private func account(_ visit: Visit) throws -> Answer {
        let making = try making(visit)
        let model = try making.account(try visit.id("account"))
        return .page(AccountPage(model, visit.language).html(try frame(visit, making, isBelow: true)))
    }

    // MARK: facts

    private func facts(_ visit: Visit, problems: [FieldProblem]) throws -> Answer {
        let making = try making(visit)
        try visit.principal.permit(.editIncident, in: making.incident.unit, bank: nil)
        let form = FactsForm(making: making, form: visit.form, problems: problems)
        let page = FactsPage(form.model(), visit.language).html(try frame(visit, making, isBelow: true))
        return .page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private func addFacts(_ visit: Visit) throws -> Answer {
        let making = try making(visit)
        let form = FactsForm(making: making, form: visit.form, problems: [])
        let (transfers, ids) = try form.entered()
        guard !transfers.isEmpty else { return .redirect(to: .incident(making.id)) }
        do {
            try console.platform.incidents.addFacts(
                transfers, completing: ids, to: making.incident.id, by: visit.principal, key: try visit.key(),
                at: visit.now)
        } catch let error as Problems {
            return try facts(visit, problems: form.placed(error.all))
        }
        return .redirect(to: .incident(making.id))
    }

    // MARK: evidence

    private func addEvidence(_ visit: Visit) throws -> Answer {
        let id: IncidentID = try visit.id()
        guard let file = visit.form.file("file") else {
            throw Problems([FieldProblem("evidence", .required)])
        }
        try console.platform.database.read { tx in
            guard let incident = try IncidentTable(tx).find(id) else { throw NotFound(id) }
            try visit.principal.permit(.editIncident, in: incident.unit, bank: nil)
        }
        _ = try console.platform.evidence.add(
            EvidenceFile(name: file.name, content: file.bytes), to: id, by: visit.principal, key: try visit.key(),
            at: visit.now)
        return .redirect(Address.incident(id.description).path + "#evidence")
    }

    private func evidence(_ visit: Visit) throws -> Answer {
        let (id, file): (IncidentID, EvidenceID) = (try visit.id(), try visit.id("file"))
        return try console.platform.database.read { tx in
            guard let incident = try IncidentTable(tx).find(id) else { throw NotFound(id) }
            try visit.principal.permit(.readIncident, in: incident.unit, bank: nil)
            guard let evidence = try EvidenceTable(tx).find(file), evidence.incident == id,
                let content = try EvidenceTable(tx).content(of: file)
            else { throw NotFound(file) }
            return .file(content, name: evidence.name, mediaType: evidence.mediaType)
        }
    }
}
