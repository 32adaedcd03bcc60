internal import Jurisdiction
internal import Primitives
package import Storage

/// Reads what was entered into values, and collects everything that is wrong with it. Missing facts are no problem.
struct IntakeReading {
    struct Transfer {
        var victim: Int
        var payerNumber: String?
        var payerBank: Bank?
        var amount: Money?
        var at: Timestamp?
        var payeeNumber: String?
        var payeeName: String?
        var payeeBank: Bank?
    }

    private(set) var channel: ReportChannel = .hotline96110
    private(set) var unit: UnitCode?
    private(set) var reportedAt: Timestamp
    private(set) var victims: [Intake.Victim] = []
    private(set) var transfers: [Transfer] = []
    private(set) var problems: [FieldProblem] = []

    private let now: Timestamp
    private let banks: BankFinder

    init(_ intake: Intake, rules: Rules, banks: BankFinder, now: Timestamp) throws {
        self.now = now
        self.banks = banks
        reportedAt = now
        readHead(intake, rules: rules)
        for (index, victim) in intake.victims.enumerated() { readVictim(victim, "victims.\(index)") }
        for (index, transfer) in intake.transfers.enumerated() where !transfer.isEmpty {
            try readTransfer(transfer, "transfers.\(index)", victims: max(1, intake.victims.count))
        }
        if intake.victims.count > Self.victimsMost { note("victims", .tooMany, "\(intake.victims.count)") }
        if intake.transfers.count > Self.transfersMost { note("transfers", .tooMany, "\(intake.transfers.count)") }
    }

    static let victimsMost = 20
    static let transfersMost = 200
    private static let amountMost = Money(fen: 1_000_000_000_000)

    private mutating func note(_ field: String, _ rule: FieldProblem.Rule, _ found: String) {
        problems.append(FieldProblem(field, rule, found: found))
    }

    private mutating func checkText(_ text: String, _ field: String, most: Int) {
        if text.count > most { note(field, .textTooLong, "\(text.count)") }
        if !text.isPrintable { note(field, .unprintable, "") }
    }

    private mutating func readHead(_ intake: Intake, rules: Rules) {
        if let known = ReportChannel(rawValue: intake.channel) {
            channel = known
        } else {
            note("channel", .unknownChannel, intake.channel)
        }
        if !intake.unit.isBlank {
            do { unit = try UnitCode(intake.unit) } catch { note("unit", .unknownUnit, intake.unit) }
        }
        if !intake.reportedAt.isBlank, let at = readTime(intake.reportedAt, "reportedAt") { reportedAt = at }
        if !intake.fraudType.isBlank, rules.code(intake.fraudType, in: .fraudTypes) == nil {
            note("fraudType", .unknownFraudType, intake.fraudType)
        }
        checkText(intake.narrative, "narrative", most: StatementReading.storyMax)
        checkText(intake.joins, "joins", most: 60)
        for (name, clue) in intake.clues.sorted(by: { $0.key < $1.key }) {
            let field = "clues.\(name.prefix(40))"
            if name.count > 40 { note(field, .textTooLong, "\(name.count)") }
            checkText(clue, field, most: 500)
            if !name.isPrintable { note("clues", .unprintable, "") }
        }
    }

    private mutating func readVictim(_ victim: Intake.Victim, _ field: String) {
        var victim = victim
        checkText(victim.name, "\(field).name", most: 60)
        checkText(victim.whereabouts, "\(field).whereabouts", most: 200)
        if !victim.idNumber.isBlank {
            do { victim.idNumber = try IdentityNumber(victim.idNumber).text } catch {
                note("\(field).idNumber", .idNumberInvalid, victim.idNumber)
            }
        }
        if !victim.phone.isBlank {
            do { victim.phone = try PhoneNumber(victim.phone).text } catch {
                note("\(field).phone", .phoneUnreadable, victim.phone)
            }
        }
        victims.append(victim)
    }

    private mutating func readTransfer(_ raw: Intake.Transfer, _ field: String, victims: Int) throws {
        var transfer = Transfer(victim: raw.victim)
        if !(0..<victims).contains(raw.victim) { note("\(field).victim", .noSuchVictim, "\(raw.victim)") }
        transfer.payerNumber = readNumber(raw.payerNumber, "\(field).payerNumber")
        transfer.payeeNumber = readNumber(raw.payeeNumber, "\(field).payeeNumber")
        transfer.payerBank = try readBank(raw.payerBank, number: transfer.payerNumber, "\(field).payerBank")
        transfer.payeeBank = try readBank(raw.payeeBank, number: transfer.payeeNumber, "\(field).payeeBank")
        transfer.amount = readAmount(raw.amount, "\(field).amount")
        if !raw.time.isBlank { transfer.at = readTime(raw.time, "\(field).time") }
        checkText(raw.payeeName, "\(field).payeeName", most: 100)
        transfer.payeeName = raw.payeeName.isBlank ? nil : raw.payeeName
        transfers.append(transfer)
    }

    private mutating func readNumber(_ raw: String, _ field: String) -> String? {
        guard !raw.isBlank else { return nil }
        do { return try BankAccountNumber(raw).text } catch {
            note(field, .accountUnreadable, raw)
            return nil
        }
    }

    private mutating func readBank(_ raw: String, number: String?, _ field: String) throws -> Bank? {
        if !raw.isBlank {
            // A database refuses a zero byte even in a question.
            if raw.isPrintable, let bank = try banks.bank(called: raw) { return bank }
            note(field, .unknownBank, raw)
            return nil
        }
        return try number.flatMap { try banks.bank(ofNumber: $0) }
    }

    private mutating func readAmount(_ raw: String, _ field: String) -> Money? {
        guard !raw.isBlank else { return nil }
        do {
            let amount = try AmountText.parse(raw)
            guard amount <= Self.amountMost else { throw AmountText.Invalid.tooLarge }
            return amount
        } catch let error as AmountText.Invalid {
            note(field, error.rule, raw)
        } catch {
            note(field, .amountUnreadable, raw)
        }
        return nil
    }

    private mutating func readTime(_ raw: String, _ field: String) -> Timestamp? {
        do {
            let at = try TimeText.parse(raw, relativeTo: CivilTime(now)).timestamp
            if at > now + TimeText.slack { note(field, .timeInFuture, raw) }
            if at < now - .days(3660) { note(field, .timeTooLongAgo, raw) }
            return at
        } catch {
            note(field, .timeUnreadable, raw)
            return nil
        }
    }
}

/// Finds the bank that an account belongs to: by code or name as told, else by the first digits of the number.
package struct BankFinder {
    private let table: AccountTable

    package init(_ tx: any Transaction) { table = AccountTable(tx) }

    package func bank(called text: String) throws -> Bank? {
        let name = text.inHalfWidth.trimmed
        return try table.bank(name) ?? table.bank(named: name)
    }

    package func bank(ofNumber number: String) throws -> Bank? {
        BankBook(try table.banks()).bank(ofNumber: number)?.bank
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
