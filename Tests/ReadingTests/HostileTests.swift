import Primitives
import Testing

@testable import Reading

/// What was slow or wrong in hostile texts; steps are counted, not seconds.
@Suite("Hostile texts") struct HostileTests {
    private static let day = CivilDay("2026-03-14")

    @Test(
        "numbers are looked for once in rows of what only looks like digits",
        arguments: ["|", "|O", "O|", "l|一", "a|", "Q|"])
    func lookalikes(unit: String) {
        let text = ReadableText(String(repeating: unit, count: 100))
        let runs = DigitRuns(text)
        // A row is left behind at once, from wherever in it one looks.
        let ends = Set(
            (0..<text.count).filter { !text[$0].isHan && Digits.value(text[$0]) != nil }.map(runs.endOfLookalikes))
        let rows = text.scalars.split { $0.isHan || Digits.value($0) == nil }.count
        #expect(ends.count == rows)
        #expect(unit.contains("一") || runs.next(from: 0) == nil)
    }

    @Test("bars before a digit are read with it, and rows without one hide no number behind them")
    func bars() {
        let text = ReadableText("||||||卡6217000010000000003")
        #expect(DigitRuns(text).next(from: 0)?.run.groups.map(\.digits) == ["6217000010000000003"])
        #expect(DigitRuns(ReadableText("a||1")).next(from: 0)?.run.groups.map(\.digits) == ["11"])
    }

    @Test("a mark that opens a tag and never closes it is text, and what closes behind another one is that one's")
    func tags() {
        #expect(String(String.UnicodeScalarView(ReadableText("<a<a转<b>了").scalars)) == "<a<a转 了")
    }

    @Test(
        "an hour of another day brings its own part of the day; one of the day named before stays in that one's",
        arguments: [
            ("昨天下午两点多接到电话。我在今天9点12分转了86000元，9点40分又转了三万元。", ["2026-03-13T14", "2026-03-14T09:12", "2026-03-14T09:40"]),
            ("3月9日下午两点接到电话，3月9日14:05转了8000元，四点又转5000元。", ["2026-03-09T14", "2026-03-09T14:05", "2026-03-09T16"]),
        ])
    func partOfDay(text: String, times: [String]) {
        let reading = Reading(text, day: Self.day)
        #expect(reading.entities.filter { $0.kind == .time }.map(\.value) == times)
    }

    @Test(
        "marks of direction, hidden characters and other scripts change nothing of what is read",
        arguments: ["\u{202E}", "\u{2066}", "\u{200F}", "\u{200B}", "\u{FEFF}", "\u{2069}"])
    func hidden(mark: Character) {
        let plain = "我用6217000010000000003转了86000元到王小明的微信lao_wang66，网址a.fxpay.top"
        let dirty = String(plain.flatMap { [$0, mark] })
        let (one, other) = (Reading(plain, day: Self.day), Reading(dirty, day: Self.day))
        #expect(one.entities == other.entities && one.payments == other.payments && !one.payments.isEmpty)
    }

    @Test("a text too short to fill two places of its print side by side is still found as a copy of itself")
    func shortCopies() {
        for length in 8..<24 {
            for start in 0..<40 {
                let text = String(
                    String.UnicodeScalarView(
                        (0..<length).compactMap { Unicode.Scalar(UInt32(0x4E00 + start * 97 + $0 * 31)) }))
                let print = ScriptPrint(text)
                guard print.likeness(print) == 1 else { continue }
                var index = ScriptIndex()
                index.add(print)
                #expect(index.copies(of: print, share: 1).count == 1, "\(text)")
            }
        }
    }

    @Test("words that decided have no marks at their ends, and none comes twice")
    func because() {
        let text = "对方说，我的快递丢了，要给我理赔，，，让我下载会议软件，共享屏幕，转账到安全账户，，转账到安全账户！！"
        let words = LabelModel.shipped.because(text, LabelModel.shipped.answer(text).label)
        #expect(!words.isEmpty && Set(words).count == words.count)
        for word in words { #expect(word.first?.isLetter ?? false || word.first?.isNumber ?? false, "\(word)") }
    }
}
