import FundTracing
import Primitives

@testable import Web

/// The pages of an incident and of the board with fixed contents: those of the mock-ups.
enum PageExamples {
    static let now = FundFlowExamples.now
    static let golden = GoldenClock(
        reported: FundFlowExamples.at("22:19:40"), firstHold: FundFlowExamples.at("22:24:02"))

    private static func order(
        _ id: String, _ tier: Int, _ holder: String, _ bank: String, _ tail: String, _ state: HTML, traced: Int64,
        held: Int64, ends: String? = nil, uses: String? = nil, otherClaims: Int = 0, isOpen: Bool = true
    ) -> IncidentModel.Order {
        IncidentModel.Order(
            account: id, address: "/incidents/87/why/\(id)", tier: tier, holder: holder, bank: bank,
            number: "6200 **** **** \(tail)", reveal: "/incidents/87/reveal/accountNumber/\(id)", state: state,
            detail: "22:23:11 发，22:24:02 止", traced: FundFlowExamples.yuan(traced), held: FundFlowExamples.yuan(held),
            ends: ends.map { FundFlowExamples.at($0) + .hours(48) }, uses: uses, otherClaims: otherClaims,
            isOpen: isOpen)
    }

    static func incident(showsTable: Bool = false, rule: Rule = .fifo) -> IncidentModel {
        IncidentModel(
            id: "87", number: "YJ-20260314-0087", victim: "赵某", lost: FundFlowExamples.yuan(486_000), type: "冒充公检法",
            golden: golden,
            facts: [
                .init("报警", "22:19:40 96110"), .init("末笔转账", "22:05:50"), .init("受案", "城北所"), .init("办理", "丁某"),
                .init(
                    "身份证", "5301 **** **** 2014", isIdentifier: true, reveal: "/incidents/87/reveal/identityNumber/1"),
                .init("五项事实", "✓ 齐"),
            ],
            next: .init("催办海岳银行 2 项", "/incidents/87/chase/9", key: "C"),
            acts: [.init("补充事实", "/incidents/87/facts", key: "E")],
            picture: rule.conserves ? FundFlowExamples.incident : nil, showsTable: showsTable,
            tableAddress: "/incidents/87?view=table", pictureAddress: "/incidents/87",
            rules: Rule.allCases.map { .init(Language.zh(.rule($0)), "/incidents/87?rule=\($0.rawValue)") }, rule: rule,
            touched: rule.conserves
                ? []
                : [
                    .init(tier: 1, name: "陈某 华岭银行 7741", atMost: FundFlowExamples.yuan(200_000), first: golden.reported)
                ],
            orders: [
                order(
                    "A1", 1, "陈某", "华岭银行", "7741", .state("已执行", .held, icon: .held), traced: 200_000, held: 61_200,
                    ends: "22:24:02", uses: "1 / 2"),
                order(
                    "B3", 2, "孙某", "东澜银行", "1187", .state("部分执行 · 余额不足", .held, icon: .held), traced: 96_000,
                    held: 32_000, ends: "22:31:40", uses: "2 / 2", otherClaims: 1),
                order(
                    "C3", 3, "许某 <b>", "海岳银行", "4456", .state("等应答 6:12", .large, icon: .wait), traced: 40_000, held: 0),
                order(
                    "A2", 1, "刘某", "东澜银行", "0926", .state("已执行 · 本案余 0", .quiet, icon: .pass), traced: 186_000, held: 0,
                    ends: "22:23:58", uses: "1 / 2", isOpen: false),
            ],
            inquiries: [
                .init(
                    name: "孙某 东澜银行 1187", state: .state("明细到 22:35", .back, icon: .ok), detail: "查 21:58 起的明细")
            ],
            holds: [
                .init(
                    name: "赵某 云江农商 3316", state: .state("生效中", .back, icon: .shield), detail: "防止继续转账",
                    acts: [.init("解除保护", "/incidents/87/holds/1/lift")])
            ],
            timeline: [
                .init(at: FundFlowExamples.at("22:45:20"), words: "满时限未应答，已升级：何某 海岳银行 9052", ground: "系统"),
                .init(
                    at: FundFlowExamples.at("22:23:11"), words: "签章并发出止付 3 项：陈某、刘某、周某", ground: "依常设授权自动签发 · 丁某",
                    isOurs: true),
            ],
            missing: ["“您现在在哪里？身边有人吗？”"], factsAddress: "/incidents/87/facts",
            evidence: [
                .init(
                    name: "转账回单.pdf", address: "/incidents/87/evidence/1", detail: "22:40:10 · 丁某 · 214 KB",
                    hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
            ],
            uploadAddress: "/incidents/87/evidence", formFields: "<input type=\"hidden\" name=\"key\" value=\"k\">",
            now: now)
    }

    static var account: AccountModel {
        AccountModel(
            name: "许某 海岳银行 4456", number: "6200 **** **** 4456", reveal: "/incidents/87/reveal/accountNumber/C3",
            state: .state("等应答 6:12", .large, icon: .wait), incident: "YJ-20260314-0087",
            incidentAddress: "/incidents/87", received: FundFlowExamples.yuan(40_000),
            bands: Bands(atLarge: FundFlowExamples.yuan(40_000)), passedOn: .zero, rule: "先进先出",
            paths: [
                .init(
                    amount: FundFlowExamples.yuan(40_000), fate: "仍在此户",
                    hops: [
                        .init(
                            from: "受害人 赵某", to: "刘某 东澜银行 0926", carried: FundFlowExamples.yuan(40_000),
                            whole: FundFlowExamples.yuan(186_000), at: FundFlowExamples.at("21:58")),
                        .init(
                            from: "孙某 东澜银行 1187", to: "许某 海岳银行 4456", carried: FundFlowExamples.yuan(40_000),
                            whole: FundFlowExamples.yuan(40_000), at: FundFlowExamples.at("22:11")),
                    ])
            ],
            more: 2,
            measures: [
                .init(
                    name: "三级止付", state: .state("等应答 6:12", .large, icon: .wait), detail: "22:40",
                    acts: [.init("告知书", "/documents/draft/notice/stp-1")])
            ],
            acts: [.init("申请解除", "/incidents/87/stops/1/release")], now: now)
    }

    static var sheet: SheetModel {
        SheetModel(
            title: "申请延期",
            lines: [
                .init("户名", "陈某"), .init("账户", "6200 **** **** 7741"), .init("依据", "银发〔2016〕86号 二(一)2"),
                .init("救济", "当事人可申诉，30日内书面答复"), .init("复核人", "值班领导"),
            ],
            fields: [Field("reason", "理由", control: .lines(2), isRequired: true)], submit: "提交复核：延期，61,200.00 元",
            action: "/incidents/87/stops/1/extend", cancel: "/incidents/87", errors: ["请写明理由。"])
    }

    static var refusedSheet: SheetModel {
        var model = sheet
        (model.errors, model.obstacle) = ([], "该账户已止付 2 次，依银发〔2016〕86号不能再止")
        return model
    }

    static var facts: FactsModel {
        FactsModel(
            number: "YJ-20260314-0087",
            blocks: [
                .init(
                    transfer: "trf-1", title: "第 1 笔转账", known: "38,600.00 元 · 21:52",
                    fields: [Field("transfers.0.payeeNumber", "收款账号", value: "!!", note: .wrong("账号读不出"))]),
                .init(
                    transfer: nil, title: "另一笔转账", known: "没有就空着", fields: [Field("transfers.1.payeeNumber", "收款账号")]),
            ],
            questions: ["“转到哪个账号？”"], errors: [("transfers.0.payeeNumber", "账号读不出")],
            action: "/incidents/87/facts", cancel: "/incidents/87")
    }

    static var notice: PrintedPage {
        PrintedPage(
            title: "紧急止付告知书", addressee: "陈某",
            body: PrintedPage.paragraphs("您在华岭银行的账户6200 **** **** 7741已被紧急止付。\n依据：银发〔2016〕86号"), unit: "云江市反诈中心",
            receipt: "收到人签名：", date: "2026-03-14",
            identity: .init(number: "告字〔2026〕7KQ4M2PX号", serial: "7KQ4-M2PX", code: "ABCD-EFGH-JKMN"))
    }

    static var search: SearchModel {
        SearchModel(
            words: "赵<",
            hits: [
                .init(
                    address: "/incidents/87", number: "YJ-20260314-0087", victim: "赵某",
                    lost: FundFlowExamples.yuan(486_000), reported: golden.reported, state: "在办")
            ], isCut: true, now: now)
    }
}
