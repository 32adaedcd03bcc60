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
        let length = text.unicodeScalars.count
        hold(reading.text.refused.map { $0.upperBound == length && !$0.isEmpty } ?? true, "spam is the end of a text")
        var last = 0
        for entity in reading.entities {
            let range = reading.originalRange(entity)
            hold(range.lowerBound >= last && range.upperBound <= length, "\(entity) at \(range) of \(length)")
            hold(!range.isEmpty && !entity.value.isEmpty, "\(entity) is nothing")
            last = range.upperBound
            if entity.kind == .amount { hold(Int64(entity.value) != nil, "\(entity.value) fen") }
        }
        for payment in reading.payments {
            let named = [payment.amount, payment.payer, payment.payee, payment.time].compactMap(\.self)
            hold(named.allSatisfy(reading.entities.indices.contains), "\(payment) names what is not there")
            hold(reading.entities[payment.amount].kind == .amount, "\(payment) is of no sum")
        }
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
        "encodings", "text in UTF-8 stays as it is, and no character of GB18030 comes from nothing",
        bytes: [
            Array("编号,陈述\n".utf8), [0xB1, 0xE0, 0xBA, 0xC5, 0x2C, 0x81, 0x30, 0x81, 0x30, 0x90, 0x30, 0x81, 0x30],
            [0xFF, 0xFE, 0x16, 0x7F], [0xFE, 0xFF, 0xD8, 0x00],
        ]
    ) { bytes in
        let text = String(ofUnknownEncoding: bytes)
        if let plain = String(validating: bytes, as: UTF8.self) {
            hold(text == plain, "\(plain) became \(text ?? "nothing")")
        }
        if let characters = GB18030.text(bytes) {
            hold(characters.unicodeScalars.count <= bytes.count && text != nil, "\(bytes.count) bytes")
        }
    },
    Target(
        "models", "a file is a model or is refused, and whatever is taken for one answers",
        bytes: [Array(small), Array(small.prefix(400))], longest: 65_536
    ) { bytes in
        guard let model = orNil({ try LabelModel(file: bytes) }) else { return }
        _ = model.answer("转账到安全账户")
        _ = model.because("转账到安全账户", model.labels.first ?? "")
    },
]

/// A model of two labels.
private let small: [UInt8] = {
    let examples = (0..<8).flatMap { turn in
        [LabelledExample("代购先付定金\(turn)", "DS"), LabelledExample("公安局说我涉嫌洗钱\(turn)", "GJF")]
    }
    do { return try LabelTraining(examples, features: .text).model(seed: 1).file() } catch { return [] }
}()
