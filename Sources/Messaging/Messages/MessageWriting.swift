internal import Jobs
internal import Journal
internal import Primitives
internal import Storage

/// Writes the changes of one lane's messages within one transaction, and what follows from them: the batch's counts, the journal
/// of single messages, and word to whoever wants to know how they ended.
struct MessageWriting {
    private let step: Step
    private let lane: MessageLane
    private let table: MessageTable
    private var changes: [Message.State: Int] = [:]

    init(_ step: Step, _ lane: MessageLane) {
        self.step = step
        self.lane = lane
        table = MessageTable(step.transaction)
    }

    /// Applies one event; returns the message as it is now.
    @discardableResult
    mutating func apply(_ event: Message.Event, to old: Message) throws -> Message {
        var message = old
        try message.apply(event)
        guard message != old else { return old }
        try table.update(message, from: old.state)
        guard message.state != old.state else { return message }
        count(old.state, message.state, 1)
        if lane == .single { try record(message) }
        if message.isEnded, message.reportsBack {
            try JobTable(step.transaction).enqueue(
                MessagingWork.ended.rawValue, message.id, due: step.now, id: step.newID())
        }
        return message
    }

    /// Puts off what may not go out at this hour.
    mutating func postpone(_ old: Message, to due: Timestamp) throws {
        var message = old
        message.due = due
        try table.update(message, from: old.state)
    }

    /// Puts off when the carrier is asked.
    mutating func askLater(_ old: Message, at moment: Timestamp) throws {
        var message = old
        message.askAt = moment
        try table.update(message, from: old.state)
    }

    /// So many messages went from one state into another.
    mutating func count(_ old: Message.State, _ new: Message.State, _ number: Int) {
        changes[old, default: 0] -= number
        changes[new, default: 0] += number
    }

    /// A single message has its own line in the journal for each state; of a batch, the batch has.
    private func record(_ message: Message) throws {
        try step.record(
            "message.\(message.state.rawValue)", on: message.id, topic: message.topic,
            detail: .object([
                "tries": .number(Int64(message.tries)), "code": message.code.map(JSON.string) ?? .null,
                "reference": message.reference.map(JSON.string) ?? .null,
            ]))
    }

    /// Brings the batch's counts up to date; a batch of which nothing waits any more is finished.
    func close() throws {
        guard case .batch(let id) = lane else { return }
        let batches = MessageBatchTable(step.transaction)
        for state in Message.State.allCases {
            guard let change = changes[state], change != 0 else { continue }
            try batches.count(id, state, by: change)
        }
        guard changes.contains(where: { $0.value != 0 }) else { return }
        let counts = try batches.counts(of: id)
        guard counts[.queued, default: 0] == 0, counts[.handed, default: 0] == 0 else { return }
        var batch = try batches.require(id)
        let old = batch.state
        try batch.apply(.handedOver(at: step.now))
        guard batch.state != old else { return }
        try batches.update(batch, from: old)
        try step.record("batch.finished", on: id, detail: batches.summary(counts))
    }
}

extension MessageBatchTable {
    /// The counts as the journal keeps them.
    func summary(_ counts: [Message.State: Int64]) -> JSON {
        .object(Dictionary(uniqueKeysWithValues: counts.map { ($0.key.rawValue, JSON.number($0.value)) }))
    }
}
