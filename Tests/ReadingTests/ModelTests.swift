import Foundation
import Primitives
import Reading
import Testing

@Suite("Models of what a text is") struct ModelTests {
    private static let seller = ["代购手表先付定金，说被海关扣了要交关税", "二手相机先付款，收了钱就把我拉黑", "低价演唱会门票付了定金不发货"]
    private static let police = ["自称公安局说我涉嫌洗钱要查资金", "检察官说有通缉令要把钱转到安全账户", "通管局转接公安说我名下的卡涉案要保密"]

    private static let examples: [LabelledExample] = (0..<20).flatMap { turn in
        seller.map { LabelledExample("\($0)，第\(turn)次", "DS") }
            + police.map { LabelledExample("\($0)，第\(turn)次", "GJF") }
    }

    private static let made = Result { try LabelTraining(examples, features: .text).model(seed: 1) }

    private func model() throws -> LabelModel { try Self.made.get() }

    @Test("a model tells apart what it was shown, and says by which words")
    func told() throws {
        let answer = try model().answer("民警说我涉嫌洗钱，让我把钱转到安全账户")
        #expect(answer.label == "GJF")
        #expect(answer.isSure)
        #expect(try model().because("民警说我涉嫌洗钱，让我把钱转到安全账户", "GJF").isEmpty == false)
    }

    @Test("widths, traditional forms and hidden spaces make no difference")
    func dirt() throws {
        var reader = LabelReader(try model())
        #expect(reader.margins("把錢轉到安全賬戶１２３") == reader.margins("把钱转到\u{200B}安全账户123"))
    }

    @Test("the same seed gives the same file, and the file gives the same model")
    func files() throws {
        let file = try model().file()
        #expect(try LabelTraining(Self.examples, features: .text).model(seed: 1).file() == file)
        let read = try LabelModel(file: file)
        #expect(read.answer("演唱会门票").confidence == (try model()).answer("演唱会门票").confidence)
    }

    @Test("a file that is cut or is none is refused")
    func damaged() throws {
        let file = try model().file()
        #expect(throws: (any Error).self) { try LabelModel(file: Array(file.dropLast(1))) }
        #expect(throws: LabelModel.Unreadable.beginning) { try LabelModel(file: Array("PK".utf8)) }
        for place in stride(from: 8, to: min(file.count, 400), by: 7) {
            var broken = file
            broken[place] ^= 0xFF
            do { _ = try LabelModel(file: broken) } catch {}
        }
    }

    @Test("one label is nothing to tell apart")
    func one() {
        #expect(throws: LabelTraining.Invalid.labels(1)) {
            _ = try LabelTraining([LabelledExample("a", "SD")], features: .text)
        }
    }

    @Test("the area under the curve counts equal scores by half")
    func area() {
        #expect(Evaluation.auc([0.1, 0.4, 0.35, 0.8], [false, false, true, true]) == 0.75)
        #expect(Evaluation.auc([0.5, 0.5], [true, false]) == 0.5)
    }

    @Test("hosts: characters and build decide")
    func hosts() throws {
        let examples = (0..<60).flatMap { number in
            [
                LabelledExample("vip\(number)-fx\(number * 7).top", "1"),
                LabelledExample("news.city\(["a", "b", "c"][number % 3])paper.com", "0"),
            ]
        }
        let model = try LabelTraining(examples, features: .host).model(seed: 1)
        #expect(model.answer("vip88-fx123.top").label == "1")
        #expect(model.answer("news.citydpaper.com").label == "0")
    }

    /// The training texts know neither half; the figures of the half that nobody reads are only printed.
    @Test(
        "the model that the program brings along knows the types of written statements",
        arguments: ["tuning", "heldout"])
    func shipped(half: String) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Statements/\(half)")
        let statements = try Statement.all(in: folder)
        var reader = LabelReader(.shipped)
        let evaluation = Evaluation(statements.map { reader.answer($0.text) }, truths: statements.map(\.type))
        print(
            "types, \(half): accuracy \(evaluation.accuracy), macro F1 \(evaluation.macroF1), unsure \(evaluation.unsure), right where sure \(evaluation.accuracyWhereSure), calibration error \(evaluation.calibrationError)"
        )
        #expect(evaluation.accuracy > 0.6)
    }
}

@Suite("Near copies") struct NearCopyTests {
    private static let script = "您好，我是平台客服，您购买的商品因质量问题已下架，我们将为您办理三倍理赔，请您下载会议软件并共享屏幕，由专员为您操作退款流程"

    @Test("the same script with another name and sum is a near copy, another script is not")
    func copies() {
        let copy = Self.script.replacing("平台客服", with: "淘宝客服小李").replacing("三倍", with: "双倍")
        let other = "我在网上认识一个自称在部队服役的人，他带我在一个平台上买数字货币，一开始赚了一点，后来提现要交税"
        let print = ScriptPrint(Self.script)
        #expect(print.likeness(ScriptPrint(copy)) > 0.5)
        #expect(print.likeness(ScriptPrint(other)) < 0.2)
        #expect(ScriptPrint("").likeness(ScriptPrint("")) == 0)
        var index = ScriptIndex()
        index.add(ScriptPrint(other))
        index.add(ScriptPrint(copy))
        #expect(index.copies(of: print, share: 0.5).map(\.number) == [1])
    }
}

@Suite("Hostile texts") struct HostileTextTests {
    /// Time grows with length and no faster: four times the text takes less than ten times the time.
    @Test(
        "long and hostile texts are read in linear time",
        arguments: ["6", "六", "<", "&", "(a", "转 1 ", "1,", "3月", "\u{202E}a", "王", "a.", "@", "“下载"])
    func linear(unit: String) {
        func seconds(_ count: Int) -> Double {
            let text = String(repeating: unit, count: count)
            let clock = SystemClock()
            let start = clock.now()
            _ = Reading(text, day: CivilDay("2026-03-14"))
            return Double(clock.now().microseconds - start.microseconds) / 1e6
        }
        let (short, long) = (seconds(3_000), seconds(12_000))
        #expect(long < max(0.5, short * 10), "\(unit): \(short) s, \(long) s")
    }
}
