package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// The commands on papers: to give one out, to note who reads one that names a full number, and to check one.
package struct PrintedDocuments: Sendable {
    private let journal: Journal
    private let pack: Pack
    private let secrets: Secrets

    package init(_ journal: Journal, _ pack: Pack, _ secrets: Secrets) {
        self.journal = journal
        self.pack = pack
        self.secrets = secrets
    }

    /// Gives out a paper under a number of its own; one that says the same was given out already stands for it.
    ///
    /// Throws `NotFound` where the paper has nothing to say, `Refusal`, and `NoticeDeferrals.NotPossible` while a holder is
    /// not told yet.
    package func issue(
        _ kind: PrintedDocument.Kind, about subject: String, by principal: Principal, key: IdempotencyKey,
        at now: Timestamp
    ) throws -> DocumentID {
        let rules = pack.rules(on: CivilTime(now).day)
        return try journal.perform(
            key, by: principal.actor, at: now, input: ["document", kind.rawValue, subject]
        ) { step in
            let draft = try DocumentDrafting(step.transaction, rules: rules).draft(kind, about: subject)
            try principal.permit(.issueDocument, in: draft.unit, bank: nil)
            if kind == .notice, let deferral = try NoticeDeferralTable(step.transaction).standing(for: subject) {
                throw NoticeDeferrals.NotPossible.standing(until: deferral.reviewAt)
            }
            return try Self.issue(draft, with: secrets, in: step).id
        }
    }

    /// The same inside another command's transaction, for papers that an act itself gives out.
    static func issue(_ draft: DocumentDraft, with secrets: Secrets, in step: Step) throws -> PrintedDocument {
        let table = PrintedDocumentTable(step.transaction)
        if let last = try table.last(draft.kind, about: draft.subject), last.facts == draft.facts { return last }
        let secret = secrets.token()
        let document = PrintedDocument(
            id: step.newID(), kind: draft.kind,
            serial: DocumentText(bytes: secret.mixed("serial"), count: DocumentText.serialLength),
            subject: draft.subject, incident: draft.incident, unit: draft.unit, facts: draft.facts,
            issuedAt: step.now, issuedBy: step.actor.id, secret: secret.text)
        try table.insert(document)
        try step.record(
            "document.issued", on: draft.subject, topic: draft.incident, basis: draft.basis,
            detail: .object([
                "document": .string(document.id.description), "kind": .string(draft.kind.rawValue),
            ]))
        return document
    }

    /// Notes that somebody read the full number on a paper.
    package func recordReading(
        of document: PrintedDocument, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        try principal.permit(.revealIdentifier, in: document.unit, bank: nil)
        try journal.perform(key, by: principal.actor, at: now, input: ["read", document.id.description]) { step in
            try step.record(
                "document.read", on: document.subject, topic: document.incident,
                detail: .object(["document": .string(document.id.description)]))
            return Nothing()
        }
    }

    /// The paper that has this number and this code; nil otherwise, and then for one that there is not, too.
    ///
    /// The same is done in either case. Throws `TooManyTries` when number or `address` was guessed at too often.
    package func genuine(
        number: String, code: String, from address: String, at now: Timestamp
    ) throws -> PrintedDocument? {
        let tries = OpenTries(pack.rules(on: CivilTime(now).day))
        let serial = DocumentText(typed: number, length: DocumentText.serialLength)
        let given = DocumentText(typed: code, length: DocumentText.codeLength)
        return try journal.database.write { tx in
            try tries.attempt(number: serial?.text ?? "none", address: address, at: now, tx) {
                let found = try serial.flatMap { try PrintedDocumentTable(tx).find(serial: $0) }
                return (found ?? .decoy).accepts(given) ? found : nil
            }
        }
    }
}

extension PrintedDocument {
    /// Stands in for a paper that there is not, so that checking it costs the same, the reading of its facts too; nobody has
    /// its code.
    static var decoy: PrintedDocument {
        guard let unit = UnitCode(area: "11") else { preconditionFailure("no such area") }
        let facts: JSON
        do { facts = try CanonicalJSON.decode(from: decoyFacts) } catch { preconditionFailure("facts that are none") }
        return PrintedDocument(
            id: DocumentID(value: 0), kind: .notice, serial: DocumentText(bytes: [], count: 0), subject: "none",
            incident: IncidentID(value: 0), unit: unit, facts: facts, issuedAt: Timestamp(microseconds: 0),
            issuedBy: "none", secret: "none")
    }

    /// As many and as long as those of a notice.
    private static let decoyFacts: String = {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i"].map { "\"\($0)\":\"none\"" }
        let long = String(repeating: "无", count: 250)
        return "{\(names.joined(separator: ",")),\"body\":\"\(long)\",\"bodyInEnglish\":\"\(long)\"}"
    }()

    /// True if `code` is the one; the comparison takes the same time wherever it differs.
    func accepts(_ code: DocumentText?) -> Bool {
        self.code.text.isSame(as: code?.text ?? "none") && id.value != 0
    }
}
