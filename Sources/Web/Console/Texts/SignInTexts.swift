// Signing in and out, passwords, where one comes to.
extension Text {
    static let lineRecovery = Text("止付追赃", "Recovery")
    static let partnerBanks = Text("协作银行", "Partner banks")
    static func ordersToBankOnly(_ bank: String) -> Text { Text("只显示发给\(bank)的指令", "Orders to \(bank) only") }
    static let loginName = Text("用户名", "Login name")
    static let password = Text("口令", "Password")
    static let presentPassword = Text("现在的口令", "Present password")
    static let newPassword = Text("新口令", "New password")
    static let newPasswordAgain = Text("再填一次新口令", "The new password again")
    static let changePassword = Text("改口令", "Change password")
    static let passwordsDiffer = Text("两次填的新口令不一样。", "The two new passwords differ.")
    static let temporaryMustChange = Text(
        "这是临时口令，请先改成自己的口令。改后要重新登录。", "This password is temporary: choose your own. Then sign in again.")
    static let afterChangeSignIn = Text("改后，您所有的登录都会退出，要重新登录。", "Afterwards all your sessions end; sign in again.")
    static let passwordChanged = Text("口令已改，请用新口令登录。", "The password is changed; sign in with it.")
    static let signedOut = Text("已退出。", "You are signed out.")
}
