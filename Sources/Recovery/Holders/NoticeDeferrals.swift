package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// The commands that put off telling a holder, and that end it.
package struct NoticeDeferrals: Sendable {
    private let journal: Journal
    private let pack: Pack

    package init(_ journal: Journal, _ pack: Pack) {
        self.journal = journal
        self.pack = pack
    }

    package enum NotPossible: Error, Equatable {
        case reasonMissing
        /// The notice was given out: what is told cannot be taken back.
        case alreadyTold
        /// Somebody must look again after today and by the last day.
        case dayImpossible(latest: CivilDay)
        case notStanding
        /// The holder is not told before somebody has looked again.
        case standing(until: Timestamp)
    }

    /// Puts off telling the holder of a measure until `day`, or puts it off again; throws `NotFound`, `Refusal`, `NotPossible`.
    package func put(
        off measure: String, until day: CivilDay, reason: String, by principal: Principal, key: IdempotencyKey,
        at now: Timestamp
    ) throws {
        guard !reason.isBlank else { throw NotPossible.reasonMissing }
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(
            key, by: principal.actor, at: now, input: ["deferral", measure, day.description, reason]
        ) { step in
            let incident = try Self.incident(of: measure, step.transaction, rules)
            try principal.permit(.deferNotice, in: incident.unit, bank: nil)
            let (today, latest) = (
                CivilTime(now).day, rules.deadlines.lastDay(of: rules.noticeDeferralMax, from: CivilTime(now).day)
            )
            guard day > today, day <= latest else { throw NotPossible.dayImpossible(latest: latest) }
            guard try PrintedDocumentTable(step.transaction).last(.notice, about: measure) == nil else {
                throw NotPossible.alreadyTold
            }
            let deferral = try Self.stand(measure, incident.id, until: CivilTime(day: day).timestamp, reason, step)
            try step.forget(.deferralReview, deferral.id)
            try step.follow(.deferralReview, deferral.id, due: deferral.reviewAt)
            try step.record(
                "notice.deferred", on: measure, topic: incident.id, basis: rules[.noticeDeferralMax].basis,
                reason: reason, detail: .object(["until": .string(day.description)]))
            return Nothing()
        }
    }

    private static func stand(
        _ measure: String, _ incident: IncidentID, until end: Timestamp, _ reason: String, _ step: Step
    ) throws -> NoticeDeferral {
        let table = NoticeDeferralTable(step.transaction)
        if var standing = try table.standing(for: measure) {
            try standing.apply(.prolong(reason: reason, until: end))
            try table.update(standing, from: .standing)
            return standing
        }
        let deferral = NoticeDeferral(
            id: step.newID(), measure: measure, incident: incident, reason: reason, reviewAt: end,
            enteredBy: step.actor.id, enteredAt: step.now, state: .standing)
        try table.insert(deferral)
        return deferral
    }

    /// Ends it: from now on the notice can be given out.
    package func end(_ measure: String, by principal: Principal, key: IdempotencyKey, at now: Timestamp) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: principal.actor, at: now, input: ["deferralEnd", measure]) { step in
            let incident = try Self.incident(of: measure, step.transaction, rules)
            try principal.permit(.deferNotice, in: incident.unit, bank: nil)
            let table = NoticeDeferralTable(step.transaction)
            guard var deferral = try table.standing(for: measure) else { throw NotPossible.notStanding }
            try deferral.apply(.end(by: principal.actor.id, at: now))
            try table.update(deferral, from: .standing)
            try step.forget(.deferralReview, deferral.id)
            try step.record("notice.deferralEnded", on: measure, topic: incident.id)
            return Nothing()
        }
    }

    /// The day for looking again has come: who put it off must say why it goes on, or tell the holder.
    package func reviewDue(_ id: DeferralID, key: IdempotencyKey, at now: Timestamp) throws {
        try journal.perform(key, by: .system("clock"), at: now, input: ["deferralReview", id.description]) { step in
            let table = NoticeDeferralTable(step.transaction)
            guard var deferral = try table.find(id) else { return Nothing() }
            let before = deferral
            try deferral.apply(.reviewDue(at: now))
            guard deferral != before else { return Nothing() }
            try table.update(deferral, from: before.state)
            try step.record("notice.reviewDue", on: deferral.measure, topic: deferral.incident)
            return Nothing()
        }
    }

    private static func incident(of measure: String, _ tx: any Transaction, _ rules: Rules) throws -> Incident {
        do { return try ComplainedMeasure.load(measure, tx, rules: rules).incident } catch Complaints.NotPossible
            .unknownMeasure
        { throw NotFound(measure) }
    }
}
