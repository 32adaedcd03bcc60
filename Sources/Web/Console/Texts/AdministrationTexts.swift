internal import Access
internal import Recovery

// Users, units, banks, keys, programs.
extension Text {
    static let users = Text("用户", "Users")
    static let units = Text("单位", "Units")
    static let banksAndKeys = Text("银行与密钥", "Banks and keys")
    static let clientPrograms = Text("接口程序", "Programs")
    static let newUser = Text("添加用户", "Add a user")
    static let addUserVerb = Text("添加并给临时口令", "Add with a temporary password")
    static let personName = Text("姓名", "Name")
    static let staffNumber = Text("警号或工号", "Staff number")
    static let belongsTo = Text("所属", "Belongs to")
    static let roles = Text("角色", "Roles")
    static let active = Text("在用", "Active")
    static let disabled = Text("已停用", "Disabled")
    static let mustChange = Text("待改临时口令", "Temporary password")
    static let onlyUnder = Text("只看", "Only")
    static let show = Text("显示", "Show")
    static let noUsers = Text("这里还没有用户。按 N 添加。", "No users here yet. Press N to add one.")
    static let temporaryPassword = Text("临时口令", "Temporary password")
    static let shownOnce = Text(
        "只显示这一次。请当面或电话告知本人，首次登录须改。", "Shown this once. Tell the person; it must be changed at the first sign-in.")
    static let resetPassword = Text("重设口令", "Reset password")
    static let resetExplained = Text(
        "本人所有登录立即退出，锁定解除，换成新的临时口令。", "Ends all sessions and any lock-out, and sets a new temporary password.")
    static let setRoles = Text("改角色", "Set roles")
    static let rolesExplained = Text("从下一次请求起生效。", "In force from the next request.")
    static let disableUser = Text("停用", "Disable")
    static let enableUser = Text("恢复使用", "Enable")
    static let disableExplained = Text(
        "立即退出所有登录，不能再登录；记录保留。", "Ends all sessions at once; the person cannot sign in. Records stay.")
    static let addedOn = Text("添加于", "Added")
    static let ownAccountNote = Text(
        "这是您自己的账号，须由另一位管理员改。", "This is your own account; another administrator must change it.")
    static let pickRole = Text("至少选一个", "Choose at least one")

    static let unitCode = Text("单位代码", "Unit code")
    static let unitCodeHint = Text("12 位：6 位行政区划，派出所再加 6 位", "12 digits: six of the area, six more for a station")
    static let unitNameLabel = Text("名称", "Name")
    static let unitTelephone = Text("对外电话", "Public telephone")
    static let unitTelephoneHint = Text("印在公示上；没有的印 96110", "Stands on public notices; without one they give 96110")
    static let unitKind = Text("类别", "Kind")
    static let addUnit = Text("添加单位", "Add a unit")
    static let changeUnit = Text("修改", "Change")
    static let noUnits = Text("还没有单位。", "No units yet.")
    static func unitKind(_ kind: Unit.Kind) -> Text {
        switch kind {
        case .centre: Text("反诈中心", "Anti-fraud centre")
        case .bureau: Text("公安机关", "Police bureau")
        case .station: Text("派出所", "Police station")
        case .bankLiaison: Text("银行联络岗", "Bank liaison desk")
        }
    }

    static let bankCode = Text("联行号", "CNAPS number")
    static let bankName = Text("名称", "Name")
    static let bankKindLabel = Text("类别", "Kind")
    static let bankLinkLabel = Text("往来方式", "Link")
    static let bankAddress = Text("接口地址", "Address")
    static let bankAddressHint = Text("接口往来才填：http 开头", "For a bank by wire: begins with http")
    static let cardPrefixes = Text("卡号前缀", "Card prefixes")
    static let cardPrefixesHint = Text("通用表里没有的才填，空格分开", "Only what the common table lacks, with spaces between")
    static let registerBank = Text("登记银行", "Register a bank")
    static let saveBank = Text("保存", "Save")
    static let noBanks = Text("还没有登记银行。", "No banks are registered yet.")
    static func bankKind(_ kind: Bank.Kind) -> Text {
        switch kind {
        case .bank: Text("银行", "Bank")
        case .payment: Text("支付机构", "Payment institution")
        case .acquirer: Text("收单机构", "Acquirer")
        case .exchange: Text("交易所", "Exchange")
        case .carrier: Text("运营商", "Operator")
        }
    }
    static func bankLink(_ link: Bank.Link) -> Text {
        switch link {
        case .wire: Text("接口", "By wire")
        case .hand: Text("网页应答", "By form")
        }
    }
    static let keysColumn = Text("可信密钥", "Trusted keys")
    static let keyName = Text("密钥编号", "Key id")
    static let publicKey = Text("公钥", "Public key")
    static let publicKeyHint = Text("Ed25519，64 位十六进制", "Ed25519, 64 hexadecimal digits")
    static let validDays = Text("有效天数", "Valid for (days)")
    static let validDaysHint = Text("空着即不限", "Empty: without end")
    static let validFrom = Text("起", "From")
    static let validUntil = Text("止", "Until")
    static let revokedAt = Text("作废于", "Revoked")
    static let trustKey = Text("信任这把密钥", "Trust this key")
    static let revokeKey = Text("作废", "Revoke")
    static let noKeys = Text("没有可信密钥：接口来的应答都不会收。", "No trusted key: no answer by wire is taken.")
    static let ourKey = Text("本平台公钥", "Our public key")
    static let ourKeyExplained = Text("交给银行核验指令签章。", "Give it to banks, to check the seal of orders.")
    static let noEnd = Text("不限", "No end")

    static let clientName = Text("程序名称", "Program's name")
    static let clientExpires = Text("到期", "Expires")
    static let clientDays = Text("有效天数", "Valid for (days)")
    static let addClient = Text("添加接口程序", "Add a program")
    static let revokeClient = Text("停用", "Revoke")
    static let token = Text("访问令牌", "Token")
    static let tokenShownOnce = Text("只显示这一次，请立即交给对方保存。", "Shown this once; hand it over now.")
    static let tokenShownBefore = Text(
        "这个程序刚才已添加，令牌只显示过一次。丢失请停用后重建。",
        "This program was added before; its token was shown once. If it is lost, revoke and add again.")
    static let noClients = Text("还没有接口程序。", "No programs yet.")
    static let revoked = Text("已停用", "Revoked")
    static let expired = Text("已到期", "Expired")
    static let number1to3650 = Text("1 至 3650 的整数", "A whole number from 1 to 3650")
}
