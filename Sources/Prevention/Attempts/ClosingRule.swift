package import Jurisdiction
internal import Primitives

/// When a warning may be closed: the one place that says so, for every page, program and batch.
package enum ClosingRule {
    package enum Lack: String, Sendable, CaseIterable {
        /// Nobody was reached by any way, and the outcome speaks of somebody.
        case contact
        /// The last talk that came to something says otherwise.
        case resultDiffers
        case fraudType
        /// The grade asks for a visit and there was none that counts.
        case visit
        /// He had paid: there is no incident with an order yet.
        case incident
        /// Prevented without any money that was kept.
        case amount
        /// That nobody is there or that it was an error needs words, and so does a person who was never found: what was tried.
        case proof
        /// He was never found: too few tries, or nobody went there.
        case tries
        /// Only the lowest grade is closed by a message.
        case messageOnly
    }

    /// What is still missing for closing with `outcome`; empty when it may be closed.
    package static func lacks(
        _ outcome: Outcome, of warning: Warning, attempts: [Attempt], fraudType: String, note: String,
        _ rules: WarningRules
    ) -> [Lack] {
        var lacks: [Lack] = []
        let attempts = warning.sinceOpened(attempts)
        let talks = attempts.filter { $0.report.isReached }
        let hasMessage = talks.contains { !$0.channel.isByPerson && $0.target == .person }
        if outcome == .informed {
            if warning.highest > .low { lacks.append(.messageOnly) }
            return hasMessage ? lacks : lacks + [.contact]
        }
        if outcome.isWithoutPerson {
            if note.isBlank { lacks.append(.proof) }
            if outcome == .notFound, !wasSought(warning, attempts, rules) { lacks.append(.tries) }
            return lacks
        }
        if !talks.contains(where: \.channel.isByPerson) { lacks.append(.contact) }
        if let last = talks.last(where: { $0.report.result != nil })?.report.result, !agrees(last, outcome) {
            lacks.append(.resultDiffers)
        }
        if fraudType.isBlank { lacks.append(.fraudType) }
        if warning.needsVisit, !attempts.contains(where: \.isValidVisit) { lacks.append(.visit) }
        if outcome == .cheated, warning.incident == nil { lacks.append(.incident) }
        let kept = attempts.contains { outcome == .held ? $0.report.held.isPositive : $0.report.avoided.isPositive }
        if outcome.isPrevented, !kept { lacks.append(.amount) }
        return lacks
    }

    /// He was called as often as the rules ask, and somebody went there; in the lowest grade nobody need go.
    private static func wasSought(_ warning: Warning, _ attempts: [Attempt], _ rules: WarningRules) -> Bool {
        attempts.count { $0.channel == .call } >= rules.callsBeforeVisit
            && (warning.highest == .low || attempts.contains { $0.channel == .visit })
    }

    /// Money held on its way is a kind of dissuasion; everything else must be what was said last.
    private static func agrees(_ result: Attempt.Result, _ outcome: Outcome) -> Bool {
        result.outcome == outcome || (result == .dissuaded && outcome == .held)
    }
}
