import Primitives
import Recovery
import TestSupport
import Testing

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

    private func compare(_ page: HTML, _ name: String) throws {
        let stable = Asset.allCases.reduce(page.string) { $0.replacing($1.version, with: "0") }
        #expect(try Golden.compare(stable, with: "web/papers/\(name).html") == .same)
    }
}
