internal import Primitives
package import Recovery

// Filing a case, freezes, and the calendar of their ends.
extension Text {
    package static let freezeWord = Text("冻结", "Freeze")
    package static let renewalWord = Text("续冻", "Renewal of a freeze")
    package static let partIsHolders = Text(
        "部分是持有人自己的钱，只留涉案数额", "Part is the holder's own: keep only what is traced")

    package static func partlyReleased(_ stays: String) -> Text {
        Text("部分解除，保留冻结 \(stays) 元", "Partial release; \(stays) yuan stay frozen")
    }

    package static let unfreezeWord = Text("解除冻结", "Release of a freeze")
    package static let freezesTitle = Text("冻结日历", "Calendar of freezes")
    package static let noFreezes = Text("没有到期的冻结。", "No freeze ends in this time.")
    package static let endsOn = Text("到期", "Ends")
    package static let daysLeft = Text("剩余", "Left")
    package static let renewalsDone = Text("已续", "Renewed")
    package static let stopsEnding = Text("止付将到期", "Stop-payments that end soon")
    package static let wholeAccount = Text("全户", "whole account")
    package static let scopeOfFreeze = Text("冻结范围", "Scope")
    package static let upToAmount = Text("限额", "up to an amount")
    package static let limitAmount = Text("限额（元）", "Amount (yuan)")
    package static let interestWord = Text("利息", "Interest")
    package static let withInterest = Text("含利息", "included")
    package static let withoutInterest = Text("不含利息", "not included")
    package static let termOfFreeze = Text("期限种类", "Term")
    package static let majorCase = Text("重大复杂案件", "major or complex case")
    package static let ordinaryCase = Text("一般案件", "ordinary case")
    package static let askFreeze = Text("申请冻结", "Ask for a freeze")
    package static let askRenewal = Text("申请续冻", "Ask to renew the freeze")
    package static let askUnfreeze = Text("申请解除冻结", "Ask to release the freeze")
    package static let fileCase = Text("登记立案", "Record the filing")
    package static let filingAllowsFreezes = Text(
        "立案后才能冻结；此前只能查询、止付", "only then can money be frozen; before, it is asked about and stopped")
    package static let filedWord = Text("立案", "Filed")
    package static let notFiledYet = Text("未立案", "not filed")
    package static let filingNumber = Text("立案决定书文号", "Number of the decision to file")
    package static let filingDay = Text("立案日期", "Day of filing")
    package static let submitFiling = Text("登记立案", "Record the filing")
    package static let whyReleased = Text("解除原因", "Why")
    package static let foundUnrelated = Text(
        "查明与案件无关（三日内须解除）", "found to have nothing to do with the case (free within three days)")
    package static let noLongerNeeded = Text("不再需要冻结", "no longer needed")
    package static let priorOrgan = Text("在先冻结机关", "Whose freeze comes first")
    package static let priorEnds = Text("在先冻结到期", "It ends")
    package static let priorMissing = Text("请填在先冻结机关。", "Say whose freeze comes first.")
    package static let balanceMissing = Text("请填冻结时余额。", "Give the balance when it was frozen.")
    package static let frozenState = Text("已冻结", "Frozen")
    package static let frozenInPart = Text("已冻结限额", "Frozen up to its amount")
    package static let freezeAwaits = Text("冻结待银行应答", "Freeze awaits its bank")
    package static let freezeDrafted = Text("冻结待审批", "Freeze awaits approval")
    package static let takesOver = Text("衔接", "Takes over")
    package static let fundFrozen = Text("冻结金额", "Frozen")

    package static func takesOverStop(_ end: String) -> Text {
        Text("止付 \(end) 到期前由冻结接续，中间不断", "follows the stop that ends \(end), without a gap")
    }
    package static func queuedBehind(_ organ: String) -> Text { Text("轮候于\(organ)之后", "Waits behind \(organ)") }
    package static func filedAs(_ number: String, _ day: String) -> Text {
        Text("\(number)（\(day)）", "\(number) (\(day))")
    }
    package static func submitFreeze(_ sum: String) -> Text { Text("提交审批：冻结 \(sum)", "Ask to freeze \(sum)") }
    package static func submitRenewal(_ end: String) -> Text { Text("提交审批：续冻至 \(end)", "Ask to renew until \(end)") }
    package static func submitUnfreeze(_ sum: String) -> Text { Text("提交审批：解除冻结 \(sum)", "Ask to release \(sum)") }
    package static func dayCount(_ days: Int) -> Text { Text("\(days) 天", "\(days) day\(days == 1 ? String() : "s")") }
    package static func freezesEnd(_ count: Int) -> Text { Text("\(count) 户冻结将到期", "\(count) freezes end soon") }
    package static func firstEndsIn(_ days: Int) -> Text { Text("最早 \(days) 天后", "the first in \(days) days") }
    package static func timesWord(_ times: Int) -> Text { Text("\(times) 次", "\(times)×") }
    package static func monthTotal(_ count: Int, _ sum: String) -> Text {
        Text("\(count) 笔，\(sum) 元", "\(count), \(sum) yuan")
    }

    package static func freezeState(_ freeze: Freeze) -> Text {
        switch freeze.state {
        case .draft: .freezeDrafted
        case .ordered, .overdue: .freezeAwaits
        case .queued: .queuedBehind(freeze.prior?.organ ?? String())
        case .frozen: freeze.limit == nil ? .frozenState : .frozenInPart
        case .releasing: Text("解除中", "Being released")
        case .refused: Text("银行未冻结", "Not frozen by the bank")
        case .lapsed: Text("期满自动解除", "Ended by itself")
        case .released: Text("已解除", "Released")
        case .withdrawn: Text("未批准", "Not approved")
        }
    }

    package static func freezeRefusal(_ refusal: FreezeRefusal) -> Text {
        switch refusal {
        case .notFiled:
            Text(
                "未立案不能冻结，只能止付（程序规定第174条）。先登记立案。",
                "Without a filed case money is stopped, not frozen (art. 174). Record the filing first.")
        case .alreadyLive:
            Text("此账户已有冻结，不重复冻结（程序规定第242条）。", "The account has a freeze already; there is no second one (art. 242).")
        case .notReached: Text("未查到本案资金进入此账户。", "None of this incident's money is known to have come there.")
        case .hub: .hubIsAskedFor
        case .itemsMissing(let items): .itemsMissing(items)
        case .limitNotPositive: Text("限额须大于零。", "The amount must be above zero.")
        case .limitAboveTraced(let traced):
            Text(
                "限额不能超过追踪额 \(traced) 元；确需更多的，申请全户冻结并说明理由。",
                "At most the traced \(traced) yuan; if more is needed, ask for the whole account and say why.")
        case .reasonMissing: .reasonMissing
        case .notInForce: .notInForce
        case .expired:
            Text("冻结已期满自动解除，不能续冻（程序规定第240条）。", "The freeze has ended by itself and cannot be renewed (art. 240).")
        case .alreadyAsked: Text("续冻已在办。", "A renewal is under way.")
        case .nothingClean(let claimed):
            Text(
                "冻结的都是涉案资金（\(claimed) 元），没有可以部分解除的",
                "All of it is claimed (\(claimed) yuan): there is no part to let go")
        case .endsTooSoon: Text("冻结一日内自行到期，不再部分解除", "It ends by itself within a day")
        case .returnDecided: Text("已决定返还受害人，付清之前不能解除", "Its return is decided; it stays until all is paid")
        case .notClaimed: Text("本案对此冻结没有主张。", "This incident has no claim on the freeze.")
        case .mayBeInForce:
            Text(
                "银行可能已经照办（冻结、续冻、解冻或付款），不能撤下：请重发，或电话核实后录入银行的答复。",
                "The bank may have carried it out: send it again, or enter what the bank says on the telephone."
            )
        }
    }

    package static func filingRefusal(_ refusal: CaseFilings.NotPossible) -> Text {
        switch refusal {
        case .alreadyFiled(let filing):
            Text("已立案：\(filing.number)（\(filing.day)）。", "Filed already: \(filing.number) (\(filing.day)).")
        case .numberTaken(let number): Text("文号 \(number) 已用于别的警情。", "The number \(number) is another incident's.")
        case .numberMissing: Text("请填立案决定书文号。", "Give the number of the decision.")
        case .numberTooLong(let most): Text("文号至多 \(most) 字。", "The number has at most \(most) characters.")
        case .numberUnprintable: Text("文号中有不能显示的字符。", "The number has signs that cannot be shown.")
        case .dayImpossible(let earliest, let latest):
            Text("立案日期应在 \(earliest) 到 \(latest) 之间。", "The day lies between \(earliest) and \(latest).")
        case .notOpen: Text("警情已并案或者办结。", "The incident is joined or closed.")
        }
    }
    package static let dayUnreadable = Text("日期应写作 2026-03-14。", "Write the day as 2026-03-14.")
    package static func limitUnreadable(_ text: String) -> Text {
        Text("“\(text)”不是金额，例：48600.00。", "\"\(text)\" is no amount; example: 48600.00.")
    }
}
