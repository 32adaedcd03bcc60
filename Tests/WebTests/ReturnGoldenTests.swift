import FundReturning
import Jurisdiction
import Primitives
import TestSupport
import Testing

@testable import Recovery
@testable import Web

/// The pages of returns and of their public notices, and a return's papers, as a person last approved them.
@Suite struct ReturnGoldenTests {
    private static let now = FundFlowExamples.now
    private static let id = FundReturnID(value: 1)
    private static func yuan(_ yuan: Int64) -> Money { Money(fen: yuan * 100) }

    // MARK: the desk's pages

    private static func fundReturn(_ state: FundReturn.State) -> FundReturn {
        var fundReturn = FundReturn(
            id: id, freeze: FreezeID(value: 1), account: AccountID(value: 1), incident: IncidentID(value: 1),
            openedBy: "usr-1", openedAt: now - .days(40), state: state)
        if state != .collecting { fundReturn.needsNotice = true }
        if [.noticed, .asked, .decided, .closed].contains(state) {
            (fundReturn.noticedAt, fundReturn.noticeUntil) = (now - .days(3), now + .days(27))
        }
        if [.decided, .closed].contains(state) {
            (fundReturn.decisionNumber, fundReturn.decidedBy, fundReturn.decidedAt) = (
                "云公（反诈）刑返字〔2026〕3号", "usr-2", now - .days(1)
            )
        }
        return fundReturn
    }

    private static var freeze: Freeze {
        Freeze(
            id: FreezeID(value: 1), account: AccountID(value: 1), incident: IncidentID(value: 1), kind: .ordinary,
            limit: nil, includesInterest: false, reason: "保全", maker: "usr-1", requestedAt: now - .days(50),
            state: .frozen, startedAt: now - .days(50), endsAt: now + .days(130), balance: yuan(40_000))
    }

    private static func part(
        _ number: UInt64, _ name: String, loss: Int64, share: Int64, state: FundReturn.State
    ) -> ReturnModel.Part {
        let payee = ReturnAccount(bank: "901741000011", number: "620096000000770\(number)", name: name)
        let isApplied = state != .collecting || number == 1
        let money =
            state == .collecting
            ? nil
            : ReturnClaim.Share(
                loss: yuan(loss), least: .zero, most: yuan(40_000), direct: .zero, pool: yuan(share))
        let claim = ReturnClaim(
            fundReturn: id, victim: VictimID(value: number), incident: IncidentID(value: number),
            appliedAt: isApplied ? now - .days(20) : nil, payee: isApplied ? payee : nil,
            agent: number == 2 ? "张律师" : nil, papers: Set(ReturnPaper.needed(byAgent: false)), share: money)
        var part = ReturnModel.Part(claim: claim, name: name, number: "YJ-20260314-008\(number)")
        part.payer = payee
        part.bankName = "云江农商"
        if state == .decided {
            part.payment = Repayment(
                id: RepaymentID(value: number), fundReturn: id, victim: claim.victim, incident: claim.incident,
                account: AccountID(value: 1), amount: yuan(share), payee: payee, orderedAt: now - .days(1),
                state: number == 1 ? .paid : .failed, failure: number == 1 ? nil : "0301")
        }
        return part
    }

    private static func objection(_ number: UInt64, _ state: Objection.State, by person: String) -> Objection {
        Objection(
            id: ObjectionID(value: number), fundReturn: id, objector: "孙某<b>", contact: "139", text: "我也\n被骗了",
            receivedAt: now - .days(2), enteredBy: person, state: state,
            answeredBy: state == .waiting ? nil : "usr-3", answeredAt: state == .waiting ? nil : now - .days(1),
            answer: state == .waiting ? nil : "未转入本账户")
    }

    private static func model(_ state: FundReturn.State, _ language: Language, error: String? = nil) -> ReturnModel {
        let at = now - .days(50)
        let steps: [(ReturnComputation.Line.Kind, Int64, Int64, String?, (Int64, Int64)?)] = [
            (.incoming, 100_000, 100_000, "赵某", (100_000, 100_000)),
            (.incoming, 60_000, 160_000, "欧阳某", (60_000, 60_000)),
            (.outgoing, 120_000, 40_000, nil, nil),
        ]
        let hasObjections = [.noticed, .asked].contains(state)
        return ReturnModel(
            fundReturn: fundReturn(state), freeze: freeze,
            account: AccountShown(holder: "陈某", number: "6200910000007741", bank: "华岭银行"), incident: "YJ-20260314-0081",
            parts: [
                part(1, "赵某", loss: 100_000, share: 25_000, state: state),
                part(2, "欧阳某", loss: 60_000, share: 15_000, state: state),
            ],
            steps: state == .collecting
                ? []
                : steps.map { kind, amount, balance, victim, interval in
                    ReturnModel.Step(
                        at: at, kind: kind, amount: yuan(amount), balance: yuan(balance), victim: victim,
                        interval: interval.map { Interval(least: yuan($0.0), most: yuan($0.1)) })
                }, stepCount: 3, balance: state == .collecting ? nil : yuan(40_000),
            unassigned: state == .collecting ? nil : .zero, rule: state == .collecting ? nil : "interval-1",
            objections: hasObjections
                ? [objection(1, .waiting, by: Objection.publicName), objection(2, .rejected, by: "usr-1")] : [],
            notice: hasObjections ? document(.returnNotice, notice) : nil,
            noticeTerm: Wording(zh: "30日", en: "30 days"), basis: "银监发〔2016〕41号第7条", mayPrepare: true, mayObject: true,
            mayAnswer: state == .noticed, viewer: "usr-3", error: error, done: "", hiddenFields: fields, now: now,
            language: language)
    }

    private static let fields: HTML = "<input type=\"hidden\" name=\"key\" value=\"k\">"

    @Test("a return in each state, in both languages", arguments: FundReturn.State.allCases)
    func returns(state: FundReturn.State) throws {
        for language in Language.allCases {
            let model = Self.model(
                state, language, error: state == .computed ? language(.returnRefusal(.outdated)) : nil)
            let page = ReturnPage(model: model).html(in: FrameExamples.console(.light, language))
            try compare(page, "returns/\(state)-\(language)")
        }
    }

    @Test("the list of returns, and a victim's papers before and after the decision")
    func listAndPapers() throws {
        for language in Language.allCases {
            let frame = FrameExamples.console(.light, language)
            let account = AccountShown(holder: "陈某", number: "6200910000007741", bank: "华岭银行")
            let rows = [FundReturn.State.noticed, .decided].map { state in
                ReturnList.Row(
                    fundReturn: Self.fundReturn(state), account: account, incident: "YJ-20260314-0081", victims: 2,
                    sum: Self.yuan(40_000), paid: state == .decided ? Self.yuan(25_000) : .zero)
            }
            let ways: [(Int64, Int64?, Int64?)] = [(30, 72, 74), (12, 47, nil), (3, nil, nil)]
            let waits = ways.map { opened, decided, paid in
                func day(_ number: Int64) -> Timestamp { Self.now - .days(90 - number) }
                return ReturnWaits.Way(
                    reportedAt: day(0), openedAt: day(opened), decidedAt: decided.map(day), paidAt: paid.map(day))
            }
            let list = ReturnList(rows: rows, waits: ReturnWaits(waits), now: Self.now, language: language)
            try compare(list.html(in: frame), "returns/list-\(language)")
            try compare(
                ReturnList(rows: [], now: Self.now, language: language).html(in: frame), "returns/list-none-\(language)"
            )
            for isDecided in [false, true] {
                let claim = ClaimModel(
                    part: Self.part(2, "欧阳某", loss: 60_000, share: 15_000, state: isDecided ? .decided : .noticed),
                    isDecided: isDecided, banks: [.init("901741000011", "云江农商")],
                    action: "/returns/ret-1/victims/vic-2",
                    back: "/returns/ret-1", entered: nil,
                    error: isDecided ? language(.returnRefusal(.payeeNotVictim)) : nil, hiddenFields: Self.fields,
                    language: language)
                try compare(
                    claim.html(in: frame), "returns/papers-\(isDecided ? "other-account" : "entry")-\(language)")
            }
        }
    }

    // MARK: the public pages

    private static let shared: [String: JSON] = [
        "incident": "YJ-20260314-0081", "unit": "云江市反诈中心", "filing": "云公（刑）立字〔2026〕88号", "bank": "华岭银行",
        "holder": "陈大有", "account": "6200910000007741", "balance": "40,000.00", "basis": "银监发〔2016〕41号第7条",
        "total": "40,000.00", "rest": "0.00", "from": "2026-03-11", "until": "2026-04-10", "telephone": "0877-2010110",
    ].mapValues { .string($0) }

    private static func facts(_ own: [String: JSON]) -> JSON { .object(shared.merging(own) { $1 }) }

    private static func share(_ name: String, _ loss: String, _ share: String, _ more: [String: String]) -> JSON {
        let own = ["name": name, "loss": loss, "direct": "0.00", "pool": share, "share": share]
        return .object(own.merging(more) { $1 }.mapValues { .string($0) })
    }

    private static let notice = facts([
        "holder": .string("陈某"), "account": .string("6200 **** **** 7741"), "basis": .string("银监发〔2016〕41号第8条"),
        "term": .string("30日"), "termInEnglish": .string("30 days"),
        "shares": .array([
            share("赵某", "100,000.00", "25,000.00", ["card": "3316"]),
            share("欧阳某", "60,000.00", "15,000.00", ["card": "—"]),
        ]),
    ])

    private static func document(_ kind: PrintedDocument.Kind, _ facts: JSON) -> PrintedDocument {
        PrintedDocument(
            id: DocumentID(value: 1), kind: kind, serial: DocumentText(typed: "7KQ4M2PX", length: 8)!,
            subject: kind == .objectionReceipt ? "obj-0000000000000001" : id.description,
            incident: IncidentID(value: 1), unit: UnitCode(area: "530402")!, facts: facts, issuedAt: now,
            issuedBy: "usr-1", secret: "secret")
    }

    @Test("the public notices: the list, one that runs, one that is over, an objection's receipt and its answers")
    func publicPages() throws {
        let paper = Self.document(.returnNotice, Self.notice)
        let receipt = Self.document(.objectionReceipt, Self.receipt)
        for language in Language.allCases {
            let frame = OpenFrame(unit: "云江市反诈中心", language: language, otherLanguage: "/public/notices?language=en")
            func compare(_ page: HTML, _ name: String) throws { try self.compare(page, "notices/\(name)-\(language)") }
            try compare(NoticeListPage(papers: [paper]).html(frame), "list")
            try compare(NoticeListPage(papers: []).html(frame), "list-none")
            let words = Objection.Words(objector: "孙<b>", contact: "", text: "份额\n有误")
            try compare(
                NoticePage(
                    notice: .init(paper: paper, isRunning: true), words: words, hiddenFields: Self.fields,
                    message: .objectionNeeds
                ).html(frame), "running")
            try compare(NoticePage(notice: .init(paper: paper, isRunning: false)).html(frame), "over")
            try compare(ObjectionReceiptPage(receipt: receipt).html(frame), "receipt")
            try compare(ObjectionPage(number: "7K\"", message: .objectionNotFound).html(frame), "objection-wrong")
            for state in Objection.State.allCases {
                let answered = PublicNotices.Answered(
                    receipt: receipt, objection: Self.objection(1, state, by: "public"))
                try compare(ObjectionPage(answered: answered).html(frame), "objection-\(state)")
            }
        }
    }

    // MARK: papers

    private static let receipt: JSON = facts([
        "objector": .string("孙某"), "text": .string("我也\n被骗了<b>"), "received": .string("2026-03-12 09:00"),
        "account": .string("6200 **** **** 7741"),
    ])

    private static let payee = ["payeeBank": "云江农商", "payeeNumber": "6200960000007701", "payeeName": "赵敏芳"]

    private static func paperFacts(_ kind: PrintedDocument.Kind) -> JSON {
        let shares: JSON = .array([
            share("赵敏芳", "100,000.00", "25,000.00", payee), share("欧阳小山", "60,000.00", "15,000.00", [:]),
        ])
        func line(_ time: String, _ kind: String, _ amount: String, _ balance: String, _ whose: String) -> JSON {
            .object(
                [
                    "time": time, "kind": kind, "amount": amount, "balance": balance, "whose": whose,
                    "least": whose == "—" ? "—" : "0.00", "most": whose == "—" ? "—" : amount,
                ].mapValues { .string($0) })
        }
        switch kind {
        case .returnApplication:
            let own = payee.merging([
                "name": "赵敏芳", "sex": "female", "identity": "530402199001012023", "phone": "13800136120",
                "agent": "—", "applied": "2026-03-10", "loss": "100,000.00", "papers": "application identity",
            ]) { $1 }
            return facts(own.mapValues { .string($0) })
        case .returnFlow:
            return facts([
                "opening": .string("0.00"), "lines": .string("1200"), "rule": .string("interval-1"),
                "rows": .array([
                    line("2026-03-14 08:30:00", "incoming", "100,000.00", "100,000.00", "赵敏芳"),
                    line("2026-03-14 08:45:00", "outgoing", "60,000.00", "40,000.00", "—"),
                ]),
            ])
        case .returnReport:
            return facts([
                "shares": shares, "rule": .string("interval-1"), "notice": .string("yes"), "objections": .string("2"),
                "upheld": .string("0"), "rejected": .string("2"), "frozenFrom": .string("2026-03-14 10:11"),
                "frozenUntil": .string("2026-09-14 23:59"),
            ])
        case .returnNotice: return notice
        case .returnDecision:
            return facts([
                "shares": shares, "number": .string("云公（反诈）刑返字〔2026〕3号"), "decided": .string("2026-04-14"),
                "limit": .string("3个工作日"), "limitInEnglish": .string("3 working days"),
            ])
        case .notice, .freezeOrder, .releaseOrder, .complaintAnswer, .objectionReceipt, .aidApplication, .aidDecision:
            return receipt
        }
    }

    @Test(
        "the papers of a return, as a preview without numbers and given out with them",
        arguments: [
            PrintedDocument.Kind.returnApplication, .returnFlow, .returnReport, .returnNotice, .returnDecision,
            .objectionReceipt,
        ])
    func papers(kind: PrintedDocument.Kind) throws {
        let facts = Self.paperFacts(kind)
        for language in Language.allCases {
            for isIssued in [true, false] {
                var page = PaperForm(kind: kind, facts: facts, language: language, showsNumbers: isIssued).page
                if isIssued { (page.date, page.identity) = ("2026-04-14", .init(Self.document(kind, facts))) }
                let frame = FrameExamples.console(.light, language)
                let html = frame.page(title: page.title, layout: "doc", page.html(language))
                try compare(html, "papers/\(kind)\(isIssued ? "" : "-preview")-\(language)")
                if !isIssued {
                    for number in ["6200910000007741", "6200960000007701", "530402199001012023"] {
                        #expect(!html.string.contains(number))
                    }
                }
            }
        }
    }

    private func compare(_ page: HTML, _ name: String) throws {
        let stable = Asset.allCases.reduce(page.string) { $0.replacing($1.version, with: "0") }
        #expect(try Golden.compare(stable, with: "web/\(name).html") == .same)
    }
}
