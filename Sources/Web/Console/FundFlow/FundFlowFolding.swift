internal import Primitives

extension FundFlowPicture {
    /// Above so many accounts the small ones fold, until there are about as many cards; more tiers share the room.
    package static let accountsUnfolded = 60
    /// How many accounts of a tier stay when a picture folds, where there is room.
    package static let accountsPerTier = 12
    /// How many folded cards a tier has, the one of other banks among them, where there is room.
    package static let foldsPerTier = 4
    /// Above so many exits those of one account and kind are added up.
    package static let exitsUnfolded = 14

    /// The picture small enough to be read; `opened` names the folded cards that a person unfolded.
    ///
    /// Per tier the accounts with most at large stay, then those holding money; the rest become one card per bank and
    /// state, whose address is `unfold` with the card's id after it.
    package func folded(opened: Set<String> = [], unfold: String, _ language: Language) -> FundFlowPicture {
        guard accounts.count > Self.accountsUnfolded else {
            return exits.count > Self.exitsUnfolded ? renamed([:], accounts: accounts) : self
        }
        var shown: [Account] = []
        var names: [String: String] = [:]
        for tier in Set(accounts.map(\.tier)).sorted() {
            for group in groups(ofTier: tier) {
                guard group.accounts.count > 1, !opened.contains(group.id) else {
                    shown += group.accounts
                    continue
                }
                for account in group.accounts { names[account.id] = group.id }
                shown.append(group.card(unfold: unfold, language))
            }
        }
        return renamed(names, accounts: shown)
    }

    private func groups(ofTier tier: Int) -> [FundFlowGroup] {
        let room = Self.accountsUnfolded / max(accounts.map(\.tier).max() ?? 1, 1)
        let folds = min(Self.foldsPerTier, max(room / 3, 1))
        let staying = min(Self.accountsPerTier, max(room - folds, 1))
        let ranked = accounts.filter { $0.tier == tier }.sorted { $0.weight > $1.weight }
        var groups = ranked.prefix(staying).map { FundFlowGroup(id: $0.id, title: nil, accounts: [$0]) }
        let rest = Dictionary(grouping: ranked.dropFirst(staying)) { "\(tier)/\($0.bank)/\($0.border.rawValue)" }
        let larger = rest.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
        let own = larger.count > folds ? folds - 1 : larger.count
        for (id, members) in larger.prefix(own) {
            groups.append(FundFlowGroup(id: id, title: members[0].bank, accounts: members))
        }
        let others = larger.dropFirst(own).flatMap(\.value)
        if !others.isEmpty { groups.append(FundFlowGroup(id: "\(tier)/other", title: nil, accounts: others)) }
        return groups
    }

    /// The same flows between the accounts as shown, those between the same two added up.
    private func renamed(_ names: [String: String], accounts shown: [Account]) -> FundFlowPicture {
        func name(_ id: String) -> String { names[id] ?? id }
        func isFolded(_ id: String) -> Bool { names[id] != nil }
        var picture = self
        picture.accounts = shown
        let changed = ribbons.filter { isFolded($0.from) || isFolded($0.to) }
        picture.ribbons = ribbons.filter { !isFolded($0.from) && !isFolded($0.to) }
        picture.ribbons += Dictionary(grouping: changed) { [name($0.from), name($0.to)] }
            .filter { $0.key[0] != $0.key[1] }
            .map { ends, ribbons in Ribbon.sum(ribbons, from: ends[0], to: ends[1]) }
            .sorted { ($0.moment, $0.from, $0.to) < ($1.moment, $1.from, $1.to) }
        picture.exits = Dictionary(grouping: exits) { [name($0.from), $0.kind] }
            .map { key, exits in Exit.sum(exits, from: key[0]) }
            .sorted { ($0.moment, $0.from, $0.kind) < ($1.moment, $1.from, $1.kind) }
        picture.cutOffs = cutOffs.map {
            CutOff(from: name($0.from), accounts: $0.accounts, bands: $0.bands, reason: $0.reason)
        }
        return picture
    }
}

/// Accounts of one tier that share a card; a group of one is the account itself.
private struct FundFlowGroup {
    let id: String
    /// The bank they share; nil for what is left of all banks.
    let title: String?
    let accounts: [FundFlowPicture.Account]

    func card(unfold: String, _ language: Language) -> FundFlowPicture.Account {
        let bands = accounts.map(\.bands).reduce(.zero, +)
        let border: FundFlowPicture.Account.Border =
            bands.atLarge.isPositive ? .unknown : bands.held.isPositive ? .held : .emptied
        return FundFlowPicture.Account(
            id: id, tier: accounts[0].tier, holder: title ?? language(.otherBanks),
            bank: language(.accounts(accounts.count)),
            lastFour: "", received: accounts.map(\.received).reduce(.zero, +), bands: bands,
            passedOn: accounts.map(\.passedOn).reduce(.zero, +), state: Self.words(bands, language), border: border,
            needsAct: accounts.contains(where: \.needsAct), address: unfold + id.percentEncoded,
            accounts: accounts.count)
    }

    private static func words(_ bands: Bands, _ language: Language) -> String {
        if bands.atLarge.isPositive { return "\(language(.atLarge)) \(bands.atLarge.wholeYuan)" }
        return bands.held.isPositive ? "\(language(.held)) \(bands.held.wholeYuan)" : language(.emptied)
    }
}

extension FundFlowPicture.Account {
    /// What keeps an account in sight: money at large, then money held, then what went through it.
    fileprivate var weight: (Int64, Int64, Int64, String) { (bands.atLarge.fen, bands.held.fen, received.fen, id) }
}

extension FundFlowPicture.Ribbon {
    fileprivate static func sum(_ ribbons: [Self], from: String, to: String) -> Self {
        Self(
            from: from, to: to, bands: ribbons.map(\.bands).reduce(.zero, +),
            moment: ribbons.map(\.moment).min() ?? ribbons[0].moment,
            transfers: ribbons.map(\.transfers).reduce(0, +))
    }
}

extension FundFlowPicture.Exit {
    fileprivate static func sum(_ exits: [Self], from: String) -> Self {
        Self(
            from: from, kind: exits[0].kind, amount: exits.map(\.amount).reduce(.zero, +),
            moment: exits.map(\.moment).min() ?? exits[0].moment, times: exits.map(\.times).reduce(0, +))
    }
}
