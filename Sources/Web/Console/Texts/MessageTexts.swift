internal import Messaging
internal import Primitives

/// The words of messages, batches and templates.
extension Text {
    static let messagesTitle = Text("短信", "Messages")
    static let messagesQuestion = Text("发了什么、到了没有、还要批什么", "What went out, what arrived, what waits")
    static let batchesWord = Text("批次", "Batches")
    static let noBatches = Text("还没有批次。", "No batch yet.")
    static let newBatch = Text("新建批次", "New batch")
    static let newBatchHint = Text(
        "先读名单、看样文，另一人批准后才发。", "The list is read and shown first; it goes out when another approves.")
    static let batchTitle = Text("批次名称", "Batch")
    static let progressWord = Text("进度", "Progress")
    static let messageCount = Text("短信", "Messages")
    static let partsCount = Text("计费条数", "Parts")
    static let deliveredWord = Text("已送达", "Delivered")
    static let notReceived = Text("未送达", "Not delivered")
    static let leftWord = Text("待发", "Waiting")
    static let underWayWord = Text("已发，等回执", "With the carrier")
    static let failedWord = Text("失败", "Failed")
    static let expiredWord = Text("过期", "Expired")
    static let unknownWord = Text("不明，不再发", "Unknown, not sent again")
    static let cancelledWord = Text("已取消", "Cancelled")
    static let noMessages = Text("没有这样的短信。", "No such message.")
    static let singlesTitle = Text("单条短信", "Single messages")
    static let noSingles = Text("还没有单条短信。", "No single message yet.")
    static let aboutWarning = Text("关于哪条预警", "About which warning")
    static let queuedWord = Text("登记时间", "Queued")
    static let byNumber = Text("按号码查", "By number")
    static let mobileWord = Text("手机号", "Number")
    static let findWord = Text("查找", "Find")
    static let numberNotRead = Text("读不懂这个号码。", "This is no number.")
    static let nothingSentThere = Text("没有发给这个号码的短信。", "Nothing was sent to this number.")
    static let optOutTitle = Text("拒收宣传", "No publicity")
    static let optOutAct = Text("登记拒收", "Enter")
    static let optOutHint = Text(
        "只停宣传短信；劝阻短信照发。回复 TD 的自动登记。", "Stops publicity alone; dissuasion goes on. Who answers TD is entered by itself.")
    static func optedOutCount(_ count: Int64) -> Text { Text("共 \(count) 个号码", "\(count) numbers") }
    static let textWord = Text("内容", "Text")
    static let handedWord = Text("提交运营商", "Handed over")
    static let endedWord = Text("结果时间", "Ended")
    static let codeWord = Text("代码", "Code")
    static func triesWord(_ tries: Int) -> Text { Text("第 \(tries) 次", "try \(tries)") }
    static func partsOf(_ parts: Int) -> Text { Text("计 \(parts) 条", "\(parts) part\(parts == 1 ? String() : "s")") }
    static let allWord = Text("全部", "All")

    // MARK: a batch

    static let contentWord = Text("内容与样文", "Text and examples")
    static let examplesWord = Text("实际发出的样文", "As it goes out")
    static let templateWord = Text("模板", "Template")
    static let linesWord = Text("名单行数", "Lines of the list")
    static let doubledLines = Text("重复号码", "Repeated numbers")
    static let optedOutLines = Text("已拒收宣传", "Want no publicity")
    static let invalidLines = Text("不能发的行", "Lines that cannot be sent")
    static let approverWord = Text("批准人", "Approved by")
    static let usefulUntil = Text("失效时间", "Of use until")
    static func linesRead(_ read: Int64, of lines: Int64) -> Text {
        Text("正在读名单：\(read)／\(lines) 行", "Reading the list: \(read) of \(lines) lines")
    }
    static func batchRate(_ rate: Int) -> Text { Text("每秒至多 \(rate) 条", "At most \(rate) a second") }
    static let pauseBatch = Text("暂停", "Pause")
    static let resumeBatch = Text("继续", "Go on")
    static let cancelBatch = Text("取消批次", "Cancel the batch")
    static let reviewWord = Text("去复核", "Review")
    static let waitsForSecond = Text("等另一人批准", "Waits for another's approval")

    // MARK: a new batch

    static let audienceWord = Text("名单", "List")
    static let kindWord = Text("方式", "Kind")
    static let rateWord = Text("每秒条数", "A second")
    static let choose = Text("请选择", "Choose")
    static let listFile = Text("名单文件（CSV，UTF-8）", "File (CSV, UTF-8)")
    static let listPasted = Text("或粘贴", "Or paste")
    static let listHint = Text(
        "第一行是列名：“手机号”一列，加模板里每个字段一列；可直接从表格软件粘贴。",
        "The first line names the columns: 手机号 (or number) and one for each field of the template; a table may be pasted."
    )
    static let nothingGoesYet = Text("读名单不会发出任何短信。", "Reading the list sends nothing.")
    static let readList = Text("读名单", "Read the list")
    static let templateMissing = Text("请选已批准的模板。", "Choose an approved template.")

    // MARK: templates

    static let templatesTitle = Text("短信模板", "Templates")
    static let templatesHint = Text("不含链接，落款固定；另一人批准后启用。", "No links, a fixed sender; in use once another approves.")
    static let noTemplates = Text("还没有模板。", "No template yet.")
    static let proposeTemplate = Text("提出模板", "Propose a template")
    static let templateName = Text("模板名称", "Name")
    static let purposeWord = Text("用途", "Purpose")
    static let senderWord = Text("落款（已报备）", "Registered sender")
    static let senderHint = Text("昆明反诈", "as registered")
    static let wordingHint = Text(
        "字段写在花括号里，如 {姓名}。不得含网址；宣传类须写明如何退订。",
        "Fields stand in braces, as {姓名}. No links; publicity says how to opt out (退订).")
    static let retireTemplate = Text("停用", "Retire")
    static func versionWord(_ version: Int) -> Text { Text("第 \(version) 版", "version \(version)") }

    static func purpose(_ purpose: Message.Purpose) -> Text {
        switch purpose {
        case .dissuasion: Text("劝阻", "dissuasion")
        case .publicity: Text("宣传", "publicity")
        }
    }

    static func kind(_ kind: Message.Kind) -> Text {
        switch kind {
        case .text: Text("短信", "SMS")
        case .flash: Text("闪信", "flash SMS")
        case .voice: Text("机器人电话", "robot call")
        }
    }

    static func messageState(_ state: Message.State) -> Text {
        switch state {
        case .queued: leftWord
        case .handed: Text("已提交，等应答", "Handed over")
        case .accepted: Text("运营商已收", "Accepted")
        case .delivered: deliveredWord
        case .failed: failedWord
        case .expired: expiredWord
        case .unknown: Text("不明", "Unknown")
        case .cancelled: cancelledWord
        }
    }

    /// A line of history about a single message; nil where the entry is about something else.
    static func messageEntry(_ act: String) -> Text? {
        guard act.hasPrefix("message."), let state = Message.State(rawValue: String(act.dropFirst("message.".count)))
        else { return nil }
        return Text("短信\(messageState(state).zh)", "Message: \(messageState(state).en.lowercased())")
    }

    static func batchState(_ state: MessageBatch.State) -> Text {
        switch state {
        case .loading: Text("读名单", "Reading")
        case .draft: Text("草稿", "Draft")
        case .waiting: Text("待复核", "Waits for approval")
        case .running: Text("发送中", "Sending")
        case .paused: Text("已暂停", "Paused")
        case .finished: Text("已发完", "All handed over")
        case .cancelled: cancelledWord
        }
    }

    static func templateState(_ state: MessageTemplate.State) -> Text {
        switch state {
        case .proposed: Text("待复核", "Waits for approval")
        case .approved: Text("使用中", "In use")
        case .returned: Text("被退回", "Returned")
        case .retired: Text("已停用", "Retired")
        }
    }
}
