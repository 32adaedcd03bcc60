internal import Access
internal import HTTPTypes
internal import Journal
internal import Jurisdiction
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// Holders who are not told yet: the first to be looked at again on top.
struct DeferralList: Sendable {
    struct Row: Sendable {
        var deferral: NoticeDeferral
        var incident: String
    }

    static let most = 200

    var rows: [Row]
    var now: Timestamp
    var language: Language

    static func load(_ platform: Platform, _ visit: Visit) throws -> DeferralList {
        try visit.principal.permit(.readIncident, in: nil, bank: nil)
        guard let unit = visit.principal.unit else { throw Refusal.notYourBank }
        return try platform.database.read { tx in
            let rows = try NoticeDeferralTable(tx).standing(under: unit, limit: most).map { deferral in
                Row(deferral: deferral, incident: try IncidentTable(tx).require(deferral.incident).number)
            }
            return DeferralList(rows: rows, now: visit.now, language: visit.language)
        }
    }

    func html(in frame: Frame) -> HTML {
        let title = language(.deferralsTitle)
        let columns = [
            Column(language(.incident)), Column(language(.measureColumn)), Column(language(.reason)),
            Column(language(.putOffOn)), Column(language(.lookAgainOn), isNumber: true),
        ]
        let table = HTML.table(title, layout: "rw", columns: columns, rows: rows.map(row))
        return frame.page(
            title: title,
            """
            \(frame.heading("\(title)"))<section class="panel" aria-label="\(title)">\
            \(rows.isEmpty ? HTML.empty(language(.noDeferrals)) : table)</section>
            """)
    }

    private func row(_ row: Row) -> HTML {
        let deferral = row.deferral
        let kind = Complaint.Kind(rawValue: String(deferral.measure.prefix(3)))
        let address = Address.documents(.deferral(deferral.measure)).path
        let day = CivilTime(deferral.reviewAt).day.description
        let due: HTML =
            deferral.reviewAt <= now ? .state(language(.lookAgainNow), .danger, icon: .alert) : "\(day)"
        return """
            <tr data-row><th scope="row"><a class="t" href="\(address: address)">\(row.incident)</a></th>\
            <td>\(kind.map { language(.complainedMeasure($0)) } ?? "—")</td><td>\(deferral.reason)</td>\
            <td>\(HTML.time(deferral.enteredAt, asOf: now))</td><td class="num">\(due)</td></tr>
            """
    }
}

/// The sheet that puts off telling one holder, puts it off again, or ends that.
struct DeferralRoutes: Sendable {
    let console: Console

    func add(to group: Console.Group) {
        console.get(.documents(.deferrals), on: group) { visit in
            let list = try DeferralList.load(console.platform, visit)
            return .page(list.html(in: try console.frame(visit, place)))
        }
        console.get(.documents(.deferral(":measure")), on: group) { visit in try show(visit) }
        console.post(.documents(.deferral(":measure")), on: group) { visit in try act(visit) }
    }

    private var place: FramePlace { FramePlace(menu: .complaints) }

    private func show(_ visit: Visit, error: Text? = nil, status: Answer.Status = .ok) throws -> Answer {
        let measure = try visit.parameter("measure")
        let rules = console.platform.rules
        let (draft, standing) = try console.platform.database.read { tx in
            let draft = try DocumentDrafting(tx, rules: rules).draft(.notice, about: measure)
            try visit.principal.permit(.deferNotice, in: draft.unit, bank: nil)
            return (draft, try NoticeDeferralTable(tx).standing(for: measure))
        }
        let model = sheet(draft, standing, rules, visit, error: error)
        let page = SheetPage(model, visit.language).html(try console.frame(visit, place))
        return .page(page, status: status)
    }

    private func sheet(
        _ draft: DocumentDraft, _ standing: NoticeDeferral?, _ rules: Rules, _ visit: Visit, error: Text?
    ) -> SheetModel {
        let language = visit.language
        let latest = rules.deadlines.lastDay(of: rules.noticeDeferralMax, from: CivilTime(visit.now).day)
        var lines = [
            SheetModel.Line(language(.holder), draft.facts["holder"]?.string ?? "—"),
            SheetModel.Line(language(.legalBasis), rules[.noticeDeferralMax].basis),
            SheetModel.Line(language(.effect), language(.deferralEffect)),
        ]
        if let standing {
            lines.append(.init(language(.putOffUntil), CivilTime(standing.reviewAt).day.description))
            lines.append(.init(language(.reason), standing.reason))
        }
        var choices = [Field.Option("put", language(standing == nil ? .putOff : .putOffAgain))]
        if standing != nil { choices.append(.init("end", language(.endDeferral))) }
        return SheetModel(
            title: language(.deferralTitle), lines: lines,
            fields: [
                Field("act", language(.whatToDo), value: visit.form["act"], control: .choice(choices)),
                Field(
                    "day", language(.lookAgainOn), value: visit.form["day"], placeholder: latest.description,
                    note: .hint(language(.atTheLatest(latest.description)))),
                Field("reason", language(.reason), value: visit.form["reason"], control: .lines(2)),
            ],
            submit: language(.submitDeferral), action: Address.documents(.deferral(draft.subject)).path,
            cancel: Address.incident(draft.incident.description).path, errors: error.map { [language($0)] } ?? [],
            formFields: visit.formFields)
    }

    private func act(_ visit: Visit) throws -> Answer {
        // What the sheet cannot show is not there for its act either.
        _ = try show(visit)
        let measure = try visit.parameter("measure")
        do {
            switch visit.form["act"] {
            case "put":
                guard let day = CivilDay(visit.form["day"]) else {
                    return try show(visit, error: .dayUnreadable, status: .unprocessableContent)
                }
                try console.platform.deferrals.put(
                    off: measure, until: day, reason: visit.form["reason"], by: visit.principal, key: try visit.key(),
                    at: visit.now)
            case "end":
                try console.platform.deferrals.end(
                    measure, by: visit.principal, key: try visit.key(), at: visit.now)
            default: throw FormFault.unreadable
            }
            return .redirect(to: .documents(.deferrals))
        } catch let error as NoticeDeferrals.NotPossible {
            return try show(visit, error: .deferralNotPossible(error), status: .unprocessableContent)
        }
    }
}
