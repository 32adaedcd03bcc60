internal import Foundation
internal import Primitives

extension Pack {
    /// Reads a pack; the error lists everything that is wrong, not only the first.
    package static func read(_ text: String) throws(Invalid) -> Pack {
        let json: JSON
        do {
            json = try CanonicalJSON.decode(from: text)
        } catch {
            throw Invalid(problems: [Problem(path: "", found: "\(error)", expected: "JSON with whole numbers only")])
        }
        var reader = PackReader()
        let pack = reader.pack(JSONPlace(json, path: ""))
        guard reader.problems.isEmpty, let pack else { throw Invalid(problems: reader.problems) }
        return pack
    }
}

/// A value in a JSON document and where it stands.
struct JSONPlace {
    let json: JSON?
    let path: String

    init(_ json: JSON?, path: String) {
        self.json = json
        self.path = path
    }

    subscript(key: String) -> JSONPlace { JSONPlace(json?[key], path: path.isEmpty ? key : "\(path).\(key)") }

    /// The value as it is written, for the problem's text.
    var found: String {
        guard let json else { return "nothing" }
        do {
            let text = try CanonicalJSON.text(json)
            return text.count <= 60 ? text : text.prefix(57) + "…"
        } catch {
            return "\(error)"
        }
    }

    var items: [JSONPlace]? {
        guard case .array(let items)? = json else { return nil }
        return items.enumerated().map { JSONPlace($0.element, path: "\(path)[\($0.offset)]") }
    }

    var members: [(key: String, place: JSONPlace)]? {
        guard case .object(let members)? = json else { return nil }
        return members.keys.sorted().map { ($0, self[$0]) }
    }
}

/// Reads the parts of a pack and collects what is wrong with them.
struct PackReader {
    private(set) var problems: [Pack.Problem] = []

    /// What every dated thing has.
    struct Dating {
        var basis: String
        var mark: Mark
        var from: CivilDay
        var until: CivilDay?
    }

    mutating func pack(_ root: JSONPlace) -> Pack? {
        refuseUnknownKeys(root, ["name", "version", "from", "calendar", "rules", "codes", "notices"])
        let name = text(root["name"])
        let version = text(root["version"])
        let from = day(root["from"])
        let off = days(root["calendar"]["daysOff"])
        let worked = days(root["calendar"]["daysWorked"])
        for both in off.intersection(worked).sorted() {
            report(root["calendar"], found: "\(both) in both lists", "each day in one list only")
        }
        let start = from ?? CivilDay(daysSince1970: 0)
        var contents = Pack.Contents()
        contents.rules = rules(root["rules"], from: start)
        contents.codes = codes(root["codes"], from: start)
        contents.notices = notices(root["notices"], from: start)
        guard let name, let version, let from else { return nil }
        let calendar = WorkCalendar(daysOff: off, daysWorked: worked)
        return Pack(name: name, version: version, from: from, calendar: calendar, contents: contents)
    }

    mutating func report(_ place: JSONPlace, found: String? = nil, _ expected: String) {
        problems.append(Pack.Problem(path: place.path, found: found ?? place.found, expected: expected))
    }

    mutating func text(_ place: JSONPlace) -> String? {
        guard let text = place.json?.string, !text.isEmpty else {
            report(place, "a text that is not empty")
            return nil
        }
        return text
    }

    mutating func day(_ place: JSONPlace) -> CivilDay? {
        guard let text = place.json?.string, let day = CivilDay(text) else {
            report(place, "a day such as \"2016-03-18\"")
            return nil
        }
        return day
    }

    mutating func choice<T: RawRepresentable & CaseIterable>(_ place: JSONPlace, of type: T.Type = T.self) -> T?
    where T.RawValue == String {
        guard let text = place.json?.string, let value = T(rawValue: text) else {
            report(place, "one of " + T.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))
            return nil
        }
        return value
    }

    mutating func list(_ place: JSONPlace) -> [JSONPlace] {
        guard let items = place.items else {
            report(place, "a list")
            return []
        }
        return items
    }

    mutating func refuseUnknownKeys(_ place: JSONPlace, _ known: Set<String>) {
        guard let members = place.members else { return report(place, "an object") }
        for (key, member) in members where !known.contains(key) {
            report(member, found: "an unknown key", "one of " + known.sorted().joined(separator: ", "))
        }
    }

    /// Reads basis, mark and days; what `defaults` has may be left out.
    mutating func dating(_ place: JSONPlace, defaults: Dating? = nil) -> Dating? {
        let basis = place["basis"].json == nil ? defaults?.basis : nil
        let mark = place["mark"].json == nil ? defaults?.mark : nil
        let from = place["from"].json == nil ? defaults?.from : nil
        let foundBasis = basis ?? text(place["basis"])
        let foundMark = mark ?? choice(place["mark"], of: Mark.self)
        let foundFrom = from ?? day(place["from"])
        let until = place["until"].json == nil ? defaults?.until : day(place["until"])
        guard let foundBasis, let foundMark, let foundFrom else { return nil }
        if let until, until < foundFrom { report(place["until"], "a day not before \(foundFrom)") }
        return Dating(basis: foundBasis, mark: foundMark, from: foundFrom, until: until)
    }

    private mutating func days(_ place: JSONPlace) -> Set<CivilDay> {
        Set(list(place).compactMap { day($0) })
    }
}
