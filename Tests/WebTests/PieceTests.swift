import Foundation
import Primitives
import Testing
import Web

@Suite struct PieceTests {
    @Test("a share is floored, so that 99.9 percent never reads 100")
    func percent() {
        #expect(Money(fen: 999).percent(of: Money(fen: 1000)) == 99)
        #expect(Money(fen: 1000).percent(of: Money(fen: 1000)) == 100)
        #expect(Money(fen: 9_000_000_000_000_000_000).percent(of: Money(fen: 9_000_000_000_000_000_001)) == 99)
        #expect(Money(fen: 5).percent(of: .zero) == 0)
    }

    @Test("clocks count in minutes, then hours, then whole hours; terms are words that end with a word")
    func clocks() {
        #expect(Duration.seconds(1648).stopwatch == "27:28")
        #expect(Duration.seconds(4113).stopwatch == "1:08:33")
        #expect(Duration.seconds(-5).stopwatch == "0:00")
        #expect(Duration.hours(36).counting(.zh) == "36 时")
        #expect((Duration.hours(47) + .minutes(6)).term(.zh) == "47 时 06 分")
        #expect(Duration.minutes(42).term(.en) == "42 min")
        #expect(Duration.zero.term(.zh) == "已到期")
    }

    @Test("a moment is told as shortly as it can be")
    func moments() throws {
        let now = FundFlowExamples.now
        #expect((now - .minutes(1)).moment(asOf: now) == "22:46:08")
        #expect((now - .days(1)).moment(asOf: now) == "3-13 22:47")
        #expect((now - .days(100)).moment(asOf: now) == "2025-12-04 22:47")
    }

    @Test("from one million on a key figure is short and keeps its exact sum at hand")
    func headline() {
        let html = HTML.headline(Money(fen: 245_618_000), .zh).string
        #expect(
            html.contains(">245.62 万<") && html.contains("title=\"2,456,180.00 元\"")
                && html.contains("value=\"245618000\""))
        #expect(HTML.headline(Money(fen: 99_999_999), .zh).string.contains(">999,999.99<"))
        #expect(HTML.headline(Money(fen: 245_618_000), .en).string.contains(">2,456,180.00<"))
    }

    @Test("a money bar shows its bands in their order and leaves empty ones out")
    func bar() {
        let bar = HTML.moneyBar(Bands(held: .zero, atLarge: Money(fen: 100), exited: Money(fen: 300)), .zh).string
        #expect(!bar.contains("class=\"bh\""))
        #expect(
            (bar.range(of: "p-large")?.lowerBound ?? bar.endIndex)
                < (bar.range(of: "p-exit")?.lowerBound ?? bar.startIndex))
        #expect(bar.contains("已控 0.00 元，未控 1.00 元，流出 3.00 元"))
    }

    @Test(
        "no page carries inline script or style, an event handler or an unescaped token",
        arguments: Frame.Theme.allCases)
    func strictPolicy(theme: Frame.Theme) {
        let frame = FrameExamples.console(theme)
        for page in [FrameExamples.incidentPage(frame).string, frame.page(title: "<x>", PieceExamples.all).string] {
            #expect(!page.contains(" style=") && !page.contains("<style") && !page.contains("javascript:"))
            #expect(page.matches(of: /<script(?![^>]* src=)/).isEmpty)
            #expect(page.matches(of: /<[^>]* on[a-z]+=/).isEmpty)
            #expect(page.contains("value=\"t0ken&quot;\"") && !page.contains("<title><x>"))
        }
    }

    @Test("ids of a page are its own: none stands twice, and every reference leads to one")
    func references() {
        let page = FrameExamples.incidentPage(FrameExamples.console()).string
        let ids = page.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
        #expect(Set(ids).count == ids.count)
        for match in page.matches(of: /(?:aria-labelledby|aria-describedby|for|href|xlink:href)="#?([^"\/?]+)"/)
        where !match.1.isEmpty {
            #expect(ids.contains(String(match.1)), "\(match.0)")
        }
    }

    @Test("the catalogue speaks as the guide asks: no exclamation marks, no 请注意, no 成功, both languages given")
    func catalogue() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../Sources/Web/Console/Texts")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(files.count >= 5)
        for file in files {
            let source = try String(contentsOf: file, encoding: .utf8)
            for word in ["！", "请注意", "成功", "确定要", "暂无"] {
                #expect(!source.contains(word), "\(file.lastPathComponent): \(word)")
            }
            #expect(!source.contains("\"\""), "\(file.lastPathComponent) has an empty text")
        }
    }
}
