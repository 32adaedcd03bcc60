package import Access
internal import Jobs
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// The commands on batches.
package struct MessageBatches: Sendable {
    private let journal: Journal
    private let pack: Pack

    package init(_ journal: Journal, _ pack: Pack) {
        self.journal = journal
        self.pack = pack
    }

    package enum NotPossible: Error, Equatable {
        case titleMissing
        case templateNotInUse
        case rate(limit: Int)
        /// Its list has no line to which a message could go.
        case nobody
        case notNow(MessageBatch.State)
    }

    package struct Draft: Sendable {
        package let title: String
        package let template: MessageTemplateID
        package let kind: Message.Kind
        /// Messages a second.
        package let rate: Int
        package let list: String

        package init(title: String, template: MessageTemplateID, kind: Message.Kind, rate: Int, list: String) {
            (self.title, self.template, self.kind) = (title, template, kind)
            (self.rate, self.list) = (rate, list)
        }
    }

    private static let problemsMax = 20

    /// Takes a list in; a worker makes messages of it, and nothing goes out before another person has approved it.
    ///
    /// Throws `Refusal`, `NotFound`, `Audience.Invalid` or `NotPossible`.
    package func prepare(
        _ draft: Draft, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> MessageBatchID {
        let rules = pack.rules(on: CivilTime(now).day)
        guard (1...60).contains(draft.title.count), !draft.title.allSatisfy(\.isWhitespace) else {
            throw NotPossible.titleMissing
        }
        guard (1...rules.messageRateMax).contains(draft.rate) else {
            throw NotPossible.rate(limit: rules.messageRateMax)
        }
        precondition(MessageBatch.kinds.contains(draft.kind), "no batch of robot calls")
        let id = draft.template
        guard let template = try journal.database.read({ try MessageTemplateTable($0).find(id) }) else {
            throw NotFound(id)
        }
        try principal.permit(.prepareMessages, in: template.unit, bank: nil)
        guard template.state == .approved else { throw NotPossible.templateNotInUse }
        let audience = try Audience(
            draft.list, fields: template.wording.fields, linesMax: rules.messageBatchLinesMax)
        let input = [draft.title, id.description, draft.kind.rawValue, "\(draft.rate)", draft.list]
        return try journal.perform(key, by: principal.actor, at: now, input: input) { step in
            let batch = MessageBatch(
                id: step.newID(), title: draft.title, unit: template.unit, template: template.id, kind: draft.kind,
                purpose: template.purpose, rate: draft.rate, maker: principal.actor.id, madeAt: now,
                notAfter: now + rules.messageBatchValidity, lines: Int64(audience.lines.count), state: .loading,
                tally: MessageBatch.Tally())
            let table = MessageBatchTable(step.transaction)
            try table.insert(batch)
            for part in audience.parts { try table.insert(part, of: batch.id) }
            try step.record(
                "batch.prepared", on: batch.id,
                detail: .object([
                    "title": .string(batch.title), "template": .string(template.id.description),
                    "lines": .number(batch.lines),
                ]))
            try JobTable(step.transaction).enqueue(
                MessagingWork.load.rawValue, batch.id, due: now, id: step.newID())
            return batch.id
        }
    }

    /// Makes messages of the next part of a batch's list; returns whether more is left.
    package func load(_ id: MessageBatchID, at now: Timestamp) throws -> Bool {
        let rules = pack.rules(on: CivilTime(now).day)
        return try journal.work(by: .system("messages"), at: now) { step in
            let table = MessageBatchTable(step.transaction)
            var batch = try table.require(id)
            guard batch.state == .loading else {
                try table.forgetParts(of: id)
                return false
            }
            if let part = try table.nextPart(of: id) {
                try take(part, into: &batch, rules, step)
                try table.forget(part, of: id)
                try table.update(batch, from: .loading)
                return true
            }
            try batch.apply(.loaded)
            try table.update(batch, from: .loading)
            try step.record("batch.loaded", on: id, detail: .object(["made": .number(batch.tally.made)]))
            return false
        }
    }

    private func take(
        _ part: MessageBatchTable.Part, into batch: inout MessageBatch, _ rules: Rules, _ step: Step
    ) throws {
        let tx = step.transaction
        let template = try MessageTemplateTable(tx).require(batch.template)
        let reading = AudienceReading(template: template, partsMax: rules.messagePartsMax)
        guard let rows = CSV.rows(part.content) else { throw StorageError.other("a part of \(batch.id) is unreadable") }
        var made: [AudienceReading.Made] = []
        for (offset, row) in rows.enumerated() {
            switch reading.read(row, line: part.firstLine + offset) {
            case .success(let one): made.append(one)
            case .failure(let found):
                batch.tally.invalid += 1
                if batch.tally.problems.count < Self.problemsMax { batch.tally.problems.append(found.problem) }
            }
        }
        let optedOut = try batch.purpose == .publicity ? OptOutTable(tx).among(made.map(\.recipient)) : []
        var ids = Set<MessageID>()
        var inserted = 0
        for one in made {
            guard !optedOut.contains(one.recipient) else {
                batch.tally.optedOut += 1
                continue
            }
            // So many ids of one moment may meet each other.
            var id: MessageID = step.newID()
            while !ids.insert(id).inserted { id = step.newID() }
            if try MessageTable(tx).insert(message(id, one, batch, at: step.now)) {
                inserted += 1
                batch.tally.parts += Int64(one.parts)
            } else {
                batch.tally.doubled += 1
            }
        }
        batch.tally.made += Int64(inserted)
        try MessageBatchTable(tx).count(batch.id, .queued, by: inserted)
    }

    private func message(
        _ id: MessageID, _ one: AudienceReading.Made, _ batch: MessageBatch, at now: Timestamp
    ) -> Message {
        Message(
            id: id, lane: .batch(batch.id), template: batch.template, purpose: batch.purpose, kind: batch.kind,
            recipient: one.recipient, text: one.text, parts: one.parts, topic: nil, unit: batch.unit,
            reportsBack: false, queuedAt: now, notAfter: batch.notAfter, state: .queued, due: now, tries: 0)
    }

    /// Asks a second person to let it go out.
    package func submit(_ id: MessageBatchID, by principal: Principal, key: IdempotencyKey, at now: Timestamp) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try change(id, "submit", by: principal, key: key, at: now) { batch, step in
            guard batch.tally.made > 0 else { throw NotPossible.nobody }
            try Self.requireInUse(batch.template, step)
            try batch.apply(.submit)
            try Approvals.request(
                in: step,
                ApprovalRequest(
                    .approveMessages, on: batch.id,
                    lines: [
                        Approval.Line(
                            id: batch.id.description, sum: nil,
                            detail: .object([
                                "messages": .number(batch.tally.made), "parts": .number(batch.tally.parts),
                            ]))
                    ],
                    waitingFor: .unit(batch.unit), lowestLevel: rules.approval(.approvalMessageBatch).lowestOrgan))
            return "batch.submitted"
        }
    }

    package func pause(_ id: MessageBatchID, by principal: Principal, key: IdempotencyKey, at now: Timestamp) throws {
        try change(id, "pause", by: principal, key: key, at: now) { batch, _ in
            try batch.apply(.pause)
            return "batch.paused"
        }
    }

    package func resume(_ id: MessageBatchID, by principal: Principal, key: IdempotencyKey, at now: Timestamp) throws {
        try change(id, "resume", by: principal, key: key, at: now) { batch, step in
            try batch.apply(.resume)
            try Self.start(batch, step)
            return "batch.resumed"
        }
    }

    /// Ends a batch: what waits does not go out any more, what is with the carrier does.
    package func cancel(_ id: MessageBatchID, by principal: Principal, key: IdempotencyKey, at now: Timestamp) throws {
        try change(id, "cancel", by: principal, key: key, at: now) { batch, step in
            if batch.state == .waiting,
                let request = try ApprovalTable(step.transaction).waiting(.approveMessages, on: id)
            {
                _ = try Approvals.withdraw(in: step, request.id)
            }
            try batch.apply(.cancel(at: now))
            try Self.start(batch, step)
            return "batch.cancelled"
        }
    }

    private func change(
        _ id: MessageBatchID, _ name: String, by principal: Principal, key: IdempotencyKey, at now: Timestamp,
        _ body: @Sendable (inout MessageBatch, Step) throws -> String
    ) throws {
        _ = try withoutActuallyEscaping(body) { body in
            try journal.perform(key, by: principal.actor, at: now, input: [name, id.description]) { step in
                let table = MessageBatchTable(step.transaction)
                guard var batch = try table.find(id) else { throw NotFound(id) }
                try principal.permit(.prepareMessages, in: batch.unit, bank: nil)
                let old = batch.state
                let act: String
                do {
                    act = try body(&batch, step)
                } catch let error as MessageBatch.Illegal {
                    throw NotPossible.notNow(error.state)
                }
                try table.update(batch, from: old)
                try step.record(act, on: id, detail: table.summary(try table.counts(of: id)))
                return id
            }
        }
    }

    private static func start(_ batch: MessageBatch, _ step: Step) throws {
        try JobTable(step.transaction).enqueue(
            MessagingWork.hand.rawValue, MessageLane.batch(batch.id), due: step.now, id: step.newID())
    }

    private static func requireInUse(_ template: MessageTemplateID, _ step: Step) throws {
        guard try MessageTemplateTable(step.transaction).require(template).state == .approved else {
            throw NotPossible.templateNotInUse
        }
    }

    /// Carries out a decision in its transaction.
    static func decide(_ id: MessageBatchID, isApproved: Bool, by second: UserID, in step: Step) throws {
        let table = MessageBatchTable(step.transaction)
        var batch = try table.require(id)
        guard isApproved else {
            try batch.apply(.giveBack)
            try table.update(batch, from: .waiting)
            try step.record("batch.returned", on: id)
            return
        }
        try requireInUse(batch.template, step)
        try batch.apply(.approve(by: second.description, at: step.now))
        try table.update(batch, from: .waiting)
        try step.record("batch.approved", on: id)
        try start(batch, step)
    }
}

/// What follows when a second person decides on a template or a batch: in the same transaction.
package struct MessageApprovals: Sendable {
    private let journal: Journal

    package init(_ journal: Journal) { self.journal = journal }

    /// Throws what `Approvals.decide` throws, and `NotFound` for a request that is none about messages.
    package func decide(
        _ id: ApprovalID, _ decision: Approvals.Decision, by principal: Principal, key: IdempotencyKey,
        at now: Timestamp
    ) throws {
        _ = try journal.perform(key, by: principal.actor, at: now, input: Decided(id: id, decision: decision)) { step in
            let approval = try Approvals.decide(in: step, id, decision, by: principal)
            guard approval.act == .approveMessages, let second = approval.decidedBy else { throw NotFound(id) }
            let isApproved = approval.state == .approved
            if let template = MessageTemplateID(approval.subject) {
                try MessageTemplates.decide(template, isApproved: isApproved, by: second, in: step)
            } else if let batch = MessageBatchID(approval.subject) {
                try MessageBatches.decide(batch, isApproved: isApproved, by: second, in: step)
            }
            return id
        }
    }

    private struct Decided: Codable, Sendable {
        let id: ApprovalID
        let decision: Approvals.Decision
    }
}

extension ApprovalLevel {
    /// The lowest organ whose people may approve; nil where the leader on duty of any will do.
    fileprivate var lowestOrgan: UnitCode.Level? {
        switch self {
        case .dutyLeader: nil
        case .countyHead: .county
        case .cityHead: .city
        case .provinceHead: .province
        }
    }
}
