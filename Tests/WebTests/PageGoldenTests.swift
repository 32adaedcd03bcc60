import Primitives
import TestSupport
import Testing
import Web

@Suite struct PageGoldenTests {
    @Test("the fund-flow picture of the incident of the mock-up", arguments: Language.allCases)
    func incidentPicture(language: Language) throws {
        let picture = FundFlowExamples.incident.svg(language)
        #expect(try Golden.compare(picture.string, with: "web/fund-flow-incident-\(language).svg") == .same)
    }

    @Test("a page with frame, picture and table, in each choice of colours", arguments: Frame.Theme.allCases)
    func framedPage(theme: Frame.Theme) throws {
        let frame = FrameExamples.console(theme)
        #expect(
            try Golden.compare(stable(FrameExamples.incidentPage(frame)), with: "web/incident-\(theme).html") == .same)
    }

    @Test("forty accounts, drawn without folding")
    func fortyAccounts() throws {
        let picture = FundFlowExamples.net(40, tiers: 4, seed: 7).folded(unfold: "?open=", .zh)
        #expect(picture.accounts.count == 40)
        let page = FrameExamples.console(.light).page(
            title: "40", "<h1>40</h1>\(picture.figure(tableAddress: "#t", .zh))")
        #expect(try Golden.compare(stable(page), with: "web/fund-flow-40.html") == .same)
    }

    @Test("sign-in stands in the slim frame")
    func signIn() throws {
        let frame = SlimFrame(unit: "云江市反诈中心", otherLanguage: "/sign-in?language=en")
        let fields = [
            Field("number", "警号", isRequired: true, autocomplete: "username"),
            Field("password", "口令", control: .password, isRequired: true, autocomplete: "current-password"),
        ]
        let page = frame.page(
            title: "登录",
            """
            <form class="panel" method="post" action="/sign-in"><h1>登录</h1>\
            <div class="g">\(fields.map { $0.html(.zh) })</div>\(HTML.submit("登录", tone: .accent))</form>
            """)
        #expect(try Golden.compare(stable(page), with: "web/sign-in.html") == .same)
    }

    @Test("the bank's frame has no search and says whose orders it shows; a watermark lies over revealed values")
    func bankFrame() throws {
        let frame = Frame(
            unit: "协作银行", person: .init(name: "文某", number: "HL-0213", role: "经办", post: "华岭银行总行 风险监测岗"),
            lines: [.init("待办", "/bank", count: 5, isWaiting: true, isCurrent: true)], now: FundFlowExamples.now,
            scope: "只显示发给华岭银行的指令", watermark: "文某 HL-0213 <22:47:08>", requestToken: "t",
            addresses: .init(home: "/bank", search: nil, preferences: "/bank/preferences", signOut: "/bank/sign-out"))
        let page = frame.page(title: "待办", "<h1>待办</h1>")
        #expect(!page.string.contains("role=\"search\""))
        #expect(try Golden.compare(stable(page), with: "web/bank-frame.html") == .same)
    }

    @Test("the shared pieces on one page")
    func pieces() throws {
        let page = FrameExamples.console().page(title: "样张", "<h1>样张</h1>\(PieceExamples.all)")
        #expect(try Golden.compare(stable(page), with: "web/pieces.html") == .same)
    }

    /// The page without the assets' versions, which change with every edit of theirs.
    private func stable(_ page: HTML) -> String {
        Asset.allCases.reduce(page.string) { $0.replacing($1.version, with: "0") }
    }
}
