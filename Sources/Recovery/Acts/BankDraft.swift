package import Access
package import Primitives
internal import Storage
package import Wire

/// What a bank's clerk entered as the bank's answer to one act, while it waits for the bank's second person.
package struct BankDraft: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Storable { case waiting, confirmed, returned }

    package enum Event: Sendable, Equatable { case confirm, giveBack }

    package struct Illegal: Error, Equatable {
        package let state: State
        package let event: Event
    }

    package let act: ActID
    package let answer: BankAnswer
    package let enteredBy: UserID
    package let enteredAt: Timestamp
    package let approval: ApprovalID
    package internal(set) var state: State

    package mutating func apply(_ event: Event) throws(Illegal) {
        switch (state, event) {
        case (.waiting, .confirm): state = .confirmed
        case (.waiting, .giveBack): state = .returned
        case (.confirmed, .confirm), (.confirmed, .giveBack), (.returned, .confirm), (.returned, .giveBack):
            throw Illegal(state: state, event: event)
        }
    }
}
