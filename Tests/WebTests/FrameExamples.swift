import Primitives
import Web

enum FrameExamples {
    static let addresses = Frame.Addresses(
        home: "/", search: "/search", preferences: "/preferences", signOut: "/sign-out")

    static func console(_ theme: Frame.Theme = .auto, _ language: Language = .zh) -> Frame {
        let l = language
        return Frame(
            unit: "云江市反诈中心", person: .init(name: "丁某", number: "060214", role: "值班员", post: "夜班 20:00—08:00"),
            lines: [.init("止付追赃", "/", isCurrent: true)],
            pages: [
                .init("运行警情", "/incidents", count: 14, isCurrent: true), .init("接警", "/intake"),
                .init("审批", "/approvals", count: 2, isWaiting: true), .init("指令", "/orders", count: 61),
                .init("银行应答", "/answers"),
            ],
            personPages: [.init("日志", "/journal"), .init("用户与单位", "/users")],
            breadcrumbs: [.init("运行警情", "/incidents")], language: l, theme: theme, now: FundFlowExamples.now,
            keys: [.init("F", words: "资金图"), .init("O", words: "指令")], requestToken: "t0ken\"",
            stream: "/live/incident/87",
            reloadSeconds: 30, addresses: addresses)
    }
}

extension FrameExamples {
    static func incidentPage(_ frame: Frame) -> HTML {
        let clock = GoldenClock(reported: FundFlowExamples.at("22:19:40"), firstHold: FundFlowExamples.at("22:24:02"))
        let heading = frame.heading(
            "赵某被骗 486,000.00 元　冒充公检法", facts: "<span>报警 <b>22:19:40</b></span>",
            end: clock.large(asOf: frame.now, frame.language)
                + .button("催办海岳银行 2 项", to: "/chase", key: "C", isPrimary: true))
        return frame.page(
            title: "赵某被骗 486,000.00 元",
            """
            \(heading)\(FundFlowExamples.incident.figure(tableAddress: "#table", frame.language))
            <section class="panel" id="table"><header><h2>资金流向</h2></header>\(FundFlowExamples.incident.table(frame.language))</section>
            """)
    }
}

/// Every shared piece once.
enum PieceExamples {
    static var all: HTML {
        let (now, bands) = (FundFlowExamples.now, FundFlowExamples.incident.lost)
        let big = Bands(held: Money(fen: 162_950_000), atLarge: Money(fen: 54_190_000), exited: Money(fen: 28_478_000))
        let clock = GoldenClock(reported: FundFlowExamples.at("22:19:40"), firstHold: FundFlowExamples.at("22:24:02"))
        let back = Bands(returned: Money(fen: 100))
        let old = GoldenClock(reported: now - .hours(36))
        let days = [(118, 242), (102, 231), (126, 305), (95, 198), (110, 262), (131, 412), (108, 221)].enumerated().map
        { index, times in
            AnswerTimes.Day(name: "3-\(8 + index)", median: .seconds(times.0), percentile95: .seconds(times.1))
        }
        return """
            \(HTML.errorList([(field: "amount", words: "金额须大于 0"), (field: "payee", words: "缺户名")], .zh))
            <section class="panel sum">\(HTML.equationBlock(lost: big.total, big + back, .zh))</section>
            <section class="panel">\(HTML.equation(lost: bands.total, bands + back, .zh))</section>
            <section class="panel">\(board(clock: clock, old: old, bands: bands, now: now))\(HTML.pager(first: nil, next: "/incidents?after=3", .zh))</section>
            <section class="panel">\(HTML.empty("本班没有运行警情。按 N 接警。", key: "N"))</section>
            <section class="panel">\(AnswerTimes(days: days, limit: .minutes(10)).chart(.zh))</section>
            <form class="panel" method="post" data-submit data-check="/intake/check"><div class="fs"><div class="g c4">\(fields)</div></div></form>
            """
    }

    private static var fields: [HTML] {
        [
            Field(
                "amount", "金额（元）", value: "120,000.00", control: .digits,
                note: .hint(Money(fen: 12_000_000).capitalForm), source: 9),
            Field("number", "收款账号", value: "6200", note: .fine("华岭银行，校验通过")),
            Field("time", "时间", value: "21:2?", note: .doubtful("请看转账回单")),
            Field("payee", "收款户名", placeholder: "查手机转账记录", note: .wrong("缺户名，不能止付"), isRequired: true),
            Field("channel", "来源", value: "110", control: .choice([.init("96110", "96110"), .init("110", "110")])),
            Field("memo", "边听边记", value: "<b>", control: .lines(3)),
        ].map { $0.html(.zh) }
    }

    private static func board(clock: GoldenClock, old: GoldenClock, bands: Bands, now: Timestamp) -> HTML {
        let columns = [
            Column("报警至今"), Column("警情", sortAddress: "?sort=name", order: .ascending), Column("被骗（元）", isNumber: true),
            Column("资金去向"), Column("在等"), Column("止付余", isNumber: true),
        ]
        let rows = [clock, old].map { clock -> HTML in
            """
            <tr data-row><td class="clk">\(clock.row(asOf: now, .zh))</td><th scope="row"><a class="t" href="/incidents/87">赵某　冒充公检法</a>\
            <small>\(HTML.masked("6200 **** **** 7741", revealAt: "/reveal/1", .zh))</small></th>\(HTML.moneyCell(bands.total, .zh))\
            <td class="mon">\(HTML.moneyBar(bands, .zh))\(HTML.bandAmounts(bands, .zh))</td>\
            <td>\(HTML.state("海岳银行 2 项未答", .warn, icon: .alert))<small>\
            \(HTML.dutyClock(since: now - .seconds(372), limit: .minutes(10), asOf: now, .zh))</small></td>\
            <td class="num">\(HTML.legalClock(until: now + .hours(11) + .minutes(42), asOf: now, .zh))</td></tr>

            """
        }
        let sums: HTML =
            "<th scope=\"row\" colspan=\"2\">合计</th>\(HTML.moneyCell(bands.total, .zh))\(HTML.moneyCell(nil, .zh))<td>\(HTML.tag("新", .accent))</td><td></td>"
        return .table("运行警情", layout: "bt", columns: columns, rows: rows, sums: sums)
    }
}
