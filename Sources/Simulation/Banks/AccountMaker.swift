internal import Primitives

/// Opens accounts for invented people and companies.
struct AccountMaker: Sendable {
    private var generator: SplitMix64

    init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    mutating func open(
        _ kind: AccountOpening.Kind, with balance: Money, in world: inout BankWorld
    ) throws(MoveRefusal) -> (AccountAddress, name: String) {
        let bank = City.houses[Int.random(in: 0..<City.houses.count, using: &generator)]
        let holder = kind == .corporate ? Names.company(using: &generator) : Names.person(using: &generator)
        var address: AccountAddress
        repeat {
            address = AccountAddress(bank: bank.code, number: kind == .corporate ? companyNumber() : card(of: bank))
        } while world.account(address) != nil
        try world.open(AccountOpening(address: address, holder: holder, kind: kind, balance: balance))
        return (address, holder)
    }

    mutating func victim(name: String, account: AccountAddress, in world: BankWorld) -> Fraud.Victim {
        Fraud.Victim(
            name: name, identityNumber: identityNumber(), phone: "139" + digits(8), account: account,
            bankName: world.bank(account.bank)?.name ?? "")
    }

    /// Nineteen digits with a right check digit.
    private mutating func card(of bank: Bank) -> String {
        let start = City.cardPrefix(of: bank) + digits(12)
        return start + String(Luhn.checkDigit(for: start))
    }

    private mutating func companyNumber() -> String { "8090" + digits(11) }

    /// Born 1950 to 2005 in Hongta district (530402).
    private mutating func identityNumber() -> String {
        let year = Int.random(in: 1950...2005, using: &generator)
        let month = twoDigits(Int.random(in: 1...12, using: &generator))
        let day = twoDigits(Int.random(in: 1...28, using: &generator))
        let seventeen = "530402\(year)\(month)\(day)" + digits(3)
        return seventeen + String(IdentityNumber.checkCharacter(for: seventeen))
    }

    private mutating func digits(_ count: Int) -> String {
        (0..<count).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
    }
}
