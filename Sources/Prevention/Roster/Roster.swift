package import Access
package import Journal
package import Primitives
internal import Storage

/// The commands on the duty roster (值班表).
package struct Roster: Sendable {
    private let journal: Journal

    package init(_ journal: Journal) { self.journal = journal }

    package enum NotPossible: Error, Equatable {
        /// The end is not after the beginning, or it lasts longer than a day.
        case time
        /// He belongs to another unit, is shut out, or may not stand at that post.
        case unknownOfficer
        /// He has another turn in this time.
        case overlaps
        case cancelledAlready
    }

    /// Puts somebody on duty at a post of his unit or of one under it, for `Shift.lengthMax` at most.
    package func plan(
        _ user: UserID, at unit: UnitCode, post: Shift.Post, from start: Timestamp, to end: Timestamp,
        by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> ShiftID {
        guard end > start, end - start <= Shift.lengthMax else { throw NotPossible.time }
        let input = [
            "plan", user.description, unit.text, post.rawValue, "\(start.microseconds)", "\(end.microseconds)",
        ]
        return try journal.perform(key, by: principal.actor, at: now, input: input) { step in
            try principal.permit(.manageRoster, in: unit, bank: nil)
            let tx = step.transaction
            guard let officer = try UserTable(tx).find(user), officer.state == .active,
                let own = officer.affiliation.unit, own.contains(unit),
                post.roles.all.contains(where: officer.roles.contains)
            else { throw NotPossible.unknownOfficer }
            guard try !ShiftTable(tx).overlaps(user, from: start, to: end) else { throw NotPossible.overlaps }
            let shift = Shift(id: step.newID(), unit: unit, user: user, post: post, start: start, end: end)
            try ShiftTable(tx).insert(shift)
            try step.record("shift.planned", on: shift.id, detail: .object(["post": .string(post.rawValue)]))
            return shift.id
        }
    }

    package func cancel(
        _ id: ShiftID, reason: String, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        guard !reason.isBlank else { throw Refusal.reasonMissing }
        try journal.perform(key, by: principal.actor, at: now, input: ["cancelShift", id.description, reason]) { step in
            guard let shift = try ShiftTable(step.transaction).find(id) else { throw NotFound(id) }
            try principal.permit(.manageRoster, in: shift.unit, bank: nil)
            guard shift.cancelledAt == nil else { throw NotPossible.cancelledAlready }
            try ShiftTable(step.transaction).cancel(id, at: now)
            try step.record("shift.cancelled", on: id, reason: reason)
            return Nothing()
        }
    }
}
