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

    /// How a list of hosts marks those of frauds.
    private static let frauds: Set<String> = ["1", "scam", "phishing"]

    /// Longer names are none (RFC 1035).
    private static let lengthMost = 253

    private let entries: [String: Entry]

    /// Of several entries of a host the latest counts.
    package init(_ entries: [Entry] = []) {
        self.entries = Dictionary(entries.map { ($0.host, $0) }) { first, second in
            guard let day = second.reported else { return first }
            return first.reported.map { $0 >= day } ?? false ? first : second
        }
    }

    /// From the rows of a list: host, label, and the day of the report where it is known. Ordinary hosts are left out.
    package init(rows: [[String]]) {
        self.init(
            rows.filter { $0.count >= 2 && Self.frauds.contains($0[1]) }.map { row in
                Entry(HostName.of(row[0]), reported: row.count > 2 ? CivilDay(row[2]) : nil)
            })
    }

    /// The entry of `host`, or of the nearest host that it is under.
    package func entry(of host: String) -> Entry? {
        guard host.utf8.count <= Self.lengthMost else { return nil }
        var rest = host[...]
        while true {
            if let entry = entries[String(rest)] { return entry }
            guard let dot = rest.firstIndex(of: ".") else { return nil }
            rest = rest[rest.index(after: dot)...]
        }
    }
}
