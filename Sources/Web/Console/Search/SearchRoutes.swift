internal import Access
internal import Journal
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// Finds an incident by its number, an account or a name, and opens the one hit at once.
struct SearchRoutes: Sendable {
    let console: Console

    func add(to group: Console.Group) {
        console.get(.search, on: group) { visit in try search(visit) }
    }

    private func search(_ visit: Visit) throws -> Answer {
        let text = String(visit.query["q"].prefix(80))
        guard let words = SearchWords(text) else {
            return try page(SearchModel(words: "", hits: [], isCut: false, now: visit.now), visit)
        }
        let (model, first) = try console.platform.database.read { tx in try find(words, text, visit, tx) }
        if case .accountNumber = words { try record(words, visit) }
        if let first, model.hits.count == 1 { return .redirect(first) }
        return try page(model, visit)
    }

    private func page(_ model: SearchModel, _ visit: Visit) throws -> Answer {
        .page(model.html(try console.frame(visit, FramePlace(menu: nil))))
    }

    private func find(_ words: SearchWords, _ text: String, _ visit: Visit, _ tx: any Transaction) throws
        -> (SearchModel, String?)
    {
        let (found, _) = try SearchLoading(tx: tx, principal: visit.principal).find(words)
        let shown = Array(found.prefix(SearchLoading.hitsMost))
        let victims = Dictionary(grouping: try IncidentTable(tx).victims(of: shown.map(\.id)), by: \.incident)
        let hits = shown.map { incident in
            SearchModel.Hit(
                address: Address.incident(incident.id.description).path, number: incident.number,
                victim: (victims[incident.id] ?? []).map(\.name).joined(separator: "、"),
                lost: incident.flow.defrauded, reported: incident.reportedAt,
                state: visit.language(.incidentState(incident.state)))
        }
        let shownWords: String
        if case .accountNumber(let number) = words {
            shownWords = MaskedValue.Kind.accountNumber.masked(number)
        } else {
            shownWords = text
        }
        return (
            SearchModel(words: shownWords, hits: hits, isCut: found.count > shown.count, now: visit.now),
            hits.first?.address
        )
    }

    /// Who looks for a full number is in the journal; the number is not.
    private func record(_ words: SearchWords, _ visit: Visit) throws {
        let accounts = try console.platform.database.read { tx in
            try SearchLoading(tx: tx, principal: visit.principal).find(words).accounts
        }
        guard let key = IdempotencyKey("search/\(visit.freshKey)") else { throw FormFault.unreadable }
        try Reveals(console.platform.journal).recordSearch(
            found: accounts, by: visit.principal, key: key, at: visit.now)
    }
}
