package import Jurisdiction
package import Primitives

/// When an operator may be asked to suspend a person's line: the one place that says so.
package enum SuspensionRule {
    package enum Lack: String, Sendable, CaseIterable {
        case notOpen
        /// Nothing that counts was seen lately that says that the fraudster has him on the line.
        case notTalking
        case noPhone
        /// No operator stands in the register.
        case noCarrier
        /// Another request about the number is not over.
        case alreadyAsked
    }

    /// What stands in the way; empty when it may be asked.
    package static func lacks(
        _ warning: Warning, seen: [Sighting], live: LineSuspension?, carriers: Int, at now: Timestamp, _ rules: Rules
    ) -> [Lack] {
        var lacks: [Lack] = []
        if warning.state != .open { lacks.append(.notOpen) }
        if !seen.contains(where: { saysNow($0, at: now, rules) }) { lacks.append(.notTalking) }
        if warning.person.phone == nil { lacks.append(.noPhone) }
        if carriers == 0 { lacks.append(.noCarrier) }
        if live != nil { lacks.append(.alreadyAsked) }
        return lacks
    }

    /// A relative's word that nobody has called back about, or that was not true, cuts nobody off.
    private static func saysNow(_ sighting: Sighting, at now: Timestamp, _ rules: Rules) -> Bool {
        guard sighting.verification == nil || sighting.verification == .confirmed,
            sighting.seenAt > now - rules.warning.lineSeenMax
        else { return false }
        return sighting.signs.contains { rules.code($0, in: .warningSigns)?.isOnLine ?? false }
    }
}
