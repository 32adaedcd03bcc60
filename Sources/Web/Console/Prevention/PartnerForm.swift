internal import Jurisdiction
internal import Prevention
internal import Primitives
internal import Recovery

/// What a partner's form asks for, and the report that it makes.
struct PartnerForm: Sendable {
    enum Name: String, Sendable, CaseIterable {
        case name, phone, identityNumber, purpose, stake, payee, whereabouts, place, note
        /// Of an operator: the number that calls him, how often, and for how many minutes.
        case caller, times, minutes, sourceNumber
    }

    let kind: Bank.Kind
    let rules: Rules

    var person: [Name] { kind == .carrier ? [.phone, .name] : [.name, .phone, .identityNumber, .purpose] }

    var seen: [Name] {
        kind == .carrier
            ? [.caller, .times, .minutes, .place, .whereabouts, .sourceNumber, .note]
            : [.stake, .payee, .whereabouts, .place, .note]
    }

    func isNeeded(_ name: Name) -> Bool {
        switch name {
        case .place: true
        case .caller, .phone: kind == .carrier
        case .whereabouts, .purpose: kind != .carrier
        case .name, .identityNumber, .stake, .payee, .note, .times, .minutes, .sourceNumber: false
        }
    }

    /// At the counter what moves money and what goes on at this moment; on the line what an operator can see.
    var signs: [Code] {
        let all = rules.codes(.warningSigns).sorted { ($0.grade ?? .low) > ($1.grade ?? .low) }
        guard kind == .carrier else { return all.filter { $0.family == .fund || $0.grade == .extreme } }
        return all.filter { Self.signsOfLine.contains($0.code) }
    }

    private static let signsOfLine: Set = ["TALKING_NOW", "CALLED_LONG", "CALLED_SHORT", "MESSAGE_RECEIVED"]

    func label(_ name: String, _ language: Language) -> String {
        if name == "whereabouts", kind != .carrier { return language(.branchWord) }
        return switch Name(rawValue: name) {
        case .purpose: language(.purposeOfTransfer)
        case .caller: language(.fraudCaller)
        case .times: language(.timesCalled)
        case .minutes: language(.minutesOnLine)
        case .place: language(.placeOfPerson)
        default: SightingReport.Field(rawValue: name).map { language(.sightingField($0)) } ?? name
        }
    }

    /// Throws `Problems` for what the form itself asks for; the rest the command says.
    func report(_ form: Form) throws(Problems) -> SightingReport {
        var problems = Name.allCases.filter {
            (person + seen).contains($0) && isNeeded($0) && form[$0.rawValue].isBlank
        }
        .map { FieldProblem($0.rawValue, .required) }
        for name in [Name.times, .minutes] where !form[name.rawValue].isBlank {
            let text = form[name.rawValue].foldedToHalfWidth
            if !text.isAllDigits || text.count > 6 {
                problems.append(FieldProblem(name.rawValue, .malformed, found: text))
            }
        }
        guard problems.isEmpty else { throw Problems(problems) }
        var report = SightingReport()
        let asked = kind == .carrier ? [] : rules.codes(.tellerQuestions).filter { form["ask-\($0.code)"] == "yes" }
        let ticked = signs.map(\.code).filter { form["sign-\($0)"] == "yes" }
        report[.signs] = Set(ticked + asked.compactMap(\.sign)).sorted().joined(separator: " ")
        report[.source] = kind == .carrier ? Sighting.Source.carrier.rawValue : Sighting.Source.counter.rawValue
        for field in [
            SightingReport.Field.name, .phone, .identityNumber, .stake, .payee, .whereabouts, .place, .sourceNumber,
        ]
        where (person + seen).map(\.rawValue).contains(field.rawValue) {
            report[field] = form[field.rawValue]
        }
        report[.note] = note(form, asked)
        return report
    }

    /// What was told that has no field of its own, in the words of the record.
    private func note(_ form: Form, _ asked: [Code]) -> String {
        var parts: [String] = []
        func add(_ label: Text, _ name: Name) {
            if !form[name.rawValue].isBlank { parts.append("\(label.zh)：\(form[name.rawValue])") }
        }
        if kind == .carrier {
            add(.fraudCaller, .caller)
            add(.timesCalled, .times)
            add(.minutesOnLine, .minutes)
        } else {
            add(.customerWord, .name)
            add(.purposeOfTransfer, .purpose)
        }
        if !asked.isEmpty { parts.append("\(Text.fiveQuestions.zh)：" + asked.map(\.name.zh).joined(separator: "、")) }
        if !form["note"].isBlank { parts.append(form["note"]) }
        return parts.joined(separator: "；")
    }
}
