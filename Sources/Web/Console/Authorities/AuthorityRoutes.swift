internal import Access
internal import HTTPTypes
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// Standing authorities: the list, proposing one, revoking one.
struct AuthorityRoutes {
    let console: Console

    func add(to group: Console.Group) {
        console.get(.authorities, on: group) { visit in try show(visit) }
        console.post(.authorities, on: group) { visit in try propose(visit) }
        console.post(.authorityRevoke(":id"), on: group) { visit in
            try console.platform.authorities.revoke(
                try visit.id(), reason: visit.form["reason"], by: visit.principal, key: try visit.key(), at: visit.now)
            return .redirect(Address.authorities.with(["done": "revoked"]))
        }
    }

    private func show(
        _ visit: Visit, _ proposal: AuthorityList.Proposal = .init(),
        errors: [(field: String, words: String)] = [], status: Answer.Status = .ok
    ) throws -> Answer {
        let list = try AuthorityList.load(console.platform, visit, proposal, errors: errors)
        let frame = try console.frame(visit, FramePlace(menu: .authorities))
        return .page(list.html(in: frame), status: status)
    }

    private func propose(_ visit: Visit) throws -> Answer {
        let proposal = AuthorityList.Proposal(visit.form)
        let reading = ProposalReading(proposal, visit)
        guard reading.errors.isEmpty, let unit = visit.principal.unit else {
            return try show(visit, proposal, errors: reading.errors, status: .unprocessableContent)
        }
        do {
            _ = try console.platform.authorities.propose(
                reading.scope, unit: unit, basis: proposal.basis, from: reading.from, until: reading.until,
                by: visit.principal, key: try visit.key(), at: visit.now)
        } catch let error as Authorities.NotPossible {
            return try show(
                visit, proposal, errors: [("until", visit.language(.authorityNotPossible(error)))],
                status: .unprocessableContent)
        }
        return .redirect(Address.authorities.with(["done": "proposed"]))
    }
}

/// What was meant by a proposal's texts.
private struct ProposalReading {
    var scope: StandingAuthority.Scope
    var from: Timestamp
    var until: Timestamp
    var errors: [(field: String, words: String)] = []

    init(_ proposal: AuthorityList.Proposal, _ visit: Visit) {
        let now = CivilTime(visit.now)
        var wrong: [(field: String, words: String)] = []
        func time(_ text: String, _ field: String, empty: Timestamp) -> Timestamp {
            if text.isEmpty { return empty }
            do { return try TimeText.parse(text, relativeTo: now).timestamp } catch {
                wrong.append((field, visit.language(.timeNotRead(text))))
                return empty
            }
        }
        func amount(_ text: String) -> Money {
            do { return try AmountText.parse(text) } catch {
                wrong.append(("amount", visit.language(.amountNotRead(text))))
                return .zero
            }
        }
        let tiers = Int(proposal.tiers).flatMap { (1...Self.tiersMost).contains($0) ? $0 : nil }
        if tiers == nil { wrong.append(("tiers", visit.language(.tiersBetween(Self.tiersMost)))) }
        if proposal.until.isEmpty { wrong.append(("until", visit.language(.endMissing))) }
        if proposal.basis.isEmpty { wrong.append(("basis", visit.language(.basisMissing))) }
        if proposal.officers.isEmpty { wrong.append(("officer", visit.language(.officersMissing))) }
        scope = StandingAuthority.Scope(
            tiersMost: tiers ?? 1, amountMost: amount(proposal.amount), includesInquiries: proposal.inquiries,
            includesProtectiveHolds: proposal.holds, officers: proposal.officers)
        from = time(proposal.from, "from", empty: visit.now)
        until = time(proposal.until, "until", empty: visit.now)
        errors = wrong
    }

    private static let tiersMost = 12
}

extension AuthorityList.Proposal {
    init(_ form: Form) {
        self.init(
            basis: form["basis"], tiers: form["tiers"], amount: form["amount"], from: form["from"],
            until: form["until"], inquiries: form.contains("inquiries"), holds: form.contains("holds"),
            officers: form.all("officer"))
    }
}

extension AuthorityList {
    static func load(
        _ platform: Platform, _ visit: Visit, _ proposal: Proposal, errors: [(field: String, words: String)]
    ) throws -> AuthorityList {
        try visit.principal.permit(.readIncident, in: nil, bank: nil)
        guard let unit = visit.principal.unit else { throw Refusal.notYourBank }
        return try platform.database.read { tx in
            let all = try AuthorityTable(tx).all(limit: most).filter {
                unit.contains($0.unit) || $0.unit.contains(unit)
            }
            let people = try UserTable(tx).list(under: unit, after: nil, limit: 200).filter {
                $0.state == .active && $0.principal.allows(.requestStop)
            }
            let programs = try ClientTable(tx).list(under: unit, after: nil, limit: 200).filter { client in
                client.isOpen(at: visit.now) && client.principal.allows(.registerIncident)
                    && client.affiliation.unit.map(unit.contains) == true
            }
            return AuthorityList(
                authorities: try all.map { try .load($0, tx) },
                people: people.map { Field.Option($0.id.description, "\($0.name) \($0.staffNumber)") }
                    + programs.map { Field.Option($0.id.description, $0.name) },
                mayPropose: visit.principal.allows(.proposeAuthority),
                mayRevoke: visit.principal.allows(.revokeAuthority), proposal: proposal, errors: errors,
                done: visit.query["done"], hiddenFields: visit.formFields, now: visit.now, language: visit.language)
        }
    }
}
