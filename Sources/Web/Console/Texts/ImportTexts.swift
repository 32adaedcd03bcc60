internal import Primitives
internal import Recovery

// Intake: many reports from a table.
extension Text {
    static let importTable = Text("导入", "Import")
    static let importReports = Text("导入警情", "Import reports")
    static let importQuestion = Text("先看一遍，登记以前什么都不存", "Look first; nothing is kept before you register")
    static let sampleTable = Text("下载样表", "Sample table")
    static let sampleName = Text("警情导入样表.csv", "reports-sample.csv")
    static let tableWord = Text("表格", "Table")
    static let tableFile = Text("CSV 文件", "CSV file")
    static let tablePasted = Text("或从表格软件复制，粘贴在这里", "Or copy from a spreadsheet and paste here")
    static let tableOneRow = Text(
        "一行一笔转账，编号相同的是一起警情；受害人和叙述写在头一行即可。缺的列可以不写。",
        "A row a transfer; rows with the same number are one report, its victim and statement in the first row. Columns may lack."
    )
    static let tableNumbers = Text(
        "账号、身份证号两列先设为文本，否则表格软件会把末几位变成 0。",
        "Format account and identity numbers as text first, else a spreadsheet turns their last digits to 0.")
    static let tableNotUTF8 = Text(
        "读不出文字：请另存为“CSV UTF-8”或 GB18030 的 CSV，或复制粘贴。",
        "Not readable as text: save as “CSV UTF-8” or as CSV in GB18030, or copy and paste.")
    static let fillFromStatements = Text(
        "读叙述，填表中的空格：只填拿得准的，存疑的留空，登记后在警情里补",
        "Read the statements to fill what is empty: what is sure; doubtful values stay empty and are added to the incident later"
    )
    static let tableMissing = Text("请选一个文件，或粘贴表格。", "Choose a file or paste a table.")
    static let tableChanged = Text(
        "表格改过，还没有登记。请看一遍再登记。", "The table has changed and is not registered yet. Look again, then register.")
    static let lookOver = Text("看一遍", "Look over")
    static let lookAgain = Text("再看一遍", "Look again")
    static let understood = Text("看懂的", "What was understood")
    static let reportNumber = Text("编号", "Number")
    static let transfersWord = Text("转账", "Transfers")
    static let payeeBanks = Text("收款机构", "Payees' banks")
    static let stateWord = Text("状态", "State")
    static let canBeRegistered = Text("可登记", "Can be registered")
    static let toCorrect = Text("要改的", "To correct")
    static let lineWord = Text("行", "Line")
    static let columnWord = Text("列", "Column")
    static let foundWord = Text("现在写的", "As written")
    static let whatIsRight = Text("怎么改", "What is right")
    static let sumWord = Text("合计", "In all")
    static let listComma = Text("、", ", ")

    static func registerReports(_ count: Int) -> Text {
        Text("登记 \(count) 起", count == 1 ? "Register 1 report" : "Register \(count) reports")
    }
    static func registeredReports(_ count: Int, left: Int) -> Text {
        Text(
            "已登记 \(count) 起" + (left > 0 ? "，\(left) 起没有登记：改好再登记，已登记的不会重复。" : "。"),
            "\(count) registered"
                + (left > 0 ? ", \(left) not: correct them and register again; none is taken twice." : "."))
    }
    static func registeredSoFar(_ done: Int, refused: Int, of all: Int) -> Text {
        Text(
            "已登记 \(done) 起，\(refused) 起没有登记，共 \(all) 起。登完以前请不要关这一页；中断了就刷新，已登记的不会重复。",
            "\(done) registered, \(refused) not, of \(all). Keep this page open until all is done; if it is interrupted, reload it: none is taken twice."
        )
    }
    static func registerOn(_ left: Int) -> Text { Text("接着登记余下 \(left) 起", "Go on with the \(left) left") }
    static func filledFromStatement(_ filled: Int, doubtful: Int) -> Text {
        Text(
            "从叙述填 \(filled) 项" + (doubtful > 0 ? "，\(doubtful) 项存疑未填" : String()),
            "\(filled) filled from the statement" + (doubtful > 0 ? ", \(doubtful) in doubt left out" : String()))
    }
    static func registeredAs(_ number: String) -> Text { Text("已登记 \(number)", "Registered: \(number)") }
    static func placesToCorrect(_ count: Int) -> Text {
        Text(
            "\(count) 处要改，不登记",
            count == 1 ? "1 entry to correct, not registered" : "\(count) entries to correct, not registered")
    }
    static func perhapsSame(_ numbers: String) -> Text { Text("可能重复：\(numbers)", "Perhaps the same: \(numbers)") }
    static func checkDuplicates(_ count: Int) -> Text {
        Text(
            "其中 \(count) 起可能重复：不登记的请从表中删去。",
            "\(count) may be duplicates: delete from the table what is not to be registered.")
    }
    static func reportsAndTransfers(_ reports: Int, _ transfers: Int) -> Text {
        Text("\(reports) 起，\(transfers) 笔", "\(reports) reports, \(transfers) transfers")
    }
    static func moreReports(_ count: Int) -> Text { Text("另 \(count) 起，都已看过", "and \(count) more, looked over too") }
    static func morePlaces(_ count: Int) -> Text { Text("另 \(count) 处", "and \(count) more") }
    static func banksNotFound(_ count: Int) -> Text { Text("\(count) 笔认不出", "unknown for \(count)") }
    static func columnsAre(_ names: String) -> Text { Text("列：\(names)", "Columns: \(names)") }
    static func lineNumber(_ line: Int) -> Text { Text("第 \(line) 行", "Line \(line)") }

    /// What people call a column of the table.
    static func column(_ column: IntakeCSV.Column) -> Text {
        switch column {
        case .report: Text("编号", "Report")
        case .channel: Text("来源", "Channel")
        case .unit: Text("受案单位", "Unit")
        case .reportedAt: Text("报警时间", "Reported at")
        case .fraudType: Text("诈骗类型", "Kind of fraud")
        case .narrative: Text("叙述", "Statement")
        case .joins: Text("并入警情", "Joins")
        case .victimName: Text("受害人", "Victim")
        case .victimIdNumber: Text("身份证号", "Identity number")
        case .victimPhone: Text("电话", "Telephone")
        case .victimWhereabouts: Text("现在何处", "Where now")
        case .payerNumber: Text("付款账号", "Payer's account")
        case .payerBank: Text("付款机构", "Payer's bank")
        case .amount: Text("金额", "Amount")
        case .time: Text("时间", "Time")
        case .payeeNumber: Text("收款账号", "Payee's account")
        case .payeeName: Text("收款户名", "Payee's name")
        case .payeeBank: Text("收款机构", "Payee's bank")
        }
    }
}
