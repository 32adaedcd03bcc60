internal import Jurisdiction
internal import Prevention
internal import Primitives

// Warnings and dissuasion.
extension Text {
    static let codeToSay = Text("核验码（告诉本人，可在公开页核对）", "Code to tell him (he can check it on the public page)")
    static let linePrevention = Text("预警劝阻", "Prevention")
    static let warningsTitle = Text("预警", "Warnings")
    static let tasksTitle = Text("派单", "Tasks")
    static let tasksOutOfOrder = Text("{0} 处先后有变，按 R 重排", "Out of order now: {0}; R sorts again")
    static let rosterTitle = Text("值班", "Roster")
    static let myTasksTitle = Text("我的劝阻", "My tasks")
    static let enterWarning = Text("登记预警", "Enter a warning")
    static let submitWarning = Text("登记并派单", "Enter and dispatch")
    static let gradeWord = Text("等级", "Grade")
    static let personWord = Text("被预警人", "Person")
    static let seenWord = Text("预警事实", "What was seen")
    static let waitsForWord = Text("在等", "Waits for")
    static let nearestClock = Text("最近时限", "Next limit")
    static let toldWord = Text("已升级到", "Escalated to")
    static let waitsForMessage = Text("等短信送达", "Waits for its message")
    static let nobodyYet = Text("无人接", "Nobody has it")
    static let pausedWord = Text("已暂停", "Paused")
    static let unknownType = Text("类型未定", "Type not known")
    static let nameUnknown = Text("姓名不详", "Name not known")
    static let answerWord = Text("答复", "Answer")
    static let refuseHandover = Text("不接", "Refuse")
    static let acceptHandover = Text("接手", "Take over")
    static let dissuadeTitle = Text("劝阻", "Dissuasion")
    static let followUpTitle = Text("回访", "Follow-up")
    static let signAct = Text("签收", "Sign for it")
    static let recordAttempt = Text("记录这次劝阻", "Record this attempt")
    static let closeTitle = Text("办结", "Close")
    static let closeAct = Text("办结预警", "Close the warning")
    static let outcomeWord = Text("结果", "Outcome")
    static let fraudTypeWord = Text("诈骗类型", "Type of fraud")
    static let wayWord = Text("方式", "Way")
    static let sumHeldWord = Text("止付金额（银行拦下）", "Held by the bank")
    static let sumLostWord = Text("已被骗金额", "Lost already")
    static let dutyOfficerWord = Text("民警", "Officer")
    static let whenWord = Text("时间", "Time")
    static let toTimeWord = Text("到", "To")
    static let noteWord = Text("说明", "Note")
    static let reportedByWord = Text("来源", "Reported by")
    static let stakeWord = Text("涉及金额", "At stake")
    static let triedWord = Text("劝阻记录", "What was tried")
    static let reachedWord = Text("已接触", "Reached")
    static let targetWord = Text("对象", "Whom")
    static let cameOfIt = Text("情况", "What came of it")
    static let madeByWord = Text("经办", "By")
    static let noAttempts = Text("还没有劝阻记录。", "Nothing was tried yet.")
    static let historyWord = Text("经过", "History")
    static let watchWord = Text("关注至", "Watched until")
    static let plannedFollowUps = Text("回访时间", "Follow-ups")
    static let openIncident = Text("查看警情", "Open the incident")
    static let incidentNumber = Text("警情编号", "Incident number")
    static let paidAlready = Text("已转钱：登记警情并止付", "He has paid: enter the alarm and stop")
    static let linkAct = Text("关联警情", "Tie to the incident")
    static let assignAct = Text("派给", "Give to")
    static let pauseUntilWord = Text("暂停至", "Pause until")
    static let pauseAct = Text("暂停时限", "Pause the clocks")
    static let resumeAct = Text("恢复时限", "Resume the clocks")
    static let regradeAct = Text("改等级", "Set the grade")
    static let leadTitle = Text("调度", "Lead")
    static let sameTitle = Text("同一人", "The same person")
    static let mergeAct = Text("并入那条预警", "Put under that warning")
    static let splitAct = Text("恢复为单独预警", "Make it one of its own again")
    static let mergedHere = Text("已并入", "Put under this one")
    static let avoidedWord = Text("劝阻金额（准备转而未转）", "Kept from paying")
    static let placeWord = Text("见面地点", "Place of the visit")
    static let companionWord = Text("同行民警或见证人", "Second officer or witness")
    static let companionIsWitness = Text("是见证人", "A witness")
    static let acknowledgedWord = Text("本人签名确认已被告知", "He signed that he was told")
    static let refusalToSignWord = Text("拒签原因", "Why he would not sign")
    static let visitStepsTitle = Text("四查看、三询问、一保护", "Look, ask, protect")
    static let validVisit = Text("有效见面", "A visit that counts")
    static let noTasks = Text("没有待办的劝阻任务。", "No task waits.")
    static let noTasksOfMine = Text("您没有待办的劝阻任务。", "No task of yours waits.")
    static let freeTasks = Text("本单位无人接", "Nobody of your unit has these")
    static let noShifts = Text("七天内没有排班。", "Nobody is on duty in the next seven days.")
    static let postWord = Text("岗位", "Post")
    static let fromWord = Text("从", "From")
    static let planShift = Text("排班", "Put on duty")
    static let cancelShift = Text("取消", "Cancel")
    static let coverageTitle = Text("缺岗", "Gaps")
    static let coveredWholly = Text("七天内各岗都有人。", "Every post is filled for seven days.")
    static let showAct = Text("查看", "Show")
    static let sayFirst = Text("见面先说", "Say first")
    static let timeOfTry = Text("时间（空着为现在）", "When (now if left empty)")
    static let lineSending = Text("正在发送……", "Sending…")
    static let lineKept = Text(
        "没有网络。已存在本机，网络恢复后自动发送，只记一次。",
        "No network. Kept on this phone; it is sent when the network is back, and counts once.")
    static let lineRestored = Text("已恢复上次没有发出的内容。", "What was not sent last time is back.")
    static let sayHangUp = Text("“请先挂断电话，关掉屏幕共享。”", "“Please hang up and stop sharing the screen.”")
    static let sayNoSafeAccount = Text(
        "“公安不会电话办案，没有安全账户，也不会要您转账。”", "“Police never work by phone; there is no safe account; we never ask for money.”")
    static let sayHaveYouPaid = Text("“钱转出去了吗？转了多少，转给谁？”", "“Have you paid? How much, and to whom?”")
    static let callAct = Text("拨打", "Call")
    static let arrivedAct = Text("我来办", "I take it")
    static let paidStopAct = Text("已转钱，止付", "Paid: stop it")
    static let usualActs = Text("常用操作", "Usual acts")

    static func leftShort(_ clock: String) -> Text { Text("余 \(clock)", "\(clock) left") }
    static func overBy(_ clock: String) -> Text { Text("超 \(clock)", "\(clock) over") }
    static func dueAt(_ time: String) -> Text { Text("\(time) 到时限", "due \(time)") }
    static func pausedUntil(_ time: String) -> Text { Text("暂停至 \(time)", "paused until \(time)") }
    static func notSignedYet(_ name: String) -> Text { Text("\(name)，未签收", "\(name), not signed for") }
    static func timesSeen(_ count: Int) -> Text { Text("\(count) 次", "\(count)") }
    static func timesTried(_ count: Int) -> Text { Text("已劝阻 \(count) 次", "tried \(count) times") }
    static func nobodyAtPost(_ post: Shift.Post, _ from: String, _ to: String) -> Text {
        Text(
            "\(from) 至 \(to) 没有人在“\(dutyPost(post).zh)”岗。",
            "Nobody at the post “\(dutyPost(post).en)” from \(from) to \(to).")
    }

    static func warningClock(_ clock: WarningClock) -> Text {
        switch clock {
        case .sign: Text("签收", "sign")
        case .call: Text("首次通话", "first call")
        case .meet: Text("见面", "visit")
        case .report: Text("反馈", "report")
        }
    }

    static func warningFamily(_ family: WarningFamily) -> Text {
        switch family {
        case .fund: Text("资金预警", "Fund warning")
        case .information: Text("信息预警", "Information warning")
        }
    }

    static func warningState(_ state: Warning.State) -> Text {
        switch state {
        case .open: Text("处置中", "Open")
        case .watched: Text("关注中", "Watched")
        case .ended: Text("已结束", "Ended")
        case .merged: Text("已合并", "Merged")
        }
    }

    static func noWarnings(_ state: Warning.State) -> Text {
        switch state {
        case .open: Text("没有处置中的预警。登记一条：", "No open warning. Enter one:")
        case .watched: Text("没有关注中的人员。", "Nobody is under watch.")
        case .ended: Text("还没有已结束的预警。", "No warning has ended yet.")
        case .merged: Text("没有合并过的预警。", "No warning was merged.")
        }
    }

    static let tasksLate = Text("已超时限", "Over time")
    static let tasksWithinHour = Text("一小时内到期", "Due within the hour")
    static let tasksOpen = Text("在办共", "Open in all")

    static func taskGroup(_ group: TaskBoard.Group) -> Text {
        switch group {
        case .late: Text("已超时限", "Over time")
        case .soon: Text("时限过半", "More than half gone")
        case .inTime: Text("时限内", "In time")
        }
    }

    static func dutyPost(_ post: Shift.Post) -> Text {
        switch post {
        case .assess: Text("研判", "assess")
        case .call: Text("外呼", "call")
        case .visit: Text("上门", "visit")
        case .lead: Text("带班", "lead")
        }
    }

    static func sightingSource(_ source: Sighting.Source) -> Text {
        switch source {
        case .national: Text("部平台下发", "National platform")
        case .provincial: Text("省平台下发", "Provincial platform")
        case .carrier: Text("运营商", "Operator")
        case .bank: Text("银行、支付机构", "Bank")
        case .counter: Text("银行柜面", "Bank counter")
        case .family: Text("亲属、本人", "Family or himself")
        case .other: Text("110、外地或其他", "Other")
        }
    }

    static func sightingField(_ field: SightingReport.Field) -> Text {
        switch field {
        case .source: Text("来源", "Source")
        case .sourceNumber: Text("来源编号", "Its number there")
        case .signs: Text("特征", "Signs")
        case .seenAt: Text("发现时间", "Seen at")
        case .stake: Text("涉及金额", "Money at stake")
        case .payee: Text("收款方", "To whom")
        case .fraudType: Text("诈骗类型", "Type of fraud")
        case .note: Text("说明", "Note")
        case .name: Text("姓名", "Name")
        case .identityNumber: Text("身份证号", "ID number")
        case .phone: Text("电话", "Telephone")
        case .home: Text("住址", "Home")
        case .whereabouts: Text("现在何处", "Where he is")
        case .place: Text("所在地单位代码", "Code of the unit there")
        case .relative: Text("亲属", "Relative")
        case .relativePhone: Text("亲属电话", "Relative's telephone")
        }
    }

    static func attemptChannel(_ channel: Attempt.Channel) -> Text {
        switch channel {
        case .message: Text("短信", "Message")
        case .robotCall: Text("机器人电话", "Robot call")
        case .call: Text("96110 电话", "96110 call")
        case .visit: Text("上门见面", "Visit")
        case .counter: Text("柜面", "At the counter")
        }
    }

    static func attemptTarget(_ target: Attempt.Target) -> Text {
        switch target {
        case .person: Text("本人", "Himself")
        case .relative: Text("亲属", "Relative")
        }
    }

    static func attemptResult(_ result: Attempt.Result) -> Text {
        switch result {
        case .aware: Text("自主防范：早已识破", "He knew it himself")
        case .dissuaded: Text("及时劝阻：准备转，劝住了", "Dissuaded in time")
        case .cheated: Text("已被骗", "Cheated already")
        case .family: Text("家人已看护", "The family watches over him")
        case .wrongPerson: Text("号码或人不对", "Wrong number or person")
        case .falseAlarm: Text("误报", "False alarm")
        case .refused: Text("拒绝配合", "Refuses to cooperate")
        case .stillConvinced: Text("仍相信对方", "Still believes them")
        }
    }

    static func notReached(_ reason: Attempt.NotReached) -> Text {
        switch reason {
        case .noAnswer: Text("未接通：无人接听", "Not reached: no answer")
        case .busy: Text("未接通：占线", "Not reached: busy")
        case .off: Text("未接通：关机", "Not reached: switched off")
        case .hungUp: Text("未接通：挂断", "Not reached: hung up")
        case .wrongNumber: Text("未接通：空号、错号", "Not reached: no such number")
        case .notAtHome: Text("没见到人：不在家", "Not met: not at home")
        case .moved: Text("没见到人：已搬走", "Not met: moved away")
        }
    }

    static func visitStep(_ step: Attempt.Step) -> Text {
        switch step {
        case .callsAndMessages: Text("看通话和短信", "Looked at calls and messages")
        case .chats: Text("看聊天记录", "Looked at chats")
        case .fraudApps: Text("看涉诈应用", "Looked for fraud apps")
        case .largeTransfers: Text("看大额转账", "Looked at large transfers")
        case .whyTransfer: Text("问为什么转", "Asked why he pays")
        case .toStranger: Text("问是否转给陌生人", "Asked whether to a stranger")
        case .whoAsked: Text("问谁让转的", "Asked who told him to")
        case .protection: Text("采取保护措施", "Took a protective measure")
        }
    }

    static func dissuasionOutcome(_ outcome: Outcome) -> Text {
        switch outcome {
        case .aware: Text("自主防范", "Aware by himself")
        case .dissuaded: Text("及时劝阻", "Dissuaded in time")
        case .held: Text("拦截止付", "Held in time")
        case .cheated: Text("已被骗", "Cheated already")
        case .family: Text("家人看护", "In the family's care")
        case .wrongPerson: Text("人或号码不对", "Wrong person")
        case .falseAlarm: Text("误报", "False alarm")
        case .notFound: Text("查找不到", "Not found")
        case .informed: Text("短信或语音已告知", "Told by message or robot")
        }
    }

    static func attemptMoney(_ report: AttemptReport) -> Text {
        let parts = [
            (report.avoided, "劝阻", "kept"), (report.held, "止付", "held"), (report.loss, "被骗", "lost"),
        ].filter { $0.0.isPositive }
        return Text(
            parts.map { "\($0.1) \($0.0.description)" }.joined(separator: "　"),
            parts.map { "\($0.2) \($0.0.description)" }.joined(separator: ", "))
    }

    static func visitLacks(_ lacks: [VisitLack]) -> Text {
        let words: [Text] = lacks.map { lack in
            switch lack {
            case .notFaceToFace: Text("不是见面", "not face to face")
            case .nobodyMet: Text("没见到本人", "he was not met")
            case .place: Text("缺地点", "no place")
            case .companion: Text("缺同行人", "no second person")
            case .steps: Text("查看询问不全", "steps missing")
            case .acknowledgement: Text("缺本人确认", "no acknowledgement")
            }
        }
        return Text(
            "不计见面：" + words.map(\.zh).joined(separator: "、"),
            "Does not count: " + words.map(\.en).joined(separator: ", "))
    }

    /// A line of a warning's history.
    static func warningEntry(_ act: String) -> Text {
        let words: [String: Text] = [
            "stream.screened": Text("筛查一批数据", "A stream screened"),
            "warning.received": Text("收到预警", "Warning received"), "warning.sighted": Text("又有预警", "Seen again"),
            "warning.closed": Text("办结", "Closed"), "warning.regraded": Text("改等级", "Grade set"),
            "warning.protected": Text("申请保护其账户", "A hold of his account asked for"),
            "warning.linked": Text("关联警情", "Tied to an incident"),
            "warning.merged": Text("并入一条预警", "A warning was put under this"),
            "warning.split": Text("恢复单独", "Made its own again"), "warning.ended": Text("关注期满", "Watch over"),
            "warning.verified": Text("回拨核实：属实", "Called back: true"),
            "warning.refuted": Text("回拨核实：不属实", "Called back: not true"),
            "warning.reopened": Text("重新处置", "Opened anew"), "task.made": Text("派出任务", "Task made"),
            "task.assigned": Text("派给民警", "Given to an officer"), "task.signed": Text("签收", "Signed for"),
            "task.paused": Text("暂停时限", "Clocks paused"), "task.resumed": Text("恢复时限", "Clocks resumed"),
            "task.hurried": Text("时限收紧", "Clocks tightened"), "task.moved": Text("移交完成", "Moved"),
            "task.advanced": Text("任务推进", "Task advanced"), "task.rang": Text("时限到点", "A clock rang"),
            "task.reminded": Text("时限过半，提醒", "Half time: reminded"), "task.escalated": Text("超时升级", "Escalated"),
            "task.done": Text("任务完成", "Task done"), "task.cancelled": Text("任务取消", "Task cancelled"),
            "handover.asked": Text("请外单位接手", "Other unit asked"),
            "handover.accepted": Text("外单位接手", "Other unit took over"),
            "handover.refused": Text("外单位不接", "Other unit refused"),
            "handover.withdrawn": Text("移交请求撤回", "Hand-over withdrawn"),
            "handover.overdue": Text("移交逾期未答", "No answer in time"),
            "attempt.recorded": Text("劝阻一次", "An attempt"),
            "warning.noMessage": Text("没有短信可发", "No message could go out"),
            "identifier.revealed": Text("查看反映人号码", "Reporter's number seen"),
        ]
        return words[act] ?? lineEntries[act] ?? messageEntry(act) ?? Text(same: act)
    }

    // MARK: what cannot be

    static func warningNotPossible(_ fault: Warnings.NotPossible) -> Text {
        switch fault {
        case .reasonMissing: Text("请写原因。", "Give a reason.")
        case .lacks(let lacks):
            Text(
                "还不能办结：" + lacks.map { closingLack($0).zh }.joined(separator: "；") + "。",
                "It cannot be closed yet: " + lacks.map { closingLack($0).en }.joined(separator: "; ") + ".")
        case .sameWarning: Text("不能并入自己。", "It cannot be put under itself.")
        case .notMerged: Text("这条预警没有被合并。", "It is not under another.")
        case .notOpen: Text("这条预警已办结或已合并。", "It is closed or merged.")
        case .notWaiting: Text("这条反映不待核实，或已核实。", "Nobody has to call back about this, or somebody has.")
        }
    }

    private static func closingLack(_ lack: ClosingRule.Lack) -> Text {
        switch lack {
        case .contact: Text("没有接触到人的记录", "nobody was reached")
        case .resultDiffers: Text("与最后一次劝阻的情况不一致", "the last talk came to something else")
        case .fraudType: Text("没有诈骗类型", "no type of fraud")
        case .visit: Text("须有一次有效见面", "a visit that counts is needed")
        case .incident: Text("已被骗的，先登记警情、发出止付并关联", "he has paid: the incident and its stop come first")
        case .amount: Text("没有劝阻或止付金额", "no amount kept or held")
        case .proof: Text("须写明依据", "it needs words of proof")
        case .tries: Text("查找次数不够：电话和上门都要有", "too few tries: calls and a visit are needed")
        case .messageOnly: Text("只有低等级可凭短信或语音办结", "only the lowest grade is closed by a message or a robot's call")
        }
    }

    static func taskNotPossible(_ fault: DissuasionTasks.NotPossible) -> Text {
        switch fault {
        case .reasonMissing: Text("请写原因。", "Give a reason.")
        case .notYours: Text("任务已派给别人，请班长改派。", "Another officer has it; the shift leader can give it to you.")
        case .notOpen: Text("没有待办的任务。", "There is no open task.")
        case .unknownOfficer: Text("这位民警不能办本单位的任务。", "This officer cannot take a task of the unit.")
        case .pauseTooLong(let most):
            Text(
                "暂停须在现在以后、\(most.wording.zh)以内。", "A pause ends later than now and within \(most.wording.en).")
        case .notPaused: Text("时限没有暂停。", "The clocks are not paused.")
        case .pausedAlready: Text("时限已经暂停。", "The clocks are paused already.")
        case .sameUnit: Text("已在这个单位。", "It is with this unit already.")
        case .handoverWaits: Text("已在等另一单位答复。", "Another unit's answer is waited for.")
        case .handoverAnswered: Text("已答复过。", "It was answered already.")
        }
    }

    static func rosterNotPossible(_ fault: Roster.NotPossible) -> Text {
        switch fault {
        case .time:
            Text(
                "班次须有先后，且不超过 \(Shift.lengthMax.wholeSeconds / 3600) 小时。",
                "A turn ends after it begins, within \(Shift.lengthMax.wholeSeconds / 3600) hours.")
        case .unknownOfficer: Text("这位民警不能在这个岗位值班。", "He cannot stand at this post.")
        case .overlaps: Text("他这段时间另有班次。", "He has another turn in this time.")
        case .cancelledAlready: Text("班次已取消。", "It was cancelled already.")
        }
    }
}
