/// Every rule that the program asks for; a pack has at least one version of each.
package enum RuleID: String, Sendable, CaseIterable {
    case stopPaymentTerm = "stopPayment.term"
    case stopPaymentTimesMax = "stopPayment.timesMax"
    case stopPaymentWarnBefore = "stopPayment.warnBefore"
    case bankAnswerLimitStopPayment = "bank.answerLimit.stopPayment"
    case bankAnswerLimitProtectiveHold = "bank.answerLimit.protectiveHold"
    case bankAnswerLimitRelease = "bank.answerLimit.release"
    case bankAnswerLimitInquiry = "bank.answerLimit.inquiry"
    case bankAnswerLimitFreeze = "bank.answerLimit.freeze"
    case fourItemsTimeTolerance = "fourItems.timeTolerance"
    case protectiveHoldTerm = "protectiveHold.term"
    case freezeTerm = "freeze.term"
    case freezeTermMajor = "freeze.termMajor"
    case freezeWarnBefore = "freeze.warnBefore"
    case fundReturnBankLimit = "fundReturn.bankLimit"
    case fundReturnNoticeTerm = "fundReturn.noticeTerm"
    case releaseUnrelated = "release.unrelated"
    case complaintAnswerLimit = "complaint.answerLimit"
    case complaintCheckLimit = "complaint.checkLimit"
    case noticeDeferralMax = "notice.deferralMax"
    case openTriesMaxNumber = "open.triesMaxNumber"
    case openTriesMaxAddress = "open.triesMaxAddress"
    case openLookLength = "open.lookLength"
    case reconsiderationTerm = "reconsideration.term"
    case entryLimit = "entry.limit"
    case goldenLimit = "golden.limit"
    case authorityReviewLimit = "authority.reviewLimit"
    case traceDepthMax = "trace.depthMax"
    case traceBreadthMax = "trace.breadthMax"
    case traceLeastAmount = "trace.leastAmount"
    case nextOrderHalfLife = "nextOrder.halfLife"
    case inquiryTimesMax = "inquiry.timesMax"
    case evidenceSizeMax = "evidence.sizeMax"
    case evidenceFilesMax = "evidence.filesMax"
    case sessionIdleLimit = "session.idleLimit"
    case sessionLengthMax = "session.lengthMax"
    case signInTriesMax = "signIn.triesMax"
    case signInLockTerm = "signIn.lockTerm"
    case passwordLengthMin = "password.lengthMin"
    case passwordKindsMin = "password.kindsMin"
    case passwordAgeMax = "password.ageMax"
    case passwordResetTerm = "password.resetTerm"
    case jobTriesMax = "job.triesMax"
    case jobBackoffFirst = "job.backoffFirst"
    case jobBackoffFactor = "job.backoffFactor"
    case jobBackoffMax = "job.backoffMax"
    case retentionKeptAnswers = "retention.keptAnswers"
    case retentionSessions = "retention.sessions"
    case retentionSignInAttempts = "retention.signInAttempts"
    case retentionReturnedDrafts = "retention.returnedDrafts"
    case retentionIntakeDrafts = "retention.intakeDrafts"
    case warningSignLimitExtreme = "warning.signLimit.extreme"
    case warningSignLimitHigh = "warning.signLimit.high"
    case warningSignLimitMedium = "warning.signLimit.medium"
    case warningSignLimitLow = "warning.signLimit.low"
    case warningCallLimitExtreme = "warning.callLimit.extreme"
    case warningCallLimitHigh = "warning.callLimit.high"
    case warningCallLimitMedium = "warning.callLimit.medium"
    case warningCallLimitLow = "warning.callLimit.low"
    case warningMeetLimitExtreme = "warning.meetLimit.extreme"
    case warningMeetLimitHigh = "warning.meetLimit.high"
    case warningMeetLimitMedium = "warning.meetLimit.medium"
    case warningReportLimitExtreme = "warning.reportLimit.extreme"
    case warningReportLimitHigh = "warning.reportLimit.high"
    case warningReportLimitMedium = "warning.reportLimit.medium"
    case warningReportLimitLow = "warning.reportLimit.low"
    case warningFollowUpsExtreme = "warning.followUps.extreme"
    case warningFollowUpsHigh = "warning.followUps.high"
    case warningFollowUpsMedium = "warning.followUps.medium"
    case warningMessagesExtreme = "warning.messages.extreme"
    case warningMessagesHigh = "warning.messages.high"
    case warningMessagesMedium = "warning.messages.medium"
    case warningMessagesLow = "warning.messages.low"
    case warningFollowUpSample = "warning.followUpSample"
    case warningFollowUpLimit = "warning.followUpLimit"
    case warningWatchTerm = "warning.watchTerm"
    case warningCallsBeforeVisit = "warning.callsBeforeVisit"
    case warningRaiseMoney = "warning.raiseMoney"
    case warningRaiseSigns = "warning.raiseSigns"
    case warningPauseMax = "warning.pauseMax"
    case warningHandOverLimit = "warning.handOverLimit"
    case warningLineTerm = "warning.lineTerm"
    case warningLineAnswerLimit = "warning.lineAnswerLimit"
    case warningLineSeenMax = "warning.lineSeenMax"
    case warningGuardVisitGap = "warning.guard.visitGap"
    case warningGuardEntryLimit = "warning.guard.entryLimit"
    case warningGuardClosings = "warning.guard.closings"
    case approvalInquiry = "approval.inquiry"
    case approvalProtectiveHold = "approval.protectiveHold"
    case approvalStopPayment = "approval.stopPayment"
    case approvalStopExtension = "approval.stopExtension"
    case approvalRelease = "approval.release"
    case approvalFreeze = "approval.freeze"
    case approvalFreezeMajor = "approval.freezeMajor"
    case approvalFundReturn = "approval.fundReturn"
    case approvalHardshipAid = "approval.hardshipAid"
    case approvalStandingAuthority = "approval.standingAuthority"
    case approvalExport = "approval.export"
    case approvalMessageBatch = "approval.messageBatch"
    case messagePartsMax = "message.partsMax"
    case messageRateMax = "message.rateMax"
    case messageTriesMax = "message.triesMax"
    case messageBatchLinesMax = "message.batchLinesMax"
    case messageValidity = "message.validity"
    case messageBatchValidity = "message.batchValidity"
    case messageQuietFrom = "message.quietFrom"
    case messageQuietUntil = "message.quietUntil"
    case messageAnswerLimit = "message.answerLimit"
    case messageReportLimit = "message.reportLimit"
    case screeningWarnFromMessage = "screening.warnFrom.message"
    case screeningWarnFromTranscript = "screening.warnFrom.transcript"
    case screeningWarnFromChat = "screening.warnFrom.chat"
    case screeningWarnFromHost = "screening.warnFrom.host"
    case screeningTextPointsMax = "screening.textPointsMax"
    case screeningHostPointsMax = "screening.hostPointsMax"
    case screeningListedPoints = "screening.listedPoints"
    case screeningListedFreshDays = "screening.listedFreshDays"
    case screeningListedOldPoints = "screening.listedOldPoints"
    case screeningBrandPoints = "screening.brandPoints"
    case screeningCopyPoints = "screening.copyPoints"
    case screeningCopyPercent = "screening.copyPercent"

    /// What kind of value the rule has.
    enum Kind { case duration, durations, messages, term, count, money, approval }

    var kind: Kind {
        switch self {
        case .stopPaymentWarnBefore, .freezeWarnBefore, .warningFollowUpsExtreme, .warningFollowUpsHigh,
            .warningFollowUpsMedium:
            .durations
        case .warningMessagesExtreme, .warningMessagesHigh, .warningMessagesMedium, .warningMessagesLow: .messages
        case .freezeTerm, .freezeTermMajor, .fundReturnBankLimit, .fundReturnNoticeTerm, .releaseUnrelated,
            .complaintAnswerLimit, .noticeDeferralMax, .reconsiderationTerm, .warningWatchTerm:
            .term
        case .stopPaymentTimesMax, .inquiryTimesMax, .traceDepthMax, .traceBreadthMax, .evidenceSizeMax,
            .evidenceFilesMax,
            .signInTriesMax, .openTriesMaxNumber, .openTriesMaxAddress,
            .passwordLengthMin, .passwordKindsMin, .jobTriesMax, .jobBackoffFactor, .warningFollowUpSample,
            .warningCallsBeforeVisit, .warningRaiseSigns, .warningGuardClosings, .messagePartsMax, .messageRateMax,
            .messageTriesMax,
            .messageBatchLinesMax,
            .screeningWarnFromMessage, .screeningWarnFromTranscript, .screeningWarnFromChat, .screeningWarnFromHost,
            .screeningTextPointsMax, .screeningHostPointsMax, .screeningListedPoints, .screeningListedFreshDays,
            .screeningListedOldPoints, .screeningBrandPoints, .screeningCopyPoints, .screeningCopyPercent:
            .count
        case .traceLeastAmount, .warningRaiseMoney: .money
        case .approvalInquiry, .approvalProtectiveHold, .approvalStopPayment, .approvalStopExtension, .approvalRelease,
            .approvalFreeze, .approvalFreezeMajor, .approvalFundReturn, .approvalHardshipAid,
            .approvalStandingAuthority,
            .approvalExport,
            .approvalMessageBatch:
            .approval
        case .stopPaymentTerm, .bankAnswerLimitStopPayment, .bankAnswerLimitProtectiveHold, .bankAnswerLimitRelease,
            .bankAnswerLimitInquiry, .bankAnswerLimitFreeze, .fourItemsTimeTolerance, .protectiveHoldTerm, .entryLimit,
            .goldenLimit, .complaintCheckLimit, .openLookLength,
            .authorityReviewLimit, .nextOrderHalfLife, .sessionIdleLimit, .sessionLengthMax, .signInLockTerm,
            .passwordAgeMax,
            .passwordResetTerm, .jobBackoffFirst, .jobBackoffMax, .retentionKeptAnswers, .retentionSessions,
            .retentionSignInAttempts, .retentionReturnedDrafts, .retentionIntakeDrafts,
            .warningSignLimitExtreme, .warningSignLimitHigh, .warningSignLimitMedium, .warningSignLimitLow,
            .warningCallLimitExtreme,
            .warningCallLimitHigh, .warningCallLimitMedium, .warningCallLimitLow, .warningMeetLimitExtreme,
            .warningMeetLimitHigh,
            .warningMeetLimitMedium, .warningReportLimitExtreme, .warningReportLimitHigh, .warningReportLimitMedium,
            .warningReportLimitLow,
            .warningFollowUpLimit, .warningPauseMax, .warningHandOverLimit, .warningLineTerm, .warningLineAnswerLimit,
            .warningLineSeenMax,
            .warningGuardVisitGap,
            .warningGuardEntryLimit, .messageValidity,
            .messageBatchValidity, .messageQuietFrom, .messageQuietUntil, .messageAnswerLimit, .messageReportLimit:
            .duration
        }
    }
}
