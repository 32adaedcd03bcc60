import Access
import Journal
import Primitives
import Recovery
import Storage
import Wire
import Workflow

@testable import Web

/// One incident as people and banks carry it on: taken, approved, answered, traced.
struct RunningCase {
    let world: WebWorld
    let id: IncidentID
    static let payee = "6200010000007741"
    static let second = "6200020000000926"
    static let payer = "6200010000003316"

    /// 200,000 yuan to an account at the bank by hand, 38,600 to one that the victim cannot name yet.
    init(_ world: WebWorld) throws {
        self.world = world
        world.clock.advance(.minutes(4))
        let intake = Intake(
            fraudType: "GJF", narrative: "自称公安局", victims: [Intake.Victim(name: "赵某", phone: "13800136127")],
            transfers: [
                Intake.Transfer(
                    payerNumber: Self.payer, amount: "200000", time: "2026-03-14 08:52:00", payeeNumber: Self.payee,
                    payeeName: "陈某"),
                Intake.Transfer(payerNumber: Self.payer, amount: "38600", time: "2026-03-14 08:58:00"),
            ])
        id = try world.platform.incidents.register(
            intake, by: try world.principal(.dutyOfficer), key: world.key(), at: world.now
        ).incident
        try work()
    }

    /// Does what is due now.
    func work() throws {
        let workshop = Workshop(world.platform, name: "test")
        for _ in 0..<20 {
            let jobs = try workshop.claim(limit: 50)
            if jobs.isEmpty { return }
            for job in jobs { try workshop.work(job) }
        }
    }

    /// The shift leader approves the stops, the head of the county the inquiries.
    func approve() throws {
        for person in [WebWorld.Person.shiftLeader, .countyHead] {
            let principal = try world.principal(person)
            let waiting = try world.platform.database.read { tx in
                try ApprovalTable(tx).waiting(for: principal, after: nil, limit: 50, at: world.now)
            }
            for approval in waiting where approval.obstacle(for: principal, at: world.now) == nil {
                try world.platform.approvals.decide(
                    approval.id, .approve(leavingOut: []), by: principal, key: world.key(), at: world.now)
            }
        }
        try work()
    }

    func acts(_ kind: BankOrder.Kind) throws -> [BankAct] {
        try world.platform.database.read { tx in try BankActTable(tx).acts(of: id).filter { $0.kind == kind } }
    }

    var incident: Incident {
        get throws { try world.platform.database.read { tx in try IncidentTable(tx).require(id) } }
    }

    /// The bank holds what is left, and tells that 60,000 went on and 10,000 in cash.
    func answer() throws {
        for act in try acts(.stop) where act.state == .open && act.bank == WebWorld.handBank.code {
            var answer = BankAnswer(act: act.id.description, result: "0000", answeredAt: WireTime(world.now))
            answer.executedAt = WireTime(world.now)
            answer.heldBalance = WireAmount(Money(fen: 13_000_000))
            try record(answer, to: act)
        }
        for act in try acts(.inquiry) where act.state == .open && act.bank == WebWorld.handBank.code {
            var answer = BankAnswer(act: act.id.description, result: "0000", answeredAt: WireTime(world.now))
            answer.coveredUntil = WireTime(world.now)
            answer.rows = Self.statement
            try record(answer, to: act)
        }
        try work()
    }

    private func record(_ answer: BankAnswer, to act: BankAct) throws {
        try world.platform.acts.recordAnswer(
            answer, to: act.id, by: Actor(.bank, act.bank), key: world.key(), at: world.now)
    }

    private static var statement: [StatementRow] {
        [
            row("1", .in, .transfer, 200_000, balance: 200_000, (8, 52), WebWorld.handBank, payer, "赵某"),
            row("2", .out, .transfer, 60_000, balance: 140_000, (8, 56), WebWorld.wireBank, second, "刘某"),
            row("3", .out, .cash, 10_000, balance: 130_000, (9, 1), nil, nil, nil),
        ]
    }

    private static func row(
        _ serial: String, _ direction: StatementRow.Direction, _ channel: StatementRow.Channel, _ yuan: Int64,
        balance: Int64, _ clock: (Int, Int), _ bank: Bank?, _ number: String?, _ name: String?
    ) -> StatementRow {
        let day = CivilDay("2026-03-14")!
        let at = WireTime(CivilTime(day: day, hour: clock.0, minute: clock.1).timestamp)
        var row = StatementRow(
            serial: serial, direction: direction, channel: channel, amount: WireAmount(Money(fen: yuan * 100)), time: at
        )
        row.balance = WireAmount(Money(fen: balance * 100))
        if let bank {
            row.counterpart = BankOrder.Party(bankCode: bank.code, accountNumber: number, accountName: name)
        }
        return row
    }
}
