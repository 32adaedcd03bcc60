import Access
import Jobs
import Journal
import Jurisdiction
import Primitives
import Recovery
import Storage
import TestSupport
import Wire
import Workflow

@testable import Simulation

extension Stage {
    /// `expect I held 10 large 20 exited 30 [tier 2]`, `expect M stop executed [uses 2] [held 5] [claims 1]`,
    /// `expect M hold expired`, `expect M bank stopped`, `expect M stops 2`, `expect journal ACT 2`,
    /// `expect waiting approveStop 1`, `expect dead 1`, `expect aid A granted`, `expect overdue M`, `expect orders M 3`, `expect figure 100`.
    func expect(_ words: [String]) throws -> String {
        let found: String =
            switch words[0] {
            case "journal": "journal \(words[1]) \(try journal().filter { $0.act == words[1] }.count)"
            case "waiting": "waiting \(words[1]) \(try waiting(words[1]))"
            case "dead": "dead \(try read { try BankActTable($0).count(in: .dead) })"
            case "open": "open \(try read { try BankActTable($0).count(in: .open) })"
            case "figure": "figure \(try figure())"
            case "share": try share(words)
            case "aid": "aid \(words[1]) \(try aidState(words[1]))"
            case _ where incidents[words[0]] != nil: try sums(words)
            default: try ofAccount(words)
            }
        let told = words.joined(separator: " ")
        return found == told ? "so" : "refused found \(found)"
    }

    private func journal() throws -> [Entry] { try read { try EntryTable($0).newest(before: nil, limit: 10_000) } }

    private func waiting(_ act: String) throws -> Int {
        guard let act = Act(rawValue: act) else { throw Story.Unplayable(description: "no act \(act)") }
        return Int(
            try read { tx in
                try tx.count("SELECT COUNT(*) FROM approval WHERE state = 'waiting' AND act = \(act)")
            })
    }

    /// What the indicator 止付金额 counts.
    private func figure() throws -> String {
        try read { try StopPaymentTable($0).balanceHeld(from: .t0 - .days(9), to: .t0 + .days(99)) }.plain
    }

    private func sums(_ words: [String]) throws -> String {
        let id = try incident(words[0])
        let flow = try read { try IncidentTable($0).require(id).flow }
        return words[0] + " "
            + stride(from: 1, to: words.count, by: 2).map { index in
                let value =
                    switch words[index] {
                    case "held": flow.held.plain
                    case "large": flow.atLarge.plain
                    case "exited": flow.exited.plain
                    case "returned": flow.returned.plain
                    case "tier": "\(flow.deepestTier)"
                    default: "?"
                    }
                return "\(words[index]) \(value)"
            }.joined(separator: " ")
    }

    private func ofAccount(_ words: [String]) throws -> String {
        let place = try place(words[0])
        let stop = try stop(words[0])
        return words[0] + " "
            + (try stride(from: 1, to: words.count, by: 2).map { index in
                let value: String =
                    switch words[index] {
                    case "stop": stop?.state.rawValue ?? "none"
                    case "uses": "\(stop?.uses ?? 0)"
                    case "held": stop?.heldBalance?.plain ?? "none"
                    case "claims": "\(try claims(on: stop))"
                    case "stops": "\(try stops(words[0]).count)"
                    case "inquiries": "\(try acts(words[0]).filter { $0.kind == .inquiry }.count)"
                    case "contradictions": "\(try acts(words[0]).reduce(0) { $0 + $1.contradictions })"
                    case "hold": try hold(words[0])
                    case "freeze": try freeze(words[0])?.state.rawValue ?? "none"
                    case "ends": try freeze(words[0])?.endsAt.map { CivilTime($0).day.description } ?? "none"
                    case "limit": try freeze(words[0])?.limit?.plain ?? "none"
                    case "renewals": "\(try freeze(words[0])?.renewals ?? 0)"
                    case "freezeClaims": "\(try freezeClaims(words[0]))"
                    case "return": try fundReturn(words[0])?.state.rawValue ?? "none"
                    case "noticeUntil":
                        try fundReturn(words[0])?.noticeUntil.map { CivilTime($0).day.description } ?? "none"
                    case "provisional": try isProvisional(words[0]) ? "yes" : "no"
                    case "number": try fundReturn(words[0])?.decisionNumber ?? "none"
                    case "balance": centre.door.act { $0.account(place)?.balance.plain ?? "none" }
                    case "bank": centre.door.act { $0.isBlocked(place) } ? "stopped" : "free"
                    default: "?"
                    }
                return "\(words[index]) \(value)"
            }).joined(separator: " ")
    }

    private func isProvisional(_ name: String) throws -> Bool {
        let rules = platform.rules
        guard let until = try fundReturn(name)?.noticeUntil else { return false }
        return rules.deadlines.isProvisional(until, of: rules.fundReturnNoticeTerm)
    }

    private func claims(on stop: StopPayment?) throws -> Int {
        guard let stop else { return 0 }
        return try read { try StopPaymentTable($0).claims(on: stop.id).filter(\.isLive).count }
    }

    private func freezeClaims(_ name: String) throws -> Int {
        guard let freeze = try freeze(name) else { return 0 }
        return try read { try FreezeTable($0).claims(on: [freeze.id]).filter(\.isLive).count }
    }

    private func stops(_ name: String) throws -> [StopPayment] {
        guard let account = try account(name) else { return [] }
        return try read { try StopPaymentTable($0).history(of: [account]) }
    }

    private func acts(_ name: String) throws -> [BankAct] {
        guard let account = try account(name) else { return [] }
        return try read { try BankActTable($0).all(after: nil, limit: 1000).filter { $0.account == account } }
    }

    private func hold(_ name: String) throws -> String {
        guard let account = try account(name) else { return "none" }
        let all = try read { tx in
            try IncidentTable(tx).all(after: nil, limit: 100).flatMap { try ProtectiveHoldTable(tx).holds(of: $0.id) }
        }
        return all.last { $0.account == account }?.state.rawValue ?? "none"
    }

    // MARK: what must always be so

    /// Conservation, agreement with a fresh trace and with the banks' own books, each effect once; empty when all is right.
    func problems() throws -> [String] {
        let world = centre.door.act { $0 }
        let all = try read { try IncidentTable($0).all(after: nil, limit: 100) }
        var found = world.violations() + doubledEffects(world)
        var held: [AccountID: Money] = [:]
        for incident in all {
            if !incident.flow.isConserved { found.append("\(incident.id): \(incident.flow)") }
            let rows = try read { try FlowTable($0).accounts(of: incident.id) }
            for row in rows { held[row.account, default: .zero] += row.held }
            let isAsked = try read { try JobTable($0).waits(RecoveryWork.trace.rawValue, incident.id) }
            if !isAsked { found += try staleness(of: incident, rows) }
        }
        let paidBack = Set(world.acts.filter { $0.effect == .returned }.map(\.act))
        for (id, sum) in held where sum.isPositive {
            let account = try read { try AccountTable($0).require(id) }
            let place = AccountAddress(bank: account.bank, number: account.number)
            // What the bank has paid to a victim and not told of is still held by our records.
            let untold = try read { try BankActTable($0).all(after: nil, limit: 1000) }.filter {
                $0.kind == .returnFunds && $0.account == id && $0.state != .answered
                    && paidBack.contains("\($0.id)")
            }
            let balance = (world.account(place)?.balance ?? .zero) + untold.reduce(.zero) { $0 + $1.order.amount.money }
            if sum > balance { found.append("\(account.number): \(sum) held of \(balance)") }
            if !world.isBlocked(place) { found.append("\(account.number): held, and the bank does not hold it") }
        }
        return found
    }

    private func staleness(of incident: Incident, _ rows: [FlowAccount]) throws -> [String] {
        let fresh = try platform.traces.look(at: incident.id, at: now)
        let paid = try read { try IncidentTable($0).transfers(of: [incident.id]) }.reduce(Money.zero) {
            $0 + ($1.amount ?? .zero)
        }
        var found: [String] = []
        // Programs' clocks and banks' clocks differ: where the money is follows from the records, not from who looks when.
        for moment in [now - .minutes(10), now + .days(3)]
        where try platform.traces.look(at: incident.id, at: moment).sums != fresh.sums {
            found.append("\(incident.id): another picture at \(moment)")
        }
        if fresh.sums != incident.flow { found.append("\(incident.id): \(incident.flow), fresh \(fresh.sums)") }
        if fresh.flowAccounts != rows { found.append("\(incident.id): \(rows), fresh \(fresh.flowAccounts)") }
        if incident.flow.defrauded != paid { found.append("\(incident.id): paid \(paid)") }
        let held = rows.reduce(Money.zero) { $0 + $1.held }
        if held != incident.flow.held { found.append("\(incident.id): accounts hold \(held)") }
        return found
    }

    private func doubledEffects(_ world: BankWorld) -> [String] {
        let effective = world.acts.filter { $0.effect != .refused && $0.effect != .expired && $0.effect != .queued }
        return Dictionary(grouping: effective, by: \.act).filter { $0.value.count > 1 }.map {
            "\($0.key) took effect twice"
        }
    }
}

extension Money {
    /// `210000`, or `0.50` where there are fen.
    var plain: String { fen % 100 == 0 ? "\(fen / 100)" : "\(fen / 100).\(twoDigits(Int(fen % 100)))" }
}
