package import Access
package import Journal
package import Primitives
internal import Storage

/// Reports that are still being taken down: one to a person, whom alone they are shown to.
///
/// A draft is no act: saving one goes past the journal, and no other command reads it.
package struct IntakeDrafts: Sendable {
    /// Why a draft was not saved.
    package enum NotSaved: Error, Equatable {
        /// Its size in bytes is over `sizeMax`.
        case tooLarge(Int)
        /// Another report of the same person has been waiting since this moment.
        case another(Timestamp)
        /// The report was registered meanwhile.
        case registered
    }

    /// In bytes; the longest statement that a report may have takes half of it.
    package static let sizeMax = 128 * 1024

    private let journal: Journal

    package init(_ journal: Journal) { self.journal = journal }

    /// The person's own draft; throws `Refusal` to whoever takes no reports.
    package func find(by principal: Principal) throws -> IntakeDraft? {
        let owner = try owner(principal)
        return try journal.database.read { try IntakeDraftTable($0).find(of: owner) }
    }

    /// Keeps the form as it stands, in place of what was kept of it before; throws `NotSaved` or `Refusal`.
    package func save(_ draft: IntakeDraft, by principal: Principal) throws {
        let owner = try owner(principal)
        let content = try CanonicalJSON.text(
            IntakeDraftTable.Content(intake: draft.intake, notSame: draft.notSame, read: draft.read))
        guard content.utf8.count <= Self.sizeMax else { throw NotSaved.tooLarge(content.utf8.count) }
        try journal.database.write { tx in
            let receipt: Receipt? = try journal.answer(to: draft.key, by: principal.actor, in: tx)
            guard receipt == nil else { throw NotSaved.registered }
            let table = IntakeDraftTable(tx)
            if let kept = try table.find(of: owner), kept.key != draft.key { throw NotSaved.another(kept.savedAt) }
            try table.put(content, key: draft.key, of: owner, at: draft.savedAt)
        }
    }

    /// Throws the draft of that form away; one that is gone already is no error.
    package func discard(_ key: IdempotencyKey, by principal: Principal) throws {
        let owner = try owner(principal)
        try journal.database.write { try IntakeDraftTable($0).forget(of: owner, key: key) }
    }

    private func owner(_ principal: Principal) throws -> UserID {
        try principal.permit(.registerIncident, in: principal.unit, bank: nil)
        guard case .user(let id) = principal.identity else { throw Refusal.notPermitted(.registerIncident) }
        return id
    }
}
