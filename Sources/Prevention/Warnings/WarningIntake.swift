package import Access
package import Journal
internal import Jurisdiction
package import Primitives
internal import Storage

extension Warnings {
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
        return try take(reports, by: principal, key: key, at: now)
    }

    /// Takes in what a bank or an operator reports; that its source is its own the caller has made sure of.
    package func receive(
        fromPartner report: SightingReport, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> Received {
        try principal.permit(.reportWarning, in: nil, bank: principal.bank)
        return try take([report], by: principal, key: key, at: now)[0]
    }

    private func take(
        _ reports: [SightingReport], by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> [Received] {
        let rules = pack.rules(on: CivilTime(now).day)
        let readings = try Self.read(reports, rules, at: now)
        return try journal.perform(key, by: principal.actor, at: now, input: reports) { step in
            let desk = DissuasionDesk(step: step, rules: rules)
            return try readings.map { try receive($0, from: principal, desk) }
        }
    }

    /// Takes in what a relative says on the public page; it waits for a call back to him, and until then is the middle grade at most.
    ///
    /// Throws `Problems`, and `TooManyTries` after too many from one address.
    package func receive(
        fromFamily report: SightingReport, address: String, key: IdempotencyKey, at now: Timestamp
    ) throws -> Received {
        let rules = pack.rules(on: CivilTime(now).day)
        let principal = Principal.platform(Self.familyName)
        var reading = try Self.read([report], rules, at: now)[0]
        reading.verification = .waiting
        return try journal.perform(key, by: principal.actor, at: now, input: report) { [reading] step in
            try OpenTries(rules).use("family report", from: address, at: now, step.transaction)
            return try receive(reading, from: principal, DissuasionDesk(step: step, rules: rules))
        }
    }

    /// Everything that is wrong with a report by itself; nothing is stored.
    package func problems(of report: SightingReport, at now: Timestamp) -> [FieldProblem] {
        SightingReading(report, pack.rules(on: CivilTime(now).day), at: now).problems
    }

    /// Who stands in the journal for people without an account.
    private static let familyName = "family"

    private static func read(_ reports: [SightingReport], _ rules: Rules, at now: Timestamp) throws(Problems)
        -> [SightingReading]
    {
        let readings = reports.map { SightingReading($0, rules, at: now) }
        let problems = readings.enumerated().flatMap { index, reading in
            reading.problems.map { problem in
                reports.count == 1
                    ? problem : FieldProblem("\(index).\(problem.field)", problem.rule, found: problem.found)
            }
        }
        guard problems.isEmpty else { throw Problems(problems) }
        return readings
    }

    private func receive(
        _ reading: SightingReading, from principal: Principal, _ desk: DissuasionDesk
    ) throws -> Received {
        let (step, tx) = (desk.step, desk.tx)
        let id: SightingID = step.newID()
        let number = reading.number(of: principal.bank) ?? id.description
        let thread = try WarningTable(tx).thread(of: reading.person)
        if let known = try SightingTable(tx).find(reading.source, number: number) {
            guard try Self.isRepeated(known, reading, tx) else { throw Problems([reading.numberTaken]) }
            return Received(warning: known.warning, kind: .repeated)
        }
        var sighting = reading.sighting(id, number, thread?.id ?? step.newID(), by: principal, at: step.now)
        if let thread {
            try SightingTable(tx).insert(sighting)
            try join(reading, to: thread, desk)
        } else {
            sighting.warning = try open(reading, sighting, from: principal, desk)
            try SightingTable(tx).insert(sighting)
        }
        try step.record(
            thread == nil ? "warning.received" : "warning.sighted", on: sighting.warning, topic: sighting.warning,
            detail: .object([
                "source": .string(reading.source.rawValue), "signs": .string(reading.signs.joined(separator: " ")),
            ]))
        return Received(warning: sighting.warning, kind: thread == nil ? .new : .joined)
    }

    /// Whether a report is the one that is known under its number, once more: two lists may both begin with 1.
    static func isRepeated(_ known: Sighting, _ reading: SightingReading, _ tx: any Transaction) throws -> Bool {
        let warning = try WarningTable(tx).require(known.warning)
        if warning.person.isOther(than: reading.person) { return false }
        if !Set(warning.person.keys).isDisjoint(with: reading.person.keys) { return true }
        // He may be known there by a number that another report brought.
        guard let thread = try WarningTable(tx).thread(of: reading.person)?.id else { return false }
        return thread == warning.id || thread == warning.mergedInto
    }

    private func open(
        _ reading: SightingReading, _ sighting: Sighting, from principal: Principal, _ desk: DissuasionDesk
    ) throws -> WarningID {
        let judged = Grading.judge([sighting], desk.rules)
        guard let place = reading.place ?? principal.unit else {
            throw Problems([FieldProblem(SightingReport.Field.place.rawValue, .required)])
        }
        var warning = Warning(
            id: sighting.warning, person: reading.person, receivedAt: desk.now, place: place,
            unit: try desk.unit(at: place), state: .open, grade: judged.grade, highest: judged.grade,
            family: judged.family, fraudType: reading.fraudType, code: CallCode.new(secrets))
        warning.unit = try desk.unit(for: warning)
        try WarningTable(desk.tx).insert(warning)
        try WarningTable(desk.tx).keep(warning.person.keys, for: warning.id)
        try desk.dispatch(&warning)
        return warning.id
    }

    /// Another sight of the same person: the grade may rise, by itself or together with what was seen before.
    private func join(_ reading: SightingReading, to old: Warning, _ desk: DissuasionDesk) throws {
        let judged = Grading.judge(try SightingTable(desk.tx).of(old.id), desk.rules)
        var warning = old
        if warning.fraudType == nil { warning.fraudType = reading.fraudType }
        // What a stranger wrote about somebody is not taken for known before the call back.
        if reading.verification != .waiting { warning.person.fill(from: reading.person) }
        if warning.state == .watched { try desk.step.forget(.watchEnd, warning.id) }
        // A keyed person may be in a thread that was merged: what is seen goes to the one that goes on.
        let effects = try warning.apply(.sighted(grade: judged.grade, family: judged.family))
        try WarningTable(desk.tx).keep(reading.person.keys, for: warning.id)
        try desk.settle(&warning, from: old.state, effects)
    }
}

extension Warnings {
    /// Notes what the call back to whoever reported a sighting found; one that is true counts in full from then on.
    ///
    /// Throws `NotPossible.notWaiting` where nobody has to call back, or somebody has.
    package func verify(
        _ id: SightingID, of warning: WarningID, isTrue: Bool, note: String, by principal: Principal,
        key: IdempotencyKey, at now: Timestamp
    ) throws {
        try change(warning, .doTask, ["verify", id.description, "\(isTrue)", note], principal, key, now) { desk, old in
            let all = try SightingTable(desk.tx).of(warning)
            guard let sighting = all.first(where: { $0.id == id }), sighting.verification == .waiting else {
                throw NotPossible.notWaiting
            }
            try SightingTable(desk.tx).update(id, isTrue ? .confirmed : .refuted)
            try desk.step.record(
                isTrue ? "warning.verified" : "warning.refuted", on: warning, topic: warning,
                reason: note.isBlank ? nil : note, detail: .object(["sighting": .string(id.description)]))
            guard isTrue, old.state == .open || old.state == .watched else { return }
            let judged = Grading.judge(try SightingTable(desk.tx).of(warning), desk.rules)
            guard judged.grade > old.grade || judged.family != old.family else { return }
            var changed = old
            if old.state == .watched { try desk.step.forget(.watchEnd, warning) }
            let effects = try changed.apply(.sighted(grade: judged.grade, family: judged.family))
            try desk.settle(&changed, from: old.state, effects)
        }
    }
}

extension Warnings {
    /// Shows the number of whoever reported a sighting to who is going to call back; the journal keeps who saw it, not the number.
    package func revealReporter(
        _ id: SightingID, of warning: WarningID, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        try change(warning, .doTask, ["reveal", id.description], principal, key, now) { desk, _ in
            let all = try SightingTable(desk.tx).of(warning)
            guard all.contains(where: { $0.id == id && $0.verification == .waiting }) else {
                throw NotPossible.notWaiting
            }
            try desk.step.record(
                "identifier.revealed", on: id, topic: warning, detail: .object(["kind": .string("phone")]))
        }
    }
}

extension SightingReading {
    /// Why it is refused where somebody else was reported under its number.
    var numberTaken: FieldProblem {
        FieldProblem(SightingReport.Field.sourceNumber.rawValue, .numberTaken, found: report[.sourceNumber])
    }

    /// The number under which it is kept: a bank's and an operator's are told apart by whose they are; nil where it has none.
    fileprivate func number(of partner: String?) -> String? {
        let own = report[.sourceNumber]
        guard !own.isBlank else { return nil }
        return partner.map { "\($0)/\(own)" } ?? own
    }

    fileprivate func sighting(
        _ id: SightingID, _ number: String, _ warning: WarningID, by principal: Principal, at now: Timestamp
    ) -> Sighting {
        Sighting(
            id: id, warning: warning, source: source, sourceNumber: number, signs: signs, seenAt: seenAt,
            receivedAt: now, stake: stake, payee: report[.payee], fraudType: fraudType, note: report[.note],
            reportedBy: principal.actor.id, partner: principal.bank, verification: verification)
    }
}
