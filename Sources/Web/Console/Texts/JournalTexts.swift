internal import Journal

// The journal and the verdict on its chain.
extension Text {
    static let journal = Text("日志", "Journal")
    static let chainHolds = Text("链完整", "The chain holds")
    static let chainBroken = Text("链已断", "The chain is broken")
    static let checkChain = Text("核对全链", "Check the whole chain")
    static let chainExplained = Text(
        "每条记录的散列含前一条：改动任何一条都会被发现。", "Each entry's hash holds the one before: no entry can be changed unseen.")
    static func chainLength(_ entries: Int64, _ tail: Int64) -> Text {
        Text("已入链 \(entries) 条，待编号 \(tail) 条", "\(entries) entries chained, \(tail) to be numbered")
    }
    static let entryNumber = Text("序号", "No.")
    static let entryTime = Text("时间", "Time")
    static let entryActor = Text("谁", "Who")
    static let entryAct = Text("做了什么", "What")
    static let entrySubject = Text("对象", "On what")
    static let entryReason = Text("依据与理由", "Basis and reason")
    static let notYetChained = Text("待编号", "to come")
    static let incidentFilter = Text("警情编号", "Incident number")
    static let noEntries = Text("没有这样的记录。", "No such entries.")
    static let systemActor = Text("系统", "System")

    /// What an entry says was done, in words; its own name where it has none.
    static func act(of entry: Entry) -> Text {
        if entry.act == "incident.traced" { return Text("资金重新追踪", "Traced anew") }
        return happened(entry.act, on: String(), many: 1) ?? kept[entry.act] ?? messageEntry(entry.act)
            ?? Text(same: entry.act)
    }

    /// What is done to the platform itself.
    private static let kept: [String: Text] = [
        "session.started": Text("登录", "Signed in"), "session.ended": Text("退出", "Signed out"),
        "signIn.failed": Text("登录失败", "Sign-in failed"), "signIn.locked": Text("多次输错，已锁定", "Locked after wrong tries"),
        "user.added": Text("添加用户", "User added"), "user.rolesSet": Text("改角色", "Roles set"),
        "user.disabled": Text("停用用户", "User disabled"), "user.enabled": Text("恢复用户", "User enabled"),
        "user.passwordReset": Text("重设口令", "Password reset"), "user.passwordChanged": Text("改口令", "Password changed"),
        "unit.added": Text("添加单位", "Unit added"), "unit.renamed": Text("单位改名", "Unit renamed"),
        "client.created": Text("添加接口程序", "Program added"), "client.revoked": Text("停用接口程序", "Program revoked"),
        "bank.registered": Text("登记银行", "Bank registered"), "key.trusted": Text("信任密钥", "Key trusted"),
        "key.revoked": Text("作废密钥", "Key revoked"), "bank.sent": Text("发往银行", "Sent to the bank"),
        "approval.requested": Text("提请复核", "Approval asked for"), "approval.approved": Text("复核批准", "Approved"),
        "authority.proposed": Text("提出常设授权", "Authority proposed"),
        "authority.approved": Text("常设授权生效", "Authority approved"),
        "authority.returned": Text("常设授权退回", "Authority returned"),
        "message.newsUnread": Text("运营商回执读不出", "A carrier's report not readable"),
        "authority.revoked": Text("常设授权撤销", "Authority revoked"),
    ]
}
