package import Primitives
internal import Storage

/// A holder's complaint against a measure, answered in writing within the term of that kind of measure.
package struct Complaint: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Storable { case waiting, upheld, rejected }

    /// What kind of measure it is about, by the prefix of the measure's id.
    package enum Kind: String, Sendable, CaseIterable {
        case stop = "stp"
        case freeze = "frz"
        case hold = "hld"
    }

    /// What is decided on it: a holder may be right for all of a measure, for a part of a freeze, or not at all.
    package enum Verdict: Sendable, Equatable {
        case upheld
        /// So much of what is frozen is his own by the trace; the rest stays frozen.
        case partly(freed: Money)
        case rejected
    }

    package enum Event: Sendable, Equatable {
        case decide(Verdict, by: String, at: Timestamp, answer: String)
        /// The clock rang; `to` is the unit above, which is told.
        case answerDue(at: Timestamp, to: UnitCode)
    }

    package struct Illegal: Error, Equatable {
        package let state: State
        package let event: Event
    }

    package let id: ComplaintID
    /// The stop-payment, freeze or protective hold complained of.
    package let measure: String
    package let incident: IncidentID
    package let holder: String
    package let contact: String
    package let text: String
    package let receivedAt: Timestamp
    package let due: Timestamp
    package let enteredBy: String
    package internal(set) var state: State
    package internal(set) var decidedBy: String?
    package internal(set) var decidedAt: Timestamp?
    package internal(set) var answer: String?
    /// What is let go of a freeze for whose rest he was not right; nil where all of it is, or nothing.
    package internal(set) var freed: Money?
    /// When its time for the answer was over, and which unit was told.
    package internal(set) var escalatedAt: Timestamp?
    package internal(set) var escalatedTo: UnitCode?

    /// Nil for an id of no known kind.
    package var kind: Kind? { Kind(rawValue: String(measure.prefix(3))) }

    /// Whether the holder himself wrote it, on the public page.
    package var isByHolder: Bool { enteredBy == Self.holderName }

    /// Whether the whole measure ends by it.
    package var endsMeasure: Bool { state == .upheld && freed == nil }

    /// Under this name the public page enters what a holder writes.
    package static let holderName = "holder"

    package mutating func apply(_ event: Event) throws(Illegal) {
        switch (state, event) {
        case (.waiting, .decide(let verdict, let by, let at, let answer)):
            (decidedBy, decidedAt, self.answer) = (by, at, answer)
            switch verdict {
            case .upheld: state = .upheld
            case .partly(let freed): (state, self.freed) = (.upheld, freed)
            case .rejected: state = .rejected
            }
        case (.waiting, .answerDue(let at, let unit)):
            if escalatedAt == nil { (escalatedAt, escalatedTo) = (at, unit) }
        case (.upheld, .answerDue), (.rejected, .answerDue):
            break  // The clock lost the race against the answer.
        case (.upheld, .decide), (.rejected, .decide):
            throw Illegal(state: state, event: event)
        }
    }
}
