internal import Access
internal import HTTPTypes
internal import Journal
internal import Prevention
internal import Primitives
internal import Workflow

/// Warnings pushed by another platform as a table: looked over, then taken in part by part.
struct WarningImportRoutes: Sendable {
    let console: Console

    func add(to group: Console.Group) {
        console.get(.preventing(.table), on: group) { visit in
            try permit(visit)
            return try show(page(visit, visit.formFields), visit)
        }
        console.get(.preventing(.sample), on: group) { visit in
            try permit(visit)
            let text = Self.sample(visit.language, now: visit.now)
            return .file(
                Array(text.utf8), name: visit.language(.warningSampleName), mediaType: "text/csv; charset=utf-8")
        }
        console.post(.preventing(.table), on: group) { visit in try take(visit) }
    }

    private func permit(_ visit: Visit) throws { try visit.principal.permit(.enterWarning, in: nil, bank: nil) }

    private func page(_ visit: Visit, _ fields: HTML) -> WarningImportPage {
        WarningImportPage(hiddenFields: fields, rules: console.platform.rules, language: visit.language)
    }

    private func show(_ page: WarningImportPage, _ visit: Visit, status: Answer.Status = .ok) throws -> Answer {
        let home = Frame.MenuItem(visit.language(.warningsTitle), Address.preventing(.warnings).path)
        let frame = try console.frame(
            visit,
            FramePlace(menu: .preventing(.warnings), breadcrumbs: [home], styles: [.prevention]))
        return .page(page.html(in: frame), status: status)
    }

    /// Looks the table over; takes it in only as it was looked over, so that nobody enters what he has not seen.
    private func take(_ visit: Visit) throws -> Answer {
        try permit(visit)
        let key = try visit.key()
        guard let source = Sighting.Source(rawValue: visit.form["source"]) else { throw FormFault.unreadable }
        var page = page(visit, visit.formFields(key: key.text))
        (page.table, page.source) = (ImportTable(visit.form), source)
        let table: WarningCSV
        do {
            guard !page.table.isUnreadable else { throw ImportModel.Obstacle.notUTF8 }
            guard !page.table.isEmpty else { throw ImportModel.Obstacle.nothing }
            table = try WarningCSV(page.table.text, names: Self.names, source: source)
        } catch let obstacle as ImportModel.Obstacle {
            page.obstacle = obstacle
            return try show(page, visit, status: .unprocessableContent)
        } catch let error as Problems {
            page.problems = error.all
            return try show(page, visit, status: .unprocessableContent)
        }
        let isSeen = visit.form["seen"] == page.table.mark
        if visit.form["act"] == "take", !isSeen { page.hasChanged = true }
        if visit.form["act"] == "take", isSeen {
            let done = try console.platform.warnings.receive(
                table, most: WarningImportPage.linesAtOnce, by: visit.principal, key: key, at: visit.now)
            page.taken = done.count { $0.received.map { $0.kind != .repeated } ?? false }
            page.left = table.lines.count - done.count
        }
        page.lines = try console.platform.warnings.foresee(table, by: visit.principal, at: visit.now)
        return try show(page, visit)
    }

    /// What people call the columns, in either language.
    private static let names: [String: WarningCSV.Column] = Dictionary(
        WarningCSV.Column.allCases.flatMap { column in
            Language.allCases.map { ($0(.sightingField(column)).filter { !$0.isWhitespace }, column) }
        }
    ) { first, _ in first }

    /// Two warnings to begin with; a byte order mark tells spreadsheets that it is UTF-8.
    static func sample(_ language: Language, now: Timestamp) -> String {
        let columns: [WarningCSV.Column] = [
            .sourceNumber, .seenAt, .name, .identityNumber, .phone, .place, .signs, .stake, .payee, .note,
        ]
        let at = { (minutes: Int64) in CivilTime(now - .minutes(minutes)).text }
        let rows = [
            ["BY-000001", at(20), "张三", "", "13800000001", "530402550000", "APP_REGISTERED", "", "", "注册涉诈应用"],
            [
                "BY-000002", at(5), "王五", "", "13800000002", "530402", "TALKING_NOW SCREEN_SHARED", "3万", "赵六",
                "正与境外号码通话",
            ],
        ]
        return "\u{FEFF}" + ([columns.map { language(.sightingField($0)) }] + rows).map { CSV.line($0) }.joined()
    }
}
