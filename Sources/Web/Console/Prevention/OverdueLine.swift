internal import Access
internal import Prevention
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// A line about which an operator owes its word for too long: the leaders of the unit and of those above see it.
struct OverdueLine: Sendable {
    private static let most = 20

    var line: LineSuspension
    var warning: Warning
    var carrier: String

    static func under(_ unit: UnitCode, _ tx: any Transaction) throws -> [OverdueLine] {
        let lines = try LineSuspensionTable(tx).overdue(under: unit, limit: most)
        guard !lines.isEmpty else { return [] }
        let warnings = try WarningTable(tx).find(Array(Set(lines.map(\.warning))))
        let carriers = try CarrierLines.carriers(tx)
        return lines.compactMap { line in
            warnings.first { $0.id == line.warning }.map { warning in
                OverdueLine(
                    line: line, warning: warning,
                    carrier: carriers.first { $0.code == line.carrier }?.name ?? line.carrier)
            }
        }
    }

    /// Nothing where nothing is owed.
    static func panel(_ lines: [OverdueLine], _ now: Timestamp, _ language: Language) -> HTML? {
        guard !lines.isEmpty else { return nil }
        let items = lines.map { one -> HTML in
            let page = Address.preventing(.warning(one.warning.id.description)).path
            return """
                <li class="fs"><p><a class="t" href="\(address: page)">\(one.warning.person.called(language))</a></p>\
                \(HTML.lineState(one.line, at: one.carrier, asOf: now, language))</li>
                """
        }
        return """
            <section class="panel" aria-labelledby="h-lines"><header><h2 id="h-lines">\(language(.linesOverdue))</h2>\
            <span class="n act">\(lines.count)</span></header><ul class="told">\(items)</ul></section>
            """
    }
}
