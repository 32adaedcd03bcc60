internal import Access
internal import FundReturning
internal import Jurisdiction
internal import Primitives
internal import Storage

/// The papers of a return (返还规定 art. 7 and 8), filled from its records.
extension DocumentDrafting {
    /// How many lines of a statement a flow table prints.
    package static let flowLinesMost = 1_000

    func returnPaper(_ kind: PrintedDocument.Kind, about subject: String) throws -> DocumentDraft {
        guard let file = try ReturnFile(subject, tx) else { throw NotFound(subject) }
        let own: [String: JSON]? =
            switch kind {
            case .returnApplication: try application(file)
            case .returnFlow: try flow(file)
            case .returnReport: try report(file)
            case .returnNotice: try publicNotice(file)
            case .returnDecision: try decision(file)
            case .notice, .freezeOrder, .releaseOrder, .complaintAnswer, .objectionReceipt, .aidApplication,
                .aidDecision:
                nil
            }
        guard let facts = own else { throw NotFound(subject) }
        let shared = try shared(by: file)
        return DocumentDraft(
            kind: kind, subject: subject, incident: file.incident.id, unit: file.incident.unit,
            facts: .object(facts.merging(shared) { own, _ in own }),
            basis: facts["basis"]?.string ?? rules[.approvalFundReturn].basis)
    }

    /// What stands on each of them.
    private func shared(by file: ReturnFile) throws -> [String: JSON] {
        [
            "incident": .string(file.incident.number), "unit": .string(try unitName(file.incident.unit)),
            "filing": .string(try CaseFilingTable(tx).find(file.incident.id)?.number ?? "—"),
            "bank": .string(file.account.bankName), "holder": .string(file.account.name ?? "—"),
            "account": .string(file.account.number), "balance": .string(try file.balance?.description ?? "—"),
            "basis": .string(rules[.approvalFundReturn].basis),
        ]
    }

    // MARK: each

    /// 冻结资金返还申请表; nil before the victim has applied.
    private func application(_ file: ReturnFile) throws -> [String: JSON]? {
        guard let claim = file.claim, let victim = file.victims[claim.victim], let day = claim.appliedAt else {
            return nil
        }
        var facts: [String: JSON] = [
            "name": .string(victim.name), "phone": .string(victim.phone ?? "—"), "agent": .string(claim.agent ?? "—"),
            "applied": .string(CivilTime(day).day.description),
            "loss": .string(file.losses[victim.id]?.description ?? "—"),
            "papers": .string(claim.papers.map(\.rawValue).sorted().joined(separator: " ")),
        ]
        if let number = victim.idNumber {
            facts["identity"] = .string(number)
            do { facts["sex"] = .string(try IdentityNumber(number).isFemale ? "female" : "male") } catch {
                // A passport's number names no sex: the line stays to be written on.
                facts["sex"] = nil
            }
        }
        if let payee = claim.payee { facts.merge(try file.payee(payee)) { _, new in new } }
        return facts
    }

    /// 资金流向表: the replay of the statement; nil before the shares are computed.
    private func flow(_ file: ReturnFile) throws -> [String: JSON]? {
        guard let computation = file.computation else { return nil }
        let result = try computation.result()
        let rows = zip(computation.lines, result.replay.rows).prefix(Self.flowLinesMost).map { line, row -> JSON in
            .object([
                "time": .string(CivilTime(line.at).text), "kind": .string(line.kind.rawValue),
                "amount": .string(line.amount.description), "balance": .string(row.balance.description),
                "whose": .string(line.victim.flatMap { file.victims[$0]?.name } ?? "—"),
                "least": .string(row.interval?.least.description ?? "—"),
                "most": .string(row.interval?.most.description ?? "—"),
            ])
        }
        return [
            "opening": .string(computation.opening.description), "rows": .array(rows),
            "lines": .string("\(computation.lines.count)"), "rule": .string(computation.rule),
        ]
    }

    /// 呈请返还资金报告书; nil before the shares are computed.
    private func report(_ file: ReturnFile) throws -> [String: JSON]? {
        guard file.computation != nil else { return nil }
        let objections = try RepaymentTable(tx).objections(to: file.fundReturn.id)
        func count(_ state: Objection.State) -> JSON { .string("\(objections.count { $0.state == state })") }
        var facts: [String: JSON] = [
            "shares": .array(
                try file.shares { claim in
                    try claim.payee.map { try file.payee($0) } ?? [:]
                }),
            "total": .string(file.total.description), "rest": .string(try file.rest?.description ?? "—"),
            // Shares are computed by article 8; article 7 says who decides.
            "basis": .string(rules[.fundReturnNoticeTerm].basis), "rule": .string(file.computation?.rule ?? "—"),
            "notice": .string(file.hasNotice ? "yes" : "no"),
            "objections": .string("\(objections.count)"), "upheld": count(.upheld), "rejected": count(.rejected),
        ]
        if let from = file.freeze.startedAt { facts["frozenFrom"] = .string(Self.moment(from)) }
        if let until = file.freeze.endsAt { facts["frozenUntil"] = .string(Self.moment(until)) }
        return facts.merging(file.noticeDays) { _, new in new }
    }

    /// 公示: nobody is named in full, and of an account no more than its end; nil before the notice starts.
    private func publicNotice(_ file: ReturnFile) throws -> [String: JSON]? {
        guard file.fundReturn.noticedAt != nil else { return nil }
        let term = rules.fundReturnNoticeTerm.wording
        let facts: [String: JSON] = [
            "holder": .string(PublicName.of(file.account.name ?? "")),
            "account": .string(Self.masked(file.account.number)), "basis": .string(rules[.fundReturnNoticeTerm].basis),
            "telephone": .string(try UnitTable(tx).find(file.incident.unit)?.telephone ?? Self.hotline),
            "total": .string(file.total.description), "rest": .string(try file.rest?.description ?? "—"),
            "term": .string(term.zh), "termInEnglish": .string(term.en),
            "shares": .array(
                try file.shares { claim in
                    [
                        "name": .string(PublicName.of(file.victims[claim.victim]?.name ?? "")),
                        "card": .string(try file.payer(of: claim.victim).map { String($0.number.suffix(4)) } ?? "—"),
                    ]
                }),
        ]
        let isProvisional = file.fundReturn.noticeUntil.map {
            rules.deadlines.isProvisional($0, of: rules.fundReturnNoticeTerm)
        }
        return facts.merging(file.noticeDays) { _, new in new }
            .merging(isProvisional == true ? ["provisional": .string("yes")] : [:]) { _, new in new }
    }

    /// The national line against fraud, where a unit has no telephone on record.
    private static let hotline = "96110"

    /// 返还资金决定书, by the organ that decided; nil before that.
    private func decision(_ file: ReturnFile) throws -> [String: JSON]? {
        guard let number = file.fundReturn.decisionNumber, let at = file.fundReturn.decidedAt else { return nil }
        let decider = try file.fundReturn.decidedBy.flatMap(UserID.init).flatMap { try UserTable(tx).find($0) }
        let limit = rules.fundReturnBankLimit.wording
        let organ = try decider?.affiliation.unit.map(unitName)
        return [
            "limit": .string(limit.zh), "limitInEnglish": .string(limit.en),
            "number": .string(number), "decided": .string(CivilTime(at).day.description),
            "unit": .string(try organ ?? unitName(file.incident.unit)), "total": .string(file.total.description),
            "shares": .array(
                try file.shares { claim in try claim.payee.map { try file.payee($0) } ?? [:] }),
        ]
    }

    /// 异议回执: what somebody said against shares on notice, and by which number he learns what became of it.
    func objectionReceipt(about subject: String) throws -> DocumentDraft {
        guard let id = ObjectionID(subject), let objection = try RepaymentTable(tx).findObjection(id),
            let file = try ReturnFile(objection.fundReturn.description, tx)
        else { throw NotFound(subject) }
        let basis = rules[.fundReturnNoticeTerm].basis
        return DocumentDraft(
            kind: .objectionReceipt, subject: subject, incident: file.incident.id, unit: file.incident.unit,
            facts: .object([
                "objector": .string(objection.objector), "text": .string(objection.text),
                "received": .string(Self.moment(objection.receivedAt)), "bank": .string(file.account.bankName),
                "account": .string(Self.masked(file.account.number)), "basis": .string(basis),
                "unit": .string(try unitName(file.incident.unit)),
                "telephone": .string(try UnitTable(tx).find(file.incident.unit)?.telephone ?? Self.hotline),
            ]), basis: basis)
    }
}

/// The records of one return, as its papers need them.
private struct ReturnFile {
    let fundReturn: FundReturn
    let freeze: Freeze
    let account: Account
    let incident: Incident
    let claims: [ReturnClaim]
    /// The one that a victim's own paper is about.
    let claim: ReturnClaim?
    let victims: [VictimID: Victim]
    let losses: [VictimID: Money]
    let computation: ReturnComputation?
    private let transfers: [ReportedTransfer]
    private let tx: any Transaction

    /// `subject` is a return's id, or that and a victim's: `ret-….vic-…`; nil where there is none.
    init?(_ subject: String, _ tx: any Transaction) throws {
        let parts = subject.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 2, let id = FundReturnID(parts[0]), let found = try FundReturnTable(tx).find(id) else {
            return nil
        }
        claims = try FundReturnTable(tx).claims(in: id)
        claim = parts.count == 2 ? claims.first { $0.victim.description == parts[1] } : nil
        guard parts.count == 1 || claim != nil else { return nil }
        fundReturn = found
        freeze = try FreezeTable(tx).require(found.freeze)
        account = try AccountTable(tx).require(found.account)
        incident = try IncidentTable(tx).require(found.incident)
        let incidents = Set(claims.map(\.incident)).sorted()
        victims = Dictionary(
            uniqueKeysWithValues: try IncidentTable(tx).victims(of: incidents).map { ($0.id, $0) })
        transfers = try IncidentTable(tx).transfers(of: incidents)
        losses = Dictionary(transfers.map { ($0.victim, $0.amount ?? .zero) }, uniquingKeysWith: +)
        computation = try FundReturnTable(tx).computation(of: id)
        self.tx = tx
    }

    var hasNotice: Bool { fundReturn.noticedAt != nil }

    /// What was shared, by the computation.
    var balance: Money? {
        get throws { try computation?.result().shares.balance ?? freeze.balance }
    }

    var total: Money { claims.reduce(.zero) { $0 + ($1.share?.total ?? .zero) } }

    /// What stays frozen.
    var rest: Money? {
        get throws { try computation?.result().shares.unassigned }
    }

    var noticeDays: [String: JSON] {
        guard let from = fundReturn.noticedAt, let until = fundReturn.noticeUntil else { return [:] }
        return [
            "from": .string(CivilTime(from).day.description), "until": .string(CivilTime(until).day.description),
        ]
    }

    /// The account that a victim paid from.
    func payer(of victim: VictimID) throws -> Account? {
        try transfers.first { $0.victim == victim && $0.payerAccount != nil }?.payerAccount.map {
            try AccountTable(tx).require($0)
        }
    }

    func payee(_ payee: ReturnAccount) throws -> [String: JSON] {
        [
            "payeeBank": .string(try AccountTable(tx).bank(payee.bank)?.name ?? payee.bank),
            "payeeNumber": .string(payee.number), "payeeName": .string(payee.name),
        ]
    }

    /// Each victim that gets something, under his name unless `more` gives another.
    func shares(_ more: (ReturnClaim) throws -> [String: JSON]) throws -> [JSON] {
        try claims.compactMap { claim in
            guard let share = claim.share, share.total.isPositive else { return nil }
            let own: [String: JSON] = [
                "name": .string(victims[claim.victim]?.name ?? "—"), "loss": .string(share.loss.description),
                "direct": .string(share.direct.description), "pool": .string(share.pool.description),
                "share": .string(share.total.description),
            ]
            return .object(own.merging(try more(claim)) { _, new in new })
        }
    }
}
