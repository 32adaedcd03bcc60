internal import Primitives
package import Recovery

// Hardship aid for victims.
extension Text {
    package static let aidTitle = Text("困难救助", "Hardship aid")
    static let aidsTitle = Text("被害人困难救助", "Hardship aid for victims")
    static func aidOf(_ name: String) -> Text { Text("\(name)的救助申请", "Aid for \(name)") }
    static let noAids = Text("没有待决定的救助申请。", "No application for aid waits.")
    static let noAidsHere = Text("没有救助申请。", "Nobody asked for aid.")
    static let noAidsInTime = Text("近一年没有救助申请。", "Nobody asked for aid in the last year.")
    static let seeAid = Text("查看", "See")
    static let enterAid = Text("登记救助申请", "Enter an application for aid")
    static let submitAid = Text("登记，报负责人决定", "Enter it for the head's decision")
    static func aidsWaiting(_ count: Int) -> Text { Text("困难救助：待决定 \(count) 件", "\(count) applications for aid wait") }
    static let hardshipWord = Text("生活困难情况", "What his life has come to")
    static let aidEffect = Text(
        "由民政、司法救助等有关方面按规定给予，本平台只记录，不付款，也不计入返还金额。",
        "It is paid by civil affairs, judicial aid or others under their own rules; it is recorded here, not paid, and never counted as money returned."
    )
    static let aidAmount = Text("救助金额（元）", "Amount (yuan)")
    static let aidPayer = Text("救助单位", "Who pays it")
    static let aidPayerHint = Text("如：红塔区民政局", "such as the district's civil affairs bureau")
    static let aidReason = Text("决定理由", "Reason of the decision")
    static let grantAid = Text("同意救助", "Grant it")
    static let refuseAid = Text("不予救助", "Refuse it")
    static let handInPapers = Text("补交", "Hand in")
    static let aidPaid = Text("已发放", "Paid")
    static let aidPaidOn = Text("发放日期", "Paid on")
    static let aidPaidHint = Text("救助单位告知已发放后登记，如 2026-03-14。", "Entered when the payer says so, as 2026-03-14.")
    static let noteAidPaid = Text("登记发放", "Note the payment")
    static func aidsToDecide(_ count: Int) -> Text {
        Text("救助申请待决定 \(count) 件", "\(count) applications for aid to decide")
    }
    static let aidWaitsForHead = Text("等公安机关负责人决定。", "The head of the organ decides.")
    static let tickWhatCame = Text("勾选收到的", "Tick what has come")
    static let missingPapers = Text("还缺的材料", "Papers missing")
    static let aidFigures = Text("近一年救助情况", "Aid in the last year")
    static let aidsApplied = Text("申请", "Applied")
    static let aidsWaitingWord = Text("待决定", "Waiting")
    static let aidSum = Text("同意金额（元）", "Granted (yuan)")

    package static func aidState(_ state: HardshipAid.State) -> Text {
        switch state {
        case .waiting: Text("待决定", "waiting")
        case .granted: Text("已同意", "granted")
        case .refused: Text("不予救助", "refused")
        }
    }

    package static func aidPaper(_ paper: AidPaper) -> Text {
        switch paper {
        case .identity: Text("身份证明", "proof of identity")
        case .paymentProof: Text("被骗转账凭证", "proof of payment")
        case .hardshipProof: Text("生活困难证明", "proof of hardship")
        }
    }

    static func aidPapers(_ papers: [AidPaper]) -> Text {
        Text(
            papers.map { aidPaper($0).zh }.joined(separator: "、"),
            papers.map { aidPaper($0).en }.joined(separator: ", "))
    }

    static func aidNotPossible(_ error: HardshipAids.NotPossible) -> Text {
        switch error {
        case .hardshipMissing: Text("请写明生活困难情况。", "Say what his life has come to.")
        case .reasonMissing: Text("请写明决定理由。", "Give a reason.")
        case .payerMissing: Text("请写明由哪个单位救助。", "Say who pays it.")
        case .textTooLong(let most): Text("太长，最多 \(most) 字。", "Too long: at most \(most) characters.")
        case .dayNotPossible:
            Text("发放日期应在决定之后、今天之前（含当天）。", "The day lies between the decision and today.")
        case .waitsAlready: Text("该被害人已有一件申请待决定。", "An application of this victim waits already.")
        }
    }

    static func aidIllegal(_ error: HardshipAid.Illegal) -> Text {
        switch error {
        case .decided: Text("这件申请已经决定。", "It is decided already.")
        case .notGranted: Text("没有同意救助，不能登记发放。", "Only what was granted can have been paid.")
        case .paidAlready: Text("已经登记过发放。", "Its payment is noted already.")
        case .papersMissing(let papers):
            Text("材料不齐，还缺：\(aidPapers(papers).zh)。", "Papers are missing: \(aidPapers(papers).en).")
        }
    }

    // MARK: on paper

    static let aidApplicantSigns = Text(
        "以上属实。申请救助不收取任何费用。申请人签名：＿＿＿＿＿＿　日期：＿＿＿＿＿＿",
        "The above is true. No fee is charged. Signed by the applicant: ____________  Date: ____________")
    static func aidOpening(applied: String, incident: String, basis: String) -> Text {
        Text(
            "您于 \(applied) 就警情 \(incident) 提出的困难救助申请，经审查，根据\(basis)，答复如下：",
            "On your application of \(applied) for hardship aid (incident \(incident)) this is decided under \(basis):")
    }
    static func aidGrantedOnPaper(_ amount: String, payer: String) -> Text {
        Text("同意给予救助 \(amount) 元，由\(payer)发放。", "Aid of \(amount) yuan is granted, to be paid by \(payer).")
    }
    static let aidRefusedOnPaper = Text("不予救助。", "Aid is refused.")
    static let aidIsNoReturn = Text(
        "救助不影响您取回被骗资金：追回的钱另行返还。", "It takes nothing from your claim: money that is recovered is returned besides.")
    static let aidMayBeAskedAgain = Text(
        "情况有变化的，可以重新申请；不影响您取回被骗资金。",
        "If things change you may apply again; your claim to recovered money is untouched.")
}
