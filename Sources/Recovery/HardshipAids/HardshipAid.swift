package import Primitives
internal import Storage

/// What a victim in need asks for (救助, 反诈法 art. 34): others pay it from means of their own, and nothing of it is money returned.
package struct HardshipAid: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Storable { case waiting, granted, refused }

    package enum Event: Sendable, Equatable {
        /// Papers that came later.
        case handIn(Set<AidPaper>)
        case grant(Money, from: String, by: String, at: Timestamp, reason: String)
        case refuse(by: String, at: Timestamp, reason: String)
        /// Whoever pays it has paid it on that day.
        case notePaid(on: CivilDay, by: String)
    }

    package enum Illegal: Error, Equatable {
        case decided(State)
        /// Nothing is granted on papers that are not there.
        case papersMissing([AidPaper])
        case notGranted(State)
        case paidAlready
    }

    package let id: HardshipAidID
    package let victim: VictimID
    package let incident: IncidentID
    /// What his life has come to through the loss.
    package let hardship: String
    package let appliedAt: Timestamp
    package let enteredBy: String
    package internal(set) var papers: Set<AidPaper>
    package internal(set) var state: State
    package internal(set) var decidedBy: String?
    package internal(set) var decidedAt: Timestamp?
    package internal(set) var reason: String?
    package internal(set) var amount: Money?
    /// The body that pays: 民政, 司法救助, a foundation.
    package internal(set) var payer: String?
    /// The day on which the victim got it, and who noted that; nil where nobody has.
    package internal(set) var paidOn: CivilDay?
    package internal(set) var paidNotedBy: String?

    package var missing: [AidPaper] { AidPaper.allCases.filter { !papers.contains($0) } }

    /// The only place where an application changes state.
    package mutating func apply(_ event: Event) throws(Illegal) {
        switch (state, event) {
        case (.waiting, .handIn(let more)): papers.formUnion(more)
        case (.waiting, .grant(let amount, let payer, let by, let at, let reason)):
            guard missing.isEmpty else { throw .papersMissing(missing) }
            (state, decidedBy, decidedAt, self.reason) = (.granted, by, at, reason)
            (self.amount, self.payer) = (amount, payer)
        case (.waiting, .refuse(let by, let at, let reason)):
            (state, decidedBy, decidedAt, self.reason) = (.refused, by, at, reason)
        case (.granted, .notePaid(let day, let by)):
            guard paidOn == nil else { throw .paidAlready }
            (paidOn, paidNotedBy) = (day, by)
        case (.waiting, .notePaid), (.refused, .notePaid): throw .notGranted(state)
        case (.granted, .handIn), (.granted, .grant), (.granted, .refuse), (.refused, .handIn), (.refused, .grant),
            (.refused, .refuse):
            throw .decided(state)
        }
    }
}

/// What is handed in with an application for aid.
package enum AidPaper: String, Sendable, CaseIterable, Storable, Codable {
    /// 身份证明.
    case identity
    /// 被骗转账凭证.
    case paymentProof
    /// 生活困难证明, of the village, the neighbourhood or the employer.
    case hardshipProof
}
