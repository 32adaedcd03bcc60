internal import Access
package import Journal
internal import Jurisdiction
package import Messaging
package import Primitives
internal import Storage

/// The first rung of the ladder: a message to the person at once, and for the lowest grade nothing more, if it arrives.
extension DissuasionDesk {
    /// Queues it; false where none can go out: he has no telephone that takes messages, or no unit over him an approved text.
    ///
    /// Grave danger stands on his screen at once (闪信). What keeps a message from going is kept in the journal.
    func message(_ warning: Warning) throws -> Bool {
        guard let phone = warning.person.phone else { return false }
        let order = MessageOrder(
            to: phone, templates: WarningText.names(for: warning.fraudType), for: warning.unit,
            values: try WarningText.values(of: warning, tx), kind: warning.grade >= .high ? .flash : .text,
            about: warning.id, reportsBack: true)
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
    /// A message to a warned person has come to its end: it is an attempt, and where it did not arrive the next rung is taken.
    package func messageEnded(_ id: MessageID, key: IdempotencyKey, at now: Timestamp) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: .system("messages"), at: now, input: ["messageEnded", id.description]) { step in
            guard let message = try Messages.find(id, step.transaction), let ended = message.endedAt,
                let warning = message.topic.flatMap(WarningID.init)
            else { return Nothing() }
            let isDelivered = message.state == .delivered
            let desk = DissuasionDesk(step: step, rules: rules)
            let old = try WarningTable(step.transaction).require(warning)
            try DissuasionAttemptTable(step.transaction).insert(
                Attempt(
                    id: step.newID(), warning: old.id, task: nil, channel: .message, target: .person, at: ended,
                    enteredAt: now, by: step.actor.id,
                    report: AttemptReport(isReached: isDelivered, notReached: isDelivered ? nil : .noAnswer)))
            guard old.state == .open, old.highest == .low else { return Nothing() }
            if isDelivered {
                try desk.close(old, .informed, fraudType: old.fraudType ?? String(), note: String())
            } else if try DissuasionTaskTable(step.transaction).open(old.id) == nil {
                try desk.send(somebodyTo: old)
            }
            return Nothing()
        }
    }
}
