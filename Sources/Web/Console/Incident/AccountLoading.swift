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
        let paths = paths(to: AccountKey(account))
        return AccountModel(
            name: accountName(standing), number: shown(standing.account.number, value), reveal: revealAddress(value),
            state: standing.words(at: now, codeName: codeName, language), incident: incident.number,
            incidentAddress: Address.incident(id).path, received: standing.flow.received, bands: standing.flow.bands,
            passedOn: standing.flow.passedOn, rule: language(.rule(rule)), inferredOpening: standing.inferredOpening,
            paths: Array(paths.prefix(Self.pathsMost)), more: max(paths.count - Self.pathsMost, 0),
            measures: freezes(standing) + measures(standing), acts: acts(on: standing), now: now)
    }

    /// How the money that is there came, and after it what came and went on, the largest first.
    private func paths(to account: AccountKey) -> [AccountModel.Path] {
        let trace = snapshot.money.trace
        let chains = trace.explain(account, IncidentKey(incident.id)).sorted { $1.amount < $0.amount }
        var there: [Int: Money] = [:]
        for end in trace.ends where trace.pieces[end.piece].to == .account(account) {
            there[end.piece, default: .zero] += end.amount
        }
        let passed = trace.pieces.enumerated().compactMap { index, piece -> AccountModel.Path? in
            let amount = piece.amount - (there[index] ?? .zero)
            guard piece.to == .account(account), amount.isPositive else { return nil }
            return path(amount, language(.passedOn), trace.steps(to: index))
        }
        return chains.map { path($0.amount, fateWords($0.fate), $0.steps) } + passed.sorted { $1.amount < $0.amount }
    }

    private func path(_ amount: Money, _ fate: String, _ steps: [Piece]) -> AccountModel.Path {
        AccountModel.Path(
            amount: amount, fate: fate,
            hops: steps.map { step in
                let from = step.parent == nil ? payerName(step) : name(step.from)
                return AccountModel.Hop(
                    from: from, to: destination(step.to), carried: amount,
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
            (own.stop, own.freeze) = (stop, nil)
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

    /// What can be asked for about a freeze: one where there is none, else its renewal and its release.
    private func freezeActs(on standing: AccountStanding) -> [IncidentModel.Link] {
        guard may(.requestFreeze), !standing.account.isHub else { return [] }
        guard let freeze = standing.freeze, freeze.state.isLive else {
            guard standing.recoverable.isPositive else { return [] }
            return [
                .init(
                    language(.askFreeze), Address.freezing(.freeze(id, standing.account.id.description)).path, key: "F")
            ]
        }
        var links: [IncidentModel.Link] = []
        if freeze.state == .frozen {
            if may(.prepareReturn) {
                links.append(.init(language(.openReturn), Address.freezing(.giveBack(id, freeze.id.description)).path))
            }
            links.append(.init(language(.askRenewal), Address.freezing(.renew(id, freeze.id.description)).path))
        }
        if may(.enterComplaint) {
            links.append(.init(language(.enterComplaint), Address.freezing(.complain(id, freeze.id.description)).path))
        }
        if [.frozen, .queued, .draft].contains(freeze.state) {
            links.append(.init(language(.askUnfreeze), Address.freezing(.release(id, freeze.id.description)).path))
        }
        return links
    }

    private func freezes(_ standing: AccountStanding) -> [IncidentModel.Row] {
        (snapshot.money.freezes[standing.account.id] ?? []).reversed().map { freeze in
            let sum = freeze.remains.map { language(.upToAmount) + " " + $0.description } ?? language(.wholeAccount)
            let ends = (freeze.endedAt ?? freeze.endsAt).map { CivilTime($0).day.description }
            let moments = [freeze.requestedAt.minute(asOf: now), freeze.startedAt?.minute(asOf: now), ends]
            return .init(
                name: language(.freezeWord),
                state: .state(
                    language(.freezeState(freeze)), freeze.isInForce ? .held : .quiet,
                    icon: freeze.isInForce ? .held : .clock),
                detail: moments.compactMap(\.self).joined(separator: " → ") + " · " + sum,
                acts: papers(of: freeze))
        }
    }

    private func papers(of freeze: Freeze) -> [IncidentModel.Link] {
        var kinds: [PrintedDocument.Kind] = []
        if ![.draft, .withdrawn].contains(freeze.state) { kinds.append(.freezeOrder) }
        if freeze.startedAt != nil { kinds.append(.notice) }
        if freeze.startedAt != nil, [.releasing, .released].contains(freeze.state) { kinds.append(.releaseOrder) }
        return kinds.map { .init(language(.paper($0)), Address.draft($0, about: freeze.id).path) }
    }

    private func acts(on stop: StopPayment) -> [IncidentModel.Link] {
        guard stop.executedAt != nil else { return [] }
        return [.init(language(.notice), Address.draft(.notice, about: stop.id).path)]
    }

    private func acts(on standing: AccountStanding) -> [IncidentModel.Link] {
        var links = freezeActs(on: standing)
        guard let stop = standing.stop else { return links }
        let isFree = standing.uses < snapshot.rules.stopPaymentTimesMax
        if may(.requestStop), stop.state == .executed, isFree, standing.freeze?.isInForce != true {
            links.append(.init(language(.askExtension), Address.extend(id, stop.id.description).path))
        }
        if may(.requestRelease), stop.state == .executed || stop.state == .draft {
            links.append(.init(language(.askRelease), Address.release(id, stop.id.description).path))
        }
        if may(.enterComplaint), standing.freeze?.state.isLive != true {
            links.append(.init(language(.enterComplaint), Address.complain(id, stop.id.description).path))
        }
        return links
    }
}

extension Trace {
    /// The pieces that led to one, the victim's payment first, and itself.
    fileprivate func steps(to index: Int) -> [Piece] {
        var steps: [Piece] = []
        var next: Int? = index
        while let index = next {
            steps.append(pieces[index])
            next = pieces[index].parent
        }
        return steps.reversed()
    }
}
