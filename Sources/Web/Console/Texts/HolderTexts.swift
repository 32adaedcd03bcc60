package import Recovery

// The pages of a holder: plain words, no terms of the trade.
extension Text {
    package static let holderTitle = Text("查询措施与申诉", "My account is held: why, until when, what can I do")
    package static let holderLead = Text(
        "收到告知书的账户持有人，在这里看原因、期限和救济办法，也可以提出申诉。不收费，不需要注册。",
        "If you were given a notice, look here for the reason, the term and your remedies, and complain if you disagree. It is free and needs no account."
    )
    package static let noticeNumberHint = Text(
        "告知书下方，8 位字母和数字，例：7KQ4-M2PX", "At the foot of the notice: 8 letters and digits, such as 7KQ4-M2PX")
    package static let accountEndLabel = Text("账号最后 8 位", "Last 8 digits of the account")
    package static let accountEndHint = Text(
        "看您的银行卡或存折；不足 8 位的全部输入", "From your card or passbook; all of a number that is shorter")
    package static let lookAtMeasure = Text("查看", "Look")
    package static let withoutNotice = Text("没有告知书，或者对不上", "Without a notice, or if it does not match")
    package static let goToStation = Text(
        "请带身份证件和账户证明，到就近派出所或反诈中心当面核验，由民警为您查询和登记申诉。也可以拨打 96110。",
        "Take your identity document and proof of the account to the nearest police station or anti-fraud centre; an officer there looks it up and enters your complaint. Or call 96110."
    )
    package static let proofDoesNotMatch = Text(
        "编号、核验码和账号对不上，或者还查不到", "Number, code and account do not belong together, or there is nothing to show yet")
    package static let ifProofFails = Text(
        "请核对告知书和银行卡后再试。试错太多次，一段时间内不能再查。",
        "Check the notice and your card and try again. After too many wrong tries you have to wait.")

    package static func holderMeasure(_ kind: Complaint.Kind) -> Text {
        switch kind {
        case .stop: Text("您的账户被紧急止付", "Your account is under an emergency stop-payment")
        case .freeze: Text("您的账户被冻结", "Your account is frozen")
        case .hold: Text("您的账户受到保护性限制", "Your account is protected for a short time")
        }
    }
    package static func holderMeasureMeans(_ kind: Complaint.Kind) -> Text {
        switch kind {
        case .stop:
            Text("钱可以转入，暂时不能转出。", "Money can come in; none can go out for the time being.")
        case .freeze:
            Text("被冻结的钱在期限内不能转出。", "What is frozen cannot go out while the term runs.")
        case .hold:
            Text(
                "为防止您的钱被骗走，暂时不能转出。这不是处罚，您不是嫌疑人。",
                "To keep your money from fraud, none can go out for a short time. This is no penalty; you are not a suspect."
            )
        }
    }
    package static let measureScope = Text("范围", "Scope")
    package static func onlyUpTo(_ sum: String) -> Text {
        Text("限额 \(sum) 元，超出部分可以使用", "up to \(sum) yuan; what is above it you can use")
    }
    package static let reasonWord = Text("原因", "Reason")
    package static func telecomFraud(_ number: String) -> Text {
        Text("涉及电信网络诈骗（警情 \(number)）", "a telecom fraud (incident \(number))")
    }
    package static let fromUntil = Text("期限", "Term")
    package static func fromTo(_ start: String, _ end: String) -> Text {
        Text("自 \(start) 至 \(end)", "from \(start) to \(end)")
    }
    package static let endsByItself = Text("到期以后", "After that")
    package static func endsByItselfWords(_ kind: Complaint.Kind) -> Text {
        switch kind {
        case .stop, .hold: Text("自动解除，不需要办手续", "it ends by itself; you need do nothing")
        case .freeze:
            Text("没有依法续冻的，自动解除", "it ends by itself unless it is renewed by law")
        }
    }
    package static let organWord = Text("办理单位", "Handled by")
    package static let beingLifted = Text("正在解除", "Being lifted")
    package static func endedAt(_ moment: String) -> Text { Text("已于 \(moment) 结束", "ended \(moment)") }

    // MARK: what he can do

    package static let whatYouCanDo = Text("您可以怎么做", "What you can do")
    package static func complainHere(_ kind: Complaint.Kind, term: String, basis: String) -> Text {
        switch kind {
        case .stop, .freeze:
            Text(
                "在本页或到办理单位提出申诉，\(term)内书面答复（\(basis)）。查明与案件无关的，三日以内解除。",
                "Complain on this page or at the unit: you are answered in writing within \(term) (\(basis)). What has nothing to do with the case is released within three days."
            )
        case .hold:
            Text(
                "在本页或到办理单位提出申诉，\(term)内核查，核查通过的立即解除（\(basis)）。",
                "Complain on this page or at the unit: it is checked within \(term) and lifted at once when the check is passed (\(basis))."
            )
        }
    }
    package static func reconsiderationWithin(_ term: String) -> Text {
        Text(
            "也可以自知道之日起\(term)内申请行政复议，或者向人民法院起诉（反电信网络诈骗法第48条）。",
            "You may also ask for administrative reconsideration within \(term) of knowing of it, or go to court (Anti-Telecom-Fraud Law, art. 48)."
        )
    }
    package static func turnUpwards(_ kind: Complaint.Kind) -> Text {
        switch kind {
        case .stop, .freeze:
            Text(
                "对答复不服的，可以向上一级公安机关或者人民检察院反映。刑事案件的措施不属于行政复议范围。",
                "If you disagree with the answer, turn to the next higher police organ or to the procuratorate. Measures of a criminal case are not under administrative reconsideration."
            )
        case .hold:
            Text("对答复不服的，可以向上一级公安机关反映。", "If you disagree with the answer, turn to the next higher police organ.")
        }
    }
    package static func papersThatHelp(_ kind: Complaint.Kind) -> Text {
        switch kind {
        case .stop, .freeze:
            Text(
                "有用的材料：身份证件，账户证明，说明款项合法来源的材料（工资、货款、借条、合同）。",
                "Papers that help: your identity document, proof of the account, and papers that show where the money comes from (wages, invoices, contracts)."
            )
        case .hold: Text("需带材料：本人身份证件。", "Papers to bring: your identity document.")
        }
    }

    // MARK: his complaint

    package static let complainTitle = Text("提出申诉", "Complain")
    package static let yourWords = Text("为什么不同意", "Why you disagree")
    package static let yourWordsHint = Text(
        "说明钱从哪里来、有什么凭证。不要写银行密码。", "Say where the money comes from and what proves it. Never write a password.")
    package static let yourContact = Text("怎么联系您", "How to reach you")
    package static let yourContactHint = Text("手机号或者地址", "Telephone or address")
    package static let sendComplaint = Text("提交申诉", "Send the complaint")
    package static let wordsAndContactNeeded = Text("请写明理由和联系方式。", "Say why, and how to reach you.")
    package static let complaintSent = Text("申诉已收到，开始计时", "Your complaint was received; the clock runs")
    package static let comeBackForAnswer = Text(
        "凭同一份告知书随时回到本页看进度和书面答复。", "Come back with the same notice to see its state and the written answer.")
    package static let yourComplaints = Text("您的申诉", "Your complaints")
    package static let answerAwaited = Text("待答复", "Not answered yet")
    package static let answerOverdue = Text("已过答复时限，已报上一级", "Overdue; the organ above was told")
    package static let answeredOn = Text("答复时间", "Answered")
    package static func complaintPartlyUpheld(_ freed: String) -> Text {
        Text("部分成立，解除 \(freed) 元", "Upheld in part: \(freed) yuan are released")
    }
    package static let complaintUpheld = Text("申诉成立，解除措施", "Upheld: the measure is lifted")
    package static let complaintRejected = Text("申诉不成立", "Not upheld")
    package static let readAnswerPaper = Text("查看、打印答复书", "See and print the answer")
    package static let leaveHolderPage = Text("离开（不留在这台手机上）", "Leave (nothing stays on this device)")

    // MARK: the paper that answers

    package static func answerOpening(received: String, bank: String, account: String, measure: Text) -> Text {
        Text(
            "您于 \(received) 对\(bank)账户 \(account) 的\(measure.zh)提出的申诉，经审查，答复如下：",
            "On your complaint of \(received) against the \(measure.en) of account \(account) at \(bank), after examination:"
        )
    }
    package static func complainedMeasure(_ kind: Complaint.Kind) -> Text {
        switch kind {
        case .stop: Text("紧急止付", "stop-payment")
        case .freeze: Text("冻结", "freeze")
        case .hold: Text("保护性止付", "protective hold")
        }
    }
    package static let answerUpheld = Text("申诉成立。措施立即解除。", "Your complaint is upheld. The measure is lifted at once.")
    package static func answerPartly(_ freed: String) -> Text {
        Text(
            "申诉部分成立：冻结款项中 \(freed) 元与案件无关，立即解除冻结；其余款项继续冻结。",
            "Your complaint is upheld in part: \(freed) yuan of what is frozen have nothing to do with the case and are released at once; the rest stays frozen."
        )
    }
    package static let answerRejected = Text("申诉不成立。", "Your complaint is not upheld.")
    package static func answerReason(_ answer: String) -> Text { Text("理由：\(answer)", "Reason: \(answer)") }
    package static func answerBasis(_ basis: String) -> Text { Text("依据：\(basis)", "Legal basis: \(basis)") }
}
