internal import Access
internal import FundTracing
internal import Jurisdiction
internal import Primitives
internal import Recovery
internal import Wire

extension IncidentModelMaking {
    // MARK: orders

    func order(_ standing: AccountStanding) -> IncidentModel.Order {
        let value = MaskedValue(.accountNumber, of: standing.account.id)
        let isOpen =
            standing.recoverable.isPositive || standing.needsAct(at: now) || standing.stop?.state.isLive == true
            || standing.freeze?.state.isLive == true
            || standing.account.isHub
        let uses = standing.stop == nil ? nil : "\(standing.uses) / \(snapshot.rules.stopPaymentTimesMax)"
        return .init(
            account: standing.account.id.description,
            address: Address.incidentAccount(id, standing.account.id.description).path,
            tier: max(standing.flow.tier, 1),
            holder: standing.account.name ?? language(.nameNotKnown), bank: standing.bankName,
            number: shown(standing.account.number, value), reveal: revealAddress(value),
            state: standing.words(at: now, codeName: codeName, language),
            detail: standing.flow.isDecided ? language(.byDecision) + " " + detail(standing) : detail(standing),
            traced: standing.recoverable.isPositive ? standing.recoverable : standing.flow.received,
            held: standing.flow.bands.held, ends: standing.isInForce ? standing.endsAt : nil, uses: uses,
            otherClaims: standing.otherClaims, isOpen: isOpen)
    }

    private func detail(_ standing: AccountStanding) -> String {
        switch standing.state(at: now) {
        case .notPossible(let refusal): return language(.refusal(refusal))
        case .undelivered(let error): return error
        case .drafted: return standing.stop.map { language(.askedAt($0.requestedAt.moment(asOf: now))) } ?? ""
        case .held, .partlyHeld, .heldEmpty, .releasing, .ended, .refused, .waiting, .overdue: return sending(standing)
        case .hub, .awaitingStatement:
            return standing.inquiryAct.map { language(.sentAt(sentAt($0))) } ?? ""
        case .frozen(let freeze): return freezing(freeze)
        case .open, .emptied: return ""
        }
    }

    private func sending(_ standing: AccountStanding) -> String {
        guard let act = standing.stopAct else { return "" }
        guard let executed = standing.stop?.executedAt else { return language(.sentAt(sentAt(act))) }
        return language(.sentAndStopped(sentAt(act), executed.moment(asOf: now)))
    }

    private func freezing(_ freeze: Freeze) -> String {
        if let prior = freeze.prior { return language(.priorEnds) + " " + CivilTime(prior.ends).day.description }
        let until = freeze.endsAt.map { language(.ends(CivilTime($0).day.description)) }
        return [freeze.startedAt?.moment(asOf: now), until].compactMap(\.self).joined(separator: " · ")
    }

    private func sentAt(_ act: BankAct) -> String { (act.firstSentAt ?? act.createdAt).moment(asOf: now) }

    // MARK: inquiries and holds

    var inquiries: [IncidentModel.Row] {
        snapshot.standings.compactMap { standing in
            standing.inquiry.map { inquiry in
                .init(
                    name: accountName(standing), state: words(inquiry, standing.inquiryAct),
                    detail: language(.entriesFrom(inquiry.from.minute(asOf: now))))
            }
        }
    }

    private func words(_ inquiry: Inquiry, _ act: BankAct?) -> HTML {
        switch inquiry.state {
        case .draft: return .state(language(.awaitsSecondPerson), .warn, icon: .pair)
        case .answered:
            let until = inquiry.coveredUntil.map { language(.coveredUntil($0.minute(asOf: now))) }
            return .state(until ?? language(.answered), .back, icon: .ok)
        case .refused:
            let name = codeName(inquiry.refusalCode ?? "")
            return .state("\(language(.refusedByBank)) · \(name)", .danger, icon: .alert)
        case .withdrawn: return .state(language(.withdrawn), .quiet, icon: .clock)
        case .ordered:
            guard let act else { return .state(language(.awaitsAnswer), .large, icon: .wait) }
            if act.state == .dead { return .state(language(.undelivered), .danger, icon: .alert) }
            let clock = HTML.dutyClock(
                since: act.createdAt, limit: act.answerDue - act.createdAt, asOf: now, language)
            return "<span class=\"st large\">\(HTML.icon(.wait))\(language(.awaitsAnswer)) \(clock)</span>"
        }
    }

    /// Each account that a victim paid from, with its hold or the way to one.
    var holds: [IncidentModel.Row] {
        Set(snapshot.reports.compactMap(\.payerAccount)).sorted().compactMap { account in
            guard let payer = snapshot.payers[account] else { return nil }
            let hold = snapshot.holds.last { $0.account == account }
            let name = "\(payer.name ?? "") \(snapshot.banks[payer.bank]?.name ?? payer.bank) \(payer.number.suffix(4))"
            return .init(
                name: name, state: words(hold), detail: hold?.reason ?? "", acts: holdActs(account, hold))
        }
    }

    private func words(_ hold: ProtectiveHold?) -> HTML {
        switch hold?.state {
        case .draft: return .state(language(.awaitsSecondPerson), .warn, icon: .pair)
        case .ordered: return .state(language(.awaitsAnswer), .large, icon: .wait)
        case .executed, .lifting:
            let ends: HTML? = hold?.endsAt.map { .legalClock(until: $0, asOf: now, language) }
            return "\(HTML.state(language(.inForce), .back, icon: .shield)) <span class=\"term\">\(ends)</span>"
        case .refused:
            let name = codeName(hold?.refusalCode ?? "")
            return .state("\(language(.refusedByBank)) · \(name)", .danger, icon: .alert)
        case .expired: return .state(language(.stopEnded), .quiet, icon: .clock)
        case .lifted: return .state(language(.released), .quiet, icon: .ok)
        case nil, .withdrawn: return .state(language(.noProtectiveHold), .quiet, icon: .shield)
        }
    }

    private func holdActs(_ account: AccountID, _ hold: ProtectiveHold?) -> [IncidentModel.Link] {
        guard may(.requestProtectiveHold) else { return [] }
        guard let hold, hold.state.isLive else {
            return [.init(language(.askForHold), Address.protect(id, account.description).path)]
        }
        guard hold.state == .executed else { return [] }
        return [
            .init(language(.liftHold), Address.liftHold(id, hold.id.description).path),
            .init(language(.enterComplaint), Address.freezing(.complainOfHold(id, hold.id.description)).path),
            .init(language(.notice), Address.draft(.notice, about: hold.id).path),
        ]
    }

    // MARK: evidence, history

    var evidence: [IncidentModel.File] {
        snapshot.evidence.map { file in
            let who = file.addedBy.split(separator: ":").last.flatMap { snapshot.people[String($0)]?.name }
            let parts = [file.addedAt.moment(asOf: now), who ?? "", Self.size(file.size)].filter { !$0.isEmpty }
            return .init(
                name: file.name, address: Address.evidence(.file(id, file.id.description)).path,
                detail: parts.joined(separator: " · "), hash: file.hash)
        }
    }

    var aids: [IncidentModel.Row] {
        snapshot.aids.map { aid in
            let tone: Tone = aid.state == .waiting ? .warn : .quiet
            let sum = aid.amount.map { " · \($0) \(language(.yuan)) · \(aid.payer ?? "—")" } ?? ""
            let words: Text = aid.paidOn == nil ? .aidState(aid.state) : .aidPaid
            return .init(
                name: snapshot.victims.first { $0.id == aid.victim }?.name ?? "—",
                state: .state(language(words), tone, icon: aid.state == .waiting ? .clock : .doc),
                detail: aid.appliedAt.moment(asOf: now) + sum,
                acts: [.init(language(.seeAid), Address.aiding(.page(aid.id.description)).path)])
        }
    }

    private static func size(_ bytes: Int) -> String {
        bytes < 1_000_000 ? "\((bytes + 999) / 1000) KB" : "\(bytes / 1_000_000).\(bytes / 100_000 % 10) MB"
    }

    var history: IncidentHistory {
        var names = IncidentHistory.Names()
        for standing in snapshot.standings {
            let name = accountName(standing)
            names.things[standing.account.id.description] = name
            for stop in snapshot.money.stops[standing.account.id] ?? [] { add(stop.id, name, &names) }
            for inquiry in snapshot.money.inquiries[standing.account.id] ?? [] { add(inquiry.id, name, &names) }
            for freeze in snapshot.money.freezes[standing.account.id] ?? [] { add(freeze.id, name, &names) }
        }
        for hold in snapshot.holds {
            let payer = snapshot.payers[hold.account]
            add(hold.id, "\(payer?.name ?? "") \(payer?.number.suffix(4) ?? "")", &names)
        }
        for (id, person) in snapshot.people {
            names.people["user:\(id)"] = person.name
            if person.affiliation.unit != nil { names.ours.insert("user:\(id)") }
        }
        for code in snapshot.rules.codes(.businessResults) {
            names.codes[code.code] = language == .zh ? code.name.zh : code.name.en
        }
        return IncidentHistory(names: names, language: language)
    }

    private func add(_ measure: some CustomStringConvertible, _ name: String, _ names: inout IncidentHistory.Names) {
        names.things[measure.description] = name
        for act in snapshot.acts[measure.description] ?? [] { names.things[act.id.description] = name }
    }

    // MARK: acts

    /// What this reader should do first, by name.
    var nextAct: IncidentModel.Link? {
        guard incident.state == .open else { return nil }
        let decidable = snapshot.approvals.filter { $0.obstacle(for: principal, at: now) == nil }
        if let first = decidable.first {
            let lines = decidable.map(\.lines.count).reduce(0, +)
            return .init(language(.decide(lines)), Address.approval(first.id.description).path, key: "C")
        }
        let open = snapshot.acts.values.joined().filter { $0.incident == incident.id }
        let dead = open.filter { $0.state == .dead }
        if !dead.isEmpty, principal.allows(.retryDeadLetter) {
            return .init(language(.settleUndelivered(dead.count)), Address.undelivered(.list).path, key: "C")
        }
        return chase(open.filter { $0.state == .open && $0.answerDue <= now }) ?? askForFacts ?? beforeTheEnd
    }

    /// The bank that lets wait longest.
    private func chase(_ overdue: [BankAct]) -> IncidentModel.Link? {
        guard let bank = overdue.min(by: { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) })?.bank else { return nil }
        let count = overdue.count { $0.bank == bank }
        return .init(
            language(.chase(snapshot.banks[bank]?.name ?? bank, count)), Address.chase(id, bank).path, key: "C")
    }

    private var askForFacts: IncidentModel.Link? {
        guard may(.editIncident), missing.contains(where: \.blocks) else { return nil }
        return .init(language(.addFacts), Address.incidentFacts(id).path, key: "C")
    }

    /// A stop ends soon and no freeze follows it: freeze in a filed case, else lengthen it, else file the case.
    private var beforeTheEnd: IncidentModel.Link? {
        guard may(.requestStop) else { return nil }
        let warning = snapshot.rules.stopPaymentWarnBefore.max() ?? .zero
        let ending = snapshot.standings.filter { standing in
            standing.stop?.state == .executed && standing.flow.bands.held.isPositive
                && standing.freeze?.state.isLive != true
                && standing.stop?.endsAt.map { $0 - now <= warning } == true
        }
        guard let first = ending.first, let stop = first.stop else { return nil }
        if snapshot.filing != nil {
            return .init(
                language(.freezeBefore(ending.count)), Address.freezing(.freeze(id, first.account.id.description)).path,
                key: "C")
        }
        guard first.uses < snapshot.rules.stopPaymentTimesMax else {
            return .init(language(.fileCase), Address.freezing(.file(id)).path, key: "C")
        }
        return .init(language(.extendBefore(ending.count)), Address.extend(id, stop.id.description).path, key: "C")
    }

    /// What else this reader may do: what is to be done first does not stand there twice.
    func acts(beside next: IncidentModel.Link?) -> [IncidentModel.Link] {
        var links: [IncidentModel.Link] = []
        if may(.editIncident) { links.append(.init(language(.addFacts), Address.incidentFacts(id).path, key: "E")) }
        if may(.fileCase), snapshot.filing == nil {
            links.append(.init(language(.fileCase), Address.freezing(.file(id)).path, key: "L"))
        }
        return links.filter { $0.address != next?.address }
    }
}
