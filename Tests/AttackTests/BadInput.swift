import Testing

/// One thing that cannot be: where it comes in, in which field, what it is, and what must be said of it.
struct BadInput: Sendable, CustomTestStringConvertible {
    enum Entrance: String, Sendable, CaseIterable {
        case apiReport = "API report", apiTransfers = "API transfers", apiReadings = "API readings",
            intakePage = "intake page", csv = "CSV import"
        case evidence = "evidence upload", bankForm = "bank's answer form", wire = "bank's answer by wire"
        case seal = "seal", pack = "pack file", options = "command line", administration = "administration forms"
        case sheets = "sheets and decisions", query = "query of the API", warnings = "warnings"
    }

    let entrance: Entrance
    let field: String
    /// What is wrong with it, in a word: the rule.
    let rule: String
    /// The form's fields, the body or the words of the command line, as the entrance takes them.
    var value = ""
    var call: Call?
    /// All of this must stand in the answer.
    let said: [String]
    var status: Set<Int> = [400, 422]

    var testDescription: String { "\(entrance.rawValue): \(field), \(rule), \(value.debugDescription.prefix(40))" }
}

/// What a report's fields can hold that they must not; the same for page, API and table.
struct FactMistake: Sendable {
    /// `transfers.0.amount`
    let field: String
    let value: String
    let rule: String

    init(_ field: String, _ value: String, _ rule: String) {
        (self.field, self.value, self.rule) = (field, value, rule)
    }

    static let heads: [FactMistake] = [
        .init("channel", "telegram", "unknownChannel"), .init("channel", "119", "unknownChannel"),
        .init("reportedAt", "abc", "timeUnreadable"), .init("reportedAt", "2026-13-01 00:00:00", "timeUnreadable"),
        .init("reportedAt", "2026-02-30 10:00:00", "timeUnreadable"),
        .init("reportedAt", "2027-01-01 00:00:00", "timeInFuture"),
        .init("reportedAt", "2001-01-01 00:00:00", "timeTooLongAgo"), .init("fraudType", "XYZ", "unknownFraudType"),
        .init("fraudType", "诈骗", "unknownFraudType"), .init("joins", "2026-999999", "unknownIncident"),
        .init("joins", "inc-ffffffffffffffff", "unknownIncident"),
        .init("narrative", String(repeating: "长", count: 20_001), "textTooLong"),
    ]

    static let victims: [FactMistake] = [
        .init("victims.0.name", String(repeating: "甲", count: 61), "textTooLong"),
        .init("victims.0.whereabouts", String(repeating: "甲", count: 201), "textTooLong"),
        .init("victims.0.idNumber", "123", "idNumberInvalid"),
        .init("victims.0.idNumber", "530402199001010001", "idNumberInvalid"),
        .init("victims.0.idNumber", "53040219900230001X", "idNumberInvalid"),
        .init("victims.0.idNumber", "五三〇四", "idNumberInvalid"), .init("victims.0.phone", "abc", "phoneUnreadable"),
        .init("victims.0.phone", "12", "phoneUnreadable"),
        .init("victims.0.phone", String(repeating: "1", count: 40), "phoneUnreadable"),
    ]

    static let transfers: [FactMistake] =
        ["payerNumber", "payeeNumber"].flatMap { field in
            ["12", "账号", "!!", "6200-0100;DROP", String(repeating: "6", count: 35)].map {
                FactMistake("transfers.0.\(field)", $0, "accountUnreadable")
            }
        }
        + ["payerBank", "payeeBank"].flatMap { field in
            ["火星银行", "999999999999"].map { FactMistake("transfers.0.\(field)", $0, "unknownBank") }
        }
        + ["abc", "1e9", "NaN", "0x10", "1,2,3.4.5", "五千块钱吧", "$", "Infinity"].map {
            FactMistake("transfers.0.amount", $0, "amountUnreadable")
        }
        + ["-5", "0", "0.00", "-0.01"].map { FactMistake("transfers.0.amount", $0, "amountNotPositive") }
        + ["1.234", "0.001"].map { FactMistake("transfers.0.amount", $0, "amountTooExact") }
        + ["99999999999", "10000000000.01"].map { FactMistake("transfers.0.amount", $0, "amountTooLarge") }
        + ["abc", "2026-02-30 10:00:00", "25:61", "2026-03-14 24:30:00", "明年"].map {
            FactMistake("transfers.0.time", $0, "timeUnreadable")
        }
        + [
            .init("transfers.0.time", "2026-03-15 21:00:00", "timeInFuture"),
            .init("transfers.0.time", "2010-01-01 00:00:00", "timeTooLongAgo"),
            .init("transfers.0.payeeName", String(repeating: "甲", count: 101), "textTooLong"),
        ]

    /// Signs that no text may hold: they cannot be shown, or make it read other than it is.
    static let signs: [(name: String, sign: String)] = [
        ("zero byte", "\u{0}"), ("bell", "\u{7}"), ("escape", "\u{1B}"), ("delete", "\u{7F}"), ("C1 control", "\u{85}"),
        ("right-to-left override", "\u{202E}"), ("isolate", "\u{2066}"), ("replacement", "\u{FFFD}"),
    ]

    /// Every free text of a report with every such sign.
    static let texts: [FactMistake] =
        ["narrative", "victims.0.name", "victims.0.whereabouts", "transfers.0.payeeName"].flatMap { field in
            signs.map { FactMistake(field, "甲\($0.sign)乙", "unprintable") }
        }

    static let all = heads + victims + transfers + texts
}
