// The fund-flow picture and its table.
extension Text {
    package static let fundFlow = Text("资金流向", "Fund flow")
    package static let bandsShowFate = Text("带色是这笔钱现在的去向", "Colour: where that money is now")
    package static let victim = Text("受害人", "Victim")
    package static let seeTable = Text("看表", "Table")
    package static let protectiveHold = Text("保护性止付", "Protective hold")
    package static let hubAwaitingRecords = Text("枢纽，待调单", "Hub, records asked")
    package static let otherBanks = Text("其他机构", "other banks")
    package static let emptied = Text("已转空", "emptied")
    package static let waiting = Text("等应答", "waiting")
    package static let upDownTier = Text("上下级", "tier")
    package static let sameTier = Text("同级", "same tier")
    package static let account = Text("账户", "Account")
    package static let why = Text("为何", "why")
    package static let unfold = Text("展开", "unfold")
    package static let orderOrChase = Text("发令或催办", "order or chase")
    package static let nextAct = Text("下一户待办", "next to act on")
    package static let tierColumn = Text("层", "Tier")
    package static let from = Text("来自", "From")
    package static let time = Text("时间", "Time")
    package static let fate = Text("去向", "Where it is")
    package static let fundFlowTable = Text("资金流向（文字表）", "Fund flow as a table")

    /// `一级`; the victim is tier 0.
    package static func tier(_ tier: Int) -> Text {
        tier == 0 ? victim : Text("\(chineseNumber(tier))级", "Tier \(tier)")
    }
    package static func tierHeading(_ tier: Int, accounts: Int) -> Text {
        Text("\(chineseNumber(tier))级 · \(accounts) 户", "Tier \(tier) · \(accounts)")
    }
    package static func receivedAndHeld(_ received: String, _ held: String) -> Text {
        Text("收 \(received)　控 \(held)", "in \(received)　held \(held)")
    }
    package static func transfersOut(_ count: Int) -> Text { Text("\(count) 笔转出", "\(count) transfers out") }
    package static func transfers(_ count: Int) -> Text { Text("\(count) 笔", "\(count) transfers") }
    package static func accounts(_ count: Int) -> Text { Text("\(count) 户", "\(count) accounts") }
    package static func tailReceived(_ tail: String, _ amount: String) -> Text {
        Text("尾号 \(tail)　收 \(amount)", "\(tail)　in \(amount)")
    }
    package static func tailPaid(_ tail: String, _ amount: String) -> Text {
        Text("尾号 \(tail)　付 \(amount)", "\(tail)　paid \(amount)")
    }
    package static func received(_ amount: String) -> Text { Text("收 \(amount)", "in \(amount)") }
    package static func tail(_ tail: String) -> Text { Text("尾号 \(tail)", "ending \(tail)") }
    package static func inferredOpening(_ amount: String) -> Text {
        Text("推定期初 \(amount)", "inferred opening \(amount)")
    }
    package static func backTo(_ holder: String) -> Text { Text("回到 \(holder)", "back to \(holder)") }
    package static func cutOff(_ accounts: Int, _ amount: String) -> Text {
        Text("另 \(accounts) 户，合计 \(amount)", "\(accounts) more, \(amount) in all")
    }
    package static func fundFlowSummary(_ transfers: Int, _ total: String, _ percent: Int, _ open: Int, _ exits: Int)
        -> Text
    {
        Text(
            "\(transfers) 笔 \(total) 元，已控 \(percent)%，未控 \(open) 户，流出 \(exits) 处",
            "\(transfers) transfers, \(total) yuan, \(percent)% held, \(open) accounts at large, \(exits) exits")
    }

    /// 1 to 99 as 一 to 九十九.
    package static func chineseNumber(_ number: Int) -> String {
        guard (1...99).contains(number) else { return "\(number)" }
        let digits = Array("零一二三四五六七八九")
        let (tens, ones) = number.quotientAndRemainder(dividingBy: 10)
        let places = [tens > 1 ? digits[tens] : nil, tens > 0 ? "十" : nil, ones > 0 ? digits[ones] : nil]
        return String(places.compactMap { $0 })
    }
}
