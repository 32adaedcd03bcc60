import Foundation
import Primitives
import Testing

struct BankAccountNumberTests {
    @Test(
        "Spaces, hyphens and full-width digits are forgiven",
        arguments: [
            ("6217 0000 1000 0000 003", "6217000010000000003"),
            ("6217-0000-1000-0000-003", "6217000010000000003"),
            ("６２１７００００１０００００００００３", "6217000010000000003"),
            ("2088-abc_1", "2088-abc_1"),
            ("6222021001112223331_00001", "6222021001112223331_00001"),
        ])
    func folded(raw: String, text: String) throws {
        #expect(try BankAccountNumber(raw).text == text)
    }

    @Test(
        "What is no account number is refused by name",
        arguments: [
            ("", .length(0)),
            ("1234", .length(4)),
            (String(repeating: "1", count: 35), .length(35)),
            ("62170000账号", .character("账")),
            ("a@b.example5", .character("@")),
            ("abcdef", .noDigit),
        ] as [(String, BankAccountNumber.Invalid)])
    func refused(raw: String, reason: BankAccountNumber.Invalid) {
        #expect(throws: reason) { try BankAccountNumber(raw) }
    }

    @Test(
        "A check digit or a length that does not fit warns; company accounts never do",
        arguments: [
            ("6217000010000000003", []),
            ("6222021001112223331", []),
            ("6217000010000000004", [.luhn]),
            ("6222021001112223332", [.luhn]),
            ("621700001000000000", [.length(expected: 19)]),
            ("6299999999999999", [.luhn]),
            ("53050161553600000123", []),
            ("1030000000000000", []),
            ("2502012009200012345", []),
            ("2088abc12345678901", []),
        ] as [(String, [BankAccountNumber.Warning])])
    func warnings(raw: String, expected: [BankAccountNumber.Warning]) throws {
        #expect(try BankAccountNumber(raw).warnings == expected)
    }

    @Test(
        "Masks show four digits at each end, of short numbers only the end",
        arguments: [
            ("6200000000007741", "6200 **** **** 7741", "6200 0000 0000 7741"),
            ("6217000010000000003", "6217 **** **** 0003", "6217 0000 1000 0000 003"),
            ("12345678901", "**** 8901", "1234 5678 901"),
            ("12345", "**** 5", "1234 5"),
        ])
    func masked(raw: String, masked: String, grouped: String) throws {
        let number = try BankAccountNumber(raw)
        #expect(number.masked == masked)
        #expect("\(number)" == masked, "what is printed by chance is masked")
        #expect(number.grouped == grouped)
        #expect(number.lastFour == String(raw.suffix(4)))
    }

    @Test(
        "The longest prefix names the bank, while the number is typed too",
        arguments: [
            ("6217000010000000003", "CCB", "中国建设银行", .debit),
            ("621700", "CCB", "中国建设银行", .debit),
            ("6222021001112223331", "ICBC", "中国工商银行", .debit),
            ("6228480000000000000", "ABC", "中国农业银行", .debit),
            ("6228360000000000", "ABC", "中国农业银行", .credit),
            ("1030000000000000000", "ABC", "中国农业银行", .debit),
        ] as [(String, String, String, CardPrefixes.Kind)])
    func issuer(digits: String, code: String, name: String, kind: CardPrefixes.Kind) {
        let issuer = CardPrefixes.bank(of: digits)
        #expect(issuer?.code == code)
        #expect(issuer?.name == name)
        #expect(issuer?.kind == kind)
    }

    @Test(
        "No bank is named for an unknown prefix, for few digits or for a company account",
        arguments: ["62", "6299990000000000", "103000000000", "2088abc", ""])
    func noIssuer(digits: String) {
        #expect(CardPrefixes.bank(of: digits) == nil)
    }

    @Test("A number with a card's prefix and length is a card")
    func isCard() throws {
        #expect(try BankAccountNumber("6217000010000000003").isCard)
        #expect(try !BankAccountNumber("62170000100").isCard)
        #expect(try !BankAccountNumber("53050161553600000123").isCard)
    }

    @Test("A check digit that was computed is valid, and each other digit is not")
    func luhn() {
        forAll(seeds: 1...200) { seed, generator in
            let digits = String((0..<18).map { _ in Character(String(Int.random(in: 0...9, using: &generator))) })
            let check = Luhn.checkDigit(for: digits)
            let valid = (0...9).filter { Luhn.isValid(digits + "\($0)") }
            #expect(valid.map { "\($0)" } == ["\(check)"], "seed \(seed)")
        }
    }

    @Test("JSON holds the text, and reading checks it again")
    func json() throws {
        let number = try BankAccountNumber("6217000010000000003")
        #expect(try CanonicalJSON.text([number]) == #"["6217000010000000003"]"#)
        #expect(try CanonicalJSON.decode([BankAccountNumber].self, from: #"["6217 0000 1000 0000 003"]"#) == [number])
        #expect(throws: DecodingError.self) { try CanonicalJSON.decode([BankAccountNumber].self, from: #"["62"]"#) }
    }
}

struct IdentityNumberTests {
    @Test(
        "Valid numbers give birth day and sex",
        arguments: [
            ("11010519491231002X", "1949-12-31", true),
            ("11010519491231002x", "1949-12-31", true),
            ("440106199901010019", "1999-01-01", false),
            ("530402199003070012", "1990-03-07", false),
            ("５３０４０２ １９９００３０７ ００１２", "1990-03-07", false),
        ])
    func valid(raw: String, birthDay: String, isFemale: Bool) throws {
        let number = try IdentityNumber(raw)
        #expect("\(number.birthDay)" == birthDay)
        #expect(number.isFemale == isFemale)
        #expect(number.text == raw.foldedToHalfWidth.uppercased())
    }

    @Test("A number of 15 digits becomes one of 18")
    func old() throws {
        #expect(try IdentityNumber("110105491231002").text == "11010519491231002X")
    }

    @Test(
        "What is wrong is named",
        arguments: [
            ("110105194912310021", .check(expected: "X", found: "1")),
            ("440106199901010018", .check(expected: "9", found: "8")),
            ("44010619990101001Y", .character("Y")),
            ("44010619990230001X", .birthDay("19990230")),
            ("99010619990101001X", .area("990106")),
            ("4401061999010100", .length(16)),
            ("44010A199901010019", .character("A")),
            ("", .length(0)),
        ] as [(String, IdentityNumber.Invalid)])
    func refused(raw: String, reason: IdentityNumber.Invalid) {
        #expect(throws: reason) { try IdentityNumber(raw) }
    }

    @Test("One wrong digit in the body is always found")
    func everyDigitCounts() throws {
        let right = Array("530402199003070012")
        for place in [5, 14, 15, 16] {
            for digit in "0123456789" where digit != right[place] {
                var wrong = right
                wrong[place] = digit
                #expect(throws: IdentityNumber.Invalid.self) { try IdentityNumber(String(wrong)) }
            }
        }
    }

    @Test("Age in whole years, mask and area")
    func age() throws {
        let number = try IdentityNumber("530402199003070012")
        #expect(number.age(on: CivilDay("2026-03-06")!) == 35)
        #expect(number.age(on: CivilDay("2026-03-07")!) == 36)
        #expect(number.masked == "5304 **** **** 0012")
        #expect("\(number)" == number.masked)
        #expect(number.area == "530402")
    }
}

struct PhoneNumberTests {
    @Test(
        "Numbers by kind, printed and masked",
        arguments: [
            ("13800136127", .mobile, "138 0013 6127", "138 **** 6127"),
            ("+86 138 0013 6127", .mobile, "138 0013 6127", "138 **** 6127"),
            ("0086-13800136127", .mobile, "138 0013 6127", "138 **** 6127"),
            ("8613800136127", .mobile, "138 0013 6127", "138 **** 6127"),
            ("１３８００１３６１２７", .mobile, "138 0013 6127", "138 **** 6127"),
            ("14812345678", .internetOfThings, "14812345678", "148 **** 5678"),
            ("1064812345678", .internetOfThings, "1064812345678", "106 **** 5678"),
            ("0877-2062345", .fixed, "0877-2062345", "0877-**** 345"),
            ("(010) 62345678", .fixed, "010-62345678", "010-**** 678"),
            ("+86 10 62345678", .fixed, "010-62345678", "010-**** 678"),
            ("2062345", .fixed, "2062345", "**** 345"),
            ("+63 917 123 4567", .foreign, "+639171234567", "+63 **** 4567"),
            ("0063 917 123 4567", .foreign, "+639171234567", "+63 **** 4567"),
            ("+1 (212) 555-0123", .foreign, "+12125550123", "+12 **** 0123"),
            ("96110", .service, "96110", "96110"),
            ("110", .service, "110", "110"),
            ("95588", .service, "95588", "95588"),
            ("400-810-1234", .service, "4008101234", "4008101234"),
        ] as [(String, PhoneNumber.Kind, String, String)])
    func kinds(raw: String, kind: PhoneNumber.Kind, printed: String, masked: String) throws {
        let number = try PhoneNumber(raw)
        #expect(number.kind == kind)
        #expect(number.printed == printed)
        #expect(number.masked == masked)
        #expect(number.isForeign == (kind == .foreign))
        #expect(try PhoneNumber(number.text) == number, "the stored text is read back as the same number")
    }

    @Test(
        "Ranges of virtual operators",
        arguments: [
            ("17012345678", true), ("17112345678", true), ("16212345678", true), ("16512345678", true),
            ("16712345678", true),
            ("13812345678", false), ("17212345678", false), ("+17012345678", false),
        ])
    func virtualOperators(raw: String, isVirtual: Bool) throws {
        #expect(try PhoneNumber(raw).isVirtualOperator == isVirtual)
    }

    @Test(
        "What is no number is refused by name",
        arguments: [
            ("", .empty),
            ("1380013612", .form("1380013612")),
            ("138001361278", .form("138001361278")),
            ("12800136127", .form("12800136127")),
            ("+86 12800136127", .form("+8612800136127")),
            ("138x0136127", .character("x")),
            ("+123", .form("+123")),
        ] as [(String, PhoneNumber.Invalid)])
    func refused(raw: String, reason: PhoneNumber.Invalid) {
        #expect(throws: reason) { try PhoneNumber(raw) }
    }
}
