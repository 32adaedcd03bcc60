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
        #expect(answer.confidence > 0.5)
        #expect(try model().because("民警说我涉嫌洗钱，让我把钱转到安全账户", "GJF").isEmpty == false)
    }

    @Test("widths, traditional forms and hidden spaces make no difference")
    func dirt() throws {
        var reader = LabelReader(try model())
        #expect(reader.margins("把錢轉到安全賬戶１２３") == reader.margins("把钱转到\u{200B}安全账户123"))
    }

    @Test("what is of another kind than the texts that a model learnt from is unsure, however it is labelled")
    func unfamiliar() throws {
        let model = try model()
        #expect(model.answer("检察官说有通缉令要把钱转到安全账户，第3次").isFamiliar)
        let other = model.answer("今天晚上的月亮很圆，孩子们在院子里放烟花，安全")
        #expect(!other.isFamiliar && !other.isSure)
        #expect(!model.answer("").isFamiliar)
    }

    /// A hundred and twenty characters that no other number has in this order.
    private static func script(_ number: Int) -> String {
        var script = String.UnicodeScalarView()
        for place in 0..<120 {
            let offset: Int = (number * 389 + place * 31) % 9_000
            if let scalar = Unicode.Scalar(UInt32(0x4E00 + offset)) { script.append(scalar) }
        }
        return String(script)
    }

    @Test("more than sixteen labels are told apart in texts longer than one sum of weights")
    func manyLabels() throws {
        let scripts = (0..<17).map(Self.script)
        var examples: [LabelledExample] = []
        for (label, script) in scripts.enumerated() {
            for turn in 0..<2 { examples.append(LabelledExample(String(script.dropFirst(turn * 5)), "label\(label)")) }
        }
        let model = try LabelTraining(examples, features: .text).model(seed: 1)
        var reader = LabelReader(model)
        for (label, script) in scripts.enumerated() {
            let margins = reader.margins(String(script.dropLast(20)))
            #expect(margins.count == 17)
            let best = zip(model.labels, margins).max { $0.1 < $1.1 }
            #expect(best?.0 == "label\(label)")
        }
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

    @Test(
        "what an address was made to look like, and how it is built",
        arguments: [
            ("http://taobao-refund.top/a", [HostReason.looksLike("taobao")]), ("ta0bao.com", [.looksLike("taobao")]),
            ("item.taobao.com", []), ("www.icbc.com.cn", []),
            ("icbc.com.cn.vip-check.top", [.looksLike("icbc"), .manyLabels]),
            ("www.12306.cn", []), ("12306.refund.cn", [.looksLike("12306")]),
            ("http://1.2.3.4/login", [.numbersAlone]), ("https://www.ccb.com@x.cc/", [.nameBeforeAt]),
            ("xn--fiq228c.com", [.otherScript]), ("a-b-c-8899.net", [.manyDigits, .manyHyphens]), ("news.cn", []),
            ("", []),
        ])
    func hostReasons(address: String, reasons: [HostReason]) {
        #expect(HostReason.all(of: address) == reasons)
    }

    @Test("a dot at the end is no part of a host, and what is too long for one is none")
    func hostEnds() {
        #expect(HostName.of("http://icbc.com.cn@Evil.top.:80/login") == "evil.top" && HostName.of("..") == "")
        #expect(HostReason.all(of: "ta0bao.com.") == [.looksLike("taobao")])
        let long = String(repeating: "taobao.", count: 40) + "top"
        #expect(HostReason.all(of: long).isEmpty && HostOpinion(long) == nil)
    }

    @Test("the parts of an address that speak for its label")
    func hostParts() throws {
        let examples = (0..<60).flatMap { number in
            [LabelledExample("vip\(number).fxpay.top", "1"), LabelledExample("news\(number).paper.com", "0")]
        }
        let model = try LabelTraining(examples, features: .host).model(seed: 1)
        #expect(model.parts(of: "https://vip77.fxpay.top/a", "1").contains("fxpay"))
        #expect(model.parts(of: "vip77.fxpay.top", "2") == [])
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
    /// What may be repeated for long: each way of reading meets what could make it look back over and over.
    static let units = [
        "6", "六", "<", "&", "(a", "转 1 ", "1,", "3月", "\u{202E}a", "王", "a.", "@", "“下载", "微信abc123456 ", "QQ123456 ",
        "转1元到6217000010000000003 ", "付1元、", "张三，", "6217000010000000003张志强", "昨天", "1点", "我叫", "户名", "零", "万",
        "1点付1元，", "各1元", "没转1元转了。", "10:00\n", "*明 ", "户名阿依，", "138", "http://", "a@b.c ", "---\n", "\u{1F468}\u{200D}",
        "ａ", "《", "\u{0}",
    ]

    /// Linear reading takes 4 times as long for 4 times the text, quadratic 16 times; time is that of this thread alone, so that
    /// a busy machine does not matter.
    @Test("long and hostile texts are read in linear time", arguments: units)
    func linear(unit: String) {
        func seconds(_ count: Int) -> Double {
            let text = String(repeating: unit, count: count)
            return (0..<3).map { _ in
                let start = Self.threadSeconds()
                _ = Reading(text, day: CivilDay("2026-03-14"))
                return Self.threadSeconds() - start
            }.min() ?? 0
        }
        let (short, long) = (seconds(600), seconds(2_400))
        #expect(long < max(0.02, short * 8), "\(unit): \(short) s, \(long) s")
    }

    private static func threadSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    @Test("bytes of every kind are read without end or harm, and places stay in the text")
    func anything() {
        for seed in UInt64(1)...60 {
            var state = seed &* 0x9E37_79B9_7F4A_7C15
            let bytes = (0..<400).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 56)
            }
            let text = String(decoding: bytes, as: UTF8.self) + "转1万元到\u{202E}6217000010000000003\u{2066}户名：张志强"
            let reading = Reading(text, day: CivilDay("2026-03-14"))
            for entity in reading.entities {
                #expect(reading.originalRange(entity).upperBound <= text.unicodeScalars.count)
            }
            _ = LabelModel.shipped.answer(reading.text.plain)
        }
    }
}
