internal import Access
internal import Journal
internal import Jurisdiction
internal import Primitives
internal import Storage
internal import Wire

/// Freezes at the desk: every path to one leads through here.
extension OrderDesk {
    private var table: FreezeTable { FreezeTable(step.transaction) }

    /// Keeps a draft with its claims and asks the head whom its term needs.
    func ask(_ freeze: Freeze, traced: Money, for incident: Incident, maker: Actor) throws {
        try table.insert(freeze)
        try table.put(FreezeClaim(freeze: freeze.id, incident: incident.id, traced: traced, isLive: true))
        let stops = StopPaymentTable(step.transaction)
        let running = try stops.history(of: [freeze.account]).filter { $0.state.isLive }.map(\.id)
        for claim in try stops.claims(on: running) where claim.isLive && claim.incident != incident.id {
            try table.put(FreezeClaim(freeze: freeze.id, incident: claim.incident, traced: claim.traced, isLive: true))
        }
        try ask(
            .approveFreeze, lines: [line(freeze)], for: incident, level: freeze.kind.approval(rules), maker: maker)
        try step.record(
            "freeze.requested", on: freeze.id, topic: incident.id, basis: rules[.approvalFreeze].basis,
            reason: freeze.reason,
            detail: .object([
                "account": .string(freeze.account.description), "limit": freeze.limit.map { .number($0.fen) } ?? .null,
                "traced": .number(traced.fen),
            ]))
    }

    func askRenewal(of freeze: Freeze, kind: Freeze.Kind, for incident: Incident, reason: String, maker: Actor) throws {
        try ask(
            .approveFreeze, lines: [line(freeze, ["renew": .string(kind.rawValue), "reason": .string(reason)])],
            for: incident, level: kind.approval(rules), maker: maker)
        try step.record(
            "freeze.renewalRequested", on: freeze.id, topic: incident.id, basis: rules[kind.termRule].basis,
            reason: reason)
    }

    /// Asks the head who approves freezes to release one.
    func requestRelease(of freeze: Freeze, for incident: Incident, reason: String, maker: Actor?) throws {
        if let undone = try ReturnDesk(step: step, rules: rules).undone(of: freeze) {
            throw FreezeRefusal.returnDecided(undone.id)
        }
        try ask(
            .approveFreeze, lines: [line(freeze, ["release": .bool(true), "reason": .string(reason)])], for: incident,
            level: freeze.kind.approval(rules), maker: maker)
        try step.record(
            "freeze.releaseRequested", on: freeze.id, topic: incident.id, basis: rules[.approvalRelease].basis,
            reason: reason)
    }

    /// Asks the head who approves freezes to let part of one go.
    func askNarrowing(
        of freeze: Freeze, to claimed: Money, for incident: Incident, reason: String, maker: Actor
    ) throws {
        try ask(
            .approveFreeze,
            lines: [line(freeze, ["narrow": .number(claimed.fen), "reason": .string(reason)])], for: incident,
            level: freeze.kind.approval(rules), maker: maker)
        try step.record(
            "freeze.partRequested", on: freeze.id, topic: incident.id, basis: rules[.releaseUnrelated].basis,
            reason: reason, detail: .object(["stays": .number(claimed.fen)]))
    }

    private func line(_ freeze: Freeze, _ more: [String: JSON] = [:]) -> Approval.Line {
        let detail: [String: JSON] = [
            "account": .string(freeze.account.description), "kind": .string(freeze.kind.rawValue),
            "whole": .bool(freeze.limit == nil),
        ]
        return Approval.Line(
            id: freeze.id.description, sum: freeze.remains ?? freeze.balance,
            detail: .object(detail.merging(more) { $1 }))
    }

    /// What follows from a second person's decision on one line about a freeze.
    func decide(on freeze: Freeze, _ line: Approval.Line, _ approval: Approval, second: UserID, isApproved: Bool) throws
    {
        let incident = try IncidentTable(step.transaction).require(
            approval.topic.flatMap { IncidentID($0) } ?? freeze.incident)
        let reason = line.detail["reason"]?.string ?? ""
        let isDropped = try isApproved && isFoundUnrelated(freeze, since: approval)
        if line.detail["narrow"] != nil {
            if isDropped {
                try step.record("freeze.partNotSent", on: freeze.id, topic: incident.id, reason: reason)
            } else if isApproved {
                try FreezeNarrowing(desk: self).order(freeze, for: incident, second: second, reason: reason)
            }
        } else if line.detail["release"] != nil {
            if isApproved { try release(freeze, for: incident, second: second, reason: reason) }
        } else if let kind = line.detail["renew"]?.string.flatMap(Freeze.Kind.init) {
            if isDropped {
                try step.record("freeze.renewalDropped", on: freeze.id, topic: incident.id, reason: reason)
            } else if isApproved {
                try renew(freeze, kind: kind, for: incident, second: second, reason: reason)
            }
        } else if freeze.state == .draft {
            if isApproved {
                try approve(freeze, by: second, incident: incident)
            } else {
                try withdraw(freeze, reason: approval.reason ?? "")
            }
        }
        if line.detail["release"] == nil, try isFoundUnrelated(try table.require(freeze.id), since: approval) {
            try requestReleaseOfFound(freeze, besides: approval)
        }
    }

    /// Asks in the name of who found that the money has nothing to do with the case; where the trace did, of whose request waited.
    private func requestReleaseOfFound(_ freeze: Freeze, besides approval: Approval) throws {
        let found = try EntryTable(step.transaction).about(subject: freeze.id.description, limit: 200)
            .first { $0.act == "freeze.foundUnrelated" }
        let finder = found.flatMap { $0.actor.kind == .user ? $0.actor : nil }
        let claimant = try table.claims(on: [freeze.id]).first(where: \.isLive)?.incident ?? freeze.incident
        try requestRelease(
            of: freeze, for: try IncidentTable(step.transaction).require(claimant),
            reason: found?.reason ?? Self.movedOn, maker: finder ?? approval.maker)
    }

    /// Whether it was found while a request waited that the money has nothing to do with the case: it is let go, and not held longer.
    private func isFoundUnrelated(_ freeze: Freeze, since approval: Approval) throws -> Bool {
        guard freeze.state == .frozen, freeze.narrowing == nil, let found = freeze.unrelatedAt, approval.madeAt < found
        else { return false }
        return try table.claims(on: [freeze.id]).count(where: \.isLive) < 2
            && ReturnDesk(step: step, rules: rules).undone(of: freeze) == nil
    }

    private func approve(_ freeze: Freeze, by second: UserID, incident: Incident) throws {
        var freeze = freeze
        let old = freeze.state
        _ = try freeze.apply(.approve)
        try table.update(freeze, from: old)
        try send(
            .freeze, freeze, for: incident, second: second, basis: .approvalFreeze, limit: rules.bankAnswerLimitFreeze,
            term: freeze.kind.term(rules), reason: freeze.reason)
        try step.record(
            "freeze.ordered", on: freeze.id, topic: incident.id, basis: rules[.approvalFreeze].basis,
            detail: .object(["second": .string(second.description)]))
    }

    /// A renewal that was approved too late is not sent: the freeze has lapsed by itself.
    private func renew(_ freeze: Freeze, kind: Freeze.Kind, for incident: Incident, second: UserID, reason: String)
        throws
    {
        guard freeze.state == .frozen, let ends = freeze.endsAt, step.now < ends else {
            return try step.record("freeze.renewalTooLate", on: freeze.id, topic: incident.id, reason: reason)
        }
        try send(
            .renewFreeze, freeze, for: incident, second: second, basis: kind.termRule,
            limit: rules.bankAnswerLimitFreeze, term: kind.term(rules), reason: reason)
        try step.record(
            "freeze.renewalOrdered", on: freeze.id, topic: incident.id, basis: rules[kind.termRule].basis,
            reason: reason)
    }

    /// Ends a claimant's part; releases the freeze unless another has joined it meanwhile.
    private func release(_ freeze: Freeze, for incident: Incident, second: UserID, reason: String) throws {
        let claims = try table.claims(on: [freeze.id]).filter(\.isLive)
        if claims.contains(where: { $0.incident != incident.id }) {
            if let own = claims.first(where: { $0.incident == incident.id }) {
                try endClaim(own, on: freeze, reason: reason)
            }
            return
        }
        try release(freeze, second: second, incident: incident, reason: reason)
    }

    /// Sends the release of a freeze to its bank, whoever claims it.
    func release(_ freeze: Freeze, second: UserID, incident: Incident, reason: String) throws {
        // It may have ended by itself while the request waited, or its money may be decided to be the victims' since.
        guard freeze.state == .frozen || freeze.state == .queued else { return }
        if let undone = try ReturnDesk(step: step, rules: rules).undone(of: freeze) {
            return try step.record(
                "freeze.releaseHeldBack", on: freeze.id, topic: incident.id, reason: undone.id.description)
        }
        var freeze = freeze
        let old = freeze.state
        guard try freeze.apply(.askRelease) == [.sendRelease] else { return }
        try table.update(freeze, from: old)
        try FreezeNarrowing(desk: self).giveUp(freeze, because: reason)
        freeze = try table.require(freeze.id)
        // A bank may freeze by more than one order, where it did not let the higher one go for the lower one, or the lower one at all.
        let acts = try BankActTable(step.transaction).acts(for: freeze.id)
        let orders = acts.maybeStanding(rules).filter { !acts.isReleasing($0) }.map { Optional($0.id) }
        for order in orders.isEmpty ? [nil] : orders {
            try send(
                .unfreeze, freeze, for: incident, second: second, basis: .approvalRelease,
                limit: rules.bankAnswerLimitRelease, term: nil, reason: reason, original: order)
        }
        try step.record(
            "freeze.releasing", on: freeze.id, topic: incident.id, basis: rules[.approvalRelease].basis, reason: reason)
    }

    func withdraw(_ freeze: Freeze, reason: String) throws {
        var freeze = freeze
        let old = freeze.state
        let effects = try freeze.apply(.withdraw)
        try table.update(freeze, from: old)
        try FreezeEffects(step: step, rules: rules).carryOut(effects, of: freeze)
        try step.record("freeze.withdrawn", on: freeze.id, topic: freeze.incident, reason: reason)
    }

    func endClaim(_ claim: FreezeClaim, on freeze: Freeze, reason: String) throws {
        try step.put(
            FreezeClaim(freeze: freeze.id, incident: claim.incident, traced: claim.traced, isLive: false), on: freeze)
        try step.record(Self.claimEnded, on: claim.freeze, topic: claim.incident, reason: reason)
    }

    /// Asks to let go of money that has nothing to do with the case. The clock runs whatever else waits for the head; where something
    /// does, the release is asked for when that is decided.
    func letGoUnrelated(_ freeze: Freeze, for incident: Incident, reason: String, maker: Actor?) throws {
        let isNew = freeze.unrelatedAt == nil
        let found = try findUnrelated(freeze, reason: reason)
        let waits = try ApprovalTable(step.transaction).waiting(.approveFreeze, on: freeze.id.description) != nil
        if waits, isNew { return }
        try requestRelease(of: found, for: incident, reason: reason, maker: maker)
    }

    /// Starts the clock in which money that has nothing to do with the case must be free (程序规定 art. 247).
    func findUnrelated(_ freeze: Freeze, reason: String) throws -> Freeze {
        guard freeze.unrelatedAt == nil else { return freeze }
        var freeze = freeze
        freeze.unrelatedAt = step.now
        try table.update(freeze, from: freeze.state)
        try step.follow(
            .unrelatedDue, freeze.id, due: rules.deadlines.end(of: rules.releaseUnrelated, from: step.now))
        try step.record(
            "freeze.foundUnrelated", on: freeze.id, topic: freeze.incident, basis: rules[.releaseUnrelated].basis,
            reason: reason)
        return freeze
    }

    /// Whether a renewal waits for its second person, or for the bank's answer.
    func isRenewalOpen(of freeze: Freeze) throws -> Bool {
        let isAtBank = try BankActTable(step.transaction).acts(for: freeze.id).contains {
            $0.kind == .renewFreeze && ($0.state == .open || $0.state == .dead)
        }
        guard !isAtBank else { return true }
        return try ApprovalTable(step.transaction).waiting(.approveFreeze, on: freeze.id.description) != nil
    }

    /// An incident's money was found never to have come to accounts that it has frozen: its claims end, and what nobody
    /// else claims is proposed for release.
    func proposeReleases(of incident: Incident, unreached: [Freeze]) throws {
        for freeze in unreached {
            let claims = try table.claims(on: [freeze.id]).filter(\.isLive)
            guard let own = claims.first(where: { $0.incident == incident.id }) else { continue }
            if claims.count > 1 {
                try endClaim(own, on: freeze, reason: Self.movedOn)
            } else if freeze.state == .draft {
                try withdraw(freeze, reason: Self.movedOn)
            } else if freeze.state == .frozen || freeze.state == .queued, freeze.unrelatedAt == nil,
                try ReturnDesk(step: step, rules: rules).undone(of: freeze) == nil
            {
                try letGoUnrelated(freeze, for: incident, reason: Self.movedOn, maker: nil)
            }
        }
    }

    @discardableResult
    func send(
        _ kind: BankOrder.Kind, _ freeze: Freeze, for incident: Incident, second: UserID, basis: RuleID,
        limit: Duration, term: Term?, reason: String, original: ActID? = nil
    ) throws -> ActID {
        try send(
            kind, measure: freeze.id.description, account: freeze.account, incident: incident,
            amount: freeze.remains ?? freeze.balance ?? .zero, time: freeze.requestedAt, second: second,
            approval: freeze.id.description, basis: rules[basis].basis, limit: limit,
            freeze: term.map {
                BankOrder.FreezeTerms(
                    amount: freeze.remains.map(WireAmount.init), includesInterest: freeze.includesInterest,
                    term: $0.text)
            }, reason: reason, officer: freeze.maker, original: original)
    }
}

extension Step {
    /// How an incident's claim on a measure was ended or made again last; nil where it never was.
    func lastChange(of incident: IncidentID, on measure: some CustomStringConvertible) throws -> Entry? {
        try EntryTable(transaction).about(subject: measure.description, limit: 200).first {
            $0.topic == incident.description && ($0.act == OrderDesk.claimEnded || $0.act == OrderDesk.claimJoined)
        }
    }

    /// Whether a claim was ended by itself, and not with its measure alone.
    func isClaimEnded(of incident: IncidentID, on measure: some CustomStringConvertible) throws -> Bool {
        try lastChange(of: incident, on: measure)?.act == OrderDesk.claimEnded
    }

    /// Makes or changes an incident's claim on a freeze. One up to an amount then covers more or less of it and of the
    /// others: they are traced anew.
    func put(_ claim: FreezeClaim, on freeze: Freeze) throws {
        let table = FreezeTable(transaction)
        try table.put(claim)
        guard freeze.isInForce, freeze.limit != nil else { return }
        let claimants = try table.claims(on: [freeze.id]).filter(\.isLive).map(\.incident)
        for incident in Set(claimants + [claim.incident]).sorted() { try follow(.trace, incident) }
    }
}

/// Carries out what a freeze's change asks for.
struct FreezeEffects {
    let step: Step
    let rules: Rules

    func carryOut(_ effects: [Freeze.Effect], of freeze: Freeze) throws {
        let table = FreezeTable(step.transaction)
        let claimants = try table.claims(on: [freeze.id]).map(\.incident)
        for effect in effects {
            switch effect {
            case .startTerm(let ends): try startTerm(of: freeze, ends: ends)
            case .endClaims:
                try table.endClaims(on: freeze.id)
                try ReturnDesk(step: step, rules: rules).end(with: freeze)
                try step.forget(.unrelatedDue, freeze.id)
            case .reviveClaims: try reviveClaims(on: freeze)
            case .traceClaimants: try step.retrace(reaching: [freeze.account], and: claimants + [freeze.incident])
            case .reportContradiction:
                try step.record(
                    "bank.contradicted", on: freeze.id, topic: freeze.incident, reason: freeze.state.rawValue)
            case .transmit, .escalate, .sendRelease:
                // The command that applied the event does it in the same step.
                break
            }
        }
    }

    /// What had ended with the freeze alone goes on with it, and so does the clock of money that has nothing to do with the case.
    private func reviveClaims(on freeze: Freeze) throws {
        let table = FreezeTable(step.transaction)
        for claim in try table.claims(on: [freeze.id])
        where try !step.isClaimEnded(of: claim.incident, on: freeze.id) {
            try table.put(
                FreezeClaim(freeze: freeze.id, incident: claim.incident, traced: claim.traced, isLive: true))
        }
        if let found = freeze.unrelatedAt {
            let due = rules.deadlines.end(of: rules.releaseUnrelated, from: found)
            try step.follow(.unrelatedDue, freeze.id, due: max(due, step.now))
        }
    }

    private func startTerm(of freeze: Freeze, ends: Timestamp) throws {
        try step.follow(.freezeEnd, freeze.id, due: max(ends, step.now))
        let warnings = rules.deadlines.warnings(before: ends, rules.freezeWarnBefore, from: step.now)
        if let first = warnings.first { try step.follow(.freezeWarning, freeze.id, due: first) }
    }
}
