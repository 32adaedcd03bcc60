internal import Jobs
package import Journal
package import Primitives

/// What is to be known to ask for a second person's approval.
package struct ApprovalRequest: Sendable {
    package let act: Act
    package let subject: String
    package let topic: String?
    package let lines: [Approval.Line]
    package let affiliation: Affiliation
    package let lowestLevel: UnitCode.Level?
    package let lapsesAt: Timestamp?
    /// In whose name it is asked, where it is not who runs the step; neither of the two can approve it.
    package let maker: Actor?
    /// Whose act made the platform ask, where it is not who runs the step; he cannot approve it either.
    package let askedBy: Actor?

    package init(
        _ act: Act, on subject: some CustomStringConvertible, topic: (any CustomStringConvertible)? = nil,
        lines: [Approval.Line], waitingFor affiliation: Affiliation, lowestLevel: UnitCode.Level? = nil,
        lapsesAt: Timestamp? = nil, maker: Actor? = nil, askedBy: Actor? = nil
    ) {
        precondition(act.isPersonal, "an approval is a person's act")
        precondition(!lines.isEmpty && Set(lines.map(\.id)).count == lines.count, "each line has an id of its own")
        self.act = act
        self.subject = subject.description
        self.topic = topic?.description
        self.lines = lines
        self.affiliation = affiliation
        self.lowestLevel = lowestLevel
        self.lapsesAt = lapsesAt
        self.maker = maker
        self.askedBy = askedBy
    }
}

/// Four eyes for any command: what follows from a decision, the caller does in the same transaction.
package enum Approvals {
    package enum Decision: Sendable, Equatable, Codable {
        /// Approves all lines but those left out.
        case approve(leavingOut: [String])
        case giveBack(reason: String)
    }

    /// The job that ends a request in which nobody decided in time; its subject is the approval's id.
    package static let lapseJob = "approval.lapse"

    /// Asks, in the name of who runs the step unless the request names its maker.
    ///
    /// Throws `Refusal.alreadyWaiting` when the same waits already.
    @discardableResult
    package static func request(in step: Step, _ request: ApprovalRequest) throws -> Approval {
        let table = ApprovalTable(step.transaction)
        if let same = try table.waiting(request.act, on: request.subject) { throw Refusal.alreadyWaiting(same.id) }
        let approval = Approval(
            id: step.newID(), act: request.act, subject: request.subject, topic: request.topic, lines: request.lines,
            maker: request.maker ?? step.actor, askedBy: request.askedBy ?? step.actor,
            affiliation: request.affiliation,
            lowestLevel: request.lowestLevel, madeAt: step.now, lapsesAt: request.lapsesAt, state: .waiting,
            decidedBy: nil, endedAt: nil, reason: nil, leftOut: [])
        try table.insert(approval)
        if let lapsesAt = request.lapsesAt {
            try JobTable(step.transaction).enqueue(lapseJob, approval.id, due: lapsesAt, id: step.newID())
        }
        try step.record(
            "approval.requested", on: approval.id, topic: approval.journalTopic, detail: approval.journalDetail)
        return approval
    }

    /// Decides; throws `NotFound` or the `Refusal` that stands in the way.
    package static func decide(
        in step: Step, _ id: ApprovalID, _ decision: Decision, by checker: Principal
    ) throws -> Approval {
        precondition(step.actor == checker.actor, "the step is run by another")
        let approval = try ApprovalTable(step.transaction).require(id)
        try approval.permitDecision(by: checker, at: step.now)
        guard case .user(let user) = checker.identity else { throw Refusal.notPermitted(approval.act) }
        switch decision {
        case .approve(let leftOut):
            try approval.checkLeavingOut(leftOut)
            let event = Approval.Event.approve(by: user, leavingOut: leftOut.sorted(), at: step.now)
            return try end(approval, event, "approval.approved", in: step)
        case .giveBack(let reason):
            guard reason.contains(where: { !$0.isWhitespace }) else { throw Refusal.reasonMissing }
            let event = Approval.Event.giveBack(by: user, reason: reason, at: step.now)
            return try end(approval, event, "approval.returned", in: step)
        }
    }

    /// Takes an own request back; throws `NotFound` or `Refusal`.
    package static func withdraw(in step: Step, _ id: ApprovalID) throws -> Approval {
        let approval = try ApprovalTable(step.transaction).require(id)
        guard approval.isOwn(of: step.actor) else { throw Refusal.notYourRequest }
        guard approval.state == .waiting else { throw Refusal.alreadyDecided(approval.state) }
        return try end(approval, .withdraw(at: step.now), "approval.withdrawn", in: step)
    }

    /// Ends a request whose time is over; nil when it had ended before or its time is not over yet.
    package static func lapse(in step: Step, _ id: ApprovalID) throws -> Approval? {
        let approval = try ApprovalTable(step.transaction).require(id)
        guard approval.state == .waiting, let lapsesAt = approval.lapsesAt, step.now >= lapsesAt else { return nil }
        return try end(approval, .lapse(at: step.now), "approval.lapsed", in: step)
    }

    private static func end(
        _ old: Approval, _ event: Approval.Event, _ act: String, in step: Step
    ) throws -> Approval {
        var approval = old
        try approval.apply(event)
        try ApprovalTable(step.transaction).update(approval, from: old.state)
        if approval.lapsesAt != nil { try JobTable(step.transaction).cancel(lapseJob, approval.id) }
        try step.record(
            act, on: approval.id, topic: approval.journalTopic, reason: approval.reason, detail: approval.journalDetail)
        return approval
    }
}

extension Approval {
    fileprivate var journalTopic: String { topic ?? subject }

    fileprivate var journalDetail: JSON {
        .object([
            "act": .string(act.rawValue), "subject": .string(subject), "lines": .array(lines.map { .string($0.id) }),
            "sum": .number(total.fen), "leftOut": .array(leftOut.map(JSON.string)),
        ])
    }

    fileprivate func checkLeavingOut(_ ids: [String]) throws(Refusal) {
        let known = Set(lines.map(\.id))
        for id in ids where !known.contains(id) { throw .noSuchLine(id) }
        if known.subtracting(ids).isEmpty { throw .nothingLeft }
    }
}
