import Foundation
import Jurisdiction
import Primitives
import Testing

@testable import Screening

@Suite("Screening: what is said of a text or a host, and why") struct ScreenerTests {
    static let rules = Pack.builtIn.rules(on: CivilDay("2026-11-27")!)
    static let listed = KnownHosts([
        .init("fxpay-vip.top", reported: CivilDay("2026-11-15")),
        .init("old-gold.cc", reported: CivilDay("2025-01-01")),
        .init("undated.net", reported: nil),
    ])
    static let script = "您好，我是平台客服，您购买的商品因质量问题已下架，我们将为您办理三倍理赔，请您下载会议软件并共享屏幕，由专员为您操作退款流程"
    static let screener = Screener(rules, hosts: listed, scripts: KnownScripts([script]))

    /// A line is what somebody got, and what must come of it.
    struct Case: CustomTestStringConvertible {
        let kind: ScreenedKind
        let text: String
        let verdict: Assessment.Verdict
        /// Codes of its pieces.
        let pieces: [String]
        var testDescription: String { String(text.prefix(20)) }
    }

    static let cases = [
        Case(
            kind: .message, text: "【兼职】点赞员日结300元，先垫付做任务后返佣金，名额有限，加QQ群领取福利单，联单完成立即提现", verdict: .warned,
            pieces: ["text"]),
        Case(kind: .message, text: "妈，我这个月房租和水电一起要交，晚上回来吃饭。", verdict: .clear, pieces: []),
        Case(kind: .message, text: "【建设银行】您尾号4402的储蓄卡10月8日18:26支出人民币36.50元，余额2,917.08元。", verdict: .clear, pieces: []),
        Case(kind: .host, text: "fxpay-vip.top", verdict: .warned, pieces: ["listed"]),
        Case(kind: .host, text: "https://m.fxpay-vip.top:8443/login?a=1", verdict: .warned, pieces: ["listed"]),
        // An old report alone calls nobody.
        Case(kind: .host, text: "old-gold.cc", verdict: .clear, pieces: ["listed"]),
        Case(kind: .host, text: "undated.net", verdict: .clear, pieces: ["listed"]),
        // Nor does a model of hosts.
        Case(kind: .host, text: "fx-vip8888.top", verdict: .clear, pieces: ["host"]),
        Case(kind: .host, text: "www.12306.cn", verdict: .clear, pieces: []),
        Case(kind: .host, text: "v.douyin.com", verdict: .clear, pieces: []),
        Case(kind: .host, text: "www.icbc.com.cn", verdict: .clear, pieces: []),
        Case(kind: .host, text: "taobao-refund.com.cn", verdict: .clear, pieces: ["brand"]),
        Case(
            kind: .message, text: "明天上午十点开会，材料在 http://fxpay-vip.top/a 上，请大家看看。", verdict: .warned,
            pieces: ["listed"]),
        Case(kind: .message, text: "", verdict: .clear, pieces: []),
        Case(kind: .host, text: "", verdict: .clear, pieces: []),
    ]

    @Test("what is warned of, and by which pieces", arguments: cases)
    func verdicts(example: Case) {
        let found = Self.screener.assess(example.text, example.kind)
        #expect(found.verdict == example.verdict, "\(found)")
        #expect(found.pieces.map(\.code).filter { $0 != "unfamiliarText" } == example.pieces, "\(found.pieces)")
    }

    @Test(
        "few characters are not enough to call somebody about, however sure the model is of them",
        arguments: ["一个字 烂", "4, 房价是 780元.", "只有一个好处", "其中一个刚好涨了100元"])
    func short(text: String) {
        let found = Self.screener.assess(text, .message)
        let letters = text.unicodeScalars.count { $0.properties.isAlphabetic || $0.properties.numericType != nil }
        #expect(found.points <= letters && found.verdict != .warned, "\(found)")
    }

    @Test("a host that begins with a combining mark is found, and what is under it")
    func marks() {
        let known = KnownHosts([.init("\u{36A}xpay.pd", reported: nil)])
        #expect(known.entry(of: "\u{36A}xpay.pd") != nil && known.entry(of: "a.\u{36A}xpay.pd") != nil)
    }

    @Test("a copy of a known script is warned of, whatever the model says of it")
    func copies() {
        let found = Self.screener.assess(Self.script.replacing("平台", with: "淘宝"), .chat)
        #expect(found.pieces.contains { $0.code == "copy" } && found.verdict == .warned)
        #expect(found.sign == "CHAT_JOINED")
    }

    @Test("what is listed tells its age, and a fresh entry is worth more than an old one")
    func age() throws {
        let fresh = try #require(Self.screener.assess("fxpay-vip.top", .host).pieces.first)
        #expect(fresh.reason.zh == "fxpay-vip.top 在涉诈名单上，12 天前举报")
        #expect(fresh.reason.en == "fxpay-vip.top is on the list, reported 12 days ago")
        let old = try #require(Self.screener.assess("old-gold.cc", .host).pieces.first)
        #expect(fresh.points > old.points)
        #expect(old.points < Self.rules.screening.warnFrom(.host))
    }

    @Test(
        "a list has host, label and the day of the report; ordinary hosts of it are left out, the latest report counts")
    func list() throws {
        let rows = [
            ["\u{FEFF}host", "label", "day"], ["http://A.top/x", "1", "2026-01-02"], ["a.top", "1", "2026-03-04"],
            ["b.top", "0"],
            ["c.top.", "scam", ""], [""], ["d.top", "benign"],
        ]
        let hosts = try KnownHosts(rows: rows)
        #expect(hosts.entry(of: "x.y.a.top")?.reported == CivilDay("2026-03-04"))
        #expect(hosts.entry(of: "c.top")?.reported == nil)
        for none in ["b.top", "d.top", "top", "", "..", "xa.top"] { #expect(hosts.entry(of: none) == nil) }
        #expect(hosts.count == 2)
    }

    @Test(
        "a list that cannot be read is refused by line and column, with what would be right",
        arguments: [
            ([["a.top", "1"], ["localhost", "1"]], #"line 2, column host: found "localhost", expected a host"#),
            ([["a.top"]], #"line 1, column label: found "", expected 1, scam"#),
            ([["a.top", "maybe"]], #"line 1, column label: found "maybe""#),
            (
                [["host", "label", "day"], ["a.top", "1", "soon"]], #"line 2, column day: found "soon", expected a day"#
            ),
        ])
    func badList(rows: [[String]], said: String) {
        do {
            _ = try KnownHosts(rows: rows)
            Issue.record("taken")
        } catch { #expect(error.description.hasPrefix(said), "\(error)") }
    }

    @Test("all hosts of a text are looked up, however many; what stands before an @ and a dot at the end hide none")
    func hidden() {
        let many = (0..<40).map { "http://a\($0).com/x " }.joined() + "http://fxpay-vip.top/a"
        for text in [many, "请登录 http://icbc.com.cn@fxpay-vip.top/login 查看", "请登录 http://u:8@m.fxpay-vip.top/"] {
            let found = Self.screener.assess(text, .message)
            #expect(found.pieces.contains { $0.code == "listed" }, "\(text.suffix(60)): \(found.pieces)")
        }
        for host in ["fxpay-vip.top.", "http://icbc.com.cn@fxpay-vip.top./login"] {
            #expect(Self.screener.assess(host, .host).pieces.map(\.code) == ["listed"])
        }
    }

    @Test("what is too long for a host is nobody's")
    func tooLong() {
        let host = String(repeating: "taobao-", count: 40) + "a.top"
        #expect(Screener.isTooLong(host: host) && !Screener.isTooLong(host: "http://a.top/" + host))
        #expect(Self.screener.assess(host, .host).pieces.isEmpty)
    }

    @Test("a reason quotes no more than a dozen characters at a time")
    func fragments() {
        let piece = Piece(cause: .text(percent: 99, words: [String(repeating: "长", count: 30)]), points: 20)
        #expect(piece.reason.zh == "文字像诈骗 99%：" + String(repeating: "长", count: 12))
    }

    @Test(
        "every kind stands for a sign of warnings and has a threshold, and no opinion of a model on a host reaches it")
    func kinds() {
        for kind in ScreenedKind.allCases {
            let found = Self.screener.assess("x", kind)
            #expect(Self.rules.code(found.sign, in: .warningSigns) != nil)
            #expect(Self.rules.screening.warnFrom(kind) < .max)
            #expect(Self.rules.screening.hostPointsMax + Self.rules.screening.brandPoints < found.warnFrom)
            #expect(Self.rules.screening.listedOldPoints < found.warnFrom)
        }
    }
}

@Suite("Screening: what holds for every text") struct ScreeningLawTests {
    private static let parts = [
        "转账到安全账户", "http://fxpay-vip.top/a", "您好", "刷单返利，先垫付", "\u{202E}", "x", "明天开会", "https://ta0bao.com", "……",
        "123",
        "请下载会议软件并共享屏幕", "ok ok ok", "\u{0}", "客服", "晚上回来吃饭",
    ]

    @Test("the pieces are the score; what is unsure warns of nothing by itself; each has a reason in both languages")
    func laws() {
        var state: UInt64 = 7
        for _ in 0..<60 {
            let text = (0..<8).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Self.parts[Int(state >> 33) % Self.parts.count]
            }.joined()
            for kind in ScreenedKind.allCases {
                let found = ScreenerTests.screener.assess(text, kind)
                #expect(found.points == found.pieces.map(\.points).reduce(0, +))
                #expect(found.pieces.allSatisfy { $0.points >= 0 && !$0.reason.zh.isEmpty && !$0.reason.en.isEmpty })
                #expect((found.verdict == .warned) == (found.points >= found.warnFrom))
                if found.pieces.contains(where: { $0.cause == .unfamiliarText }) {
                    #expect(!found.pieces.contains { $0.code == "text" })
                    #expect(found.pieces.count > 1 || found.verdict == .unsure)
                }
            }
        }
    }

    @Test("points grow with the likelihood and end at the most")
    func points() {
        #expect(Evidence.points(0.5, most: 25) == 0)
        #expect(Evidence.points(10 / 11 + 1e-9, most: 25) == 10)
        #expect(Evidence.points(100 / 101 + 1e-9, most: 25) == 20)
        #expect(Evidence.points(1, most: 25) == 25 && Evidence.points(0.999_999, most: 25) == 25)
        #expect(Evidence.points(0, most: 25) == 0 && Evidence.points(.nan, most: 25) == 0)
    }

    /// Four times the text may take eight times as long; time is that of this thread alone.
    @Test(
        "long and hostile texts are screened in linear time",
        arguments: ["http://a.b/ ", "a.", "转1万元", "<", "@", "xn--a.top ", "诈骗"])
    func linear(unit: String) {
        func seconds(_ count: Int, _ kind: ScreenedKind) -> Double {
            let text = String(repeating: unit, count: count)
            return (0..<3).map { _ in
                let start = Self.threadSeconds()
                _ = ScreenerTests.screener.assess(text, kind)
                return Self.threadSeconds() - start
            }.min() ?? 0
        }
        for kind in [ScreenedKind.message, .host] {
            let (short, long) = (seconds(300, kind), seconds(1_200, kind))
            #expect(long < max(0.05, short * 8), "\(unit): \(short) s, \(long) s")
        }
    }

    private static func threadSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
