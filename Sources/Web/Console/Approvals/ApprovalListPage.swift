internal import Access
internal import Primitives

/// What waits for a second person.
struct ApprovalList: Sendable {
    struct Row: Sendable {
        var id: String
        var act: Act
        var lines: Int
        var total: Money
        var about: String
        var maker: String
        var madeAt: Timestamp
        var obstacle: Refusal?
    }

    var rows: [Row]
    var next: String?
    var isFirst: Bool
    /// Acts under a standing authority that wait for their review.
    var reviews: Int64
    var done: String
    var now: Timestamp
    var language: Language

    func html(in frame: Frame) -> HTML {
        let end = HTML.button(language(.reviewsWaiting(reviews)), to: Address.reviews.path, key: "R")
        return frame.page(
            title: language(.approvalsTitle),
            """
            \(frame.heading("\(language(.approvalsTitle))", end: end))\(HTML.done(done, language))
            <section class="panel" aria-label="\(language(.approvalsTitle))">\(rows.isEmpty ? HTML.empty(language(.noApprovals)) : table)\
            \(HTML.pager(first: isFirst ? nil : Address.approvals.path, next: next.map { Address.approvals.with(["after": $0]) }, language))</section>
            """)
    }

    private var table: HTML {
        .table(
            language(.approvalsTitle), layout: "rw",
            columns: [
                Column(language(.waitedFor)), Column(language(.whatIsAsked)), Column(language(.incident)),
                Column(language(.sumInYuan), isNumber: true), Column(language(.maker)), Column(language(.stateHeading)),
            ], rows: rows.map(row))
    }

    private func row(_ row: Row) -> HTML {
        let name: HTML = "\(language(.askedAct(row.act)))\(when: row.lines > 1, "　\(language(.items(row.lines)))")"
        // An own request is shown and cannot be opened for approval.
        let title: HTML =
            row.obstacle == .ownRequest
            ? name : "<a class=\"t\" href=\"\(address: Address.approval(row.id).path)\">\(name)</a>"
        return """
            <tr data-row><td><span data-up="\(row.madeAt.milliseconds)">\((now - row.madeAt).counting(language))</span></td>\
            <th scope="row">\(title)</th><td>\(row.about)</td>\(HTML.moneyCell(row.total == .zero ? nil : row.total, language))\
            <td>\(row.maker)</td><td>\(state(row))</td></tr>
            """
    }

    private func state(_ row: Row) -> HTML {
        switch row.obstacle {
        case nil: .tag(language(.waitsForYou), .accent, icon: .pair)
        case .ownRequest: .state(language(.ownNeedsAnother), .quiet)
        case .levelTooLow: .state(language(.needsHigherLevel), .quiet)
        default: .state(language(.notYoursToDecide), .quiet)
        }
    }
}

extension HTML {
    /// What was just done, once after the redirect; nothing for words that no act has.
    static func done(_ name: String, _ language: Language) -> HTML {
        guard let words = Text.done(name) else { return HTML() }
        return #"<p class="note ok" role="status">\#(HTML.icon(.ok))\#(language(words))</p>"#
    }
}
