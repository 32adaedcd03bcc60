import Primitives
import Testing
import Wire

@testable import Simulation

struct BankFraudTests {
    typealias F = BankFixture

    @Test("a fraud's facts are those of the ledger: each transfer arrived, in its amount, within seconds")
    func facts() throws {
        var f = try F()
        var script = FraudScript(seed: 8)
        try script.openHubs(in: &f.world)
        for _ in 0..<30 {
            let fraud = try script.begin(at: f.world.now + .minutes(5), in: &f.world)
            f.world.advance(to: fraud.reportedAt)
            #expect((1...3).contains(fraud.transfers.count))
            for transfer in fraud.transfers {
                #expect((300_000...80_000_000).contains(transfer.amount.fen))
                let credits = f.world.entries(of: transfer.payee).filter {
                    $0.counterpart == fraud.victim.account && $0.amount == transfer.amount
                }
                #expect(credits.contains { (0...3).contains(($0.time - transfer.time).wholeSeconds) })
                #expect(f.world.account(transfer.payee)?.holder == transfer.payeeName)
            }
            let last = try #require(fraud.transfers.last?.time)
            #expect((120...3600).contains((fraud.reportedAt - last).wholeSeconds))
            _ = try IdentityNumber(fraud.victim.identityNumber)
            #expect(try PhoneNumber(fraud.victim.phone).kind == .mobile)
        }
    }

    @Test("invented cards have a right check digit and the prefix of no real bank")
    func cards() throws {
        var f = try F()
        var script = FraudScript(seed: 9)
        try script.openHubs(in: &f.world)
        for _ in 0..<20 { _ = try script.begin(at: F.t0, in: &f.world) }
        let people = f.world.accounts.filter { $0.opening.kind == .personal }.dropFirst(3)
        #expect(people.count > 100)
        for account in people {
            #expect(Luhn.isValid(account.address.number) && account.address.number.count == 19)
            #expect(CardPrefixes.bank(of: account.address.number) == nil)
        }
        #expect(City.banks.count == 8 && Set(City.banks.map(\.code)).count == 8)
        #expect(City.banks.allSatisfy { (try? BankCode($0.code)) != nil })
    }

    @Test("over many frauds the money leaves by every exit, cash first, runs through hubs and meets on shared mules")
    func variety() throws {
        var f = try F()
        var script = FraudScript(seed: 10)
        try script.openHubs(in: &f.world)
        for _ in 0..<60 { _ = try script.begin(at: F.t0 + .minutes(1), in: &f.world) }
        let victims = Set(f.world.accounts.map(\.address))
        f.world.advance(to: F.t0 + .hours(12))
        var exits: [StatementRow.Channel: Int] = [:]
        for entry in f.world.ledger where entry.direction == .out && entry.summary != "消费" || entry.channel == .cash {
            exits[entry.channel, default: 0] += 1
        }
        for channel in [StatementRow.Channel.cash, .crypto, .thirdParty, .abroad] {
            #expect(exits[channel, default: 0] > 10)
            #expect(exits[.cash, default: 0] >= exits[channel, default: 0])
        }
        #expect(City.hubs.allSatisfy { f.world.entries(of: $0.address).count > 5 })
        let payers = victims.map { mule in
            Set(f.world.entries(of: mule).filter { $0.direction == .in }.compactMap(\.counterpart)).count
        }
        #expect(payers.contains { $0 > 1 })
        #expect(f.world.violations().isEmpty)
    }

    @Test("a planned movement and a fraud survive JSON")
    func json() throws {
        var f = try F()
        var script = FraudScript(seed: 12)
        try script.openHubs(in: &f.world)
        let fraud = try script.begin(at: F.t0, in: &f.world)
        #expect(try CanonicalJSON.decode(Fraud.self, from: CanonicalJSON.text(fraud)) == fraud)
        let move = Move(
            from: .account(F.mule), to: .outside(.cash), amount: Money(fen: 5), patience: .waitsForTheEnd,
            onward: Onward(parts: [.init(delaySeconds: 1, to: .account(F.second))]))
        #expect(try CanonicalJSON.decode(Move.self, from: CanonicalJSON.text(move)) == move)
    }
}
