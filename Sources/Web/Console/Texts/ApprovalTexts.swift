internal import Access
internal import Primitives

// Approvals and reviews.
extension Text {
    static let approvalsTitle = Text("审批", "Approvals")
    static let noApprovals = Text("没有等您审批的。新的会出现在这里。", "Nothing waits for you. New requests will stand here.")
    static let waitedFor = Text("已等", "Waiting")
    static let whatIsAsked = Text("请求", "Asked")
    static let incident = Text("警情", "Incident")
    static let sumInYuan = Text("金额（元）", "Sum (yuan)")
    static let maker = Text("提交人", "Asked by")
    static let stateHeading = Text("状态", "State")
    static let waitsForYou = Text("等您审批", "Waits for you")
    static let ownNeedsAnother = Text("您提交的，须由他人复核。", "You asked for it: another must decide.")
    static let needsHigherLevel = Text("须由上一级负责人审批。", "A head of a higher level must decide.")
    static let notYoursToDecide = Text("不由您审批", "Not yours to decide")
    static let thePlatform = Text("平台", "The platform")
    static let askedExtension = Text("延长止付", "Extend a stop")
    static let linesHeading = Text("逐项", "Line by line")
    static let leaveOutHint = Text("去掉勾的一项不发出", "A line without a tick does not go out")
    static let goesOut = Text("发出", "Goes out")
    static let ledThere = Text("由来", "What led there")
    static let fourItems = Text("四要素", "Four items")
    static let itemName = Text("户名", "name")
    static let itemNumber = Text("账号", "account")
    static let itemAmount = Text("金额", "amount")
    static let itemTime = Text("时间", "time")
    static let cameIn = Text("转入", "came in:")
    static let lawBasis = Text("依据", "Legal basis")
    static let effectWord = Text("后果", "Effect")
    static let termWord = Text("期限", "Term")
    static let remedyTitle = Text("救济", "Remedy")
    static let remedyWords = Text(
        "当事人可申诉，30 日内书面答复；可请求解除", "The holder may complain and is answered in writing within 30 days")
    static let entriesSince = Text("此后的交易明细，起于", "Entries since")
    static let rightAway = Text("批准后即时", "At once")
    static let approve = Text("批准", "Approve")
    static let approveHint = Text("逐项看过才能批准。批准后立即签章发出。", "Look at each line first. It is sealed and sent at once.")
    static let reasonToReturn = Text("退回理由", "Reason to return it")
    static let giveBack = Text("退回", "Return")
    static let nextRequest = Text("下一件", "Next")
    static let reviewsTitle = Text("授权后复查", "Review of what went out")
    static let reviewsHint = Text(
        "依常设授权已发出的，逐项复查；有异议的申请解除。", "What went out under a standing authority is looked at again.")
    static let noReviews = Text("没有待复查的指令。", "Nothing to review.")
    static let confirmWord = Text("确认", "Confirm")
    static let confirmTicked = Text("确认勾选各项", "Confirm the ticked ones")
    static let objectAct = Text("提出异议", "Object")
    static let remarkOrObjection = Text("意见；提出异议须写理由", "Remark; an objection needs its reason")
    static let whatWentOut = Text("已发出", "Went out")
    static let officerWord = Text("承办人", "Officer")
    static let reviewUntil = Text("复查时限", "Review within")

    static func reviewsWaiting(_ count: Int64) -> Text { Text("授权后复查 \(count)", "Reviews \(count)") }
    static func termFromExecution(_ hours: Int64) -> Text {
        Text("自银行执行起 \(hours) 小时，到期自动解除", "\(hours) h from execution; ends by itself")
    }
    static func answerWithin(_ minutes: Int64) -> Text {
        Text("银行须在 \(minutes) 分钟内应答", "The bank answers within \(minutes) min")
    }
    static func reasonWord(_ reason: Text) -> Text { Text("理由：\(reason.zh)", "Reason: \(reason.en)") }
    static func approveAndSend(_ act: String, _ count: Int, _ sum: Money?) -> Text {
        let amount = sum.map { "，\($0) 元" } ?? String()
        return Text(
            "批准\(act) \(count) 项\(amount)", "Approve: \(act), \(count)" + (sum.map { ", \($0) yuan" } ?? String()))
    }

    static func askedAct(_ act: Act) -> Text {
        switch act {
        case .approveStop: Text("止付", "Stop-payment")
        case .approveInquiry: Text("查询交易明细", "Inquiry of entries")
        case .approveRelease: Text("解除止付", "Release")
        case .approveProtectiveHold: Text("保护性止付", "Protective hold")
        case .approveFreeze: .freezeWord
        case .approveAuthority: Text("常设授权", "Standing authority")
        case .approveExport: Text("导出", "Export")
        default: .act(act)
        }
    }

    static func consequence(of act: Act, isExtension: Bool) -> Text {
        switch act {
        case .approveStop where isExtension:
            Text("再止付一期；这是该账户第 2 次，也是最后一次", "One more term: the account's second and last")
        case .approveStop: Text("账户只收不付；每户至多 2 次", "Money may come in and none may leave; at most twice an account")
        case .approveInquiry:
            Text("银行提供该账户到账以来的交易明细，据此追下一级", "The bank tells the account's entries; the next tier follows")
        case .approveRelease: Text("账户恢复收付；不能再以同一理由止付", "The account is free again")
        case .approveFreeze:
            Text(
                "按所列冻结、续冻或者解除；冻结的款项至期满不得转出",
                "As listed: frozen, renewed or released; what is frozen stays until the term ends")
        case .approveProtectiveHold:
            Text("受害人本人账户暂停转出，不计入止付金额", "The victim's own account pays nothing out; not in stop figures")
        case .approveAuthority:
            Text("范围内的指令以后不经第二人即发出，事后复查", "Orders in its scope go out without a second person, and are reviewed")
        default: .act(act)
        }
    }

    /// Reasons that the platform itself gives.
    static func machineReason(_ reason: String) -> Text {
        reason == "traceMovedOn"
            ? Text("新对账单显示资金未经此户", "A newer statement shows that the money did not pass here") : Text(same: reason)
    }

    /// What was just done, by the word that the redirect carries.
    static func done(_ name: String) -> Text? {
        let words: [String: Text] = [
            "approved": Text("已批准，正在发往银行。", "Approved; on its way."), "returned": Text("已退回。", "Returned."),
            "confirmed": Text("已确认。", "Confirmed."),
            "objected": Text("已记异议，解除申请等复核。", "Objection recorded; the release waits."),
            "resent": Text("已再发。", "Sent again."), "dropped": Text("已撤下。", "Dropped."),
            "entered": Text("已录入银行答复。", "The bank's answer is entered."),
            "settled": Text("已核定银行答复。", "Settled which answer is true."),
            "proposed": Text("已提交，等另一人批准。", "Proposed; waits for another's approval."),
            "retired": Text("已停用。", "Retired."), "optedOut": Text("已登记拒收。", "Entered."),
            "revoked": Text("已撤销。", "Revoked."), "answered": Text("已答复。", "Answered."),
            "submitted": Text("已提交复核，本行第二人确认后发出。", "Submitted; your second person confirms."),
            "new": Text("已登记并派单。", "Entered and dispatched."),
            "joined": Text("与此人已有的预警合并。", "Joined to his warning."),
            "repeated": Text("这条已登记过。", "It was entered before."),
            "saved": Text("已保存。", "Saved."), "sent": Text("已确认并发出。", "Confirmed and sent."),
        ]
        return words[name]
    }
}
