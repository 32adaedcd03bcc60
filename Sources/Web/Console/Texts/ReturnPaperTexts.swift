internal import Primitives
internal import Recovery

// What stands on the papers of a return.
extension Text {
    static let lineToFill = Text("＿＿＿＿＿＿＿＿", "________________")
    static let applicantTitle = Text("一、申请人（被害人）", "1. Applicant (victim)")
    static let takenTitle = Text("二、受理单位", "2. Organ that took the case")
    static let frozenTitle = Text("三、冻结单位", "3. Organ that froze the money")
    static let nameWord = Text("姓名或名称", "Name")
    static let sexWord = Text("性别", "Sex")
    static func sex(_ sex: String?) -> Text {
        switch sex {
        case "male": Text("男", "male")
        case "female": Text("女", "female")
        default: lineToFill
        }
    }
    static let identityWord = Text("身份证件或组织机构代码", "Identity or organization number")
    static let addressWord = Text("住址", "Address")
    static let phoneWord = Text("联系电话", "Telephone")
    static let agentOnPaper = Text("代理人（附委托书）", "Agent (with power of attorney)")
    static let returnAccount = Text("返还账户", "Account to be paid to")
    static let papersHandedIn = Text("已交材料", "Papers handed in")
    static let appliedOn = Text("申请日期", "Applied on")
    static let involvedAccount = Text("涉案账户", "Account involved")
    static let frozenAccount = Text("冻结账户", "Frozen account")
    static let lossOnPaper = Text("被骗金额（元）", "Lost (yuan)")
    static let frozenOnPaper = Text("冻结金额（元）", "Frozen (yuan)")
    static let takenBy = Text("受理单位", "Taken by")
    static let frozenBy = Text("冻结单位", "Frozen by")
    static let opinionLine = Text(
        "意见：＿＿＿＿＿＿＿＿＿＿＿＿＿＿（印章）　　年　月　日", "Opinion: ____________________ (seal)  Date: ____________")
    static let applicantSigns = Text(
        "以上属实。申请返还不收取任何费用。申请人签名：＿＿＿＿＿＿　日期：＿＿＿＿＿＿",
        "The above is true. No fee is charged for a return. Signed by the applicant: ____________  Date: ____________")

    static let openingWord = Text("期初余额（元）", "Opening balance (yuan)")
    static let ruleWord = Text("计算规则", "Rule")
    static let leastAndMost = Text("可能属其所有（元）", "Can be his (yuan)")

    static let cityOrgan = Text("设区的市级以上公安机关", "The police organ of the city")
    static func reportOpening(filing: String, bank: String, basis: String) -> Text {
        Text(
            "我单位侦办的\(filing)案，冻结下列账户。经逐笔核对\(bank)提供的交易明细，按\(basis)计算返还份额，呈请审批：",
            "In case \(filing) the account below is frozen. Its statement from \(bank) was gone through entry by entry and the shares were computed under \(basis). Approval is asked for:"
        )
    }
    static let frozenTerm = Text("冻结期限", "Frozen")
    static let noticeOnPaper = Text("公示", "Public notice")
    static func noticeDays(_ from: String, _ until: Text) -> Text {
        Text("\(from) 至 \(until.zh)", "\(from) to \(until.en)")
    }
    /// The end of a term that days off may move which are not announced yet.
    static func provisional(_ day: String) -> Text {
        Text("\(day)（暂定：遇国务院公布的节假日顺延）", "\(day) (provisional: days off still to be announced move it)")
    }
    static let noticeNotNeeded = Text("时间戳能够分清，无需公示", "Not needed: the time stamps separate all victims")
    static func objectionsCounted(all: String, upheld: String, rejected: String) -> Text {
        Text("收到 \(all) 件，成立 \(upheld) 件，不成立 \(rejected) 件", "\(all) received, \(upheld) upheld, \(rejected) rejected")
    }
    static let totalToReturn = Text("拟返还合计（元）", "To be returned in all (yuan)")
    static let totalReturned = Text("返还合计（元）", "Returned in all (yuan)")
    static let staysFrozen = Text("继续冻结（元）", "Stays frozen (yuan)")
    static let unitOpinion = Text("承办单位意见", "Opinion of the unit")
    static let legalOpinion = Text("法制审核意见", "Legal review")
    static let headOpinion = Text("负责人批示", "Head's decision")

    // MARK: the public notice

    static func publicNoticeOpening(filing: String, basis: String, term: String) -> Text {
        Text(
            "\(filing)案中，下列账户内的资金已被冻结，拟返还被害人。依\(basis)，按交易时间能够分清的，直接返还；不能分清的，按被骗金额的比例返还。现公示\(term)。",
            "In case \(filing) the money in the account below is frozen and is to go back to its victims. Under \(basis) what the time stamps separate is returned directly, and the rest in the ratio of what each lost. This is on public notice for \(term)."
        )
    }
    static let noticeTermWord = Text("公示期间", "On notice")
    static let victimAndCard = Text("被害人（付款卡尾号）", "Victim (end of the card that paid)")
    static func nameAndCard(_ name: String, _ card: String) -> Text {
        Text("\(name)（尾号 \(card)）", "\(name) (ends in \(card))")
    }
    static func howToObject(until: String, unit: String, telephone: String) -> Text {
        Text(
            "被害人和其他利害关系人有异议的，可以在 \(until)（含当日）以前在网上提出，或者到\(unit)提出，电话 \(telephone)。认为自己也是被害人的，同样可以提出。本单位不会要求您转账或提供密码。",
            "Victims and other persons concerned may object online or at \(unit), telephone \(telephone), until the end of \(until); so may whoever was cheated by the same account and is not listed. Nobody will ask you for a payment or a password."
        )
    }
    static let sharesOnNotice = Text("返还份额", "Shares")

    // MARK: the decision

    static let decisionNumberWord = Text("决定书文号", "Number of the decision")
    static func decisionOpening(basis: String, bank: String, limit: String) -> Text {
        Text(
            "根据\(basis)，决定将下列冻结资金返还被害人。请\(bank)当场办理；当场不能办理的，在\(limit)内办理，并反馈结果。",
            "Under \(basis) the frozen money below is returned to its victims. \(bank) is to pay at once or, where it cannot, within \(limit), and to report the result."
        )
    }
    static let counterfoil = Text("存根", "Counterfoil")
    static let decidedOn = Text("决定日期", "Decided on")
    static let payeeOnPaper = Text("返还账户（户名、开户行、账号）", "Paid to (name, bank, number)")

    // MARK: the receipt of an objection

    static func objectionReceived(received: String, bank: String, account: String) -> Text {
        Text(
            "\(received) 收到您对\(bank)账户 \(account) 冻结资金返还公示的异议，内容如下：",
            "Your objection to the notice on the money frozen in account \(account) at \(bank) was received on \(received):"
        )
    }
    static func objectionIsExamined(unit: String, telephone: String, basis: String) -> Text {
        Text(
            "\(unit)依\(basis)核查；答复之前，不作返还决定。凭本回执的编号和核验码可以在网上查询答复，也可拨打 \(telephone)。",
            "\(unit) examines it under \(basis); nothing is decided before you are answered. With the number and code of this receipt you see the answer online, or call \(telephone)."
        )
    }
}
