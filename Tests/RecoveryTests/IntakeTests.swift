import Access
import Jobs
import Journal
import Jurisdiction
import Primitives
import Storage
import TestSupport
import Testing

@testable import Recovery

@Suite("What is wrong with a report, field by field")
struct IntakeTests {
    static let schema = Schema(
        EntryTable.migrations + JobTable.migrations + accessMigrations + RecoverySchema.migrations)

    typealias Edit = @Sendable (inout Intake) -> Void

    static let right = Intake(
        channel: "96110", fraudType: "SD",
        victims: [.init(name: "王芳", idNumber: "11010519491231002X", phone: "13900000000")],
        transfers: [
            .init(
                payerNumber: "6200911000000000007", payerBank: "华岭银行", amount: "21万", time: "2026-03-14 08:50",
                payeeNumber: "6200921000000000005", payeeName: "李强", payeeBank: "东澜银行")
        ])

    static func transfer(_ edit: @escaping @Sendable (inout Intake.Transfer) -> Void) -> Edit {
        { edit(&$0.transfers[0]) }
    }

    static func victim(_ edit: @escaping @Sendable (inout Intake.Victim) -> Void) -> Edit { { edit(&$0.victims[0]) } }

    /// What is changed in a right report, and what is then wrong: the field and the rule.
    static let cases: [(what: String, wrong: String, edit: Edit)] = [
        ("nothing", "", { _ in }),
        ("an empty report", "", { $0 = Intake() }),
        ("a channel nobody knows", "channel unknownChannel", { $0.channel = "fax" }),
        ("no channel", "channel unknownChannel", { $0.channel = "" }),
        ("a unit code with letters", "unit unknownUnit", { $0.unit = "53040A000000" }),
        ("a unit code too short", "unit unknownUnit", { $0.unit = "5304" }),
        ("a call in no time", "reportedAt timeUnreadable", { $0.reportedAt = "yesterday-ish" }),
        ("a call tomorrow", "reportedAt timeInFuture", { $0.reportedAt = "2026-03-15 09:00" }),
        ("a call eleven years ago", "reportedAt timeTooLongAgo", { $0.reportedAt = "2015-01-01 09:00" }),
        ("a fraud type nobody knows", "fraudType unknownFraudType", { $0.fraudType = "ZZ" }),
        ("a novel", "narrative textTooLong", { $0.narrative = String(repeating: "a", count: 20_001) }),
        ("a long clue", "clues.app textTooLong", { $0.clues = ["app": String(repeating: "a", count: 501)] }),
        (
            "a long name of a clue", "clues.\(String(repeating: "b", count: 40)) textTooLong",
            { $0.clues = [String(repeating: "b", count: 41): "x"] }
        ),
        ("a long name", "victims.0.name textTooLong", victim { $0.name = String(repeating: "王", count: 61) }),
        (
            "a long way", "victims.0.whereabouts textTooLong",
            victim { $0.whereabouts = String(repeating: "路", count: 201) }
        ),
        ("a wrong check digit", "victims.0.idNumber idNumberInvalid", victim { $0.idNumber = "110105194912310021" }),
        ("an ID too short", "victims.0.idNumber idNumberInvalid", victim { $0.idNumber = "1101051949" }),
        ("a phone of letters", "victims.0.phone phoneUnreadable", victim { $0.phone = "call me" }),
        ("a phone of one digit", "victims.0.phone phoneUnreadable", victim { $0.phone = "1" }),
        ("the second victim's phone", "victims.1.phone phoneUnreadable", { $0.victims.append(.init(phone: "x")) }),
        ("too many victims", "victims tooMany", { $0.victims = Array(repeating: .init(), count: 21) }),
        (
            "too many transfers", "transfers tooMany",
            { $0.transfers = Array(repeating: .init(amount: "1"), count: 201) }
        ),
        ("a victim who is not there", "transfers.0.victim noSuchVictim", transfer { $0.victim = 1 }),
        ("a victim below none", "transfers.0.victim noSuchVictim", transfer { $0.victim = -1 }),
        ("an account of letters", "transfers.0.payerNumber accountUnreadable", transfer { $0.payerNumber = "abc" }),
        ("a payee of letters", "transfers.0.payeeNumber accountUnreadable", transfer { $0.payeeNumber = "没有" }),
        ("a bank nobody knows", "transfers.0.payerBank unknownBank", transfer { $0.payerBank = "月亮银行" }),
        ("a payee's bank nobody knows", "transfers.0.payeeBank unknownBank", transfer { $0.payeeBank = "月亮银行" }),
        ("an amount in words that are none", "transfers.0.amount amountUnreadable", transfer { $0.amount = "much" }),
        ("nothing paid", "transfers.0.amount amountNotPositive", transfer { $0.amount = "0" }),
        ("less than nothing", "transfers.0.amount amountNotPositive", transfer { $0.amount = "-5" }),
        ("parts of a fen", "transfers.0.amount amountTooExact", transfer { $0.amount = "1.234" }),
        ("more than ten billion", "transfers.0.amount amountTooLarge", transfer { $0.amount = "10000000001" }),
        ("ten billion", "", transfer { $0.amount = "10000000000" }),
        ("no time of day", "transfers.0.time timeUnreadable", transfer { $0.time = "noonish" }),
        ("paid tomorrow", "transfers.0.time timeInFuture", transfer { $0.time = "2026-03-15 10:00" }),
        ("paid eleven years ago", "transfers.0.time timeTooLongAgo", transfer { $0.time = "2015-01-01 10:00" }),
        ("the thirtieth of February", "transfers.0.time timeUnreadable", transfer { $0.time = "2026-02-30 10:00" }),
        (
            "a long payee", "transfers.0.payeeName textTooLong",
            transfer { $0.payeeName = String(repeating: "李", count: 101) }
        ),
        ("the second transfer", "transfers.1.amount amountUnreadable", { $0.transfers.append(.init(amount: "much")) }),
        ("an empty second transfer", "", { $0.transfers.append(.init()) }),
        ("all facts missing", "", transfer { $0 = .init(payeeName: "李强") }),
        (
            "two things at once", "channel unknownChannel, transfers.0.amount amountNotPositive",
            {
                $0.channel = "fax"; $0.transfers[0].amount = "0"
            }
        ),
    ]

    @Test("The table", arguments: cases.indices)
    func table(index: Int) throws {
        let row = Self.cases[index]
        try withDatabase(.sqlite, Self.schema) { database in
            var intake = Self.right
            row.edit(&intake)
            let problems = try database.write { [intake] tx in
                try Self.putBanks(tx)
                return try IntakeReading(intake, rules: RuleTests.rules, banks: BankFinder(tx), now: .t0).problems
            }
            #expect(
                problems.map { "\($0.field) \($0.rule.rawValue)" }.joined(separator: ", ") == row.wrong, "\(row.what)")
        }
    }

    static func putBanks(_ tx: any Transaction) throws {
        for (code, name, prefix) in [("901741000011", "华岭银行", "620091"), ("902741000028", "东澜银行", "620092")] {
            try AccountTable(tx).put(
                Bank(
                    code: code, name: name, kind: .bank, link: .hand, address: nil, contact: nil, cardPrefixes: [prefix]
                ))
        }
    }

    @Test("A right report is read into values; the bank is found by name, code, or the first digits of the card")
    func values() throws {
        try withDatabase(.sqlite, Self.schema) { database in
            for (told, found) in [
                ("华岭银行", "901741000011"), ("902741000028", "902741000028"), (" 华岭银行 ", "901741000011"),
                ("", "902741000028"),
            ] {
                var intake = Self.right
                intake.transfers[0].payeeBank = told
                let transfer = try database.write { [intake] tx in
                    try Self.putBanks(tx)
                    let reading = try IntakeReading(intake, rules: RuleTests.rules, banks: BankFinder(tx), now: .t0)
                    return reading.transfers.first.map { (bank: $0.payeeBank?.code, amount: $0.amount, at: $0.at) }
                }
                #expect(transfer?.bank == found)
                #expect(transfer?.amount == Money(fen: 21_000_000) && transfer?.at == .t0 - .minutes(10))
            }
        }
    }
}
