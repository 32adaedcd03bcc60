internal import Jurisdiction
internal import Prevention
internal import Primitives
internal import Screening

/// One message, call, chat or host of a stream, as it was written, with the person who got or opened it.
package struct ScreeningItem: WrittenFields, Sendable, Equatable, Codable {
    package enum Field: String, Sendable, CaseIterable {
        /// `from` is who sent it or called, `place` where the person is: a unit's twelve digits or an area's six.
        case id, at, kind, phone, from, place, text, host
    }

    package var fields: [String: String]

    package init(fields: [String: String]) { self.fields = fields }

    /// Characters of the longest text and of the longest address.
    package static let textMost = 20_000
    package static let hostMost = 2_000

    /// The number that it has at whoever sends it; the same again is the same item.
    var id: String { self[.id] }
    var place: String { self[.place] }
    private var kind: ScreenedKind? { ScreenedKind(rawValue: self[.kind]) }
    private var content: Field { kind == .host ? .host : .text }

    /// What is wrong with it beside what a report of a sighting names.
    var problems: [FieldProblem] {
        var problems: [FieldProblem] = []
        for field in [.id, .at, .kind, .phone] + (kind == nil ? [] : [content]) where self[field].isBlank {
            problems.append(FieldProblem(field.rawValue, .required))
        }
        if kind == nil, !self[.kind].isBlank { problems.append(FieldProblem("kind", .malformed, found: self[.kind])) }
        let other = content == .host ? Field.text : .host
        if kind != nil, !self[other].isEmpty { problems.append(FieldProblem(other.rawValue, .unknownColumn)) }
        for (field, most) in [(Field.text, Self.textMost), (.host, Self.hostMost), (.from, 60)]
        where self[field].count > most {
            problems.append(FieldProblem(field.rawValue, .textTooLong, found: "\(self[field].count)"))
        }
        if content == .host, self[.host].count <= Self.hostMost, Screener.isTooLong(host: self[.host]) {
            problems.append(FieldProblem("host", .textTooLong, found: "\(self[.host].count)"))
        }
        if !self[.from].isPrintable { problems.append(FieldProblem("from", .unprintable, found: self[.from])) }
        if self[.host].contains(where: \.isWhitespace) || !self[.host].isPrintable {
            problems.append(FieldProblem("host", .malformed, found: self[.host]))
        }
        return problems
    }

    func assessed(by screener: Screener) -> Assessment? { kind.map { screener.assess(self[content], $0) } }

    /// What a report says of the person before it is known why.
    var report: SightingReport {
        SightingReport([.sourceNumber: id, .seenAt: self[.at], .phone: self[.phone], .place: place])
    }

    /// As it is reported where it reached the threshold: the reasons stand in the note, the text does not.
    func report(of assessment: Assessment, _ rules: Rules) -> SightingReport {
        var report = report
        report[.signs] = assessment.sign
        if let type = assessment.type, type.isSure, rules.code(type.code, in: .fraudTypes) != nil {
            report[.fraudType] = type.code
        }
        let pieces = assessment.pieces.filter { $0.points > 0 }
        let reasons = pieces.map { "\($0.reason.zh)（\($0.points) 分）" }.joined(separator: "；")
        let sender = self[.from].isBlank ? String() : "；来自 \(self[.from])"
        let note = "筛查 \(assessment.points) 分，\(assessment.warnFrom) 分起预警：\(reasons)\(sender)"
        report[.note] = String(note.prefix(Self.noteMost))
        return report
    }

    private static let noteMost = 2_000

    /// The same problem, named by the item's own field.
    static func renamed(_ problem: FieldProblem) -> FieldProblem {
        let names = ["sourceNumber": "id", "seenAt": "at"]
        return FieldProblem(names[problem.field] ?? problem.field, problem.rule, found: problem.found)
    }
}
