package import Primitives
package import Storage

/// One message to one number, and what became of it.
package struct Message: Sendable, Equatable {
    package enum Purpose: String, Sendable, Codable, CaseIterable, Storable {
        /// To a person who is being deceived: at any hour.
        case dissuasion
        /// To the public: not at night, and not to who does not want it.
        case publicity
    }

    package typealias Kind = MessageKind

    package enum State: String, Sendable, CaseIterable, Storable {
        case queued
        /// Given to the carrier; its answer is not known.
        case handed
        /// The carrier has it.
        case accepted
        case delivered
        case failed
        /// It was of no use any more, or the carrier gave up in time.
        case expired
        /// Nobody can say whether it went out; it is never sent again by itself.
        case unknown
        case cancelled
    }

    /// What a delivery report says.
    package enum Report: String, Sendable, Codable, CaseIterable, Storable { case delivered, failed, expired }

    package enum Event: Sendable, Equatable {
        /// Taken to be handed over; asked for at `askAt` where no answer comes.
        case hand(at: Timestamp, askAt: Timestamp)
        /// The carrier has it under `reference`; asked for at `askAt` where no report comes.
        case accept(reference: String?, at: Timestamp, askAt: Timestamp)
        case refuse(code: String, at: Timestamp)
        /// The carrier surely has it not: it waits again until `again`.
        case notTaken(again: Timestamp)
        /// Handed over in vain too often.
        case giveUp(code: String, at: Timestamp)
        /// The carrier cannot say whether it has it.
        case cannotSay(at: Timestamp)
        case report(Report, code: String, at: Timestamp)
        /// It is of no use any more.
        case tooLate(at: Timestamp)
        case cancel(at: Timestamp)
    }

    package struct Illegal: Error, Equatable {
        package let state: State
        package let event: Event
    }

    package let id: MessageID
    /// What it is sent with: `single`, or the id of its batch.
    package let lane: MessageLane
    package let template: MessageTemplateID
    package let purpose: Purpose
    package let kind: Kind
    package let recipient: PhoneNumber
    /// The whole text, the sender's sign first.
    package let text: String
    /// How many short messages it takes.
    package let parts: Int
    /// The id of what it is about (a warning, a task); nil for one of a batch.
    package let topic: String?
    package let unit: UnitCode
    /// Whether a job of the kind `message.ended` follows when it has ended.
    package let reportsBack: Bool
    package let queuedAt: Timestamp
    /// From then on it is of no use.
    package let notAfter: Timestamp
    package internal(set) var state: State
    /// When it is handed over at the earliest.
    package internal(set) var due: Timestamp
    /// When the carrier is asked what became of it; nil where nothing is open.
    package internal(set) var askAt: Timestamp?
    /// How often it was handed over.
    package internal(set) var tries: Int
    /// The carrier's own name for it.
    package internal(set) var reference: String?
    /// What the carrier gave as the reason.
    package internal(set) var code: String?
    package internal(set) var handedAt: Timestamp?
    package internal(set) var acceptedAt: Timestamp?
    package internal(set) var endedAt: Timestamp?

    package var isEnded: Bool { state.isEnd }
}

extension Message.State {
    package var isEnd: Bool {
        switch self {
        case .queued, .handed, .accepted: false
        case .delivered, .failed, .expired, .unknown, .cancelled: true
        }
    }
}

extension Message {
    /// The only place where a message changes state.
    package mutating func apply(_ event: Event) throws(Illegal) {
        switch (state, event) {
        case (.queued, .hand(let moment, let ask)):
            (state, handedAt, askAt, tries) = (.handed, moment, ask, tries + 1)
        case (.handed, .hand), (.accepted, .hand), (.delivered, .hand), (.failed, .hand), (.expired, .hand),
            (.unknown, .hand), (.cancelled, .hand):
            throw Illegal(state: state, event: event)

        // Also what a worker learned that was thought dead: the carrier has it, so it must not go out again.
        case (.queued, .accept(let name, let moment, let ask)), (.handed, .accept(let name, let moment, let ask)),
            (.unknown, .accept(let name, let moment, let ask)), (.cancelled, .accept(let name, let moment, let ask)):
            (state, acceptedAt, askAt, endedAt) = (.accepted, moment, ask, nil)
            reference = name ?? reference
        case (.accepted, .accept(let name, let moment, _)), (.delivered, .accept(let name, let moment, _)),
            (.failed, .accept(let name, let moment, _)), (.expired, .accept(let name, let moment, _)):
            // A report was faster than the answer, or the answer came twice.
            (reference, acceptedAt) = (reference ?? name, acceptedAt ?? moment)

        case (.queued, .refuse(let code, let moment)), (.handed, .refuse(let code, let moment)),
            (.unknown, .refuse(let code, let moment)):
            end(.failed, code, at: moment)
        case (.queued, .giveUp(let code, let moment)), (.handed, .giveUp(let code, let moment)):
            end(.failed, code, at: moment)
        case (.handed, .notTaken(let again)): (state, due, askAt) = (.queued, again, nil)
        case (.handed, .cannotSay(let moment)), (.accepted, .cannotSay(let moment)):
            end(.unknown, nil, at: moment)

        case (.queued, .report(let report, let code, let moment)), (.handed, .report(let report, let code, let moment)),
            (.accepted, .report(let report, let code, let moment)),
            (.unknown, .report(let report, let code, let moment)),
            (.cancelled, .report(let report, let code, let moment)):
            end(report.state, code, at: moment)
        case (.failed, .report(.delivered, let code, let moment)),
            (.expired, .report(.delivered, let code, let moment)):
            // The telephone has it after all.
            end(.delivered, code, at: moment)

        case (.queued, .tooLate(let moment)): end(.expired, nil, at: moment)
        case (.queued, .cancel(let moment)): end(.cancelled, nil, at: moment)

        // Doubled, late or overtaken: what is known already stands.
        case (.accepted, .refuse), (.accepted, .giveUp), (.accepted, .notTaken), (.delivered, .refuse),
            (.delivered, .giveUp), (.delivered, .notTaken), (.failed, .refuse), (.failed, .giveUp),
            (.failed, .notTaken), (.expired, .refuse), (.expired, .giveUp), (.expired, .notTaken),
            (.unknown, .giveUp), (.unknown, .notTaken), (.cancelled, .refuse), (.cancelled, .giveUp),
            (.cancelled, .notTaken), (.queued, .notTaken), (.queued, .cannotSay), (.delivered, .cannotSay),
            (.failed, .cannotSay), (.expired, .cannotSay), (.unknown, .cannotSay), (.cancelled, .cannotSay),
            (.delivered, .report), (.failed, .report), (.expired, .report):
            break
        // It is with the carrier, or has ended: nothing can be taken back.
        case (.handed, .tooLate), (.accepted, .tooLate), (.delivered, .tooLate), (.failed, .tooLate),
            (.expired, .tooLate), (.unknown, .tooLate), (.cancelled, .tooLate), (.handed, .cancel),
            (.accepted, .cancel), (.delivered, .cancel), (.failed, .cancel), (.expired, .cancel), (.unknown, .cancel),
            (.cancelled, .cancel):
            break
        }
    }

    private mutating func end(_ end: State, _ why: String?, at moment: Timestamp) {
        (state, endedAt, askAt) = (end, moment, nil)
        code = why ?? code
    }
}

extension Message.Report {
    fileprivate var state: Message.State {
        switch self {
        case .delivered: .delivered
        case .failed: .failed
        case .expired: .expired
        }
    }
}

/// What a message is sent with.
package enum MessageLane: Hashable, Sendable, CustomStringConvertible {
    case single
    case batch(MessageBatchID)

    package var description: String {
        switch self {
        case .single: "single"
        case .batch(let id): id.description
        }
    }

    /// Nil unless `text` is what `description` prints.
    package init?(_ text: String) {
        if text == "single" {
            self = .single
        } else {
            guard let id = MessageBatchID(text) else { return nil }
            self = .batch(id)
        }
    }
}

extension MessageLane: Storable {
    package var stored: Value { .text(description) }
    package static func restored(_ value: Value) -> MessageLane? { String.restored(value).flatMap(MessageLane.init) }
}
