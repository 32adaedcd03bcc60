import Access
import Journal
import Jurisdiction
import Messaging
import Prevention
import Primitives
import Simulation
import Storage
import TestSupport
import Testing
import Workflow

/// A centre with a station that has people on duty, and short words for what they do.
struct Post {
    let centre: Centre

    init(_ database: any Database) throws {
        centre = try Centre(database, start: .t0)
        for (login, unit, post) in [
            ("tian", Centre.station, Shift.Post.visit), ("aux", Centre.county, .call), ("chen", Centre.county, .assess),
        ] {
            _ = try centre.platform.roster.plan(
                try user(login), at: unit, post: post, from: .t0 - .hours(1), to: .t0 + .hours(20),
                by: try who(unit == Centre.station ? "boss" : "leader"), key: centre.key(), at: .t0)
        }
    }

    func who(_ login: String) throws -> Principal { try #require(centre.principals[login]) }

    func user(_ login: String) throws -> UserID {
        guard case .user(let id) = try who(login).identity else { throw NotFound(login) }
        return id
    }

    func report(
        _ signs: String, phone: String = "13800138000", number: String = "", stake: String = "", name: String = "王芳",
        relative: String = "",
        place: String = "530402550000", by login: String = "chen"
    ) throws -> Warnings.Received {
        try centre.platform.warnings.receive(
            SightingReport([
                .source: "national", .sourceNumber: number, .signs: signs, .phone: phone, .stake: stake, .name: name,
                .place: place, .relativePhone: relative,
            ]), by: try who(login), key: centre.key(), at: centre.now)
    }

    func attempt(
        _ channel: Attempt.Channel, on id: WarningID, _ report: AttemptReport, by login: String = "tian"
    ) throws {
        _ = try centre.platform.attempts.record(
            Attempts.New(channel: channel, target: .person, at: centre.now, report: report), on: id,
            by: try who(login), key: centre.key(), at: centre.now)
    }

    func close(_ id: WarningID, _ outcome: Outcome, type: String = "SD", note: String = "", by login: String = "tian")
        throws
    {
        try centre.platform.warnings.close(
            id, outcome, fraudType: type, note: note, by: try who(login), key: centre.key(), at: centre.now)
    }

    func warning(_ id: WarningID) throws -> Warning { try centre.database.read { try WarningTable($0).require(id) } }

    func task(_ id: WarningID) throws -> DissuasionTask? {
        try centre.database.read { try DissuasionTaskTable($0).open(id) }
    }

    func entries(_ id: WarningID) throws -> [String] {
        try centre.database.read { try EntryTable($0).about(topic: id.description, limit: 100) }.map(\.act).reversed()
    }

    /// A text of the county, proposed by one and approved by another; that for warned people where no other is named.
    func approveText(_ name: String = WarningText.name, _ wording: String = "{姓名}您好，{单位}提醒您：核验码{核验码}。") throws {
        let platform = centre.platform
        let template = try platform.messageTemplates.propose(
            MessageTemplates.Draft(name: name, purpose: .dissuasion, sender: "红塔反诈", wording: wording),
            unit: Centre.county, by: try who("chen"), key: centre.key(), at: centre.now)
        let waiting = try centre.database.read {
            try ApprovalTable($0).waiting(.approveMessages, on: template.description)
        }
        try platform.messageApprovals.decide(
            #require(waiting).id, .approve(leavingOut: []), by: try who("leader"), key: centre.key(), at: centre.now)
    }

    static let visited = AttemptReport(
        isReached: true, result: .dissuaded, avoided: Money(fen: 2_300_000), place: "玉带路3号", companion: "李警官",
        steps: Set(Attempt.Step.allCases), isAcknowledged: true)

    func doubts() throws -> [DissuasionDoubt] {
        let (rules, now) = (centre.platform.rules.warning, centre.now)
        return try centre.database.read { tx in
            try DissuasionGuardTable(tx).doubts(under: Centre.city, from: .t0, to: now + .minutes(1), rules, limit: 20)
        }
    }

    func bulk() throws -> [BulkClosing] {
        let (rules, now) = (centre.platform.rules.warning, centre.now)
        return try centre.database.read { tx in
            try DissuasionGuardTable(tx).bulkClosings(under: Centre.city, from: .t0, to: now + .minutes(1), rules)
        }
    }

    func advance(minutes: Int64) throws { try centre.advance(to: .t0 + .minutes(minutes)) }
}
