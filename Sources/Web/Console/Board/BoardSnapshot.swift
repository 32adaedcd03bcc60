package import Access
package import Journal
package import Jurisdiction
package import Primitives
package import Recovery
package import Storage
package import Wire

/// The records behind the board of one unit, read at one moment; sums are those kept at the last trace of each incident.
package struct BoardSnapshot: Sendable {
    package let incidents: [Incident]
    package let count: Int
    package let flow: FlowSums
    package let victims: [IncidentID: [Victim]]
    package let missingFacts: [IncidentID: Int]
    package let unanswered: [UnansweredAct]
    package let unansweredOf: [IncidentID: [UnansweredAct]]
    package let approvals: [String: [Approval]]
    package let ends: [IncidentID: Timestamp]
    package let ending: [StopPayment]
    package let endingFreezes: [Freeze]
    package let answers: [(bank: String, kind: BankOrder.Kind, took: Duration, at: Timestamp)]
    package let reviews: [AuthorityReview]
    package let complaints: [Complaint]
    package let aids: [HardshipAid]
    package let entries: [Entry]
    package let banks: [String: Bank]
    package let people: [String: User]
    package let units: [UnitCode: String]
    package let now: Timestamp
    package let rules: Rules

    /// How many incidents are read to be ranked; the equation counts them all.
    package static let incidentsMost = 500
    /// How far back the banks' answer times are counted.
    package static let shift = Duration.hours(12)
    private static let answersMost = 5000
    private static let listMost = 200

    /// Reads the board of `principal`'s reach; throws `Refusal`.
    package static func load(
        by principal: Principal, onlyOwn: Bool, at now: Timestamp, rules: Rules, in tx: any Transaction
    ) throws -> BoardSnapshot {
        guard let unit = principal.unit else { throw Refusal.notPermitted(.readIncident) }
        try principal.permit(.readIncident, in: unit, bank: nil)
        let all = try IncidentTable(tx).open(under: unit, limit: incidentsMost)
        let incidents = onlyOwn ? all.filter { $0.taker == principal.actor.id } : all
        let (count, flow) = try IncidentTable(tx).openSums(under: unit)
        let ids = incidents.map(\.id)
        let approvals = try ApprovalTable(tx).waiting(topics: ids.map(\.description))
        let actors = Set(incidents.map(\.taker) + approvals.map(\.maker.id)).compactMap { UserID($0) }.sorted()
        let unanswered = try BankActTable(tx).unanswered(of: ids)
        let units = try UnitTable(tx).find(Set(incidents.map(\.unit)).sorted())
        return BoardSnapshot(
            incidents: incidents, count: onlyOwn ? incidents.count : Int(count),
            flow: onlyOwn ? sum(incidents) : flow,
            victims: Dictionary(grouping: try IncidentTable(tx).victims(of: ids), by: \.incident),
            missingFacts: try IncidentTable(tx).missingFacts(of: ids),
            unanswered: unanswered, unansweredOf: Dictionary(grouping: unanswered, by: \.incident),
            approvals: Dictionary(grouping: approvals, by: { $0.topic ?? "" }),
            ends: try StopPaymentTable(tx).firstEnds(of: ids),
            ending: try StopPaymentTable(tx).ending(
                before: now + (rules.stopPaymentWarnBefore.max() ?? .zero), under: unit, limit: listMost),
            endingFreezes: try FreezeTable(tx).ending(
                after: nil, before: now + (rules.freezeWarnBefore.max() ?? .zero), under: unit, limit: listMost),
            answers: try BankActTable(tx).answerTimes(since: now - shift, limit: answersMost),
            reviews: try AuthorityTable(tx).waitingReviews(under: unit, limit: listMost),
            complaints: try ComplaintTable(tx).waiting(under: unit, limit: listMost),
            aids: try HardshipAidTable(tx).waiting(under: unit, limit: listMost),
            entries: try EntryTable(tx).newest(before: nil, limit: listMost),
            banks: Dictionary(uniqueKeysWithValues: try AccountTable(tx).banks().map { ($0.code, $0) }),
            people: Dictionary(
                uniqueKeysWithValues: try UserTable(tx).find(actors).map { ($0.id.description, $0) }),
            units: Dictionary(uniqueKeysWithValues: units.map { ($0.code, $0.name) }), now: now, rules: rules)
    }

    private static func sum(_ incidents: [Incident]) -> FlowSums {
        incidents.map(\.flow).reduce(.zero, +)
    }
}
