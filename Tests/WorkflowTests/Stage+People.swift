import Access
import Gateways
import Journal
import Primitives
import Recovery
import Storage
import Workflow

@testable import Simulation

extension Stage {
    /// `authority tiers 3 most 500000 [holds] [officer chen]`: proposed by the leader, approved by the head.
    func authority(_ words: [String]) throws -> String {
        func value(_ name: String) -> String? {
            words.firstIndex(of: name).flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
        }
        let officers = try (value("officer").map { [$0] } ?? ["chen", "wang"]).map { try person($0).actor.id }
        let scope = StandingAuthority.Scope(
            tiersMost: Int(value("tiers") ?? "9") ?? 9, amountMost: try yuan(value("most") ?? "10000000"),
            includesInquiries: !words.contains("stopsOnly"), includesProtectiveHolds: words.contains("holds"),
            officers: officers)
        let id = try platform.authorities.propose(
            scope, unit: Centre.county, basis: "授权书1号", from: now, until: now + .days(30), by: try person("leader"),
            key: centre.key(), at: now)
        authorities.append(id)
        return try decide(true, ["head", "approveAuthority"])
    }

    /// `alarm I V M 210000 at 08:50 [by aux] [name 李四] [nameless] [protect] [joins J]`
    func alarm(_ words: [String]) throws -> String {
        let parts = words.dropFirst().split(separator: "and").map(Array.init)
        var transfers = try parts.map(transfer)
        for place in transfers.indices { transfers[place].victim = place }
        let intake = Intake(
            victims: parts.map { .init(name: holders[$0[0]] ?? "") }, transfers: transfers,
            protectVictim: words.contains("protect"),
            joins: try words.firstIndex(of: "joins").map { try incident(words[$0 + 1]).description } ?? "")
        let receipt = try platform.incidents.register(intake, by: try teller(words), key: centre.key(), at: now)
        incidents[words[0]] = receipt.incident
        return "done"
    }

    /// `by aux`, or else chen.
    private func teller(_ words: [String]) throws -> Principal {
        try person(words.firstIndex(of: "by").map { words[$0 + 1] } ?? "chen")
    }

    /// `V M 210000 at 08:50 [name 李四] [nameless]`
    private func transfer(_ words: [String]) throws -> Intake.Transfer {
        let (payer, payee) = (try place(words[0]), try place(words[1]))
        let time = words.firstIndex(of: "at").map { words[$0 + 1] }.flatMap(Story.time) ?? now
        let name = words.firstIndex(of: "name").map { words[$0 + 1] } ?? holders[words[1]] ?? ""
        return Intake.Transfer(
            payerNumber: payer.number, payerBank: payer.bank, amount: try yuan(words[2]).description,
            time: CivilTime(time).text, payeeNumber: payee.number, payeeName: words.contains("nameless") ? "" : name,
            payeeBank: payee.bank)
    }

    /// `add I V M 1000 at 08:55 [by leader]`: one more payment.
    func add(_ words: [String]) throws -> String {
        try platform.incidents.addFacts(
            [try transfer(Array(words.dropFirst()))], completing: [nil], to: try incident(words[0]),
            by: try teller(words), key: centre.key(), at: now)
        return "done"
    }

    /// `correct I M name 李强 [by leader]`: the payee of the first transfer.
    func correct(_ words: [String]) throws -> String {
        let id = try incident(words[0])
        let payee = try place(words[1])
        let first = try read { try IncidentTable($0).transfers(of: [id]).first?.id }
        try platform.incidents.addFacts(
            [.init(payeeNumber: payee.number, payeeName: words[3], payeeBank: payee.bank)], completing: [first], to: id,
            by: try teller(words), key: centre.key(), at: now)
        return "done"
    }

    /// `approve leader [approveStop]`: decides on all that waits, or on what waits for this act.
    func decide(_ isApproval: Bool, _ words: [String]) throws -> String {
        let principal = try person(words[0])
        let people = centre.principals.values
        let all = try read { [now] tx in
            try people.reduce(into: [ApprovalID: Approval]()) { found, person in
                for one in try ApprovalTable(tx).waiting(for: person, after: nil, limit: 100, at: now) {
                    found[one.id] = one
                }
            }
        }
        let asked = all.values.filter { words.count < 2 || $0.act.rawValue == words[1] }.sorted { $0.id < $1.id }
        for approval in asked {
            try platform.approvals.decide(
                approval.id, isApproval ? .approve(leavingOut: []) : .giveBack(reason: "不符合条件"), by: principal,
                key: centre.key(), at: now)
        }
        return "\(asked.count)"
    }

    /// `extend chen M`, `release chen I M`
    func end(_ verb: String, _ words: [String]) throws -> String {
        let principal = try person(words[0])
        let stop = try requireStop(words[words.count - 1])
        if verb == "extend" {
            try platform.stopPayments.requestExtension(
                of: stop.id, reason: "线索待核", by: principal, key: centre.key(), at: now)
        } else {
            try platform.stopPayments.requestRelease(
                of: stop.id, for: try incident(words[1]), reason: "已核清", by: principal, key: centre.key(), at: now)
        }
        return "done"
    }

    /// `file chen I 1号 [day 2026-03-14]`
    func file(_ words: [String]) throws -> String {
        let day = words.firstIndex(of: "day").flatMap { CivilDay(words[$0 + 1]) } ?? CivilTime(now).day
        try platform.filings.file(
            try incident(words[1]), number: words[2], day: day, by: try person(words[0]), key: centre.key(), at: now)
        return "done"
    }

    /// `freeze chen I M whole [major] [interest]`, `freeze chen I M limit 50000`, `renew chen M [major]`,
    /// `unfreeze chen I M [unrelated|part]`
    func freeze(_ verb: String, _ words: [String]) throws -> String {
        let principal = try person(words[0])
        let kind: Freeze.Kind = words.contains("major") ? .major : .ordinary
        if verb == "freeze" {
            guard let account = try account(words[2]) else { return "refused unknown" }
            let limit = try words.firstIndex(of: "limit").map { try yuan(words[$0 + 1]) }
            _ = try platform.freezes.request(
                Freezes.Request(
                    account: account, limit: limit, includesInterest: words.contains("interest"), kind: kind,
                    reason: "保全被骗资金"),
                for: try incident(words[1]), by: principal, key: centre.key(), at: now)
            return "done"
        }
        let name = words[verb == "renew" ? 1 : 2]
        guard let freeze = try freeze(name) else { throw Story.Unplayable(description: "\(name) was never frozen") }
        if verb == "renew" {
            try platform.freezes.requestRenewal(
                of: freeze.id, kind: kind, reason: "案件未结", by: principal, key: centre.key(), at: now)
        } else if words.contains("part") {
            try platform.freezes.requestPartialRelease(
                of: freeze.id, for: try incident(words[1]), reason: "本人工资", by: principal, key: centre.key(), at: now)
        } else {
            try platform.freezes.requestRelease(
                of: freeze.id, for: try incident(words[1]), isUnrelated: words.contains("unrelated"),
                reason: "已核清", by: principal, key: centre.key(), at: now)
        }
        return "done"
    }

    /// `hold chen I V`, `lift chen V`
    func protect(_ verb: String, _ words: [String]) throws -> String {
        let principal = try person(words[0])
        guard let account = try account(words[words.count - 1]) else { return "refused unknown" }
        if verb == "hold" {
            _ = try platform.protectiveHolds.request(
                on: account, incident: try incident(words[1]), reason: "仍在通话", by: principal, key: centre.key(), at: now
            )
        } else if let hold = try read({ try ProtectiveHoldTable($0).live(on: account) }) {
            try platform.protectiveHolds.lift(hold.id, reason: "已劝阻", by: principal, key: centre.key(), at: now)
        } else {
            return "refused none"
        }
        return "done"
    }

    /// `complain aux C M [freeze|hold]`, `answer head C upheld`, `answer head C partly`
    func complain(_ verb: String, _ words: [String]) throws -> String {
        let principal = try person(words[0])
        if verb == "complain" {
            complaints[words[1]] = try platform.complaints.enter(
                against: try measure(Array(words.dropFirst(2))), holder: "李强", contact: "139", text: "工资",
                by: principal,
                key: centre.key(), at: now)
        } else if let id = complaints[words[1]] {
            guard let decision = Complaints.Answer(rawValue: words[2]) else {
                throw Story.Unplayable(description: "no such answer")
            }
            try platform.complaints.decide(
                id, decision, answer: "已核查", by: principal, key: centre.key(), at: now)
        }
        return "done"
    }

    /// `review leader M object`, `review leader M confirm`; `hold V` instead of an account for its protective hold.
    func review(_ words: [String]) throws -> String {
        var measure = try stop(words[1])?.id.description
        if words.last == "hold", let account = try account(words[1]) {
            measure = try read { try ProtectiveHoldTable($0).live(on: account)?.id.description }
        }
        guard let measure, let review = try read({ try AuthorityTable($0).review(of: measure) }) else {
            return "refused none"
        }
        try platform.authorities.review(
            review.id, objection: words[2] == "object" ? "无关账户" : nil, by: try person(words[0]), key: centre.key(),
            at: now)
        return "done"
    }

    /// `retry chen`, `drop chen`: all that is dead.
    func settle(_ verb: String, _ words: [String]) throws -> String {
        let dead = try read { try BankActTable($0).acts(in: .dead, limit: 100) }
        for act in dead {
            if verb == "retry" {
                try platform.acts.retry(act.id, by: try person(words[0]), key: centre.key(), at: now)
            } else {
                try platform.acts.drop(act.id, by: try person(words[0]), key: centre.key(), at: now)
            }
        }
        return "\(dead.count)"
    }
}
