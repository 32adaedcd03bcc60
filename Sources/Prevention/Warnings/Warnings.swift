package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// The commands on warnings.
package struct Warnings: Sendable {
    let journal: Journal
    let pack: Pack

    package init(_ journal: Journal, _ pack: Pack) {
        self.journal = journal
        self.pack = pack
    }

    package enum NotPossible: Error, Equatable {
        case reasonMissing
        /// What a warning lacks to be closed.
        case lacks([ClosingRule.Lack])
        case sameWarning, notMerged
        /// Closed with another outcome, merged or over.
        case notOpen
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

    // MARK: in

    /// Takes in a report: a new warning, or one more sight of a person who is being warned or watched already.
    ///
    /// Throws `Problems` with everything that is wrong with it, and `NotFound` for a place without any unit over it.
    package func receive(
        _ report: SightingReport, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> Received {
        let received = try receive([report], by: principal, key: key, at: now)
        return received[0]
    }

    /// Takes in many in one step: all of them, or none where one is wrong; the problem's field is then `3.phone`.
    package func receive(
        _ reports: [SightingReport], by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> [Received] {
        try principal.permit(.enterWarning, in: nil, bank: principal.bank)
        let rules = pack.rules(on: CivilTime(now).day)
        let readings = reports.map { SightingReading($0, rules, at: now) }
        let problems = readings.enumerated().flatMap { index, reading in
            reading.problems.map { problem in
                reports.count == 1
                    ? problem : FieldProblem("\(index).\(problem.field)", problem.rule, found: problem.found)
            }
        }
        guard problems.isEmpty else { throw Problems(problems) }
        return try journal.perform(key, by: principal.actor, at: now, input: reports) { step in
            let desk = DissuasionDesk(step: step, rules: rules)
            return try readings.map { try Self.receive($0, from: principal, desk) }
        }
    }

    private static func receive(
        _ reading: SightingReading, from principal: Principal, _ desk: DissuasionDesk
    ) throws -> Received {
        let (step, tx) = (desk.step, desk.tx)
        let id: SightingID = step.newID()
        let number = reading.report[.sourceNumber].isBlank ? id.description : reading.report[.sourceNumber]
        if let known = try SightingTable(tx).find(reading.source, number: number) {
            return Received(warning: known.warning, kind: .repeated)
        }
        let thread = try WarningTable(tx).thread(of: reading.person.keys)
        let warning = try thread ?? open(reading, from: principal, desk)
        try SightingTable(tx).insert(reading.sighting(id, number, warning.id, by: principal, at: step.now))
        if thread != nil { try join(reading, to: warning, desk) }
        try step.record(
            thread == nil ? "warning.received" : "warning.sighted", on: warning.id, topic: warning.id,
            detail: .object([
                "source": .string(reading.source.rawValue), "signs": .string(reading.signs.joined(separator: " ")),
            ]))
        return Received(warning: warning.id, kind: thread == nil ? .new : .joined)
    }

    private static func open(
        _ reading: SightingReading, from principal: Principal, _ desk: DissuasionDesk
    ) throws -> Warning {
        let signs = Set(reading.signs)
        let grade = Grading.grade(of: signs, stake: reading.stake, desk.rules)
        guard let place = reading.place ?? principal.unit else {
            throw Problems([FieldProblem(SightingReport.Field.place.rawValue, .required)])
        }
        var warning = Warning(
            id: desk.step.newID(), person: reading.person, receivedAt: desk.now, place: place,
            unit: try desk.unit(at: place), state: .open, grade: grade, highest: grade,
            family: Grading.family(of: signs, desk.rules), fraudType: reading.fraudType)
        warning.unit = try desk.unit(for: warning)
        try WarningTable(desk.tx).insert(warning)
        try WarningTable(desk.tx).keep(warning.person.keys, for: warning.id)
        try desk.dispatch(&warning)
        return warning
    }

    /// Another sight of the same person: the grade may rise, by itself or together with what was seen before.
    private static func join(_ reading: SightingReading, to old: Warning, _ desk: DissuasionDesk) throws {
        let seen = try SightingTable(desk.tx).of(old.id)
        let signs = Set(seen.flatMap(\.signs))
        let stake = seen.map(\.stake).max() ?? .zero
        var warning = old
        let grade = Grading.grade(of: signs, stake: stake, desk.rules)
        if warning.fraudType == nil { warning.fraudType = reading.fraudType }
        if warning.state == .watched { try desk.step.forget(.watchEnd, warning.id) }
        // A keyed person may be in a thread that was merged: what is seen goes to the one that goes on.
        let effects = try warning.apply(.sighted(grade: grade, family: Grading.family(of: signs, desk.rules)))
        try WarningTable(desk.tx).keep(reading.person.keys, for: warning.id)
        try desk.settle(&warning, from: old.state, effects)
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
            let until = desk.rules.deadlines.end(of: desk.rules.warning.watchTerm, from: now)
            var warning = old
            let effects = try warning.apply(.close(outcome, fraudType: fraudType, until: until, at: now))
            try desk.settle(&warning, from: old.state, effects)
            try desk.planFollowUps(of: warning)
            try desk.step.follow(.watchEnd, id, due: until)
            try desk.step.record(
                "warning.closed", on: id, topic: id, reason: note.isBlank ? nil : note,
                detail: .object(["outcome": .string(outcome.rawValue)]))
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
        guard other.state == .open else { return }
        var warning = into
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
            let effects = try warning.apply(.split)
            try WarningTable(desk.tx).take(warning.person.keys, for: id)
            try desk.settle(&warning, from: .merged, effects)
            if warning.state == .watched, let until = warning.watchUntil {
                try desk.step.follow(.watchEnd, id, due: until)
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

    private func change(
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

extension SightingReading {
    fileprivate func sighting(
        _ id: SightingID, _ number: String, _ warning: WarningID, by principal: Principal, at now: Timestamp
    ) -> Sighting {
        Sighting(
            id: id, warning: warning, source: source, sourceNumber: number, signs: signs, seenAt: seenAt,
            receivedAt: now, stake: stake, payee: report[.payee], fraudType: fraudType, note: report[.note],
            reportedBy: principal.actor.id)
    }
}
