/// The check digit of bank cards (ISO/IEC 7812-1).
package enum Luhn {
    /// True if the last of these digits is the right check digit.
    package static func isValid(_ digits: some StringProtocol) -> Bool {
        digits.isAllDigits && digits.utf8.count > 1 && sum(digits, doublingLast: false) % 10 == 0
    }

    /// The digit to put behind `digits`; they must be digits.
    package static func checkDigit(for digits: some StringProtocol) -> Character {
        precondition(digits.isAllDigits, "a check digit is of digits")
        return Character(String((10 - sum(digits, doublingLast: true) % 10) % 10))
    }

    private static func sum(_ digits: some StringProtocol, doublingLast: Bool) -> Int {
        var doubles = doublingLast
        var text = String(digits)
        return text.withUTF8 { bytes in
            bytes.reversed().reduce(0) { sum, digit in
                let value = Int(digit &- 0x30) * (doubles ? 2 : 1)
                doubles.toggle()
                return sum + (value > 9 ? value - 9 : value)
            }
        }
    }
}
