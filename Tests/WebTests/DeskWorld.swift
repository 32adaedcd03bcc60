import Access
import Foundation
import Gateways
import HTTPTypes
import HummingbirdTesting
import Journal
import Primitives
import Recovery
import Storage
import TestSupport
import Testing
import Wire
import Workflow

@testable import Web

extension WebWorld {
    /// Does all work that is due.
    func work() throws {
        let workshop = Workshop(platform, name: "test")
        while true {
            let jobs = try workshop.claim(limit: 50)
            if jobs.isEmpty { return }
            for job in jobs { try workshop.work(job) }
        }
    }

    func incidents() throws -> [Incident] {
        try platform.database.read { try IncidentTable($0).all(after: nil, limit: 100) }
    }

    func stops() throws -> [StopPayment] {
        try platform.database.read { try StopPaymentTable($0).all(after: nil, limit: 100) }
    }

    func approvals(for person: Person) throws -> [Approval] {
        let principal = try principal(person)
        return try platform.database.read { [now] in
            try ApprovalTable($0).waiting(for: principal, after: nil, limit: 50, at: now)
        }
    }

    func owed(by bank: Bank = WebWorld.handBank) throws -> [BankAct] {
        try platform.database.read { try BankActTable($0).owed(by: bank.code, limit: 50) }
    }

    func act(_ id: ActID) throws -> BankAct { try platform.database.read { try BankActTable($0).require(id) } }

    /// A report with transfers to accounts of these numbers, each of 120,000 yuan an hour ago, and its orders waiting.
    @discardableResult
    func report(to numbers: [String] = ["6200010000007754"]) throws -> Receipt {
        let intake = Intake(
            victims: [Intake.Victim(name: "田某芳", phone: "13800136127", whereabouts: "柳林")],
            transfers: numbers.map {
                Intake.Transfer(
                    payerNumber: "6200010000003081", amount: "12万", time: "08:05", payeeNumber: $0, payeeName: "蔡某")
            })
        let receipt = try platform.incidents.register(
            intake, by: try principal(.dutyOfficer), key: key(), at: now)
        try work()
        return receipt
    }

    /// A standing authority for the duty officer that covers stops and inquiries.
    func grantAuthority() throws {
        let scope = StandingAuthority.Scope(
            tiersMost: 3, amountMost: Money(fen: 50_000_000), includesInquiries: true, includesProtectiveHolds: false,
            officers: [try user(.dutyOfficer).id.description])
        _ = try platform.authorities.propose(
            scope, unit: Self.county, basis: "授权〔2026〕1 号", from: now, until: now + .days(30),
            by: try principal(.shiftLeader), key: key(), at: now)
        let approval = try approvals(for: .countyHead)[0]
        try platform.approvals.decide(
            approval.id, .approve(leavingOut: []), by: try principal(.countyHead), key: key(), at: now)
    }

    /// Stops of a fresh report, sent to the bank by hand.
    func ordersAtBank(_ numbers: [String] = ["6200010000007754"]) throws -> [BankAct] {
        try grantAuthority()
        try report(to: numbers)
        return try owed()
    }
}
