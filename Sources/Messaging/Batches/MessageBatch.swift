package import Primitives
internal import Storage

/// One text to many people: made by one, approved by another, handed over at a measured pace.
package struct MessageBatch: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Storable {
        /// Its list is being read.
        case loading
        /// Ready to be looked at; nothing goes out.
        case draft
        /// Waits for the second person.
        case waiting
        case running, paused
        /// Everything has been handed over; reports may still come.
        case finished
        case cancelled
    }

    package enum Event: Sendable, Equatable {
        case loaded
        case submit
        case approve(by: String, at: Timestamp)
        case giveBack
        case pause, resume
        case cancel(at: Timestamp)
        /// Nothing of it waits for the carrier any more.
        case handedOver(at: Timestamp)
    }

    package struct Illegal: Error, Equatable {
        package let state: State
        package let event: Event
    }

    package let id: MessageBatchID
    package let title: String
    package let unit: UnitCode
    package let template: MessageTemplateID
    package let kind: Message.Kind
    /// Robots call one person at a time, about himself.
    package static let kinds: [Message.Kind] = [.text, .flash]
    package let purpose: Message.Purpose
    /// Messages a second at most.
    package let rate: Int
    package let maker: String
    package let madeAt: Timestamp
    package let notAfter: Timestamp
    /// Lines of its list, without the head.
    package let lines: Int64
    package internal(set) var state: State
    /// What became of the lines; `made` are messages.
    package internal(set) var tally: Tally
    package internal(set) var approver: String?
    package internal(set) var startedAt: Timestamp?
    package internal(set) var endedAt: Timestamp?

    package struct Tally: Sendable, Equatable, Codable {
        package internal(set) var made: Int64 = 0
        /// A number that stood in the list before.
        package internal(set) var doubled: Int64 = 0
        package internal(set) var optedOut: Int64 = 0
        package internal(set) var invalid: Int64 = 0
        /// Short messages that all its messages take.
        package internal(set) var parts: Int64 = 0
        /// The first lines that are invalid, and why.
        package internal(set) var problems: [Problem] = []

        package var read: Int64 { made + doubled + optedOut + invalid }
    }

    package struct Problem: Sendable, Equatable, Codable {
        package enum Kind: String, Sendable, Codable {
            case number, notReachable, fieldMissing, fieldInvalid, tooManyParts
        }

        /// The line in the list; 1 is its head.
        package let line: Int
        package let kind: Kind
        /// The field, where it is one's.
        package let field: String?
    }

    /// The only place where a batch changes state.
    package mutating func apply(_ event: Event) throws(Illegal) {
        switch (state, event) {
        case (.loading, .loaded): state = .draft
        case (.draft, .submit): state = .waiting
        case (.waiting, .approve(let person, let moment)): (state, approver, startedAt) = (.running, person, moment)
        case (.waiting, .giveBack): state = .draft
        case (.running, .pause): state = .paused
        case (.paused, .resume): state = .running
        case (.loading, .cancel(let moment)), (.draft, .cancel(let moment)), (.waiting, .cancel(let moment)),
            (.running, .cancel(let moment)), (.paused, .cancel(let moment)):
            (state, endedAt) = (.cancelled, moment)
        case (.running, .handedOver(let moment)), (.paused, .handedOver(let moment)):
            (state, endedAt) = (.finished, moment)
        case (.loading, .handedOver), (.draft, .handedOver), (.waiting, .handedOver), (.finished, .handedOver),
            (.cancelled, .handedOver):
            break  // A late report emptied what had ended, or a person who opted out was the last one waiting.
        case (.loading, .submit), (.loading, .approve), (.loading, .giveBack), (.loading, .pause), (.loading, .resume),
            (.draft, .loaded), (.draft, .approve), (.draft, .giveBack), (.draft, .pause), (.draft, .resume),
            (.waiting, .loaded), (.waiting, .submit), (.waiting, .pause), (.waiting, .resume), (.running, .loaded),
            (.running, .submit), (.running, .approve), (.running, .giveBack), (.running, .resume), (.paused, .loaded),
            (.paused, .submit), (.paused, .approve), (.paused, .giveBack), (.paused, .pause), (.finished, .loaded),
            (.finished, .submit), (.finished, .approve), (.finished, .giveBack), (.finished, .pause),
            (.finished, .resume), (.finished, .cancel), (.cancelled, .loaded), (.cancelled, .submit),
            (.cancelled, .approve), (.cancelled, .giveBack), (.cancelled, .pause), (.cancelled, .resume),
            (.cancelled, .cancel):
            throw Illegal(state: state, event: event)
        }
    }
}
