internal import Recovery

// What the taker says aloud to learn a fact that lacks, and why it is asked.
extension MissingFact {
    /// `transfer` is its number as people count, where there is more than one.
    func question(transfer: Int?) -> Text {
        let (zh, en) = (transfer.map { "第 \($0) 笔" } ?? String(), transfer.map { "For transfer \($0): " } ?? String())
        switch what {
        case .payeeNumber:
            return Text(
                "“\(zh)转到哪个账号？请打开手机银行，点转账记录，念收款账号。”",
                "“\(en)which account did it go to? Please read it from the bank's app.”")
        case .payeeBank: return Text("“\(zh)收款的是哪家银行？”", "“\(en)which bank received it?”")
        case .payeeName: return Text("“\(zh)转给谁？请看转账记录，念收款人名字。”", "“\(en)who received it? Please read the name.”")
        case .amount: return Text("“\(zh)转了多少钱？请念回单上的金额。”", "“\(en)how much was it? Please read the receipt.”")
        case .time: return Text("“\(zh)几点几分转的？”", "“\(en)at what time, to the minute?”")
        case .payerAccount:
            return Text("“\(zh)您用哪家银行的哪张卡付的？请念卡号。”", "“\(en)which card did you pay from? Please read its number.”")
        case .victimName: return Text("“请问您贵姓，全名怎么写？”", "“Your full name, please?”")
        case .victimID: return Text("“请念一下您的身份证号。”", "“Your identity number, please?”")
        case .victimPhone: return Text("“回头打哪个电话能找到您？”", "“On which number can we call you back?”")
        case .whereabouts: return Text("“您现在在哪里？身边有人吗？”", "“Where are you now? Is anybody with you?”")
        case .evidence: return Text("“请把转账截图和聊天记录留着，发给我们。”", "“Please keep the screenshots and send them to us.”")
        }
    }

    func purpose(transfer: Int?) -> Text {
        let which = transfer.map { "，第 \($0) 笔" } ?? String()
        switch what {
        case .payeeNumber, .payeeBank, .payeeName, .amount, .time:
            return Text("缺\(Text.missingFact(what).zh)\(which)，止不了", "No \(Text.missingFact(what).en), no stop")
        case .payerAccount: return Text("便于核对和保护本人账户", "To check it, and to protect the own account")
        case .victimName, .victimID: return Text("登记要用", "For the record")
        case .victimPhone: return Text("便于回访", "To call back")
        case .whereabouts: return Text("便于派出所上门", "So that the station can come")
        case .evidence: return Text("立案要用", "For the case file")
        }
    }
}

extension Text {
    static func missingFact(_ what: MissingFact.What) -> Text {
        switch what {
        case .payeeNumber: Text("账号", "account")
        case .payeeBank: Text("机构", "bank")
        case .payeeName: Text("户名", "name")
        case .amount: Text("金额", "amount")
        case .time: Text("时间", "time")
        case .payerAccount: Text("付款账号", "payer's account")
        case .victimName: Text("姓名", "name")
        case .victimID: Text("身份证号", "identity number")
        case .victimPhone: Text("电话", "telephone")
        case .whereabouts: Text("现在何处", "whereabouts")
        case .evidence: Text("凭证", "evidence")
        }
    }
}
