internal import Primitives
internal import Recovery

// The public notices of returns: plain words for whoever was cheated.
extension Text {
    package static let noticesTitle = Text("冻结资金返还公示", "Public notices: frozen money to be returned")
    static let noticesLead = Text(
        "被骗的钱冻结以后，分不清各人钱款的，按被骗金额的比例返还。返还之前在这里公示。您被骗过、钱进过下列账户而名单上没有您，或者不同意份额，可以提出异议。",
        "Where frozen money cannot be told apart, it is returned in the ratio of what each victim lost. Before that it is on notice here. If you were cheated through one of these accounts and are not listed, or disagree with a share, you may object."
    )
    static let noNotices = Text("现在没有公示。", "Nothing is on notice now.")
    static let moreNotices = Text(
        "只列出最先期满的 100 件，其他的请向办理单位查询。", "The 100 that end first are listed; ask the unit about others.")
    static func totalOf(_ sum: String) -> Text { Text("拟返还 \(sum) 元", "\(sum) yuan to be returned") }
    static func noticeRunsUntil(_ day: String) -> Text { Text("公示至 \(day)", "On notice until \(day)") }
    static let noticeIsOver = Text("这份公示已经结束。", "This notice has ended.")
    static let otherNotices = Text("看正在公示的", "See the notices that run")
    static let printNotice = Text(
        "可以直接打印本页；公示下方的编号和核验码可供核验。", "This page can be printed; number and code below it show that it is genuine.")

    // MARK: objecting

    static let objectTitle = Text("提出异议", "Object")
    static func objectLead(_ day: String) -> Text {
        Text(
            "\(day)（含当日）以前可以提出，不收费。受害人也可以说明自己被骗的经过。提交后给您回执编号和核验码，凭它查询答复。",
            "Until the end of \(day), free of charge. A victim who is not listed can say so here. You are given a receipt with number and code, by which you see the answer."
        )
    }
    static let yourName = Text("您的姓名或单位名称", "Your name, or your organization's")
    static let whyYouObject = Text("异议内容和理由", "What you object to, and why")
    static let whyYouObjectHint = Text(
        "例：我在几月几日向这个账户付过多少钱；哪个份额不对。不要写银行密码。",
        "For example: when and how much you paid to this account, or which share is wrong. Never write a password.")
    static let sendObjection = Text("提交异议", "Send the objection")
    static let objectionNeeds = Text("请写明姓名、联系方式和理由。", "Say your name, how to reach you, and why.")
    static let objectionSent = Text("异议已收到", "Your objection was received")
    static let keepReceipt = Text(
        "请记下或打印回执编号和核验码：离开本页后不再显示。", "Write down or print number and code: they are not shown again.")
    static let objectionHere = Text("查询答复", "See what became of it")

    // MARK: what became of it

    static let objectionTitle = Text("异议的答复", "What became of my objection")
    static let objectionLead = Text(
        "输入异议回执上的编号和核验码。", "Enter the number and the code on the receipt of your objection.")
    static let lookAtObjection = Text("查看", "Look")
    static let objectionNotFound = Text("编号和核验码对不上。", "Number and code do not belong together.")
    static let objectionOf = Text("异议人", "Objection of")
    static let objectionWaits = Text("正在核查，还没有答复", "Being examined, not answered yet")
    static let objectionUpheld = Text("异议成立，返还重新办理", "Upheld: the return is prepared anew")
    static let objectionRejected = Text("异议不成立", "Not upheld")
    static let upholdObjection = Text("异议成立，退回重办", "Uphold: prepare anew")
    static let rejectObjection = Text("异议不成立", "Reject")
    static let objectionSays = Text("异议内容", "What was said")
    static let fromPublicPage = Text("网上提交", "sent online")
}
