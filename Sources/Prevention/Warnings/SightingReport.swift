internal import Jurisdiction
internal import Primitives

/// What somebody reports about a person in danger, as it was written; everything may be left out that he does not know.
package struct SightingReport: WrittenFields, Sendable, Equatable, Codable {
    package enum Field: String, Sendable, CaseIterable {
        case source, sourceNumber, signs, seenAt, stake, payee, fraudType, note
        case name, identityNumber, phone, home, whereabouts, place, relative, relativePhone
    }

    package var fields: [String: String]

    package init(fields: [String: String]) { self.fields = fields }
}

/// Reads a report into values and collects everything that is wrong with it.
struct SightingReading {
    private(set) var source: Sighting.Source = .other
    private(set) var signs: [String] = []
    private(set) var seenAt: Timestamp
    private(set) var stake: Money = .zero
    private(set) var person = WarnedPerson()
    private(set) var place: UnitCode?
    private(set) var problems: [FieldProblem] = []

    let report: SightingReport
    /// Where it waits for a call back to whoever reported it.
    var verification: Sighting.Verification?
    private let now: Timestamp

    private static let stakeMost = Money(fen: 1_000_000_000_000)

    init(_ report: SightingReport, _ rules: Rules, at now: Timestamp) {
        self.report = report
        self.now = now
        seenAt = now
        readHead(rules)
        readPerson()
    }

    var fraudType: String? { report[.fraudType].isBlank ? nil : report[.fraudType] }

    private mutating func note(_ field: SightingReport.Field, _ rule: FieldProblem.Rule) {
        problems.append(FieldProblem(field.rawValue, rule, found: report[field]))
    }

    private mutating func readHead(_ rules: Rules) {
        if let known = Sighting.Source(rawValue: report[.source]) {
            source = known
        } else {
            note(.source, .unknownSource)
        }
        signs = report[.signs].split { " ,，;；".contains($0) }.map { Self.code(String($0), rules) }
        if signs.isEmpty { note(.signs, .required) }
        if signs.contains(where: { rules.code($0, in: .warningSigns) == nil }) { note(.signs, .unknownSign) }
        if !report[.fraudType].isBlank, rules.code(report[.fraudType], in: .fraudTypes) == nil {
            note(.fraudType, .unknownFraudType)
        }
        readTime()
        readStake()
        for (field, most) in [(SightingReport.Field.sourceNumber, 60), (.payee, 100), (.note, 2000)] {
            checkText(field, most: most)
        }
    }

    /// A sign's code, where it was written by its name.
    private static func code(_ sign: String, _ rules: Rules) -> String {
        rules.codes(.warningSigns).first { $0.name.zh == sign }?.code ?? sign
    }

    private mutating func readTime() {
        guard !report[.seenAt].isBlank else { return }
        do {
            seenAt = try TimeText.parse(report[.seenAt], relativeTo: CivilTime(now)).timestamp
            if seenAt > now + TimeText.slack { note(.seenAt, .timeInFuture) }
            if seenAt < now - .days(365) { note(.seenAt, .timeTooLongAgo) }
        } catch { note(.seenAt, .timeUnreadable) }
    }

    private mutating func readStake() {
        guard !report[.stake].isBlank else { return }
        do {
            stake = try AmountText.parse(report[.stake])
            if stake > Self.stakeMost { note(.stake, .amountTooLarge) }
        } catch { note(.stake, error.rule) }
    }

    private mutating func readPerson() {
        if !report[.identityNumber].isBlank {
            do { person.identityNumber = try IdentityNumber(report[.identityNumber]) } catch {
                note(.identityNumber, .idNumberInvalid)
            }
        }
        person.phone = readPhone(.phone)
        person.relativePhone = readPhone(.relativePhone)
        if report[.identityNumber].isBlank, report[.phone].isBlank { note(.phone, .unknownPerson) }
        (person.name, person.home, person.whereabouts) = (report[.name], report[.home], report[.whereabouts])
        person.relative = report[.relative]
        for (field, most) in [(SightingReport.Field.name, 60), (.home, 200), (.whereabouts, 200), (.relative, 60)] {
            checkText(field, most: most)
        }
        readPlace()
    }

    /// A unit's twelve digits or an area's six.
    private mutating func readPlace() {
        let text = report[.place].foldedToHalfWidth
        guard !text.isEmpty else { return }
        do { place = try UnitCode(text.count == 6 ? text + "000000" : text) } catch { note(.place, .unknownUnit) }
    }

    private mutating func readPhone(_ field: SightingReport.Field) -> PhoneNumber? {
        guard !report[field].isBlank else { return nil }
        do { return try PhoneNumber(report[field]) } catch {
            note(field, .phoneUnreadable)
            return nil
        }
    }

    private mutating func checkText(_ field: SightingReport.Field, most: Int) {
        if report[field].count > most { note(field, .textTooLong) }
        if !report[field].isPrintable { note(field, .unprintable) }
    }
}
