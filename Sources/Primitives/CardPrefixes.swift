/// Which bank issues cards that begin with which digits.
package enum CardPrefixes {
    package enum Kind: String, Sendable, CaseIterable {
        case debit = "DC"
        case credit = "CC"
        case semiCredit = "SCC"
        case prepaid = "PC"
    }

    package struct Issuer: Hashable, Sendable {
        /// The bank's short code in the table, such as `ICBC`.
        package let code: String
        package let name: String
        package let kind: Kind
        /// How many digits such a card has.
        package let length: Int
    }

    /// The issuer by the longest prefix; of prefixes with several lengths the one that fits, else the first.
    ///
    /// Works while the number is being typed, from the sixth digit on. Prefixes under six digits also begin many company
    /// accounts, so they count only where the length fits.
    package static func bank(of digits: some StringProtocol) -> Issuer? {
        var text = String(digits)
        return text.withUTF8 { bank($0) }
    }

    private static func bank(_ digits: UnsafeBufferPointer<UInt8>) -> Issuer? {
        guard let longest = lengths.last, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        var prefix = key(digits.prefix(longest))
        for length in stride(from: min(longest, digits.count), through: lengths[0], by: -1) {
            defer { prefix /= 10 }
            guard let issuers = table[prefix] else { continue }
            if let fitting = issuers.first(where: { $0.length == digits.count }) { return fitting }
            if length >= 6 { return issuers.first }
        }
        return nil
    }

    /// Digits as a number behind a one, so that noughts in front count: asked for each run of digits of a text, without a string for each.
    private static func key(_ digits: some Sequence<UInt8>) -> Int { digits.reduce(1) { $0 * 10 + Int($1) - 0x30 } }

    /// All banks of the table by code.
    package static let bankNames: [String: String] = Dictionary(
        table.values.joined().map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })

    private static let table: [Int: [Issuer]] = read(String(decoding: PackageResources.cards_csv, as: UTF8.self))
    private static let lengths: [Int] = Set(table.keys.map { String($0).utf8.count - 1 }).sorted()

    private static func read(_ text: String) -> [Int: [Issuer]] {
        var table: [Int: [Issuer]] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "|")
            for group in parts.dropFirst(2) {
                let words = group.split(separator: " ")
                guard let issuer = issuer(code: parts[0], name: parts[1], form: words[0]) else {
                    preconditionFailure("card table: \(words[0])")
                }
                for prefix in words.dropFirst() { table[key(prefix.utf8), default: []].append(issuer) }
            }
        }
        return table
    }

    /// `form` is kind and length: `DC19`.
    private static func issuer(code: Substring, name: Substring, form: Substring) -> Issuer? {
        let letters = form.prefix { $0.isASCIILetter }
        guard let kind = Kind(rawValue: String(letters)), let length = Int(form.dropFirst(letters.count)) else {
            return nil
        }
        return Issuer(code: String(code), name: String(name), kind: kind, length: length)
    }
}
