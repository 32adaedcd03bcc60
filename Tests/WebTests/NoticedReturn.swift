import Access
import Journal
import Primitives
import Recovery
import Storage
import Wire
import Workflow

@testable import Web

/// Two victims' money in one frozen account, of which a part has left: their shares by ratio are on public notice.
struct NoticedReturn {
    static let payee = "6200010000007741"
    static let payers = ["6200010000003316", "6200010000003324"]
    static let names = ["赵敏芳", "欧阳小山"]

    let world: WebWorld
    let id: FundReturnID
    let incidents: [IncidentID]

    /// 100,000 and 60,000 yuan came, 120,000 left in cash, 40,000 are frozen.
    init(_ world: WebWorld, isPublished: Bool = true) throws {
        self.world = world
        incidents = try [("100000", "08:30"), ("60000", "08:40")].enumerated().map { index, paid in
            let intake = Intake(
                fraudType: "GJF", victims: [Intake.Victim(name: Self.names[index], phone: "1380013612\(index)")],
                transfers: [
                    Intake.Transfer(
                        payerNumber: Self.payers[index], amount: paid.0, time: paid.1, payeeNumber: Self.payee,
                        payeeName: "陈大有")
                ])
            let receipt = try world.platform.incidents.register(
                intake, by: world.principal(.dutyOfficer), key: world.key(), at: world.now)
            try world.work()
            return receipt.incident
        }
        try Self.approveAndAnswer(world)
        let officer = try world.principal(.dutyOfficer)
        try world.platform.filings.file(
            incidents[1], number: "临公（刑）立字〔2026〕3号", day: CivilTime(world.now).day, by: officer, key: world.key(),
            at: world.now)
        let account = try world.platform.database.read { [incidents] in
            try IncidentTable($0).transfers(of: incidents)
        }[0].payeeAccount!
        _ = try world.platform.freezes.request(
            Freezes.Request(account: account, limit: nil, reason: "保全"), for: incidents[1], by: officer,
            key: world.key(), at: world.now)
        try Self.approveAndAnswer(world)
        let freeze = try world.platform.database.read { try FreezeTable($0).history(of: [account]) }.last!
        id = try world.platform.returns.open(
            freeze.id, for: incidents[1], by: officer, key: world.key(), at: world.now)
        try Self.approveAndAnswer(world)
        try world.platform.returns.compute(id, by: officer, key: world.key(), at: world.now)
        if isPublished { try world.platform.returns.publish(id, by: officer, key: world.key(), at: world.now) }
    }

    /// The notice as it was given out.
    var paper: PrintedDocument {
        get throws {
            let found = try world.platform.database.read {
                try PrintedDocumentTable($0).last(.returnNotice, about: id.description)
            }
            return found!
        }
    }

    var fundReturn: FundReturn {
        get throws { try world.platform.database.read { try FundReturnTable($0).require(id) } }
    }

    /// Everybody approves what he may, and the bank answers what it was asked.
    static func approveAndAnswer(_ world: WebWorld) throws {
        try world.work()
        for person in [WebWorld.Person.shiftLeader, .countyHead] {
            let principal = try world.principal(person)
            for approval in try world.approvals(for: person)
            where approval.obstacle(for: principal, at: world.now) == nil {
                try world.platform.approvals.decide(
                    approval.id, .approve(leavingOut: []), by: principal, key: world.key(), at: world.now)
            }
        }
        try world.work()
        for act in try world.owed() {
            var answer = BankAnswer(act: act.id.description, result: "0000", answeredAt: WireTime(world.now))
            switch act.kind {
            case .inquiry:
                answer.coveredUntil = WireTime(world.now)
                answer.rows = statement
            case .freeze:
                answer.executedAt = WireTime(world.now)
                answer.balanceBefore = WireAmount(Money(fen: 4_000_000))
            default:
                answer.executedAt = WireTime(world.now)
                answer.heldBalance = WireAmount(Money(fen: 4_000_000))
            }
            try world.platform.acts.recordAnswer(
                answer, to: act.id, by: Actor(.bank, act.bank), key: world.key(), at: world.now)
        }
        try world.work()
    }

    private static var statement: [StatementRow] {
        let moves: [(StatementRow.Direction, Int64, Int64, Int, Int?)] = [
            (.in, 100_000, 100_000, 30, 0), (.in, 60_000, 160_000, 40, 1), (.out, 120_000, 40_000, 45, nil),
        ]
        return moves.enumerated().map { index, move in
            let (direction, yuan, balance, minute, payer) = move
            let at = CivilTime(day: CivilDay("2026-03-14")!, hour: 8, minute: minute).timestamp
            var row = StatementRow(
                serial: "S\(index)", direction: direction, channel: payer == nil ? .cash : .transfer,
                amount: WireAmount(Money(fen: yuan * 100)), time: WireTime(at))
            row.balance = WireAmount(Money(fen: balance * 100))
            if let payer {
                row.counterpart = BankOrder.Party(
                    bankCode: WebWorld.handBank.code, accountNumber: payers[payer], accountName: names[payer])
            }
            return row
        }
    }
}

extension NoticedReturn {
    /// Both victims apply, the notice ends, the city organ decides; the bank is asked to pay.
    func decide() throws {
        let officer = try world.principal(.dutyOfficer)
        let claims = try world.platform.database.read { try FundReturnTable($0).claims(in: id) }
        for claim in claims {
            let index = claim.incident == incidents[0] ? 0 : 1
            let payee = ReturnAccount(
                bank: WebWorld.handBank.code, number: Self.payers[index], name: Self.names[index])
            try world.platform.returns.enter(
                FundReturns.Application(
                    victim: claim.victim, payee: payee, papers: Set(ReturnPaper.needed(byAgent: false))),
                in: id, by: officer, key: world.key(), at: world.now)
        }
        if let until = try fundReturn.noticeUntil { world.clock.advance(until - world.now + .seconds(1)) }
        try world.work()
        try world.platform.returns.ask(id, by: officer, key: world.key(), at: world.now)
        let mayor = try mayor()
        let waiting = try world.platform.database.read { [now = world.now] in
            try ApprovalTable($0).waiting(for: mayor, after: nil, limit: 50, at: now)
        }
        for approval in waiting where approval.act == .approveReturn {
            try world.platform.approvals.decide(
                approval.id, .approve(leavingOut: []), by: mayor, key: world.key(), at: world.now)
        }
        try world.work()
    }

    /// The head of the city's organ.
    private func mayor() throws -> Principal {
        let login = try LoginName("mayor")
        let new = NewUser(
            login: login, name: "钱局长", staffNumber: "n-mayor", affiliation: .unit(WebWorld.city), roles: [.countyHead])
        try world.access.users.add(
            new, password: WebWorld.temporary, by: .platform("command line"), key: world.key(), at: world.now)
        try world.access.users.changePassword(
            of: login, from: WebWorld.temporary, to: WebWorld.password, key: world.key(), at: world.now)
        return try world.platform.database.read { try UserTable($0).find(login: login) }!.principal
    }

    /// The bank pays the first victim, and cannot pay the second.
    func pay() throws {
        for act in try world.owed() where act.kind == .returnFunds {
            let isFirst = act.order.payee?.accountName == Self.names[0]
            var answer = BankAnswer(
                act: act.id.description, result: isFirst ? "0000" : "0301", answeredAt: WireTime(world.now))
            if isFirst { answer.executedAt = WireTime(world.now) }
            try world.platform.acts.recordAnswer(
                answer, to: act.id, by: Actor(.bank, act.bank), key: world.key(), at: world.now)
        }
        try world.work()
    }
}
