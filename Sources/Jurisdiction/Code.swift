package import Primitives

/// The lists of codes that a pack holds.
package enum CodeList: String, Sendable, CaseIterable {
    case fraudTypes, channels, grades, warningSigns, tellerQuestions, screenedKinds, evidenceKinds
    /// The message set of the banks' interface of 2016.
    case businessResults, technicalResults, messages, applicationTypes, idTypes, caseReportIDTypes, caseTypes, urgencies
    case accountClasses, freezeTypes, holdsInForce, suspiciousFeatures
}

/// What a bank's result code means for an order.
package enum ResultMeaning: String, Sendable, CaseIterable {
    case executed
    /// Done, but for less than was asked.
    case partial
    /// Not done, and sending it again will not help.
    case refused
    /// Not done for a passing reason: send it again.
    case retry
    /// The bank has this order already; its earlier answer stands.
    case repeated
}

/// One code with its names and the time in which it is used.
package struct Code: Sendable, Hashable {
    package let code: String
    package let name: Wording
    package let basis: String
    package let mark: Mark
    package let validFrom: CivilDay
    package let validUntil: CivilDay?
    /// What only some lists have, by the names in `Extra`.
    let extras: [Extra: String]

    enum Extra: String, CaseIterable { case parent, means, reply, mediaType, family, grade, sign, line }

    /// The class above: romance-investment fraud is under investment fraud.
    package var parent: String? { extras[.parent] }
    /// What a result means for the order; result lists only.
    package var meaning: ResultMeaning? { extras[.means].flatMap(ResultMeaning.init) }
    /// The number of the message that answers this one.
    package var reply: String? { extras[.reply] }
    /// The media type of files with this ending; evidence kinds only.
    package var mediaType: String? { extras[.mediaType] }

    /// The family and the grade of a warning that a sign stands for; signs only.
    package var family: WarningFamily? { extras[.family].flatMap(WarningFamily.init) }
    package var grade: Grade? { extras[.grade].flatMap(Grade.init) }

    /// The sign of a warning that a question answered with yes, or a kind of what is screened, stands for; these lists only.
    package var sign: String? { extras[.sign] }

    /// Whether a sign says that the fraudster has him on the line at this moment; signs only.
    package var isOnLine: Bool { extras[.line] != nil }

    package func holds(on day: CivilDay) -> Bool { validFrom <= day && day <= (validUntil ?? day) }
}
