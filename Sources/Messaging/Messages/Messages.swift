internal import Jobs
package import Journal
package import Jurisdiction
package import Primitives
package import Storage

/// What is to be known to queue one message.
package struct MessageOrder: Sendable {
    package let recipient: PhoneNumber
    /// Names of templates, the most fitting first; the first is taken that the unit or one above it has in use.
    package let templates: [String]
    /// The unit for which it goes out.
    package let unit: UnitCode
    /// By the names of fields; what the template does not ask for is left out.
    package let values: [String: String]
    package let kind: Message.Kind
    /// The id of what it is about, a warning or a task; its journal shows the message.
    package let topic: String?
    /// From then on it is of no use; the pack's term for messages where nil.
    package let notAfter: Timestamp?
    /// Whether a job of the kind `message.ended`, its subject the message, follows when the message has ended.
    package let reportsBack: Bool

    package init(
        to recipient: PhoneNumber, templates: [String], for unit: UnitCode, values: [String: String] = [:],
        kind: Message.Kind = .text, about topic: (any CustomStringConvertible)? = nil, notAfter: Timestamp? = nil,
        reportsBack: Bool = false
    ) {
        self.recipient = recipient
        self.templates = templates
        self.unit = unit
        self.values = values
        self.kind = kind
        self.topic = topic?.description
        self.notAfter = notAfter
        self.reportsBack = reportsBack
    }
}

/// Queues single messages for whoever's command needs one, in that command's own transaction.
package enum Messages {
    package enum NotPossible: Error, Equatable {
        /// Neither the unit nor one above it has an approved template of one of these names.
        case noTemplate([String])
        /// No message of that kind can be sent to such a number.
        case notReachable(PhoneNumber.Kind)
        /// The number wants no publicity.
        case optedOut
        case tooManyParts(limit: Int)
    }

    /// Queues one message made of an approved template; a worker hands it over after the commit.
    ///
    /// Who may do so, the caller has checked. Throws `NotPossible`, or `MessageWording.Unfilled` where a field is missing
    /// or holds what may not stand in a message.
    @discardableResult
    package static func queue(_ order: MessageOrder, _ rules: Rules, in step: Step) throws -> MessageID {
        let tx = step.transaction
        guard let template = try template(of: order, tx) else { throw NotPossible.noTemplate(order.templates) }
        guard order.recipient.takes(order.kind) else { throw NotPossible.notReachable(order.recipient.kind) }
        if template.purpose == .publicity, try OptOutTable(tx).contains(order.recipient) { throw NotPossible.optedOut }
        let message = try make(order, template, rules, id: step.newID(), at: step.now)
        try MessageTable(tx).insert(message)
        try step.record(
            "message.queued", on: message.id, topic: order.topic,
            detail: .object([
                "template": .string(template.id.description), "kind": .string(message.kind.rawValue),
                "purpose": .string(message.purpose.rawValue),
            ]))
        try JobTable(tx).enqueue(
            MessagingWork.hand.rawValue, MessageLane.single, due: message.due, id: step.newID())
        return message.id
    }

    private static func template(of order: MessageOrder, _ tx: any Transaction) throws -> MessageTemplate? {
        let units = Array(sequence(first: order.unit, next: \.parent))
        for name in order.templates {
            for unit in units {
                if let template = try MessageTemplateTable(tx).inUse(name, of: unit) { return template }
            }
        }
        return nil
    }

    private static func make(
        _ order: MessageOrder, _ template: MessageTemplate, _ rules: Rules, id: MessageID, at now: Timestamp
    ) throws -> Message {
        let asked = Set(template.wording.fields)
        let text = try template.text(filledWith: order.values.filter { asked.contains($0.key) })
        let parts = order.kind == .voice ? 1 : SegmentedText(text).count
        guard parts <= rules.messagePartsMax else { throw NotPossible.tooManyParts(limit: rules.messagePartsMax) }
        return Message(
            id: id, lane: .single, template: template.id, purpose: template.purpose, kind: order.kind,
            recipient: order.recipient, text: text, parts: parts, topic: order.topic, unit: order.unit,
            reportsBack: order.reportsBack, queuedAt: now, notAfter: order.notAfter ?? now + rules.messageValidity,
            state: .queued, due: MessageHours(rules).next(for: template.purpose, from: now), tries: 0)
    }

    /// The last message about something that was queued for a number, whatever became of it.
    package static func last(
        to number: PhoneNumber, about topic: some CustomStringConvertible, _ tx: any Transaction
    ) throws -> Message? {
        try MessageTable(tx).singles(to: number, limit: looked).first { $0.topic == topic.description }
    }

    /// So many of the newest to a number are looked at.
    private static let looked = 100

    /// The message and what became of it; nil where there is none of this id.
    package static func find(_ id: MessageID, _ tx: any Transaction) throws -> Message? {
        try MessageTable(tx).find(id)
    }
}

extension PhoneNumber {
    /// Whether short messages can be sent to it.
    package var takesMessages: Bool { kind == .mobile || kind == .foreign }

    package func takes(_ message: Message.Kind) -> Bool { takesMessages || (message == .voice && kind == .fixed) }
}

/// When messages may go out: those to the public not at night.
package struct MessageHours: Sendable {
    private let quietFrom: Duration
    private let quietUntil: Duration

    package init(_ rules: Rules) { self.init(quietFrom: rules.messageQuietFrom, quietUntil: rules.messageQuietUntil) }

    /// Times of day, from midnight; `quietFrom` is after `quietUntil`: the quiet goes over midnight.
    package init(quietFrom: Duration, quietUntil: Duration) {
        self.quietFrom = quietFrom
        self.quietUntil = quietUntil
    }

    /// The first moment from `now` on at which a message of this purpose may be handed over.
    package func next(for purpose: Message.Purpose, from now: Timestamp) -> Timestamp {
        guard purpose == .publicity else { return now }
        let civil = CivilTime(now)
        let timeOfDay = Duration.microseconds(civil.microsecondOfDay)
        if timeOfDay < quietUntil { return CivilTime(day: civil.day).timestamp + quietUntil }
        if timeOfDay >= quietFrom { return CivilTime(day: civil.day.adding(days: 1)).timestamp + quietUntil }
        return now
    }
}
