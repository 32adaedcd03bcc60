internal import Access
internal import Primitives

// Roles, acts, levels.
extension Text {
    static func role(_ role: Role) -> Text {
        switch role {
        case .administrator: Text("管理员", "Administrator")
        case .dutyOfficer: Text("值班员", "Duty officer")
        case .shiftLeader: Text("班长", "Shift leader")
        case .countyHead: Text("县级负责人", "County head")
        case .analyst: Text("研判员", "Analyst")
        case .stationOfficer: Text("民警", "Station officer")
        case .auxiliary: Text("辅警", "Auxiliary")
        case .chief: Text("领导", "Chief")
        case .auditor: Text("审计", "Auditor")
        case .bankClerk: Text("银行经办", "Bank clerk")
        case .bankReviewer: Text("银行复核", "Bank reviewer")
        }
    }

    /// The role of one who may be an operator's: its people have a bank's roles.
    static func role(_ role: Role, isCarrier: Bool) -> Text {
        guard isCarrier, role.isOfBank else { return .role(role) }
        return role == .bankClerk ? .carrierClerk : .carrierReviewer
    }

    /// As it follows `不能` and `permit:`.
    static func act(_ act: Act) -> Text {
        switch act {
        case .registerIncident: Text("接警登记", "register an incident")
        case .editIncident: Text("补充警情", "add to an incident")
        case .readIncident: Text("查看警情", "read incidents")
        case .requestStop: Text("申请止付", "ask for a stop")
        case .approveStop: Text("批准止付", "approve a stop")
        case .requestInquiry: Text("申请查询", "ask for an inquiry")
        case .approveInquiry: Text("批准查询", "approve an inquiry")
        case .requestRelease: Text("申请解除止付", "ask for a release")
        case .approveRelease: Text("批准解除止付", "approve a release")
        case .fileCase: Text("登记立案", "record that a case was filed")
        case .requestFreeze: Text("申请冻结", "ask for a freeze")
        case .approveFreeze: Text("批准冻结", "approve a freeze")
        case .prepareReturn: Text("办理返还", "prepare a return")
        case .approveReturn: Text("决定返还", "decide on a return")
        case .requestProtectiveHold: Text("申请保护性措施", "ask for a protective hold")
        case .approveProtectiveHold: Text("批准保护性措施", "approve a protective hold")
        case .proposeAuthority: Text("提出常设授权", "propose an authority")
        case .approveAuthority: Text("批准常设授权", "approve an authority")
        case .revokeAuthority: Text("撤销常设授权", "revoke an authority")
        case .reviewUnderAuthority: Text("复查依授权发出的指令", "review what went out under an authority")
        case .enterComplaint: Text("登记申诉", "enter a complaint")
        case .decideComplaint: Text("决定申诉", "decide a complaint")
        case .applyForAid: Text("登记救助申请", "enter an application for aid")
        case .decideAid: Text("决定救助", "decide on aid")
        case .issueDocument: Text("出具文书", "give out a paper")
        case .deferNotice: Text("延期告知", "put off telling a holder")
        case .enterWarning: Text("登记预警", "enter a warning")
        case .readWarning: Text("查看预警", "read warnings")
        case .doTask: Text("办理劝阻任务", "work on a dissuasion task")
        case .visitPerson: Text("登记见面劝阻", "report a visit")
        case .assignTask: Text("派单", "give out tasks")
        case .closeWarning: Text("办结预警", "close a warning")
        case .mergeWarning: Text("合并预警", "merge warnings")
        case .manageRoster: Text("排班", "plan duty")
        case .revealIdentifier: Text("显示全号", "reveal an identifier")
        case .exportRecords: Text("申请导出", "ask for an export")
        case .approveExport: Text("批准导出", "approve an export")
        case .readFigures: Text("查看数据", "read figures")
        case .readJournal: Text("查看日志", "read the journal")
        case .retryDeadLetter: Text("处理未达报文", "deal with undelivered messages")
        case .manageUsers: Text("管理用户", "manage users")
        case .manageUnits: Text("管理单位", "manage units")
        case .manageClients: Text("管理接口程序", "manage programs")
        case .manageBanks: Text("管理银行与密钥", "manage banks and keys")
        case .readForBank: Text("查看本行指令", "read a bank's orders")
        case .prepareMessages: Text("编制短信", "prepare messages")
        case .approveMessages: Text("批准短信", "approve messages")
        case .readMessages: Text("查看短信", "read messages")
        case .answerForBank: Text("为本行应答", "answer for a bank")
        case .reviewForBank: Text("为本行复核", "confirm for a bank")
        case .reportWarning: Text("报送预警", "report a warning")
        }
    }

    static func level(_ level: UnitCode.Level) -> Text {
        switch level {
        case .province: Text("省级", "province")
        case .city: Text("市级", "city")
        case .county: Text("县级以上", "county")
        case .station: Text("派出所", "station")
        }
    }

    static func approvalState(_ state: Approval.State) -> Text {
        switch state {
        case .waiting: Text("待复核", "waiting")
        case .approved: Text("批准", "approved")
        case .returned: Text("退回", "returned")
        case .withdrawn: Text("撤回", "withdrawn")
        case .lapsed: Text("过期", "lapsed")
        }
    }
}
