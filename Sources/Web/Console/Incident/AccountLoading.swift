internal import Access
internal import FundTracing
internal import Jurisdiction
internal import Primitives
internal import Recovery
internal import Wire

extension IncidentModelMaking {
    /// How many paths of money a page tells, the largest first.
    static let pathsMost = 50

    /// Throws `NotFound` for an account that none of the incident's money reached.
    func account(_ account: AccountID) throws -> AccountModel {
        guard let standing = snapshot.standings.first(where: { $0.account.id == account }) else {
            throw NotFound(account)
        }
        let value = MaskedValue(.accountNumber, of: account)
        let chains = snapshot.money.trace.explain(AccountKey(account), IncidentKey(incident.id))
            .sorted { $1.amount < $0.amount }
        return AccountModel(
            name: accountName(standing), number: shown(standing.account.number, value), reveal: revealAddress(value),
            state: standing.words(at: now, codeName: codeName, language), incident: incident.number,
            incidentAddress: Address.incident(id).path, received: standing.flow.received, bands: standing.flow.bands,
            passedOn: standing.flow.passedOn, rule: language(.rule(rule)), inferredOpening: standing.inferredOpening,
            paths: chains.prefix(Self.pathsMost).map(path), more: max(chains.count - Self.pathsMost, 0),
            measures: measures(standing), acts: acts(on: standing), now: now)
    }

    private func path(_ chain: Chain) -> AccountModel.Path {
        AccountModel.Path(
            amount: chain.amount, fate: fateWords(chain.fate),
            hops: chain.steps.map { step in
                let from = step.parent == nil ? payerName(step) : name(step.from)
                return AccountModel.Hop(
                    from: from, to: destination(step.to), carried: chain.amount,
                    whole: snapshot.money.amounts[step.transfer] ?? step.amount, at: step.arrived.at)
            })
    }

    private func payerName(_ step: Piece) -> String {
        let report = snapshot.reports.first { snapshot.money.carriers[$0.id] == step.transfer }
        let victim = report.flatMap { report in snapshot.victims.first { $0.id == report.victim } }
        return victim.map { "\(language(.victim)) \($0.name)" } ?? language(.victim)
    }

    private func name(_ key: AccountKey?) -> String {
        guard let id = key?.id, let account = snapshot.money.accounts[id] else { return "—" }
        let bank = snapshot.banks[account.bank]?.name ?? account.bank
        return "\(account.name ?? language(.nameNotKnown)) \(bank) \(account.number.suffix(4))"
    }

    private func destination(_ place: Destination) -> String {
        switch place {
        case .account(let key): name(key)
        case .exit(let kind): language(.exitKind(kind))
        case .unexplained: language(.whereabouts)
        }
    }

    private func fateWords(_ fate: FundTracing.Fate) -> String {
        switch fate {
        case .held: language(.stillThere)
        case .hub: language(.hub)
        case .exit(let kind): language(.exitKind(kind))
        case .unexplained: language(.whereabouts)
        case .superseded: language(.countedLater)
        case .notFollowed(let limit, _): language(.stubReason(.limit(limit)))
        }
    }

    // MARK: measures

    private func measures(_ standing: AccountStanding) -> [IncidentModel.Row] {
        (snapshot.money.stops[standing.account.id] ?? []).reversed().map { stop in
            var own = standing
            own.stop = stop
            own.stopAct = snapshot.acts[stop.id.description]?.last { $0.kind == .stop }
            let balance = stop.heldBalance.map { language(.heldBalance($0.description)) }
            let moments = [stop.requestedAt, stop.executedAt, stop.endsAt].compactMap { $0?.minute(asOf: now) }
            return .init(
                name: language(.stopOfTier(stop.tier)), state: own.words(at: now, codeName: codeName, language),
                detail: [moments.joined(separator: " → "), balance ?? ""].filter { !$0.isEmpty }.joined(
                    separator: " · "),
                acts: acts(on: stop))
        }
    }

    private func acts(on stop: StopPayment) -> [IncidentModel.Link] {
        guard stop.executedAt != nil else { return [] }
        return [.init(language(.notice), Address.notice(stop.id.description).path)]
    }

    private func acts(on standing: AccountStanding) -> [IncidentModel.Link] {
        guard let stop = standing.stop else { return [] }
        var links: [IncidentModel.Link] = []
        let isFree = standing.uses < snapshot.rules.stopPaymentTimesMax
        if may(.requestStop), stop.state == .executed, isFree {
            links.append(.init(language(.askExtension), Address.extend(id, stop.id.description).path))
        }
        if may(.requestRelease), stop.state == .executed || stop.state == .draft {
            links.append(.init(language(.askRelease), Address.release(id, stop.id.description).path))
        }
        if may(.enterComplaint) {
            links.append(.init(language(.enterComplaint), Address.complain(id, stop.id.description).path))
        }
        return links
    }
}
