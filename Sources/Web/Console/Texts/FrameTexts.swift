// What stands around every page.
extension Text {
    package static let product = Text("守望", "Shouwang")
    package static let skipToContent = Text("跳到正文", "Skip to content")
    package static let linesOfWork = Text("业务线", "Lines of work")
    package static let breadcrumbs = Text("位置", "You are here")
    package static let find = Text("查找", "Find")
    package static let findHint = Text("警情号、尾号、姓名", "Number, last 4 digits, name")
    package static let live = Text("实时", "Live")
    package static let lineLost = Text("断线 {0}，正在重连", "Offline {0}, reconnecting")
    package static let changedMeanwhile = Text("刚有变化，离开这一行后可刷新", "Changed just now; reload when you leave this row")
    package static let closedMeanwhile = Text("这一行已不在此列", "This row no longer belongs here")
    package static let theme = Text("配色", "Colours")
    package static let themeAuto = Text("随系统", "As system")
    package static let themeLight = Text("浅色", "Light")
    package static let themeDark = Text("深色", "Dark")
    package static let language = Text("语言", "Language")
    package static let signIn = Text("登录", "Sign in")
    package static let signOut = Text("退出", "Sign out")
    package static let allKeys = Text("全部快捷键", "All keys")
    package static let keys = Text("快捷键", "Keys")
    package static let singleKeysOn = Text("单个字母键可用", "Single-letter keys work")
    package static let close = Text("关上", "Close")
    package static let keyRows = Text("上下", "Up, down")
    package static let keyOpen = Text("打开", "Open")
    package static let keySubmit = Text("提交", "Submit")
    package static let keyFind = Text("查找", "Find")
    package static let useIsRecorded = Text(
        "仅限反诈工作使用，查看均有记录", "For anti-fraud work only; every view is recorded")
    package static let viewsAreRecorded = Text("查看均有记录", "Every view is recorded")

    /// `丁某 060214`
    package static func personAndNumber(_ name: String, _ number: String) -> Text { Text(same: "\(name) \(number)") }
}
