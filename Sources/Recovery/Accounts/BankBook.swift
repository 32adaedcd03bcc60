internal import Primitives

/// All banks on record, to be asked for the one that keeps an account, many times over.
struct BankBook {
    private let byPrefix: [String: Bank]
    private let byName: [String: Bank]
    /// Of the prefixes, the longest first.
    private let lengths: [Int]

    init(_ banks: [Bank]) {
        let prefixes = banks.flatMap { bank in bank.cardPrefixes.map { ($0, bank) } }
        byPrefix = Dictionary(prefixes, uniquingKeysWith: { first, _ in first })
        byName = Dictionary(banks.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        lengths = Set(byPrefix.keys.map(\.count)).sorted(by: >)
    }

    /// The bank that a number tells by itself, and its name; one that is not on record only has a name.
    ///
    /// Banks' own prefixes, the longest one, come before those that are generally known.
    func bank(ofNumber number: String) -> (name: String, bank: Bank?)? {
        if let own = lengths.lazy.compactMap({ byPrefix[String(number.prefix($0))] }).first { return (own.name, own) }
        return CardPrefixes.bank(of: number).map { ($0.name, byName[$0.name]) }
    }
}
