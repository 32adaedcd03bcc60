package import Primitives
internal import Storage

/// A return (返还): what lies in one frozen account goes back to its victims by a decision (银监发〔2016〕41号).
///
/// Whoever becomes known after the decision gets a return of his own from what is left (art. 8).
package struct FundReturn: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Storable {
        /// Victims' applications and papers come in.
        case collecting
        /// The shares are computed.
        case computed
        /// The shares are on public notice, because the time stamps do not separate all victims.
        case noticed
        /// Waits for the city organ.
        case asked
        /// Decided; payments are on their way or still to be asked for.
        case decided
        /// Every share is paid, or what is not was given up.
        case closed
        case withdrawn

        package var isOpen: Bool { self != .closed && self != .withdrawn }
    }

    package enum Event: Sendable, Equatable {
        case compute(needsNotice: Bool)
        case publish(until: Timestamp, at: Timestamp)
        /// Days off were announced that move the notice's last day.
        case extend(until: Timestamp)
        /// An objection was right, a victim became known, or the city organ gave it back.
        case reopen
        case ask(at: Timestamp)
        case decide(number: String, by: String, at: Timestamp)
        /// Every share is paid but for `rest`, which nobody is paid any more under this decision. A closed one learns that a bank paid
        /// more or less than it had said.
        case settle(rest: Money, at: Timestamp)
        case withdraw(at: Timestamp)
    }

    package struct Illegal: Error, Equatable {
        package let state: State
        package let event: Event
    }

    package let id: FundReturnID
    package let freeze: FreezeID
    package let account: AccountID
    /// Whose organ prepares it.
    package let incident: IncidentID
    package let openedBy: String
    package let openedAt: Timestamp
    package internal(set) var state: State
    /// Whether the shares have to be on public notice; nil before they are computed.
    package internal(set) var needsNotice: Bool?
    package internal(set) var noticedAt: Timestamp?
    /// The last moment of the notice.
    package internal(set) var noticeUntil: Timestamp?
    /// `玉公（反诈）刑返字〔2026〕3号`.
    package internal(set) var decisionNumber: String?
    package internal(set) var decidedBy: String?
    package internal(set) var decidedAt: Timestamp?
    package internal(set) var endedAt: Timestamp?
    /// What was decided and not paid when it was closed: its victims can have a part in a later return.
    package internal(set) var rest = Money.zero

    /// Whether the shares can be read and objected to by everybody.
    package func isOnNotice(at now: Timestamp) -> Bool {
        state == .noticed && noticedAt.map { $0 <= now } ?? false && noticeUntil.map { now <= $0 } ?? false
    }

    /// The only place where a return changes state.
    package mutating func apply(_ event: Event) throws(Illegal) {
        switch (state, event) {
        case (.collecting, .compute(let needsNotice)), (.computed, .compute(let needsNotice)),
            (.noticed, .compute(let needsNotice)):
            (state, self.needsNotice, noticedAt, noticeUntil) = (.computed, needsNotice, nil, nil)
        case (.computed, .publish(let until, let now)) where needsNotice == true:
            (state, noticedAt, noticeUntil) = (.noticed, now, until)
        case (.noticed, .extend(let until)) where noticeUntil.map { until > $0 } ?? false: noticeUntil = until
        case (.computed, .reopen), (.noticed, .reopen), (.asked, .reopen):
            (state, needsNotice, noticedAt, noticeUntil) = (.collecting, nil, nil, nil)
        case (.computed, .ask) where needsNotice == false: state = .asked
        case (.noticed, .ask(let now)) where noticeUntil.map({ now > $0 }) ?? false: state = .asked
        case (.asked, .decide(let number, let by, let now)):
            (state, decisionNumber, decidedBy, decidedAt) = (.decided, number, by, now)
        case (.decided, .settle(let rest, let now)): (state, self.rest, endedAt) = (.closed, rest, now)
        case (.closed, .settle(let rest, _)): self.rest = rest
        case (.collecting, .withdraw(let now)), (.computed, .withdraw(let now)), (.noticed, .withdraw(let now)),
            (.asked, .withdraw(let now)):
            (state, endedAt) = (.withdrawn, now)
        case (.collecting, _), (.computed, _), (.noticed, _), (.asked, _), (.decided, _), (.closed, _), (.withdrawn, _):
            throw Illegal(state: state, event: event)
        }
    }
}

/// What a victim hands in before money is paid to him (返还规定 art. 7).
package enum ReturnPaper: String, Sendable, CaseIterable, Storable, Codable {
    /// 资金返还申请表.
    case application
    /// 身份证明.
    case identity
    /// 被害人陈述.
    case statement
    /// 被骗转账凭证.
    case paymentProof
    /// 委托书, where an agent applies.
    case delegation

    /// What is needed; the filing of the case is on record here and needs no paper.
    package static func needed(byAgent: Bool) -> [ReturnPaper] {
        allCases.filter { $0 != .delegation || byAgent }
    }
}

/// Where a victim wants his money: the account he paid from, or another of his own.
package struct ReturnAccount: Sendable, Equatable, Codable {
    package var bank: String
    package var number: String
    package var name: String

    package init(bank: String, number: String, name: String) {
        self.bank = bank
        self.number = number
        self.name = name
    }
}

/// One victim's part in a return: what he handed in, what is computed for him, what he got.
package struct ReturnClaim: Sendable, Equatable {
    package let fundReturn: FundReturnID
    package let victim: VictimID
    package let incident: IncidentID
    package internal(set) var appliedAt: Timestamp?
    package internal(set) var payee: ReturnAccount?
    /// Who applies for him, with a power of attorney; nobody may charge for it.
    package internal(set) var agent: String?
    package internal(set) var papers: Set<ReturnPaper>
    package internal(set) var share: Share?

    /// What is computed for a victim.
    package struct Share: Sendable, Equatable, Codable {
        /// What he lost, whatever he has got back.
        package let loss: Money
        /// What can still be his in the account: under every attribution of the payments out, and under one.
        package let least: Money
        package let most: Money
        /// What the time stamps say is his.
        package let direct: Money
        /// His part of what they do not separate, in the ratio of the losses.
        package let pool: Money

        package var total: Money { direct + pool }
    }

    package var missing: [ReturnPaper] {
        ReturnPaper.needed(byAgent: agent != nil).filter { !papers.contains($0) }
    }

    /// Whether the decision can be carried out for him.
    package var isPayable: Bool {
        appliedAt != nil && payee != nil && missing.isEmpty && (share?.total.isPositive ?? false)
    }
}

/// One payment under a decision, from the frozen account to a victim's.
package struct Repayment: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Storable { case ordered, paid, failed }

    package enum Event: Sendable, Equatable {
        case paid(at: Timestamp, serial: String?)
        case failed(code: String)
        /// A person found that the bank's word was not true: another of its words is taken next.
        case untrue
    }

    package enum Effect: Sendable, Equatable {
        /// The return may be done.
        case settle
        case reportContradiction
    }

    package let id: RepaymentID
    package let fundReturn: FundReturnID
    package let victim: VictimID
    package let incident: IncidentID
    package let account: AccountID
    package let amount: Money
    package let payee: ReturnAccount
    package let orderedAt: Timestamp
    package internal(set) var state: State
    package internal(set) var paidAt: Timestamp?
    /// The payment's serial in the frozen account's statement, as far as the bank tells it.
    package internal(set) var serial: String?
    package internal(set) var failure: String?

    /// The only place where a payment changes state.
    package mutating func apply(_ event: Event) -> [Effect] {
        switch (state, event) {
        case (.ordered, .paid(let at, let serial)):
            (state, paidAt, self.serial) = (.paid, at, serial)
            return [.settle]
        case (.ordered, .failed(let code)):
            (state, failure) = (.failed, code)
            return [.settle]
        case (.ordered, .untrue): return []
        case (.paid, .untrue), (.failed, .untrue):
            (state, paidAt, serial, failure) = (.ordered, nil, nil, nil)
            return []
        case (.paid, _), (.failed, _): return [.reportContradiction]
        }
    }
}

/// What somebody says against the shares on notice; police examine it.
package struct Objection: Sendable, Equatable {
    package enum State: String, Sendable, CaseIterable, Storable { case waiting, upheld, rejected }

    package let id: ObjectionID
    package let fundReturn: FundReturnID
    package let objector: String
    package let contact: String
    package let text: String
    package let receivedAt: Timestamp
    package let enteredBy: String
    package internal(set) var state: State
    package internal(set) var answeredBy: String?
    package internal(set) var answeredAt: Timestamp?
    package internal(set) var answer: String?

    /// Whether it was written on the public page.
    package var isFromPublic: Bool { enteredBy == Self.publicName }

    /// Under this name the public page enters what anybody writes.
    package static let publicName = "public"
    /// So many of one notice wait for their answer at most; whoever comes later goes to the unit.
    static let waitingMost = 200

    /// What somebody says, and how he is reached; in characters at most `nameMost`, `contactMost` and `textMost`.
    package struct Words: Sendable, Equatable, Codable {
        package static let nameMost = 60
        package static let contactMost = 200
        package static let textMost = FundReturns.textMost

        package let objector: String
        package let contact: String
        package let text: String

        package init(objector: String, contact: String, text: String) {
            self.objector = objector
            self.contact = contact
            self.text = text
        }

        func check() throws(ReturnRefusal) {
            guard !objector.isBlank, !text.isBlank else { throw .reasonMissing }
            let limits = [(objector, Self.nameMost), (contact, Self.contactMost), (text, Self.textMost)]
            for (text, most) in limits where text.count > most { throw .textTooLong(most: most) }
        }
    }
}
