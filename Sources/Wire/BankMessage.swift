package import Primitives

/// What we ask of a bank: one act on one account. The act's id is its idempotency key: the same act again is answered
/// as the first time and takes effect once.
///
/// Field meanings follow the 2016 message set (domain 1.7), whose numbers travel as external codes.
package struct BankOrder: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case stop, extend, release, inquiry, protectiveHold, protectiveRelease, freeze, renewFreeze, unfreeze
        case returnFunds

        /// The number of this message in the 2016 set; a protective hold travels as a stop with a reason of its own. The set
        /// has none for a return.
        package var messageNumber: String? {
            switch self {
            case .stop, .protectiveHold: "100101"
            case .release, .protectiveRelease: "100103"
            case .extend: "100105"
            case .inquiry: "100301"
            case .freeze: "100201"
            case .unfreeze: "100203"
            case .renewFreeze: "100205"
            case .returnFunds: nil
            }
        }
    }

    package struct Party: Codable, Hashable, Sendable {
        package var bankCode: String?
        package var bankName: String?
        package var accountNumber: String?
        package var accountName: String?

        package init(
            bankCode: String? = nil, bankName: String? = nil, accountNumber: String? = nil, accountName: String? = nil
        ) {
            self.bankCode = bankCode
            self.bankName = bankName
            self.accountNumber = accountNumber
            self.accountName = accountName
        }
    }

    /// How much is frozen and for how long, of a freeze and of its renewal.
    package struct FreezeTerms: Codable, Hashable, Sendable {
        /// 01 up to `amount`, 02 the whole account (domain 1.7, freeze types).
        package var type: String
        package var amount: WireAmount?
        package var includesInterest: Bool
        /// From its execution, or its renewal from the end it had: `6 mo`; the last day is counted whole.
        package var term: String

        package init(amount: WireAmount?, includesInterest: Bool, term: String) {
            type = amount == nil ? "02" : "01"
            self.amount = amount
            self.includesInterest = includesInterest
            self.term = term
        }
    }

    package struct Officer: Codable, Hashable, Sendable {
        package var name: String
        package var number: String

        package init(name: String, number: String) {
            self.name = name
            self.number = number
        }
    }

    package var act: String
    package var kind: Kind
    package var messageNumber: String?
    /// The act that this one extends, releases or pays from.
    package var original: String?
    package var caseNumber: String
    package var caseType: String
    package var urgency: String
    package var payer: Party
    package var target: Party
    /// Where money goes back to, of a return; its own account or another of the victim named by `payer`.
    package var payee: Party?
    /// The transfer that brought the money in; amount, time, name and number are the four items the bank checks.
    package var amount: WireAmount
    package var time: WireTime
    package var basis: String
    package var reason: String
    /// An inquiry covers entries from here on.
    package var from: WireTime?
    /// How long the measure holds from its execution; nil for what has no term.
    package var termMinutes: Int?
    /// What a freeze asks for; nil for everything else.
    package var freeze: FreezeTerms?
    package var approvalNumber: String
    package var answerWithinMinutes: Int
    package var appliedAt: WireTime
    package var organisationCode: String
    package var organisationName: String
    package var officer: Officer
    package var secondOfficer: Officer

    package init(
        act: String, kind: Kind, original: String? = nil, caseNumber: String, payer: Party, target: Party,
        amount: WireAmount,
        time: WireTime, basis: String, reason: String, from: WireTime? = nil, termMinutes: Int? = nil,
        freeze: FreezeTerms? = nil, payee: Party? = nil, approvalNumber: String,
        answerWithinMinutes: Int,
        appliedAt: WireTime, organisationCode: String, organisationName: String, officer: Officer,
        secondOfficer: Officer
    ) {
        self.act = act
        self.kind = kind
        messageNumber = kind.messageNumber
        self.original = original
        self.caseNumber = caseNumber
        caseType = "0000"
        urgency = "02"
        self.payer = payer
        self.target = target
        self.payee = payee
        self.amount = amount
        self.time = time
        self.basis = basis
        self.reason = reason
        self.from = from
        self.termMinutes = termMinutes
        self.freeze = freeze
        self.approvalNumber = approvalNumber
        self.answerWithinMinutes = answerWithinMinutes
        self.appliedAt = appliedAt
        self.organisationCode = organisationCode
        self.organisationName = organisationName
        self.officer = officer
        self.secondOfficer = secondOfficer
    }
}

/// What a bank answers to one act.
package struct BankAnswer: Codable, Hashable, Sendable {
    /// The items of an order that a bank compares with its own record before it acts.
    package enum Item: String, Codable, CodingKeyRepresentable, Sendable, CaseIterable {
        case name, number, amount, time
    }

    package var act: String
    /// 100000 when the message was understood (domain 1.7, technical codes).
    package var technical: String
    /// Four digits (domain 1.7, business codes): 0000 done, 1200 done but the balance is smaller than asked.
    package var result: String
    package var remark: String?
    /// Of each item that was compared, whether it agrees; nil where the bank does not say.
    package var compared: [Item: Bool]?
    package var accountNumber: String?
    package var accountName: String?
    package var balanceBefore: WireAmount?
    /// What lies in the account and cannot leave it: the balance held at execution.
    package var heldBalance: WireAmount?
    /// Whose freeze comes first, where this one waits behind it (轮候冻结).
    package var prior: PriorFreeze?
    package var executedAt: WireTime?
    package var endsAt: WireTime?
    /// Entries since `from`, for an inquiry.
    package var rows: [StatementRow]?
    /// The statement holds every entry up to this second.
    package var coveredUntil: WireTime?
    package var answeredAt: WireTime
    package var operatorName: String?

    /// A freeze that waits behind another: the bank answers again once its turn has come.
    package var isWaiting: Bool { prior != nil && executedAt == nil }

    package struct PriorFreeze: Codable, Hashable, Sendable {
        package var organ: String
        package var amount: WireAmount?
        package var endsAt: WireTime

        package init(organ: String, amount: WireAmount?, endsAt: WireTime) {
            self.organ = organ
            self.amount = amount
            self.endsAt = endsAt
        }
    }

    package init(act: String, technical: String = "100000", result: String, answeredAt: WireTime) {
        self.act = act
        self.technical = technical
        self.result = result
        self.answeredAt = answeredAt
    }
}

/// One entry of an account as its bank keeps it.
package struct StatementRow: Codable, Hashable, Sendable {
    package enum Direction: String, Codable, Sendable {
        case out = "0"
        case `in` = "1"
    }

    package enum Channel: String, Codable, Sendable, CaseIterable {
        case transfer, cash, pos, thirdParty, crypto, abroad, interest, fee
    }

    /// The bank's own serial, unique in the account; entries of one second are in its order.
    package var serial: String
    package var direction: Direction
    package var channel: Channel
    package var amount: WireAmount
    package var balance: WireAmount?
    package var time: WireTime
    package var counterpart: BankOrder.Party?
    /// The clearing's reference, the same on both banks' rows of one transfer; nil where the bank keeps none.
    package var reference: String?
    package var summary: String?
    package var terminal: String?

    package init(serial: String, direction: Direction, channel: Channel, amount: WireAmount, time: WireTime) {
        self.serial = serial
        self.direction = direction
        self.channel = channel
        self.amount = amount
        self.time = time
    }
}

/// An amount as it travels: yuan with exactly two decimals, `486000.00`, less than a million million.
package struct WireAmount: Codable, Hashable, Sendable {
    package let money: Money

    package init(_ money: Money) { self.money = money }

    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        // Digits alone: a sign before the zero of -0.50 would be lost.
        guard parts.count == 2, parts[1].utf8.count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let yuan = Int64(parts[0]), let cents = Int64(parts[1]), yuan < 1_000_000_000_000
        else { return nil }
        money = Money(fen: yuan * 100 + cents)
    }

    package var text: String {
        let cents = money.fen % 100
        return "\(money.fen / 100).\(twoDigits(Int(cents)))"
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let amount = WireAmount(text) else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath, debugDescription: "an amount is yuan with two decimals, 486000.00"))
        }
        self = amount
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// A moment as it travels: `yyyyMMddHHmmss` in China Standard Time; parts of a second are cut off.
package struct WireTime: Codable, Hashable, Comparable, Sendable {
    package let timestamp: Timestamp

    package init(_ timestamp: Timestamp) {
        self.timestamp = Timestamp(microseconds: timestamp.microseconds - timestamp.microseconds % 1_000_000)
    }

    package init?(_ text: String) {
        let digits = text.utf8.compactMap { $0 >= 48 && $0 <= 57 ? Int($0) - 48 : nil }
        guard digits.count == 14, text.utf8.count == 14 else { return nil }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        guard let day = CivilDay(year: number(0..<4), month: number(4..<6), day: number(6..<8)),
            number(8..<10) < 24, number(10..<12) < 60, number(12..<14) < 60
        else { return nil }
        self.init(CivilTime(day: day, hour: number(8..<10), minute: number(10..<12), second: number(12..<14)).timestamp)
    }

    package var text: String { CivilTime(timestamp).compact }

    package static func < (a: WireTime, b: WireTime) -> Bool { a.timestamp < b.timestamp }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let time = WireTime(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a time is yyyyMMddHHmmss"))
        }
        self = time
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
