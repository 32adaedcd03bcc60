package import Access
package import Journal
internal import Jurisdiction
package import Prevention
package import Primitives
package import Screening

/// Screens what partners and programs send in streams. What reaches the threshold becomes a sighting of the person by the same
/// command as any other; of all else nothing is kept but how much it was.
package struct Screenings: Sendable {
    private let journal: Journal
    private let pack: Pack
    private let warnings: Warnings
    private let partners: PartnerWarnings
    private let hosts: KnownHosts

    init(_ journal: Journal, _ pack: Pack, _ warnings: Warnings, _ partners: PartnerWarnings, _ hosts: KnownHosts) {
        self.journal = journal
        self.pack = pack
        self.warnings = warnings
        self.partners = partners
        self.hosts = hosts
    }

    /// Items of one call.
    package static let itemsMost = 1_000

    /// What became of one item: what was found out, and the warning that the person is in; or what is wrong with it.
    package struct Screened: Sendable {
        package let assessment: Assessment?
        package let received: Warnings.Received?
        package let problems: [FieldProblem]
    }

    /// Takes each item whole or not at all; one that was taken before under its id changes nothing.
    ///
    /// The journal gets how many there were of each kind and verdict: no person, no text.
    package func screen(
        _ items: [ScreeningItem], by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> [Screened] {
        try principal.permit(principal.bank == nil ? .enterWarning : .reportWarning, in: nil, bank: principal.bank)
        let rules = pack.rules(on: CivilTime(now).day)
        let screener = Screener(rules, hosts: hosts)
        let read = items.map { item in
            let problems = item.problems + reportProblems(item, by: principal, rules, at: now)
            return (item: item, assessment: problems.isEmpty ? item.assessed(by: screener) : nil, problems: problems)
        }
        let found = read.compactMap(\.assessment)
        if !found.isEmpty {
            try journal.perform(key, by: principal.actor, at: now, input: items) { step in
                try step.record(
                    "stream.screened", on: principal.bank ?? principal.unit?.text ?? String(),
                    detail: Self.counts(found))
                return Nothing()
            }
        }
        return try read.map { item, assessment, problems in
            guard let assessment, assessment.verdict == .warned else {
                return Screened(assessment: assessment, received: nil, problems: problems)
            }
            return try receive(item, assessment, by: principal, key: key, rules, at: now)
        }
    }

    private static func counts(_ assessments: [Assessment]) -> JSON {
        let names = assessments.flatMap { ["kind.\($0.kind.rawValue)", "verdict.\($0.verdict.rawValue)"] }
        let counts = Dictionary(names.map { ($0, Int64(1)) }, uniquingKeysWith: +)
        return .object(counts.mapValues(JSON.number))
    }

    private func reportProblems(
        _ item: ScreeningItem, by principal: Principal, _ rules: Rules, at now: Timestamp
    ) -> [FieldProblem] {
        var report = item.report
        report[.source] = Sighting.Source.other.rawValue
        report[.signs] = rules.codes(.warningSigns).first?.code ?? String()
        let found = warnings.problems(of: report, at: now).map(ScreeningItem.renamed)
        let isPlaced = !item.place.isBlank || principal.unit != nil
        return found + (isPlaced ? [] : [FieldProblem("place", .required)])
    }

    private func receive(
        _ item: ScreeningItem, _ assessment: Assessment, by principal: Principal, key: IdempotencyKey, _ rules: Rules,
        at now: Timestamp
    ) throws -> Screened {
        func refused(_ problems: [FieldProblem]) -> Screened {
            Screened(assessment: assessment, received: nil, problems: problems)
        }
        var report = item.report(of: assessment, rules)
        if principal.bank == nil { report[.source] = Sighting.Source.other.rawValue }
        // The same report again gets the kept answer; the command itself says of any other whether it is repeated.
        let own = try IdempotencyKey("screened", report, of: key)
        do {
            let received =
                principal.bank == nil
                ? try warnings.receive(report, by: principal, key: own, at: now)
                : try partners.receive(report, by: principal, key: own, at: now)
            return Screened(assessment: assessment, received: received, problems: [])
        } catch let error as Problems {
            return refused(error.all.map(ScreeningItem.renamed))
        } catch is NotFound {
            return refused([FieldProblem("place", .unknownUnit, found: item.place)])
        }
    }
}
