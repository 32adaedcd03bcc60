package import FundTracing

// The page of an incident.
extension Text {
    package static func wasCheated(_ name: String, _ sum: String) -> Text {
        name.isEmpty ? Text("被骗 \(sum) 元", "Lost \(sum) yuan") : Text("\(name)被骗 \(sum) 元", "\(name) lost \(sum) yuan")
    }
    package static let typeNotKnown = Text("类型未定", "type not settled")
    package static let reported = Text("报警", "Reported")
    package static let lastPayment = Text("末笔转账", "Last payment")
    package static let receivingUnit = Text("受案", "Unit")
    package static let handledBy = Text("办理", "In charge")
    package static let identityNumber = Text("身份证", "ID number")
    package static let phone = Text("电话", "Phone")
    package static let fiveFacts = Text("五项事实", "Five facts")
    package static let complete = Text("齐", "complete")
    package static func factsLacking(_ count: Int) -> Text { Text("缺 \(count) 项", "\(count) lacking") }
    package static let incidentClosed = Text("已办结", "closed")
    package static let incidentJoined = Text("已并入另一起", "joined to another")

    package static let addFacts = Text("补充事实", "Add facts")
    package static func chase(_ bank: String, _ count: Int) -> Text {
        Text("催办\(bank) \(count) 项", "Chase \(bank): \(count)")
    }
    package static func decide(_ count: Int) -> Text { Text("复核签发 \(count) 项", "Decide on \(count)") }
    package static func settleUndelivered(_ count: Int) -> Text {
        Text("处理未达 \(count) 条", "Settle \(count) undelivered")
    }
    package static func freezeBefore(_ count: Int) -> Text {
        Text("到期前转冻结 \(count) 项", "Freeze \(count) before the end")
    }
    package static func extendBefore(_ count: Int) -> Text {
        Text("到期前延期 \(count) 项", "Extend \(count) before the end")
    }

    package static let seePicture = Text("看图", "Picture")
    package static let ruleOfTrace = Text("追踪规则", "Tracing rule")
    package static let ruleIsALook = Text("只供对照，指令一律按先进先出。", "A look only; orders always go by first in, first out.")
    package static let firstInFirstOut = Text("先进先出", "First in, first out")
    package static let proportional = Text("按比例", "Proportional")
    package static let lastInFirstOut = Text("后进先出", "Last in, first out")
    package static let fraudFirst = Text("赃款先出", "Victims' money first")
    package static let poison = Text("染污上限", "Touched at most")
    package static let atMost = Text("至多（元）", "At most (yuan)")
    package static let touchedAtMost = Text("染污上限", "Touched at most")
    package static let boundsDoNotAddUp = Text("各户上限，不能相加", "Bounds for each account; they do not add up")

    package static let stopOrders = Text("止付指令", "Stops")
    package static let stateColumn = Text("状态", "State")
    package static let tracedYuan = Text("追踪额（元）", "Traced (yuan)")
    package static let heldYuan = Text("已控额（元）", "Held (yuan)")
    package static let termLeft = Text("止付余", "Term left")
    package static let timesUsed = Text("次", "Uses")
    package static let byRecoverable = Text("按可追回金额排", "Largest recoverable first")
    package static func foldedOrders(_ count: Int) -> Text {
        Text("另 \(count) 户已转空，展开", "\(count) emptied accounts, unfold")
    }
    package static let noOrders = Text(
        "资金到过的账户会列在这里。先补收款账号。", "Accounts that the money reached stand here. Ask for the payee account first.")
    package static func ordersLeft(_ count: Int) -> Text {
        Text("另 \(count) 户金额更小，见资金流向表", "\(count) more, of smaller amounts: see the table of the flow")
    }
    package static func otherClaims(_ count: Int) -> Text {
        Text("另有 \(count) 起警情主张", "\(count) more incidents claim it")
    }
    package static func sentAt(_ moment: String) -> Text { Text("\(moment) 发", "sent \(moment)") }
    package static func sentAndStopped(_ sent: String, _ stopped: String) -> Text {
        Text("\(sent) 发，\(stopped) 止", "sent \(sent), held \(stopped)")
    }
    package static func askedAt(_ moment: String) -> Text { Text("\(moment) 提交", "asked \(moment)") }
    package static let inquiries = Text("查询", "Inquiries")
    package static let noInquiries = Text("还没有查询。", "No inquiries yet.")
    package static func entriesFrom(_ moment: String) -> Text { Text("查 \(moment) 起的明细", "entries from \(moment)") }
    package static func coveredUntil(_ moment: String) -> Text { Text("明细到 \(moment)", "covers until \(moment)") }
    package static let answered = Text("已答", "answered")
    package static let protectiveHolds = Text("保护性止付", "Protective holds")
    package static let noHolds = Text("没有可保护的付款账户。", "No payer account to protect.")
    package static let askForHold = Text("申请保护", "Ask for a hold")
    package static let liftHold = Text("解除保护", "Lift it")
    package static let notice = Text("告知书", "Notice")
    package static let inForce = Text("生效中", "in force")
    package static let whatHappened = Text("经过", "What happened")
    package static let newestFirst = Text("新的在上", "Newest first")
    package static let stillToAsk = Text("还要问", "Still to ask")
    package static let evidence = Text("证据", "Evidence")
    package static let noEvidence = Text(
        "还没有证据。转账回单、聊天截图、录音都可以。", "No evidence yet: receipts, screenshots, recordings.")
    package static let addEvidence = Text("存入文件", "Add a file")
    package static let keepEvidence = Text("存入", "Keep")
    package static let evidenceKinds = Text(
        "JPG、PNG、PDF、MP3、MP4、CSV、XLSX，最大 50 MB。", "JPG, PNG, PDF, MP3, MP4, CSV, XLSX; at most 50 MB.")
    package static let keyPicture = Text("资金图", "Picture")
    package static let keyOrders = Text("指令", "Stops")
    package static let keyTable = Text("图的文字表", "Table")
    package static let keyPrint = Text("打印", "Print")
    package static let keyBack = Text("回列表", "Back")
    package static let board = Text("运行警情", "Running incidents")
}

extension Text {
    package static func rule(_ rule: Rule) -> Text {
        switch rule {
        case .fifo: firstInFirstOut
        case .proportional: proportional
        case .lifo: lastInFirstOut
        case .fraudFirst: fraudFirst
        case .poison: poison
        }
    }
}

extension Language {
    /// `三` beside a heading that says tier.
    func tierNumber(_ tier: Int) -> String { self == .zh ? Text.chineseNumber(tier) : "\(tier)" }
}

// One account of an incident.
extension Text {
    package static let thisMoney = Text("本案资金", "This incident's money")
    package static let receivedHere = Text("收到", "Received")
    package static let whyHere = Text("为何在此", "Why it is here")
    package static func partOfTransfer(_ whole: String) -> Text { Text("该笔 \(whole) 元", "of a transfer of \(whole)") }
    package static let nothingHere = Text("本案资金已不在此户。", "None of this incident's money is here any more.")
    package static func morePaths(_ count: Int) -> Text {
        Text("另 \(count) 条来路，金额更小", "\(count) more ways, of smaller amounts")
    }
    package static let measures = Text("措施", "Measures")
    package static let noMeasures = Text("此户没有止付过。", "This account was never stopped.")
    package static let stillThere = Text("仍在此户", "still there")
    package static func heldBalance(_ amount: String) -> Text { Text("止付时余额 \(amount)", "balance held \(amount)") }
    package static func stopOfTier(_ tier: Int) -> Text { Text("\(chineseNumber(tier))级止付", "Stop, tier \(tier)") }
    package static let askExtension = Text("申请延期", "Ask to extend")
    package static let askRelease = Text("申请解除", "Ask to release")
    package static let enterComplaint = Text("录入申诉", "Enter a complaint")
}

// Adding facts.
extension Text {
    package static let keepFacts = Text("补入，并继续追踪", "Add them and trace on")
    package static func paymentNumber(_ number: Int) -> Text { Text("第 \(number) 笔转账", "Payment \(number)") }
    package static let anotherPayment = Text("另一笔转账", "Another payment")
    package static let leaveEmpty = Text("没有就空着", "leave empty if there is none")
    package static let stillLacking = Text("还缺", "lacking")
    package static let payeeNumberField = Text("收款账号", "Payee's account")
    package static let payeeNameField = Text("收款户名", "Payee's name")
    package static let payeeBankField = Text("收款机构", "Payee's bank")
    package static let timeOfPayment = Text("时间", "Time")
    package static let payerNumberField = Text("付款账号", "Payer's account")
    package static let payerBankField = Text("付款机构", "Payer's bank")
}
