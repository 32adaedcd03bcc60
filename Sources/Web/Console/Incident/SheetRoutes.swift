internal import Access
internal import HTTPTypes
internal import Journal
internal import Primitives
internal import Recovery
internal import Workflow

/// The sheets that ask before a binding act, and the acts.
struct SheetRoutes: Sendable {
    let console: Console

    private var incidents: IncidentRoutes { IncidentRoutes(console: console) }
    private var platform: Platform { console.platform }

    func add(to group: Console.Group) {
        add(.extend(":id", ":stop"), of: .requestStop, to: group, sheet: { try $1.extend(try $0.id("stop")) }) {
            visit, _ in
            try platform.stopPayments.requestExtension(
                of: try visit.id("stop"), reason: visit.form["reason"], by: visit.principal, key: try visit.key(),
                at: visit.now)
        }
        add(.release(":id", ":stop"), of: .requestRelease, to: group, sheet: { try $1.release(try $0.id("stop")) }) {
            visit, _ in
            try platform.stopPayments.requestRelease(
                of: try visit.id("stop"), for: try visit.id(), reason: visit.form["reason"], by: visit.principal,
                key: try visit.key(), at: visit.now)
        }
        add(
            .complain(":id", ":stop"), of: .enterComplaint, to: group,
            sheet: { visit, sheets in
                let stop: StopPaymentID = try visit.id("stop")
                return try sheets.complain(stop)
            }
        ) {
            visit, _ in
            let form = visit.form
            let stop: StopPaymentID = try visit.id("stop")
            _ = try platform.complaints.enter(
                against: stop, holder: form["holder"], contact: form["contact"], text: form["text"],
                by: visit.principal, key: try visit.key(), at: visit.now)
        }
        add(
            .protect(":id", ":account"), of: .requestProtectiveHold, to: group,
            sheet: { try $1.protect(try $0.id("account")) }
        ) { visit, _ in
            _ = try platform.protectiveHolds.request(
                on: try visit.id("account"), incident: try visit.id(), reason: visit.form["reason"],
                by: visit.principal, key: try visit.key(), at: visit.now)
        }
        add(.liftHold(":id", ":hold"), of: .requestProtectiveHold, to: group, sheet: { try $1.lift(try $0.id("hold")) })
        { visit, _ in
            try platform.protectiveHolds.lift(
                try visit.id("hold"), reason: visit.form["reason"], by: visit.principal, key: try visit.key(),
                at: visit.now)
        }
        add(
            .chase(":id", ":bank"), of: .retryDeadLetter, to: group, sheet: { try $1.chase(try $0.parameter("bank")) },
            act: chase)
        add(
            .reveal(":id", ":kind", ":subject"), of: .revealIdentifier, to: group,
            sheet: { try $1.reveal(try value($0)) }, act: reveal)
        FreezeRoutes(sheets: self).add(to: group)
    }

    /// One sheet, for whoever may do its act: shown by GET; by POST done, or shown again with what is wrong.
    func add(
        _ address: Address, of right: Act, to group: Console.Group,
        sheet: @escaping @Sendable (Visit, IncidentSheets) throws -> SheetModel,
        act: @escaping @Sendable (Visit, IncidentSheets) throws -> Void
    ) {
        console.get(address, on: group) { visit in
            try page(sheet(visit, try sheets(visit, right)), visit)
        }
        console.post(address, on: group) { visit in
            let sheets = try sheets(visit, right)
            // What the incident's sheet cannot show is not there for its act either.
            _ = try sheet(visit, sheets)
            do {
                try act(visit, sheets)
                return .redirect(to: .incident(sheets.making.id))
            } catch {
                guard let words = Self.correctable(error) else { throw error }
                var again = sheets
                again.errors = [visit.language(words)]
                return try page(sheet(visit, again), visit, status: .unprocessableContent)
            }
        }
    }

    private func page(_ model: SheetModel, _ visit: Visit, status: Answer.Status = .ok) throws -> Answer {
        let frame = try incidents.frame(visit, try incidents.making(visit), isBelow: true)
        return .page(SheetPage(model, visit.language).html(frame), status: status)
    }

    private func sheets(_ visit: Visit, _ right: Act) throws -> IncidentSheets {
        var sheets = IncidentSheets(making: try incidents.making(visit))
        try visit.principal.permit(right, in: sheets.making.incident.unit, bank: nil)
        for name in visit.form.names { sheets.values[name] = visit.form[name] }
        return sheets
    }

    /// What the person can put right on the sheet itself.
    private static func correctable(_ error: any Error) -> Text? {
        switch error {
        case StopPayments.NotPossible.reasonMissing, ProtectiveHolds.NotPossible.reasonMissing,
            Reveals.NotPossible.reasonMissing:
            .reasonMissing
        case Complaints.NotPossible.textMissing: .textMissing
        default: FreezeRoutes.correctable(error)
        }
    }

    // MARK: acts

    /// Sends every open act again that this incident waits for at the bank.
    @Sendable private func chase(_ visit: Visit, _ sheets: IncidentSheets) throws {
        let key = try visit.key()
        for act in sheets.openActs(at: try visit.parameter("bank")) {
            guard let own = IdempotencyKey("\(key.text)/\(act.id)") else { throw FormFault.unreadable }
            try platform.acts.retry(act.id, by: visit.principal, key: own, at: visit.now)
        }
    }

    @Sendable private func reveal(_ visit: Visit, _ sheets: IncidentSheets) throws {
        let reason = [visit.form["reason"], visit.form["words"]].filter { !$0.isEmpty }.joined(separator: "：")
        guard !visit.form["reason"].isEmpty else { throw Reveals.NotPossible.reasonMissing }
        try Reveals(platform.journal).reveal(
            try value(visit), of: try visit.id(), reason: reason, by: visit.principal, key: try visit.key(),
            at: visit.now)
    }

    @Sendable private func value(_ visit: Visit) throws -> MaskedValue {
        let kind = try visit.parameter("kind")
        guard let kind = MaskedValue.Kind(rawValue: kind) else { throw NotFound(kind) }
        return MaskedValue(kind, of: try visit.parameter("subject"))
    }
}
