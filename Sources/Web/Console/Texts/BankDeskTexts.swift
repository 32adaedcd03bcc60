internal import Recovery
internal import Wire

// The pages of a bank's people.
extension Text {
    static let bankDeskTitle = Text("待办", "To answer")
    static let waitsForYouToAnswer = Text("等您答", "Yours to answer")
    static let waitsForClerk = Text("等经办答", "For the clerk to answer")
    static let waitsForSecondOfBank = Text("等本行复核", "Waits for your second person")
    static let answeredToday = Text("今日已答", "Answered today")
    static let nothingOwed = Text("没有待答的指令。", "Nothing to answer.")
    static let ownAnswerTimes = Text("本行时效", "Your answer times")
    static let sentBy = Text("发出", "Sent by")
    static let scopeWord = Text("范围", "Scope")
    static let officersWord = Text("承办", "Officers")
    static let compareItems = Text("核对四项", "Compare the items")
    static let allMustAgree = Text("都一致才能止付", "A stop needs all of them to agree")
    static let inTheOrder = Text("指令所载", "In the order")
    static let comparedWithOwn = Text("与本行记录", "Your record")
    static let agrees = Text("一致", "Agrees")
    static let differsWord = Text("不一致", "Differs")
    static let notCompared = Text("没有核对记录", "No record of it")
    static let resultWord = Text("结果", "Result")
    static let balanceBefore = Text("执行前余额（元）", "Balance before (yuan)")
    static let heldWord = Text("止付金额（元）", "Held (yuan)")
    static let executedWord = Text("执行时间", "Executed at")
    static let endsWord = Text("自动解除", "Ends by itself")
    static let remarkWord = Text("说明", "Remark")
    static let operatorWord = Text("经办", "Entered by")
    static let reasonCode = Text("未执行的原因", "Why not")
    static let priorCode = Text("在先措施", "Prior measure")
    static let chooseCode = Text("选一个代码", "Choose a code")
    static let codeMissing = Text("请选原因代码", "Choose the code of the reason")
    static let resultMissing = Text("请选结果", "Choose a result")
    static let itemDiffersNoStop = Text(
        "有一项不一致，不能止付。请选“未执行”并注明原因代码。", "An item differs: no stop. Choose “Not done” and the code of the reason.")
    static let heldMissing = Text("请填止付金额；余额为零填 0", "Say how much is held; 0 for an empty account")
    static let heldOverBalance = Text("止付金额大于执行前余额", "More held than there was")
    static let heldShortIs1200 = Text("不足指令金额，请选“余额不足 1200”", "Less than ordered: choose 1200")
    static let heldFullIs0000 = Text("已足指令金额，请选“已止付全额 0000”", "As much as ordered: choose 0000")
    static let heldWithinBalance = Text("不超过余额", "within the balance")
    static let coveredAhead = Text("流水不能查到现在之后", "A statement cannot reach beyond now")
    static let executedOutside = Text("执行时间须在收到指令之后、现在之前", "The execution lies between the order and now")
    static let rowsWord = Text("交易明细", "Entries")
    static let rowsHint = Text("从表格复制粘贴，一行一笔", "Paste from a table, one entry a line")
    static let rowsAnswerInquiry = Text("填了就一并答复同户的明细查询；中心据此追下一级", "Answers the inquiry about this account at once")
    static let rowsColumns = Text("列（制表符或逗号分隔，可带表头）：", "Columns (tabs or commas; a heading may stand first):")
    static let entriesUpTo = Text("明细截至", "Entries up to")
    static let directionWord = Text("收付", "In or out")
    static let inWord = Text("收", "in")
    static let outWord = Text("付", "out")
    static let otherSide = Text("对方户名", "Other side")
    static let otherNumber = Text("对方账号", "Its account")
    static let otherBank = Text("对方机构", "Its bank")
    static let channelWord = Text("方式", "How")
    static let proofHolds = Text("账目相符", "it adds up")
    static let secondConfirmsHint = Text(
        "提交后由复核岗确认才发出。您录的，不能由您复核。", "It goes out when your second person has confirmed it.")
    static let submitForReview = Text("提交复核", "Submit for review")
    static let confirmAndSend = Text("确认并发出", "Confirm and send")
    static let ownNeedsBankSecond = Text("您录入的，须由本行另一人复核。", "You entered it: another of your bank confirms.")
    static let clerkAnswersFirst = Text("由经办录入答复后再复核。", "The clerk answers first.")
    static let phoneHint = Text(
        "代录银行电话答复，记入日志。银行书面答复如不同，列为矛盾。",
        "What the bank said by phone; a different answer later is shown as a contradiction.")
    static let whoSaidIt = Text("谁在电话里说的、几点", "Who said it, and when")
    static let enterAnswer = Text("录入答复", "Enter the answer")

    static func sealValid(_ key: String) -> Text { Text("签章有效 \(key)", "Seal valid \(key)") }
    static func sealInvalid(_ key: String) -> Text { Text("签章无效 \(key)，勿执行", "Seal invalid \(key): do not act") }
    static func returnedToYou(_ reason: String) -> Text { Text("复核退回：\(reason)", "Returned: \(reason)") }
    static func enteredByWord(_ name: String) -> Text { Text("\(name) 录入", "entered by \(name)") }
    static func endsByItself(_ moment: String) -> Text { Text("\(moment) 自动解除", "ends \(moment)") }
    static func itemNotCompared(_ item: Text) -> Text { Text("还没核对\(item.zh)", "Compare the \(item.en)") }
    static func timeNotRead(_ text: String) -> Text { Text("时间“\(text)”读不懂，如 3-14 22:46:31", "Not a time: \(text)") }
    static func amountNotRead(_ text: String) -> Text { Text("金额“\(text)”读不懂，如 31,480.62", "Not an amount: \(text)") }
    static func rowFault(_ line: Int, _ column: String, _ found: String) -> Text {
        column.isEmpty
            ? Text("最多 \(found) 行", "At most \(found) lines")
            : Text(
                "第 \(line) 行“\(column)”读不懂：\(found.isEmpty ? "空" : found)",
                "Line \(line), \(column): \(found.isEmpty ? "empty" : found)")
    }
    static func movedOnRows(_ count: Int) -> Text { Text("\(count) 笔，转出合计", "\(count) entries, moved on") }
    static func proof(_ traced: String, _ held: String, _ out: String) -> Text {
        Text("追踪额 \(traced) = 止付 \(held) + 转出 \(out)", "traced \(traced) = held \(held) + moved on \(out)")
    }
    static func proofDiffers(_ rest: String) -> Text {
        Text("相差 \(rest)，期间另有收支，请核对", "\(rest) apart: other entries between; please check")
    }

    static func fourItem(_ item: AnswerEntry.Item) -> Text {
        switch item {
        case .name: .itemName
        case .number: .itemNumber
        case .amount: .itemAmount
        case .time: .itemTime
        }
    }

    static func result(_ result: AnswerEntry.Result, of kind: BankOrder.Kind) -> Text {
        switch (result, kind) {
        case (.done, .stop): Text("已止付全额", "Stopped in full")
        case (.done, .inquiry): Text("提供明细", "Entries follow")
        case (.done, .extend): Text("已延长", "Extended")
        case (.done, .release), (.done, .protectiveRelease): Text("已解除", "Released")
        case (.done, .protectiveHold): Text("已执行", "Done")
        case (.done, .freeze): Text("已冻结", "Frozen")
        case (.done, .renewFreeze): Text("已续冻", "Renewed")
        case (.done, .unfreeze): Text("已解除", "Released")
        case (.done, .returnFunds): Text("已付款", "Paid")
        case (.waiting, _): Text("轮候（已有在先冻结）", "Waits behind a prior freeze")
        case (.partial, .freeze): Text("已冻结，余额不足", "Frozen, balance short")
        case (.partial, _): Text("已止付，余额不足", "Stopped, balance short")
        case (.refused, .inquiry): Text("不能提供", "Cannot be given")
        case (.refused, _): Text("未执行", "Not done")
        case (.prior, _): Text("已有在先措施", "A prior measure stands")
        }
    }

    static func resultCode(_ result: AnswerEntry.Result) -> Text {
        switch result {
        case .done, .partial: Text(same: result.rawValue)
        case .refused: Text("选原因代码", "choose a code")
        case .waiting: Text("填在先机关和到期日", "say whose and until when")
        case .prior: Text("1301—1303", "1301–1303")
        }
    }

    static func orderScope(_ kind: BankOrder.Kind) -> Text {
        switch kind {
        case .stop: Text("本账户只收不付；计追踪额，不及其他账户", "This account only: money may come in, none may leave")
        case .extend: Text("原止付再延一期", "One more term for the same stop")
        case .release: Text("解除原止付，恢复收付", "The stop ends; the account is free")
        case .inquiry: Text("只查本账户、只查此后的明细", "This account's entries from then on, no more")
        case .protectiveHold: Text("受害人本人账户，暂停转出", "The victim's own account pays nothing out")
        case .protectiveRelease: Text("恢复受害人账户转出", "The victim's account is free")
        case .freeze:
            Text("冻结本账户，全户或者限额；已有冻结的轮候", "This account, whole or up to the amount; behind a prior freeze it waits")
        case .renewFreeze: Text("自原到期日起续冻", "From the end it had")
        case .unfreeze: Text("解除冻结，恢复收付", "The freeze ends; the account is free")
        case .returnFunds:
            Text("从本冻结账户付给受害人，只付这一笔", "This one payment from the frozen account to the victim")
        }
    }

    static func channel(_ channel: StatementRow.Channel) -> Text {
        switch channel {
        case .transfer: Text("转账", "transfer")
        case .cash: Text("取现", "cash")
        case .pos: Text("消费", "POS")
        case .thirdParty: Text("第三方支付", "third-party payment")
        case .crypto: Text("虚拟币", "crypto")
        case .abroad: Text("境外", "abroad")
        case .interest: Text("利息", "interest")
        case .fee: Text("手续费", "fee")
        }
    }
}
