package import Journal
package import Primitives
internal import Storage

/// What models of this installation are trained on: statements that were read, with the type that a person left there.
package struct TrainingTexts: Sendable {
    /// One line for `reading train`.
    package struct Line: Sendable, Equatable, Codable {
        /// The statement; numbers, names, accounts and addresses that the reading finds are made unrecognizable.
        package let text: String
        package let label: String
        /// Fields whose value the taker did not leave as it was read.
        package let changed: [String]
    }

    private static let page = 200

    private let journal: Journal

    package init(_ journal: Journal) { self.journal = journal }

    /// Gives every line to `take`, in the order of entry, and records that it was done; returns their number.
    package func export(at now: Timestamp, _ take: (Line) throws -> Void) throws -> Int {
        var (after, count): (IncidentID?, Int) = (nil, 0)
        while true {
            let (readings, incidents) = try page(after: after)
            for reading in readings {
                guard let incident = incidents[reading.incident], let line = Self.line(reading, incident) else {
                    continue
                }
                try take(line)
                count += 1
            }
            guard readings.count == Self.page, let last = readings.last else { break }
            after = last.incident
        }
        let written = count
        guard let key = IdempotencyKey("reading/\(now.microseconds)") else { return written }
        return try journal.perform(key, by: .system("reading"), at: now, input: ["\(written)"]) { step in
            try step.record("reading.exported", on: "reading", detail: .object(["lines": .number(Int64(written))]))
            return written
        }
    }

    private func page(after: IncidentID?) throws -> ([CorrectedReading], [IncidentID: Incident]) {
        try journal.database.read { tx in
            let readings = try ReadingTable(tx).list(after: after, limit: Self.page)
            let incidents = try IncidentTable(tx).find(readings.map(\.incident))
            return (readings, Dictionary(incidents.map { ($0.id, $0) }) { first, _ in first })
        }
    }

    private static func line(_ reading: CorrectedReading, _ incident: Incident) -> Line? {
        guard let label = incident.fraudType, !incident.narrative.isBlank else { return nil }
        let statement = StatementReading(incident.narrative, day: CivilTime(incident.reportedAt).day)
        return Line(
            text: statement.unrecognizable(incident.narrative), label: label, changed: reading.changes.map(\.field))
    }
}

extension StatementReading {
    /// Kinds whose words point to a person or an account.
    private static let identifying: Set<String> = [
        "card", "account", "mobile", "phone", "id_number", "person", "qq", "wechat", "alipay", "meeting", "order",
        "flight", "wallet", "link", "host",
    ]

    /// The text that was read, with `0`, `某` and `x` in place of what points to somebody, as far as it was found.
    package func unrecognizable(_ text: String) -> String {
        var scalars = Array(text.unicodeScalars)
        for mark in marks where Self.identifying.contains(mark.kind) {
            for place in mark.range { scalars[place] = Self.covered(scalars[place]) }
        }
        return String(String.UnicodeScalarView(scalars))
    }

    private static func covered(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.properties.numericType != nil { return "0" }
        if scalar.properties.isIdeographic { return "某" }
        return scalar.properties.isAlphabetic ? "x" : scalar
    }
}
