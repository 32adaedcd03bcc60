internal import Primitives

extension PackReader {
    /// All rules by id, each with its versions in order, without gap or overlap from the pack's first day on.
    mutating func rules(_ place: JSONPlace, from start: CivilDay) -> [RuleID: [Rule]] {
        var versions: [RuleID: [(rule: Rule, place: JSONPlace)]] = [:]
        for item in list(place) {
            if let rule = rule(item) { versions[rule.id, default: []].append((rule, item)) }
        }
        for id in RuleID.allCases {
            guard let found = versions[id] else {
                report(
                    place, found: "no rule \"\(id.rawValue)\"", "at least one version of it, with \(id.kind.example)")
                continue
            }
            let spans = found.map { Span(from: $0.rule.validFrom, until: $0.rule.validUntil, place: $0.place) }
            checkCover(spans, from: start, of: id.rawValue)
        }
        return versions.mapValues { $0.map(\.rule).sorted { $0.validFrom < $1.validFrom } }
    }

    private mutating func rule(_ place: JSONPlace) -> Rule? {
        refuseUnknownKeys(place, ["id", "value", "lastDay", "basis", "mark", "from", "until"])
        guard let id = ruleID(place["id"]) else { return nil }
        let value = value(place, of: id.kind)
        guard let dating = dating(place), let value else { return nil }
        return Rule(
            id: id, value: value, basis: dating.basis, mark: dating.mark, validFrom: dating.from,
            validUntil: dating.until)
    }

    private mutating func ruleID(_ place: JSONPlace) -> RuleID? {
        if let text = place.json?.string, let id = RuleID(rawValue: text) { return id }
        report(place, "the id of a rule that the program knows")
        return nil
    }

    /// So large that no rule comes near, and small enough to reckon with.
    private static let countMost: Int64 = 2_000_000_000

    private mutating func value(_ place: JSONPlace, of kind: RuleID.Kind) -> RuleValue? {
        let json = place["value"].json
        let value: RuleValue? =
            switch kind {
            case .duration: json?.string.flatMap { Duration(ruleText: $0) }.map(RuleValue.duration)
            case .durations: Self.durations(place["value"]).map(RuleValue.durations)
            case .messages: Self.messages(place["value"]).map(RuleValue.messages)
            case .term: term(place).map(RuleValue.term)
            case .count: json?.number.flatMap { (1...Self.countMost).contains($0) ? .count(Int($0)) : nil }
            case .money: json?.number.flatMap { $0 >= 0 ? .money(Money(fen: $0)) : nil }
            case .approval: json?.string.flatMap(ApprovalLevel.init).map(RuleValue.approval)
            }
        if value == nil { report(place["value"], kind.example) }
        if kind != .term, place["lastDay"].json != nil {
            report(place["lastDay"], "nothing: only terms in days have it")
        }
        return value
    }

    private mutating func term(_ place: JSONPlace) -> Term? {
        let lastDay = place["lastDay"].json == nil ? .stays : choice(place["lastDay"], of: Term.LastDay.self) ?? .stays
        return place["value"].json?.string.flatMap { Term($0, lastDay: lastDay) }
    }

    private static func durations(_ place: JSONPlace) -> [Duration]? {
        let found = place.items?.map { $0.json?.string.flatMap { Duration(ruleText: $0) } }
        guard let found, !found.isEmpty else { return nil }
        let durations = found.compactMap(\.self)
        return durations.count == found.count ? durations : nil
    }

    /// Kinds of messages, each once; none at all where no message goes out.
    private static func messages(_ place: JSONPlace) -> [MessageKind]? {
        guard let found = place.items?.map({ $0.json?.string.flatMap(MessageKind.init) }) else { return nil }
        let kinds = found.compactMap(\.self)
        return kinds.count == found.count && Set(kinds).count == kinds.count ? kinds : nil
    }
}

extension PackReader {
    /// From when until when one version holds.
    struct Span {
        let from: CivilDay
        let until: CivilDay?
        let place: JSONPlace
    }

    /// Versions must follow each other day on day, the first from the pack's first day at the latest, the last without end.
    mutating func checkCover(_ spans: [Span], from start: CivilDay, of name: String) {
        let spans = spans.sorted { $0.from < $1.from }
        checkNoOverlap(spans, of: name)
        if let first = spans.first, first.from > start {
            report(first.place["from"], "\(start) or before, or an earlier version of \(name)")
        }
        for (span, next) in zip(spans, spans.dropFirst()) {
            guard let until = span.until, until.adding(days: 1) < next.from else { continue }
            report(next.place["from"], "\(until.adding(days: 1)), so that \(name) has no gap")
        }
        if let last = spans.last, let until = last.until {
            report(last.place["until"], "nothing, or a version of \(name) from \(until.adding(days: 1))")
        }
    }

    mutating func checkNoOverlap(_ spans: [Span], of name: String) {
        let spans = spans.sorted { $0.from < $1.from }
        for (span, next) in zip(spans, spans.dropFirst()) where (span.until ?? next.from) >= next.from {
            report(
                span.place["until"],
                "\(next.from.adding(days: -1)) or before: the next version of \(name) begins \(next.from)")
        }
    }
}

extension RuleID.Kind {
    /// What a value of this kind looks like in a pack.
    var example: String {
        switch self {
        case .duration: "a duration such as \"48 h\", \"30 min\", \"2 s\", of a hundred years at most"
        case .durations: "a list of durations such as [\"12 h\", \"1 h\"]"
        case .messages:
            "a list, without repetition, of "
                + MessageKind.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        case .term: "a term such as \"30 d\", \"3 wd\", \"6 mo\", of a hundred years at most"
        case .count: "a whole number above zero, 2000000000 at most"
        case .money: "an amount in fen, not negative"
        case .approval: "one of " + ApprovalLevel.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        }
    }
}
