package import Primitives
internal import Storage

/// One version of a text that may go out, once a second person has approved it.
package struct MessageTemplate: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Storable { case proposed, approved, returned, retired }

    package enum Event: Sendable, Equatable {
        case approve(by: String, at: Timestamp)
        case giveBack(by: String, at: Timestamp)
        /// A newer version has taken its place, or a person has taken it out of use.
        case retire(at: Timestamp)
    }

    package struct Illegal: Error, Equatable {
        package let state: State
        package let event: Event
    }

    package let id: MessageTemplateID
    /// What it is called; the same in all its versions.
    package let name: String
    /// From 1 on.
    package let version: Int
    package let unit: UnitCode
    package let purpose: Message.Purpose
    package let sender: MessageSender
    package let wording: MessageWording
    package let maker: String
    package let madeAt: Timestamp
    package internal(set) var state: State
    package internal(set) var decidedBy: String?
    package internal(set) var decidedAt: Timestamp?

    /// The only place where a template changes state.
    package mutating func apply(_ event: Event) throws(Illegal) {
        switch (state, event) {
        case (.proposed, .approve(let person, let moment)):
            (state, decidedBy, decidedAt) = (.approved, person, moment)
        case (.proposed, .giveBack(let person, let moment)):
            (state, decidedBy, decidedAt) = (.returned, person, moment)
        case (.approved, .retire): state = .retired
        case (.proposed, .retire), (.returned, .retire), (.retired, .retire), (.approved, .approve),
            (.approved, .giveBack), (.returned, .approve), (.returned, .giveBack), (.retired, .approve),
            (.retired, .giveBack):
            throw Illegal(state: state, event: event)
        }
    }

    /// What goes to one person: the sender's sign and the text with every field filled.
    package func text(filledWith values: [String: String]) throws(MessageWording.Unfilled) -> String {
        sender.sign + (try wording.filled(with: values))
    }
}
