package import FundTracing
internal import Primitives
package import Recovery

// How matters stand with an account, a measure, an inquiry.
extension Text {
    package static let awaitsSecondPerson = Text("待复核", "awaits second person")
    package static let awaitsAnswer = Text("等应答", "awaiting answer")
    package static let notAnswered = Text("未答", "no answer")
    package static let undelivered = Text("未达", "undelivered")
    package static let executed = Text("已执行", "executed")
    package static let executedInPart = Text("部分执行", "executed in part")
    package static let executedEmpty = Text("已执行 · 本案余 0", "executed · none of this money there")
    package static let releasing = Text("解除中", "being released")
    package static let refusedByBank = Text("退回", "refused")
    package static let stopEnded = Text("已到期", "term ended")
    package static let released = Text("已解除", "released")
    package static let withdrawn = Text("已撤回", "withdrawn")
    package static let hub = Text("枢纽", "hub")
    package static let hubAnswered = Text("枢纽，已调单", "hub, records here")
    package static let cannotStop = Text("不能止付", "cannot be stopped")
    package static let cannotStopAgain = Text("不能再止", "no further stop")
    package static let awaitsStatement = Text("等对账单", "awaiting statement")
    package static let notStopped = Text("未止付", "not stopped")
    package static let stopped = Text("止付", "held")
    package static let withdrawnInCash = Text("已取空", "cashed out")
    package static let whereabouts = Text("去向待查", "gone, not known where")
    package static let payeeMissing = Text("还缺收款账号", "payee account missing")
    package static let countedLater = Text("计入后一被害人", "counted for a later victim")
    package static let depthCut = Text("层数到限", "deeper than the limit")
    package static let breadthCut = Text("户数到限", "more than the limit")
    package static let leastCut = Text("低于下限", "under the least amount")

    /// `止付 61,200`
    package static func state(_ words: Text, _ amount: String) -> Text {
        Text("\(words.zh) \(amount)", "\(words.en) \(amount)")
    }
    package static func timesUsedUp(_ used: Int) -> Text {
        Text("该账户已止付 \(used) 次，依银发〔2016〕86号不能再止", "Stopped \(used) times already: no further stop (Yinfa 2016/86)")
    }
    package static func itemsMissing(_ items: [StopRefusal.MissingItem]) -> Text {
        let names = items.map(item)
        return Text(
            "四要素不齐，缺\(names.map(\.zh).joined(separator: "、"))", "Lacks \(names.map(\.en).joined(separator: ", "))")
    }
    package static let hubIsAskedFor = Text("枢纽账户只调单，不止付", "A hub is asked for records, not stopped")
    package static let alreadyStopped = Text("已有止付在办", "A stop is under way")

    package static func exitKind(_ kind: ExitKind) -> Text {
        switch kind {
        case .cash: Text("ATM 取现", "Cash")
        case .pointOfSale: Text("POS 消费", "Card payment")
        case .thirdPartyPayment: Text("第三方支付", "Third-party payment")
        case .crypto: Text("转虚拟币", "Crypto")
        case .abroad: Text("境外", "Abroad")
        case .other: Text("其他流出", "Other")
        }
    }

    package static func refusal(_ refusal: StopRefusal) -> Text {
        switch refusal {
        case .timesUsedUp(let used, _): timesUsedUp(used)
        case .alreadyLive: alreadyStopped
        case .itemsMissing(let items): itemsMissing(items)
        case .hub: hubIsAskedFor
        }
    }

    package static func stubReason(_ reason: MoneyFlows.Stub.Reason) -> Text {
        switch reason {
        case .limit(.depth): depthCut
        case .limit(.breadth): breadthCut
        case .limit(.least): leastCut
        case .superseded: countedLater
        }
    }

    private static func item(_ item: StopRefusal.MissingItem) -> Text {
        switch item {
        case .name: Text("户名", "the holder's name")
        case .number: Text("账号", "the number")
        case .amount: Text("金额", "the amount")
        case .time: Text("时间", "the time")
        case .bank: Text("开户行", "the bank")
        }
    }
}
