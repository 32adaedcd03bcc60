internal import Storage

/// The work that follows what happens in this slice, by the kind of job; what each does stands in `Workflow/Reactions.swift`.
package enum RecoveryWork: String, CaseIterable, Storable {
    /// Subject: an incident. Trace its money anew and order what follows.
    case trace
    /// Subject: an act. Send it to its bank, or ask for the answer.
    case transmit
    /// Subject: an act. The bank's time to answer is over.
    case answerDue
    /// Subject: a stop-payment. Its end comes near; and its end.
    case termWarning, termEnd
    /// Subject: a freeze. Its end comes near; its end; and the end of the days in which unrelated money must be free.
    case freezeWarning, freezeEnd, unrelatedDue
    /// Subject: a return. Its public notice is over.
    case noticeEnd
    /// Subject: a protective hold. Its end.
    case holdEnd
    /// Subject: a review of what went out under a standing authority. Its time is over.
    case reviewDue
    /// Subject: a complaint. Its time is over.
    case complaintDue
    /// Subject: a notice put off. Somebody must look again.
    case deferralReview
}
