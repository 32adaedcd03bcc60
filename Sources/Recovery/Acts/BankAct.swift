internal import Jurisdiction
package import Primitives
internal import Storage
package import Wire

/// One thing asked of one bank, and how far it has come. It is sent by a job, any number of times, and takes effect once.
package struct BankAct: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Storable {
        /// To be sent, or sent and not answered.
        case open
        case answered
        /// All tries are used up, or the bank cannot read it: a person decides.
        case dead
        /// A person decided that it is not needed any more.
        case dropped
    }

    package enum Event: Sendable, Equatable {
        case sent(at: Timestamp)
        case answer(BankAnswer, at: Timestamp)
        case giveUp(reason: String)
        case retry
        case drop
        /// A person asked the bank which of its words is true: the one that was taken, or another, which is taken next.
        case settle, takeOther
        /// What it was dropped for has turned out not to be so.
        case reopen
        /// What the bank says it did fits nothing that is on record here: a person asks it.
        case doubt
    }

    package enum Effect: Sendable, Equatable {
        /// The first answer: what it means is to be carried out.
        case carryOut(BankAnswer)
        case transmit
        case listForPerson
        case reportContradiction(BankAnswer)
    }

    package struct Illegal: Error, Equatable {
        package let state: State
        package let event: Event
    }

    package let id: ActID
    package let kind: BankOrder.Kind
    package let bank: String
    package let account: AccountID
    package let incident: IncidentID
    /// The id of the stop-payment, inquiry or protective hold that it serves.
    package let measure: String
    package let order: BankOrder
    package let createdAt: Timestamp
    package let answerDue: Timestamp
    package internal(set) var state: State = .open
    package internal(set) var firstSentAt: Timestamp?
    package internal(set) var answeredAt: Timestamp?
    package internal(set) var tries: Int = 0
    package internal(set) var lastError: String?
    package internal(set) var answer: BankAnswer?
    package internal(set) var contradictions: Int = 0

    /// The only place where an act changes state.
    package mutating func apply(_ event: Event) throws(Illegal) -> [Effect] {
        switch (state, event) {
        case (.open, .sent(let at)):
            tries += 1
            firstSentAt = firstSentAt ?? at
            return []
        case (.open, .answer(let answer, let at)), (.dead, .answer(let answer, let at)),
            (.dropped, .answer(let answer, let at)):
            // A bank that answers after we gave up has still done what it says.
            (state, self.answer, answeredAt, lastError) = (.answered, answer, at, nil)
            return [.carryOut(answer)]
        case (.open, .giveUp(let reason)):
            (state, lastError) = (.dead, reason)
            return [.listForPerson]
        case (.answered, .answer(let other, _)):
            // The same answer again changes nothing; another one is never swallowed.
            guard !other.saysTheSame(as: answer) else { return [] }
            contradictions += 1
            return [.reportContradiction(other)]
        case (.dead, .retry):
            (state, tries) = (.open, 0)
            return [.transmit]
        case (.open, .retry):
            return [.transmit]
        case (.dead, .drop), (.open, .drop):
            state = .dropped
            return []
        case (.answered, .settle) where contradictions > 0:
            contradictions = 0
            return []
        case (.answered, .takeOther) where contradictions > 0:
            (state, answer, answeredAt, contradictions) = (.open, nil, nil, 0)
            return []
        case (.answered, .doubt):
            contradictions += 1
            return []
        case (.dropped, .reopen):
            (state, tries) = (.open, 0)
            return [.transmit]
        case (.answered, .sent), (.dead, .sent), (.dropped, .sent):
            // A worker that had sent it before it was answered elsewhere reports late.
            return []
        case (.answered, .giveUp), (.dead, .giveUp), (.dropped, .giveUp):
            return []
        case (.answered, .retry), (.dropped, .retry), (.answered, .drop), (.dropped, .drop), (_, .settle),
            (_, .takeOther), (_, .reopen), (_, .doubt):
            throw Illegal(state: state, event: event)
        }
    }
}

extension BankAct {
    /// When the bank did what was ordered; nil where it has not, or has not said when.
    func doneAt(_ rules: Rules) -> Timestamp? {
        answer.flatMap { rules.isDone($0) ? $0.executedAt?.timestamp : nil }
    }

    /// Whether this release of the order `original` is on its way, or waits for a person.
    func isReleasing(_ original: String?) -> Bool {
        isOpenRelease && order.original == original
    }

    var isOpenRelease: Bool { isRelease && (state == .open || state == .dead) }

    /// Whether this release of the order `original` ended what the bank began by it at `start`. What began only later it had not
    /// ended. Where the bank has not said when, it was when it wrote its answer.
    func hasReleased(_ original: String?, begunAt start: Timestamp?, _ rules: Rules) -> Bool {
        guard isRelease, order.original == original, let answer, rules.isDone(answer) else { return false }
        return start.map { $0 <= (answer.executedAt ?? answer.answeredAt).timestamp } ?? true
    }

    private var isRelease: Bool { kind == .release || kind == .unfreeze }
}

/// Of what was asked for one measure, oldest first.
extension [BankAct] {
    func isReleasing(_ order: BankAct) -> Bool { contains { $0.isReleasing(order.id.description) } }

    func hasReleased(_ order: BankAct, _ rules: Rules) -> Bool {
        contains { $0.hasReleased(order.id.description, begunAt: order.doneAt(rules), rules) }
    }

    /// Orders to freeze by which the bank may hold, now or at their turn: neither let go nor refused.
    func maybeStanding(_ rules: Rules) -> [BankAct] {
        filter { order in
            order.kind == .freeze && !hasReleased(order, rules) && order.answer.map(rules.isDone) ?? true
        }
    }

    /// Orders by which the bank froze and still does.
    func standing(_ rules: Rules) -> [BankAct] { maybeStanding(rules).filter { $0.doneAt(rules) != nil } }

    /// The order under which the measure stands at its bank, or that waits to: of those that are not let go, nor about to be, the
    /// one that began first, since a lower freeze counts from when the higher one is gone.
    func inForce(_ rules: Rules) -> BankAct? {
        let standing = standing(rules)
        return standing.first { !isReleasing($0) } ?? standing.first ?? maybeStanding(rules).last
            ?? last { $0.kind == .freeze && $0.doneAt(rules) != nil } ?? first
    }
}

extension Rules {
    /// Whether a bank says that it did what was asked, wholly or in part.
    func isDone(_ word: BankAnswer) -> Bool {
        let meaning = code(word.result, in: .businessResults)?.meaning
        return meaning == .executed || meaning == .partial
    }
}

extension BankAnswer {
    /// Whether this answer says the same as an earlier one to the same act; when it was written down, and what was compared
    /// before, does not matter.
    package func saysTheSame(as earlier: BankAnswer?) -> Bool {
        guard var earlier else { return false }
        earlier.answeredAt = answeredAt
        earlier.operatorName = operatorName
        earlier.compared = compared
        return earlier == self
    }
}
