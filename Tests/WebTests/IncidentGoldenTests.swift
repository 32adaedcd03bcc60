import FundTracing
import Primitives
import TestSupport
import Testing

@testable import Web

/// The pages of the board and of incidents as a person last approved them.
@Suite struct IncidentGoldenTests {
    @Test("the board", arguments: Language.allCases)
    func board(language: Language) throws {
        let frame = FrameExamples.console(.auto, language)
        try compare(BoardPage(PageExamples.board, language).html(frame), "board-\(language)")
        try compare(BoardPage(PageExamples.emptyBoard, language).html(frame), "board-empty-\(language)")
    }

    @Test("an incident as picture, as table and under poison")
    func incident() throws {
        let frame = FrameExamples.console()
        try compare(IncidentPage(PageExamples.incident(), .zh).html(frame), "incident-page")
        try compare(IncidentPage(PageExamples.incident(showsTable: true), .zh).html(frame), "incident-page-table")
        try compare(IncidentPage(PageExamples.incident(rule: .poison), .zh).html(frame), "incident-page-poison")
    }

    @Test("one account, a sheet, a sheet that a rule forbids, missing facts, what a search found")
    func others() throws {
        let frame = FrameExamples.console()
        try compare(AccountPage(PageExamples.account, .zh).html(frame), "incident-account")
        try compare(SheetPage(PageExamples.sheet, .zh).html(frame), "sheet")
        try compare(SheetPage(PageExamples.refusedSheet, .zh).html(frame), "sheet-refused")
        try compare(FactsPage(PageExamples.facts, .zh).html(frame), "facts")
        try compare(PageExamples.search.html(frame), "search")
    }

    @Test("the whole ledger on an incident's page and on its own, opened, and damaged", arguments: Language.allCases)
    func ledger(language: Language) throws {
        let frame = FrameExamples.console(.auto, language)
        var incident = PageExamples.incident()
        incident.ledger = LedgerExamples.few(language)
        try compare(IncidentPage(incident, language).html(frame), "ledger-panel-\(language)")
        try compare(LedgerPage(LedgerExamples.model(language), language).html(frame), "ledger-\(language)")
        try compare(LedgerListPage(LedgerExamples.list(language), language).html(frame), "ledger-list-\(language)")
        try compare(LedgerListPage(LedgerExamples.banks(language), language).html(frame), "ledger-banks-\(language)")
        try compare(LedgerPage(LedgerExamples.broken(language), language).html(frame), "ledger-damaged-\(language)")
    }

    @Test("an incident of 300 accounts stays under 120 KB, pictures and table and all")
    func size() {
        var model = PageExamples.incident()
        model.picture = FundFlowExamples.net(300, tiers: 5, seed: 3).folded(unfold: "?open=", .zh)
        model.orders = (0..<300).map { index in
            var order = model.orders[index % 3]
            order.account = "acc-\(index)"
            return order
        }
        let page = IncidentPage(model, .zh).html(FrameExamples.console())
        #expect(page.bytes.count <= 120 * 1024)
    }

    private func compare(_ page: HTML, _ name: String) throws {
        let stable = Asset.allCases.reduce(page.string) { $0.replacing($1.version, with: "0") }
        #expect(try Golden.compare(stable, with: "web/\(name).html") == .same)
    }
}
