import Foundation
import Primitives
import Reading
import Testing

/// Texts that were copied from pages: what the page put around them, what was broken on the way, and spam behind them.
@Suite("Texts from pages") struct PageTests {
    private static let story = "近日，民警了解到，王某在柜台取现金时被劝阻，银行工作人员与反诈中心联系后，为他挽回了2.3万元，全市共止付21万元，返还4.5万元。"
    private static let spamLine = "国产精品免费视频,高清无码在线观看 亚洲中文字幕一区二区 人人天天久久"

    private func read(_ text: String) -> Reading { Reading(text, day: CivilDay("2024-07-15")) }

    private func found(_ text: String, _ kinds: Set<Reading.Kind>) -> [String] {
        let reading = read(text)
        return reading.entities.filter { kinds.contains($0.kind) }.map(reading.written)
    }

    @Test("spam behind a text is refused, and where it stands is said; markup behind it changes nothing")
    func spam() {
        let text = "<p>\(Self.story)</p>\n\n  \(Self.spamLine)\n<style></style>\n"
        let reading = read(text)
        let start = text.unicodeScalars.count - "\(Self.spamLine)\n<style></style>\n".unicodeScalars.count - 2
        #expect(reading.text.refused == start..<text.unicodeScalars.count)
        #expect(!reading.text.plain.contains("无码"))
        #expect(reading.entities.map(reading.written) == ["2.3万元", "21万元", "4.5万元"])
    }

    @Test(
        "what is no spam behind a text stays",
        arguments: [
            spamLine, "\(story)\n对方发来免费观看的视频，让我看。", "\(spamLine)\n\(story)", "\(story)\n加QQ12345678看高清视频",
        ])
    func noSpam(text: String) { #expect(read(text).text.refused == nil) }

    @Test("menus, rights and lists of other texts do not say which fraud it is; hosts in them are found all the same")
    func furniture() {
        let text =
            "当前位置：首页>要闻\n\(Self.story)\n相关阅读：\n- 物价2涨1跌\n设为首页 | 加入收藏\nCopyright © www.example.gov.cn\n备案号：湘ICP备11020403号"
        let reading = read(text)
        #expect(reading.text.plain.split(separator: "\n").count == 1)
        #expect(found(text, [.host]) == ["www.example.gov.cn"])
        #expect(LabelModel.shipped.answer(reading.text.plain).label == "NONE")
    }

    @Test("numbers that register a page are no accounts, and a mail address names no program")
    func registrations() {
        #expect(found("滇公網安備 53040202000080號，湘ICP备11020403号-2，索引号 530400202415427770", [.account, .card]) == [])
        #expect(found("投稿邮箱:abcde@qq.com", [.app, .qq]) == [])
        #expect(found("他加了我的QQ，说去微视频里看", [.app]) == ["QQ"])
    }

    @Test("where a character was lost, no other day is read; a week and small things are no times")
    func brokenTimes() {
        #expect(found("会上说?月9日群里发了预警", [.time]) == [])
        #expect(found("中心一周7天有人值守，一點(diǎn)一滴做起", [.time]) == [])
        #expect(found("上周五下午三点", [.time]) == ["上周五下午三点"])
    }

    @Test("things that are counted are no sums")
    func counts() {
        #expect(found("打掉团伙40余起，全链条打击50余个，还有500余家，8万学生，推出10起案例", [.amount]) == [])
    }

    @Test("what a bank stopped or the police gave back was not paid")
    func notPaid() {
        #expect(read("派出所止付王女士被骗款21万元，追缴返还黄女士4.5万元，止付金额25200万余元").payments.isEmpty)
        #expect(read("我止付前已经转了21万元").payments.count == 1)
    }

    @Test("words that end like a surname begin no name, and a word for below brings no program")
    func words() {
        #expect(found("公安机关创新机制，紧密结合治安打击，线下打通渠道，全市下发资金预警，当下热点", [.person, .app]) == [])
        #expect(found("我下了个云付宝，转给关建国", [.person, .app]) == ["云付宝", "关建国"])
    }

    // MARK: the documents themselves

    /// What is read of one of the five source documents.
    struct Document: Sendable {
        let name: String
        let sums: [String]
        var isSpamBehind = false
    }

    private static let sources = [
        Document(name: "000", sums: ["3300余万元", "21万元", "4.5万元"]),
        Document(name: "001", sums: ["70万元", "70万", "100亿余元", "2318余万元", "300余万元", "50万"]),
        Document(name: "002", sums: ["800余萬元", "1.29億元", "2308萬元", "2.3萬元"]),
        Document(name: "003", sums: ["8.8億元", "29萬(wàn)元"], isSpamBehind: true),
        Document(name: "004", sums: ["25200万余元", "25200万余元", "93万余元", "1000余万元"]),
    ]

    /// The folder of the documents, which are not of this repository.
    private static let folder = ProcessInfo.processInfo.environment["READING_DOCUMENTS"]

    @Test("the five source documents as they are", .enabled(if: folder != nil), arguments: sources)
    func documents(document: Document) throws {
        let folder = URL(fileURLWithPath: try #require(Self.folder))
        let file = try #require(
            try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).first {
                $0.lastPathComponent.hasPrefix(document.name)
            })
        let text = try String(contentsOf: file, encoding: .utf8)
        let reading = read(text)
        #expect(reading.entities.filter { $0.kind == .amount }.map(reading.written) == document.sums)
        #expect(reading.payments.isEmpty, "nobody tells here what he paid")
        #expect((reading.text.refused != nil) == document.isSpamBehind)
        let type = LabelModel.shipped.answer(reading.text.plain)
        #expect(type.label == "NONE" && type.confidence > 0.9)
        let none: Set<Reading.Kind> = [
            .card, .account, .mobile, .identityNumber, .qq, .wechat, .alipay, .wallet, .order,
        ]
        #expect(reading.entities.filter { none.contains($0.kind) }.map(reading.written) == [])
    }
}
