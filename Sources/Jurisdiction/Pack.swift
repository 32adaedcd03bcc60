internal import Foundation
package import Primitives
internal import Synchronization

/// The law of one country as dated data: rules, codes, notices and the working calendar. Valid by construction.
package struct Pack: Sendable {
    /// `cn`.
    package let name: String
    /// What changes when any word of the pack does; shown beside figures.
    package let version: String
    /// The first day that the pack knows the rules of.
    package let from: CivilDay
    package let calendar: WorkCalendar
    let rules: [RuleID: [Rule]]
    let codes: [CodeList: [Code]]
    let notices: [Notice]
    private let today = Today()

    init(name: String, version: String, from: CivilDay, calendar: WorkCalendar, contents: Contents) {
        self.name = name
        self.version = version
        self.from = from
        self.calendar = calendar
        rules = contents.rules
        codes = contents.codes
        notices = contents.notices
    }

    struct Contents {
        var rules: [RuleID: [Rule]] = [:]
        var codes: [CodeList: [Code]] = [:]
        var notices: [Notice] = []
    }

    /// The pack `cn` that the program carries.
    package static let builtIn: Pack = {
        do {
            return try read(String(decoding: PackageResources.cn_json, as: UTF8.self))
        } catch {
            preconditionFailure("the built-in pack: \(error)")
        }
    }()

    /// The pack in a file; everything that is wrong with it is in the error.
    package static func load(_ path: String) throws(Invalid) -> Pack {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw Invalid(problems: [Problem(path: path, found: "no readable file", expected: "a pack in JSON")])
        }
        return try read(String(decoding: bytes, as: UTF8.self))
    }

    /// The rules of one day; a day before the pack's first is answered with that first day.
    package func rules(on day: CivilDay) -> Rules {
        let day = max(day, from)
        return today.value.withLock { kept in
            if let kept, kept.day == day { return kept }
            let made = Rules(of: self, on: day)
            kept = made
            return made
        }
    }

    /// Every version of a rule, the earliest first.
    package func history(of id: RuleID) -> [Rule] { rules[id] ?? [] }

    package var deadlines: Deadlines { Deadlines(calendar: calendar) }

    /// The rules asked for last: nearly always those of the present day.
    private final class Today: Sendable {
        let value = Mutex<Rules?>(nil)
    }
}

extension Pack {
    /// The same law with another length of a term, for stories in which half a year is too long to wait for.
    package func with(_ id: RuleID, _ term: Term) -> Pack {
        var contents = Contents(rules: rules, codes: codes, notices: notices)
        contents.rules[id] = rules[id]?.map { rule in
            Rule(
                id: id, value: .term(term), basis: rule.basis, mark: rule.mark, validFrom: rule.validFrom,
                validUntil: rule.validUntil)
        }
        return Pack(name: name, version: version, from: from, calendar: calendar, contents: contents)
    }

    /// One thing that is wrong with a pack.
    package struct Problem: Sendable, Hashable, CustomStringConvertible {
        /// Where it stands: `rules[3].value`.
        package let path: String
        package let found: String
        /// What would be right there.
        package let expected: String

        package var description: String { "\(path): found \(found); expected \(expected)" }
    }

    /// All that is wrong with a pack.
    package struct Invalid: Error, Sendable, CustomStringConvertible {
        package let problems: [Problem]

        package var description: String { problems.map(\.description).joined(separator: "\n") }
    }
}
