import Access
import Jobs
import Journal
import Jurisdiction
import Messaging
import Primitives
import Storage
import TestSupport

/// One county with an officer and two who approve; a hand-turned clock.
struct World {
    static let schema = Schema(
        EntryTable.migrations + JobTable.migrations + accessMigrations + MessagingSchema.migrations)

    let journal: Journal
    let clock = HandClock(.t0)
    let templates: MessageTemplates
    let batches: MessageBatches
    let approvals: MessageApprovals
    let lanes: MessageLanes
    let pack: Pack
    private let keys = CountingIDs()

    init(_ database: any Database, pack: Pack = .builtIn) throws {
        self.pack = pack
        journal = Journal(database: database, ids: CountingIDs())
        templates = MessageTemplates(journal, pack)
        batches = MessageBatches(journal, pack)
        approvals = MessageApprovals(journal)
        lanes = MessageLanes(journal, pack)
        let (units, keys) = (Units(journal), keys)
        for code in [UnitCode(area: "53")!, UnitCode(area: "5304")!, .county] {
            try units.add(
                Unit(code: code, name: "\(code)", kind: .bureau), by: .platform("command line"), key: Self.key(keys),
                at: .t0)
        }
        officer = try Self.person("wang", [.dutyOfficer], journal, Self.key(keys))
        leader = try Self.person("zhao", [.shiftLeader], journal, Self.key(keys))
        head = try Self.person("li", [.countyHead], journal, Self.key(keys))
    }

    private static func key(_ keys: CountingIDs) -> IdempotencyKey { IdempotencyKey("key-\(keys.next(at: .t0))")! }

    private static func person(
        _ login: String, _ roles: RoleSet, _ journal: Journal, _ key: IdempotencyKey
    ) throws -> Principal {
        let rules = SignInRules(
            failuresMax: 3, failureWindow: .minutes(10), lockOut: .minutes(20), idle: .minutes(30), longest: .hours(12),
            passwordLengthMin: 10)
        let users = Users(
            journal, cost: PasswordCost(rounds: 16, blockSize: 1, parallelism: 1),
            secrets: Secrets(SplitMix64(seed: 7)),
            rules: rules)
        let user = try users.add(
            NewUser(
                login: try LoginName(login), name: login, staffNumber: "no \(login)", affiliation: .unit(.county),
                roles: roles), password: "correct horse battery", by: .platform("command line"), key: key, at: .t0)
        return person(user.id, roles)
    }

    /// Somebody of this id, whatever the table says of his roles.
    static func person(_ id: UserID, _ roles: RoleSet) -> Principal {
        Principal(
            identity: .user(id), roles: roles, affiliation: .unit(.county), mustChangePassword: false
        )
    }

    let officer: Principal
    let leader: Principal
    let head: Principal

    var now: Timestamp { clock.now() }
    var rules: Rules { pack.rules(on: CivilTime(now).day) }

    func key() -> IdempotencyKey { Self.key(keys) }

    func read<T: Sendable>(_ body: @Sendable (any Transaction) throws -> T) throws -> T {
        try journal.database.read(body)
    }

    /// A template in use.
    @discardableResult
    func template(
        _ wording: String = "{姓名}您好，您正在与骗子通话，请立即挂断并拨打96110。", _ purpose: Message.Purpose = .dissuasion,
        name: String = "劝阻"
    ) throws -> MessageTemplateID {
        let id = try templates.propose(
            MessageTemplates.Draft(name: name, purpose: purpose, sender: "昆明反诈", wording: wording), unit: .county,
            by: officer, key: key(), at: now)
        try decide(id, .approve(leavingOut: []), by: leader)
        return id
    }

    func decide(_ subject: some CustomStringConvertible, _ decision: Approvals.Decision, by person: Principal) throws {
        let subject = subject.description
        let waiting = try read { try ApprovalTable($0).waiting(.approveMessages, on: subject) }
        guard let waiting else { throw NotFound(subject) }
        try approvals.decide(waiting.id, decision, by: person, key: key(), at: now)
    }

    func queue(
        to number: String = "13800138000", _ values: [String: String] = ["姓名": "王芳"], template: String = "劝阻",
        reportsBack: Bool = false, notAfter: Timestamp? = nil
    ) throws -> MessageID {
        let order = MessageOrder(
            to: try PhoneNumber(number), templates: [template], for: .county, values: values, about: "wrn-1",
            notAfter: notAfter, reportsBack: reportsBack)
        let rules = rules
        return try journal.perform(key(), by: officer.actor, at: now, input: "queue") { step in
            try Messages.queue(order, rules, in: step)
        }
    }

    /// A batch whose list was read, not yet approved.
    func batch(_ list: String, template: MessageTemplateID, rate: Int = 100) throws -> MessageBatchID {
        let draft = MessageBatches.Draft(title: "全量预警", template: template, kind: .text, rate: rate, list: list)
        let id = try batches.prepare(draft, by: officer, key: key(), at: now)
        while try batches.load(id, at: now) {}
        return id
    }

    /// The same, let go by a second person.
    func running(_ list: String, template: MessageTemplateID, rate: Int = 100) throws -> MessageBatchID {
        let id = try batch(list, template: template, rate: rate)
        try batches.submit(id, by: officer, key: key(), at: now)
        try decide(id, .approve(leavingOut: []), by: head)
        return id
    }

    func message(_ id: MessageID) throws -> Message { try read { try MessageTable($0).require(id) } }
    func batch(_ id: MessageBatchID) throws -> MessageBatch { try read { try MessageBatchTable($0).require(id) } }

    /// The kept counts, which must be those counted anew.
    func counts(_ id: MessageBatchID) throws -> [Message.State: Int64] {
        let (kept, counted) = try read { tx in
            (try MessageBatchTable(tx).counts(of: id), try MessageTable(tx).counts(of: .batch(id)))
        }
        let found = kept.filter { $0.value != 0 }
        guard found == counted else { throw StorageError.other("kept \(found), counted \(counted)") }
        return found
    }

    func acts(on subject: some CustomStringConvertible) throws -> [String] {
        let id = subject.description
        return try read { try EntryTable($0).about(subject: id, limit: 100).map(\.act) }.reversed()
    }

    /// `number,姓名` and so many lines of different numbers.
    static func list(_ count: Int) -> String {
        "手机号,姓名\n" + (0..<count).map { "138\(String(10_000_000 + $0)),市民\($0)\n" }.joined()
    }
}

func inWorld(_ engine: Engine, pack: Pack = .builtIn, _ body: (World) throws -> Void) throws {
    try withDatabase(engine, World.schema) { try body(World($0, pack: pack)) }
}

extension MessageLanes {
    /// What became of messages in the try that they are in now.
    func record(
        _ outcomes: [(id: MessageID, outcome: HandingOutcome)], _ lane: MessageLane, at now: Timestamp
    ) throws {
        let messages = try journal.database.read { tx in
            try outcomes.map { try MessageTable(tx).require($0.id) }
        }
        try record(zip(messages, outcomes).map { (message: $0, outcome: $1.outcome) }, lane, at: now)
    }
}
