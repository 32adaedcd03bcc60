internal import Primitives

// What is wrong with one field, and what would be right.
extension Text {
    static func problem(_ problem: FieldProblem) -> Text {
        let found = problem.found
        return switch problem.rule {
        case .required: Text("必填", "This is needed")
        case .unknownChannel:
            Text("来源是 110、96110、counter、station、network 之一", "One of 110, 96110, counter, station, network")
        case .unknownUnit: Text("没有这个单位：12 位代码", "No such unit; a code of 12 digits")
        case .unknownFraudType: Text("没有这个诈骗类型", "No such type of fraud")
        case .unknownBank: Text("没有这家银行：写名称或 12 位联行号", "No such bank; its name or 12-digit number")
        case .unknownIncident: Text("没有这个警情编号", "No such incident")
        case .noSuchVictim: Text("没有这位受害人：从 0 数起", "No such victim; they count from 0")
        case .amountUnreadable: Text("金额读不出：如 120,000.00", "Not an amount; write 120,000.00")
        case .amountNotPositive: Text("金额须大于 0", "The amount must be above 0")
        case .amountTooExact: Text("金额到分为止", "No more than two decimals")
        case .amountTooLarge: Text("金额太大，请核对", "The amount is too large; check it")
        case .timeUnreadable: Text("时间读不出：如 2026-03-14 21:35:10", "Not a time; write 2026-03-14 21:35:10")
        case .timeInFuture: Text("时间在以后", "The time lies ahead")
        case .timeTooLongAgo: Text("时间太早", "The time is too long ago")
        case .accountUnreadable:
            Text(
                "账号 5 至 34 位数字或字母（现 \(found.count) 位）。请对回单",
                "An account number of 5 to 34 digits or letters; check the receipt")
        case .idNumberInvalid: Text("身份证号 18 位，末位校验不符", "An ID number has 18 places; its check fails")
        case .phoneUnreadable: Text("电话号码读不出", "Not a telephone number")
        case .textTooLong: Text("太长", "Too long")
        case .tooMany: Text("太多", "Too many")
        case .kindNotAllowed: Text("不收这种文件", "This kind of file is not taken")
        case .tooLarge: Text("文件太大", "The file is too large")
        case .empty: Text("是空的", "It is empty")
        case .duplicateColumn: Text("表头有重复的列", "The header names a column twice")
        case .unknownColumn: Text("没有这一列或这个字段", "There is no such column or field")
        case .malformed: Text("格式不对", "Not well formed")
        case .alreadyRegistered:
            Text("已登记，改动没有收：请在警情页补充", "Registered before; the change was not taken: add it on the incident's page")
        case .numberTaken:
            Text("此编号已用于报送另一人", "Another person was reported under this number")
        case .unknownSign: Text("没有这种预警特征", "No such sign of fraud")
        case .unknownOutcome: Text("没有这种劝阻结果", "No such outcome")
        case .unknownPerson: Text("身份证号和电话至少写一项", "Give an ID number or a telephone")
        case .unknownSource: Text("来源不对：须是本单位可报送的来源", "Not a source, or not one of yours")
        case .unknownCarrier: Text("请选运营商", "Choose an operator")
        case .unknownGrade: Text("等级是 EXTREME、HIGH、MEDIUM、LOW 之一", "One of EXTREME, HIGH, MEDIUM, LOW")
        case .unconfirmed: Text("由叙述读出，还没有人核对", "Read from the statement, and nobody has checked it")
        case .unprintable: Text("有不能显示的字符，请删去", "It holds signs that cannot be shown; take them out")
        }
    }
}
