package import Primitives

/// What holds on one day, typed; each value can also be shown with its article through `subscript`.
package struct Rules: Sendable {
    package let day: CivilDay
    package let deadlines: Deadlines
    package let stopPaymentTerm: Duration
    package let stopPaymentTimesMax: Int
    package let stopPaymentWarnBefore: [Duration]
    package let bankAnswerLimitStopPayment: Duration
    package let bankAnswerLimitProtectiveHold: Duration
    package let bankAnswerLimitRelease: Duration
    package let bankAnswerLimitInquiry: Duration
    package let bankAnswerLimitFreeze: Duration
    package let fourItemsTimeTolerance: Duration
    package let protectiveHoldTerm: Duration
    package let freezeTerm: Term
    package let freezeTermMajor: Term
    package let freezeWarnBefore: [Duration]
    package let fundReturnBankLimit: Term
    package let fundReturnNoticeTerm: Term
    package let releaseUnrelated: Term
    package let complaintAnswerLimit: Term
    /// For a complaint against a measure that is lifted at once when a check is passed (反诈法 art. 32).
    package let complaintCheckLimit: Duration
    /// For so long at most a holder is not told before somebody must look again.
    package let noticeDeferralMax: Term
    package let reconsiderationTerm: Term
    package let entryLimit: Duration
    package let goldenLimit: Duration
    package let authorityReviewLimit: Duration
    package let traceDepthMax: Int
    /// How many accounts are followed from one account.
    package let traceBreadthMax: Int
    package let traceLeastAmount: Money
    /// In this time half of what lies on an account is expected to move on.
    package let nextOrderHalfLife: Duration
    /// How often one account's entries are asked for on behalf of the platform itself.
    package let inquiryTimesMax: Int
    /// Bytes of one file.
    package let evidenceSizeMax: Int
    /// Files of one incident.
    package let evidenceFilesMax: Int
    package let sessionIdleLimit: Duration
    package let sessionLengthMax: Duration
    package let signInTriesMax: Int
    package let signInLockTerm: Duration
    /// Wrong tries of people who are not signed in: at one number of a paper, and from one address.
    package let openTriesMaxNumber: Int
    package let openTriesMaxAddress: Int
    /// For how long a holder may look at his measure without proving again who he is.
    package let openLookLength: Duration
    package let passwordLengthMin: Int
    /// Of lower case, upper case, digits and other signs.
    package let passwordKindsMin: Int
    package let passwordAgeMax: Duration
    package let passwordResetTerm: Duration
    package let jobTriesMax: Int
    package let jobBackoffFirst: Duration
    package let jobBackoffFactor: Int
    package let jobBackoffMax: Duration
    /// For how long the answer to a request is kept for its repetition.
    package let retentionKeptAnswers: Duration
    package let retentionSessions: Duration
    package let retentionSignInAttempts: Duration
    /// For how long a bank's answer is kept that its second person gave back.
    package let retentionReturnedDrafts: Duration
    /// Of reports that were begun and neither registered nor discarded.
    package let retentionIntakeDrafts: Duration
    package let warning: WarningRules
    /// The rule behind each value.
    private let rules: [RuleID: Rule]
    private let codes: [CodeList: [Code]]
    private let notices: [Measure: Notice]

    init(of pack: Pack, on day: CivilDay) {
        let found = Found(rules: pack.rules.compactMapValues { versions in versions.first { $0.holds(on: day) } })
        self.day = day
        deadlines = pack.deadlines
        rules = found.rules
        codes = pack.codes.mapValues { codes in codes.filter { $0.holds(on: day) } }
        notices = Dictionary(
            pack.notices.filter { $0.holds(on: day) }.map { ($0.measure, $0) }, uniquingKeysWith: { first, _ in first })
        stopPaymentTerm = found.duration(.stopPaymentTerm)
        stopPaymentTimesMax = found.count(.stopPaymentTimesMax)
        stopPaymentWarnBefore = found.durations(.stopPaymentWarnBefore)
        bankAnswerLimitStopPayment = found.duration(.bankAnswerLimitStopPayment)
        bankAnswerLimitProtectiveHold = found.duration(.bankAnswerLimitProtectiveHold)
        bankAnswerLimitRelease = found.duration(.bankAnswerLimitRelease)
        bankAnswerLimitInquiry = found.duration(.bankAnswerLimitInquiry)
        bankAnswerLimitFreeze = found.duration(.bankAnswerLimitFreeze)
        fourItemsTimeTolerance = found.duration(.fourItemsTimeTolerance)
        protectiveHoldTerm = found.duration(.protectiveHoldTerm)
        freezeTerm = found.term(.freezeTerm)
        freezeTermMajor = found.term(.freezeTermMajor)
        freezeWarnBefore = found.durations(.freezeWarnBefore)
        fundReturnBankLimit = found.term(.fundReturnBankLimit)
        fundReturnNoticeTerm = found.term(.fundReturnNoticeTerm)
        releaseUnrelated = found.term(.releaseUnrelated)
        complaintAnswerLimit = found.term(.complaintAnswerLimit)
        complaintCheckLimit = found.duration(.complaintCheckLimit)
        noticeDeferralMax = found.term(.noticeDeferralMax)
        openTriesMaxNumber = found.count(.openTriesMaxNumber)
        openTriesMaxAddress = found.count(.openTriesMaxAddress)
        openLookLength = found.duration(.openLookLength)
        reconsiderationTerm = found.term(.reconsiderationTerm)
        entryLimit = found.duration(.entryLimit)
        goldenLimit = found.duration(.goldenLimit)
        authorityReviewLimit = found.duration(.authorityReviewLimit)
        traceDepthMax = found.count(.traceDepthMax)
        traceBreadthMax = found.count(.traceBreadthMax)
        traceLeastAmount = found.money(.traceLeastAmount)
        nextOrderHalfLife = found.duration(.nextOrderHalfLife)
        inquiryTimesMax = found.count(.inquiryTimesMax)
        evidenceSizeMax = found.count(.evidenceSizeMax)
        evidenceFilesMax = found.count(.evidenceFilesMax)
        sessionIdleLimit = found.duration(.sessionIdleLimit)
        sessionLengthMax = found.duration(.sessionLengthMax)
        signInTriesMax = found.count(.signInTriesMax)
        signInLockTerm = found.duration(.signInLockTerm)
        passwordLengthMin = found.count(.passwordLengthMin)
        passwordKindsMin = found.count(.passwordKindsMin)
        passwordAgeMax = found.duration(.passwordAgeMax)
        passwordResetTerm = found.duration(.passwordResetTerm)
        jobTriesMax = found.count(.jobTriesMax)
        jobBackoffFirst = found.duration(.jobBackoffFirst)
        jobBackoffFactor = found.count(.jobBackoffFactor)
        jobBackoffMax = found.duration(.jobBackoffMax)
        retentionKeptAnswers = found.duration(.retentionKeptAnswers)
        retentionSessions = found.duration(.retentionSessions)
        retentionSignInAttempts = found.duration(.retentionSignInAttempts)
        retentionReturnedDrafts = found.duration(.retentionReturnedDrafts)
        retentionIntakeDrafts = found.duration(.retentionIntakeDrafts)
        warning = WarningRules(found)
    }

    /// The rule with its article, for showing the law beside a number.
    package subscript(id: RuleID) -> Rule { Found(rules: rules).rule(id) }

    package var screening: ScreeningRules { ScreeningRules(Found(rules: rules)) }

    /// Who must approve a measure.
    package func approval(of measure: Measure) -> ApprovalLevel { Found(rules: rules).approval(measure.approvalRule) }

    /// Who must approve what is no measure on an account, or its graver form.
    package func approval(_ id: RuleID) -> ApprovalLevel { Found(rules: rules).approval(id) }

    /// How long a bank may take to answer; nil for measures that are not ordered by message.
    package func bankAnswerLimit(of measure: Measure) -> Duration? {
        switch measure {
        case .inquiry: bankAnswerLimitInquiry
        case .protectiveHold: bankAnswerLimitProtectiveHold
        case .stopPayment, .stopExtension: bankAnswerLimitStopPayment
        case .release: bankAnswerLimitRelease
        case .freeze: bankAnswerLimitFreeze
        case .fundReturn: nil
        }
    }

    /// The codes of a list in force, in the order of the pack.
    package func codes(_ list: CodeList) -> [Code] { codes[list] ?? [] }

    package func code(_ code: String, in list: CodeList) -> Code? { codes(list).first { $0.code == code } }

    /// What the holder is told; nil for measures that he is not told of.
    package func notice(of measure: Measure) -> Notice? { notices[measure] }

    /// The wait after so many tries that failed: the first wait, then each time as many times longer, up to the longest.
    package func backoff(afterTries tries: Int) -> Duration {
        var wait = jobBackoffFirst
        for _ in 1..<max(tries, 1) where wait < jobBackoffMax { wait *= jobBackoffFactor }
        return min(wait, jobBackoffMax)
    }
}

extension Measure {
    package var approvalRule: RuleID {
        switch self {
        case .inquiry: .approvalInquiry
        case .protectiveHold: .approvalProtectiveHold
        case .stopPayment: .approvalStopPayment
        case .stopExtension: .approvalStopExtension
        case .release: .approvalRelease
        case .freeze: .approvalFreeze
        case .fundReturn: .approvalFundReturn
        }
    }
}

/// The rules in force, asked by kind; reading the pack has made sure that each is there and of its kind.
struct Found {
    let rules: [RuleID: Rule]

    func rule(_ id: RuleID) -> Rule {
        guard let rule = rules[id] else { preconditionFailure("no rule \(id.rawValue)") }
        return rule
    }

    func duration(_ id: RuleID) -> Duration {
        guard case .duration(let value) = rule(id).value else { preconditionFailure("\(id.rawValue) is no duration") }
        return value
    }

    func durations(_ id: RuleID) -> [Duration] {
        guard case .durations(let value) = rule(id).value else {
            preconditionFailure("\(id.rawValue) is no list of durations")
        }
        return value
    }

    func messages(_ id: RuleID) -> [MessageKind] {
        guard case .messages(let value) = rule(id).value else {
            preconditionFailure("\(id.rawValue) is no list of messages")
        }
        return value
    }

    func term(_ id: RuleID) -> Term {
        guard case .term(let value) = rule(id).value else { preconditionFailure("\(id.rawValue) is no term") }
        return value
    }

    func count(_ id: RuleID) -> Int {
        guard case .count(let value) = rule(id).value else { preconditionFailure("\(id.rawValue) is no count") }
        return value
    }

    func money(_ id: RuleID) -> Money {
        guard case .money(let value) = rule(id).value else { preconditionFailure("\(id.rawValue) is no amount") }
        return value
    }

    func approval(_ id: RuleID) -> ApprovalLevel {
        guard case .approval(let value) = rule(id).value else {
            preconditionFailure("\(id.rawValue) is no approval level")
        }
        return value
    }
}
