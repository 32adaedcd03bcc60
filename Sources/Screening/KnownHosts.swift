package import Primitives
internal import Reading

/// Hosts that somebody reported, with the day of the report: a fact that has a date, where a model only has an opinion.
package struct KnownHosts: Sendable {
    /// One line of a list.
    package struct Entry: Sendable, Equatable {
        package let host: String
        /// Nil where the list does not say it.
        package let reported: CivilDay?

        package init(_ host: String, reported: CivilDay?) {
            self.host = host.lowercased()
            self.reported = reported
        }

        /// How long ago the report was.
        package func daysAgo(on day: CivilDay) -> Int? {
            reported.map { max(0, day.daysSince1970 - $0.daysSince1970) }
        }
    }

    private let entries: [String: Entry]

    /// Of several entries of a host the latest counts.
    package init(_ entries: [Entry] = []) {
        self.entries = Dictionary(entries.map { ($0.host, $0) }) { first, second in
            guard let day = second.reported else { return first }
            return first.reported.map { $0 >= day } ?? false ? first : second
        }
    }

    /// How many hosts are listed.
    package var count: Int { entries.count }

    /// The entry of `host`, or of the nearest host that it is under.
    package func entry(of host: String) -> Entry? {
        guard host.utf8.count <= HostName.lengthMost else { return nil }
        var rest = host[...]
        while true {
            if let entry = entries[String(rest)] { return entry }
            // By bytes: a mark behind a dot would make one character of both.
            guard let dot = rest.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
            rest = rest[rest.utf8.index(after: dot)...]
        }
    }
}

// MARK: lists as they are written

extension KnownHosts {
    /// What is wrong with a list, and where.
    package struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
        package enum Column: String, Sendable { case host, label, day }

        /// Counted from 1.
        package let line: Int
        package let column: Column
        package let found: String

        package var description: String {
            "line \(line), column \(column.rawValue): found \"\(found)\", expected \(column.expected)"
        }
    }

    /// From the rows of a list: host, label, and the day of the report where it is known. Ordinary hosts are left out, and so is a
    /// first row with the names of the columns.
    package init(rows: [[String]]) throws(Fault) {
        var entries: [Entry] = []
        for (index, row) in rows.enumerated() {
            guard let entry = try Self.entry(row, line: index + 1) else { continue }
            entries.append(entry)
        }
        self.init(entries)
    }

    /// How a list of hosts marks those of frauds, and the others.
    private static let frauds: Set<String> = ["1", "scam", "phishing"]
    private static let ordinary: Set<String> = ["0", "legitimate", "benign"]
    private static let heads: Set<String> = ["host", "url", "domain", "link"]

    private static func entry(_ row: [String], line: Int) throws(Fault) -> Entry? {
        guard row.contains(where: { !$0.isBlank }) else { return nil }
        var address = row.first ?? String()
        if line == 1, address.first == "\u{FEFF}" { address.removeFirst() }
        if line == 1, heads.contains(address.lowercased()) { return nil }
        let host = HostName.of(address)
        guard host.contains("."), host.utf8.count <= HostName.lengthMost, !host.contains(where: \.isWhitespace) else {
            throw Fault(line: line, column: .host, found: String(address.prefix(80)))
        }
        let label = row.count > 1 ? row[1].lowercased() : String()
        guard frauds.contains(label) || ordinary.contains(label) else {
            throw Fault(line: line, column: .label, found: String(label.prefix(80)))
        }
        let written = row.count > 2 ? row[2] : String()
        let day = written.isBlank ? nil : CivilDay(written)
        guard day != nil || written.isBlank else {
            throw Fault(line: line, column: .day, found: String(written.prefix(80)))
        }
        return frauds.contains(label) ? Entry(host, reported: day) : nil
    }
}

extension KnownHosts.Fault.Column {
    fileprivate var expected: String {
        switch self {
        case .host: "a host such as a.top, or a link"
        case .label: "1, scam or phishing for a fraud's; 0, legitimate or benign for another"
        case .day: "a day such as 2026-03-14, or nothing"
        }
    }
}
