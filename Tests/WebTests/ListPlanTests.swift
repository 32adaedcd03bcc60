import Access
import Primitives
import Recovery
import Storage
import TestSupport
import Testing
import Workflow

@Suite struct ListPlanTests {
    @Test("what the board and the lists beside it ask finds its rows by an index")
    func lists() throws {
        let plans = QueryPlans()
        let county = UnitCode(area: "530402")!
        let ids = [IncidentID(value: 1), IncidentID(value: 2)]
        try withDatabase(.sqlite, Platform.schema) { database in
            try plans.recording(database).read { tx in
                let incidents = IncidentTable(tx)
                _ = try incidents.open(under: county, limit: 500)
                _ = try incidents.openSums(under: county)
                _ = try incidents.openCount(under: county, most: 1000)
                _ = try incidents.missingFacts(of: ids)
                _ = try AccountTable(tx).accounts(numbers: ["6200010000007741", "6200010000000926"])
                _ = try StopPaymentTable(tx).ending(before: .t0, under: county, limit: 100)
                _ = try StopPaymentTable(tx).firstEnds(of: ids)
                for few in [0, FreezeTable.fewIncidents] {
                    _ = try FreezeTable(tx).ending(after: nil, before: .t0, under: county, limit: 101, few: few)
                }
                let acts = BankActTable(tx)
                _ = try acts.unanswered(of: ids)
                _ = try acts.dead(under: county, limit: 100)
                _ = try acts.countDead(under: county)
                _ = try acts.contradicted(under: county, limit: 100)
                _ = try acts.countContradicted(under: county)
                _ = try acts.standings(at: .t0)
                _ = try acts.answerTimes(since: .t0, limit: 100)
                _ = try acts.answerTimes(of: "102", since: .t0, limit: 100)
                _ = try acts.answers(of: "102", since: .t0, limit: 100)
                _ = try acts.countAnswers(of: "102", since: .t0)
                for stage in [nil] + OrderFilter.Stage.allCases.map(Optional.some) {
                    for bank in [nil, "102"] {
                        let filter = OrderFilter(bank: bank, stage: stage)
                        _ = try OrderListTable(tx).newest(under: county, filter, before: nil, limit: 51, at: .t0)
                    }
                }
                _ = try AuthorityTable(tx).accounts(of: [ReviewID(value: 1)])
                _ = try AuthorityTable(tx).waitingReviews(under: county, limit: 100)
                _ = try AuthorityTable(tx).countWaitingReviews(under: county, besides: "usr")
                _ = try ComplaintTable(tx).waiting(under: county, limit: 100)
                _ = try ComplaintTable(tx).received(since: .t0, under: county, limit: 100)
                _ = try incidents.units(of: ids)
                _ = try FundReturnTable(tx).newest(under: county, limit: 100)
                _ = try FundReturnTable(tx).noticed(at: .t0, limit: 100)
                let aids = HardshipAidTable(tx)
                _ = try aids.waiting(under: county, limit: 100)
                _ = try aids.applied(since: .t0, under: county, limit: 100)
                _ = try aids.aids(of: ids[0])
                _ = try aids.waiting(for: VictimID(value: 1))
                _ = try NoticeDeferralTable(tx).standing(under: county, limit: 100)
                _ = try NoticeDeferralTable(tx).standing(for: "stp-1")
                let papers = PrintedDocumentTable(tx)
                _ = try papers.find(serial: DocumentText(typed: "7KQ4M2PX", length: DocumentText.serialLength)!)
                _ = try papers.last(.notice, about: "stp-1")
                _ = try papers.about("stp-1", limit: 100)
                _ = try papers.documents(of: ids[0], limit: 100)
            }
        }
        #expect(try Golden.compare(plans.text, with: "plans/lists.txt") == .same)
        #expect(plans.scans.isEmpty, "\(plans.text)")
    }
}
