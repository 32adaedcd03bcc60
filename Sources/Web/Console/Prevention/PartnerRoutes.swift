internal import Access
internal import HTTPTypes
internal import Journal
internal import Prevention
internal import Primitives
internal import Workflow

/// The page of a bank's teller and of an operator's clerk.
struct PartnerRoutes: Sendable {
    let console: Console

    func add(to group: Console.Group) {
        console.get(.preventing(.partner), on: group) { visit in
            try show(try PartnerDesk.load(console.platform, visit), visit)
        }
        console.post(.preventing(.partner), on: group) { visit in try report(visit) }
    }

    private func show(_ desk: PartnerDesk, _ visit: Visit, status: Answer.Status = .ok) throws -> Answer {
        var place = FramePlace(menu: .preventing(.partner), styles: [.prevention])
        place.live = desk.isFirst ? "partner" : nil
        return .page(desk.html(in: try console.frame(visit, place)), status: status)
    }

    private func report(_ visit: Visit) throws -> Answer {
        try visit.principal.permit(.reportWarning, in: nil, bank: visit.principal.bank)
        var desk = try PartnerDesk.load(console.platform, visit)
        do {
            let report = try PartnerForm(kind: desk.kind, rules: console.platform.rules).report(visit.form)
            let received = try console.platform.partnerWarnings.receive(
                report, by: visit.principal, key: try visit.key(), at: visit.now)
            return .redirect(
                Address.preventing(.partner).with([
                    "done": received.kind.rawValue, "place": visit.form["place"],
                    "whereabouts": visit.form["whereabouts"],
                ]))
        } catch let error as Problems {
            desk.problems = error.all
            return try show(desk, visit, status: .unprocessableContent)
        }
    }

    /// The page's live part: what came of what was reported.
    static func fragments(
        _ console: Console, _ visit: Visit, _ argument: String, _ change: LiveChange
    ) throws -> [Fragment] {
        guard change.touchesWarnings else { return [] }
        return try PartnerDesk.load(console.platform, visit).fragments
    }
}

extension LiveChange {
    /// Whether something of a warning or of a task changed.
    var touchesWarnings: Bool { ids?.contains { $0.hasPrefix("wrn-") || $0.hasPrefix("tsk-") } ?? true }
}
