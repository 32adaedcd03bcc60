internal import Primitives
package import Recovery

// Papers: their names, what stands on each, and whether one is genuine.
extension Text {
    package static func paper(_ kind: PrintedDocument.Kind) -> Text {
        switch kind {
        case .notice: .notice
        case .freezeOrder: Text("协助冻结财产通知书", "Request to freeze property")
        case .releaseOrder: Text("协助解除冻结财产通知书", "Request to release frozen property")
        case .complaintAnswer: Text("申诉答复书", "Answer to a complaint")
        case .returnApplication: Text("冻结资金返还申请表", "Application for the return of frozen money")
        case .returnFlow: Text("资金流向表", "Flow of the money")
        case .returnReport: Text("呈请返还资金报告书", "Report asking for a return")
        case .returnNotice: Text("冻结资金返还公示", "Public notice of a return")
        case .returnDecision: Text("返还资金决定书", "Decision on a return")
        case .objectionReceipt: Text("异议回执", "Receipt of an objection")
        case .aidApplication: Text("救助申请表", "Application for hardship aid")
        case .aidDecision: Text("救助决定书", "Decision on hardship aid")
        }
    }

    package static let colon = Text("：", ":")
    package static let sealHere = Text("（印章）", "(seal)")
    package static let dateOfIssue = Text("（出具日期）", "(date of issue)")
    package static let receivedBy = Text(
        "收到人签名：＿＿＿＿＿＿　日期：＿＿＿＿＿＿", "Received by: ____________  Date: ____________")
    package static let notIssued = Text("预览，尚未出具", "preview, not given out")
    package static let issuePaper = Text("出具，编号并生成核验码", "Give it out with number and code")
    package static let paperNumber = Text("文书编号", "Number")
    package static let paperCode = Text("核验码", "Code")
    package static let checkedAt = Text("网上查询、核验", "Look it up and check it at")
    package static let twoOfficers = Text(
        "经办人：＿＿＿＿＿＿　协查人：＿＿＿＿＿＿", "Officers: ____________  and ____________")
    package static let bankReceipt = Text(
        "回执：已于＿＿＿＿年＿＿月＿＿日＿＿时办理。经办人签名：＿＿＿＿＿＿（银行印章）",
        "Receipt of the bank: carried out on ____________ at ______. Signed: ____________ (seal)")
    package static let holderName = Text("户名", "Account name")
    package static let accountNumber = Text("账号", "Account number")
    package static let accountBank = Text("开户银行", "Bank")
    package static let frozenFor = Text("冻结期限", "Term")
    package static let renewedUntil = Text("续冻至", "Renewed until")
    package static let caseWord = Text("案件", "Case")
    package static func caseAndIncident(_ filing: String, _ incident: String) -> Text {
        Text("\(filing)（警情 \(incident)）", "\(filing) (incident \(incident))")
    }
    package static func freezeOrderRequest(_ basis: String) -> Text {
        Text(
            "因侦查犯罪需要，根据\(basis)，请协助冻结下列财产：",
            "By \(basis), please freeze the following property for a criminal investigation:")
    }
    package static func releaseOrderRequest(_ basis: String) -> Text {
        Text("根据\(basis)，请协助解除对下列财产的冻结：", "By \(basis), please release the following property from its freeze:")
    }

    // MARK: whether a paper is genuine

    package static let verificationTitle = Text("文书核验", "Is this paper genuine?")
    package static let verificationLead = Text(
        "输入文书下方的编号和核验码。只告诉您是真是假，不显示内容。",
        "Enter the number and the code at the foot of the paper. You are told whether it is genuine, and nothing of what it says."
    )
    package static let numberHint = Text("8 位字母和数字，例：7KQ4-M2PX", "8 letters and digits, such as 7KQ4-M2PX")
    package static let codeHint = Text("12 位字母和数字，不分大小写", "12 letters and digits, in either case")
    package static let checkPaper = Text("核验", "Check")
    package static let paperIsGenuine = Text("真实：这份文书由本平台出具", "Genuine: this paper was given out here")
    package static let paperIsNot = Text("没有这份文书：编号和核验码对不上", "No such paper: number and code do not belong together")
    package static let ifNotGenuine = Text(
        "请核对是否输错。仍不符的，不要按它转账或提供信息，请拨打 96110 或 110。",
        "Check what you typed. If it still does not match, pay nothing and tell nothing on its account; call 96110 or 110."
    )
    package static let kindOfPaper = Text("文书", "Paper")
    package static let dayOfIssue = Text("出具日期", "Given out on")

    static func tooManyTries(_ until: Timestamp) -> Text {
        Text(
            "试错太多次，\(CivilTime(until).clock.prefix(5)) 以后再试。急事请带身份证件到派出所或反诈中心，或拨打 96110。",
            "Too many wrong tries; try again after \(CivilTime(until).clock.prefix(5)). If it is urgent, go to a police station or call 96110."
        )
    }
}
