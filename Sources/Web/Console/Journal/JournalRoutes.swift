internal import Access
internal import Journal
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// The page of the journal.
struct JournalRoutes: Sendable {
    let console: Console

    func add(to group: Console.Group) {
        console.get(.journal, on: group) { visit in
            try visit.principal.permit(.readJournal, in: nil, bank: nil)
            let model = try JournalLoading(visit: visit).load(from: console.platform.database)
            return .page(model.html(try console.frame(visit, FramePlace(menu: .journal))))
        }
    }
}

/// Reads one page of the journal as far as this person may see it.
struct JournalLoading: Sendable {
    let visit: Visit

    static let pageSize = 50
    /// Entries looked through for one page, where most are out of the reader's reach.
    static let lookedThroughMax = 1000

    func load(from database: any Database) throws -> JournalModel {
        let verdict = visit.query["check"].isEmpty ? nil : try Chain.verify(database)
        return try database.read { tx in
            let number = visit.query["incident"]
            let incident = try number.isEmpty ? nil : incident(number, tx)
            let before = EntryID(visit.query["before"])
            let (entries, end) = try entries(of: incident, before: before, tx)
            let names = ActorNames(tx)
            let table = EntryTable(tx)
            return JournalModel(
                lines: try entries.map { entry in
                    JournalModel.Line(
                        entry: entry, actor: try names.name(of: entry.actor, visit.language),
                        incident: try incidentNumber(entry, tx))
                },
                incident: number, chained: try table.head().number, tail: try table.tailCount(), verdict: verdict,
                first: before == nil ? nil : Address.journal.with(["incident": number]),
                next: end.map { Address.journal.with(["incident": number, "before": $0.description]) })
        }
    }

    private func incident(_ number: String, _ tx: any Transaction) throws -> Incident {
        let table = IncidentTable(tx)
        guard let incident = try IncidentID(number).flatMap({ try table.find($0) }) ?? table.find(number: number) else {
            throw NotFound(number)
        }
        try visit.principal.permit(.readJournal, in: incident.unit, bank: nil)
        return incident
    }

    /// What can be seen of the next entries, and where the page after it begins.
    private func entries(of incident: Incident?, before: EntryID?, _ tx: any Transaction) throws -> ([Entry], EntryID?)
    {
        var (found, last, looked) = ([Entry](), before, 0)
        while found.count < Self.pageSize, looked < Self.lookedThroughMax {
            let page = try page(of: incident, before: last, tx)
            for entry in page {
                (last, looked) = (entry.id, looked + 1)
                if try isInReach(entry, tx) { found.append(entry) }
                if found.count == Self.pageSize { return (found, last) }
            }
            if page.count < Self.pageSize { return (found, nil) }
        }
        return (found, last)
    }

    private func page(of incident: Incident?, before: EntryID?, _ tx: any Transaction) throws -> [Entry] {
        let table = EntryTable(tx)
        guard let incident else { return try table.newest(before: before, limit: Self.pageSize) }
        return try table.about(topic: incident.id.description, before: before, limit: Self.pageSize)
    }

    /// What belongs to an incident is seen by those whose unit reaches it; all else by administrators and auditors.
    private func isInReach(_ entry: Entry, _ tx: any Transaction) throws -> Bool {
        if let id = entry.topic.flatMap({ IncidentID($0) }), let incident = try IncidentTable(tx).find(id) {
            return visit.principal.unit?.contains(incident.unit) ?? false
        }
        return visit.principal.roles.contains(.administrator) || visit.principal.roles.contains(.auditor)
    }

    private func incidentNumber(_ entry: Entry, _ tx: any Transaction) throws -> String? {
        try entry.topic.flatMap { IncidentID($0) }.flatMap { try IncidentTable(tx).find($0)?.number }
    }
}

/// The names behind the actors of a journal.
struct ActorNames {
    private let tx: any Transaction

    init(_ tx: any Transaction) { self.tx = tx }

    func name(of actor: Actor, _ language: Language) throws -> String {
        switch actor.kind {
        case .user: try UserID(actor.id).flatMap { try UserTable(tx).find($0)?.name } ?? actor.id
        case .bank: try AccountTable(tx).bank(actor.id)?.name ?? actor.id
        case .client: actor.id
        case .system: "\(language(.systemActor)) \(actor.id)"
        }
    }
}
