package import Access
package import FundTracing
package import Journal
package import Jurisdiction
package import Primitives
package import Recovery
package import Storage
internal import Wire

/// All records behind an incident's pages, read at one moment, with one trace.
package struct IncidentSnapshot: Sendable {
    package let incident: Incident
    package let victims: [Victim]
    package let reports: [ReportedTransfer]
    package let money: MoneyTrace
    package let flows: MoneyFlows
    package let standings: [AccountStanding]
    package let holds: [ProtectiveHold]
    /// Nil until a case is filed.
    package let filing: CaseFiling?
    /// By the id of the measure they serve, the newest last.
    package let acts: [String: [BankAct]]
    package let payers: [AccountID: Account]
    package let banks: [String: Bank]
    package let evidence: [Evidence]
    package let aids: [HardshipAid]
    /// What waits for a second person.
    package let approvals: [Approval]
    /// The newest first.
    package let entries: [Entry]
    /// By the id of the user.
    package let people: [String: User]
    package let unitName: String
    package let now: Timestamp
    package let rules: Rules

    /// How many entries of the journal a page tells.
    package static let entriesMost = 300

    /// Reads an incident for `principal`; throws `NotFound` and `Refusal`.
    package static func load(
        _ id: IncidentID, rule: FundTracing.Rule = .fifo, by principal: Principal, at now: Timestamp, rules: Rules,
        in tx: any Transaction
    ) throws -> IncidentSnapshot {
        guard let incident = try IncidentTable(tx).find(id) else { throw NotFound(id) }
        try principal.permit(.readIncident, in: incident.unit, bank: nil)
        let money = try MoneyTracer(tx, rules: rules, rule: rule).trace(id, at: now)
        let reports = try IncidentTable(tx).transfers(of: [id])
        let holds = try ProtectiveHoldTable(tx).holds(of: id)
        let measures =
            money.stops.values.joined().map(\.id.description) + money.inquiries.values.joined().map(\.id.description)
            + holds.map(\.id.description) + money.freezes.values.joined().map(\.id.description)
        let acts = Dictionary(grouping: try BankActTable(tx).acts(serving: measures), by: \.measure)
        let banks = Dictionary(uniqueKeysWithValues: try AccountTable(tx).banks().map { ($0.code, $0) })
        let payers = try AccountTable(tx).find(Set(reports.compactMap(\.payerAccount)).sorted())
        let entries = try EntryTable(tx).about(topic: id.description, limit: entriesMost)
        let actors = Set(entries.map(\.actor.id) + [incident.taker]).compactMap { UserID($0) }.sorted()
        let flows = MoneyFlows(money.trace, payer: payerNames(reports, money))
        let claims = try StopPaymentTable(tx).claims(on: money.stops.values.joined().map(\.id))
        let kept = decided(rule.conserves ? flows.places : try kept(FlowTable(tx).accounts(of: id)), money)
        return IncidentSnapshot(
            incident: incident, victims: try IncidentTable(tx).victims(of: [id]), reports: reports, money: money,
            flows: flows,
            standings: Standings(
                money: money, places: kept, acts: acts, banks: banks, claims: claims, rules: rules, now: now
            ).all,
            holds: holds, filing: try CaseFilingTable(tx).find(id), acts: acts,
            payers: Dictionary(uniqueKeysWithValues: payers.map { ($0.id, $0) }),
            banks: banks, evidence: try EvidenceTable(tx).list(of: id), aids: try HardshipAidTable(tx).aids(of: id),
            approvals: try ApprovalTable(tx).waiting(topics: [id.description]), entries: entries,
            people: Dictionary(
                uniqueKeysWithValues: try UserTable(tx).find(actors).map { ($0.id.description, $0) }),
            unitName: try UnitTable(tx).find(incident.unit)?.name ?? incident.unit.text, now: now, rules: rules)
    }

    /// The payer of each report's carrier: the account he paid from, else the victim himself.
    private static func payerNames(_ reports: [ReportedTransfer], _ money: MoneyTrace)
        -> @Sendable (TransferKey) -> String
    {
        let names = Dictionary(
            reports.compactMap { report in money.carriers[report.id].map { ($0, report.payerName) } },
            uniquingKeysWith: { first, _ in first })
        return { names[$0] ?? "payer" }
    }

    /// The places with those that a decision on a return was made of as it has them; the trace stays as evidence.
    private static func decided(_ places: [String: MoneyFlows.Place], _ money: MoneyTrace) -> [String: MoneyFlows.Place]
    {
        var places = places
        for key in places.keys {
            guard var place = places[key], let decision = AccountID(key).flatMap({ money.decision(on: $0) }) else {
                continue
            }
            let rest = place.received - decision.held - decision.atLarge - decision.returned
            let exited = max(.zero, place.bands.exited + decision.exitsExchanged)
            place.bands = Bands(
                held: decision.held, atLarge: decision.atLarge, exited: min(exited, max(.zero, rest)),
                returned: decision.returned)
            place.isDecided = true
            places[key] = place
        }
        return places
    }

    /// What counts: since a decision on a return its shares, else nil.
    package var counted: Bands? {
        guard standings.contains(where: \.flow.isDecided) else { return nil }
        let sums = money.sums
        return Bands(held: sums.held, atLarge: sums.atLarge, exited: sums.exited, returned: sums.returned)
    }

    /// The sums as last kept, where the rule looked at has none of its own.
    private static func kept(_ accounts: [FlowAccount]) -> [String: MoneyFlows.Place] {
        Dictionary(
            uniqueKeysWithValues: accounts.map { account in
                let place = MoneyFlows.Place(
                    tier: account.tier, received: account.received,
                    bands: Bands(held: account.held, atLarge: account.atLarge, returned: account.returned),
                    firstArrival: Timestamp(microseconds: 0))
                return (account.account.description, place)
            })
    }
}

extension ReportedTransfer {
    /// The name under which this payment's payer stands in the picture.
    var payerName: String { payerAccount.map { "payer/\($0)" } ?? "payer/\(victim)" }
}

/// Puts each account's money, measure and bank together.
private struct Standings {
    let money: MoneyTrace
    let places: [String: MoneyFlows.Place]
    let acts: [String: [BankAct]]
    let banks: [String: Bank]
    let claims: [Claim]
    let rules: Rules
    let now: Timestamp

    var all: [AccountStanding] {
        let refusals = Dictionary(
            NextOrders.decide(money, rules: rules, now: now).map { ($0.account, $0.refusal) }, uniquingKeysWith: { $1 })
        let openings = Dictionary(
            money.trace.inferredOpenings.map { ($0.account.text, $0.balance) }, uniquingKeysWith: { $1 })
        return places.compactMap { key, place in
            guard let id = AccountID(key), let account = money.accounts[id] else { return nil }
            return standing(account, place, refusal: refusals[id] ?? nil, opening: openings[key])
        }
        .sorted { ($1.recoverable, $0.flow.tier, $0.account.id) < ($0.recoverable, $1.flow.tier, $1.account.id) }
    }

    private func standing(_ account: Account, _ place: MoneyFlows.Place, refusal: StopRefusal?, opening: Money?)
        -> AccountStanding
    {
        let stops = money.stops[account.id] ?? []
        let inquiries = money.inquiries[account.id] ?? []
        let stopAct = stops.last.flatMap { acts["\($0.id)"]?.last { $0.kind == .stop } }
        let result = stopAct?.answer.flatMap { rules.code($0.result, in: .businessResults)?.meaning }
        return AccountStanding(
            account: account, bankName: banks[account.bank]?.name ?? account.bank, flow: place, stop: stops.last,
            stopAct: stopAct, inquiry: inquiries.last, inquiryAct: inquiries.last.flatMap { acts["\($0.id)"]?.last },
            uses: stops.map(\.uses).reduce(0, +), freeze: money.freezes[account.id]?.last, refusal: refusal,
            inferredOpening: opening,
            isPartial: result == .partial,
            otherClaims: stops.last.map { stop in
                claims.count { $0.stop == stop.id && $0.isLive && $0.incident != money.incident }
            } ?? 0)
    }
}
