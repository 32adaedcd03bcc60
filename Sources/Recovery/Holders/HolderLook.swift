internal import Access
package import Jurisdiction
package import Primitives
internal import Storage

/// What the holder of an account is shown of one measure against it.
package struct HolderLook: Sendable, Equatable {
    package enum Standing: Sendable, Equatable {
        case inForce
        case beingLifted
        case ended(at: Timestamp)
    }

    /// A complaint of his and, once it is decided, the paper that answers it.
    package struct Asked: Sendable, Equatable {
        package let complaint: Complaint
        package let answer: PrintedDocument?
    }

    package let notice: PrintedDocument
    package let kind: Complaint.Kind
    package let standing: Standing
    package let start: Timestamp
    /// When it ends by itself.
    package let end: Timestamp
    /// Nil where the whole account is meant.
    package let limit: Money?
    package let bank: String
    package let account: String
    package let holder: String
    package let unit: String
    package let basis: String
    package let answerTerm: Wording
    /// The article behind the clock of the answer.
    package let answerBasis: String
    /// Within which reconsideration may be asked for; nil where the measure is one of a criminal case, which is not under it.
    package let reconsideration: Wording?
    package let asked: [Asked]

    /// Whether one of his complaints has no answer yet.
    package var waits: Bool { asked.contains { $0.complaint.state == .waiting } }
}

/// Reads what a holder is shown from the records of his measure as they are now.
struct HolderLooking {
    let tx: any Transaction
    let rules: Rules

    /// Nil where the notice's measure is none that a holder is told of.
    func look(_ notice: PrintedDocument) throws -> HolderLook? {
        guard let facts = try facts(of: notice.subject) else { return nil }
        let account = try AccountTable(tx).require(facts.account)
        let unit = try UnitTable(tx).find(notice.unit)?.name ?? notice.unit.text
        let complaints = try ComplaintTable(tx).complaints(about: notice.subject)
        return HolderLook(
            notice: notice, kind: facts.kind, standing: facts.standing, start: facts.start, end: facts.end,
            limit: facts.limit, bank: account.bankName, account: DocumentDrafting.masked(account.number),
            holder: account.name ?? "—", unit: unit, basis: rules[facts.rule].basis,
            answerTerm: facts.kind.answerTerm(rules), answerBasis: rules[facts.kind.rule].basis,
            reconsideration: facts.kind == .hold ? rules.reconsiderationTerm.wording : nil,
            asked: try complaints.map { complaint in
                HolderLook.Asked(
                    complaint: complaint,
                    answer: try PrintedDocumentTable(tx).last(.complaintAnswer, about: "\(complaint.id)"))
            })
    }

    private struct Facts {
        let kind: Complaint.Kind
        let account: AccountID
        let standing: HolderLook.Standing
        let start: Timestamp
        let end: Timestamp
        let rule: RuleID
        var limit: Money?
    }

    private func facts(of subject: String) throws -> Facts? {
        if let stop = try StopPaymentID(subject).flatMap({ try StopPaymentTable(tx).find($0) }),
            let start = stop.executedAt, let end = stop.endsAt
        {
            let standing = Self.standing(stop.endedAt, isLifting: stop.state == .releasing)
            return Facts(
                kind: .stop, account: stop.account, standing: standing, start: start, end: end, rule: .stopPaymentTerm)
        }
        if let hold = try ProtectiveHoldID(subject).flatMap({ try ProtectiveHoldTable(tx).find($0) }),
            let start = hold.executedAt, let end = hold.endsAt
        {
            let standing = Self.standing(hold.state.isLive ? nil : end, isLifting: hold.state == .lifting)
            return Facts(
                kind: .hold, account: hold.account, standing: standing, start: start, end: end,
                rule: .protectiveHoldTerm)
        }
        guard let freeze = try FreezeID(subject).flatMap({ try FreezeTable(tx).find($0) }),
            let start = freeze.startedAt, let end = freeze.endsAt
        else { return nil }
        return Facts(
            kind: .freeze, account: freeze.account,
            standing: Self.standing(freeze.endedAt, isLifting: freeze.state == .releasing), start: start, end: end,
            rule: freeze.kind.termRule, limit: freeze.remains)
    }

    private static func standing(_ end: Timestamp?, isLifting: Bool) -> HolderLook.Standing {
        end.map { .ended(at: $0) } ?? (isLifting ? .beingLifted : .inForce)
    }
}
