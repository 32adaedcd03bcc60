import Primitives
import Recovery

@testable import Web

/// Pages of the whole ledger with fixed contents.
enum LedgerExamples {
    private static func yuan(_ amount: Int64) -> Money { FundFlowExamples.yuan(amount) }

    private static func account(
        _ tier: Int, _ holder: String, _ bank: String, _ tail: String, _ received: Int64, _ present: Int64,
        _ state: HTML, address: String? = nil
    ) -> LedgerModel.Account {
        LedgerModel.Account(
            tier: tier, holder: holder, number: "6200 **** **** \(tail)",
            reveal: address.map { _ in "/incidents/87/reveal/accountNumber/A1" }, bank: bank, address: address,
            arrived: FundFlowExamples.at("21:58"), received: yuan(received), present: yuan(present), state: state)
    }

    static func model(_ language: Language) -> LedgerModel {
        var model = LedgerModel(address: "/incidents/87/ledger", now: PageExamples.now)
        model.facts = [
            language(.ledgerSpan(412_345_678, "2025-09-01 00:00", "22:30:00")), language(.firstInFirstOut),
            language(.ledgerLimits(depth: 12, breadth: 50, least: "100.00")), language(.ledgerIsALook),
        ]
        model.traced = yuan(486_000)
        model.sums = [
            .init(words: language(.underNoMeasure), amount: yuan(52_000), tone: .large),
            .init(words: language(.underMeasure), amount: yuan(321_000), tone: .held),
            .init(words: language(.outsideLedger), amount: yuan(113_000), tone: .exit),
        ]
        model.free = [
            account(3, "许某 <b>", "海岳银行", "4456", 40_000, 40_000, .state(language(.notStopped), .large, icon: .large)),
            account(
                2, "刘某", "东澜银行", "0926", 186_000, 12_000, .state(language(.refusedByBank), .danger, icon: .alert),
                address: "/incidents/87/why/A2"),
        ]
        model.moreFree = .init(language(.moreFree(31, "4,100.00")), "/incidents/87/ledger?free=yes")
        model.tiers = [
            .init(
                title: language(.tierSums(2, accounts: 38, received: "300,000.00")),
                groups: [
                    .init(
                        bank: "东澜银行", address: "/incidents/87/ledger?tier=2&bank=x", accounts: 17,
                        received: yuan(186_000), free: yuan(12_000), other: yuan(32_000))
                ], more: .init(language(.moreBanks(4)), "/incidents/87/ledger?tier=2"))
        ]
        model.starts = [
            .init(payment: "3-13 21:40　50,000.00 → 7741", finding: language(.startFinding(.notThere)), isFound: false),
            .init(payment: "21:52　200,000.00 → 7741", finding: language(.startFinding(.found(row: 7))), isFound: true),
        ]
        model.cuts = [
            .init(
                account: "许某 海岳银行 4456", limit: language(.ledgerLimit(.breadth)), amount: yuan(3000),
                at: FundFlowExamples.at("22:11"))
        ]
        model.moreCuts = language(.moreCuts(3, "210.00"))
        return model
    }

    static func few(_ language: Language) -> LedgerModel {
        var model = model(language)
        (model.tiers, model.cuts) = ([], [])
        return model
    }

    static func list(_ language: Language) -> LedgerListModel {
        LedgerListModel(
            title: language(.tier(2)) + "　东澜银行", count: 17, rows: .accounts(model(language).free),
            first: "/incidents/87/ledger?tier=2&bank=x", next: "/incidents/87/ledger?tier=2&bank=x&after=5",
            now: PageExamples.now)
    }

    static func banks(_ language: Language) -> LedgerListModel {
        LedgerListModel(
            title: language(.tier(2)), count: 1, rows: .banks(model(language).tiers[0].groups), now: PageExamples.now)
    }

    static func broken(_ language: Language) -> LedgerModel {
        LedgerModel(
            address: "/incidents/87/ledger",
            fault: Text.ledgerFault(.damaged(file: "transfers-3-0", offset: 81_920)).map { language($0) },
            now: PageExamples.now)
    }
}
