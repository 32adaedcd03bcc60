internal import Access
internal import Gateways
internal import Recovery

// Why a user, a unit, a client, a bank or a measure is not as it must be.
extension Text {
    static func userInvalid(_ error: User.Invalid) -> Text {
        switch error {
        case .name: Text("姓名 1 至 60 个字符。", "A name of 1 to 60 characters.")
        case .staffNumber: Text("警号或工号 1 至 20 个字符。", "A staff number of 1 to 20 characters.")
        case .unitUnknown(let unit): Text("没有单位 \(unit)。", "There is no unit \(unit).")
        case .loginTaken: Text("用户名已有人用。", "The login name is taken.")
        case .staffNumberTaken: Text("此警号已有账号，一人一号。", "Somebody has this staff number; one account a person.")
        }
    }

    static func rolesInvalid(_ error: RoleSet.Invalid) -> Text {
        switch error {
        case .none: Text("至少选一个角色。", "Choose at least one role.")
        case .bankAndPolice:
            Text("银行角色只给银行人员，其余只给公安人员。", "Bank roles are for a bank's people, all others for the police.")
        case .auxiliaryAndOther: Text("辅警不能兼任其他角色。", "An auxiliary holds no other role.")
        case .administratorWhoDecides: Text("管理员不能兼任审批角色。", "An administrator cannot approve as well.")
        case .clientWhoAdministers: Text("接口程序不能是管理员。", "A program cannot be an administrator.")
        }
    }

    static let loginNameInvalid = Text(
        "用户名 2 至 40 个小写字母、数字、点、横线或下划线。", "2 to 40 small letters, digits, dots, hyphens or underscores.")

    static func unitInvalid(_ error: Unit.Invalid) -> Text {
        switch error {
        case .name: Text("名称 1 至 60 个字符。", "A name of 1 to 60 characters.")
        case .kindAndLevel: Text("派出所须用派出所级的代码。", "A station needs a code of station level.")
        case .telephone: Text("电话 3 至 30 个字符，只含数字和 + - ( ) 空格。", "A telephone of 3 to 30 digits, + - ( ) and spaces.")
        case .taken(let code): Text("代码 \(code) 已有单位。", "The code \(code) is taken.")
        }
    }

    static func clientInvalid(_ error: Client.Invalid) -> Text {
        switch error {
        case .name: Text("名称 1 至 60 个字符。", "A name of 1 to 60 characters.")
        case .unitUnknown(let unit): Text("没有单位 \(unit)。", "There is no unit \(unit).")
        case .expiry: Text("到期须在今后。", "The expiry must lie ahead.")
        }
    }

    static func bankInvalid(_ error: BankRegister.Invalid) -> Text {
        switch error {
        case .code: Text("联行号 12 位数字。", "A CNAPS number has 12 digits.")
        case .name: Text("名称 1 至 60 个字符。", "A name of 1 to 60 characters.")
        case .address: Text("接口地址须以 http 开头。", "The address must begin with http.")
        case .keyLength: Text("公钥须 32 字节（64 位十六进制）。", "A public key has 32 bytes (64 hexadecimal digits).")
        }
    }

    static func stopNotPossible(_ error: StopPayments.NotPossible) -> Text {
        switch error {
        case .notInForce: Text("只有银行已执行的止付可以延长或解除。", "Only a stop that the bank executed can be extended or released.")
        case .timesUsedUp:
            Text(
                "该账户已止付 2 次，依 86 号文不能再止。可以：申请冻结、请银行监测。",
                "The account was stopped twice; no more under No. 86. Ask for a freeze, or for monitoring.")
        case .alreadyAsked: Text("延长申请已发往银行，等待答复。", "An extension is on its way to the bank.")
        case .notClaimed: Text("这起警情没有主张该止付；其他警情仍在主张。", "This incident has no claim on the stop; others have.")
        case .reasonMissing: Text("请写明理由。", "A reason is needed.")
        }
    }

    static func stopRefused(_ error: StopRefusal) -> Text {
        switch error {
        case .timesUsedUp(let used, _):
            Text(
                "该账户已止付 \(used) 次，依 86 号文不能再止。可以：申请冻结、请银行监测。",
                "The account was stopped \(used) times; no more under No. 86. Ask for a freeze, or for monitoring.")
        case .alreadyLive: Text("该账户已在止付中。", "The account is under a stop already.")
        case .itemsMissing:
            Text("四要素不全，银行会退回。请补户名、账号、金额、时间。", "Of the four items some are missing: name, number, amount, time.")
        case .hub:
            Text("支付机构、商户或交易所账户：调单查询，不止付。", "An institution's, merchant's or exchange's account: inquire, do not stop.")
        }
    }

    static func holdNotPossible(_ error: ProtectiveHolds.NotPossible) -> Text {
        switch error {
        case .notTheVictims:
            Text("保护性措施只用于受害人自己的付款账户。", "A protective hold is for an account that the victim paid from.")
        case .alreadyLive: Text("该账户已在保护中。", "The account is under a protective hold already.")
        case .notInForce: Text("这项保护性措施已不在执行。", "This protective hold is not in force.")
        case .reasonMissing: Text("请写明理由。", "A reason is needed.")
        }
    }

    static func authorityNotPossible(_ error: Authorities.NotPossible) -> Text {
        switch error {
        case .endsBeforeItBegins: Text("终止须在起始之后。", "It must end after it begins.")
        case .ended: Text("期限已过。", "Its time is over.")
        case .noOfficers: Text("至少指定一名经办人。", "Name at least one officer.")
        case .reasonMissing: Text("请写明依据或理由。", "A basis or reason is needed.")
        case .ownAct: Text("自己经办的，须由他人复核。", "What you sent out, another must review.")
        }
    }

    static func complaintNotPossible(_ error: Complaints.NotPossible) -> Text {
        switch error {
        case .unknownMeasure: Text("没有这项措施。", "There is no such measure.")
        case .textMissing: Text("请写明申诉人和申诉内容。", "Who complains, and of what, is needed.")
        case .answerMissing: Text("请写明答复。", "An answer is needed.")
        case .ownEntry: Text("自己登记的，须由他人决定。", "What you entered, another must decide.")
        case .partOfFreezeOnly: .stopIsWhole
        case .waitsAlready:
            Text("您已有一件申诉在等答复。", "You have a complaint before us that is not answered yet.")
        }
    }
}
