import Primitives

@testable import Web

extension PageExamples {
    private static func row(
        _ id: String, _ reported: String, _ victim: String, _ type: String, held: Int64, atLarge: Int64, exited: Int64,
        _ wait: BoardModel.Wait, _ stage: BoardModel.Stage, isNew: Bool = false
    ) -> BoardModel.Row {
        let at = FundFlowExamples.at(reported)
        return BoardModel.Row(
            id: id, address: "/incidents/\(id)", golden: GoldenClock(reported: at, firstHold: at + .seconds(262)),
            victim: victim, type: type, origin: "\(id) · 城北所", isNew: isNew,
            lost: FundFlowExamples.yuan(held + atLarge + exited),
            bands: Bands(
                held: FundFlowExamples.yuan(held), atLarge: FundFlowExamples.yuan(atLarge),
                exited: FundFlowExamples.yuan(exited)),
            wait: wait, ends: held > 0 ? now + .hours(47) + .minutes(36) : nil, owner: "丁某", stage: stage)
    }

    static var board: BoardModel {
        BoardModel(
            scopes: [.init("全部 14", "/", isCurrent: true), .init("我办的 5", "/?scope=own", isCurrent: false)],
            intakeAddress: "/intake", lost: Money(fen: 245_618_000),
            bands: Bands(
                held: Money(fen: 162_950_000), atLarge: Money(fen: 54_190_000), exited: Money(fen: 28_478_000)),
            figures: [
                .init("报警到首次控住", "6 分 50 秒", note: "中位，14 起"), .init("银行应答", "2 分 31 秒", note: "中位，最慢海岳银行"),
                .init("30 分内录入", "14 / 14", note: "全部按时"),
            ],
            rows: [
                row(
                    "0087", "22:19:40", "赵某", "冒充公检法", held: 321_000, atLarge: 130_000, exited: 35_000,
                    .init(.alert, .warn, "海岳银行 2 项未答", detail: "最久 11:48，已升级", needsPerson: true), .golden),
                row(
                    "0091", "22:43:27", "韩某", "刷单返利", held: 0, atLarge: 38_600, exited: 0,
                    .init(.wait, .plain, "等华岭银行应答 2 项", detail: "最久 0:44"), .golden, isNew: true),
                row(
                    "0085", "21:38:35", "顾某", "冒充领导", held: 402_000, atLarge: 150_000, exited: 88_000,
                    .init(.wait, .plain, "等澄湖支付对账单", detail: "最久 5:20"), .chased),
                row(
                    "0086", "22:05:48", "贺某", "虚假贷款", held: 25_000, atLarge: 0, exited: 0,
                    .init(.clock, .plain, "资金已定", detail: "资金已控，待立案冻结"), .settled),
            ],
            folded: [.settled: .init(count: 3, sum: FundFlowExamples.yuan(99_000))],
            tasks: [
                .init(
                    .pair, .plain, "复核签发 3 项", to: "/approvals/1", detail: "沈某 0088 · 55,000.00 元 · 丘某提交 0:19 前",
                    key: "A"),
                .init(.clock, .danger, "止付 0 时 42 分后到期", to: "/incidents/79/why/1", detail: "颜某 0079", key: "1"),
            ],
            banks: [
                .init(
                    name: "海岳银行", open: 2, oldest: now - .seconds(708), isLate: true, median: .seconds(365),
                    percentile95: .seconds(860)),
                .init(name: "北原银行", open: 0, oldest: nil, isLate: false, median: nil, percentile95: nil),
            ],
            events: [
                .init(at: FundFlowExamples.at("22:46:49"), words: "提出止付 3 项", number: "0088", address: "/incidents/88")
            ], now: now)
    }

    static var emptyBoard: BoardModel {
        BoardModel(
            intakeAddress: "/intake", lost: .zero, bands: .zero, figures: [], rows: [], tasks: [], banks: [],
            events: [],
            now: now)
    }
}
