internal import Foundation
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// The loop on a ledger from outside: accounts and movements are given, and victims who paid in it report.
package struct LedgerTrial {
    /// A line of the victims' file that cannot be read, or that names an account the ledger does not have.
    package struct Unreadable: Error, Equatable {
        package let line: Int
    }

    package private(set) var city: VirtualCity
    package let loaded: LedgerFile.Report

    /// Puts the ledger into the banks; `victims` is CSV (docs/demo.md), a payment a line.
    package init(_ ledger: LedgerFile, victims: String, seed: UInt64) throws {
        city = try VirtualCity(VirtualCity.Plan(seed: seed, incidents: 0))
        loaded = city.link.act { world in ledger.load(into: &world) }
        city.expect(try Self.frauds(victims, in: city.link.now))
    }

    /// Plays until nothing is due any more before `horizon` after the last report.
    package mutating func run(horizon: Duration = .hours(24)) throws { try city.run(horizon: horizon) }

    private static func frauds(_ victims: String, in world: BankWorld) throws -> [Fraud] {
        let lines = CSV.rows(victims) ?? []
        return try lines.enumerated().dropFirst().filter { $1 != [""] }.map { place, fields in
            let row = Dictionary(zip(lines[0], fields)) { first, _ in first }
            guard let fraud = try fraud(row, number: place, in: world) else { throw Unreadable(line: place + 1) }
            return fraud
        }
    }

    private static func fraud(_ row: [String: String], number: Int, in world: BankWorld) throws -> Fraud? {
        guard let name = row["name"], let amount = row["amount_fen"].flatMap({ Int64($0) }),
            let paidAt = row["paid_at"], let reportedAt = row["reported_at"],
            let payer = address(row["bank"], row["number"]),
            let payee = address(row["payee_bank"], row["payee_number"]),
            let holder = world.account(payee)?.opening.holder
        else { return nil }
        let victim = Fraud.Victim(
            name: name, identityNumber: row["identity_number"] ?? "", phone: row["phone"] ?? "", account: payer,
            bankName: world.bank(payer.bank)?.name ?? "")
        let paid = Fraud.Transfer(
            amount: Money(fen: amount), time: try moment(paidAt), payee: payee, payeeName: holder,
            payeeBankName: world.bank(payee.bank)?.name ?? "")
        return Fraud(number: number, type: "SD", victim: victim, transfers: [paid], reportedAt: try moment(reportedAt))
    }

    private static func address(_ bank: String?, _ number: String?) -> AccountAddress? {
        guard let bank, let number, !number.isEmpty else { return nil }
        return AccountAddress(bank: bank, number: number)
    }

    private static func moment(_ text: String) throws -> Timestamp {
        try TimeText.parse(text, relativeTo: CivilTime(Timestamp(microseconds: 0))).timestamp
    }
}

/// What a ledger trial came to: the figures of the demo, where each victim's money went, and where incidents met.
package struct LedgerTrialReport: Codable, Sendable, Equatable {
    /// One account that an incident's money reached; amounts in fen.
    package struct Reached: Codable, Sendable, Equatable {
        package let tier: Int
        package let bank: String
        package let number: String
        package let holder: String
        package let received: Int64
        package let held: Int64
        package let atLarge: Int64
    }

    package struct Story: Codable, Sendable, Equatable {
        package let incident: String
        package let defrauded: Int64
        package let reached: [Reached]
    }

    /// One stop-payment on which several incidents have a claim; amounts in fen.
    package struct Meeting: Codable, Sendable, Equatable {
        package let bank: String
        package let number: String
        package let holder: String
        package let balanceHeld: Int64
        /// What each incident's trace finds there, by the incident's number.
        package let traced: [String: Int64]
    }

    package let figures: DemoReport
    package let ledger: LedgerFile.Report
    package let stories: [Story]
    package let meetings: [Meeting]
}

extension LedgerTrial {
    /// Counts from the platform's records.
    package func report() throws -> LedgerTrialReport {
        let figures = try city.report()
        return try city.platform.database.read { tx in
            let incidents = try IncidentTable(tx).all(after: nil, limit: 1000)
            return LedgerTrialReport(
                figures: figures, ledger: loaded, stories: try incidents.map { try story(of: $0, tx) },
                meetings: try meetings(of: incidents, tx))
        }
    }

    private func story(of incident: Incident, _ tx: any Transaction) throws -> LedgerTrialReport.Story {
        let reached = try FlowTable(tx).accounts(of: incident.id).map { flow in
            let account = try AccountTable(tx).require(flow.account)
            return LedgerTrialReport.Reached(
                tier: flow.tier, bank: bankName(of: account), number: account.number, holder: account.name ?? "",
                received: flow.received.fen, held: flow.held.fen, atLarge: flow.atLarge.fen)
        }
        return LedgerTrialReport.Story(
            incident: incident.number, defrauded: incident.flow.defrauded.fen, reached: reached)
    }

    private func meetings(of incidents: [Incident], _ tx: any Transaction) throws -> [LedgerTrialReport.Meeting] {
        let numbers = Dictionary(uniqueKeysWithValues: incidents.map { ($0.id, $0.number) })
        return try StopPaymentTable(tx).all(after: nil, limit: 100_000).compactMap { stop in
            let claims = try StopPaymentTable(tx).claims(on: stop.id).filter(\.isLive)
            guard claims.count > 1 else { return nil }
            let account = try AccountTable(tx).require(stop.account)
            return LedgerTrialReport.Meeting(
                bank: bankName(of: account), number: account.number, holder: account.name ?? "",
                balanceHeld: (stop.heldBalance ?? .zero).fen,
                traced: Dictionary(claims.map { (numbers[$0.incident] ?? "", $0.traced.fen) }) { $0 + $1 })
        }
    }

    private func bankName(of account: Account) -> String { City.banks.first { $0.code == account.bank }?.name ?? "" }
}
