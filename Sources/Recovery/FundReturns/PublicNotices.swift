package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// What anybody may learn and do, without an account, about returns that are on public notice (返还规定 art. 8).
package struct PublicNotices: Sendable {
    private let journal: Journal
    private let pack: Pack
    private let secrets: Secrets

    package init(_ journal: Journal, _ pack: Pack, _ secrets: Secrets) {
        self.journal = journal
        self.pack = pack
        self.secrets = secrets
    }

    /// So many notices are listed at most, the first to end first.
    package static let listMost = 100

    /// One notice as it stands.
    package struct Standing: Sendable, Equatable {
        package let paper: PrintedDocument
        /// False once its time is over, or where another has taken its place.
        package let isRunning: Bool
    }

    /// What became of an objection, for whoever has its receipt.
    package struct Answered: Sendable, Equatable {
        package let receipt: PrintedDocument
        package let objection: Objection
    }

    /// The notices that run.
    package func running(at now: Timestamp) throws -> [PrintedDocument] {
        try journal.database.read { tx in
            try FundReturnTable(tx).noticed(at: now, limit: Self.listMost).compactMap {
                try PrintedDocumentTable(tx).last(.returnNotice, about: $0.id.description)
            }
        }
    }

    /// The notice of this serial; nil where there is none, nor was.
    package func look(_ serial: String, at now: Timestamp) throws -> Standing? {
        try journal.database.read { tx in try Self.find(serial, at: now, tx)?.standing }
    }

    private static func find(
        _ serial: String, at now: Timestamp, _ tx: any Transaction
    ) throws -> (standing: Standing, fundReturn: FundReturn)? {
        guard let typed = DocumentText(typed: serial, length: DocumentText.serialLength),
            let paper = try PrintedDocumentTable(tx).find(serial: typed), paper.kind == .returnNotice,
            let id = FundReturnID(paper.subject), let fundReturn = try FundReturnTable(tx).find(id)
        else { return nil }
        let isLast = try PrintedDocumentTable(tx).last(.returnNotice, about: paper.subject)?.id == paper.id
        return (Standing(paper: paper, isRunning: isLast && fundReturn.isOnNotice(at: now)), fundReturn)
    }

    /// Enters an objection by the same act as an officer's, and gives out its receipt.
    ///
    /// Throws `NotFound`, `ReturnRefusal` once the notice is over, and `TooManyTries` after too many from one address.
    package func object(
        to serial: String, _ words: Objection.Words, from address: String, key: IdempotencyKey, at now: Timestamp
    ) throws -> PrintedDocument {
        try words.check()
        guard !words.contact.isBlank else { throw ReturnRefusal.reasonMissing }
        let rules = pack.rules(on: CivilTime(now).day)
        let principal = Principal.platform(Objection.publicName)
        let input = ["publicObjection", serial, words.objector, words.contact, words.text]
        let id = try journal.perform(key, by: principal.actor, at: now, input: input) { step in
            let tx = step.transaction
            guard let found = try Self.find(serial, at: now, tx) else { throw NotFound(serial) }
            guard found.standing.isRunning else { throw ReturnRefusal.wrongState(found.fundReturn.state) }
            try OpenTries(rules).use("objection \(found.fundReturn.id)", from: address, at: now, tx)
            let waiting = try RepaymentTable(tx).objections(to: found.fundReturn.id).count { $0.state == .waiting }
            guard waiting < Objection.waitingMost else { throw ReturnRefusal.tooManyObjections }
            let objection = try ReturnDesk(step: step, rules: rules).object(
                words, to: found.fundReturn.id, by: principal)
            let draft = try DocumentDrafting(tx, rules: rules).draft(.objectionReceipt, about: "\(objection)")
            return try PrintedDocuments.issue(draft, with: secrets, in: step).id
        }
        let receipt = try journal.database.read { tx in try PrintedDocumentTable(tx).find(id) }
        guard let receipt else { throw NotFound(id) }
        return receipt
    }

    /// What became of the objection of this receipt; nil alike for a number that there is not, a wrong code and another paper.
    ///
    /// Throws `TooManyTries`.
    package func answered(
        number: String, code: String, from address: String, at now: Timestamp
    ) throws -> Answered? {
        let tries = OpenTries(pack.rules(on: CivilTime(now).day))
        let serial = DocumentText(typed: number, length: DocumentText.serialLength)
        let given = DocumentText(typed: code, length: DocumentText.codeLength)
        return try journal.database.write { tx in
            try tries.attempt(number: serial?.text ?? "none", address: address, at: now, tx) {
                let found = try serial.flatMap { try PrintedDocumentTable(tx).find(serial: $0) }
                let paper = found ?? .decoy
                let isCode = paper.accepts(given)
                guard isCode, paper.kind == .objectionReceipt, let id = ObjectionID(paper.subject),
                    let objection = try RepaymentTable(tx).findObjection(id)
                else { return nil }
                return Answered(receipt: paper, objection: objection)
            }
        }
    }
}
