// What happened to an incident, in words; the key is the journal's act.
extension Text {
    /// What an entry of the journal says of the things it is about; `many` counts entries told in one line.
    package static func happened(_ act: String, on things: String, many: Int) -> Text? {
        guard let (zh, en) = happenings[act] else { return nil }
        let (countZh, countEn) = many > 1 ? (" \(many) 项", " (\(many))") : (String(), String())
        let (onZh, onEn) = things.isEmpty ? (String(), String()) : ("：\(things)", ": \(things)")
        return Text(zh + countZh + onZh, en + countEn + onEn)
    }

    private static let happenings: [String: (String, String)] = [
        "incident.registered": ("接报录入", "Report entered"),
        "incident.joined": ("并入同一事件的报警", "Report of the same event joined"),
        "incident.read": ("由叙述识别填表", "Form filled from the statement"),
        "incident.factsAdded": ("补充事实", "Facts added"),
        "evidence.added": ("存入证据", "Evidence added"),
        "stopPayment.requested": ("提出止付", "Stops asked for"),
        "stopPayment.ordered": ("签章并发出止付", "Stops signed and sent"),
        "stopPayment.executed": ("银行已止付", "Stopped by the bank"),
        "stopPayment.extended": ("止付延期", "Stop extended"),
        "stopPayment.refused": ("银行退回止付", "Stop refused by the bank"),
        "stopPayment.released": ("止付已解除", "Stop released"),
        "stopPayment.expired": ("止付到期自动解除", "Stop ended with its term"),
        "stopPayment.releasing": ("发出解除", "Release sent"),
        "stopPayment.withdrawn": ("止付撤回", "Stop withdrawn"),
        "stopPayment.endsSoon": ("止付将到期", "Stop ends soon"),
        "stopPayment.notPossible": ("不能止付", "Stop not possible"),
        "stopPayment.extendRefused": ("银行未延期", "Extension refused by the bank"),
        "stopPayment.releaseRefused": ("银行未解除", "Release refused by the bank"),
        "case.filed": ("登记立案", "Case filed"),
        "freeze.requested": ("申请冻结", "Freeze asked for"),
        "freeze.ordered": ("签章并发出冻结", "Freeze signed and sent"),
        "freeze.queued": ("银行答复轮候", "Freeze waits behind another"),
        "freeze.frozen": ("银行已冻结", "Frozen by the bank"),
        "freeze.refused": ("银行退回冻结", "Freeze refused by the bank"),
        "freeze.renewalRequested": ("申请续冻", "Renewal asked for"),
        "freeze.renewalOrdered": ("签章并发出续冻", "Renewal signed and sent"),
        "freeze.renewalDropped": ("已查明与案件无关，未续冻", "Found to have nothing to do with the case, not renewed"),
        "freeze.renewalTooLate": ("续冻批准过迟，未发", "Renewal decided too late, not sent"),
        "freeze.renewed": ("银行已续冻", "Freeze renewed"),
        "freeze.renewFreezeRefused": ("银行未续冻", "Renewal refused by the bank"),
        "freeze.endsSoon": ("冻结将到期", "Freeze ends soon"),
        "freeze.foundUnrelated": ("查明与案件无关", "Found to have nothing to do with the case"),
        "freeze.releaseRequested": ("申请解除冻结", "Release of the freeze asked for"),
        "freeze.releasing": ("发出解除冻结", "Release of the freeze sent"),
        "freeze.partRequested": ("申请部分解除冻结", "Partial release asked for"),
        "freeze.partOrdered": ("发出限额冻结（轮候）", "Lower freeze sent, to wait behind"),
        "freeze.partReleasing": ("限额冻结已轮候，发出解除原冻结", "Lower freeze waits; release of the higher one sent"),
        "freeze.narrowed": ("冻结降为涉案数额", "Freeze lowered to what is traced"),
        "freeze.partRefused": ("银行退回限额冻结", "Lower freeze refused by the bank"),
        "freeze.partTakenBack": ("撤回限额冻结，原冻结不变", "Lower freeze taken back; the freeze stays"),
        "freeze.partNotSent": ("情况有变，部分解除未发", "The records have changed: partial release not sent"),
        "freeze.releaseHeldBack": ("返还未完，暂不解除", "Release held back until what is decided is paid"),
        "freeze.unfreezeRefused": ("银行未解除冻结", "Release of the freeze refused"),
        "freeze.released": ("冻结已解除", "Freeze released"),
        "freeze.releaseOverdue": ("无关款项三日内未解除", "Unrelated money not free in time"),
        "freeze.lapsed": ("冻结期满自动解除", "Freeze ended by itself"),
        "freeze.withdrawn": ("冻结撤回", "Freeze withdrawn"),
        "return.opened": ("启动返还", "Return opened"),
        "return.applied": ("登记返还申请", "Application for return entered"),
        "return.computed": ("计算返还份额", "Shares computed"),
        "return.noticed": ("返还公示开始", "Public notice began"),
        "return.noticeExtended": ("公示期满日顺延", "Public notice runs on: its last day is off"),
        "return.noticeEnded": ("公示期满", "Public notice ended"),
        "return.objected": ("收到异议", "Objection received"),
        "return.objection.upheld": ("异议成立", "Objection upheld"),
        "return.objection.rejected": ("异议不成立", "Objection rejected"),
        "return.reopened": ("返还退回重办", "Return to be prepared anew"),
        "return.outdated": ("情况有变，返还退回重办", "The records have changed: return to be prepared anew"),
        "return.asked": ("呈请市级公安机关决定", "City organ asked to decide"),
        "return.decided": ("作出返还决定", "Return decided"),
        "return.paymentNotSent": ("返还付款未发出：申请后情况已变", "Payment not sent: things have changed since it was asked for"),
        "return.ordered": ("发出返还付款", "Payment to the victim ordered"),
        "return.paymentAsked": ("申请付款至另一账户", "Payment to another account asked for"),
        "return.paid": ("银行已返还", "Paid back by the bank"),
        "return.failed": ("银行未能返还", "The bank could not pay back"),
        "return.closed": ("返还办结", "Return closed"),
        "return.withdrawn": ("返还终止", "Return withdrawn"),
        "inquiry.requested": ("提出查询", "Inquiries asked for"),
        "inquiry.ordered": ("签章并发出查询", "Inquiries signed and sent"),
        "inquiry.answered": ("收到对账单", "Statement received"),
        "inquiry.refused": ("银行退回查询", "Inquiry refused by the bank"),
        "inquiry.withdrawn": ("查询撤回", "Inquiry withdrawn"),
        "protectiveHold.requested": ("申请保护性止付", "Protective hold asked for"),
        "protectiveHold.ordered": ("发出保护性止付", "Protective hold sent"),
        "protectiveHold.executed": ("保护性止付已生效", "Protective hold in force"),
        "protectiveHold.refused": ("银行退回保护性止付", "Protective hold refused"),
        "protectiveHold.lifting": ("发出解除保护", "Lifting of the hold sent"),
        "protectiveHold.lifted": ("保护性止付已解除", "Protective hold lifted"),
        "protectiveHold.expired": ("保护性止付到期", "Protective hold ended"),
        "protectiveHold.withdrawn": ("保护性止付撤回", "Protective hold withdrawn"),
        "bank.overdue": ("满时限未应答，已升级", "No answer in time, escalated"),
        "bank.undelivered": ("报文未达", "Message undelivered"),
        "bank.retried": ("再次发出", "Sent again"),
        "bank.dropped": ("不再发送", "Dropped"),
        "bank.contradicted": ("银行前后答复不一致", "The bank contradicts itself"),
        "bank.settled": ("核定银行答复", "Which of the bank's answers is true was settled"),
        "entry.contradicted": ("对账单前后不一致", "The statement contradicts itself"),
        "claim.joined": ("加入已有止付的主张", "Joined a running stop"),
        "claim.ended": ("本案主张结束", "This incident's claim ended"),
        "release.requested": ("申请解除", "Release asked for"),
        "extension.requested": ("申请延期", "Extension asked for"),
        "review.confirmed": ("常设授权事后复核：确认", "Reviewed: confirmed"),
        "review.objected": ("常设授权事后复核：不同意", "Reviewed: objected"),
        "review.overdue": ("事后复核逾期", "Review overdue"),
        "aid.applied": ("收到救助申请", "Application for aid received"),
        "aid.papers": ("补交救助材料", "Papers for aid handed in"),
        "aid.granted": ("同意救助", "Aid granted"),
        "aid.refused": ("不予救助", "Aid refused"),
        "aid.paid": ("登记救助已发放", "Payment of aid noted"),
        "complaint.entered": ("收到申诉", "Complaint received"),
        "complaint.upheld": ("申诉成立", "Complaint upheld"),
        "complaint.partly": ("申诉部分成立", "Complaint upheld in part"),
        "complaint.rejected": ("申诉不成立", "Complaint rejected"),
        "complaint.overdue": ("申诉答复逾期，报上一级", "Complaint's answer overdue, told upwards"),
        "document.issued": ("出具文书", "Paper given out"),
        "document.read": ("查阅文书全号", "Full number on a paper read"),
        "notice.deferred": ("延期告知", "Telling the holder put off"),
        "notice.deferralEnded": ("延期告知结束", "Holder may be told"),
        "notice.reviewDue": ("延期告知到期复查", "Look again whether to tell the holder"),
        "approval.returned": ("复核退回", "Returned by the second person"),
        "approval.withdrawn": ("撤回提请", "Request taken back"),
        "approval.lapsed": ("提请过期", "Request lapsed"),
        "identifier.revealed": ("查看全号", "Identifier seen in full"),
    ]

    package static func traced(_ held: String, _ atLarge: String, _ exited: String) -> Text {
        Text(
            "资金重新追踪：已控 \(held)，未控 \(atLarge)，流出 \(exited)",
            "Traced anew: held \(held), at large \(atLarge), exited \(exited)")
    }
    package static func heldSum(_ amount: String) -> Text { Text("止付 \(amount) 元", "\(amount) yuan held") }
    package static func rowsReceived(_ rows: Int64) -> Text { Text("\(rows) 笔明细", "\(rows) entries") }
    package static let underAuthority = Text("依常设授权自动签发", "under a standing authority")
    package static func firstHeldAfter(_ clock: String) -> Text {
        Text("首次控住，报警后 \(clock)", "First hold, \(clock) after the report")
    }
    package static let bySystem = Text("系统", "system")
    package static func receipt(_ number: String) -> Text { Text("回执 \(number)", "receipt \(number)") }
    package static func andMore(_ names: String, _ count: Int) -> Text {
        Text("\(names)等 \(count) 户", "\(names) and others (\(count))")
    }
}

extension Text {
    package static let traceMovedOn = Text("补充的流水显示资金未到此户", "later entries show that the money never came here")
    package static let noProtectiveHold = Text("未设保护", "no protective hold")
    package static let nameNotKnown = Text("户名未知", "name not known")
}
