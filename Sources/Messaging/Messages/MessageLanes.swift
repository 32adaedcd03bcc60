internal import Jobs
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// What became of handing one message over, or of asking for it.
package enum HandingOutcome: Sendable, Equatable {
    /// The carrier has it, under a name of its own where it gives one.
    case accepted(reference: String?)
    /// The carrier will never take it.
    case refused(code: String)
    /// The carrier surely has it not, and may take it later.
    case notTaken(reason: String)
    /// No answer came: the carrier is asked before anything else is done.
    case lost(reason: String)
    case cannotSay(reason: String)
    case reported(Message.Report, code: String)
}

/// What a carrier reports of one message, by our name for it or by its own.
package struct DeliveryReport: Sendable, Equatable {
    package let message: MessageID?
    package let reference: String?
    package let report: Message.Report
    package let code: String

    package init(message: MessageID?, reference: String?, report: Message.Report, code: String) {
        (self.message, self.reference, self.report, self.code) = (message, reference, report, code)
    }
}

/// Takes messages to be handed over, many at a time, and writes down what became of them.
///
/// Whoever dies between the two leaves messages that are `handed`: the carrier is asked for these before they go out again.
package struct MessageLanes: Sendable {
    package let journal: Journal
    private let pack: Pack

    package init(_ journal: Journal, _ pack: Pack) {
        self.journal = journal
        self.pack = pack
    }

    /// The most that is taken or asked for at once.
    package static let chunkMax = 1000
    private static let strayKept = Duration.days(7)

    package struct Claim: Sendable {
        /// To be handed over now, by nobody else.
        package let messages: [Message]
        /// How many a second.
        package let rate: Int
        /// Nothing goes out before then, as to the public at night; nil by day.
        package var restUntil: Timestamp?
    }

    /// Takes what is due in a lane; of a batch, as much as goes out in a second. What is of no use any more expires, and what
    /// waits in a batch that was cancelled is cancelled.
    package func claim(_ lane: MessageLane, at now: Timestamp) throws -> Claim {
        let rules = pack.rules(on: CivilTime(now).day)
        return try perform(at: now) { step in
            let tx = step.transaction
            var rate = rules.messageRateMax
            if case .batch(let id) = lane {
                let batch = try MessageBatchTable(tx).require(id)
                rate = min(rate, batch.rate)
                switch batch.state {
                case .running: break
                case .cancelled:
                    try cancelWaiting(in: lane, step)
                    return Claim(messages: [], rate: rate)
                case .loading, .draft, .waiting, .paused, .finished: return Claim(messages: [], rate: rate)
                }
                let start = MessageHours(rules).next(for: batch.purpose, from: now)
                guard start == now else { return Claim(messages: [], rate: rate, restUntil: start) }
            }
            let due = try MessageTable(tx).due(lane, limit: min(rate, Self.chunkMax), at: now)
            return Claim(messages: try hand(due, lane, rules, step), rate: rate)
        }
    }

    private func hand(_ due: [Message], _ lane: MessageLane, _ rules: Rules, _ step: Step) throws -> [Message] {
        let hours = MessageHours(rules)
        let askAt = step.now + rules.messageAnswerLimit
        let publicity = due.filter { $0.purpose == .publicity }.map(\.recipient)
        // Whoever asked for none while his was with a carrier that gave it back.
        let unwilling = publicity.isEmpty ? [] : try OptOutTable(step.transaction).among(publicity)
        var writing = MessageWriting(step, lane)
        var taken: [Message] = []
        for message in due {
            let start = hours.next(for: message.purpose, from: step.now)
            if message.notAfter <= step.now {
                try writing.apply(.tooLate(at: step.now), to: message)
            } else if message.purpose == .publicity, unwilling.contains(message.recipient) {
                try writing.apply(.cancel(at: step.now), to: message)
            } else if start > step.now {
                try writing.postpone(message, to: start)
            } else {
                taken.append(message)
            }
        }
        try MessageTable(step.transaction).hand(taken, at: step.now, askAt: askAt)
        writing.count(.queued, .handed, taken.count)
        try writing.close()
        return try taken.map { message in
            var message = message
            try message.apply(.hand(at: step.now, askAt: askAt))
            return message
        }
    }

    private func cancelWaiting(in lane: MessageLane, _ step: Step) throws {
        var writing = MessageWriting(step, lane)
        for message in try MessageTable(step.transaction).waiting(lane, limit: Self.chunkMax) {
            try writing.apply(.cancel(at: step.now), to: message)
        }
        try writing.close()
    }

    /// What of a lane was handed over and has had no answer, or no report, for too long.
    package func open(_ lane: MessageLane, at now: Timestamp) throws -> [Message] {
        try journal.database.read { try MessageTable($0).open(lane, at: now, limit: Self.chunkMax) }
    }

    /// Of what was taken, what is still to be handed over by whoever took it: who slept since may have been given up, and another
    /// has asked for it and handed it over anew.
    package func standing(_ taken: [Message]) throws -> [Message] {
        guard !taken.isEmpty else { return [] }
        let now = try journal.database.read { try MessageTable($0).find(taken.map(\.id)) }
        let tries = Dictionary(uniqueKeysWithValues: now.filter { $0.state == .handed }.map { ($0.id, $0.tries) })
        return taken.filter { tries[$0.id] == $0.tries }
    }

    /// Writes down what became of each, of the try it was in when it was handed over or asked for.
    package func record(
        _ outcomes: [(message: Message, outcome: HandingOutcome)], _ lane: MessageLane, at now: Timestamp
    ) throws {
        guard !outcomes.isEmpty else { return }
        let rules = pack.rules(on: CivilTime(now).day)
        _ = try perform(at: now) { step in
            let table = MessageTable(step.transaction)
            let messages = Dictionary(
                uniqueKeysWithValues: try table.find(outcomes.map(\.message.id)).map { ($0.id, $0) })
            var writing = MessageWriting(step, lane)
            for (asked, outcome) in outcomes {
                guard let message = messages[asked.id] else { continue }
                // That the carrier did not have it in one try says nothing of a later one.
                if case .notTaken = outcome, message.tries != asked.tries { continue }
                if let askAt = askAgain(outcome, message, rules, at: now) {
                    try writing.askLater(message, at: askAt)
                    continue
                }
                guard let event = event(outcome, of: message, rules, at: now) else { continue }
                try writing.apply(event, to: message)
            }
            try matchStrays(outcomes.compactMap(\.outcome.reference), &writing, step)
            try writing.close()
            return true
        }
    }

    /// When the carrier is asked again about what it could not be asked about, or still has on its way; nil for other outcomes.
    private func askAgain(
        _ outcome: HandingOutcome, _ message: Message, _ rules: Rules, at now: Timestamp
    ) -> Timestamp? {
        guard let asked = message.askAt, asked <= now else { return nil }
        switch outcome {
        case .lost: return now + rules.messageAnswerLimit
        case .accepted where message.state == .accepted && now < message.notAfter + rules.messageReportLimit:
            return now + rules.messageReportLimit
        case .accepted, .refused, .notTaken, .cannotSay, .reported: return nil
        }
    }

    /// A report may have been faster than the answer that told us the carrier's name for its message.
    private func matchStrays(_ references: [String], _ writing: inout MessageWriting, _ step: Step) throws {
        guard !references.isEmpty else { return }
        let table = MessageTable(step.transaction)
        let strays = try table.strays(references)
        guard !strays.isEmpty else { return }
        let known = try table.find(references: strays.map(\.reference))
        for message in known {
            guard let stray = strays.first(where: { $0.reference == message.reference }) else { continue }
            try writing.apply(.report(stray.report, code: stray.code, at: step.now), to: message)
        }
        try table.forgetStrays(strays.map(\.reference))
    }

    /// What an outcome is for a message; nil where it leaves all as it is.
    private func event(
        _ outcome: HandingOutcome, of message: Message, _ rules: Rules, at now: Timestamp
    ) -> Message.Event? {
        switch outcome {
        case .accepted(let reference):
            // It should have been reported long ago, and the carrier still has nothing to say.
            if message.state == .accepted, let asked = message.askAt, asked <= now { return .cannotSay(at: now) }
            return .accept(reference: reference, at: now, askAt: now + rules.messageReportLimit)
        case .refused(let code): return .refuse(code: code, at: now)
        case .lost: return nil
        case .cannotSay: return .cannotSay(at: now)
        case .reported(let report, let code): return .report(report, code: code, at: now)
        case .notTaken(let reason):
            // The carrier had it once and does not know it any more: nobody can say what became of it.
            if message.state == .accepted { return .cannotSay(at: now) }
            // One to a person has another rung to follow; one of many waits until it is of no use, however long the carrier is away.
            if message.lane == .single, message.tries >= rules.messageTriesMax {
                return .giveUp(code: reason, at: now)
            }
            let again = now + rules.backoff(afterTries: message.tries)
            return .notTaken(again: MessageHours(rules).next(for: message.purpose, from: again))
        }
    }

    /// When a lane has something to do next; nil when it is empty, or its batch stands still.
    package func nextMoment(of lane: MessageLane, at now: Timestamp) throws -> Timestamp? {
        try journal.database.read { tx in
            var moves = true
            if case .batch(let id) = lane {
                let state = try MessageBatchTable(tx).require(id).state
                moves = state == .running || state == .cancelled
            }
            return try MessageTable(tx).nextMoment(of: lane, withQueue: moves)
        }
    }

    /// Takes what a carrier reports; doubled and late reports change nothing.
    package func take(_ reports: [DeliveryReport], at now: Timestamp) throws {
        guard !reports.isEmpty else { return }
        _ = try perform(at: now) { step in
            let table = MessageTable(step.transaction)
            var found = try table.find(reports.compactMap(\.message))
            found += try table.find(references: reports.filter { $0.message == nil }.compactMap(\.reference))
            var byID = Dictionary(found.map { ($0.id, $0) }) { first, _ in first }
            let names = Dictionary(found.compactMap { message in message.reference.map { ($0, message.id) } }) {
                first, _ in first
            }
            var writings: [MessageLane: MessageWriting] = [:]
            for report in reports {
                let id = report.message ?? report.reference.flatMap { names[$0] }
                guard let id, let message = byID[id] else {
                    if report.message == nil, let reference = report.reference {
                        try table.keepStray(report.report, code: report.code, reference: reference, at: now)
                    }
                    continue
                }
                let event = Message.Event.report(report.report, code: report.code, at: now)
                byID[id] = try writings[message.lane, default: MessageWriting(step, message.lane)].apply(
                    event, to: message)
            }
            for lane in writings.keys.sorted(by: { $0.description < $1.description }) { try writings[lane]?.close() }
            try table.forgetStrays(before: now - Self.strayKept)
            return true
        }
    }

    /// A number wants no publicity any more: what waits for it is cancelled.
    package func optOut(_ number: PhoneNumber, via way: OptOutTable.Way, at now: Timestamp) throws {
        _ = try perform(at: now) { step in
            let tx = step.transaction
            guard try OptOutTable(tx).insert(number, via: way, at: now) else { return false }
            let singles = try MessageTable(tx).singles(to: number, limit: Self.chunkMax)
            let waiting =
                try MessageTable(tx).waitingOfBatches(to: number, limit: Self.chunkMax)
                + singles.filter { $0.state == .queued && $0.purpose == .publicity }
            for message in waiting {
                var writing = MessageWriting(step, message.lane)
                try writing.apply(.cancel(at: now), to: message)
                try writing.close()
            }
            try step.record("message.optedOut", on: number.masked, detail: .object(["via": .string(way.rawValue)]))
            return true
        }
    }

    /// Notes in the journal that a carrier reported what cannot be read: how much, and the first of it.
    package func noteUnread(_ news: [String], at now: Timestamp) throws {
        guard let first = news.first else { return }
        _ = try perform(at: now) { step in
            try step.record(
                "message.newsUnread", on: "carrier",
                detail: .object(["count": .number(Int64(news.count)), "first": .string(first)]))
            return true
        }
    }

    private func perform<T: Sendable>(at now: Timestamp, _ body: @Sendable (Step) throws -> T) throws -> T {
        try journal.work(by: .system("messages"), at: now, body)
    }
}

extension HandingOutcome {
    fileprivate var reference: String? {
        if case .accepted(let reference) = self { return reference }
        return nil
    }
}
