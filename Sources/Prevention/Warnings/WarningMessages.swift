internal import Access
package import Journal
internal import Jurisdiction
package import Messaging
package import Primitives
internal import Storage

/// The first rungs of the ladder: what goes to a person by itself, and for the lowest grade nothing more, if it arrives.
extension DissuasionDesk {
    /// Sends the first of his grade's messages that can go out, after the kind given; false where none can: the rules name no
    /// other, he has no telephone that takes it, or no unit over him has an approved text.
    func message(_ warning: Warning, after tried: MessageKind? = nil) throws -> Bool {
        guard let phone = warning.person.phone else { return false }
        let ladder = rules.warning.messages(warning.grade)
        let next = tried.flatMap { ladder.firstIndex(of: $0) }.map { $0 + 1 } ?? (tried == nil ? 0 : ladder.count)
        let onItsWay = try Messages.last(to: phone, about: warning.id, tx).flatMap { $0.isEnded ? nil : $0.kind }
        for kind in ladder[next...] {
            // A second report sends no second message while the first may still arrive.
            if kind == onItsWay { return true }
            if try send(kind, WarningText.names(for: warning.fraudType), to: phone, about: warning) { return true }
        }
        return false
    }

    /// Asks a relative to look after him, once in a thread, as nobody reaches the person himself.
    func messageRelative(of warning: Warning) throws {
        guard let relative = warning.person.relativePhone, relative != warning.person.phone,
            try Messages.last(to: relative, about: warning.id, tx) == nil
        else { return }
        _ = try send(.text, [WarningText.forRelative], to: relative, about: warning)
    }

    /// Queues one message; what keeps it from going is kept in the journal.
    private func send(_ kind: MessageKind, _ templates: [String], to phone: PhoneNumber, about warning: Warning) throws
        -> Bool
    {
        let order = MessageOrder(
            to: phone, templates: templates, for: warning.unit, values: try WarningText.values(of: warning, tx),
            kind: kind, about: warning.id, reportsBack: true)
        do {
            try Messages.queue(order, rules, in: step)
            return true
        } catch let obstacle as Messages.NotPossible {
            try note(obstacle, warning)
        } catch let obstacle as MessageWording.Unfilled {
            try note(obstacle, warning)
        }
        return false
    }

    private func note(_ obstacle: any Error, _ warning: Warning) throws {
        try step.record(
            "warning.noMessage", on: warning.id, topic: warning.id,
            detail: .object(["obstacle": .string("\(obstacle)")]))
    }
}

/// Which approved text goes to a warned person, and what may stand in its fields.
package enum WarningText {
    /// The text for every kind of fraud is called so; that for one kind `预警-` and its code (分类劝阻).
    package static let name = "预警"
    /// The text for a relative of somebody whom nobody reaches.
    package static let forRelative = "预警亲属"

    /// The most fitting first.
    static func names(for fraudType: String?) -> [String] { (fraudType.map { ["\(name)-\($0)"] } ?? []) + [name] }

    /// The fields that such a text may have; a text with another one cannot be sent.
    package enum Field: String, CaseIterable, Sendable {
        /// How he is addressed.
        case person = "姓名"
        case unit = "单位"
        /// By which he knows a true call from a false one (核验码).
        case number = "核验码"
    }

    static func values(of warning: Warning, _ tx: any Transaction) throws -> [String: String] {
        let values: [Field: String] = [
            .person: warning.person.name.isBlank ? "市民" : warning.person.name,
            .unit: try UnitTable(tx).find(warning.unit)?.name ?? "", .number: warning.code ?? "",
        ]
        return Dictionary(uniqueKeysWithValues: values.map { ($0.key.rawValue, $0.value) })
    }
}

extension Warnings {
    /// A message about a warned person has come to its end: it is an attempt, and where he has not got it the next rung is taken.
    package func messageEnded(_ id: MessageID, key: IdempotencyKey, at now: Timestamp) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: .system("messages"), at: now, input: ["messageEnded", id.description]) { step in
            guard let message = try Messages.find(id, step.transaction), let ended = message.endedAt,
                let warning = message.topic.flatMap(WarningID.init)
            else { return Nothing() }
            let isDelivered = message.state == .delivered
            let desk = DissuasionDesk(step: step, rules: rules)
            let old = try WarningTable(step.transaction).require(warning)
            let target: Attempt.Target = message.recipient == old.person.phone ? .person : .relative
            try DissuasionAttemptTable(step.transaction).insert(
                Attempt(
                    id: step.newID(), warning: old.id, task: nil,
                    channel: message.kind == .voice ? .robotCall : .message,
                    target: target, at: ended, enteredAt: now, by: step.actor.id,
                    report: AttemptReport(isReached: isDelivered, notReached: isDelivered ? nil : .noAnswer)))
            if old.state == .open, target == .person { try desk.follow(message, isDelivered: isDelivered, old) }
            return Nothing()
        }
    }

    /// A warning of the lowest grade was left to a message, and nobody knows whether that arrived: somebody calls.
    package func callDue(_ id: WarningID, key: IdempotencyKey, at now: Timestamp) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: .system("clock"), at: now, input: ["callDue", id.description]) { step in
            let warning = try WarningTable(step.transaction).require(id)
            guard warning.state == .open, try DissuasionTaskTable(step.transaction).open(id) == nil else {
                return Nothing()
            }
            try DissuasionDesk(step: step, rules: rules).send(somebodyTo: warning)
            return Nothing()
        }
    }
}

extension DissuasionDesk {
    /// What a message's end means for an open warning of its recipient.
    fileprivate func follow(_ message: Message, isDelivered: Bool, _ warning: Warning) throws {
        // Who has spoken with somebody is not called by a robot, and what he said then counts, not that he got a message.
        let isSpokenWith = warning.sinceOpened(try DissuasionAttemptTable(tx).of(warning.id)).contains {
            $0.channel.isByPerson && $0.report.isReached
        }
        guard !isDelivered || isSpokenWith else {
            guard warning.highest == .low else { return }
            // What a person found out before stays: who was dissuaded and is seen again was dissuaded all the same.
            return try close(
                warning, warning.outcome ?? .informed, fraudType: warning.fraudType ?? String(), note: String())
        }
        // Of several messages the last one leads on; the carrier may have more to say of an earlier one.
        guard try Messages.last(to: message.recipient, about: warning.id, tx)?.id == message.id else { return }
        let climbs = try !isSpokenWith && self.message(warning, after: message.kind)
        let hasTask = try DissuasionTaskTable(tx).open(warning.id) != nil
        if !climbs, warning.highest == .low, !hasTask { try send(somebodyTo: warning) }
    }
}
