internal import Crypto
package import Primitives
package import Storage

/// What makes a repeated request the same request; 1 to 200 characters of its maker's choice.
package struct IdempotencyKey: Hashable, Sendable {
    package let text: String

    /// Nil when `text` is empty or longer than 200 bytes.
    package init?(_ text: String) {
        guard (1...200).contains(text.utf8.count) else { return nil }
        self.text = text
    }

    /// The key of one run of one job, `job/…/3`.
    package init(job: String, revision: Int64) { text = "job/\(job)/\(revision)" }

    /// As it is kept: the same text of two makers is two keys.
    func scoped(to actor: Actor) -> String { "\(actor.text)/\(text)" }
}

/// The one way in which anything is written: look up the key, run the command, append what happened, commit.
package struct Journal: Sendable {
    /// The key was used before for another request.
    package struct KeyReused: Error, Equatable { package let key: String }

    package let database: any Database
    package let ids: any IDSource

    package init(database: any Database, ids: any IDSource) {
        self.database = database
        self.ids = ids
    }

    /// What the command under `key` answered when it ran; nil where it has not run.
    package func answer<Answer: Codable>(
        _ type: Answer.Type = Answer.self, to key: IdempotencyKey, by actor: Actor, in tx: any Transaction
    ) throws -> Answer? {
        try EntryTable(tx).answer(to: key.scoped(to: actor)).map { try CanonicalJSON.decode(from: $0.answer) }
    }

    /// Runs `body` in one transaction, at most once for `key`: the same key and input again return the first answer. Where
    /// several wait to write, what is `.urgent` goes first, as what a person asks for is. What a job does again when it is lost may
    /// be `.repeatable`.
    ///
    /// Throws `KeyReused` for the same key with other input, and whatever `body` throws; then nothing is written.
    @discardableResult
    package func perform<Answer: Codable & Sendable>(
        _ key: IdempotencyKey, by actor: Actor, at now: Timestamp, input: some Encodable & Sendable,
        urgency: Urgency = .urgent, durability: Durability = .synced, _ body: @Sendable (Step) throws -> Answer
    ) throws -> Answer {
        let scoped = key.scoped(to: actor)
        let digest = hexadecimal(SHA256.hash(data: try CanonicalJSON.encode(input)))
        return try withoutActuallyEscaping(body) { body in
            try database.write(.serial(urgency, durability)) { [ids] tx in
                let table = EntryTable(tx)
                if let kept = try table.answer(to: scoped) {
                    guard kept.input == digest else { throw KeyReused(key: key.text) }
                    return try CanonicalJSON.decode(from: kept.answer)
                }
                let answer = try body(Step(transaction: tx, ids: ids, actor: actor, now: now))
                try table.keep(answer: CanonicalJSON.text(answer), to: scoped, input: digest, at: now)
                return answer
            }
        }
    }
}

extension Journal {
    /// Runs `body` in one transaction without a key: for work whose own rows say what of it is left to do, so that it may run
    /// any number of times.
    @discardableResult
    package func work<T: Sendable>(
        by actor: Actor, at now: Timestamp, _ body: @Sendable (Step) throws -> T
    ) throws -> T {
        try withoutActuallyEscaping(body) { body in
            try database.write(.serial(.usual, .synced)) { [ids] tx in
                try body(Step(transaction: tx, ids: ids, actor: actor, now: now))
            }
        }
    }
}

/// The answer of a command that says nothing but that it was done.
package struct Nothing: Codable, Sendable {
    package init() {}
}

/// One command's run inside its transaction: where it writes, and where it says what it did.
package final class Step {
    package let transaction: any Transaction
    package let ids: any IDSource
    package let actor: Actor
    package let now: Timestamp

    init(transaction: any Transaction, ids: any IDSource, actor: Actor, now: Timestamp) {
        self.transaction = transaction
        self.ids = ids
        self.actor = actor
        self.now = now
    }

    package func newID<ID: Identifier>(_ type: ID.Type = ID.self) -> ID { ids.make(at: now) }

    /// Appends a line to the journal; it is chained just after the commit.
    package func record(
        _ act: String, on subject: some CustomStringConvertible, topic: (any CustomStringConvertible)? = nil,
        basis: String? = nil, reason: String? = nil, detail: JSON = .object([:])
    ) throws {
        try EntryTable(transaction).insert(
            Entry(
                id: newID(), at: now, actor: actor, act: act, subject: subject.description, topic: topic?.description,
                basis: basis, reason: reason, detail: CanonicalJSON.text(detail)))
    }
}

func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    var text = ""
    for byte in bytes { text += (byte < 16 ? "0" : "") + String(byte, radix: 16) }
    return text
}
