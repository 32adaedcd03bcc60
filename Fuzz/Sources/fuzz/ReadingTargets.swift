import Primitives

@testable import Reading

let readingTargets: [Target] = [
    Target(
        "reading",
        "what is read lies in the text in order, no two things in one place, and payments name what was read",
        seeds: [
            "我叫田志芳，电话１３８００１３６１２７，昨晚九点零五分转了十二万三到6217000010000000003，户名：蔡志强。",
            "<p>鄧(dèng)\u{200B}先生&nbsp;卡６２１７００００１０００００００００３</p>加薇信 lao_wang66，扣扣⑧0三41七96",
            "hxxp://zhubo[.]live-tip[.]pw/v \u{202E}0.5万\u{2066}两千三百多块 TG@abc 0x52908400098527886E0F7030069857D2E4169EE7",
            "近日民警了解到王某取现金时被劝阻，银行工作人员与反诈中心联系后，为他挽回了2.3万元，全市共止付21万元，返还4.5万元。\n国产精品免费视频,高清无码在线观看 亚洲中文字幕",
            "会议号 123 456 789，航班CA1234改签，订单号20260314000123，3月14号下午三点多，“下载“云聊”APP",
        ], longest: 2048
    ) { text in
        let reading = Reading(text, day: CivilTime(present).day)
        let scalars = Array(text.unicodeScalars)
        let length = scalars.count
        hold(reading.text.refused.map { $0.upperBound == length && !$0.isEmpty } ?? true, "spam is the end of a text")
        var last = 0
        for entity in reading.entities {
            let range = reading.originalRange(entity)
            hold(range.lowerBound >= last && range.upperBound <= length, "\(entity) at \(range) of \(length)")
            hold(!range.isEmpty && !entity.value.isEmpty, "\(entity) is nothing")
            last = range.upperBound
            let slice = String(String.UnicodeScalarView(scalars[range]))
            hold(reading.written(entity) == slice, "\(reading.written(entity)) is not \(slice)")
            if entity.kind == .amount { hold(Int64(entity.value) != nil, "\(entity.value) fen") }
        }
        for payment in reading.payments {
            let named = [payment.amount, payment.payer, payment.payee, payment.time].compactMap(\.self)
            hold(named.allSatisfy(reading.entities.indices.contains), "\(payment) names what is not there")
            hold(reading.entities[payment.amount].kind == .amount, "\(payment) is of no sum")
        }
        let again = Reading(text, day: CivilTime(present).day)
        hold(again.entities == reading.entities && again.payments == reading.payments, "read otherwise again")
    },
    Target(
        "hidden", "characters that nobody sees change no value",
        seeds: [
            "我叫田志芳，电话13800136127，昨晚九点零五分转了十二万三到6217000010000000003，户名：蔡志强。", "加薇信lao_wang66 QQ1234567 www.a.top/x?y=1",
            "3月14号下午三点多付了1,299.50元、两千三百多块", "收款人阿依古丽，会议号123 456 789",
        ], longest: 512
    ) { text in
        // What only a machine reads is known by its marks standing together.
        guard !text.unicodeScalars.contains(where: { "<&(（-".unicodeScalars.contains($0) }) else { return }
        let hidden: [Unicode.Scalar] = ["\u{200B}", "\u{202E}", "\u{2066}", "\u{FEFF}", "\u{200F}"]
        var dirty = String.UnicodeScalarView()
        for (place, scalar) in text.unicodeScalars.enumerated() {
            dirty.append(scalar)
            dirty.append(hidden[place % hidden.count])
        }
        let day = CivilTime(present).day
        let (plain, other) = (Reading(text, day: day), Reading(String(dirty), day: day))
        hold(
            plain.entities == other.entities && plain.payments == other.payments, "\(plain.entities) \(other.entities)")
    },
    Target(
        "types", "how sure a model is lies between none and whole, and the words that decided stand in the text",
        seeds: ["代购手表先付定金，说被海关扣了要交关税", "自称公安局说我涉嫌洗钱要查资金", "點贊返傭金 做任務"]
    ) { text in
        let readable = ReadableText(text).plain
        let answer = LabelModel.shipped.answer(readable)
        let sum = answer.ranking.reduce(0) { $0 + $1.confidence }
        hold(answer.ranking.allSatisfy { (0...1).contains($0.confidence) } && abs(sum - 1) < 0.01, "\(answer.ranking)")
        for words in LabelModel.shipped.because(readable, answer.label) {
            hold(readable.utf8.count >= words.utf8.count, "\(words) is longer than the text")
        }
    },
    Target(
        "encodings",
        "text in UTF-8 stays as it is, no character of GB18030 comes from nothing, and all of it can be read",
        bytes: [
            Array("编号,陈述\n".utf8), [0xB1, 0xE0, 0xBA, 0xC5, 0x2C, 0x81, 0x30, 0x81, 0x30, 0x90, 0x30, 0x81, 0x30],
            [0xFF, 0xFE, 0x16, 0x7F], [0xFE, 0xFF, 0xD8, 0x00],
            [0xD7, 0xAA, 0xC1, 0xCB, 0x35, 0x30, 0x30, 0x30, 0xD4, 0xAA],
        ]
    ) { bytes in
        let text = String(ofUnknownEncoding: bytes)
        if let plain = String(validating: bytes, as: UTF8.self) {
            hold(text == plain, "\(plain) became \(text ?? "nothing")")
        }
        if let characters = GB18030.text(bytes) {
            hold(characters.unicodeScalars.count <= bytes.count && text != nil, "\(bytes.count) bytes")
        }
        let read = text ?? String(decoding: bytes, as: UTF8.self)
        let reading = Reading(read, day: nil)
        let length = read.unicodeScalars.count
        hold(reading.entities.allSatisfy { reading.originalRange($0).upperBound <= length }, "beyond \(length)")
    },
    Target(
        "models",
        "a file is a model or is refused, and whatever is taken for one is sure of all labels as a whole and can be kept",
        bytes: [Array(small), Array(small.prefix(400)), Array(hosts)], longest: 65_536
    ) { bytes in
        guard let model = orNil({ try LabelModel(file: bytes) }) else { return }
        for text in ["转账到安全账户", "vip77.fxpay.top", ""] {
            let answer = model.answer(text)
            let sum = answer.ranking.reduce(0) { $0 + $1.confidence }
            hold(answer.ranking.allSatisfy { (0...1).contains($0.confidence) } && abs(sum - 1) < 0.01, "\(answer)")
            _ = model.because(text, model.labels.last ?? "")
            _ = model.parts(of: text, model.labels.last ?? "")
        }
        let kept = try LabelModel(file: try model.file())
        hold(kept.answer("转账到安全账户").confidence == model.answer("转账到安全账户").confidence, "kept otherwise")
    },
    Target(
        "copies",
        "a text is a copy of itself, likeness is the same from both sides, and what is found is as alike as was asked",
        seeds: [
            "您好，我是平台客服，您购买的商品因质量问题已下架，我们将为您办理三倍理赔\n您好，我是淘宝客服，您购买的商品因质量问题已下架，我们将为您办理双倍理赔",
            "a\nb", "\n", "１２３\n123",
        ], longest: 2048
    ) { text in
        let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let prints = [parts.first ?? "", parts.last ?? ""].map { ScriptPrint($0) }
        let likeness = prints[0].likeness(prints[1])
        hold((0...1).contains(likeness) && likeness == prints[1].likeness(prints[0]), "\(likeness)")
        for print in prints { hold([0, 1].contains(print.likeness(print)), "not like itself") }
        var index = ScriptIndex()
        for print in prints { index.add(print) }
        for copy in index.copies(of: prints[0], share: 0.6) { hold(copy.likeness >= 0.6, "\(copy)") }
        let isFound = index.copies(of: prints[0], share: 1).contains { $0.number == 0 }
        hold(isFound || prints[0].likeness(prints[0]) == 0, "does not find itself")
    },
]

/// A model of two labels.
private let small: [UInt8] = file(
    (0..<8).flatMap { turn in
        [LabelledExample("代购先付定金\(turn)", "DS"), LabelledExample("公安局说我涉嫌洗钱\(turn)", "GJF")]
    }, .text)

private let hosts: [UInt8] = file(
    (0..<8).flatMap { turn in
        [LabelledExample("vip\(turn).fxpay.top", "1"), LabelledExample("news\(turn).paper.com", "0")]
    }, .host)

private func file(_ examples: [LabelledExample], _ features: Features) -> [UInt8] {
    do { return try LabelTraining(examples, features: features).model(seed: 1).file() } catch { return [] }
}
