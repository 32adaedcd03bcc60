package import Primitives

/// How long holders waited for their answer and how often they were right, for one unit and one kind of measure.
package struct ComplaintFigures: Sendable, Equatable {
    /// What one figure counts; the list behind it shows the same.
    package enum Counted: String, Sendable, CaseIterable {
        case received, waiting, overdue, answered, late, upheld

        package func holds(_ complaint: Complaint, at now: Timestamp) -> Bool {
            switch self {
            case .received: true
            case .waiting: complaint.state == .waiting
            case .overdue: complaint.state == .waiting && complaint.due < now
            case .answered: complaint.decidedAt != nil
            case .late: complaint.decidedAt.map { $0 > complaint.due } ?? false
            case .upheld: complaint.state == .upheld
            }
        }
    }

    package let unit: UnitCode
    package let kind: Complaint.Kind
    package let counts: [Counted: Int]
    /// From receipt to answer, of those answered: the middle one, and the longest.
    package let median: Duration?
    package let longest: Duration?

    /// One for each unit and kind that has any, in the order of the units' codes.
    package static func of(_ complaints: [(complaint: Complaint, unit: UnitCode)], at now: Timestamp) -> [Self] {
        let grouped = Dictionary(grouping: complaints.filter { $0.complaint.kind != nil }) {
            "\($0.unit.text) \($0.complaint.measure.prefix(3))"
        }
        return grouped.sorted { $0.key < $1.key }.compactMap { _, group in
            guard let first = group.first, let kind = first.complaint.kind else { return nil }
            return Self(unit: first.unit, kind: kind, group.map(\.complaint), at: now)
        }
    }

    private init(unit: UnitCode, kind: Complaint.Kind, _ complaints: [Complaint], at now: Timestamp) {
        self.unit = unit
        self.kind = kind
        counts = Dictionary(
            uniqueKeysWithValues: Counted.allCases.map { counted in
                (counted, complaints.count { counted.holds($0, at: now) })
            })
        let waits = complaints.compactMap { one in one.decidedAt.map { $0 - one.receivedAt } }.sorted()
        median = waits.isEmpty ? nil : waits[(waits.count - 1) / 2]
        longest = waits.last
    }
}
