package import Access
internal import Journal
package import Messaging
internal import Primitives
internal import Storage
package import Workflow

/// A batch of invented people, ready to go out: what benchmarks and trials with kills hand over.
package struct MessageTrial: Sendable {
    private let platform: Platform
    private let cost: PasswordCost

    package init(_ platform: Platform, cost: PasswordCost = .service) { (self.platform, self.cost) = (platform, cost) }

    /// A person of the centre, who is there from then on.
    private func person(_ login: String, _ roles: RoleSet) throws -> Principal {
        let access = AccessCommands(platform.journal, rules: platform.rules, cost: cost)
        let now = platform.clock.now()
        if try platform.database.read({ try UnitTable($0).find(DemoCity.centre) }) == nil {
            try access.units.add(
                Unit(code: DemoCity.centre, name: "云江市反诈中心", kind: .centre), by: .platform("trial"), key: key("unit"),
                at: now)
        }
        let user = try access.users.add(
            NewUser(
                login: try LoginName(login), name: login, staffNumber: login, affiliation: .unit(DemoCity.centre),
                roles: roles), password: access.secrets.temporaryPassword(), by: .platform("trial"), key: key(login),
            at: now)
        return Principal(
            identity: .user(user.id), roles: roles, affiliation: .unit(DemoCity.centre), mustChangePassword: false)
    }

    private func key(_ name: String) -> IdempotencyKey {
        let mark = String(platform.journal.ids.next(at: platform.clock.now()), radix: 36)
        guard let key = IdempotencyKey("trial/\(name)/\(mark)") else { preconditionFailure("a short key") }
        return key
    }

    /// Makes a template and a batch of `count` messages, reads its list, and lets it go; returns the batch.
    package func start(count: Int, rate: Int) throws -> MessageBatchID {
        let officer = try person("trial-officer", [.dutyOfficer])
        let head = try person("trial-head", [.countyHead])
        let texts = ApprovedTexts(platform: platform, maker: officer, approver: head, key: key)
        let template = try texts.use(
            "{姓名}您好，您可能正在遭遇冒充客服诈骗，请勿转账，请拨96110核实。", name: "全量预警", purpose: .dissuasion)
        var list = "手机号,姓名\n"
        list.reserveCapacity(count * 24)
        for number in 0..<count { list += "1\(3_000_000_000 + number),市民\(number)\n" }
        let batch = try platform.messageBatches.prepare(
            MessageBatches.Draft(title: "全量预警", template: template, kind: .text, rate: rate, list: list),
            by: officer, key: key("batch"), at: platform.clock.now())
        while try platform.messageBatches.load(batch, at: platform.clock.now()) {}
        try platform.messageBatches.submit(batch, by: officer, key: key("submit"), at: platform.clock.now())
        try texts.approve(batch)
        return batch
    }
}
