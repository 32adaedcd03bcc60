package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// The commands on templates.
package struct MessageTemplates: Sendable {
    private let journal: Journal
    private let pack: Pack

    package init(_ journal: Journal, _ pack: Pack) {
        self.journal = journal
        self.pack = pack
    }

    package enum NotPossible: Error, Equatable {
        case nameMissing, unknownSender
        /// Publicity says how to be left alone: 退订.
        case optOutMissing
        /// More short messages for one text than the pack allows.
        case tooManyParts(limit: Int)
        /// Nothing of this template is in use.
        case notInUse
    }

    package struct Draft: Codable, Sendable, Equatable {
        package let name: String
        package let purpose: Message.Purpose
        package let sender: String
        package let wording: String

        package init(name: String, purpose: Message.Purpose, sender: String, wording: String) {
            (self.name, self.purpose, self.sender, self.wording) = (name, purpose, sender, wording)
        }
    }

    /// Proposes a new template, or the next version of the one that has this name; another person's approval puts it in use.
    ///
    /// Throws `Refusal`, `MessageWording.Invalid` or `NotPossible`.
    package func propose(
        _ draft: Draft, unit: UnitCode, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> MessageTemplateID {
        try principal.permit(.prepareMessages, in: unit, bank: nil)
        let rules = pack.rules(on: CivilTime(now).day)
        let (sender, wording) = try Self.check(draft, rules)
        return try journal.perform(key, by: principal.actor, at: now, input: Asked(draft: draft, unit: unit)) { step in
            let table = MessageTemplateTable(step.transaction)
            let version = try table.newest(name: draft.name, of: unit).map { $0.version + 1 } ?? 1
            let template = MessageTemplate(
                id: step.newID(), name: draft.name, version: version, unit: unit, purpose: draft.purpose,
                sender: sender, wording: wording, maker: principal.actor.id, madeAt: now, state: .proposed)
            try table.insert(template)
            try step.record(
                "template.proposed", on: template.id,
                detail: .object([
                    "name": .string(draft.name), "version": .number(Int64(version)), "wording": .string(wording.text),
                ]))
            try Approvals.request(
                in: step,
                ApprovalRequest(
                    .approveMessages, on: template.id,
                    lines: [Approval.Line(id: template.id.description, sum: nil, detail: .object([:]))],
                    waitingFor: .unit(unit)))
            return template.id
        }
    }

    private struct Asked: Codable, Sendable {
        let draft: Draft
        let unit: UnitCode
    }

    private static func check(_ draft: Draft, _ rules: Rules) throws -> (MessageSender, MessageWording) {
        guard (1...40).contains(draft.name.count), !draft.name.allSatisfy(\.isWhitespace) else {
            throw NotPossible.nameMissing
        }
        guard let sender = MessageSender(draft.sender) else { throw NotPossible.unknownSender }
        let wording = try MessageWording(draft.wording)
        if draft.purpose == .publicity, !wording.text.contains("退订") { throw NotPossible.optOutMissing }
        let limit = rules.messagePartsMax
        guard SegmentedText(sender.sign + wording.text).count <= limit else {
            throw NotPossible.tooManyParts(limit: limit)
        }
        return (sender, wording)
    }

    /// Carries out a decision in its transaction: an approved version takes the place of the one before.
    static func decide(_ id: MessageTemplateID, isApproved: Bool, by second: UserID, in step: Step) throws {
        let table = MessageTemplateTable(step.transaction)
        var template = try table.require(id)
        if isApproved, var older = try table.inUse(template.name, of: template.unit) {
            try older.apply(.retire(at: step.now))
            try table.update(older, from: .approved)
        }
        let event: MessageTemplate.Event =
            isApproved
            ? .approve(by: second.description, at: step.now) : .giveBack(by: second.description, at: step.now)
        try template.apply(event)
        try table.update(template, from: .proposed)
        try step.record("template.\(template.state.rawValue)", on: id)
    }

    /// Takes a version out of use; what is queued already goes out.
    package func retire(_ id: MessageTemplateID, by principal: Principal, key: IdempotencyKey, at now: Timestamp) throws
    {
        _ = try journal.perform(key, by: principal.actor, at: now, input: ["retire", id.description]) { step in
            let table = MessageTemplateTable(step.transaction)
            guard var template = try table.find(id) else { throw NotFound(id) }
            try principal.permit(.prepareMessages, in: template.unit, bank: nil)
            guard template.state == .approved else { throw NotPossible.notInUse }
            try template.apply(.retire(at: now))
            try table.update(template, from: .approved)
            try step.record("template.retired", on: id)
            return id
        }
    }
}
