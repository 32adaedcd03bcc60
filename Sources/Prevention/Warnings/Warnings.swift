package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// The commands on warnings.
package struct Warnings: Sendable {
    let journal: Journal
    let pack: Pack
    let secrets: Secrets

    package init(_ journal: Journal, _ pack: Pack, _ secrets: Secrets) {
        self.journal = journal
        self.pack = pack
        self.secrets = secrets
    }

    package enum NotPossible: Error, Equatable {
        case reasonMissing
        /// What a warning lacks to be closed.
        case lacks([ClosingRule.Lack])
        case sameWarning, notMerged
        /// Closed with another outcome, merged or over.
        case notOpen
        /// Nobody has to call back about this, or somebody has.
        case notWaiting
    }

    /// What became of one report.
    package struct Received: Sendable, Equatable, Codable {
        package enum Kind: String, Sendable, Codable, CaseIterable {
            /// A new warning; one that was joined; the same report once more.
            case new, joined, repeated
        }

        package let warning: WarningID
        package let kind: Kind
    }

    // MARK: changes

    /// Closes a warning with an outcome, when nothing is missing; the person stays under watch (关注期限).
    package func close(
        _ id: WarningID, _ outcome: Outcome, fraudType: String, note: String, by principal: Principal,
        key: IdempotencyKey, at now: Timestamp
    ) throws {
        try change(id, .closeWarning, ["close", outcome.rawValue, fraudType, note], principal, key, now) { desk, old in
            if !fraudType.isBlank, desk.rules.code(fraudType, in: .fraudTypes) == nil {
                throw Problems([FieldProblem("fraudType", .unknownFraudType, found: fraudType)])
            }
            let attempts = try DissuasionAttemptTable(desk.tx).of(id)
            let lacks = ClosingRule.lacks(
                outcome, of: old, attempts: attempts, fraudType: fraudType, note: note, desk.rules.warning)
            guard lacks.isEmpty else { throw NotPossible.lacks(lacks) }
            try desk.close(old, outcome, fraudType: fraudType, note: note)
        }
    }

    /// An officer who knows more than the signs sets another grade.
    package func regrade(
        _ id: WarningID, to grade: Grade, reason: String, by principal: Principal, key: IdempotencyKey,
        at now: Timestamp
    ) throws {
        guard !reason.isBlank else { throw NotPossible.reasonMissing }
        try change(id, .closeWarning, ["regrade", grade.rawValue, reason], principal, key, now) { desk, old in
            var warning = old
            try desk.settle(&warning, from: old.state, try warning.apply(.regrade(grade)))
            try desk.step.record(
                "warning.regraded", on: id, topic: id, reason: reason,
                detail: .object(["before": .string(old.grade.rawValue), "after": .string(grade.rawValue)]))
        }
    }

    /// Notes the incident of a person who had paid; whether it is his and has its orders the caller has made sure of.
    package func link(
        _ id: WarningID, to incident: String, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        try change(id, .doTask, ["link", incident], principal, key, now) { desk, old in
            var warning = old
            try desk.settle(&warning, from: old.state, try warning.apply(.link(incident: incident)))
            try desk.step.record(
                "warning.linked", on: id, topic: id, detail: .object(["incident": .string(incident)]))
        }
    }

    /// Notes, in another command's own step, the incident in which a person's account is held before he pays.
    package func protect(_ id: WarningID, in incident: String, by principal: Principal, in step: Step) throws {
        let old = try WarningTable(step.transaction).require(id)
        try principal.permit(.doTask, in: old.unit, bank: nil)
        var warning = old
        let desk = DissuasionDesk(step: step, rules: pack.rules(on: CivilTime(step.now).day))
        try desk.settle(&warning, from: old.state, try warning.apply(.protect(incident: incident)))
        try step.record("warning.protected", on: id, topic: id, detail: .object(["incident": .string(incident)]))
    }

    /// Puts a warning under another about the same person: from then on there is one thread, and nothing of either is lost.
    package func merge(
        _ id: WarningID, into other: WarningID, reason: String, by principal: Principal, key: IdempotencyKey,
        at now: Timestamp
    ) throws {
        guard !reason.isBlank else { throw NotPossible.reasonMissing }
        guard id != other else { throw NotPossible.sameWarning }
        try change(id, .mergeWarning, ["merge", other.description, reason], principal, key, now) { desk, old in
            let table = WarningTable(desk.tx)
            guard let into = try table.find(other) else { throw NotFound(other) }
            try principal.permit(.mergeWarning, in: into.unit, bank: nil)
            guard into.state == .open || into.state == .watched else { throw NotPossible.notOpen }
            for below in try table.merged(into: id) {
                // What was under it goes along, so that no thread hangs under one that is itself under another.
                var moved = below
                moved.mergedInto = other
                try table.update(moved, from: .merged)
            }
            var warning = old
            try desk.settle(&warning, from: old.state, try warning.apply(.merge(into: other, at: now)))
            try table.move(keysOf: id, to: other)
            try desk.step.forget(.watchEnd, id)
            try desk.step.record(
                "warning.merged", on: id, topic: other, reason: reason,
                detail: .object(["into": .string(other.description)]))
            try Self.raise(into, by: old, desk)
        }
    }

    /// The thread that goes on is at least as grave as the one put under it.
    private static func raise(_ into: Warning, by other: Warning, _ desk: DissuasionDesk) throws {
        var warning = into
        guard other.state == .open else {
            warning.highest = max(into.highest, other.highest)
            try WarningTable(desk.tx).update(warning, from: into.state)
            if into.state == .watched {
                try desk.planFollowUps(of: other, in: warning)
            } else if warning.highest > into.highest {
                // Who was graver once is not left to a message, and perhaps visited; its own second looks it plans when it is closed.
                try desk.hurry(&warning)
            }
            return
        }
        if into.state == .watched { try desk.step.forget(.watchEnd, into.id) }
        try desk.settle(
            &warning, from: into.state, try warning.apply(.sighted(grade: other.grade, family: other.family)))
    }

    /// Takes a merging back: two persons after all, or one who must be reached twice.
    package func split(
        _ id: WarningID, reason: String, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        guard !reason.isBlank else { throw NotPossible.reasonMissing }
        try change(id, .mergeWarning, ["split", reason], principal, key, now) { desk, old in
            guard old.state == .merged else { throw NotPossible.notMerged }
            var warning = old
            if old.before == .watched, let thread = old.mergedInto { try desk.cancelFollowUps(of: old, in: thread) }
            let effects = try warning.apply(.split)
            try WarningTable(desk.tx).take(warning.person.keys, for: id)
            try desk.settle(&warning, from: .merged, effects)
            if warning.state == .watched, let until = warning.watchUntil {
                try desk.step.follow(.watchEnd, id, due: until)
                try desk.planFollowUps(of: warning)
            }
            try desk.step.record("warning.split", on: id, topic: id, reason: reason)
        }
    }

    /// The watch over a person is over: whatever is seen of him later is a warning of its own.
    package func watchEnded(_ id: WarningID, key: IdempotencyKey, at now: Timestamp) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: .system("clock"), at: now, input: ["watchEnd", id.description]) { step in
            let old = try WarningTable(step.transaction).require(id)
            guard old.state == .watched, let until = old.watchUntil, until <= now else { return Nothing() }
            var warning = old
            let desk = DissuasionDesk(step: step, rules: rules)
            try desk.settle(&warning, from: .watched, try warning.apply(.watchEnded(at: now)))
            try WarningTable(step.transaction).dropKeys(of: id)
            try step.record("warning.ended", on: id, topic: id)
            return Nothing()
        }
    }

    func change(
        _ id: WarningID, _ act: Act, _ input: [String], _ principal: Principal, _ key: IdempotencyKey,
        _ now: Timestamp, _ body: @Sendable (DissuasionDesk, Warning) throws -> Void
    ) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: principal.actor, at: now, input: [id.description] + input) { step in
            guard let warning = try WarningTable(step.transaction).find(id) else { throw NotFound(id) }
            try principal.permit(act, in: warning.unit, bank: nil)
            try body(DissuasionDesk(step: step, rules: rules), warning)
            return Nothing()
        }
    }
}
