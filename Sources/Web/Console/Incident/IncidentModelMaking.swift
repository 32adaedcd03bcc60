internal import Access
internal import FundTracing
internal import Jurisdiction
internal import Primitives
internal import Recovery

/// Makes the page's model out of the records, for one reader.
struct IncidentModelMaking {
    let snapshot: IncidentSnapshot
    let principal: Principal
    let language: Language
    let formFields: HTML
    let showsTable: Bool
    let rule: FundTracing.Rule
    /// The folded cards that the reader unfolded.
    let opened: Set<String>
    let earlierOrder: [String]

    var incident: Incident { snapshot.incident }
    var id: String { incident.id.description }
    var now: Timestamp { snapshot.now }

    func model() -> IncidentModel {
        var picture = rule.conserves ? folded(drawing.picture(earlierOrder: earlierOrder)) : nil
        picture?.counted = snapshot.counted
        let next = nextAct
        return IncidentModel(
            id: id, number: incident.number, victim: snapshot.victimNames(language),
            lost: snapshot.money.sums.defrauded,
            type: typeName, state: stateName, golden: golden, facts: facts, next: next, acts: acts(beside: next),
            picture: picture, showsTable: showsTable, tableAddress: look(rule, table: true),
            pictureAddress: look(rule, table: false), rules: rules, rule: rule, touched: touched,
            orders: snapshot.standings.map(order), inquiries: inquiries, holds: holds,
            timeline: Array(history.lines(snapshot.entries).prefix(Self.linesMost)), missing: missing.map(\.words),
            factsAddress: may(.editIncident) ? Address.incidentFacts(id).path : nil, evidence: evidence,
            uploadAddress: may(.editIncident) ? Address.evidence(.upload(id)).path : nil, aids: aids,
            aidAddress: principal.allows(.applyForAid) ? Address.aiding(.apply(id)).path : nil, formFields: formFields,
            now: now)
    }

    /// How many lines of the timeline a page tells; the journal has them all.
    static let linesMost = 80

    func may(_ act: Act) -> Bool { incident.state == .open && principal.allows(act) }

    func codeName(_ code: String) -> String {
        let name = snapshot.rules.code(code, in: .businessResults)?.name
        return name.map { language == .zh ? $0.zh : $0.en } ?? code
    }

    // MARK: head

    private var typeName: String {
        let name = incident.fraudType.flatMap { snapshot.rules.code($0, in: .fraudTypes)?.name }
        return name.map { language == .zh ? $0.zh : $0.en } ?? language(.typeNotKnown)
    }

    private var channelName: String {
        let name = snapshot.rules.code(incident.channel.rawValue, in: .channels)?.name
        return name.map { language == .zh ? $0.zh : $0.en } ?? incident.channel.rawValue
    }

    private var stateName: String? {
        switch incident.state {
        case .open: nil
        case .joined: language(.incidentJoined)
        case .closed: language(.incidentClosed)
        }
    }

    private var golden: GoldenClock { GoldenClock(reported: incident.reportedAt, firstHold: incident.firstHeldAt) }

    private var facts: [IncidentModel.Fact] {
        let last = snapshot.reports.compactMap(\.at).max()
        var facts = [
            IncidentModel.Fact(language(.reported), "\(incident.reportedAt.moment(asOf: now)) \(channelName)")
        ]
        if let last { facts.append(.init(language(.lastPayment), last.moment(asOf: now))) }
        facts.append(.init(language(.receivingUnit), snapshot.unitName))
        facts.append(.init(language(.handledBy), snapshot.people[incident.taker]?.name ?? language(.bySystem)))
        for victim in snapshot.victims { facts += identifiers(of: victim) }
        let filing = snapshot.filing.map { language(.filedAs($0.number, $0.day.description)) }
        facts.append(.init(language(.filedWord), filing ?? language(.notFiledYet)))
        let lacking = missing.count { $0.blocks }
        facts.append(
            .init(language(.fiveFacts), lacking == 0 ? "✓ " + language(.complete) : language(.factsLacking(lacking))))
        return facts
    }

    private func identifiers(of victim: Victim) -> [IncidentModel.Fact] {
        let values: [(Text, MaskedValue.Kind, String?)] = [
            (.identityNumber, .identityNumber, victim.idNumber), (.phone, .phone, victim.phone),
        ]
        return values.compactMap { label, kind, text in
            guard let text else { return nil }
            let value = MaskedValue(kind, of: victim.id)
            return .init(
                language(label), shown(text, value), isIdentifier: true, reveal: revealAddress(value))
        }
    }

    // MARK: identifiers

    /// The value as it may be seen now: masked, unless this reader gave his reason within the last minutes.
    func shown(_ text: String, _ value: MaskedValue) -> String {
        revealed[value] == nil ? value.kind.masked(text) : value.kind.grouped(text)
    }

    var revealed: [MaskedValue: Timestamp] {
        Reveals.revealed(to: principal.actor, in: snapshot.entries, at: now)
    }

    func revealAddress(_ value: MaskedValue) -> String? {
        guard principal.allows(.revealIdentifier), revealed[value] == nil else { return nil }
        return Address.reveal(id, value.kind.rawValue, value.subject).path
    }

    // MARK: missing

    var missing: [(words: String, blocks: Bool)] {
        let facts = MissingFact.list(
            victims: snapshot.victims, transfers: snapshot.reports, hasEvidence: !snapshot.evidence.isEmpty,
            isWarning: snapshot.incident.clues[Incident.warningClue] != nil)
        let isMany = snapshot.reports.count > 1
        return facts.map { fact in
            let number = isMany ? fact.transfer.map { $0 + 1 } : nil
            return (language(fact.question(transfer: number)), fact.blocksStop)
        }
    }

    // MARK: picture

    private func look(_ rule: FundTracing.Rule, table: Bool) -> String {
        Address.incident(id).with(["rule": rule == .fifo ? nil : rule.rawValue, "view": table ? "table" : nil])
    }

    private var rules: [IncidentModel.Link] {
        FundTracing.Rule.allCases.map { .init(language(.rule($0)), look($0, table: showsTable)) }
    }

    private var drawing: FundFlowTracing {
        FundFlowTracing(
            flows: snapshot.flows, standings: snapshot.standings, payers: payers, now: now, language: language,
            codeName: codeName, accountAddress: { Address.incidentAccount(id, $0.description).path })
    }

    private func folded(_ picture: FundFlowPicture) -> FundFlowPicture {
        let unfold = Address.incident(id).with(["rule": rule == .fifo ? nil : rule.rawValue, "open": "{id}"])
        return picture.folded(
            opened: opened, unfold: unfold.replacing("{id}".percentEncoded, with: ""), language)
    }

    /// One payer for each account paid from; reports without one stand under the victim's own name.
    private var payers: [FundFlowTracing.Payer] {
        let names = snapshot.reports.map(\.payerName).reduce(into: [String]()) { all, name in
            if !all.contains(name) { all.append(name) }
        }
        return names.compactMap(payer)
    }

    private func payer(_ name: String) -> FundFlowTracing.Payer? {
        let reports = snapshot.reports.filter { $0.payerName == name }
        guard let first = reports.first else { return nil }
        let account = first.payerAccount.flatMap { snapshot.payers[$0] }
        let open = reports.filter { snapshot.money.carriers[$0.id] == nil }
        return FundFlowTracing.Payer(
            id: name, holder: snapshot.victims.first { $0.id == first.victim }?.name.orDash ?? "—",
            bank: account.map { snapshot.banks[$0.bank]?.name ?? $0.bank } ?? "",
            lastFour: account.map { String($0.number.suffix(4)) } ?? "—",
            hold: first.payerAccount.flatMap { account in snapshot.holds.last { $0.account == account } },
            untraceable: open.reduce(.zero) { $0 + ($1.amount ?? .zero) }, untraceableCount: open.count,
            address: open.isEmpty ? "#holds" : Address.incidentFacts(id).path)
    }

    private var touched: [IncidentModel.Touched] {
        snapshot.money.trace.touched.map { place in
            let name =
                switch place.place {
                case .account(let key):
                    snapshot.standings.first { $0.account.id.description == key.text }.map(accountName) ?? key.text
                case .exit(let kind): language(.exitKind(kind))
                case .unexplained: language(.whereabouts)
                }
            return .init(tier: place.tier, name: name, atMost: place.atMost, first: place.firstArrival.at)
        }
    }

    func accountName(_ standing: AccountStanding) -> String {
        "\(standing.account.name ?? language(.nameNotKnown)) \(standing.bankName) \(standing.account.number.suffix(4))"
    }
}

extension MaskedValue.Kind {
    /// Only the ends; a text that is no such number shows nothing.
    func masked(_ text: String) -> String {
        do {
            switch self {
            case .accountNumber, .payeeNumber: return try BankAccountNumber(text).masked
            case .identityNumber: return try IdentityNumber(text).masked
            case .phone: return try PhoneNumber(text).masked
            }
        } catch { return "****" }
    }

    /// The whole value in groups.
    func grouped(_ text: String) -> String {
        do {
            switch self {
            case .accountNumber, .payeeNumber: return try BankAccountNumber(text).grouped
            case .identityNumber: return text
            case .phone: return try PhoneNumber(text).printed
            }
        } catch { return text }
    }
}

extension IncidentSnapshot {
    func victimNames(_ language: Language) -> String {
        victims.map(\.name).filter { !$0.isEmpty }.joined(separator: language == .zh ? "、" : ", ")
    }
}

extension String {
    fileprivate var orDash: String { isEmpty ? "—" : self }
}
