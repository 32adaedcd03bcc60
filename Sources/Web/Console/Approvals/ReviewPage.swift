internal import Access
internal import Journal
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// What went out under a standing authority and waits for its review, by incident, the nearest clock first.
struct ReviewList: Sendable {
    struct Row: Sendable {
        var id: String
        var what: Text
        var account: AccountShown?
        var sum: Money?
        var officer: String
        var due: Timestamp
        var isOwn: Bool
    }

    struct Group: Sendable {
        var incident: String
        var about: String
        var rows: [Row]
    }

    static let most = 200

    var groups: [Group]
    var done: String
    var hiddenFields: HTML
    var now: Timestamp
    var language: Language

    func html(in frame: Frame) -> HTML {
        frame.page(
            title: language(.reviewsTitle),
            """
            \(frame.heading("\(language(.reviewsTitle))", facts: "<span>\(language(.reviewsHint))</span>"))\(HTML.done(done, language))
            \(groups.isEmpty ? "<section class=\"panel\">\(HTML.empty(language(.noReviews)))</section>" : ("<div class=\"rail\">\(groups.map(panel))</div>" as HTML))
            """)
    }

    /// One incident's acts as one form: they are confirmed together, or some of them.
    private func panel(_ group: Group) -> HTML {
        let open = group.rows.filter { !$0.isOwn }.count
        let columns = [
            Column(language(.confirmWord)), Column(language(.whatWentOut)), Column(language(.account)),
            Column(language(.sumInYuan), isNumber: true), Column(language(.officerWord)),
            Column(language(.reviewUntil), isNumber: true),
        ]
        return """
            <form class="panel" method="post" action="\(address: Address.reviews.path)">\(hiddenFields)<header><h2><a href="\(address: Address.incident(group.incident).path)">\(group.about)</a></h2></header>\
            \(HTML.table(group.about, layout: "rw", columns: columns, rows: group.rows.map(row)))\(when: open > 0, acts(open))</form>
            """
    }

    private func acts(_ count: Int) -> HTML {
        """
        <div class="bfoot"><input class="f" name="reason" aria-label="\(language(.remarkOrObjection))" placeholder="\(language(.remarkOrObjection))">\
        <div class="endx"><button class="btn bad" name="decision" value="object">\(language(.objectAct))</button>\
        <button class="btn pri" name="decision" value="confirm">\(language(.confirmTicked))</button></div></div>
        """
    }

    private func row(_ row: Row) -> HTML {
        let box: HTML =
            row.isOwn
            ? "<span class=\"mut\">\(language(.ownNeedsAnother))</span>"
            : #"<input type="checkbox" name="review" value="\#(row.id)" checked aria-label="\#(language(row.what))">"#
        return """
            <tr data-row><td>\(box)</td><th scope="row">\(language(row.what))</th><td>\(row.account?.cell)</td>\(HTML.moneyCell(row.sum, language))\
            <td>\(row.officer)</td><td class="num">\(HTML.legalClock(until: row.due, asOf: now, language))</td></tr>
            """
    }
}

extension ReviewList {
    static func load(_ platform: Platform, _ visit: Visit) throws -> ReviewList {
        try visit.principal.permit(.readIncident, in: nil, bank: nil)
        return try platform.database.read { tx in
            let reviews = try visible(tx, visit)
            let incidents = reviews.map(\.incident).reduce(into: [IncidentID]()) { list, id in
                if !list.contains(id) { list.append(id) }
            }
            let names = try Names(reviews, incidents, tx)
            let byIncident = Dictionary(grouping: reviews, by: \.incident)
            let groups = incidents.map { id in
                Group(
                    incident: id.description, about: names.abouts[id] ?? id.description,
                    rows: (byIncident[id] ?? []).map { row($0, names, visit) })
            }
            return ReviewList(
                groups: groups, done: visit.query["done"], hiddenFields: visit.formFields, now: visit.now,
                language: visit.language)
        }
    }

    static func count(_ tx: any Transaction, _ visit: Visit) throws -> Int64 {
        guard visit.principal.allows(.reviewUnderAuthority), let own = visit.principal.unit else { return 0 }
        return try AuthorityTable(tx).countWaitingReviews(under: own, besides: visit.principal.actor.id)
    }

    /// Reviews of the incidents that this person reaches, if he reviews at all.
    private static func visible(_ tx: any Transaction, _ visit: Visit) throws -> [AuthorityReview] {
        guard visit.principal.allows(.reviewUnderAuthority), let own = visit.principal.unit else { return [] }
        return try AuthorityTable(tx).waitingReviews(under: own, limit: most)
    }

    private static func row(_ review: AuthorityReview, _ names: Names, _ visit: Visit) -> Row {
        let what: Text =
            if InquiryID(review.measure) != nil {
                .orderInquiry
            } else if ProtectiveHoldID(review.measure) != nil { .orderProtectiveHold } else { .orderStop }
        return Row(
            id: review.id.description, what: what, account: names.accounts[review.id],
            sum: names.sums[.init(measure: review.measure, incident: review.incident)],
            officer: names.officers[review.officer] ?? review.officer, due: review.due,
            isOwn: review.officer == visit.principal.actor.id)
    }

    /// What the reviews of one page are about.
    private struct Names {
        struct Share: Hashable {
            let measure: String
            let incident: IncidentID
        }

        private(set) var abouts: [IncidentID: String] = [:]
        private(set) var accounts: [ReviewID: AccountShown] = [:]
        private(set) var sums: [Share: Money] = [:]
        private(set) var officers: [String: String] = [:]

        init(_ reviews: [AuthorityReview], _ incidents: [IncidentID], _ tx: any Transaction) throws {
            let victims = try IncidentTable(tx).victims(of: incidents)
            let first = Dictionary(victims.map { ($0.incident, $0.name) }, uniquingKeysWith: { first, _ in first })
            for incident in try IncidentTable(tx).find(incidents) {
                abouts[incident.id] = "\(incident.number)　\(first[incident.id] ?? "")"
            }
            let ids = try AuthorityTable(tx).accounts(of: reviews.map(\.id))
            let shown = try AccountShown.load(Array(ids.values), tx)
            accounts = ids.compactMapValues { shown[$0] }
            for claim in try StopPaymentTable(tx).claims(on: reviews.compactMap { StopPaymentID($0.measure) }) {
                sums[Share(measure: claim.stop.description, incident: claim.incident)] = claim.traced
            }
            for officer in Set(reviews.map(\.officer)) { officers[officer] = try Person.name(of: officer, tx) }
        }
    }
}
