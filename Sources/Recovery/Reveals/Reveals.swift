package import Access
package import Journal
package import Primitives
internal import Storage

/// A value of an incident that is masked until somebody says why he must see it.
package struct MaskedValue: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable { case accountNumber, payeeNumber, identityNumber, phone }

    package let kind: Kind
    /// The id of the account, reported transfer or victim that has it.
    package let subject: String

    package init(_ kind: Kind, of subject: some CustomStringConvertible) {
        self.kind = kind
        self.subject = subject.description
    }
}

/// The commands on seeing masked identifiers: each look is in the journal with its reason, and the value never is.
package struct Reveals: Sendable {
    private let journal: Journal

    package init(_ journal: Journal) { self.journal = journal }

    /// How long a revealed value stays in sight.
    package static let length = Duration.minutes(5)

    package enum NotPossible: Error, Equatable { case reasonMissing, notOfThisIncident }

    /// Shows one value of an incident to who asks; throws `Refusal`.
    package func reveal(
        _ value: MaskedValue, of id: IncidentID, reason: String, by principal: Principal, key: IdempotencyKey,
        at now: Timestamp
    ) throws {
        guard !reason.isBlank else { throw NotPossible.reasonMissing }
        let input = ["reveal", id.description, value.kind.rawValue, value.subject, reason]
        try journal.perform(key, by: principal.actor, at: now, input: input) { step in
            let incident = try IncidentTable(step.transaction).require(id)
            try principal.permit(.revealIdentifier, in: incident.unit, bank: nil)
            guard try Self.belongs(value, to: id, IncidentTable(step.transaction), FlowTable(step.transaction)) else {
                throw NotPossible.notOfThisIncident
            }
            try step.record(
                Self.act, on: value.subject, topic: id, reason: reason,
                detail: .object(["kind": .string(value.kind.rawValue)]))
            return Nothing()
        }
    }

    /// What `actor` may see of an incident at `now`, and until when.
    package static func revealed(to actor: Actor, in entries: [Entry], at now: Timestamp) -> [MaskedValue: Timestamp] {
        var values: [MaskedValue: Timestamp] = [:]
        for entry in entries where entry.act == act && entry.actor == actor && entry.at + length > now {
            guard let kind = entry.revealedKind else { continue }
            let value = MaskedValue(kind, of: entry.subject)
            values[value] = max(values[value] ?? entry.at, entry.at + length)
        }
        return values
    }

    /// Notes that somebody looked for a full number; `found` are the accounts that have it.
    package func recordSearch(
        found: [AccountID], by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        try principal.permit(.readIncident, in: principal.unit, bank: nil)
        try journal.perform(key, by: principal.actor, at: now, input: ["search"] + found.map(\.description)) { step in
            for account in found { try step.record("identifier.searched", on: account) }
            if found.isEmpty { try step.record("identifier.searched", on: "none") }
            return Nothing()
        }
    }

    private static let act = "identifier.revealed"

    private static func belongs(
        _ value: MaskedValue, to id: IncidentID, _ incidents: IncidentTable, _ flow: FlowTable
    ) throws -> Bool {
        let transfers = try incidents.transfers(of: [id])
        switch value.kind {
        case .identityNumber, .phone:
            return try incidents.victims(of: [id]).contains { $0.id.description == value.subject }
        case .payeeNumber: return transfers.contains { $0.id.description == value.subject }
        case .accountNumber:
            let own = transfers.flatMap { [$0.payerAccount, $0.payeeAccount] }.compactMap { $0?.description }
            return try own.contains(value.subject)
                || flow.accounts(of: id).contains { $0.account.description == value.subject }
        }
    }
}

extension Entry {
    fileprivate var revealedKind: MaskedValue.Kind? {
        do {
            let json: JSON = try CanonicalJSON.decode(from: detail)
            return json["kind"]?.string.flatMap(MaskedValue.Kind.init)
        } catch { return nil }
    }
}
