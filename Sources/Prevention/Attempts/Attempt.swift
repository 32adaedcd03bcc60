package import Primitives
internal import Storage

/// One try to reach a person: a message, a call, a visit (劝阻记录). It is kept as it was reported and never changed.
package struct Attempt: Sendable, Equatable {
    package enum Channel: String, Sendable, Codable, CaseIterable, Storable {
        case message, robotCall, call, visit
        /// The bank's counter kept him there.
        case counter

        package var isByPerson: Bool { self == .call || self == .visit || self == .counter }
        package var isFaceToFace: Bool { self == .visit || self == .counter }
    }

    package enum Target: String, Sendable, Codable, CaseIterable, Storable { case person, relative }

    /// Why nobody was reached (反馈屏：未接通的原因).
    package enum NotReached: String, Sendable, Codable, CaseIterable, Storable {
        case noAnswer, busy, off, hungUp, wrongNumber, notAtHome, moved
    }

    /// What the talk came to; what does not close the warning asks for another try.
    package enum Result: String, Sendable, Codable, CaseIterable, Storable {
        case aware, dissuaded, cheated, family, wrongPerson, falseAlarm
        /// 拒绝配合, 仍不相信: it goes on.
        case refused, stillConvinced

        package var outcome: Outcome? {
            switch self {
            case .aware: .aware
            case .dissuaded: .dissuaded
            case .cheated: .cheated
            case .family: .family
            case .wrongPerson: .wrongPerson
            case .falseAlarm: .falseAlarm
            case .refused, .stillConvinced: nil
            }
        }
    }

    /// What is looked at, asked and done at the door (甘肃2023：四查看、三询问、一保护).
    package enum Step: String, Sendable, Codable, CaseIterable {
        case callsAndMessages, chats, fraudApps, largeTransfers
        case whyTransfer, toStranger, whoAsked
        case protection
    }

    package let id: AttemptID
    package let warning: WarningID
    package let task: DissuasionTaskID?
    package let channel: Channel
    package let target: Target
    package let at: Timestamp
    package let enteredAt: Timestamp
    package let by: String
    package let report: AttemptReport
}

/// What is reported of an attempt.
package struct AttemptReport: Sendable, Equatable, Codable {
    package var isReached: Bool
    package var notReached: Attempt.NotReached?
    package var result: Attempt.Result?
    /// What he lost; and what he was about to pay and did not (受骗金额、劝阻金额).
    package var loss: Money
    package var avoided: Money
    /// What was held on its way by the bank at the counter (劝阻止付金额); never the same money as `avoided`.
    package var held: Money
    package var place: String
    /// Of a photograph: SHA-256 in hexadecimal; the picture itself stays on the officer's device or among the evidence.
    package var photo: String
    /// The second officer, or who was witness.
    package var companion: String
    package var isCompanionWitness: Bool
    package var steps: Set<Attempt.Step>
    /// He signed that he was warned; or why he would not.
    package var isAcknowledged: Bool
    package var refusalToSign: String
    package var note: String
    package var fraudType: String

    package init(
        isReached: Bool = false, notReached: Attempt.NotReached? = nil, result: Attempt.Result? = nil,
        loss: Money = .zero, avoided: Money = .zero, held: Money = .zero, place: String = "", photo: String = "",
        companion: String = "", isCompanionWitness: Bool = false, steps: Set<Attempt.Step> = [],
        isAcknowledged: Bool = false, refusalToSign: String = "", note: String = "", fraudType: String = ""
    ) {
        self.isReached = isReached
        self.notReached = notReached
        self.result = result
        self.loss = loss
        self.avoided = avoided
        self.held = held
        self.place = place
        self.photo = photo
        self.companion = companion
        self.isCompanionWitness = isCompanionWitness
        self.steps = steps
        self.isAcknowledged = isAcknowledged
        self.refusalToSign = refusalToSign
        self.note = note
        self.fraudType = fraudType
    }
}

/// What a visit lacks to count as one (见面劝阻).
package enum VisitLack: String, Sendable, CaseIterable {
    case notFaceToFace, nobodyMet, place, companion, steps, acknowledgement
}

extension Attempt {
    /// What is missing for a valid visit: the person met, a place, two officers or one and a witness, every step, and his word for it.
    package var visitLacks: [VisitLack] {
        var lacks: [VisitLack] = []
        if !channel.isFaceToFace { lacks.append(.notFaceToFace) }
        if !report.isReached || target != .person { lacks.append(.nobodyMet) }
        if report.place.isBlank { lacks.append(.place) }
        if report.companion.isBlank { lacks.append(.companion) }
        if report.steps.count < Step.allCases.count { lacks.append(.steps) }
        if !report.isAcknowledged && report.refusalToSign.isBlank { lacks.append(.acknowledgement) }
        return lacks
    }

    package var isValidVisit: Bool { visitLacks.isEmpty }

    /// Whether somebody found that the danger is not over.
    var isRelapse: Bool {
        guard report.isReached else { return false }
        return switch report.result {
        case .cheated, .stillConvinced, .refused: true
        case .aware, .dissuaded, .family, .wrongPerson, .falseAlarm, nil: false
        }
    }
}
