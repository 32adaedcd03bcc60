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

    package enum Event: Sendable, Equatable {
        case decide(upheld: Bool, by: String, at: Timestamp, answer: String)
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
    /// When its time for the answer was over, and which unit was told.
    package internal(set) var escalatedAt: Timestamp?
    package internal(set) var escalatedTo: UnitCode?

    /// Nil for an id of no known kind.
    package var kind: Kind? { Kind(rawValue: String(measure.prefix(3))) }

    /// Whether the holder himself wrote it, on the public page.
    package var isByHolder: Bool { enteredBy == Self.holderName }

    /// Under this name the public page enters what a holder writes.
    package static let holderName = "holder"

    package mutating func apply(_ event: Event) throws(Illegal) {
        switch (state, event) {
        case (.waiting, .decide(let upheld, let by, let at, let answer)):
            (state, decidedBy, decidedAt, self.answer) = (upheld ? .upheld : .rejected, by, at, answer)
        case (.waiting, .answerDue(let at, let unit)):
            if escalatedAt == nil { (escalatedAt, escalatedTo) = (at, unit) }
        case (.upheld, .answerDue), (.rejected, .answerDue):
            break  // The clock lost the race against the answer.
        case (.upheld, .decide), (.rejected, .decide):
            throw Illegal(state: state, event: event)
        }
    }
}
