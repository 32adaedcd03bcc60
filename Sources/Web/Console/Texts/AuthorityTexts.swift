// Standing authorities and complaints.
extension Text {
    static let authoritiesTitle = Text("常设授权", "Standing authorities")
    static let authoritiesHint = Text(
        "范围内的指令不经第二人即发出，事后复查；到期自动失效。", "Orders in scope go out at once and are reviewed; each ends by itself.")
    static let noAuthorities = Text("还没有常设授权。提出以后由另一人批准。", "None yet. One proposes, another approves.")
    static let namedOfficers = Text("指定的承办人", "Named officers")
    static let validWord = Text("有效期", "Valid")
    static let unitWord = Text("单位", "Unit")
    static let hubsExcluded = Text("支付机构、商户、交易所不止付", "no stops on hubs")
    static let withInquiries = Text("含查询交易明细", "with inquiries")
    static let withProtectiveHolds = Text("含保护性止付", "with protective holds")
    static let authorityProposed = Text("等批准", "Proposed")
    static let authorityInForce = Text("有效", "In force")
    static let authorityLater = Text("未到生效时间", "Not yet")
    static let authorityEnded = Text("已到期", "Ended")
    static let authorityReturned = Text("退回", "Returned")
    static let authorityRevoked = Text("已撤销", "Revoked")
    static let revokeAct = Text("撤销", "Revoke")
    static let reasonLabel = Text("理由", "Reason")
    static let proposeAuthority = Text("提出常设授权", "Propose a standing authority")
    static let basisHint = Text("法律依据和本单位文号", "Law and the unit's own document")
    static let tiersLabel = Text("追到第几级为止", "Up to which tier")
    static let amountMostLabel = Text("单项金额上限（元）", "Most for one order (yuan)")
    static let validFromLabel = Text("生效", "From")
    static let validUntilLabel = Text("到期", "Until")
    static let proposalNeedsSecond = Text("提交后由另一人批准才生效。", "It holds only when another has approved it.")
    static let endMissing = Text("请填到期时间", "Say when it ends")
    static let basisMissing = Text("请填依据", "Name its basis")
    static let officersMissing = Text("至少指定一名承办人", "Name at least one officer")

    static func tiersMost(_ tiers: Int) -> Text { Text("至第 \(tiers) 级", "up to tier \(tiers)") }
    static func amountMost(_ amount: String) -> Text { Text("单项不超过 \(amount) 元", "at most \(amount) yuan each") }
    static func tiersBetween(_ most: Int) -> Text { Text("层级 1 至 \(most)", "A tier from 1 to \(most)") }

    static let complaintsTitle = Text("申诉", "Complaints")
    static let noComplaints = Text("没有待答复的申诉。", "No complaint waits for an answer.")
    static let holderWord = Text("申诉人", "Holder")
    static let whatTheySay = Text("申诉内容", "What they say")
    static let answerUntil = Text("答复时限", "Answer until")
    static let contactWord = Text("联系方式", "Contact")
    static let upheldWord = Text("成立，已解除", "Upheld, released")
    static let rejectedWord = Text("不成立", "Rejected")
    static let writtenAnswer = Text("书面答复", "Written answer")
    static let upholdEffect = Text(
        "成立即解除该措施；不成立的，答复中写明理由和复议途径。",
        "Upheld, the measure ends at once; rejected, the answer says why and where to appeal.")
    static let upholdAct = Text("申诉成立，解除", "Uphold and release")
    static func partlyUpheldWord(_ freed: String) -> Text {
        Text("部分成立，解除 \(freed) 元", "Upheld in part, \(freed) yuan released")
    }
    static func upholdPart(_ freed: String) -> Text {
        Text("部分成立，解除 \(freed) 元", "Uphold in part, release \(freed) yuan")
    }
    static func partEffect(_ freed: String) -> Text {
        Text(
            "按追踪结果，冻结款项中 \(freed) 元没有案件主张，可以部分成立：只解除这一部分，其余不间断地继续冻结。",
            "By the trace no case claims \(freed) yuan of what is frozen: upheld in part, only these are released, the rest stays frozen without a gap."
        )
    }
    static let stopIsWhole = Text(
        "止付（2016年接口）是全户的，不能只解除一部分：账户里没有被主张的款项的，申诉成立解除；有的，先转为冻结，再就冻结部分解除。",
        "A stop-payment is of the whole account (interface of 2016): where nothing in it is claimed, uphold; else freeze, and let part of the freeze go."
    )
    static let rejectAct = Text("不成立", "Reject")

    static func complaintOf(_ holder: String) -> Text { Text("\(holder)的申诉", "Complaint of \(holder)") }
}
