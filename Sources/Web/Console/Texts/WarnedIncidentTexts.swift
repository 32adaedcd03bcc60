internal import Workflow

/// The words of a warned person's money: his incident, and the hold before he pays.
extension Text {
    static let protectTitle = Text("预警即止付：保护本人账户", "Hold his own account before he pays")
    static let protectAccount = Text("本人付款账号", "His own account")
    static let protectBank = Text("开户行（可留空，按卡号识别）", "Its bank (may be left out: known by the number)")
    static let protectedIn = Text("保护性止付", "Protective hold")
    static let protectAct = Text("申请保护性止付", "Ask for a protective hold")

    static func incidentNotHis(_ fault: WarnedIncidents.NotPossible) -> Text {
        switch fault {
        case .unknownIncident: Text("没有这个警情编号。", "No such incident.")
        case .anotherPerson: Text("这起警情的受害人不是被预警人（电话和身份证号都不同）。", "Its victim is another person.")
        case .noOrder: Text("这起警情还没有止付指令。", "Nothing of this incident was stopped yet.")
        case .isProtected: Text("已为他申请过保护性止付：请到该警情页办理。", "A hold was asked for already: go on at its incident.")
        case .isHeld: Text("该账户已在保护性止付中。", "The account is under a protective hold already.")
        }
    }
}
