package import Primitives

/// How likely and how near it is that somebody pays a fraudster (公安部2023年预警分级；“特高” above it is used locally).
package enum Grade: String, Sendable, Codable, CaseIterable, Comparable {
    case low = "LOW"
    case medium = "MEDIUM"
    case high = "HIGH"
    case extreme = "EXTREME"

    package static func < (a: Grade, b: Grade) -> Bool { a.rank < b.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// The next grade up; the highest stays.
    package var raised: Grade { Self.allCases[min(rank + 1, Self.allCases.count - 1)] }
}

/// What a warning goes by: money that moves (资金预警), or contact with fraudsters (信息预警).
package enum WarningFamily: String, Sendable, Codable, CaseIterable {
    case fund, information
}

/// What runs against the police while a person is in danger: from the warning to the signing, the first call, the visit and the report.
package enum WarningClock: String, Sendable, Codable, CaseIterable {
    case sign, call, meet, report
}

/// The rules of warnings and dissuasion of one day. No national limits are public: all are the product's own parameters.
package struct WarningRules: Sendable {
    private let limits: [WarningClock: [Grade: Duration]]
    private let messagesByGrade: [Grade: [MessageKind]]
    private let followUpsByGrade: [Grade: [Duration]]
    /// One in so many warnings of the middle grade is followed up.
    package let followUpSample: Int
    /// From the moment of a follow-up visit until it must be reported.
    package let followUpLimit: Duration
    /// For so long a person stays under watch after the warning was closed.
    package let watchTerm: Term
    /// After so many calls in vain somebody goes there.
    package let callsBeforeVisit: Int
    /// From so much money at stake, and from so many different signs, the grade is one higher.
    package let raiseMoney: Money
    package let raiseSigns: Int
    package let pauseMax: Duration
    package let handOverLimit: Duration
    /// For so long an operator suspends a person's line; within the limit it answers whether it does; and what was seen longer ago
    /// no longer says that the fraudster has him on the line.
    package let lineTerm: Duration
    package let lineAnswerLimit: Duration
    package let lineSeenMax: Duration
    /// Two visits of one officer that are nearer than this look made up, and a visit entered so long after it; so many closings
    /// in the last hour of a day are looked at.
    package let guardVisitGap: Duration
    package let guardEntryLimit: Duration
    package let guardClosings: Int

    init(_ found: Found) {
        limits = [
            .sign: [
                .extreme: found.duration(.warningSignLimitExtreme), .high: found.duration(.warningSignLimitHigh),
                .medium: found.duration(.warningSignLimitMedium), .low: found.duration(.warningSignLimitLow),
            ],
            .call: [
                .extreme: found.duration(.warningCallLimitExtreme), .high: found.duration(.warningCallLimitHigh),
                .medium: found.duration(.warningCallLimitMedium), .low: found.duration(.warningCallLimitLow),
            ],
            .meet: [
                .extreme: found.duration(.warningMeetLimitExtreme), .high: found.duration(.warningMeetLimitHigh),
                .medium: found.duration(.warningMeetLimitMedium),
            ],
            .report: [
                .extreme: found.duration(.warningReportLimitExtreme), .high: found.duration(.warningReportLimitHigh),
                .medium: found.duration(.warningReportLimitMedium), .low: found.duration(.warningReportLimitLow),
            ],
        ]
        messagesByGrade = [
            .extreme: found.messages(.warningMessagesExtreme), .high: found.messages(.warningMessagesHigh),
            .medium: found.messages(.warningMessagesMedium), .low: found.messages(.warningMessagesLow),
        ]
        followUpsByGrade = [
            .extreme: found.durations(.warningFollowUpsExtreme), .high: found.durations(.warningFollowUpsHigh),
            .medium: found.durations(.warningFollowUpsMedium),
        ]
        followUpSample = found.count(.warningFollowUpSample)
        followUpLimit = found.duration(.warningFollowUpLimit)
        watchTerm = found.term(.warningWatchTerm)
        callsBeforeVisit = found.count(.warningCallsBeforeVisit)
        raiseMoney = found.money(.warningRaiseMoney)
        raiseSigns = found.count(.warningRaiseSigns)
        pauseMax = found.duration(.warningPauseMax)
        handOverLimit = found.duration(.warningHandOverLimit)
        lineTerm = found.duration(.warningLineTerm)
        lineAnswerLimit = found.duration(.warningLineAnswerLimit)
        lineSeenMax = found.duration(.warningLineSeenMax)
        guardVisitGap = found.duration(.warningGuardVisitGap)
        guardEntryLimit = found.duration(.warningGuardEntryLimit)
        guardClosings = found.count(.warningGuardClosings)
    }

    /// How long a clock runs; nil for what the grade does not ask for. In the lowest it is for those whom no message reached.
    package func limit(_ clock: WarningClock, _ grade: Grade) -> Duration? { limits[clock]?[grade] }

    /// What is sent to a person by itself, the next where the one before cannot go out or did not arrive.
    package func messages(_ grade: Grade) -> [MessageKind] { messagesByGrade[grade] ?? [] }

    /// How long after closing somebody looks again, the soonest first.
    package func followUps(_ grade: Grade) -> [Duration] { followUpsByGrade[grade] ?? [] }
}
