package import Primitives
internal import Storage

/// A holder's complaint against a measure; answered in writing within the term (程序规定 196: 30 days).
package struct Complaint: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Storable { case waiting, upheld, rejected }

    package enum Event: Sendable, Equatable { case decide(upheld: Bool, by: String, at: Timestamp, answer: String) }

    package struct Illegal: Error, Equatable {
        package let state: State
        package let event: Event
    }

    package let id: ComplaintID
    /// The stop-payment or freeze complained of.
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

    package mutating func apply(_ event: Event) throws(Illegal) {
        switch (state, event) {
        case (.waiting, .decide(let upheld, let by, let at, let answer)):
            (state, decidedBy, decidedAt, self.answer) = (upheld ? .upheld : .rejected, by, at, answer)
        case (.upheld, .decide), (.rejected, .decide):
            throw Illegal(state: state, event: event)
        }
    }
}
