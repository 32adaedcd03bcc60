package import Access
package import Journal
package import Jurisdiction
package import Primitives
internal import Storage

/// The commands on lines that an operator suspends while the person talks to the fraudster; no second person, for it lasts minutes.
package struct LineSuspensions: Sendable {
    private let journal: Journal
    private let pack: Pack

    package init(_ journal: Journal, _ pack: Pack) {
        self.journal = journal
        self.pack = pack
    }

    package enum NotPossible: Error, Equatable {
        case reasonMissing
        case lacks([SuspensionRule.Lack])
        /// Whoever refuses for another reason says which.
        case wordsMissing
        /// The line is off, and by a later request: that one is to be answered.
        case newerAsked
    }

    /// What an operator answers.
    package enum Answer: Sendable, Equatable {
        case suspended
        case refused(LineSuspension.RefusalReason, words: String)
        /// On again, whether it was asked for or not.
        case restored

        fileprivate var input: [String] {
            switch self {
            case .suspended: ["suspended"]
            case .refused(let why, let words): ["refused", why.rawValue, words]
            case .restored: ["restored"]
            }
        }

        fileprivate func event(at now: Timestamp) -> LineSuspension.Event {
            switch self {
            case .suspended: .suspended(at: now)
            case .refused(let why, _): .refused(why)
            case .restored: .restored(at: now)
            }
        }
    }

    package static let textMost = 200

    /// Asks an operator to suspend a warned person's line; that it is one of the `carriers` operators the caller has made sure of.
    ///
    /// Throws `NotPossible` with everything that stands in the way.
    package func ask(
        _ carrier: String, for id: WarningID, reason: String, carriers: Int, by principal: Principal,
        key: IdempotencyKey, at now: Timestamp
    ) throws -> LineSuspensionID {
        guard !reason.isBlank else { throw NotPossible.reasonMissing }
        try Self.check(reason, "reason")
        let rules = pack.rules(on: CivilTime(now).day)
        let input = ["line", id.description, carrier, reason]
        return try journal.perform(key, by: principal.actor, at: now, input: input) { step in
            let tx = step.transaction
            guard let warning = try WarningTable(tx).find(id) else { throw NotFound(id) }
            try principal.permit(.doTask, in: warning.unit, bank: nil)
            let lacks = SuspensionRule.lacks(
                warning, seen: try SightingTable(tx).of(id),
                live: try warning.person.phone.flatMap { try LineSuspensionTable(tx).live(on: $0) },
                carriers: carriers, at: now, rules)
            guard lacks.isEmpty, let phone = warning.person.phone else { throw NotPossible.lacks(lacks) }
            let line = LineSuspension(
                id: step.newID(), warning: id, carrier: carrier, phone: phone, reason: reason,
                askedBy: principal.actor.id, askedAt: now, term: rules.warning.lineTerm,
                answerLimit: rules.warning.lineAnswerLimit)
            try LineSuspensionTable(tx).insert(line)
            try step.schedule(line)
            try step.record(
                "line.asked", on: line.id, topic: id, basis: rules[.warningLineTerm].basis, reason: reason,
                detail: .object(["carrier": .string(carrier)]))
            return line.id
        }
    }

    /// Keeps what the operator answered. The same answer twice changes nothing; another operator's request is not there.
    package func answer(
        _ id: LineSuspensionID, _ answer: Answer, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        try principal.permit(.answerForBank, in: nil, bank: principal.bank)
        if case .refused(let why, let words) = answer {
            if why == .other, words.isBlank { throw NotPossible.wordsMissing }
            try Self.check(words, "words")
        }
        let rules = pack.rules(on: CivilTime(now).day)
        let input = ["line", id.description] + answer.input
        try journal.perform(key, by: principal.actor, at: now, input: input) { step in
            let table = LineSuspensionTable(step.transaction)
            guard let old = try table.find(id) else { throw NotFound(id) }
            try principal.permit(.answerForBank, in: nil, bank: old.carrier)
            if !old.state.isLive, answer == .suspended, let live = try table.live(on: old.phone), live.id != id {
                throw NotPossible.newerAsked
            }
            var line = old
            _ = try line.apply(answer.event(at: now))
            guard line != old else { return Nothing() }
            (line.answeredBy, line.answeredAt) = (principal.actor.id, now)
            if case .refused(_, let words) = answer { line.words = words }
            try DissuasionDesk(step: step, rules: rules).save(line, from: old, reason: line.refusedWords(since: old))
            return Nothing()
        }
    }

    /// Takes back what was not answered, and asks for what is off to be on again at once; that needs no reason.
    package func release(
        _ id: LineSuspensionID, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: principal.actor, at: now, input: ["release", id.description]) { step in
            let tx = step.transaction
            guard let old = try LineSuspensionTable(tx).find(id) else { throw NotFound(id) }
            let desk = DissuasionDesk(step: step, rules: rules)
            try principal.permit(.doTask, in: try desk.thread(of: old).unit, bank: nil)
            var line = old
            _ = try line.apply(.release(at: now))
            guard line != old else { return Nothing() }
            try desk.save(line, from: old)
            return Nothing()
        }
    }

    /// What comes by itself: an answer is overdue, the term is over.
    package func moment(of id: LineSuspensionID, key: IdempotencyKey, at now: Timestamp) throws {
        let rules = pack.rules(on: CivilTime(now).day)
        try journal.perform(key, by: .system("clock"), at: now, input: ["lineMoment", id.description]) { step in
            guard let old = try LineSuspensionTable(step.transaction).find(id) else { throw NotFound(id) }
            let desk = DissuasionDesk(step: step, rules: rules)
            var line = old
            for effect in try line.apply(.moment(now)) {
                switch effect {
                case .tellAbove:
                    let unit = try desk.above(try desk.thread(of: line).unit, levels: 1)
                    try step.record(
                        "line.overdue", on: id, topic: line.warning, detail: .object(["unit": .string(unit.text)]))
                }
            }
            guard line != old else {
                try step.schedule(line)
                return Nothing()
            }
            try desk.save(line, from: old)
            return Nothing()
        }
    }

    private static func check(_ text: String, _ field: String) throws(Problems) {
        if text.count > textMost { throw Problems([FieldProblem(field, .textTooLong, found: text)]) }
        if !text.isPrintable { throw Problems([FieldProblem(field, .unprintable)]) }
    }
}

extension LineSuspension {
    fileprivate func refusedWords(since old: LineSuspension) -> String? {
        state == .refused && old.state != .refused && !words.isBlank ? words : nil
    }
}

extension DissuasionDesk {
    /// The warning under which a suspension goes on: its own, or the one that its own was put under.
    func thread(of line: LineSuspension) throws -> Warning {
        let own = try WarningTable(tx).require(line.warning)
        return try own.mergedInto.map { try WarningTable(tx).require($0) } ?? own
    }

    /// Nobody has to be kept from a fraudster any more: what was asked is taken back, and what is off is to be on again.
    func releaseLines(of warning: WarningID) throws {
        for old in try LineSuspensionTable(tx).of(warning) where old.state == .asked || old.state == .suspended {
            var line = old
            _ = try line.apply(.release(at: now))
            try save(line, from: old)
        }
    }

    /// Writes a suspension, puts its next moment right and says in the journal what became of it.
    func save(_ line: LineSuspension, from old: LineSuspension, reason: String? = nil) throws {
        try LineSuspensionTable(tx).update(line, from: old.state)
        try step.schedule(line)
        let isConfirmed = line.restoredAt != nil && old.restoredAt == nil
        guard line.state != old.state || isConfirmed else { return }
        try step.record(
            isConfirmed ? "line.restored" : "line.\(line.state.rawValue)", on: line.id, topic: line.warning,
            reason: reason, detail: .object(["carrier": .string(line.carrier)]))
    }
}

extension Step {
    /// Puts a suspension's next moment where it is now.
    func schedule(_ line: LineSuspension) throws {
        try forget(.lineMoment, line.id)
        if let next = line.nextMoment { try follow(.lineMoment, line.id, due: max(next, now)) }
    }
}
