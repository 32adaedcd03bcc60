package import Primitives
internal import Storage

/// An inquiry (查询): asks a bank for the entries of one account since the money came in.
package struct Inquiry: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Storable { case draft, ordered, answered, refused, withdrawn }

    package enum Event: Sendable, Equatable {
        case approve(number: String)
        case withdraw
        case answered(coveredUntil: Timestamp)
        case refused(code: String)
    }

    package enum Effect: Sendable, Equatable { case transmit, traceClaimants, reportContradiction }

    package struct Illegal: Error, Equatable {
        package let state: State
        package let event: Event
    }

    package let id: InquiryID
    package let account: AccountID
    package let incident: IncidentID
    /// Entries from here on are asked for.
    package let from: Timestamp
    package let requestedAt: Timestamp
    package internal(set) var state: State
    /// The number of its approval, which every query of police to a bank must carry (数据安全法 35).
    package internal(set) var approvalNumber: String?
    package internal(set) var coveredUntil: Timestamp?
    package internal(set) var refusalCode: String?

    /// The only place where an inquiry changes state.
    package mutating func apply(_ event: Event) throws(Illegal) -> [Effect] {
        switch (state, event) {
        case (.draft, .approve(let number)):
            (state, approvalNumber) = (.ordered, number)
            return [.transmit]
        case (.draft, .withdraw):
            state = .withdrawn
            return []
        case (.ordered, .answered(let until)):
            (state, coveredUntil) = (.answered, until)
            return [.traceClaimants]
        case (.ordered, .refused(let code)):
            (state, refusalCode) = (.refused, code)
            return [.traceClaimants]
        case (.answered, .answered), (.answered, .refused), (.refused, .answered), (.refused, .refused):
            return [.reportContradiction]
        case (.draft, .answered), (.draft, .refused), (.ordered, .approve), (.ordered, .withdraw),
            (.answered, .approve),
            (.answered, .withdraw), (.refused, .approve), (.refused, .withdraw), (.withdrawn, .approve),
            (.withdrawn, .withdraw),
            (.withdrawn, .answered), (.withdrawn, .refused):
            throw Illegal(state: state, event: event)
        }
    }
}
