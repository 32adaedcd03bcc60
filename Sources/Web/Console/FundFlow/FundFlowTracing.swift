package import Primitives
package import Recovery

/// Draws an incident's traced money: payers at the left, each account as it stands, what could not be followed as stubs.
package struct FundFlowTracing {
    /// Who paid: one of the victims from one of his accounts.
    package struct Payer: Sendable, Equatable {
        /// The name by which `MoneyFlows` knows it.
        package var id: String
        package var holder: String
        package var bank: String
        package var lastFour: String
        package var hold: ProtectiveHold?
        /// What he paid that cannot be followed yet: its payee or time is missing.
        package var untraceable: Money
        package var untraceableCount: Int
        package var address: String

        package init(
            id: String, holder: String, bank: String, lastFour: String, hold: ProtectiveHold? = nil,
            untraceable: Money = .zero, untraceableCount: Int = 0, address: String
        ) {
            self.id = id
            self.holder = holder
            self.bank = bank
            self.lastFour = lastFour
            self.hold = hold
            self.untraceable = untraceable
            self.untraceableCount = untraceableCount
            self.address = address
        }
    }

    let flows: MoneyFlows
    let standings: [AccountStanding]
    let payers: [Payer]
    let now: Timestamp
    let language: Language
    let codeName: (String) -> String
    let accountAddress: (AccountID) -> String

    package init(
        flows: MoneyFlows, standings: [AccountStanding], payers: [Payer], now: Timestamp, language: Language,
        codeName: @escaping (String) -> String, accountAddress: @escaping (AccountID) -> String
    ) {
        self.flows = flows
        self.standings = standings
        self.payers = payers
        self.now = now
        self.language = language
        self.codeName = codeName
        self.accountAddress = accountAddress
    }

    package func picture(earlierOrder: [String] = []) -> FundFlowPicture {
        let untraceable = payers.map(\.untraceable).reduce(.zero, +)
        return FundFlowPicture(
            accounts: payers.map(card) + standings.sorted(by: isBefore).map(card),
            ribbons: flows.flows.map {
                FundFlowPicture.Ribbon(from: $0.from, to: $0.to, bands: $0.bands, moment: $0.moment)
            },
            exits: flows.leaks.map { leak in
                FundFlowPicture.Exit(
                    from: leak.from, kind: language(.exitKind(leak.kind)), amount: leak.amount, moment: leak.moment)
            },
            cutOffs: flows.stubs.map(cutOff) + payers.compactMap(missing),
            lost: flows.total + Bands(atLarge: untraceable), now: now, earlierOrder: earlierOrder)
    }

    private func isBefore(_ a: AccountStanding, _ b: AccountStanding) -> Bool {
        (a.flow.tier, a.flow.firstArrival, a.account.id) < (b.flow.tier, b.flow.firstArrival, b.account.id)
    }

    private func card(_ payer: Payer) -> FundFlowPicture.Account {
        let paid = (flows.paid[payer.id] ?? .zero).total + payer.untraceable
        let isHeld = payer.hold?.state == .executed || payer.hold?.state == .lifting
        let ends = isHeld ? payer.hold?.endsAt : nil
        let own = flows.leaks.filter { $0.from == payer.id }.map(\.amount).reduce(.zero, +)
        return FundFlowPicture.Account(
            id: payer.id, tier: 0, holder: payer.holder, bank: payer.bank, lastFour: payer.lastFour, received: paid,
            bands: Bands(atLarge: payer.untraceable, exited: own), passedOn: paid - payer.untraceable - own,
            state: holdWords(payer.hold), border: .emptied, clock: ends.map { .down(until: $0) }, isProtected: isHeld,
            needsAct: payer.untraceableCount > 0, address: payer.address)
    }

    private func holdWords(_ hold: ProtectiveHold?) -> String {
        switch hold?.state {
        case .executed, .lifting: language(.protectiveHold)
        case .draft: language(.protectiveHold) + " · " + language(.awaitsSecondPerson)
        case .ordered: language(.protectiveHold) + " · " + language(.awaitsAnswer)
        case .refused: language(.protectiveHold) + " · " + language(.refusedByBank)
        case nil, .expired, .lifted, .withdrawn: language(.noProtectiveHold)
        }
    }

    private func card(_ standing: AccountStanding) -> FundFlowPicture.Account {
        let flow = standing.flow
        let border: FundFlowPicture.Account.Border =
            flow.bands.held.isPositive ? .held : flow.bands.atLarge.isPositive ? .unknown : .emptied
        return FundFlowPicture.Account(
            id: standing.account.id.description, tier: max(flow.tier, 1),
            holder: standing.account.name ?? language(.nameNotKnown), bank: standing.bankName,
            lastFour: String(standing.account.number.suffix(4)), received: flow.received, bands: flow.bands,
            passedOn: flow.passedOn, state: standing.cardWords(at: now, language), border: border,
            clock: standing.cardClock(at: now), isHub: standing.account.isHub,
            inferredOpening: standing.inferredOpening, needsAct: standing.needsAct(at: now),
            address: accountAddress(standing.account.id), row: "a-\(standing.account.id)",
            note: standing.note(at: now, codeName: codeName, language))
    }

    private func cutOff(_ stub: MoneyFlows.Stub) -> FundFlowPicture.CutOff {
        FundFlowPicture.CutOff(
            from: stub.from, accounts: stub.transfers.count, bands: Bands(atLarge: stub.amount),
            reason: language(.stubReason(stub.reason)))
    }

    private func missing(_ payer: Payer) -> FundFlowPicture.CutOff? {
        guard payer.untraceable.isPositive else { return nil }
        return FundFlowPicture.CutOff(
            from: payer.id, accounts: payer.untraceableCount, bands: Bands(atLarge: payer.untraceable),
            reason: language(.payeeMissing))
    }
}
