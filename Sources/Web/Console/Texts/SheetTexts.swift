package import Jurisdiction
package import Recovery
package import Wire

// Sheets that ask before a binding act.
extension Text {
    package static let goBack = Text("返回", "Back")
    package static let reason = Text("理由", "Reason")
    package static let holder = Text("户名", "Holder")
    package static let bankColumn = Text("机构", "Bank")
    package static let legalBasis = Text("依据", "Basis")
    package static let term = Text("期限", "Term")
    package static let remedy = Text("救济", "Remedy")
    package static let effect = Text("结果", "Effect")
    package static let whoApproves = Text("复核人", "Approved by")
    package static let recorded = Text("记录", "Record")
    package static let notInForce = Text("此措施现不在执行中。", "This measure is not in force.")
    package static let atOnce = Text("即时", "at once")
    package static let atOnceWhenApproved = Text("复核后即时发往银行", "sent to the bank as soon as it is approved")
    package static let noSecondPerson = Text("保护本人的措施，一人即可解除", "it protects its owner: one person may lift it")
    package static let reasonMissing = Text("请写明理由。", "Give a reason.")
    package static let textMissing = Text("请填申诉人和申诉内容。", "Give the complainant and what he says.")

    package static func extendedUntil(_ end: String) -> Text { Text("延到 \(end)，以一次为限", "until \(end), once only") }
    package static func fromExecution(_ term: String) -> Text {
        Text("自执行起 \(term)，到期自动解除", "\(term) from execution, then it ends by itself")
    }
    package static func complaintAnswered(_ term: String) -> Text {
        Text("当事人可申诉，\(term)内书面答复", "The holder may complain; answered in writing within \(term)")
    }
    package static func answeredInWriting(_ term: String) -> Text {
        Text("\(term)内书面答复", "answered in writing within \(term)")
    }
    package static func onlyOurClaimEnds(_ others: Int) -> Text {
        Text("另有 \(others) 起警情主张，只结束本案主张", "\(others) more incidents claim it: only this claim ends")
    }

    package static func submitExtension(_ sum: String) -> Text {
        Text("提交复核：延期，\(sum) 元", "Ask to extend, \(sum) yuan")
    }
    package static func submitRelease(_ sum: String) -> Text { Text("提交复核：解除，\(sum) 元", "Ask to release, \(sum) yuan") }
    package static let submitEndClaim = Text("结束本案主张", "End this claim")
    package static let submitHold = Text("申请保护性止付", "Ask for a protective hold")
    package static let submitLift = Text("发出解除", "Send the lifting")
    package static let complainant = Text("申诉人", "Complainant")
    package static let contact = Text("联系方式", "Contact")
    package static let complaintText = Text("申诉内容", "What he says")
    package static let submitComplaint = Text("录入申诉，开始计时", "Enter it and start the clock")
    package static let dutyContact = Text("值班联系", "Duty contact")
    package static let allAnswered = Text("都已应答。", "All answered.")
    package static func sendAgain(_ count: Int) -> Text { Text("再发 \(count) 项", "Send \(count) again") }

    package static func approver(_ level: ApprovalLevel) -> Text {
        switch level {
        case .dutyLeader: Text("值班领导", "the leader on duty")
        case .countyHead: Text("县级以上公安机关负责人", "head of a police organ of county level or above")
        case .cityHead: Text("设区的市以上公安机关负责人", "head of a police organ of city level or above")
        case .provinceHead: Text("省级公安机关负责人", "head of a provincial police organ")
        }
    }

    package static func orderKind(_ kind: BankOrder.Kind) -> Text {
        switch kind {
        case .stop: Text("止付", "Stop")
        case .extend: Text("止付延期", "Extension")
        case .release: Text("止付解除", "Release")
        case .inquiry: Text("查询", "Inquiry")
        case .protectiveHold: Text("保护性止付", "Protective hold")
        case .protectiveRelease: Text("解除保护", "Lifting of a hold")
        case .freeze: .freezeWord
        case .renewFreeze: .renewalWord
        case .unfreeze: .unfreezeWord
        case .returnFunds: .returnWord
        }
    }

    // MARK: seeing identifiers

    package static let revealTitle = Text("显示全号", "Show in full")
    package static let valueColumn = Text("内容", "Value")
    package static let chooseReason = Text("请选择", "choose")
    package static let moreWords = Text("补充说明", "More words")
    package static let submitReveal = Text("显示，并记入日志", "Show, and record it")
    package static let revealIsRecorded = Text(
        "谁、何时、何事由，都进日志；页面加水印", "Who, when and why goes into the journal; the page carries a watermark")
    package static func shownForMinutes(_ minutes: Int64) -> Text {
        Text("在本页显示 \(minutes) 分钟", "shown on this page for \(minutes) minutes")
    }
    package static let revealReasons = [
        Text("与银行核对账户", "Checking the account with the bank"),
        Text("与当事人核对身份", "Checking the identity with the person"),
        Text("制作法律文书", "Writing an official document"),
        Text("核查资金去向", "Following the money"),
        Text("回访联系", "Calling back"),
    ]
    package static func maskedKind(_ kind: MaskedValue.Kind) -> Text {
        switch kind {
        case .accountNumber, .payeeNumber: Text("账号", "Account number")
        case .identityNumber: identityNumber
        case .phone: phone
        }
    }
}
