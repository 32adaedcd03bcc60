internal import Access
internal import Messaging
internal import Primitives

/// What stands in the way of messages.
extension Text {
    static func audienceInvalid(_ error: Audience.Invalid) -> Text {
        switch error {
        case .notReadable: Text("名单里有一个引号没有配对。", "A quote in the list is left open.")
        case .empty: Text("名单里没有人：第一行是列名，其后每行一人。", "The list has nobody: the first line names the columns.")
        case .noNumbers: Text("名单里没有“手机号”一列。", "The list has no column of numbers.")
        case .noColumn(let field): Text("名单里没有“\(field)”一列。", "The list has no column “\(field)”.")
        case .tooLong(let limit): Text("名单至多 \(limit) 行。", "A list has at most \(limit) lines.")
        }
    }

    static func batchNotPossible(_ error: MessageBatches.NotPossible) -> Text {
        switch error {
        case .titleMissing: Text("请填批次名称，至多 60 字。", "Name the batch, in at most 60 characters.")
        case .templateNotInUse: Text("这个模板没有在用的版本。", "This template is not in use.")
        case .rate(let limit): Text("每秒条数是 1 至 \(limit)。", "1 to \(limit) a second.")
        case .nobody: Text("名单里没有可以发送的行。", "No line of the list can be sent.")
        case .notNow(let state):
            Text(
                "批次现在是“\(batchState(state).zh)”，不能这样办。", "The batch is “\(batchState(state).en)”: this cannot be done.")
        }
    }

    static func templateNotPossible(_ error: MessageTemplates.NotPossible) -> Text {
        switch error {
        case .nameMissing: Text("请填模板名称，至多 40 字。", "Name the template, in at most 40 characters.")
        case .unknownSender: Text("落款是 2 至 12 个字，不带括号。", "A sender has 2 to 12 letters, without brackets.")
        case .optOutMissing: Text("宣传短信须写明如何退订。", "Publicity must say how to opt out (退订).")
        case .tooManyParts(let limit): Text("太长：至多计 \(limit) 条。", "Too long: at most \(limit) parts.")
        case .notInUse: Text("这个版本不在使用中。", "This version is not in use.")
        }
    }

    static func wordingInvalid(_ error: MessageWording.Invalid) -> Text {
        switch error {
        case .empty: Text("请填内容。", "The text is missing.")
        case .tooLong: Text("内容至多 \(MessageWording.lengthMax) 字。", "At most \(MessageWording.lengthMax) characters.")
        case .braces: Text("花括号要成对，里面写字段名，如 {姓名}。", "Braces come in pairs with a field's name, as {姓名}.")
        case .unprintable: Text("内容里有不能显示的字符。", "The text has characters that cannot be shown.")
        case .link(let link): Text("不得含链接：\(link)", "No links: \(link)")
        case .signature: Text("落款由平台加，内容里不写【】。", "The platform adds the sender: leave out 【】.")
        }
    }

    static func lineProblem(_ problem: MessageBatch.Problem) -> Text {
        let field = problem.field ?? String()
        switch problem.kind {
        case .number: return Text("号码读不懂。", "This is no number.")
        case .notReachable: return Text("不是手机号，收不到短信。", "No mobile number.")
        case .fieldMissing: return Text("“\(field)”没有填。", "“\(field)” is missing.")
        case .fieldInvalid: return Text("“\(field)”里有不能发的内容（链接、括号、换行或太长）。", "“\(field)” holds what may not be sent.")
        case .tooManyParts: return Text("填好以后太长。", "Too long once filled.")
        }
    }
}
