/// A citizen identity number (GB 11643): six digits of area, the birth day, three of sequence, one check character.
package struct IdentityNumber: TextValue {
    package enum Invalid: Error, Equatable {
        case length(Int)
        case character(Character)
        /// The first two digits name no province.
        case area(String)
        /// The eight digits name no day.
        case birthDay(String)
        case check(expected: Character, found: Character)
    }

    package let text: String
    package let birthDay: CivilDay

    /// Takes 18 characters, `x` in either case, or the 15 digits used until 1999, which become 18.
    package init(_ raw: String) throws(Invalid) {
        let typed = raw.foldedToHalfWidth.uppercased()
        guard typed.count == 18 || typed.count == 15 else { throw .length(typed.count) }
        let body = String(typed.prefix(typed.count == 18 ? 17 : 15))
        if let odd = body.first(where: { !$0.isASCIIDigit }) { throw .character(odd) }
        let seventeen = typed.count == 18 ? body : body.prefix(6) + "19" + body.dropFirst(6)
        guard Self.provinces.contains(String(seventeen.prefix(2))) else { throw .area(String(seventeen.prefix(6))) }
        guard let birthDay = Self.day(seventeen) else { throw .birthDay(String(seventeen.dropFirst(6).prefix(8))) }
        let expected = Self.checkCharacter(for: seventeen)
        if typed.count == 18, let found = typed.last, found != expected {
            throw found.isASCIIDigit || found == "X" ? .check(expected: expected, found: found) : .character(found)
        }
        text = seventeen + String(expected)
        self.birthDay = birthDay
    }

    /// The area where the number was given out, six digits of GB/T 2260 as it was then.
    package var area: String { String(text.prefix(6)) }

    package var isFemale: Bool { (text.dropFirst(16).first?.wholeNumberValue ?? 0) % 2 == 0 }

    /// Whole years on that day; a birthday counts from its own day on.
    package func age(on day: CivilDay) -> Int {
        let (now, born) = (day.components, birthDay.components)
        return now.year - born.year - ((now.month, now.day) < (born.month, born.day) ? 1 : 0)
    }

    /// `5301 **** **** 2014`
    package var masked: String { text.prefix(4) + " **** **** " + text.suffix(4) }

    package var description: String { masked }

    /// The check character of 17 digits: `0` to `9` or `X` (GB 11643, ISO 7064 mod 11-2).
    package static func checkCharacter(for seventeen: String) -> Character {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
        let sum = zip(seventeen, weights).reduce(0) { $0 + ($1.0.wholeNumberValue ?? 0) * $1.1 }
        return Array("10X98765432")[sum % 11]
    }

    private static func day(_ digits: String) -> CivilDay? {
        let date = digits.dropFirst(6)
        guard let year = Int(date.prefix(4)), year >= 1850, let month = Int(date.dropFirst(4).prefix(2)),
            let day = Int(date.dropFirst(6).prefix(2))
        else { return nil }
        return CivilDay(year: year, month: month, day: day)
    }

    /// Provinces, Taiwan (71, 83), Hong Kong (81), Macau (82), and 91 for foreigners with permanent residence.
    private static let provinces: Set<String> = [
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43",
        "44", "45",
        "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83", "91",
    ]
}
