internal import Primitives
internal import Recovery

/// Makes what pages tell of the whole ledger, for one reader.
struct LedgerModelMaking {
    let sight: LedgerSight
    let incident: IncidentModelMaking

    /// How many rows each part of a page has: enough to see where the money is, few enough to load at once.
    static let freeMost = 25
    static let groupsMost = 60
    static let startsMost = 30
    static let cutsMost = 20
    /// On the incident's own page.
    static let freeBeside = 5
    static let startsBeside = 10

    private var language: Language { incident.language }

    func address(_ query: KeyValuePairs<String, String?> = [:]) -> String {
        Address.incidentLedger(incident.id).with(query)
    }

    /// Everything.
    func model() -> LedgerModel {
        var model = LedgerModel(
            address: address(), fault: Text.ledgerFault(sight).map { language($0) }, now: incident.now)
        guard case .seen(let look) = sight else { return model }
        model.facts = facts(look)
        model.traced = look.traced
        model.sums = sums(look)
        let free = look.places.filter(\.isFree)
        model.free = free.prefix(Self.freeMost).map(account)
        model.moreFree = more(free.dropFirst(Self.freeMost))
        model.tiers = tiers(look)
        let starts = look.starts.map(start).sorted { !$0.isFound && $1.isFound }
        model.starts = Array(starts.prefix(Self.startsMost))
        if starts.count > Self.startsMost { model.moreStarts = language(.moreStarts(starts.count - Self.startsMost)) }
        model.cuts = look.cuts.prefix(Self.cutsMost).map { cut($0, in: look) }
        let left = look.cuts.dropFirst(Self.cutsMost)
        if !left.isEmpty {
            model.moreCuts = language(.moreCuts(left.count, left.reduce(Money.zero) { $0 + $1.amount }.description))
        }
        return model
    }

    /// The few lines on the incident's own page.
    func few() -> LedgerModel {
        var model = model()
        model.free = Array(model.free.prefix(Self.freeBeside))
        model.starts = Array(model.starts.prefix(Self.startsBeside))
        (model.tiers, model.cuts) = ([], [])
        return model
    }

    private func more(_ places: ArraySlice<LedgerLook.Place>) -> IncidentModel.Link? {
        guard !places.isEmpty else { return nil }
        let sum = places.reduce(Money.zero) { $0 + $1.present }
        return .init(language(.moreFree(places.count, sum.description)), address(["free": "yes"]))
    }

    private func facts(_ look: LedgerLook) -> [String] {
        let (first, last) = (look.firstTransfer, look.lastTransfer)
        return [
            language(
                .ledgerSpan(look.transfers, first.minute(asOf: incident.now), last.moment(asOf: incident.now))),
            language(.firstInFirstOut),
            language(
                .ledgerLimits(depth: look.depthMax, breadth: look.breadthMax, least: look.least.description)),
            language(.ledgerIsALook),
        ]
    }

    private func sums(_ look: LedgerLook) -> [LedgerModel.Sum] {
        func sum(_ words: Text, _ tone: Tone, _ amount: Money) -> LedgerModel.Sum {
            LedgerModel.Sum(words: language(words), amount: amount, tone: tone)
        }
        let parts = [
            sum(.underNoMeasure, .large, look.present(\.isFree)),
            sum(.underMeasure, .held, look.present(\.standing.isMeasure)),
            sum(.inHubs, .large, look.present { $0.standing == .hub }),
            sum(.atVictims, .back, look.present { $0.standing == .victim }),
            sum(.outsideLedger, .exit, look.outside),
            sum(.notFollowedOn, .warn, look.notFollowed),
            sum(.countedOnce, .quiet, look.superseded),
        ]
        return parts.enumerated().filter { $0.offset == 0 || $0.element.amount.isPositive }.map(\.element)
    }

    // MARK: accounts

    func account(_ place: LedgerLook.Place) -> LedgerModel.Account {
        let known = place.record.flatMap { record in
            incident.snapshot.standings.first { $0.account.id == record.id }
        }
        let value = known.map { MaskedValue(.accountNumber, of: $0.account.id) }
        return LedgerModel.Account(
            tier: place.tier, holder: place.record?.name ?? language(.nameNotKnown),
            number: value.map { incident.shown(place.number, $0) }
                ?? MaskedValue.Kind.accountNumber.masked(place.number),
            reveal: value.flatMap(incident.revealAddress), bank: bank(of: place),
            address: known.map { Address.incidentAccount(incident.id, $0.account.id.description).path },
            arrived: place.firstArrival, received: place.received, present: place.present, state: words(place))
    }

    private func bank(of place: LedgerLook.Place) -> String { place.bank ?? language(.bankUntold) }

    private func words(_ place: LedgerLook.Place) -> HTML {
        switch place.standing {
        case .victim: .state(language(.victim), .back, icon: .shield)
        case .hub: .state(language(.hub), .large, icon: .hub)
        case .freeze(let freeze):
            .state(
                language(.freezeState(freeze)), freeze.isInForce ? .held : .warn, icon: freeze.isInForce ? .held : .wait
            )
        case .stop(let state): stopWords(state)
        case .free(let last): last.map { stopWords($0, isFree: place.isFree) } ?? freeWords(place.isFree)
        }
    }

    private func freeWords(_ isFree: Bool) -> HTML {
        isFree
            ? .state(language(.notStopped), .large, icon: .large) : .state(language(.emptied), .quiet, icon: .pass)
    }

    private func stopWords(_ state: StopPayment.State, isFree: Bool = true) -> HTML {
        switch state {
        case .draft: .state(language(.awaitsSecondPerson), .warn, icon: .pair)
        case .ordered, .overdue: .state(language(.awaitsAnswer), .large, icon: .wait)
        case .executed: .state(language(.executed), .held, icon: .held)
        case .releasing: .state(language(.releasing), .held, icon: .held)
        case .refused: .state(language(.refusedByBank), .danger, icon: .alert)
        case .expired, .released, .withdrawn:
            isFree ? .state(language(AccountStanding.ended(state)), .large, icon: .large) : freeWords(false)
        }
    }

    // MARK: tiers and banks

    private struct Key: Hashable {
        let tier: Int
        let bank: String
    }

    /// The groups of each tier, those with most under no measure first.
    private func groups(_ look: LedgerLook) -> [Int: [LedgerModel.Group]] {
        let places = Dictionary(grouping: look.places) { Key(tier: $0.tier, bank: bank(of: $0)) }
        let groups = places.map { key, members in
            let free = members.reduce(Money.zero) { $0 + $1.free }
            return (
                key.tier,
                LedgerModel.Group(
                    bank: key.bank, address: address(["tier": "\(key.tier)", "bank": key.bank]),
                    accounts: members.count, received: members.reduce(.zero) { $0 + $1.received }, free: free,
                    other: members.reduce(.zero) { $0 + $1.present } - free)
            )
        }
        return Dictionary(grouping: groups, by: \.0).mapValues { tier in
            tier.map(\.1).sorted { ($1.free, $1.received, $0.bank) < ($0.free, $0.received, $1.bank) }
        }
    }

    private func tiers(_ look: LedgerLook) -> [LedgerModel.Tier] {
        let groups = groups(look)
        let most = max(Self.groupsMost / max(groups.count, 1), 1)
        return groups.sorted { $0.key < $1.key }.map { tier, banks in
            let title = language(
                .tierSums(
                    tier, accounts: banks.reduce(0) { $0 + $1.accounts },
                    received: banks.reduce(Money.zero) { $0 + $1.received }.description))
            let left = banks.count - most
            return LedgerModel.Tier(
                title: title, groups: Array(banks.prefix(most)),
                more: left > 0 ? .init(language(.moreBanks(left)), address(["tier": "\(tier)"])) : nil)
        }
    }

    // MARK: starts and cuts

    private func start(_ start: LedgerLook.Start) -> LedgerModel.Start {
        let at = start.report.at.map { $0.minute(asOf: incident.now) } ?? "—"
        let amount = start.report.amount?.description ?? "—"
        let payee = start.payeeNumber.map { language(.tail(String($0.suffix(4)))) } ?? "—"
        let finding = start.finding
        let isFound = if case .found = finding { true } else { false }
        return LedgerModel.Start(
            payment: "\(at)　\(amount) \(language(.yuan)) → \(start.report.payeeName ?? "") \(payee)",
            finding: language(.startFinding(finding)), isFound: isFound)
    }

    private func cut(_ cut: LedgerLook.Cut, in look: LedgerLook) -> LedgerModel.Cut {
        let place = look.places.first { $0.account == cut.account }
        let name = place.map { "\($0.record?.name ?? language(.nameNotKnown)) \(bank(of: $0)) \($0.number.suffix(4))" }
        return LedgerModel.Cut(
            account: name ?? language(.victim), limit: language(.ledgerLimit(cut.limit)), amount: cut.amount, at: cut.at
        )
    }
}

/// What somebody opens: the query of the page's address.
struct LedgerOpening {
    var tier: Int?
    var bank: String?
    var isFree = false
    /// The account or bank that the page before ended with.
    var after: String?
}

extension LedgerModelMaking {
    /// How many rows a page of a list has.
    static let rowsMost = 50

    /// One page of what was opened; nil where nothing is told of the ledger, or nothing was opened.
    func list(_ opening: LedgerOpening) -> LedgerListModel? {
        guard case .seen(let look) = sight else { return nil }
        if let tier = opening.tier, opening.bank == nil {
            let banks = groups(look)[tier] ?? []
            return page(
                language(.tier(tier)), banks, after: opening.after, name: \.bank, query: ["tier": "\(tier)"],
                rows: { .banks($0) })
        }
        guard opening.isFree || opening.tier != nil else { return nil }
        let places = look.places.filter { place in
            (opening.tier.map { $0 == place.tier } ?? true) && (opening.bank.map { $0 == bank(of: place) } ?? true)
                && (!opening.isFree || place.isFree)
        }
        let title = opening.tier.map { language(.tier($0)) + "　" + (opening.bank ?? "") } ?? language(.freeFirst)
        return page(
            title, places, after: opening.after, name: \.name,
            query: [
                "tier": opening.tier.map { "\($0)" }, "bank": opening.bank, "free": opening.isFree ? "yes" : nil,
            ],
            rows: { .accounts($0.map(account)) })
    }

    /// The rows behind the one of that name; the first page where there is none such any more.
    private func page<Row>(
        _ title: String, _ all: [Row], after: String?, name: (Row) -> String, query: KeyValuePairs<String, String?>,
        rows: ([Row]) -> LedgerListModel.Rows
    ) -> LedgerListModel {
        let start = after.flatMap { after in all.firstIndex { name($0) == after }.map { $0 + 1 } } ?? 0
        let shown = Array(all.dropFirst(start).prefix(Self.rowsMost))
        let isLast = start + shown.count >= all.count
        func place(_ after: String?) -> String {
            Address.incidentLedger(incident.id).with(query.map { ($0, $1) } + [("after", after)])
        }
        return LedgerListModel(
            title: title, count: all.count, rows: rows(shown), first: start > 0 ? place(nil) : nil,
            next: isLast ? nil : shown.last.map { place(name($0)) }, now: incident.now)
    }
}

extension LedgerLook.Place {
    /// What names it in an address: its place in the ledger, which tells nothing of the account.
    fileprivate var name: String { "\(account)" }
}

extension LedgerLook.Standing {
    fileprivate var isMeasure: Bool {
        switch self {
        case .stop, .freeze: true
        case .free, .hub, .victim: false
        }
    }
}
