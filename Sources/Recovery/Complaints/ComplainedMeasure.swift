internal import Access
internal import Jurisdiction
internal import Primitives
internal import Storage

/// The measure that a holder complains of, as far as a complaint needs it.
struct ComplainedMeasure {
    let id: String
    let kind: Complaint.Kind
    let incident: Incident
    let account: AccountID
    /// The lowest level of organ that may approve such a measure; nil where the leader on duty may.
    private let level: UnitCode.Level?

    /// Throws `Complaints.NotPossible.unknownMeasure`.
    static func load(_ id: String, _ tx: any Transaction, rules: Rules) throws -> ComplainedMeasure {
        if let stop = try StopPaymentID(id).flatMap({ try StopPaymentTable(tx).find($0) }) {
            return try ComplainedMeasure(id, .stop, stop.incident, stop.account, .stopPayment, tx, rules)
        }
        if let hold = try ProtectiveHoldID(id).flatMap({ try ProtectiveHoldTable(tx).find($0) }) {
            return try ComplainedMeasure(id, .hold, hold.incident, hold.account, .protectiveHold, tx, rules)
        }
        guard let freeze = try FreezeID(id).flatMap({ try FreezeTable(tx).find($0) }) else {
            throw Complaints.NotPossible.unknownMeasure
        }
        return ComplainedMeasure(
            id: id, kind: .freeze, incident: try IncidentTable(tx).require(freeze.incident), account: freeze.account,
            level: freeze.kind.approval(rules).unitLevel)
    }

    private init(
        _ id: String, _ kind: Complaint.Kind, _ incident: IncidentID, _ account: AccountID, _ measure: Measure,
        _ tx: any Transaction, _ rules: Rules
    ) throws {
        self.init(
            id: id, kind: kind, incident: try IncidentTable(tx).require(incident), account: account,
            level: rules.approval(of: measure).unitLevel)
    }

    private init(id: String, kind: Complaint.Kind, incident: Incident, account: AccountID, level: UnitCode.Level?) {
        self.id = id
        self.kind = kind
        self.incident = incident
        self.account = account
        self.level = level
    }

    /// The lowest level of organ whose head may answer: the one that may approve such a measure, or the higher one that
    /// this was put before, a renewal by the major term being one. A head below it does not judge what stood above him.
    func levelOfAnswer(_ tx: any Transaction) throws -> UnitCode.Level? {
        let approved = try ApprovalTable(tx).about(subject: id, limit: 50).filter { $0.state == .approved }
        return (approved.map(\.lowestLevel) + [level]).compactMap(\.self).min()
    }
}
