internal import Jurisdiction
internal import Prevention
internal import Primitives

// A person's line that an operator suspends while he talks to the fraudster.
extension Text {
    static let linesTitle = Text("保护性停话", "Protective suspension of a line")
    static let linesAsked = Text("要办的", "To be done")
    static let linesBefore = Text("办过的", "Done")
    static let noLinesAsked = Text("没有要办的停话请求。", "No request waits.")
    static let noLinesBefore = Text("还没有办过。", "Nothing was done yet.")
    static let linesLead = Text(
        "机主正被诈骗分子电话控制。只停该号码通话，110、119、120、122 和 96110 保持可通；到时限自行恢复，恢复后在此确认。",
        "The subscriber is on the phone with a fraudster. Suspend the calls of this number alone; 110, 119, 120, 122 and 96110 stay open. Put it on again by itself at its end, and confirm it here."
    )
    static let lineSuspendedAct = Text("已停话", "It is off")
    static let lineCannotAct = Text("不能停", "It cannot be done")
    static let lineRefuseAct = Text("答复不能停", "Answer that it cannot be done")
    static let lineRestoredAct = Text("已恢复通话", "It is on again")
    static let whyNotSuspended = Text("原因", "Why")
    static let linesOverdue = Text("运营商逾期未答", "Operators owe an answer")
    static let carrierWord = Text("运营商", "Operator")
    static let onLineReason = Text("正与诈骗分子通话", "On the phone with the fraudster")
    static let restoreLineAct = Text("恢复通话", "Put the line on again")
    static let withdrawLineAct = Text("撤回请求", "Take the request back")

    static func suspendAct(_ minutes: Int64) -> Text {
        Text("请运营商停话 \(minutes) 分钟", "Ask for suspension for \(minutes) minutes")
    }

    /// What the operator is asked for.
    static func lineOrder(_ line: LineSuspension) -> Text {
        let minutes = line.term.wholeSeconds / 60
        return switch line.state {
        case .asked: Text("请停话 \(minutes) 分钟", "Suspend for \(minutes) minutes")
        case .suspended: Text("到时限恢复，可提前", "Put it on at its end, or before")
        case .restoring: Text("请立即恢复通话", "Put it on again at once")
        case .ended: Text("已到时限，请确认恢复", "Its time is over: confirm that it is on")
        case .refused, .withdrawn, .lapsed: Text("不用办", "Nothing to do")
        }
    }

    /// How it stands; `carrier` is empty where the operator itself reads it.
    static func lineState(_ line: LineSuspension, at carrier: String, asOf now: Timestamp) -> Text {
        let (zh, en) = carrier.isEmpty ? (String(), String()) : ("\(carrier)　", "\(carrier): ")
        let end = line.endsAt?.minute(asOf: now) ?? String()
        let words: Text =
            switch line.state {
            case .asked:
                line.isOverdue
                    ? Text("逾期未答，已报上级", "no answer in time; the unit above was told")
                    : Text("等答复", "waits for an answer")
            case .suspended: Text("已停话，至 \(end)", "off until \(end)")
            case .restoring:
                line.isOverdue
                    ? Text("未确认恢复，已报上级，最迟 \(end)", "not confirmed as on; the unit above was told; \(end) at the latest")
                    : Text("已要求恢复，最迟 \(end)", "is to be on again, at \(end) at the latest")
            case .ended: ended(line, end, now)
            case .refused: line.refusal.map { lineRefusal($0) } ?? Text("不能停", "it cannot be done")
            case .withdrawn: Text("已撤回", "taken back")
            case .lapsed: Text("无答复，已失效", "unanswered; it lapsed")
            }
        return Text(zh + words.zh, en + words.en)
    }

    private static func ended(_ line: LineSuspension, _ end: String, _ now: Timestamp) -> Text {
        guard let restored = line.restoredAt?.minute(asOf: now) else {
            return Text("\(end) 到时限，未确认恢复", "its time ended at \(end); not confirmed as on")
        }
        return Text("\(restored) 已恢复", "on again at \(restored)")
    }

    static func lineRefusal(_ reason: LineSuspension.RefusalReason) -> Text {
        switch reason {
        case .otherOperator: Text("不是本网号码", "another operator's number")
        case .unknownNumber: Text("空号", "no such number")
        case .offAlready: Text("已停机或关机", "off already")
        case .technical: Text("系统故障", "a technical failure")
        case .other: Text("其他（写明）", "another reason (say which)")
        }
    }

    // MARK: what cannot be

    static func lineCannotBeAsked(_ lacks: [SuspensionRule.Lack]) -> Text {
        Text(
            "不能请求停话：" + lacks.map { lineLack($0).zh }.joined(separator: "；") + "。",
            "It cannot be asked for: " + lacks.map { lineLack($0).en }.joined(separator: "; ") + ".")
    }

    private static func lineLack(_ lack: SuspensionRule.Lack) -> Text {
        switch lack {
        case .notOpen: Text("预警不在处置中", "the warning is not open")
        case .notTalking:
            Text("近期没有核实过的“正在通话”或“屏幕共享”", "nothing verified of late says that he is on the phone or shares his screen")
        case .noPhone: Text("没有电话号码", "no telephone is known")
        case .noCarrier: Text("没有登记运营商", "no operator is registered")
        case .alreadyAsked: Text("这个号码已在请求或停话", "this number is asked for or off already")
        }
    }

    static func lineNotPossible(_ fault: LineSuspensions.NotPossible) -> Text {
        switch fault {
        case .reasonMissing: Text("请写原因。", "Give a reason.")
        case .lacks(let lacks): lineCannotBeAsked(lacks)
        case .wordsMissing: Text("选“其他”须写明原因。", "Say which other reason it is.")
        case .newerAsked: Text("这个号码另有一件请求，请答复那一件。", "There is a later request about this number: answer that one.")
        }
    }

    /// Lines of a warning's history.
    static let lineEntries: [String: Text] = [
        "line.asked": Text("请运营商停话", "Operator asked to suspend the line"),
        "line.suspended": Text("运营商已停话", "Line suspended"), "line.refused": Text("运营商不能停话", "Operator refused"),
        "line.withdrawn": Text("停话请求撤回", "Request taken back"),
        "line.restoring": Text("要求恢复通话", "Line is to be on again"), "line.restored": Text("运营商已恢复通话", "Line on again"),
        "line.ended": Text("停话到时限", "Suspension over"), "line.lapsed": Text("停话请求失效", "Request lapsed"),
        "line.overdue": Text("运营商逾期未答", "No answer of the operator in time"),
    ]
}
