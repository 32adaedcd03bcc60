import Foundation
import Primitives
import Testing
import Wire

@testable import Simulation

struct BankWorldTests {
    typealias F = BankFixture

    @Test("a transfer leaves at once, arrives within three seconds, and both sides carry one reference")
    func transfer() throws {
        var delays: Set<Int64> = []
        for seed in UInt64(1)...40 {
            var f = try F(seed: seed)
            let reference = try f.world.transfer(from: F.victim, to: F.mule, Money(fen: 500), at: F.t0)
            #expect(f.balance(F.victim) == 49_999_500)
            #expect(f.world.violations().isEmpty)
            f.world.advance(to: F.t0 + .seconds(3))
            let arrived = try #require(f.world.entries(of: F.mule).first)
            #expect(arrived.reference == reference)
            #expect(f.balance(F.mule) == 500)
            delays.insert((arrived.time - F.t0).wholeSeconds)
        }
        #expect(delays == [0, 1, 2, 3])
    }

    @Test("money that is not there does not move, nor does money to nowhere")
    func refusals() throws {
        var f = try F()
        #expect(throws: MoveRefusal.shortBalance(.zero)) {
            try f.world.withdraw(from: F.mule, by: .cash, Money(fen: 1), at: F.t0)
        }
        #expect(throws: MoveRefusal.nowhere) {
            try f.world.transfer(from: F.victim, to: F.victim, Money(fen: 1), at: F.t0)
        }
        #expect(throws: MoveRefusal.amountNotPositive) {
            try f.world.transfer(from: F.victim, to: F.mule, .zero, at: F.t0)
        }
        let unknown = AccountAddress(bank: F.mule.bank, number: "1")
        #expect(throws: MoveRefusal.noSuchAccount(unknown)) {
            try f.world.transfer(from: F.victim, to: unknown, Money(fen: 1), at: F.t0)
        }
        #expect(f.world.blocked.map(\.reason) == [.shortBalance])
        #expect(f.world.ledger.isEmpty)
    }

    @Test("a mule keeps its share, splits the rest and sends the parts on at their times")
    func mulePlan() throws {
        var f = try F()
        let plan = Onward(
            keptPermille: 50,
            parts: [
                .init(weight: 3, delaySeconds: 60, to: .account(F.second)),
                .init(weight: 1, delaySeconds: 120, to: .outside(.cash)),
            ])
        try f.defraud(onward: plan)
        let arrived = try #require(f.world.entries(of: F.mule).first?.time)
        f.world.advance(to: arrived + .seconds(119))
        #expect(f.world.entries(of: F.mule).map(\.amount.fen) == [21_000_000, 14_962_500])
        f.world.advance(to: arrived + .seconds(120))
        #expect(f.balance(F.mule) == 1_050_000)
        #expect(f.balance(F.second) == 14_962_600)
        #expect(f.world.entries(of: F.mule).last?.channel == .cash)
        #expect(f.world.violations().isEmpty)
    }

    @Test("a standing plan moves on every transfer that arrives until it is taken away")
    func standingPlan() throws {
        var f = try F()
        try f.world.plan(Onward(parts: [.init(delaySeconds: 5, to: .outside(.crypto))]), on: F.mule)
        try f.defraud()
        f.world.advance(to: f.world.now + .seconds(10))
        #expect(f.balance(F.mule) == 0)
        try f.world.plan(nil, on: F.mule)
        try f.defraud()
        f.world.advance(to: f.world.now + .seconds(10))
        #expect(f.balance(F.mule) == 21_000_000)
    }

    @Test("a plan that cannot be is refused before anything moves")
    func impossiblePlan() throws {
        var f = try F()
        let broken = [
            Onward(keptPermille: 1001, parts: []),
            Onward(parts: [.init(weight: 0, delaySeconds: 1, to: .outside(.cash))]),
            Onward(parts: [.init(delaySeconds: -1, to: .outside(.cash))]),
        ]
        for plan in broken {
            #expect(throws: MoveRefusal.impossiblePlan) { try f.world.plan(plan, on: F.mule) }
        }
    }

    @Test("a stopped account takes money in and lets none out; the refused move is in the book with the act")
    func onlyIn() throws {
        var f = try F()
        try f.defraud(
            onward: Onward(parts: [.init(delaySeconds: 600, to: .outside(.cash))], patience: .waitsForTheEnd))
        #expect(f.ask(f.order()).result == "0000")
        try f.world.transfer(from: F.victim, to: F.mule, Money(fen: 1_000), at: f.world.now)
        f.world.advance(to: F.t0 + .hours(1))
        #expect(f.balance(F.mule) == 21_001_000)
        let blocked = try #require(f.world.blocked.first)
        #expect(blocked.act == "a1" && blocked.reason == .stop && blocked.amount.fen == 21_000_000)
        #expect(blocked.to == .outside(.cash))
        f.world.advance(to: F.t0 + .hours(49))
        #expect(f.balance(F.mule) == 1_000, "who waits for the end of a stop moves the money when it has ended")
        #expect(f.world.violations().isEmpty)
    }

    @Test("over 200 seeded worlds with frauds, faults and stops no fen appears or vanishes and no hold leaks")
    func conservation() throws {
        var tally = (blocked: 0, arrived: 0, stopped: 0)
        for seed in UInt64(1)...200 {
            let world = try BankStory(seed: seed).play()
            #expect(world.violations().isEmpty, "seed \(seed): \(world.violations())")
            tally.blocked += world.blocked.count { $0.reason == .stop }
            tally.arrived += world.ledger.count { $0.channel == .transfer && $0.direction == .in }
            tally.stopped += world.acts.count { $0.kind == .stop && $0.effect == .executed }
        }
        #expect(
            tally.blocked > 100 && tally.arrived > 5_000 && tally.stopped > 200, "the worlds were too quiet: \(tally)")
    }

    @Test("the audit sees money that appears, a wrong balance and money that leaves a held account")
    func auditBites() throws {
        var f = try F()
        try f.defraud()
        var forged = f.world
        forged.outside += Money(fen: 1)
        #expect(forged.violations() == ["0.01 appeared from nowhere"])
        forged = f.world
        forged.accounts[0].balance -= Money(fen: 1)
        #expect(forged.violations().count == 2)
        _ = f.ask(f.order())
        forged = f.world
        forged.holds = forged.holds.mapValues { hold in
            var open = hold
            open.endsAt = hold.executedAt
            return open
        }
        try forged.withdraw(from: F.mule, by: .cash, Money(fen: 1), at: forged.now)
        forged.holds = f.world.holds
        #expect(forged.violations().count == 1)
    }

    @Test("the same seed writes the same book, another seed another one")
    func repeatability() throws {
        func book(_ seed: UInt64) throws -> [String] {
            let world = try BankStory(seed: seed).play()
            return BookFile.allCases.map { world.csv($0) }
        }
        #expect(try book(5) == book(5))
        #expect(try book(5) != book(6))
    }

    @Test("from the written book alone follow the balances, the holds and what a stop saved")
    func bookAlone() throws {
        let world = try BankStory(seed: 3).play()
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "bank-book-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try world.writeBook(to: folder)
        func rows(_ file: BookFile) throws -> [[String: String]] {
            let rows = try #require(CSV.rows(String(contentsOf: folder.appending(path: file.name), encoding: .utf8)))
            return rows.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(rows[0], $0)) }
        }
        var balances: [AccountAddress: Int64] = [:]
        for row in try rows(.accounts) {
            balances[AccountAddress(bank: row["bank"]!, number: row["number"]!)] = Int64(row["opening_balance_fen"]!)!
        }
        for row in try rows(.entries) {
            let address = AccountAddress(bank: row["bank"]!, number: row["number"]!)
            balances[address]! += Int64(row["amount_fen"]!)! * (row["direction"] == "in" ? 1 : -1)
            #expect(balances[address]! == Int64(row["balance_fen"]!)!)
        }
        #expect(balances.allSatisfy { world.account($0.key)?.balance.fen == $0.value })
        let stops = Set(try rows(.acts).filter { $0["effect"] == "executed" }.map { $0["act"]! })
        let saved = try rows(.blocked).filter { $0["reason"] == "stop" }
        #expect(!saved.isEmpty && saved.allSatisfy { stops.contains($0["act"]!) })
        let lines = try [BookFile.entries, .acts, .blocked, .deliveries].flatMap {
            try rows($0).map { Int($0["line"]!)! }
        }
        #expect(lines.sorted() == Array(1...lines.count), "every line of the book stands in exactly one file")
    }

    @Test("values with commas, quotes and line breaks survive CSV")
    func csvRoundTrip() {
        let rows = [["a,b", "say \"no\"", ""], ["two\nlines", "王芳", "\""]]
        #expect(CSV.rows(rows.map(CSV.line).joined()) == rows)
        #expect(CSV.rows("a,\"b") == nil)
    }
}

/// A day in the city: frauds, orders against their first accounts under faults, and what follows.
struct BankStory {
    let seed: UInt64

    func play() throws -> BankWorld {
        var f = try BankFixture(seed: seed)
        var generator = SplitMix64(seed: seed &* 31)
        var script = FraudScript(seed: seed)
        try script.openHubs(in: &f.world)
        f.world.faults = .swarm(permilleMax: 100, using: &generator)
        var frauds: [Fraud] = []
        for _ in 0..<3 {
            let start = f.world.now + .seconds(Int64.random(in: 0...7200, using: &generator))
            frauds.append(try script.begin(at: start, in: &f.world))
        }
        for fraud in frauds.sorted(by: { $0.reportedAt < $1.reportedAt }) {
            for (position, transfer) in fraud.transfers.enumerated() {
                try stop(transfer, act: "f\(fraud.number)-\(position)", at: fraud.reportedAt, &f)
            }
        }
        f.world.faults = .none
        f.world.advance(to: f.world.now + .hours(60))
        return f.world
    }

    private func stop(_ transfer: Fraud.Transfer, act: String, at time: Timestamp, _ f: inout BankFixture) throws {
        for kind in [BankOrder.Kind.stop, .inquiry] {
            let order = f.order(kind, act: act + kind.rawValue) { order in
                order.target = .init(
                    bankCode: transfer.payee.bank, accountNumber: transfer.payee.number, accountName: transfer.payeeName
                )
                order.amount = WireAmount(transfer.amount)
                order.time = WireTime(transfer.time)
            }
            _ = try f.world.exchange(f.envelope(order), with: transfer.payee.bank, at: time)
        }
    }
}
