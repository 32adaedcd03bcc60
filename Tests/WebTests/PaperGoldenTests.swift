import Jurisdiction
import Primitives
import TestSupport
import Testing

@testable import Recovery
@testable import Web

/// Papers and the pages for people without an account, as a person last approved them.
@Suite struct PaperGoldenTests {
    private static let facts: JSON = .object([
        "bank": .string("华岭银行"), "holder": .string("马小山"), "account": .string("6200910000007702"),
        "scope": .string("limit"), "amount": .string("80,000.00"), "interest": .string("no"), "term": .string("6个月"),
        "termInEnglish": .string("6 months"), "filing": .string("云公（刑）立字〔2026〕77号"),
        "incident": .string("YJ-20260314-0087"), "unit": .string("云江市反诈中心"),
        "basis": .string("公安机关办理刑事案件程序规定第239条"), "renewals": .string("0"),
    ])

    private static func page(_ kind: PrintedDocument.Kind, _ language: Language, isIssued: Bool) -> HTML {
        var page = PaperForm(kind: kind, facts: facts, language: language, showsNumbers: isIssued).page
        if isIssued {
            page.date = "2026-03-14"
            page.identity = .init(number: "冻通字〔2026〕7KQ4M2PX号", serial: "7KQ4-M2PX", code: "ABCD-EFGH-JKMN")
        }
        return FrameExamples.console(.light, language).page(title: page.title, layout: "doc", page.html(language))
    }

    @Test("what a bank is asked, as a preview and given out, in both languages")
    func orders() throws {
        try compare(Self.page(.freezeOrder, .zh, isIssued: true), "freeze-order")
        try compare(Self.page(.freezeOrder, .en, isIssued: true), "freeze-order-en")
        try compare(Self.page(.releaseOrder, .zh, isIssued: false), "release-order-preview")
        #expect(!Self.page(.releaseOrder, .zh, isIssued: false).string.contains("6200910000007702"))
    }

    @Test("what a holder is told")
    func notice() throws {
        try compare(
            FrameExamples.console().page(title: "告知书", layout: "doc", PageExamples.notice.html(.zh)), "notice")
    }

    @Test("whether a paper is genuine")
    func verification() throws {
        let results: [(String, VerificationPage.Result)] = [
            ("", .notAsked), ("-genuine", .genuine(title: "冻结告知书", day: "2026-03-14")), ("-wrong", .notGenuine),
            ("-locked", .refused(.tooManyTries(FundFlowExamples.now))),
        ]
        for language in Language.allCases {
            let frame = OpenFrame(
                unit: "云江市反诈中心", language: language, otherLanguage: "/public/verification?language=en")
            for (name, result) in results {
                let page = VerificationPage(result: result, number: result == .notAsked ? "" : "7KQ4<M2PX")
                try compare(page.html(frame), "verification\(name)-\(language)")
            }
        }
    }

    // MARK: holders

    private static func document(_ kind: PrintedDocument.Kind, _ serial: String) -> PrintedDocument {
        PrintedDocument(
            id: DocumentID(value: 1), kind: kind,
            serial: DocumentText(typed: serial, length: DocumentText.serialLength)!, subject: "frz-0000000000000001",
            incident: IncidentID(value: 1), unit: UnitCode(area: "530402")!,
            facts: .object(["incident": .string("YJ-20260314-0087")]), issuedAt: FundFlowExamples.now,
            issuedBy: "usr-1", secret: "secret")
    }

    private static func look(_ kind: Complaint.Kind, _ asked: [HolderLook.Asked], ended: Bool = false) -> HolderLook {
        let now = FundFlowExamples.now
        return HolderLook(
            notice: document(.notice, "7KQ4M2PX"), kind: kind, standing: ended ? .ended(at: now) : .inForce,
            start: now - .days(2), end: now + .days(180), limit: kind == .freeze ? Money(fen: 8_000_000) : nil,
            bank: "华岭银行", account: "6200 **** **** 7741", holder: "陈某", unit: "云江市反诈中心",
            basis: "公安机关办理刑事案件程序规定第243条", answerTerm: Wording(zh: "30日", en: "30 days"),
            answerBasis: "公安机关办理刑事案件程序规定第196条",
            reconsideration: kind == .hold ? Wording(zh: "60日", en: "60 days") : nil, asked: asked)
    }

    private static func complaint(_ state: Complaint.State, by person: String) -> Complaint {
        var complaint = Complaint(
            id: ComplaintID(value: 1), measure: "frz-0000000000000001", incident: IncidentID(value: 1), holder: "陈某",
            contact: "139", text: "这是<货款>", receivedAt: FundFlowExamples.now - .days(1),
            due: FundFlowExamples.now + .days(29), enteredBy: person, state: state)
        if state != .waiting { (complaint.decidedAt, complaint.answer) = (FundFlowExamples.now, "经查\n不符") }
        return complaint
    }

    @Test("what a holder sees of each kind of measure, before he complains, while he waits, and once he is answered")
    func holders() throws {
        let waiting = HolderLook.Asked(complaint: Self.complaint(.waiting, by: Complaint.holderName), answer: nil)
        let answered = HolderLook.Asked(
            complaint: Self.complaint(.rejected, by: "usr-1"), answer: Self.document(.complaintAnswer, "7KQ4M2PY"))
        let pages: [(String, HolderLook)] = [
            ("stop", Self.look(.stop, [])), ("hold", Self.look(.hold, [], ended: true)),
            ("freeze-waiting", Self.look(.freeze, [waiting])), ("freeze-answered", Self.look(.freeze, [answered])),
        ]
        for language in Language.allCases {
            let frame = OpenFrame(unit: "云江市反诈中心", language: language, otherLanguage: "/public/measure?language=en")
            for (name, look) in pages {
                let page = HolderPage(
                    look: look, now: FundFlowExamples.now, hiddenFields: HTML(), text: "<b>",
                    message: name == "stop" ? .wordsAndContactNeeded : nil, done: name == "freeze-waiting")
                try compare(page.html(frame), "holder-\(name)-\(language)")
            }
            try compare(
                HolderEntryPage(number: "7K\"", message: .proofDoesNotMatch).html(frame), "holder-entry-\(language)")
        }
    }

    @Test("the written answer, upheld or not, of each kind of measure")
    func answers() throws {
        for kind in Complaint.Kind.allCases {
            for isUpheld in ["yes", "no"] {
                let facts: JSON = .object([
                    "holder": .string("陈某"), "measure": .string(kind.rawValue), "bank": .string("华岭银行"),
                    "account": .string("6200 **** **** 7741"), "received": .string("2026-03-14"),
                    "isUpheld": .string(isUpheld), "answer": .string("经查不符"), "unit": .string("云江市反诈中心"),
                    "basis": .string("程序规定第196条"), "reconsideration": .string("60日"),
                    "reconsiderationInEnglish": .string("60 days"),
                ])
                let page = PaperForm(kind: .complaintAnswer, facts: facts, language: .zh, showsNumbers: false).page
                try compare(page.html(.zh), "answer-\(kind)-\(isUpheld)")
            }
        }
    }

    private func compare(_ page: HTML, _ name: String) throws {
        let stable = Asset.allCases.reduce(page.string) { $0.replacing($1.version, with: "0") }
        #expect(try Golden.compare(stable, with: "web/papers/\(name).html") == .same)
    }
}
