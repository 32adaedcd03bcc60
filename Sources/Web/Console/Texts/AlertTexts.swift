internal import Primitives

// The pages on which relatives report, and on which a call is checked.
extension Text {
    static let alertTitle = Text("家人正在被骗", "Somebody of mine is being cheated")
    static let alertLead = Text(
        "填好就交给本地反诈中心：我们先给您回电话，核实后立即联系他。",
        "It goes to the local anti-fraud centre: we call you back first, then reach him at once.")
    static let callNow = Text("正在转钱或已经转钱，请直接拨 110。", "If he is paying now or has paid, call 110.")
    static let whoIsCheated = Text("他是谁", "Who he is")
    static let whatYouSee = Text("您看到了什么", "What you see")
    static let whoYouAre = Text("您是谁", "Who you are")
    static let hisName = Text("他的姓名", "His name")
    static let hisPhone = Text("他的手机号", "His telephone")
    static let hisHome = Text("他住在哪里，现在在哪里", "Where he lives, and where he is now")
    static let whatHappens = Text("发生了什么", "What happens")
    static let moneyAtStake = Text("可能要转多少钱（元）", "How much he may pay (yuan)")
    static let ownName = Text("您的姓名", "Your name")
    static let yourRelation = Text("您是他的什么人", "What you are to him")
    static let yourPhone = Text("您的电话（我们回拨这个号码）", "Your telephone (we call it back)")
    static let placeUnknown = Text("不清楚", "Not known")
    static let alertPrivacy = Text(
        "只用于劝阻，不会告诉对方是谁反映的。", "Used for nothing but to stop the fraud; he is not told who wrote.")
    static let sendAlert = Text("交给反诈中心", "Send to the centre")
    static let alertReceived = Text("反诈中心已收到", "The centre has it")
    static let receiptWord = Text("回执号", "Receipt")
    static let meanwhile = Text(
        "等电话的时候：不要让他独自操作手机和银行卡。", "While you wait: do not leave him alone with his phone and cards.")
    static let callerTitle = Text("刚才的电话是不是警察", "Was that call the police's?")
    static let callerLead = Text(
        "真的劝阻电话和短信都有 8 位核验码。请挂断后在这里核对。", "A true call or message has a code of 8 digits. Hang up, then check it here.")
    static let callCode = Text("核验码", "Code")
    static let callCodeHint = Text("短信里写的，或民警说的 8 位数字", "The 8 digits in the message, or as the officer said")
    static let ownEnding = Text("您的手机号末四位", "Last four digits of your telephone")
    static let ownEndingHint = Text("没有手机号的，填身份证号末四位", "Or of your ID number where there is no telephone")
    static let checkCall = Text("核对", "Check")
    static let callIsGenuine = Text("是真的：联系您的是下面这个单位。", "Genuine: this unit is calling you.")
    static let dayOfWarning = Text("预警日期", "Day of the warning")
    static let neverAskForMoney = Text(
        "公安机关不会让您转账、下载软件或共享屏幕。", "Police never ask you to pay, to install anything or to share your screen.")
    static let callIsNot = Text("对不上：不能证明是警察。", "It does not match: nothing shows that it is the police.")
    static let hangUpAndCall = Text("请挂断，自己拨 96110 或 110 问。", "Hang up and call 96110 or 110 yourself.")

    static func weCallBack(_ phone: String) -> Text {
        Text(
            "我们会用 96110 或本地派出所电话回拨 \(phone)。请记下回执号。",
            "We call \(phone) back from 96110 or the local station. Keep the receipt's number.")
    }
}
