internal import Access
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// A standing authority as pages show it.
struct AuthorityShown: Sendable {
    var id: String
    var unit: String
    var basis: String
    var scope: StandingAuthority.Scope
    var officers: [String]
    var from: Timestamp
    var until: Timestamp
    var reviewHours: Int64
    var maker: String
    var approver: String?
    var state: StandingAuthority.State

    static func load(_ authority: StandingAuthority, _ tx: any Transaction) throws -> AuthorityShown {
        AuthorityShown(
            id: authority.id.description, unit: try UnitTable(tx).find(authority.unit)?.name ?? authority.unit.text,
            basis: authority.basis, scope: authority.scope,
            officers: try authority.scope.officers.map { try Person.name(of: $0, tx) }, from: authority.validFrom,
            until: authority.validUntil, reviewHours: authority.reviewWithin.wholeSeconds / 3600,
            maker: try Person.name(of: authority.maker, tx),
            approver: try authority.approver.map { try Person.name(of: $0, tx) }, state: authority.state)
    }

    /// All of its words, for who approves it.
    func html(_ now: Timestamp, _ language: Language) -> HTML {
        """
        <dl class="kv"><dt>\(language(.unitWord))</dt><dd>\(unit)</dd><dt>\(language(.lawBasis))</dt><dd>\(basis)</dd>\
        <dt>\(language(.scopeWord))</dt><dd>\(scopeWords(language))</dd><dt>\(language(.namedOfficers))</dt><dd>\(officers.joined(separator: language == .zh ? "、" : ", "))</dd>\
        <dt>\(language(.validWord))</dt><dd>\(CivilTime(from).text) — \(CivilTime(until).text)</dd>\
        <dt>\(language(.reviewUntil))</dt><dd>\(language(.hours(reviewHours)))</dd></dl>
        """
    }

    func scopeWords(_ language: Language) -> String {
        let parts: [Text?] = [
            .tiersMost(scope.tiersMost), .amountMost(scope.amountMost.description), .hubsExcluded,
            scope.includesInquiries ? .withInquiries : nil, scope.includesProtectiveHolds ? .withProtectiveHolds : nil,
        ]
        return parts.compactMap { $0.map { language($0) } }.joined(separator: language == .zh ? "，" : ", ")
    }
}

/// The standing authorities: what holds, what is proposed, and a form to propose one.
struct AuthorityList: Sendable {
    struct Proposal: Sendable, Equatable {
        var basis = ""
        var tiers = "3"
        var amount = ""
        var from = ""
        var until = ""
        var inquiries = true
        var holds = false
        var officers: [String] = []
    }

    static let most = 100

    var authorities: [AuthorityShown]
    var people: [Field.Option]
    var mayPropose: Bool
    var mayRevoke: Bool
    var proposal: Proposal
    var errors: [(field: String, words: String)]
    var done: String
    var hiddenFields: HTML
    var now: Timestamp
    var language: Language

    func html(in frame: Frame) -> HTML {
        frame.page(
            title: language(.authoritiesTitle),
            """
            \(frame.heading("\(language(.authoritiesTitle))", facts: "<span>\(language(.authoritiesHint))</span>"))\(HTML.done(done, language))
            \(HTML.errorList(errors, language))<div class="rail"><section class="panel" aria-label="\(language(.authoritiesTitle))">\
            \(authorities.isEmpty ? HTML.empty(language(.noAuthorities)) : table)</section>
            \(when: mayPropose, form)</div>
            """)
    }

    private var table: HTML {
        .table(
            language(.authoritiesTitle), layout: "rw",
            columns: [
                Column(language(.scopeWord)), Column(language(.namedOfficers)), Column(language(.lawBasis)),
                Column(language(.validWord)), Column(language(.maker)), Column(language(.stateHeading)),
            ], rows: authorities.map(row))
    }

    private func row(_ one: AuthorityShown) -> HTML {
        let people = one.officers.joined(separator: language == .zh ? "、" : ", ")
        return """
            <tr data-row><th scope="row">\(one.scopeWords(language))<small>\(one.unit)</small></th><td>\(people)</td><td>\(one.basis)</td>\
            <td>\(one.from.moment(asOf: now)) — \(one.until.moment(asOf: now))</td><td>\(one.maker)<small>\(one.approver)</small></td>\
            <td>\(state(one))\(when: mayRevoke && one.state == .approved && one.until > now, revoke(one))</td></tr>
            """
    }

    private func state(_ one: AuthorityShown) -> HTML {
        switch one.state {
        case .proposed: .tag(language(.authorityProposed), .warn, icon: .pair)
        case .approved:
            one.until <= now
                ? .tag(language(.authorityEnded), .quiet)
                : one.from > now
                    ? .tag(language(.authorityLater), .plain) : .tag(language(.authorityInForce), .back, icon: .ok)
        case .returned: .tag(language(.authorityReturned), .quiet)
        case .revoked: .tag(language(.authorityRevoked), .quiet)
        }
    }

    private func revoke(_ one: AuthorityShown) -> HTML {
        """
        <details><summary>\(language(.revokeAct))</summary><form method="post" action="\(address: Address.authorityRevoke(one.id).path)" class="acts2">\
        \(hiddenFields)<input class="f" name="reason" required placeholder="\(language(.reasonLabel))" aria-label="\(language(.reasonLabel))">\
        \(HTML.submit(language(.revokeAct), tone: .danger))</form></details>
        """
    }

    private var form: HTML {
        let fields = [
            Field(
                "basis", language(.lawBasis), value: proposal.basis, placeholder: language(.basisHint), isRequired: true
            ),
            Field("tiers", language(.tiersLabel), value: proposal.tiers, control: .digits, isRequired: true),
            Field("amount", language(.amountMostLabel), value: proposal.amount, isRequired: true),
            Field("from", language(.validFromLabel), value: proposal.from, placeholder: language(.nowIfEmpty)),
            Field(
                "until", language(.validUntilLabel), value: proposal.until, placeholder: "2026-06-30 24:00",
                isRequired: true),
        ]
        let officers = people.map { person -> HTML in
            """
            <label class="opt"><input type="checkbox" name="officer" value="\(person.value)"\
            \(attribute: "checked", if: proposal.officers.contains(person.value))><span>\(person.words)</span></label>
            """
        }
        return """
            <form class="panel" method="post" action="\(address: Address.authorities.path)" data-submit>\(hiddenFields)<header><h2>\(language(.proposeAuthority))</h2></header>
            <div class="fs"><div class="g c4">\(fields.map { $0.html(language) })</div></div>
            <fieldset class="fs"><legend><h2>\(language(.namedOfficers))</h2></legend><div class="g c4o" id="f-officer">\(officers)</div></fieldset>
            <div class="fs"><label><input type="checkbox" name="inquiries" value="yes"\(attribute: "checked", if: proposal.inquiries)> \(language(.withInquiries))</label>　\
            <label><input type="checkbox" name="holds" value="yes"\(attribute: "checked", if: proposal.holds)> \(language(.withProtectiveHolds))</label></div>
            <div class="bfoot"><span class="xs sec">\(language(.proposalNeedsSecond))</span><div class="endx">\
            \(HTML.submit(language(.submitForReview), key: "Ctrl Enter", tone: .accent))</div></div></form>
            """
    }
}
