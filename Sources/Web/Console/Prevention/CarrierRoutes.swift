internal import Access
internal import HTTPTypes
internal import Journal
internal import Prevention
internal import Primitives
internal import Workflow

/// The page on which an operator's people see what they are asked to suspend, and say that they did.
struct CarrierRoutes: Sendable {
    let console: Console

    func add(to group: Console.Group) {
        console.get(.preventing(.lines), on: group) { visit in
            try show(try CarrierDesk.load(console.platform, visit), visit)
        }
        console.post(.preventing(.line(":line")), on: group) { visit in try answer(visit) }
    }

    private func show(_ desk: CarrierDesk, _ visit: Visit, status: Answer.Status = .ok) throws -> Answer {
        var place = FramePlace(menu: .preventing(.lines), styles: [.prevention])
        place.live = desk.isFirst ? "lines" : nil
        return .page(desk.html(in: try console.frame(visit, place)), status: status)
    }

    /// Keeps an answer; what a rule says against it stands on the page.
    private func answer(_ visit: Visit) throws -> Answer {
        try visit.principal.permit(.answerForBank, in: nil, bank: visit.principal.bank)
        do {
            try console.platform.lines.answer(
                try visit.id("line"), try visit.form.lineAnswer, by: visit.principal, key: try visit.key(),
                at: visit.now)
        } catch {
            let fault = try ErrorResponse.ofAct(error)
            var desk = try CarrierDesk.load(console.platform, visit)
            desk.error = fault.line(in: visit.language)
            desk.entered.add("line", try visit.parameter("line"))
            return try show(desk, visit, status: fault.status)
        }
        return .redirect(Address.preventing(.lines).with(["done": "saved"]))
    }

    /// The page's live part: a request stands there at once.
    static func fragments(
        _ console: Console, _ visit: Visit, _ argument: String, _ change: LiveChange
    ) throws -> [Fragment] {
        guard change.ids?.contains(where: { $0.hasPrefix(LineSuspensionID.prefix) }) ?? true else { return [] }
        return try CarrierDesk.load(console.platform, visit).fragments
    }
}

extension Form {
    /// Throws `FormFault` for what no form says.
    fileprivate var lineAnswer: LineSuspensions.Answer {
        get throws(FormFault) {
            switch self["answer"] {
            case "suspended": return .suspended
            case "restored": return .restored
            case "refused":
                guard let why = LineSuspension.RefusalReason(rawValue: self["refusal"]) else { throw .unreadable }
                return .refused(why, words: self["words"])
            default: throw .unreadable
            }
        }
    }
}
