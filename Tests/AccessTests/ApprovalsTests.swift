import Jobs
import Journal
import Primitives
import Storage
import TestSupport
import Testing

@testable import Access

@Suite struct ApprovalsTests {
    private static func request(
        _ subject: String = "ord-1", act: Act = .approveStop, at affiliation: Affiliation = .unit(.station),
        lowestLevel: UnitCode.Level? = nil, lapsesAt: Timestamp? = nil, maker: Actor? = nil
    ) -> ApprovalRequest {
        let lines = ["a", "b", "c"].map {
            Approval.Line(id: $0, sum: Money(fen: 100_00), detail: .object(["n": .string($0)]))
        }
        return ApprovalRequest(
            act, on: subject, topic: "inc-1", lines: lines, waitingFor: affiliation, lowestLevel: lowestLevel,
            lapsesAt: lapsesAt, maker: maker)
    }

    private func decide(
        _ world: World, _ id: ApprovalID, _ decision: Approvals.Decision, by checker: User
    ) throws -> Approval {
        try world.step(checker.principal) { try Approvals.decide(in: $0, id, decision, by: checker.principal) }
    }

    @Test("one asks, another approves without one line, and the slice gets what it may do", arguments: Engine.available)
    func approve(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let maker = try world.person("wang", [.dutyOfficer])
            let leader = try world.person("zhao", [.shiftLeader])
            let asked = try world.step(maker.principal) { try Approvals.request(in: $0, Self.request()) }
            world.clock.advance(.minutes(1))
            let approved = try decide(world, asked.id, .approve(leavingOut: ["b"]), by: leader)
            #expect(approved.approvedLines.map(\.id) == ["a", "c"] && approved.decidedBy == leader.id)
            let stored = try world.journal.database.read { try ApprovalTable($0).require(asked.id) }
            #expect(stored == approved)
            #expect(try world.acts(on: asked.id) == ["approval.requested", "approval.approved"])
            #expect(throws: Refusal.alreadyDecided(.approved)) {
                try decide(world, asked.id, .giveBack(reason: "late"), by: leader)
            }
        }
    }

    @Test("nobody decides his own request, by no path", arguments: Engine.available)
    func ownRequest(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let leader = try world.person("zhao", [.shiftLeader, .countyHead])
            let asked = try world.step(leader.principal) { try Approvals.request(in: $0, Self.request()) }
            for decision in [
                Approvals.Decision.approve(leavingOut: []), .approve(leavingOut: ["a"]), .giveBack(reason: "x"),
            ] {
                #expect(throws: Refusal.ownRequest) { try decide(world, asked.id, decision, by: leader) }
            }
            // Signing in anew, or with other roles, makes nobody another person.
            let again = try world.signIn("zhao").user
            #expect(throws: Refusal.ownRequest) { try decide(world, asked.id, .approve(leavingOut: []), by: again) }
            let roles: RoleSet = [.countyHead]
            try world.users.setRoles(
                roles, of: leader.id, by: .platform("command line"), key: world.key(), at: world.now)
            let head = try world.signIn("zhao").user
            #expect(throws: Refusal.ownRequest) { try decide(world, asked.id, .approve(leavingOut: []), by: head) }
            // A second account of the same person cannot be made.
            let twin = NewUser(
                login: try LoginName("zhao2"), name: "Zhao", staffNumber: "no zhao", affiliation: .unit(.county),
                roles: roles)
            #expect(throws: User.Invalid.staffNumberTaken) {
                try world.users.add(
                    twin, password: "first-\(World.password)", by: .platform("command line"), key: world.key(),
                    at: world.now)
            }
            // Nor does the schema let such a row stand.
            var forged = asked
            try forged.apply(.approve(by: leader.id, leavingOut: [], at: world.now))
            #expect(throws: StorageError.self) {
                try world.journal.database.write { [forged] in try ApprovalTable($0).update(forged, from: .waiting) }
            }
            let list = try world.journal.database.read {
                try ApprovalTable($0).waiting(for: leader.principal, after: nil, limit: 10, at: world.now)
            }
            #expect(list.map { $0.obstacle(for: leader.principal, at: world.now) } == [.ownRequest])
        }
    }

    @Test("neither who caused a request nor who it is made for can decide it", arguments: Engine.available)
    func askedForAnother(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let taker = try world.person("zhao", [.shiftLeader])
            let editor = try world.person("qian", [.shiftLeader])
            let third = try world.person("sun", [.shiftLeader])
            let request = Self.request(maker: taker.principal.actor)
            let asked = try world.step(editor.principal) { try Approvals.request(in: $0, request) }
            for user in [taker, editor] {
                #expect(throws: Refusal.ownRequest) { try decide(world, asked.id, .approve(leavingOut: []), by: user) }
                let counts = try world.journal.database.read { [now = world.now] tx in
                    let table = ApprovalTable(tx)
                    return [
                        try table.countDecidable(by: user.principal, at: now), try table.countOwn(of: user.principal),
                    ]
                }
                #expect(counts == [0, 1])
            }
            #expect(try decide(world, asked.id, .approve(leavingOut: []), by: third).decidedBy == third.id)
        }
    }

    @Test("a decision needs the role, the reach, a reason to refuse, and lines that exist", arguments: Engine.available)
    func refusals(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let maker = try world.person("wang", [.dutyOfficer])
            let asked = try world.step(maker.principal) { try Approvals.request(in: $0, Self.request()) }
            let leader = try world.person("zhao", [.shiftLeader])
            let expected: [(User, Approvals.Decision, Refusal)] = [
                (try world.person("qian", [.dutyOfficer]), .approve(leavingOut: []), .notPermitted(.approveStop)),
                (try world.person("sun", [.auxiliary]), .approve(leavingOut: []), .notPermitted(.approveStop)),
                (
                    try world.person("li", [.shiftLeader], at: .unit(.otherCounty)), .approve(leavingOut: []),
                    .notYourUnit(.station)
                ),
                (try world.newcomer("zhou", [.shiftLeader]), .approve(leavingOut: []), .mustChangePassword),
                (leader, .giveBack(reason: " \n"), .reasonMissing),
                (leader, .approve(leavingOut: ["d"]), .noSuchLine("d")),
                (leader, .approve(leavingOut: ["a", "b", "c"]), .nothingLeft),
            ]
            for (user, decision, refusal) in expected {
                #expect(throws: refusal) { try decide(world, asked.id, decision, by: user) }
            }
            #expect(throws: NotFound.self) {
                try decide(world, ApprovalID(value: 99), .approve(leavingOut: []), by: leader)
            }
            let returned = try decide(world, asked.id, .giveBack(reason: "wrong name"), by: leader)
            #expect(returned.state == .returned && returned.reason == "wrong name")
        }
    }

    @Test("the same waits once; when it has ended it can be asked again", arguments: Engine.available)
    func onceAtATime(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let maker = try world.person("wang", [.dutyOfficer])
            let other = try world.person("qian", [.dutyOfficer])
            let first = try world.step(maker.principal) { try Approvals.request(in: $0, Self.request()) }
            #expect(throws: Refusal.alreadyWaiting(first.id)) {
                try world.step(other.principal) { try Approvals.request(in: $0, Self.request()) }
            }
            _ = try world.step(other.principal) { try Approvals.request(in: $0, Self.request(act: .approveRelease)) }
            #expect(throws: Refusal.notYourRequest) {
                try world.step(other.principal) { try Approvals.withdraw(in: $0, first.id) }
            }
            let withdrawn = try world.step(maker.principal) { try Approvals.withdraw(in: $0, first.id) }
            #expect(withdrawn.state == .withdrawn && withdrawn.decidedBy == nil)
            #expect(throws: Refusal.alreadyDecided(.withdrawn)) {
                try world.step(maker.principal) { try Approvals.withdraw(in: $0, first.id) }
            }
            let second = try world.step(other.principal) { try Approvals.request(in: $0, Self.request()) }
            let history = try world.journal.database.read { try ApprovalTable($0).about(subject: "ord-1", limit: 10) }
            #expect(history.count == 3 && Set(history.map(\.id)).isSuperset(of: [first.id, second.id]))
        }
    }

    @Test("a request lapses by its job, once, and not before its time", arguments: Engine.available)
    func lapse(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let maker = try world.person("wang", [.dutyOfficer])
            let leader = try world.person("zhao", [.shiftLeader])
            let ends = world.now + .minutes(30)
            let decided = try world.step(maker.principal) {
                try Approvals.request(in: $0, Self.request("ord-1", lapsesAt: ends))
            }
            let left = try world.step(maker.principal) {
                try Approvals.request(in: $0, Self.request("ord-2", lapsesAt: ends))
            }
            _ = try decide(world, decided.id, .approve(leavingOut: []), by: leader)
            let jobs = try world.journal.database.write {
                try JobTable($0).claim(limit: 10, usual: 10, owner: "w", now: ends, until: ends + .minutes(1))
            }
            #expect(jobs.map(\.subject) == [left.id.description] && jobs.first?.kind == Approvals.lapseJob)
            let clockwork = Principal.platform("clock")
            #expect(try world.step(clockwork) { try Approvals.lapse(in: $0, left.id) } == nil)
            world.clock.set(ends)
            #expect(throws: Refusal.expired(at: ends)) {
                try decide(world, left.id, .approve(leavingOut: []), by: leader)
            }
            #expect(try world.step(clockwork) { try Approvals.lapse(in: $0, left.id) }?.state == .lapsed)
            #expect(try world.step(clockwork) { try Approvals.lapse(in: $0, left.id) } == nil)
            #expect(try world.step(clockwork) { try Approvals.lapse(in: $0, decided.id) } == nil)
            #expect(try world.acts(on: left.id) == ["approval.requested", "approval.lapsed"])
        }
    }

    @Test("each sees what he may decide and his own, page by page, and the counts agree", arguments: Engine.available)
    func lists(_ engine: Engine) throws {
        try inWorld(engine) { world in
            let maker = try world.person("wang", [.dutyOfficer])
            let leader = try world.person("zhao", [.shiftLeader])
            let places: [UnitCode] = [.station, .county, .otherCounty, .otherStation, .station]
            for (number, unit) in places.enumerated() {
                let who = number == 4 ? leader : maker
                _ = try world.step(who.principal) {
                    try Approvals.request(in: $0, Self.request("ord-\(number)", at: .unit(unit)))
                }
                if number != 1 { world.clock.advance(.minutes(1)) }
            }
            _ = try world.step(maker.principal) { step in
                try Approvals.request(
                    in: step, Self.request("inq-1", act: .approveInquiry, at: .unit(.station), lowestLevel: .county))
            }
            _ = try world.step(maker.principal) { step in
                try Approvals.request(in: step, Self.request("ans-1", act: .reviewForBank, at: .bank("102")))
            }
            _ = try world.step(maker.principal) { step in
                try Approvals.request(in: step, Self.request("ord-9", at: .unit(.station), lapsesAt: world.now))
            }
            func check(_ user: User, _ subjects: [String], decidable: Int64, own: Int64) throws {
                let who = user.principal
                let seen = try world.journal.database.read { [now = world.now] tx in
                    let table = ApprovalTable(tx)
                    var seen: [Approval] = []
                    while let next = try table.waiting(for: who, after: seen.last, limit: 1, at: now).first {
                        seen.append(next)
                    }
                    #expect(try table.countDecidable(by: who, at: now) == decidable, "\(user.login)")
                    #expect(try table.countOwn(of: who) == own, "\(user.login)")
                    return seen
                }
                #expect(seen.map(\.subject) == subjects, "\(user.login)")
                #expect(seen.filter { $0.obstacle(for: who, at: world.now) == nil }.count == Int(decidable))
            }
            try check(leader, ["ord-0", "ord-1", "ord-3", "ord-4"], decidable: 3, own: 1)
            try check(
                try world.person("qian", [.shiftLeader], at: .unit(.station)), ["ord-0", "ord-4"], decidable: 2, own: 0)
            let city = try world.person("sun", [.countyHead], at: .unit(.city))
            try check(city, ["ord-0", "ord-1", "ord-2", "ord-3", "ord-4", "inq-1"], decidable: 6, own: 0)
            let low = try world.person("li", [.countyHead], at: .unit(.station))
            try check(low, ["ord-0", "ord-4"], decidable: 2, own: 0)
            try check(try world.person("zhou", [.bankReviewer], at: .bank("102")), ["ans-1"], decidable: 1, own: 0)
            try check(try world.person("wu", [.bankReviewer], at: .bank("103")), [], decidable: 0, own: 0)
            try check(try world.person("zheng", [.auxiliary]), [], decidable: 0, own: 0)
            try check(try world.newcomer("feng", [.countyHead]), [], decidable: 0, own: 0)
        }
    }
}
