package import Journal
package import Primitives

/// The journal's entries on an incident in the words of the field, the newest first.
package struct IncidentHistory {
    /// One line of the timeline.
    package struct Line: Sendable, Equatable {
        package var at: Timestamp
        package var words: String
        package var ground: String
        /// We acted; else the bank or the clock did.
        package var isOurs: Bool

        package init(at: Timestamp, words: String, ground: String = "", isOurs: Bool = false) {
            self.at = at
            self.words = words
            self.ground = ground
            self.isOurs = isOurs
        }
    }

    /// How the things and people that entries name are called.
    package struct Names {
        /// By id: the account of a measure or act, with its bank.
        package var things: [String: String] = [:]
        package var people: [String: String] = [:]
        package var codes: [String: String] = [:]
        /// The police among the people, as the journal names them.
        package var ours: Set<String> = []

        package init(
            things: [String: String] = [:], people: [String: String] = [:], codes: [String: String] = [:],
            ours: Set<String> = []
        ) {
            self.things = things
            self.people = people
            self.codes = codes
            self.ours = ours
        }
    }

    let names: Names
    let language: Language

    package init(names: Names, language: Language) {
        self.names = names
        self.language = language
    }

    /// What a page need not tell: that a message left, what is told again at once by what follows it.
    private static let silent: Set = ["bank.sent", "approval.requested", "approval.approved"]

    /// Entries of one act at one moment are one line; what was ordered as soon as it was asked for is told once.
    package func lines(_ entries: [Entry]) -> [Line] {
        let ordered = Set(
            entries.filter { $0.act.hasSuffix(".ordered") }.map { "\($0.subject)@\($0.at.microseconds)" })
        var groups: [[Entry]] = []
        for entry in entries where !Self.silent.contains(entry.act) {
            let isToldBelow =
                entry.act.hasSuffix(".requested") && ordered.contains("\(entry.subject)@\(entry.at.microseconds)")
            if isToldBelow { continue }
            let same = groups.lastIndex { $0[0].at == entry.at && told($0[0]) == told(entry) }
            if let same { groups[same].append(entry) } else { groups.append([entry]) }
        }
        return groups.compactMap(line)
    }

    /// The act as it is told: a bank that executes an extension reports the same state again.
    private func told(_ entry: Entry) -> String {
        guard entry.act == "stopPayment.executed", entry.json["before"]?.string == "executed" else { return entry.act }
        return "stopPayment.extended"
    }

    private func line(_ group: [Entry]) -> Line? {
        let first = group[0]
        if first.act == "incident.traced" { return tracedLine(first) }
        let things = group.compactMap { names.things[$0.subject] }.reduce(into: [String]()) { all, name in
            if !all.contains(name) { all.append(name) }
        }
        let named = things.prefix(3).joined(separator: language == .zh ? "、" : ", ")
        let shown = things.count > 3 ? language(.andMore(named, things.count)) : named
        let words = Text.happened(told(first), on: shown, many: group.count).map { language($0) } ?? first.act
        return Line(at: first.at, words: words, ground: ground(group), isOurs: names.ours.contains(first.actor.text))
    }

    private func tracedLine(_ entry: Entry) -> Line {
        let after = entry.json["after"]
        func amount(_ name: String) -> String { Money(fen: after?[name]?.number ?? 0).description }
        return Line(
            at: entry.at, words: language(.traced(amount("held"), amount("atLarge"), amount("exited"))),
            ground: language(.bySystem))
    }

    /// The second line: sums, reason or code, and who did it.
    private func ground(_ group: [Entry]) -> String {
        let first = group[0]
        var parts: [String] = []
        let held = group.compactMap { $0.json["held"]?.number }.reduce(0, +)
        if held > 0 { parts.append(language(.heldSum(Money(fen: held).description))) }
        if let rows = first.json["rows"]?.number { parts.append(language(.rowsReceived(rows))) }
        if let number = first.json["number"]?.string { parts.append(language(.receipt(number))) }
        if let reason = first.reason, !reason.isEmpty, reason != Self.done { parts.append(self.reason(reason)) }
        parts.append(names.people[first.actor.text] ?? language(.bySystem))
        return parts.joined(separator: " · ")
    }

    /// The bank's code for what went as asked; it need not be told.
    private static let done = "0000"

    private func reason(_ reason: String) -> String {
        if reason.hasPrefix("aut-") { return language(.underAuthority) }
        if let name = names.codes[reason] { return "\(reason) \(name)" }
        if reason.hasPrefix("timesUsedUp") { return language(.cannotStopAgain) }
        if reason == "traceMovedOn" { return language(.traceMovedOn) }
        return reason
    }
}

extension Entry {
    /// What changed; nothing where it cannot be read.
    var json: JSON {
        do { return try CanonicalJSON.decode(from: detail) } catch { return .object([:]) }
    }
}
