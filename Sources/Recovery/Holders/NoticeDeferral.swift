package import Primitives
internal import Storage

package struct DeferralID: Identifier, Storable {
    package static let prefix = "dfr"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

/// A holder is not told yet (延期告知), for a reason and until somebody looks again (个人信息保护法 art. 35).
package struct NoticeDeferral: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Storable { case standing, ended }

    package enum Event: Sendable, Equatable {
        /// The day for looking again has come.
        case reviewDue(at: Timestamp)
        /// Put off again, for a reason of its own.
        case prolong(reason: String, until: Timestamp)
        case end(by: String, at: Timestamp)
    }

    package struct Illegal: Error, Equatable {
        package let state: State
        package let event: Event
    }

    package let id: DeferralID
    /// The measure that its holder is not told of.
    package let measure: String
    package let incident: IncidentID
    package internal(set) var reason: String
    package internal(set) var reviewAt: Timestamp
    package let enteredBy: String
    package let enteredAt: Timestamp
    package internal(set) var state: State
    /// When somebody was told that he must look again.
    package internal(set) var remindedAt: Timestamp?
    package internal(set) var endedBy: String?
    package internal(set) var endedAt: Timestamp?

    package mutating func apply(_ event: Event) throws(Illegal) {
        switch (state, event) {
        case (.standing, .reviewDue(let at)):
            if remindedAt == nil, at >= reviewAt { remindedAt = at }
        case (.standing, .prolong(let reason, let until)):
            (self.reason, reviewAt, remindedAt) = (reason, until, nil)
        case (.standing, .end(let by, let at)):
            (state, endedBy, endedAt) = (.ended, by, at)
        case (.ended, .reviewDue):
            break  // The clock lost the race against the person.
        case (.ended, .prolong), (.ended, .end):
            throw Illegal(state: state, event: event)
        }
    }
}
