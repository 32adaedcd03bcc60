internal import Access
internal import Journal
internal import Messaging
internal import Prevention
internal import Primitives
internal import Storage
internal import Workflow

/// Texts that two people let into use, as an installation has them.
struct ApprovedTexts {
    let platform: Platform
    let maker: Principal
    let approver: Principal
    /// Keys that nothing else uses.
    let key: (String) -> IdempotencyKey

    /// The wordings for warned people and for their relatives, as they are said at the centre.
    private static let warning = "{姓名}您好，{单位}提醒：您近期可能正被诈骗分子联系。凡要求转账、共享屏幕、提供验证码的都是诈骗，请立即停止联系，致电96110核实，核验码{核验码}。"

    private static let forRelative = "{单位}提醒：您的亲属{姓名}可能正被诈骗分子联系，我们未能联系上本人。请尽快当面劝阻，切勿转账，并致电96110核实，核验码{核验码}。"

    /// The texts that warnings ask for.
    func useForWarnings() throws {
        try use(Self.warning, name: WarningText.name, purpose: .dissuasion)
        try use(Self.forRelative, name: WarningText.forRelative, purpose: .dissuasion)
    }

    /// Proposes a text and has it approved; whoever asks for the name gets it from then on.
    @discardableResult
    func use(_ wording: String, name: String, purpose: Message.Purpose, sender: String = "云江反诈") throws
        -> MessageTemplateID
    {
        let template = try platform.messageTemplates.propose(
            MessageTemplates.Draft(name: name, purpose: purpose, sender: sender, wording: wording),
            unit: DemoCity.centre, by: maker, key: key("template/\(name)"), at: platform.clock.now())
        try approve(template)
        return template
    }

    /// Lets go what waits for a second person.
    func approve(_ subject: some CustomStringConvertible) throws {
        let subject = subject.description
        let waiting = try platform.database.read { try ApprovalTable($0).waiting(.approveMessages, on: subject) }
        guard let waiting else { throw NotFound(subject) }
        try platform.messageApprovals.decide(
            waiting.id, .approve(leavingOut: []), by: approver, key: key("approve/\(subject)"),
            at: platform.clock.now())
    }
}
