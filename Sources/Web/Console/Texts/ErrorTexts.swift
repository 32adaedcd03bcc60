internal import Access
internal import Gateways
internal import Primitives
internal import Recovery

// What went wrong and what to do.
extension Text {
    static let serverFailed = Text(
        "系统出错，这一步没有做成。请再试；仍不行，请告知管理员下面的编号。",
        "Something failed here; nothing was done. Try again, or tell the administrator the number below.")
    static let databaseBusy = Text("数据库忙，这一步没有做成。稍等再试。", "The database is busy; nothing was done. Try again shortly.")
    static let requestNumber = Text("编号", "Number")
    static let toFirstPage = Text("回首页", "To the first page")
    static let entryHasProblems = Text("填写的内容有问题，没有保存。", "The entry has problems; nothing was stored.")
    static let requestHasProblems = Text("请求里有不对的地方，没有执行。", "The request has problems; nothing was done.")
    static let formNotOfThisSession = Text(
        "这一页已过期（重新登录过）。请返回刷新后再提交。", "This page is from before a new sign-in. Reload it and send again.")
    static let formFromOtherSite = Text("请求来自别的网站，已拒绝。", "The request came from another site and was refused.")
    static let formUnreadable = Text(
        "提交的内容读不出。请刷新页面后再提交。", "What was sent cannot be read. Reload the page and send again.")
    static let formTooLarge = Text("提交的内容太大。", "What was sent is too large.")
    static let nothingOfThatNumber = Text(
        "没有这个编号，或不在您的范围内。可向市中心申请。", "No such number, or outside your remit. Ask the city centre.")
    static let keyUsedForOther = Text(
        "这个幂等键已用于另一个请求。新的请求请用新的键。",
        "This idempotency key was used for another request. Use a new key for a new request.")
    static let changedMeanwhileByOthers = Text(
        "刚才已有变化，这一步没有做。请刷新后再看。", "It has changed meanwhile; nothing was done. Reload and look again.")

    static func ofStatus(_ code: Int) -> Text {
        switch code {
        case 400: Text("请求读不出", "Bad request")
        case 401: Text("请先登录", "Sign in first")
        case 403: Text("不能这样做", "Not permitted")
        case 404: Text("没有找到", "Not found")
        case 405: Text("不支持这种方法", "Method not allowed")
        case 409: Text("有冲突", "Conflict")
        case 413: Text("太大", "Too large")
        case 415: Text("不支持这种格式", "Unsupported media type")
        case 422: Text("内容有问题", "Entry has problems")
        case 429: Text("太多次", "Too many tries")
        case 503: Text("暂时忙", "Busy")
        default: code >= 500 ? Text("系统出错", "Something failed") : Text("请求不对", "Bad request")
        }
    }

    static func refusal(_ refusal: Refusal) -> Text {
        switch refusal {
        case .notPermitted(let act):
            Text("您的角色不能\(Text.act(act).zh)。", "Your roles do not permit: \(Text.act(act).en).")
        case .notYourUnit, .notYourBank: .nothingOfThatNumber
        case .levelTooLow(let level):
            Text(
                "依法须由\(Text.level(level).zh)公安机关负责人审批。",
                "By law the head of an organ of \(Text.level(level).en) level or above decides.")
        case .mustChangePassword: Text("请先改临时口令。", "Change the temporary password first.")
        case .ownRequest: Text("您提交的，须由他人复核。", "What you asked for, another must decide.")
        case .notYourRequest: Text("只有提交人能撤回。", "Only who asked can withdraw it.")
        case .ownAccount: Text("自己的账号须由另一位管理员改。", "Another administrator must change your own account.")
        case .alreadyDecided(let state):
            Text("已\(Text.approvalState(state).zh)。", "Already \(Text.approvalState(state).en).")
        case .alreadyWaiting: Text("同样的申请已在等复核。", "The same request waits already.")
        case .expired(let end): Text("已过期（\(CivilTime(end))）。请重新提交。", "It lapsed at \(CivilTime(end)). Ask again.")
        case .reasonMissing: Text("请写明理由。", "A reason is needed.")
        case .noSuchLine: Text("没有这一行。请刷新。", "No such line. Reload.")
        case .nothingLeft: Text("至少留一行；都不同意请退回。", "Leave at least one line; to refuse all, return it.")
        }
    }

    static func signInRefusal(_ refusal: SignInRefusal) -> Text {
        switch refusal {
        case .wrongNameOrPassword: Text("用户名或口令不对。", "Name or password is wrong.")
        case .locked(let until):
            Text(
                "输错太多次，\(CivilTime(until).clock) 以后再试，或请管理员重设口令。",
                "Too many wrong tries. Try again after \(CivilTime(until).clock), or ask the administrator.")
        case .notSignedIn: Text("还没有登录。", "You are not signed in.")
        case .expired: Text("登录已到期，请再登录。", "Your session has ended; sign in again.")
        }
    }

    static func passwordRefusal(_ refusal: PasswordRefusal) -> Text {
        switch refusal {
        case .tooShort(let least): Text("口令至少 \(least) 个字符。", "At least \(least) characters.")
        case .tooLong(let most): Text("口令至多 \(most) 个字符。", "At most \(most) characters.")
        case .namesItsOwner: Text("口令里不能有用户名或警号。", "The password must not contain the login or staff number.")
        case .tooSimple:
            Text("口令太简单：不能全是数字，至少要有五个不同的字符。", "Too simple: not digits alone, and at least five different characters.")
        case .sameAsBefore: Text("新口令和旧的一样。", "The new password is the same as the old.")
        }
    }

    static func answerImplausible(_ problems: [String]) -> Text {
        Text(
            "这个应答不能收：\(problems.joined(separator: "；"))",
            "This answer cannot be taken: \(problems.joined(separator: "; "))")
    }
}
