internal import Access
internal import Gateways
package import Jobs
internal import Journal
internal import Messaging
internal import Prevention
internal import Primitives
internal import Recovery
internal import Storage

/// What follows what: each kind of work that a command asked for, and the command that does it.
package struct Reactions: Sendable {
    private let platform: Platform

    package init(_ platform: Platform) { self.platform = platform }

    /// Does one job. Every command here runs under the job's own key, so a second run of the same job changes nothing.
    package func run(_ job: Job) throws -> Worker.Outcome {
        let now = platform.clock.now()
        // The clock may have been set back since the job was taken: it would find that nothing has ended yet, and be done.
        guard job.due <= now else { return .early }
        let key = IdempotencyKey(job: job.id.description, revision: job.revision)
        if job.kind == Approvals.lapseJob { return try lapse(job, key, at: now) }
        if let work = PreventionWork(rawValue: job.kind) { return try run(work, job, key, at: now) }
        if let work = MessagingWork(rawValue: job.kind) { return try run(work, job, key, at: now) }
        guard let work = RecoveryWork(rawValue: job.kind) else { return .dead("no work of the kind \(job.kind)") }
        switch work {
        case .trace:
            try platform.traces.renew(try subject(job), key: key, at: now, urgency: job.urgency)
        case .transmit:
            return try platform.transmission.transmit(try subject(job), job: job, clock: platform.clock)
        case .answerDue:
            try platform.acts.answerDue(try subject(job), key: key, at: now)
        case .termWarning:
            let again = try platform.stopPayments.warnOfEnd(of: try subject(job), key: key, at: now)
            if let again { return .later(again) }
        case .termEnd:
            let again = try platform.stopPayments.endTerm(of: try subject(job), key: key, at: now)
            if let again { return .later(again) }
        case .freezeWarning:
            let again = try platform.freezes.warnOfEnd(of: try subject(job), key: key, at: now)
            if let again { return .later(again) }
        case .freezeEnd:
            let again = try platform.freezes.endTerm(of: try subject(job), key: key, at: now)
            if let again { return .later(again) }
        case .unrelatedDue:
            try platform.freezes.unrelatedDue(try subject(job), key: key, at: now)
        case .noticeEnd:
            try platform.returns.noticeEnded(try subject(job), key: key, at: now)
        case .holdEnd:
            try platform.protectiveHolds.endTerm(of: try subject(job), key: key, at: now)
        case .reviewDue:
            try platform.authorities.reviewDue(try subject(job), key: key, at: now)
        case .complaintDue:
            try platform.complaints.answerDue(try subject(job), key: key, at: now)
        case .deferralReview:
            try platform.deferrals.reviewDue(try subject(job), key: key, at: now)
        }
        return .done
    }

    private func run(_ work: PreventionWork, _ job: Job, _ key: IdempotencyKey, at now: Timestamp) throws
        -> Worker.Outcome
    {
        switch work {
        case .taskMoment: try platform.tasks.moment(of: try subject(job), key: key, at: now)
        case .callDue: try platform.warnings.callDue(try subject(job), key: key, at: now)
        case .watchEnd: try platform.warnings.watchEnded(try subject(job), key: key, at: now)
        case .handoverDue: try platform.tasks.handoverDue(try subject(job), key: key, at: now)
        case .lineMoment: try platform.lines.moment(of: try subject(job), key: key, at: now)
        }
        return .done
    }

    private func run(_ work: MessagingWork, _ job: Job, _ key: IdempotencyKey, at now: Timestamp) throws
        -> Worker.Outcome
    {
        switch work {
        case .hand:
            guard let lane = MessageLane(job.subject) else { return .dead("no lane \(job.subject)") }
            return try platform.handover.work(lane, clock: platform.clock)
        case .load:
            return try platform.messageBatches.load(try subject(job), at: now) ? .later(now) : .done
        case .ended:
            try platform.warnings.messageEnded(try subject(job), key: key, at: now)
            return .done
        }
    }

    /// What follows when a job is dead: an act that cannot be delivered is listed for a person.
    package func buried(_ job: Job, _ reason: String) throws {
        guard RecoveryWork(rawValue: job.kind) == .transmit else { return }
        try platform.acts.giveUp(
            try subject(job), reason: reason, key: IdempotencyKey(job: "\(job.id)/buried", revision: job.revision),
            at: platform.clock.now())
    }

    private func lapse(_ job: Job, _ key: IdempotencyKey, at now: Timestamp) throws -> Worker.Outcome {
        let id: ApprovalID = try subject(job)
        try platform.journal.perform(
            key, by: .system("clock"), at: now, input: ["lapse", id.description]
        ) { step in
            _ = try Approvals.lapse(in: step, id)
            return Nothing()
        }
        return .done
    }

    private func subject<ID: Identifier>(_ job: Job) throws -> ID {
        guard let id = ID(job.subject) else {
            throw StorageError.other("job \(job.id): \(job.subject) is no \(ID.prefix)")
        }
        return id
    }
}
