internal import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// What the holder of an account may learn and do without an account here: look at his measure by his notice, and complain.
package struct Holders: Sendable {
    private let journal: Journal
    private let pack: Pack
    private let complaints: Complaints

    package init(_ journal: Journal, _ pack: Pack, _ complaints: Complaints) {
        self.journal = journal
        self.pack = pack
        self.complaints = complaints
    }

    /// The pass for a holder who proves that a notice is his.
    ///
    /// Nil alike for a number that there is not, a wrong code, another account, a paper that is no notice, and a holder who is
    /// not told yet; the same statements run and the same is compared in each. Throws `TooManyTries`.
    package func prove(_ proof: HolderProof, from address: String, at now: Timestamp) throws -> HolderPass? {
        let rules = pack.rules(on: CivilTime(now).day)
        let tries = OpenTries(rules)
        return try journal.database.write { tx in
            try tries.attempt(number: proof.number?.text ?? "none", address: address, at: now, tx) {
                let decoy = PrintedDocument.decoy
                let found = try PrintedDocumentTable(tx).find(serial: proof.number ?? decoy.serial)
                let document = found ?? decoy
                let deferral = try NoticeDeferralTable(tx).standing(for: document.subject)
                let isCode = document.accepts(proof.code)
                let isAccount = (document["accountEnd"] ?? "none").isSame(as: proof.accountEnd)
                guard isCode, isAccount, deferral == nil, document.kind == .notice, found != nil else { return nil }
                return HolderPass(to: document, until: now + rules.openLookLength)
            }
        }
    }

    /// What a holder with this pass is shown; nil once the pass has ended or where it is none.
    package func look(_ pass: HolderPass, at now: Timestamp) throws -> HolderLook? {
        let rules = pack.rules(on: CivilTime(now).day)
        return try journal.database.read { tx in
            try Self.notice(pass, at: now, tx).flatMap { try HolderLooking(tx: tx, rules: rules).look($0) }
        }
    }

    /// Enters the holder's complaint under the name `holder`, as an officer would; nil where the pass is none.
    ///
    /// Throws `Complaints.NotPossible`: one complaint at a time, so that nobody floods the desk through this page.
    package func complain(
        _ pass: HolderPass, contact: String, text: String, key: IdempotencyKey, at now: Timestamp
    ) throws -> ComplaintID? {
        guard !text.isBlank, !contact.isBlank else { throw Complaints.NotPossible.textMissing }
        guard let look = try look(pass, at: now) else { return nil }
        let actor = Principal.platform(Complaint.holderName)
        let isRepeated = try journal.database.read { tx in
            try journal.answer(ComplaintID.self, to: key, by: actor.actor, in: tx) != nil
        }
        guard isRepeated || !look.waits else { throw Complaints.NotPossible.waitsAlready }
        return try complaints.enter(
            against: look.notice.subject, holder: look.holder, contact: contact, text: text, by: actor, key: key,
            at: now)
    }

    private static func notice(_ pass: HolderPass, at now: Timestamp, _ tx: any Transaction) throws -> PrintedDocument?
    {
        guard let document = try PrintedDocumentTable(tx).find(serial: pass.serial), pass.opens(document, at: now),
            try NoticeDeferralTable(tx).standing(for: document.subject) == nil
        else { return nil }
        return document
    }
}
