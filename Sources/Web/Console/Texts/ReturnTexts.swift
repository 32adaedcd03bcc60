internal import Jurisdiction
internal import Primitives
package import Recovery

/// The words of returns.
extension Text {
    package static let returnWord = Text("返还", "Return")

    package static let returnsTitle = Text("返还", "Returns")
    package static let noReturns = Text("没有办理中的返还", "No return is under way")
    package static let openReturn = Text("启动返还", "Begin the return")
    package static func returnOf(_ holder: String) -> Text {
        Text("返还：\(holder) 账户", "Return from the account of \(holder)")
    }
    static let returnEffect = Text(
        "登记受害人材料，查询明细，计算份额；需要的公示三十日；市级公安机关决定后由银行付款。已办的在“返还”页。",
        "Papers and a statement are gathered, shares computed, put on notice where needed, decided by the city organ, paid by the bank. It goes on under Returns."
    )
    static let sharesTitle = Text("返还份额（元）", "Shares (yuan)")
    static let lossWord = Text("被骗金额", "Lost")
    static let intervalWord = Text("账户内可能属其所有", "Can still be his")
    static let directWord = Text("直接返还", "Directly traced")
    static let poolWord = Text("按比例返还", "By ratio")
    static let shareSum = Text("应返还", "To be returned")
    static let paidBack = Text("已返还", "Paid back")
    static let frozenBalance = Text("冻结余额", "Frozen")
    static let unassignedWord = Text("不属已知受害人，继续冻结", "Nobody's known: stays frozen")
    static let papersAndPayment = Text("材料与付款", "Papers and payment")
    static func sharesRule(_ rule: String) -> Text {
        Text(
            "返还规定第8条：时间戳能分清的直接返还；分不清的按被骗损失比例，公示三十日。规则 \(rule)。",
            "Art. 8: what the time stamps separate is returned directly; the rest in the ratio of losses, after 30 days of notice. Rule \(rule)."
        )
    }
    static let replayTitle = Text("资金流向（逐笔重放）", "Replay of the statement")
    static let replayNote = Text(
        "每笔付出都可能是任何人的钱：下限假定此后付出的都是他的，上限假定都是别人的，并不超过其后任何时刻的余额。上游转入按追踪结果归属。",
        "Each payment out may have been anybody's: least, if all that left was his; most, if it was others', and never above any later balance. Whose came from other accounts is what the trace says."
    )
    static func linesShown(_ shown: Int, _ all: Int) -> Text {
        Text("显示前 \(shown) 行，共 \(all) 行", "The first \(shown) of \(all) lines")
    }
    static let timeWord = Text("时间", "Time")
    static let balanceWord = Text("余额", "Balance")
    static let victimWord = Text("受害人", "Victim")
    static let victimsWord = Text("受害人数", "Victims")
    static let untilWord = Text("公示期满", "Notice ends")
    static let entryWord = Text("收付", "In or out")
    static let whoseWord = Text("谁的", "Whose")
    static func entryKind(_ kind: ReturnComputation.Line.Kind) -> Text {
        switch kind {
        case .incoming: Text("收", "in")
        case .outgoing: Text("付", "out")
        case .returned: Text("返还", "paid back")
        }
    }
    static let noticeWord = Text("公示", "Public notice")
    static func noticeUntil(_ day: String) -> Text { Text("至 \(day)", "until \(day)") }
    static let decisionNumber = Text("返还决定书", "Decision")
    static let askStatementAgain = Text("再查明细", "Ask for a statement")
    static let computeShares = Text("计算份额", "Compute the shares")
    static let computeAgain = Text("重新计算", "Compute again")
    static func publishNotice(_ term: Wording) -> Text { Text("公示 \(term.zh)", "Put on notice for \(term.en)") }
    static let askCity = Text("呈请市级公安机关决定", "Ask the city organ to decide")
    static let giveReturnUp = Text("终止返还", "Give the return up")
    static let closeRest = Text("余额不再等候，办结返还", "Close the return without the unpaid rest")
    static let closeRestEffect = Text(
        "未领的份额不再付款，钱仍在冻结中；其受害人可参加以后的返还。",
        "Shares that are not paid are paid no more under this decision; the money stays frozen, and its victims can have a part in a later return."
    )
    static let restUnpaid = Text("未付而办结", "Closed with unpaid")
    static let howLongVictimsWaited = Text("受害人等候时间", "How long victims waited")
    static let stretchWord = Text("阶段", "Stretch")
    static func stretch(_ stretch: ReturnWaits.Stretch) -> Text {
        switch stretch {
        case .toOpening: Text("报警到启动返还", "report to opening")
        case .toDecision: Text("启动到市级决定", "opening to decision")
        case .toPayment: Text("决定到付款", "decision to payment")
        case .whole: Text("报警到付款", "report to payment")
        }
    }
    static let byDecision = Text("按返还决定", "by the decision")
    static let flowByTrace = Text("流向按追踪，决定返还的账户按决定", "ribbons by the trace; decided accounts by the decision")
    /// On a card of the picture, which is narrow.
    static func decidedHere(unpaid: String?, paid: String?) -> Text {
        switch (unpaid, paid) {
        case (let unpaid?, nil): Text("决定 待返 \(unpaid)", "decided: due \(unpaid)")
        case (nil, let paid?): Text("决定 已返 \(paid)", "decided: paid \(paid)")
        case (let unpaid?, let paid?): Text("决定 待 \(unpaid) 已 \(paid)", "due \(unpaid), paid \(paid)")
        case (nil, nil): Text("决定 不返还", "decided: none")
        }
    }
    static let papersOfReturn = Text("文书", "Papers")
    static let applicationForm = Text("申请表", "Application")
    static let publicPageOfNotice = Text("公示的公开页面", "The public page of the notice")
    static let objectionsTitle = Text("异议", "Objections")
    static let noObjections = Text("公示期内没有异议", "No objection so far")
    static let enterObjection = Text("登记异议", "Enter an objection")
    static let objectorWord = Text("异议人", "Who objects")
    static let waitsForAnswer = Text("待另一人答复", "Waits for another's answer")
    static let paymentDoubted = Text("银行答复前后矛盾，待核定", "The bank contradicts itself")
    static let paymentUnderWay = Text("付款在途", "Payment under way")
    static func paymentFailed(_ code: String) -> Text { Text("付款未成（\(code)）", "Payment failed (\(code))") }
    static let notApplied = Text("未申请", "Has not applied")
    static func papersLacking(_ papers: String) -> Text { Text("缺 \(papers)", "Lacks \(papers)") }
    static let papersWhole = Text("材料齐全", "Papers complete")
    static let enterPapers = Text("登记材料", "Enter papers")
    static func papersOf(_ name: String) -> Text { Text("\(name) 的返还申请", "Application of \(name)") }
    static let papersWord = Text("已收材料", "Papers received")
    static let agentWord = Text("代理人（须有委托书，不得收费）", "Agent (with power of attorney; no fee)")
    static let returnHolder = Text("收款户名", "Account holder")
    static let returnNumber = Text("收款账号", "Account number")
    static let payeeNote = Text(
        "优先退回原付款账户；另给账户的，户名必须是受害人本人，由第二人核对。",
        "First of all the account he paid from; another must be in the victim's own name, and a second person looks at it."
    )
    static let savePapers = Text("保存", "Save")
    static let askPayment = Text("提交审批：付款", "Ask for the payment")

    package static func returnRefusal(_ refusal: ReturnRefusal) -> Text {
        switch refusal {
        case .notFrozen:
            Text("账户不在冻结中：只有已冻结的资金可以返还", "The account is not frozen: only frozen money can be returned")
        case .alreadyOpen: Text("该账户已有办理中的返还", "A return for this account is already under way")
        case .wrongState(let state):
            Text("返还处于“\(returnState(state).zh)”，不能这样办", "The return is “\(returnState(state).en)”: not possible now")
        case .statementMissing:
            Text("还没有涵盖入账至冻结的对账单，请先查询明细", "No statement covers the time up to the freeze: ask the bank for one")
        case .balanceDiffers(let statement, let bank):
            Text(
                "对账单余额 \(statement) 元与冻结时余额 \(bank) 元不符，请查询完整明细",
                "The statement ends with \(statement) yuan, the bank froze \(bank): ask for a whole statement")
        case .statementContradictory: Text("对账单前后矛盾，请与银行核对", "The statement contradicts itself: check with the bank")
        case .statementUnderWay: Text("明细已在查询中", "A statement is being asked for")
        case .nothingToReturn: Text("账户中没有可以确认属于受害人的资金", "Nothing there can be a known victim's")
        case .outdated: Text("受害人或损失有变化，请重新计算", "Victims or losses have changed: compute anew")
        case .noticeRuns(let until):
            Text("公示到 \(CivilTime(until).day) 期满", "The public notice runs until \(CivilTime(until).day)")
        case .noticeMissing: Text("按比例返还须先公示", "Shares by ratio must be on public notice first")
        case .tooManyObjections:
            Text(
                "网上待答复的异议过多，请到办理单位当面提出", "Too many objections wait for their answer: please bring yours to the unit")
        case .objectionOpen: Text("有异议尚未答复", "An objection waits for its answer")
        case .nobodyPayable: Text("没有材料齐全的受害人", "Nobody's papers are complete")
        case .papersMissing(let papers):
            Text(
                "还缺：" + papers.map { returnPaper($0).zh }.joined(separator: "、"),
                "Missing: " + papers.map { returnPaper($0).en }.joined(separator: ", "))
        case .payeeMissing: Text("请填写收款银行和账号", "Say the bank and number of the account to pay to")
        case .payeeUnreadable: Text("收款账号应为 6 至 34 位数字或大写字母", "The account number has 6 to 34 digits or capitals")
        case .payeeNotVictim: Text("收款户名必须是受害人本人", "The account must be in the victim's own name")
        case .notVictim: Text("此人不在本次返还中", "This person has no part in the return")
        case .alreadyPaid: Text("已经返还", "Already paid back")
        case .paymentOpen: Text("已有一笔返还在途", "A payment is on its way")
        case .bankContradicts:
            Text(
                "银行对上一笔付款的答复前后矛盾，先在“未达”页核定",
                "The bank contradicts itself about the last payment: settle that first, under Undelivered")
        case .reasonMissing: Text("请写明理由", "Give a reason")
        case .textTooLong(let most): Text("最多 \(most) 字", "At most \(most) characters")
        }
    }

    package static func returnState(_ state: FundReturn.State) -> Text {
        switch state {
        case .collecting: Text("收集材料", "Collecting papers")
        case .computed: Text("已计算", "Computed")
        case .noticed: Text("公示中", "On public notice")
        case .asked: Text("待市级决定", "Waits for the city organ")
        case .decided: Text("已决定", "Decided")
        case .closed: Text("返还办结", "Closed")
        case .withdrawn: Text("已终止", "Withdrawn")
        }
    }

    package static func returnPaper(_ paper: ReturnPaper) -> Text {
        switch paper {
        case .application: Text("返还申请表", "application form")
        case .identity: Text("身份证明", "proof of identity")
        case .statement: Text("被害人陈述", "the victim's statement")
        case .paymentProof: Text("转账凭证", "proof of payment")
        case .delegation: Text("委托书", "power of attorney")
        }
    }
}
