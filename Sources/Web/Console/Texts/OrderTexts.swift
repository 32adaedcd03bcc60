internal import Primitives
internal import Recovery
internal import Wire

// Orders, banks' answers, dead letters.
extension Text {
    static let ordersTitle = Text("指令", "Orders")
    static let noSuchOrders = Text("没有这样的指令。", "No such orders.")
    static let bankWord = Text("机构", "Bank")
    static let allBanks = Text("全部机构", "All banks")
    static let filterAct = Text("筛选", "Filter")
    static let orderWord = Text("事项", "Order")
    static let balanceHeld = Text("止付余额（元）", "Balance held (yuan)")
    static let clockColumn = Text("时限", "Clock")
    static let answeredWord = Text("已答", "answered")
    static let contradicting = Text("应答矛盾", "Contradicting")
    static let stageOpen = Text("等应答", "Waiting")
    static let stageOverdue = Text("超时，已升级", "Overdue, escalated")
    static let stageDead = Text("未送达", "Undelivered")
    static let stageDropped = Text("已撤下", "Dropped")
    static let stageAnswered = Text("已答", "Answered")
    static let stopExecuted = Text("已执行", "Executed")
    static let stopReleasing = Text("解除中", "Being released")
    static let stopRefusedWord = Text("银行退回", "Refused")
    static let stopExpired = Text("已到期", "Expired")
    static let stopReleased = Text("已解除", "Released")
    static let orderStop = order(.stop)
    static let orderInquiry = order(.inquiry)
    static let orderProtectiveHold = order(.protectiveHold)

    static func order(_ kind: BankOrder.Kind) -> Text {
        switch kind {
        case .stop: Text("止付", "Stop-payment")
        case .extend: Text("延长止付", "Extension")
        case .release: Text("解除止付", "Release")
        case .inquiry: Text("交易明细", "Inquiry")
        case .protectiveHold: Text("保护性止付", "Protective hold")
        case .protectiveRelease: Text("解除保护性止付", "End of a protective hold")
        case .freeze: .freezeWord
        case .renewFreeze: .renewalWord
        case .unfreeze: .unfreezeWord
        case .returnFunds: .returnWord
        }
    }

    static func stage(_ stage: OrderFilter.Stage?) -> Text {
        switch stage {
        case nil: Text("全部", "All")
        case .open: .stageOpen
        case .overdue: Text("超时", "Overdue")
        case .answered: .stageAnswered
        case .dead: .stageDead
        case .inForce: Text("止付中", "In force")
        case .endsSoon: Text("12 时内到期", "Ends in 12 h")
        }
    }

    static let bankAnswersTitle = Text("银行应答", "Banks' answers")
    static let noAnswers = Text("还没有应答。", "No answers yet.")
    static let openWord = Text("在办", "Open")
    static let oldestWord = Text("最久", "Oldest")
    static let medianToday = Text("今日中位", "Median today")
    static let overdueWord = Text("超时", "Overdue")
    static let undeliveredWord = Text("未达", "Undelivered")
    static let bankContact = Text("值班联系", "Duty contact")
    static let lastSevenDays = Text("近 7 日", "Last 7 days")
    static let byWire = Text("专线", "by wire")
    static let byHand = Text("网页应答", "by its page")
    static let today = Text("今日", "today")

    static let undeliveredTitle = Text("未达", "Undelivered")
    static let nothingUndelivered = Text("本班没有未达报文。", "No undelivered messages this shift.")
    static let cause = Text("原因", "Cause")
    static let triesWord = Text("已试", "Tries")
    static let nextStep = Text("下一步", "Next step")
    static let resend = Text("再发", "Send again")
    static let dropAct = Text("撤下", "Drop")
    static let answeredByPhone = Text("电话答复，代录", "Answered by phone")
    static let codeUnknown = Text("对方返回了不认识的代码", "The bank sent an unknown code")
    static let bankRefusedMessage = Text("对方系统拒收这份报文", "The bank's system does not take this message")
    static let answerUnusable = Text("对方答复缺项，不能采用", "The bank's answer lacks something and cannot be used")
    static let noConnection = Text("连不上对方系统", "The bank's system cannot be reached")
    static let contradictionsTitle = Text("待核实的答复", "Answers to check")
    static let noContradictions = Text("没有待核实的答复。", "No answers to check.")
    static func answerOf(place: Int, isTaken: Bool) -> Text {
        isTaken
            ? Text("第 \(place + 1) 次（现按此）", "Answer \(place + 1) (stands)")
            : Text("第 \(place + 1) 次", "Answer \(place + 1)")
    }
    static let callTheBank = Text(
        "请打电话核实，再定哪一个属实。", "Call the bank, then say which is true.")
    static let fitsNothing = Text(
        "银行说已办，与系统内的措施对不上：措施已结束，或账户另有措施。请打电话核实账户现状。",
        "The bank says it did this, and no measure here fits: it has ended, or another runs. Call and ask how the account stands."
    )
    static let notLetGo = Text(
        "银行没有按此解除，可能仍冻结着账户。请打电话核实账户现状。",
        "The bank did not let go by this order, and may still hold the account. Call and ask how it stands.")
    static let whoSaidWhat = Text("谁答复、如何核实", "Who said so, and how it was checked")
    static func wordIsTrue(place: Int, isTaken: Bool) -> Text {
        isTaken
            ? Text("第 \(place + 1) 次属实，照旧", "Answer \(place + 1) is true: as it stands")
            : Text("第 \(place + 1) 次属实，改按此", "Answer \(place + 1) is true: take it")
    }
    static func laterWord(_ refusal: LaterWordRefusal) -> Text {
        switch refusal {
        case .noContradiction: Text("这份报文没有前后矛盾的答复", "The answers to this order do not contradict each other")
        case .notSaid: Text("银行没有这样答复过", "The bank has not said that")
        case .anotherRuns:
            Text(
                "该账户（或者该份额）另有在办的指令，先等其办结或者解除",
                "Another order on the account, or for the share, is under way: end it, or wait for its answer")
        case .paidOtherwise:
            Text(
                "该份额已由另一笔付款付清；确系重复付款的，请银行追回",
                "The share is paid by another payment: if the bank paid twice, it must call one back")
        case .cannotBeUndone:
            Text(
                "现按的答复已有后续，不能改按这一次；需要的，另行下达指令",
                "What followed from the answer that stands cannot be undone: order anew what the bank is to do")
        }
    }
    static let receivedWord = Text("收到", "Received")

    static func externalCode(_ code: String) -> Text { Text("对方代码 \(code)", "code \(code)") }
}
