import Foundation
import Primitives
import Reading
import Testing

/// The 600 written statements; those of `heldout` are read by no one while rules are made, only counted here.
@Suite("Statements read") struct StatementTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
        path: "Statements")

    /// Kinds whose form is strict must be found as well in texts that nobody looked at.
    @Test("entities have their exact places and values", arguments: ["tuning", "further", "heldout"])
    func entities(half: String) throws {
        let statements = try Statement.all(in: Self.folder.appending(path: half))
        #expect(statements.count == 200)
        let scores = Scores(statements)
        print("Statements/\(half): percent right of those found and of those marked\n\(scores.table)")
        let isTuning = half == "tuning"
        #expect(scores.all.precision > (isTuning ? 0.95 : 0.85))
        #expect(scores.all.recall > (isTuning ? 0.92 : 0.75))
        for kind in ["card", "id_number", "host", "link", "wallet"] {
            #expect(try #require(scores.kinds[kind]).f1 > 0.97, "\(kind)")
        }
    }
}

@Suite("Readings") struct ReadingTests {
    private func values(_ text: String, _ kind: Reading.Kind, day: String = "2026-03-14") -> [String] {
        Reading(text, day: CivilDay(day)).entities.filter { $0.kind == kind }.map(\.value)
    }

    @Test(
        "sums as people write them",
        arguments: [
            ("转了二十三万五", "23500000"), ("付了两千三百多块", "230000"), ("充了1.5万", "150000" + "0"), ("花了18块八", "1880"),
            ("汇了￥３００", "30000"), ("转了壹仟陆佰捌拾元整", "168000"), ("打了9w9", "9900000"), ("转了十二万", "12000000"),
            ("我被他扣了48650块", "4865000"), ("转了九千八一次", "980000"), ("交了15.2万个人所得税", "15200000"),
            ("十万给了他", "10000000"), ("共12,905.44元", "1290544"),
        ])
    func sums(text: String, fen: String) { #expect(values(text, .amount) == [fen]) }

    @Test(
        "times count from the statement's day",
        arguments: [
            ("琴日下半天2点10分", "2026-03-13T14:10"), ("昨天下午三点多", "2026-03-13T15"), ("3月9号", "2026-03-09"),
            ("今早八点半", "2026-03-14T08:30"),
            ("昨晚十二点", "2026-03-14T00"), ("12月30日", "2025-12-30"), ("２０２６．３．１", "2026-03-01"),
        ])
    func times(text: String, value: String) { #expect(values(text + "，", .time) == [value]) }

    @Test(
        "evasions are seen through",
        arguments: [
            ("加薇信 lao_wang66", Reading.Kind.wechat, "lao_wang66"), ("加我QQ3608815527", .qq, "3608815527"),
            ("扣扣⑧0三41七96", .qq, "80341796"),
            ("电话一三八零零一三八零零零", .mobile, "13800138000"),
            ("hxxp://zhubo[.]live-tip[.]pw/v", .link, "http://zhubo.live-tip.pw/v"),
            ("卡６２１７ 0000 1OOO OOOO OO3", .card, "6217000010000000003"),
        ])
    func evasions(text: String, kind: Reading.Kind, value: String) { #expect(values(text, kind) == [value]) }

    @Test(
        "numbers that are no sums and no accounts, and a day that nobody named",
        arguments: ["加入牛股交流18群", "垫付1288/3688/9888", "发短信的号码是106980095588123", "第二天", "卡里047622626000元"])
    func noSum(text: String) {
        let kinds = Reading(text, day: CivilDay("2026-03-14")).entities.map(\.kind)
        #expect(!kinds.contains { [.amount, .account, .time].contains($0) })
    }

    @Test("pinyin that a page put behind its characters parts no words")
    func pinyin() {
        #expect(values("成功勸阻潛在受害人947萬(wàn)人次，我叫駱(luò)建國，", .amount) == [])
        #expect(values("我叫駱(luò)建國，", .person) == ["骆建国"])
    }

    @Test("what a page says to machines at its beginning is not read, and places behind it are right")
    func frontMatter() throws {
        let reading = Reading("---\ntitle: \"转了9万元\"\ndate: 2022-04-25 17:30:03\n---\n<p> 他转了21万元。</p>", day: nil)
        #expect(reading.entities.map(\.value) == ["21000000"])
        #expect(reading.written(reading.entities[0]) == "21万元")
        #expect(values("---\n转了9万元", .amount) == ["9000000"])
    }

    @Test(
        "who was paid what",
        arguments: [
            ("先付3000元，再付8000元，收款6217000010000000003、6228480402564890018。", "3000 0003, 8000 0018"),
            ("对方要我充2800元解冻，我就扫码付了。", "2800 ?"),
            ("对方要我再交9900元，我没交。", ""), ("提现到账500元，返利88元。", ""),
            ("1月3日980元、1月4日3980元，都转到6217000010000000003。", "980 0003, 3980 0003"),
            ("往6217000010000000003转了五千，又往6228480402564890018转了三千。", "5000 0003, 3000 0018"),
            ("付了2800元。", "2800 ?"), ("我转了两笔，分别是5000元和8000元。", "5000 ?, 8000 ?"),
            ("对方要我打5000元到6217000010000000003，我没给。", ""),
            ("3月2日往6217000010000000003转了三次，每次2000元。", "2000 0003, 2000 0003, 2000 0003"),
            ("3月2日往6217000010000000003转了十二次，每次2000元。", "2000 0003"),
            ("转到：6217000010000000003（单玉梅）20000元；6228480402564890018（桑旭）35000元。", "20000 0003, 35000 0018"),
        ])
    func payments(text: String, paid: String) {
        let reading = Reading(text, day: CivilDay("2026-03-14"))
        let values = reading.entities.map(\.value)
        let found = reading.payments.map { payment in
            let yuan = (Int64(values[payment.amount]) ?? 0) / 100
            return "\(yuan) \(payment.payee.map { String(values[$0].suffix(4)) } ?? "?")"
        }
        #expect(found.joined(separator: ", ") == paid)
    }

    @Test(
        "a sum that was asked for takes time and account from where its payment is told",
        arguments: [
            ("骗子 09:15\n要缴2000元认证，打6217000010000000003\n我 10:02\n转了", "2000 0003 14T10:02"),
            ("3月1日接到电话，让我付1999元。我从6228480402564890018付至6217000010000000003，时间是3月2日10点05分。", "1999 0003 02T10:05"),
            ("我订了一批货3万元。3月12日打全款到6217000010000000003，至今没发货。", "30000 0003 12"),
            ("付了1999元（3月2日19:20，6217000010000000003）", "1999 0003 02T19:20"),
            ("昨天把3万元存进自己的卡6228480402564890018，再转到6217000010000000003。", "30000 0003 13"),
            ("他让我转5000元到6217000010000000003，我没转。", ""), ("3月1日至3月2日转了3000元", "3000 ? ?"),
        ])
    func acts(text: String, paid: String) {
        let reading = Reading(text, day: CivilDay("2026-03-14"))
        let values = reading.entities.map(\.value)
        let found = reading.payments.map { payment in
            let (payee, time) = (
                payment.payee.map { values[$0].suffix(4) }, payment.time.map { values[$0].dropFirst(8) }
            )
            return "\((Int64(values[payment.amount]) ?? 0) / 100) \(payee ?? "?") \(time ?? "?")"
        }
        #expect(found.joined(separator: ", ") == paid)
    }

    @Test(
        "an account behind a later sum is that of an earlier one only where a word says so",
        arguments: [
            ("3月3日汇了2万元，提现成功；3月8日又汇了60万元，收款6217000010000000003。", [nil, "6217000010000000003"]),
            (
                "3月3日汇了2万元，提现成功；3月8日又汇了60万元，都到6217000010000000003。",
                ["6217000010000000003", "6217000010000000003"]
            ),
        ])
    func shared(text: String, payees: [String?]) {
        let reading = Reading(text, day: CivilDay("2026-03-14"))
        #expect(reading.payments.map { $0.payee.map { reading.entities[$0].value } } == payees)
    }

    @Test("accounts of one list have one role, and one behind the teller's own is the other side's")
    func sides() {
        func roles(_ text: String) -> [Entity.Role?] {
            Reading(text, day: nil).entities.filter { $0.kind == .card }.map(\.role)
        }
        #expect(roles("收款6217000010000000003、6228480402564890018，") == [.payee, .payee])
        #expect(roles("从6217000010000000003存到6228480402564890018，") == [.payer, .payee])
        #expect(roles("要求向6217000010000000003汇款") == [.payee])
        #expect(roles("用哪张卡转的？\n农行的，6217000010000000003") == [.payer])
        #expect(roles("都是用农行卡转的。\n转到哪个账户？\n6217000010000000003，") == [.payee])
        #expect(roles("我又充了十万进去，账户是单伟6217000010000000003。") == [.payee])
    }

    @Test("an account that answers the question for the teller's own is his")
    func asked() {
        let reading = Reading("问：你用哪张卡转的？\n答：农行的，6228480402564890018。", day: nil)
        #expect(reading.entities.first { $0.kind == .card }?.role == .payer)
    }

    @Test("a name in a program is the other side's, and is paid only where a word says so")
    func handles() {
        func roles(_ text: String, _ kind: Reading.Kind) -> [Entity.Role?] {
            Reading(text, day: nil).entities.filter { $0.kind == kind }.map(\.role)
        }
        #expect(roles("转了钱。对方QQ：3105582947。", .qq) == [.caller])
        #expect(roles("对方加微信piaowu_xiaoke，", .wechat) == [.caller])
        #expect(roles("钱付给她的微信feifei-tour66，", .wechat) == [.payee])
    }

    @Test("a program is named where it is paid with, where it heads a clause, and not where it labels a name")
    func programs() {
        #expect(values("通过微信付给群主微信号xinghe_0817，", .app) == ["微信"])
        #expect(values("网贷被骗。平台金象易贷，授信6万。", .app) == ["金象易贷"])
        #expect(values("我的微信xinghe_0817，", .app) == [])
    }

    @Test("messages of a chat count from their own day, whatever day is named in them")
    func chat() {
        let text = "客服 2026-03-04 21:30\n明天老师直播，4月19日到期\n我 21:58\n好"
        #expect(values(text, .time) == ["2026-03-04T21:30", "2026-03-05", "2026-04-19", "2026-03-04T21:58"])
    }

    @Test("a masked name that a program shows is who was paid, and so is any name behind its label")
    func names() {
        #expect(values("收款方显示*晓雯。", .person) == ["晓雯"])
        #expect(values("**退款**请联系客服。", .person) == [])
        #expect(values("报警人阿依古丽，", .person) == ["阿依古丽"])
        #expect(values("收款人异常，", .person) == [])
    }

    @Test("times before a list of sums are theirs one by one")
    func aligned() {
        let reading = Reading("5月21日13:47、14:02分别转了5800元、18000元至6217000010000000003。", day: CivilDay("2026-05-22"))
        let times = reading.payments.map { $0.time.map { reading.entities[$0].value } }
        #expect(times == ["2026-05-21T13:47", "2026-05-21T14:02"])
    }

    @Test("a telephone behind the victim's name is his, one behind the caller's is not")
    func telephones() {
        func roles(_ text: String) -> [Entity.Role?] {
            Reading(text, day: nil).entities.filter { $0.kind == .mobile }.map(\.role)
        }
        #expect(roles("我叫田志芳，电话13800136127。") == [.victim])
        #expect(roles("报案人田志芳接到陌生来电13800136127。") == [.caller])
    }

    @Test("places point into the text as it was given")
    func places() throws {
        let reading = Reading("<p>鄧\u{200B}先生&nbsp;卡６２１７００００１０００００００００３</p>", day: nil)
        let card = try #require(reading.entities.first { $0.kind == .card })
        #expect(card.value == "6217000010000000003")
        #expect(reading.written(card) == "６２１７００００１０００００００００３")
        #expect(reading.originalRange(card) == 14..<33)
    }

    @Test(
        "nothing is found in nothing, and nothing crashes",
        arguments: ["", "\u{202E}", "\u{0}\u{1}", "((((", "<", "&", "零零零", "一点一点一点"])
    func nothing(text: String) { _ = Reading(text, day: CivilDay("2026-03-14")) }
}
