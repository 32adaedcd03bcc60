import Jurisdiction
import Primitives
import TestSupport
import Testing
import Wire

@testable import Recovery

@Suite("Rules of stops, answers and missing facts")
struct RuleTests {
    static let rules = Pack.builtIn.rules(on: CivilTime(.t0).day)
    static let live = StopPaymentID(value: 7)

    @Test(
        "A third stop is refused, and one beside a live one",
        arguments: [
            (0, nil, nil), (1, nil, nil), (2, nil, StopRefusal.timesUsedUp(used: 2, most: 2)),
            (3, nil, StopRefusal.timesUsedUp(used: 3, most: 2)), (0, live, StopRefusal.alreadyLive(live)),
            (1, live, StopRefusal.alreadyLive(live)), (2, live, StopRefusal.alreadyLive(live)),
        ] as [(Int, StopPaymentID?, StopRefusal?)])
    func another(used: Int, live: StopPaymentID?, refusal: StopRefusal?) {
        var found: StopRefusal?
        do { try StopRules.permitAnother(used: used, most: Self.rules.stopPaymentTimesMax, live: live) } catch {
            found = error
        }
        #expect(found == refusal)
    }

    @Test("All combinations of the four items and the bank: what is not there is named")
    func fourItems() {
        for mask in 0..<32 {
            func has(_ bit: Int) -> Bool { mask & 1 << bit != 0 }
            let missing = StopRules.missingItems(
                name: has(0) ? "李强" : mask % 3 == 0 ? "" : nil, number: has(1) ? "62" : nil,
                amount: has(2) ? Money(fen: 1) : mask % 3 == 0 ? .zero : nil, time: has(3) ? .t0 : nil,
                bank: has(4) ? "9" : mask % 3 == 0 ? "" : nil)
            let order: [StopRefusal.MissingItem] = [.name, .number, .amount, .time, .bank]
            #expect(missing == order.enumerated().filter { !has($0.offset) }.map(\.element))
        }
    }

    // MARK: answers

    static func answer(_ result: String = "0000", _ change: (inout BankAnswer) -> Void = { _ in }) -> BankAnswer {
        var answer = BankAnswer(act: "act-0000000000000001", result: result, answeredAt: WireTime(.t0))
        answer.executedAt = WireTime(.t0 + .minutes(1))
        answer.endsAt = WireTime(.t0 + .hours(48))
        answer.heldBalance = WireAmount(Money(fen: 100))
        answer.rows = [row("1")]
        answer.coveredUntil = WireTime(.t0)
        change(&answer)
        return answer
    }

    static func row(_ serial: String, fen: Int64 = 100) -> StatementRow {
        StatementRow(
            serial: serial, direction: .in, channel: .transfer, amount: WireAmount(Money(fen: fen)), time: WireTime(.t0)
        )
    }

    static let answers: [(what: String, kind: BankOrder.Kind, answer: BankAnswer, fields: [String])] = [
        ("a full answer to a stop", .stop, answer(), []),
        ("a stop with less balance than asked", .stop, answer("1200"), []),
        ("another act's", .stop, answer { $0.act = "act-0000000000000002" }, ["act"]),
        ("a code outside the set", .stop, answer("7777"), ["result"]),
        ("an empty code", .stop, answer(""), ["result"]),
        (
            "a refusal needs nothing else", .stop,
            BankAnswer(act: "act-0000000000000001", result: "0301", answeredAt: WireTime(.t0)), []
        ),
        ("no balance", .stop, answer { $0.heldBalance = nil }, ["heldBalance"]),
        (
            "more held than there was", .stop, answer { $0.balanceBefore = WireAmount(Money(fen: 99)) }, ["heldBalance"]
        ),
        ("ended before it began", .stop, answer { $0.endsAt = WireTime(.t0 - .days(1)) }, ["endsAt"]),
        ("an end ten years off", .stop, answer { $0.endsAt = WireTime(.t0 + .days(3650)) }, ["endsAt"]),
        (
            "a hold that ends ten years off", .protectiveHold, answer { $0.endsAt = WireTime(.t0 + .days(3650)) },
            ["endsAt"]
        ),
        ("no moment of execution", .stop, answer { $0.executedAt = nil }, ["executedAt"]),
        (
            "executed an hour before it was ordered", .stop, answer { $0.executedAt = WireTime(.t0 - .hours(1)) },
            ["executedAt"]
        ),
        ("executed tomorrow", .stop, answer { $0.executedAt = WireTime(.t0 + .days(1)) }, ["executedAt"]),
        ("a clock five minutes slow", .stop, answer { $0.executedAt = WireTime(.t0 - .minutes(5)) }, []),
        ("a clock five minutes fast", .stop, answer { $0.executedAt = WireTime(.t0 + .minutes(15)) }, []),
        ("items compared that agree", .stop, answer { $0.compared = [.name: true, .time: true] }, []),
        (
            "money held although an item differs", .stop, answer { $0.compared = [.name: false, .time: true] },
            ["compared"]
        ),
        ("a hold although the name differs", .protectiveHold, answer { $0.compared = [.name: false] }, ["compared"]),
        (
            "a refusal because an item differs", .stop,
            answer("0301") { ($0.compared, $0.heldBalance, $0.executedAt) = ([.name: false], nil, nil) }, []
        ),
        ("a hold without its moment", .protectiveHold, answer { $0.executedAt = nil }, ["executedAt"]),
        ("a hold needs no balance", .protectiveHold, answer { $0.heldBalance = nil }, []),
        ("an extension", .extend, answer(), []),
        ("an extension without its end", .extend, answer { $0.endsAt = nil }, ["endsAt"]),
        ("an extension to last week", .extend, answer { $0.endsAt = WireTime(.t0 - .days(7)) }, ["endsAt"]),
        ("an extension by ten years", .extend, answer { $0.endsAt = WireTime(.t0 + .days(3650)) }, ["endsAt"]),
        ("a release", .release, answer { ($0.executedAt, $0.heldBalance) = (nil, nil) }, []),
        ("a lifting", .protectiveRelease, answer { ($0.executedAt, $0.heldBalance) = (nil, nil) }, []),
        ("a statement", .inquiry, answer(), []),
        ("an empty statement", .inquiry, answer { $0.rows = [] }, []),
        ("no rows", .inquiry, answer { $0.rows = nil }, ["rows"]),
        ("no word how far it reaches", .inquiry, answer { $0.coveredUntil = nil }, ["coveredUntil"]),
        ("entries of tomorrow", .inquiry, answer { $0.coveredUntil = WireTime(.t0 + .days(1)) }, ["coveredUntil"]),
        (
            "more than all banks have", .inquiry,
            answer { $0.rows = (0..<11).map { row("\($0)", fen: 99_999_999_999_999) } }, ["rows"]
        ),
        ("a serial twice", .inquiry, answer { $0.rows = [row("1"), row("1")] }, ["rows"]),
        ("a row of nothing", .inquiry, answer { $0.rows = [row("1", fen: 0)] }, ["rows"]),
        ("a payment", .returnFunds, answer { $0.rows = nil }, []),
        ("a payment made in part", .returnFunds, answer("1200") { $0.rows = nil }, ["result"]),
        (
            "nothing in order", .inquiry, answer { ($0.act, $0.rows, $0.coveredUntil) = ("", nil, nil) },
            ["act", "rows", "coveredUntil"]
        ),
    ]

    @Test("What cannot be an answer is named field by field", arguments: answers.indices)
    func answerCheck(index: Int) {
        let row = Self.answers[index]
        let check = AnswerCheck(act: ActTests.example(row.kind), rules: Self.rules, now: .t0 + .minutes(10))
        let fields = check.problems(of: row.answer).map { String($0.prefix { $0 != ":" }) }
        #expect(fields == row.fields, "\(row.what)")
    }

    /// The longest term is a year: one renewal more than was heard of, and the bank may hold two years longer than is known here.
    @Test("A renewal counts from the ends of earlier ones that no bank answered", arguments: [0, 1, 2])
    func unheardRenewals(unheard: Int) {
        let ends = Timestamp.t0 + .days(100)
        let check = AnswerCheck(
            act: ActTests.example(.renewFreeze), rules: Self.rules, now: .t0, heldUntil: ends, unheard: unheard)
        func problems(years: Int) -> [String] {
            let end = CivilTime(day: CivilTime(ends).day.adding(months: 12 * years)).timestamp
            return check.problems(of: Self.answer { $0.endsAt = WireTime(end) })
        }
        #expect((1...(unheard + 1)).allSatisfy { problems(years: $0).isEmpty })
        #expect(problems(years: unheard + 2).count == 1)
    }

    // MARK: missing facts

    static func transfer(
        payer: Bool = true, number: String? = "62", account: Bool = true, name: String? = "李强", amount: Bool = true,
        time: Bool = true
    ) -> ReportedTransfer {
        ReportedTransfer(
            id: TransferID(value: 1), incident: IncidentID(value: 1), victim: VictimID(value: 1),
            payerAccount: payer ? AccountID(value: 1) : nil, payeeAccount: account ? AccountID(value: 2) : nil,
            payeeName: name, payeeNumber: number, amount: amount ? Money(fen: 1) : nil, at: time ? .t0 : nil)
    }

    static func victim(name: String = "王芳", id: String? = "1", phone: String? = "1", place: String? = "1") -> Victim {
        Victim(
            id: VictimID(value: 1), incident: IncidentID(value: 1), name: name, idNumber: id, phone: phone,
            whereabouts: place)
    }

    static let facts:
        [(what: String, victims: [Victim], transfers: [ReportedTransfer], evidence: Bool, missing: String)] = [
            ("everything is there", [victim()], [transfer()], true, ""),
            ("nothing at all", [], [], false, "payeeNumber! evidence"),
            ("no payee", [victim()], [transfer(number: nil, account: false)], true, "0.payeeNumber!"),
            ("a number without a bank", [victim()], [transfer(account: false)], true, "0.payeeBank!"),
            ("no payee's name", [victim()], [transfer(name: nil)], true, "0.payeeName!"),
            ("no amount, no time", [victim()], [transfer(amount: false, time: false)], true, "0.amount! 0.time!"),
            ("no payer", [victim()], [transfer(payer: false)], true, "0.payerAccount"),
            ("the second lacks its time", [victim()], [transfer(), transfer(time: false)], true, "1.time!"),
            ("a nameless victim", [victim(name: " ")], [transfer()], true, "victimName"),
            (
                "no papers, phone, place", [victim(id: nil, phone: nil, place: nil)], [transfer()], true,
                "victimID victimPhone whereabouts"
            ),
            ("no evidence", [victim()], [transfer()], false, "evidence"),
        ]

    @Test("What is still to ask; ! holds up the stop-payment", arguments: facts.indices)
    func missingFacts(index: Int) {
        let row = Self.facts[index]
        let found = MissingFact.list(victims: row.victims, transfers: row.transfers, hasEvidence: row.evidence).map {
            ($0.transfer.map { "\($0)." } ?? "") + $0.what.rawValue + ($0.blocksStop ? "!" : "")
        }
        #expect(found.joined(separator: " ") == row.missing, "\(row.what)")
    }
}
