internal import Prevention
internal import Primitives
internal import Workflow

// The pages of a bank's teller and of an operator's clerk; and warnings from a table.
extension Text {
    static let counterDeskTitle = Text("柜面预警", "Alarm from the counter")
    static let carrierDeskTitle = Text("涉诈来电报送", "Report fraud calls")
    static let counterLead = Text(
        "疑似被骗的客户：先问五句，别急着办。报送后留住客户，反诈中心马上来电，派出所到网点。",
        "A customer who may be cheated: ask first, do not hurry. After the report keep him here; the centre calls, and police come."
    )
    static let carrierLead = Text(
        "正被涉诈号码呼叫的用户：报送后由反诈中心联系本人。",
        "A subscriber called by a fraud number: the centre will reach him after the report.")
    static let customerWord = Text("客户", "Customer")
    static let lineOwner = Text("机主", "Subscriber")
    static let fiveQuestions = Text("五必问", "Five questions")
    static let tickWhatIsSo = Text("是的打勾", "Tick what is so")
    static let partners = Text("合作单位", "Partners")
    static let purposeOfTransfer = Text("用途", "Purpose")
    static let branchWord = Text("网点（警察到这里）", "Branch (police come here)")
    static let placeOfPerson = Text("所在地", "Place")
    static let choosePlace = Text("选派出所或县区", "Choose a station or county")
    static let fraudCaller = Text("主叫号码", "Calling number")
    static let timesCalled = Text("次数", "Times called")
    static let minutesOnLine = Text("通话分钟", "Minutes on the line")
    static let callPolice = Text("报警，请警察到场", "Alarm: ask police to come")
    static let reportFraudCall = Text("报送", "Report")
    static let reportedHere = Text("本单位报送的", "What we reported")
    static let nothingReported = Text("还没有报送过。", "Nothing was reported yet.")
    static let keptWord = Text("避免损失", "Kept")
    static let heldByBank = Text("止付", "Held")
    static let carrierClerk = Text("运营商经办", "Operator's clerk")
    static let carrierReviewer = Text("运营商复核", "Operator's reviewer")

    /// What the page says after a report.
    static func partnerDone(_ name: String, isCarrier: Bool) -> Text? {
        switch Warnings.Received.Kind(rawValue: name) {
        case .new where isCarrier, .joined where isCarrier:
            Text("反诈中心已收到，马上联系机主。", "The centre has it and will reach the subscriber.")
        case .new, .joined:
            Text("反诈中心已收到。请留住客户，接听来电。", "The centre has it. Keep the customer here and answer the call.")
        case .repeated: Text("这条已报送过。", "It was reported before.")
        case nil: nil
        }
    }

    static func toldProgress(_ progress: PartnerWarnings.Line.Progress, isCarrier: Bool) -> Text {
        switch progress {
        case .received: Text("已收到，等民警接单", "Received; waits for an officer")
        case .taken:
            isCarrier
                ? Text("民警正在联系机主", "An officer is reaching the subscriber")
                : Text("民警已接单，请留住客户", "An officer has it; keep the customer here")
        case .reached: Text("民警已与本人或亲属谈过", "An officer spoke with him or his family")
        case .closed: Text("已办结", "Closed")
        }
    }

    /// The outcome in words for a partner.
    static func toldOutcome(_ outcome: Outcome) -> Text {
        switch outcome {
        case .aware: Text("本人已识破，没有转", "He saw through it himself")
        case .dissuaded: Text("劝住了，没有转", "Dissuaded; he did not pay")
        case .held: Text("资金已止付", "The money is held")
        case .cheated: Text("已被骗，警方在追", "He had paid; police are after it")
        case .family: Text("家人已看护", "The family watches over him")
        case .wrongPerson: Text("人或号码不对", "Wrong person or number")
        case .falseAlarm: Text("核实不是诈骗", "Checked: no fraud")
        case .notFound: Text("没有找到本人", "He was not found")
        case .informed: Text("已提醒本人", "He was told")
        }
    }

    // MARK: from a table

    static let importWarnings = Text("导入预警", "Import warnings")
    static let importWarningsHint = Text("先看一遍；同一外部编号只收一次", "Look first; each number there is taken once")
    static let tableOf = Text("谁下发的", "Whose table")
    static let warningSampleName = Text("预警导入样表.csv", "warnings-sample.csv")
    static let warningTableHint = Text(
        "一行一条。来源编号、特征必填，电话和身份证号至少一项；特征写代码或名称，多个用空格或顿号以外的分号隔开。",
        "A line a warning. Its number there and its signs are needed, and a telephone or ID number; several signs are separated by spaces or semicolons."
    )
    static let lineCanBeTaken = Text("可收", "Can be taken")

    static func linesUnderstood(_ count: Int, fine: Int) -> Text {
        Text("\(count) 行，可收 \(fine) 行", "\(count) lines, \(fine) can be taken")
    }
    static func moreLines(_ count: Int) -> Text { Text("另 \(count) 行，都已看过", "and \(count) more, looked over too") }
    static func takeLines(_ count: Int) -> Text { Text("收 \(count) 行", "Take \(count) lines") }
    static func takeOn(_ count: Int) -> Text { Text("接着收，还有 \(count) 行", "Go on: \(count) lines left") }
    static func warningsTaken(_ count: Int, done: Int, of all: Int) -> Text {
        Text("刚收 \(count) 行；共 \(all) 行，已收 \(done) 行", "\(count) taken just now; \(done) of \(all) in all")
    }
    static let lineTaken = Text("已收", "Taken")
}
