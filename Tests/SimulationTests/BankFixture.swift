import Foundation
import Primitives
import Wire

@testable import Simulation

/// Two banks, a victim and two mules; the centre's key and theirs.
struct BankFixture {
    static let t0 = CivilTime(day: CivilDay(daysSince1970: 20_526), hour: 9).timestamp
    static let centre = "530400000000"
    static let victim = AccountAddress(bank: "901741000011", number: "6200911000000000007")
    static let mule = AccountAddress(bank: "902741000028", number: "6200921000000000005")
    static let second = AccountAddress(bank: "903741000035", number: "6200931000000000003")

    var world: BankWorld
    let centre: Signer

    init(seed: UInt64 = 1) throws {
        centre = try BankKeys.signer(99, owner: Self.centre)
        let trusted = TrustedKey(
            key: centre.key, owner: Self.centre, publicKey: centre.publicKey, validFrom: Self.t0 - .days(1))
        let keys = try BankKeys.seeded(7, banks: City.banks, centre: Self.centre, trusting: [trusted])
        world = BankWorld(seed: seed, start: Self.t0, banks: City.banks, keys: keys)
        try world.open(AccountOpening(address: Self.victim, holder: "王芳", balance: Money(fen: 50_000_000)))
        try world.open(AccountOpening(address: Self.mule, holder: "李强"))
        try world.open(AccountOpening(address: Self.second, holder: "赵敏", balance: Money(fen: 100)))
    }

    /// The victim pays the mule 210,000 yuan; the money is there ten seconds later.
    mutating func defraud(onward: Onward? = nil) throws {
        try world.transfer(
            from: Self.victim, to: Self.mule, Money(fen: 21_000_000), at: world.now, onward: onward)
        world.advance(to: world.now + .seconds(10))
    }

    func order(
        _ kind: BankOrder.Kind = .stop, act: String = "a1", original: String? = nil,
        change: (inout BankOrder) -> Void = { _ in }
    ) -> BankOrder {
        var order = BankOrder(
            act: act, kind: kind, original: original, caseNumber: "A5304000000002026030001",
            payer: .init(bankCode: Self.victim.bank, accountNumber: Self.victim.number, accountName: "王芳"),
            target: .init(bankCode: Self.mule.bank, accountNumber: Self.mule.number, accountName: "李强"),
            amount: WireAmount(Money(fen: 21_000_000)), time: WireTime(Self.t0), basis: "反电信网络诈骗法第二十条",
            reason: "电信网络诈骗",
            from: kind == .inquiry ? WireTime(Self.t0) : nil, approvalNumber: "玉公(诈)止字〔2026〕1号",
            answerWithinMinutes: 30,
            appliedAt: WireTime(Self.t0), organisationCode: Self.centre, organisationName: "玉溪市反诈中心",
            officer: .init(name: "陈警官", number: "530001"), secondOfficer: .init(name: "刘警官", number: "530002"))
        change(&order)
        return order
    }

    mutating func ask(_ order: BankOrder, at moment: Timestamp? = nil) -> BankAnswer {
        world.receive(order, bank: order.target.bankCode ?? Self.mule.bank, at: moment ?? world.now)
    }

    mutating func call(_ order: BankOrder, at moment: Timestamp? = nil) throws -> Delivery {
        try world.exchange(envelope(order), with: Self.mule.bank, at: moment ?? world.now)
    }

    func envelope(_ order: BankOrder) throws -> Data { try CanonicalJSON.encode(centre.seal(order)) }

    /// What a bank sealed, checked against the bank's key.
    func opened(_ bytes: Data) throws -> BankAnswer {
        let sealed = try Sealed.parse(bytes)
        try KeyRing(world.keys.trustedKeys(validFrom: Self.t0)).verify(sealed, from: Self.mule.bank, at: world.now)
        return try sealed.decode()
    }

    func balance(_ address: AccountAddress) -> Int64? { world.account(address)?.balance.fen }
}
