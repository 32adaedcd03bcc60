internal import Access
internal import Messaging
internal import Prevention
internal import Primitives
internal import Storage

/// Single messages of a unit and those under it, the newest first, each with the warning that it is about.
struct SingleList: Sendable {
    struct Row: Sendable {
        var message: Message
        var unit: String
        /// What it is about, as far as this reader may see it; a warning can have gone to another unit since.
        var warning: Warning?
    }

    static let most = 50

    var rows: [Row]
    var isFirst: Bool
    var next: String?
    var now: Timestamp
    var language: Language

    static func load(under unit: UnitCode, _ visit: Visit, _ tx: any Transaction) throws -> SingleList {
        let before = MessageID(visit.query["single"])
        let found = try MessageTable(tx).singles(under: unit, before: before, limit: most + 1)
        return SingleList(
            rows: try rows(Array(found.prefix(most)), under: unit, tx), isFirst: before == nil,
            next: found.count > most ? found[most - 1].id.description : nil, now: visit.now, language: visit.language)
    }

    private static func rows(_ messages: [Message], under unit: UnitCode, _ tx: any Transaction) throws -> [Row] {
        let ids = Set(messages.compactMap { $0.topic.flatMap(WarningID.init) }).sorted()
        let warnings = try WarningTable(tx).find(ids).filter { unit.contains($0.unit) }
        let byID = Dictionary(uniqueKeysWithValues: warnings.map { ($0.id, $0) })
        let units = try UnitTable(tx).find(Set(messages.map(\.unit)).sorted())
        let names = Dictionary(uniqueKeysWithValues: units.map { ($0.code, $0.name) })
        return messages.map { message in
            Row(
                message: message, unit: names[message.unit] ?? message.unit.text,
                warning: message.topic.flatMap(WarningID.init).flatMap { byID[$0] })
        }
    }

    var html: HTML {
        """
        <section class="panel scroll" id="singles" aria-labelledby="h-singles"><header><h2 id="h-singles">\(language(.singlesTitle))</h2>\
        <span class="end mut">\(language(.newestFirst))</span></header>\(rows.isEmpty ? HTML.empty(language(.noSingles)) : table)</section>
        \(HTML.pager(first: isFirst ? nil : address(nil), next: next.map { address($0) }, language))
        """
    }

    private func address(_ before: String?) -> String {
        Address.messages(.list).with(["single": before]) + "#singles"
    }

    private var table: HTML {
        .table(
            language(.singlesTitle), layout: "rw",
            columns: [
                Column(language(.mobileWord)), Column(language(.aboutWarning)), Column(language(.textWord)),
                Column(language(.stateHeading)), Column(language(.queuedWord)), Column(language(.endedWord)),
            ], rows: rows.map(row))
    }

    private func row(_ row: Row) -> HTML {
        let message = row.message
        let about: HTML =
            row.warning.map { warning -> HTML in
                let address = Address.preventing(.warning(warning.id.description)).path
                return "<a class=\"t\" href=\"\(address: address)\">\(warning.person.called(language))</a>"
            } ?? "—"
        let code: HTML? = message.code.map { "<small>\(language(.codeWord)) \($0)</small>" }
        return """
            <tr data-row><th scope="row"><span class="mono">\(message.recipient.masked)</span><small>\(language(.kind(message.kind)))</small></th>\
            <td class="nw">\(about)<small>\(row.unit)</small></td><td>\(message.text)</td><td>\(MessageRows.state(message.state, language))\(code)</td>\
            <td>\(HTML.time(message.queuedAt, asOf: now))</td><td>\(message.endedAt.map { HTML.time($0, asOf: now) })</td></tr>
            """
    }
}
