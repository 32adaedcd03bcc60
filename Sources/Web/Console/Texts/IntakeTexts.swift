internal import Primitives

// Intake: the form.
extension Text {
    static let intake = Text("接警", "Intake")
    static let intakeQuestion = Text("先问清谁付、付给谁、多少、几时", "First: who paid, to whom, how much, when")
    static let narrative = Text("叙述与记录", "Statement and notes")
    static let narrativeHint = Text("边听边记", "Note while you listen")
    static let fraudType = Text("诈骗类型", "Kind of fraud")
    static let notKnownYet = Text("还不清楚", "Not known yet")
    static let reportedAt = Text("报警时间", "Time of the call")
    static let nowIfEmpty = Text("空着就是现在", "Now, if empty")
    static let source = Text("来源", "Channel")
    static let victims = Text("受害人", "Victims")
    static let victimName = Text("姓名", "Name")
    static let identityNumberLabel = Text("身份证号", "Identity number")
    static let telephone = Text("电话", "Telephone")
    static let whereNow = Text("现在何处", "Where now")
    static let whereaboutsHint = Text("乡镇、小区或单位", "Town, estate or employer")
    static let notAskedYet = Text("还没问", "Not asked yet")
    static let addVictim = Text("加一位", "Add a person")
    static let transfersHeading = Text("转账", "Transfers")
    static let addTransfer = Text("加一笔", "Add a transfer")
    static let samePayer = Text("付款卡同上，加一笔", "Add, same card as above")
    static let transferTime = Text("时间", "Time")
    static let payeeNumber = Text("收款账号", "Payee's account")
    static let payeeName = Text("收款户名", "Payee's name")
    static let payeeNameHint = Text("见转账记录", "Transfer record")
    static let payeeBank = Text("收款机构", "Payee's bank")
    static let bankHint = Text("由账号认出", "Found from the number")
    static let payerCard = Text("付款账号", "Payer's account")
    static let payerBank = Text("付款机构", "Payer's bank")
    static let whoPaid = Text("付款人", "Who paid")
    static let cluesHeading = Text("对方线索", "Clues to the other side")
    static let callerNumber = Text("来电号码", "Caller's number")
    static let callerHint = Text("含境外号码", "Foreign numbers too")
    static let claimedIdentity = Text("自称", "Claims to be")
    static let claimedHint = Text("某局、某平台客服", "Some office, some shop's service")
    static let appOrSite = Text("软件或网址", "App or site")
    static let appHint = Text("软件名、网址", "Name or address")
    static let groupOrAccount = Text("群号、微信、QQ", "Groups and accounts")
    static let mayBeEmpty = Text("没有可空", "May be empty")
    static let evidenceHeading = Text("凭证", "Evidence")
    static let evidenceFiles = Text("截图、回单、录音，可选多个", "Screenshots, receipts, recordings; more than one may be chosen")
    static let evidenceLimits = Text(
        "每个最大 50 MB，一次共 100 MB；以后也可在警情页存入。草稿不存文件。",
        "At most 50 MB each, 100 MB together; more can be added on the incident's page. Drafts hold no files.")
    static let chooseFilesAgain = Text("文件没有存，请重新选。", "The files were not kept: please choose them again.")
    static let protectVictim = Text(
        "同时申请保护性止付受害人账户，防止继续转账", "Also ask for a protective hold on the victim's own account")

    static func victimNumber(_ number: Int, _ name: String) -> Text {
        Text(
            name.isEmpty ? "第 \(number) 位" : "第 \(number) 位 \(name)",
            name.isEmpty ? "No. \(number)" : "\(number) \(name)")
    }
    static func transferNumber(_ number: String) -> Text { Text("第 \(number) 笔", "Transfer \(number)") }
    static func identityFine(_ age: Int) -> Text { Text("校验位正确，\(age) 岁", "Check digit fits, aged \(age)") }
    static func bankFound(_ bank: String) -> Text { Text(same: bank) }
    static func bankAndCheck(_ bank: String) -> Text { Text("\(bank)，校验通过", "\(bank), check digit fits") }
    static func luhnDoubtful(_ bank: String?) -> Text {
        Text(
            (bank.map { "\($0)，" } ?? String()) + "校验位不符，请对回单",
            (bank.map { "\($0): " } ?? String()) + "check digit does not fit")
    }
    static func lengthDoubtful(_ bank: String?, _ found: Int, _ expected: Int) -> Text {
        Text(
            (bank.map { "\($0)，" } ?? String()) + "\(found) 位，通常 \(expected) 位，请对回单",
            (bank.map { "\($0): " } ?? String()) + "\(found) digits, usually \(expected)")
    }
    static let bankUnknown = Text("认不出机构，请填收款机构", "Bank unknown: say the payee's bank")
    static let payerBankUnknown = Text("认不出机构，可问卡是哪家的", "Bank unknown: ask whose card it is")
    static let nameMissing = Text("缺户名，不能止付", "No name, no stop")
    static let amountMissing = Text("缺金额，不能止付", "No amount, no stop")
    static let timeMissing = Text("缺时间，不能止付", "No time, no stop")
    static let numberMissing = Text("缺账号，不能止付", "No account, no stop")
}

// Intake: what follows.
extension Text {
    static let askNext = Text("还要问", "Still to ask")
    static let nothingToAsk = Text("五要素已齐。", "All five facts are there.")
    static let possiblyTheSame = Text("可能重复", "Perhaps the same")
    static let noneTheSame = Text("没有相近的警情。", "No report like it.")
    static let notTheSame = Text("不是同一起", "Not the same")
    static let comparedItem = Text("项", "Item")
    static let thisReport = Text("本单", "This one")
    static let payerColumn = Text("付款人", "Payer")
    static let payeeTail = Text("收款尾号", "Payee ends in")
    static let afterIntake = Text("受理以后", "What follows")
    static let nothingFollowsYet = Text(
        "有收款账号和金额后，这里列出会发出什么。", "With the payee's account and an amount, what goes out is listed here.")
    static let canBeTaken = Text("可以先受理。", "Can be taken now.")
    static let missingLater = Text("缺的随后补。", "What lacks can follow.")
    static let nothingGoesOut = Text("还没有可止付的转账，先登记。", "No transfer can be stopped yet; it is only registered.")
    static let allFourItems = Text("四要素齐，可止付", "Four items known: can be stopped")
    static let takeOnly = Text("受理", "Take the report")
    static let hubEnds = Text("支付机构账户不止付，先调交易明细", "A payment institution is not stopped; its records are asked for")
    static let underLeastAmount = Text("低于追查下限，不发止付", "Under the least amount that is followed")

    static func joinInto(_ number: String) -> Text { Text("并入 \(number.suffix(4))", "Join \(number.suffix(4))") }
    static func lacking(_ items: String) -> Text { Text("缺\(items)", "Lacks \(items)") }
    static func takeAndStop(_ count: Int) -> Text {
        Text("受理并发出止付 \(count) 项", count == 1 ? "Take and send 1 stop" : "Take and send \(count) stops")
    }
    static func takeAndSubmit(_ count: Int) -> Text {
        Text("受理并提交止付 \(count) 项", count == 1 ? "Take and submit 1 stop" : "Take and submit \(count) stops")
    }
    static func stopTo(_ bank: String, _ amount: String, _ hours: Int64) -> Text {
        Text("向\(bank)发止付，追踪 \(amount) 元，\(hours) 小时", "Stop at \(bank), \(amount) yuan traced, \(hours) h")
    }
    static func basisUnderAuthority(_ basis: String) -> Text {
        Text("依据\(basis)；依常设授权自动签章", "\(basis); sealed at once under a standing authority")
    }
    static func basisNeedsSecond(_ basis: String) -> Text {
        Text("依据\(basis)；等另一人复核后发出", "\(basis); goes out after a second person approves")
    }
    static let joinsRunning = Text("该账户已在止付，本案共用，不重复发", "The account is stopped already; this report shares it")
    static func usedUp(_ most: Int) -> Text {
        Text("该账户已止付 \(most) 次，依 86 号文不能再止；可申请冻结", "Stopped \(most) times already: no further stop; ask for a freeze")
    }
    static let holdAtOnce = Text("受害人账户：保护性止付，依常设授权发出", "Victim's account: protective hold under a standing authority")
    static let holdAfterSecond = Text("受害人账户：保护性止付，等复核", "Victim's account: protective hold, waits for a second person")
    static func sendsAfterCompletion(_ items: String) -> Text {
        Text("补齐\(items)后发出", "Goes out when \(items) are known")
    }
    static func receiptLine(_ number: String) -> Text { Text("已受理，回执号 \(number)", "Taken: receipt number \(number)") }
    static func totalAmount(_ amount: Money) -> Text { Text("合计 \(amount) 元", "\(amount) yuan in all") }

    static func missingItem(_ name: String) -> Text {
        let names: [String: Text] = [
            "name": Text("户名", "name"), "number": Text("账号", "account"), "amount": Text("金额", "amount"),
            "time": Text("时间", "time"), "bank": Text("机构", "bank"),
        ]
        return names[name] ?? Text(same: name)
    }
}
