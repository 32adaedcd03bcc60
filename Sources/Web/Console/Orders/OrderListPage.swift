internal import Access
internal import Primitives
internal import Recovery
internal import Storage
internal import Wire
internal import Workflow

/// What is out at the banks, and what ends next.
struct OrderList: Sendable {
    static let most = 50

    var rows: [OrderLine]
    var banks: [Field.Option]
    var filter: OrderFilter
    var next: String?
    var isFirst: Bool
    var now: Timestamp
    var language: Language

    static func load(_ platform: Platform, _ visit: Visit) throws -> OrderList {
        try visit.principal.permit(.readIncident, in: nil, bank: nil)
        guard let unit = visit.principal.unit else { throw Refusal.notYourBank }
        let filter = OrderFilter(
            bank: visit.query["bank"].isEmpty ? nil : visit.query["bank"],
            stage: OrderFilter.Stage(rawValue: visit.query["stage"]))
        let before = ActID(visit.query["before"])
        return try platform.database.read { tx in
            let found = try OrderListTable(tx).newest(
                under: unit, filter, before: before, limit: most + 1, at: visit.now)
            return OrderList(
                rows: Array(found.prefix(most)),
                banks: try AccountTable(tx).banks().map { Field.Option($0.code, $0.name) }, filter: filter,
                next: found.count > most ? found[most - 1].act.description : nil, isFirst: before == nil,
                now: visit.now, language: visit.language)
        }
    }

    func html(in frame: Frame) -> HTML {
        frame.page(
            title: language(.ordersTitle),
            """
            \(frame.heading("\(language(.ordersTitle))", end: picker))
            <section class="panel" aria-label="\(language(.ordersTitle))"><header>\(stages)</header>\(rows.isEmpty ? HTML.empty(language(.noSuchOrders)) : table)\
            \(HTML.pager(first: isFirst ? nil : address(), next: next.map { address(before: $0) }, language))</section>
            """)
    }

    private func address(before: String? = nil) -> String {
        Address.orders.with(["bank": filter.bank, "stage": filter.stage?.rawValue, "before": before])
    }

    private var stages: HTML {
        let all = [nil] + OrderFilter.Stage.allCases.map(Optional.some)
        let links = all.map { stage -> HTML in
            let address = Address.orders.with(["bank": filter.bank, "stage": stage?.rawValue])
            return """
                <a href="\(address: address)"\(attribute: "aria-current", stage == filter.stage ? "true" : nil)>\(language(.stage(stage)))</a>
                """
        }
        return #"<span class="seg" role="group" aria-label="\#(language(.stateHeading))">\#(links)</span>"#
    }

    private var picker: HTML {
        let choice = Field(
            "bank", language(.bankWord), value: filter.bank ?? "",
            control: .choice([.init("", language(.allBanks))] + banks))
        let stage: HTML? = filter.stage.map { #"<input type="hidden" name="stage" value="\#($0.rawValue)">"# }
        return """
            <form class="acts" action="\(address: Address.orders.path)">\(stage)\(choice.html(language))\(HTML.submit(language(.filterAct)))</form>
            """
    }

    private var table: HTML {
        .table(
            language(.ordersTitle), layout: "rw",
            columns: [
                Column(language(.orderWord)), Column(language(.account)), Column(language(.incident)),
                Column(language(.balanceHeld), isNumber: true), Column(language(.stateHeading)),
                Column(language(.clockColumn), isNumber: true),
            ], rows: rows.map(row))
    }

    private func row(_ row: OrderLine) -> HTML {
        let account = AccountShown(holder: row.accountName, number: row.accountNumber, bank: row.bankName)
        return """
            <tr data-row><th scope="row"><a class="t" href="\(address: Address.incident(row.incident.description).path)">\(language(.order(row.kind)))</a>\
            <small>\(HTML.time(row.createdAt, asOf: now))</small></th><td>\(account.cell)</td><td>\(row.incidentNumber)</td>\
            \(HTML.moneyCell(row.balanceHeld, language))<td>\(OrderState(row, now: now).tag(language))</td><td class="num">\(clock(row))</td></tr>
            """
    }

    private func clock(_ row: OrderLine) -> HTML {
        if row.state == .open {
            return .dutyClock(since: row.createdAt, limit: row.answerDue - row.createdAt, asOf: now, language)
        }
        if row.kind == .stop, row.stop == .executed, let ends = row.stopEndsAt {
            return .legalClock(until: ends, asOf: now, language)
        }
        guard let at = row.answeredAt else { return "<span class=\"mut\">—</span>" }
        return "\(HTML.time(at, asOf: now))<small>\(language(.answeredWord))</small>"
    }
}

/// One word for how far an order has come.
struct OrderState {
    private let row: OrderLine
    private let now: Timestamp

    init(_ row: OrderLine, now: Timestamp) {
        self.row = row
        self.now = now
    }

    func tag(_ language: Language) -> HTML {
        let (words, tone, icon) = state
        let doubt: HTML? = row.contradictions > 0 ? " " + .tag(language(.contradicting), .danger, icon: .alert) : nil
        return "\(HTML.tag(language(words), tone, icon: icon))\(doubt)"
    }

    private var state: (Text, Tone, Icon?) {
        switch row.state {
        case .open:
            now < row.answerDue ? (.stageOpen, .plain, .wait) : (.stageOverdue, .warn, .alert)
        case .dead: (.stageDead, .danger, .alert)
        case .dropped: (.stageDropped, .quiet, nil)
        case .answered: answered
        }
    }

    private var answered: (Text, Tone, Icon?) {
        guard row.kind == .stop, let stop = row.stop else { return (.stageAnswered, .back, .ok) }
        switch stop {
        case .executed: return (.stopExecuted, .held, .held)
        case .releasing: return (.stopReleasing, .held, .wait)
        case .refused: return (.stopRefusedWord, .warn, .alert)
        case .expired: return (.stopExpired, .quiet, nil)
        case .released: return (.stopReleased, .quiet, .ok)
        case .draft, .ordered, .overdue, .withdrawn: return (.stageAnswered, .back, .ok)
        }
    }
}

/// The list of orders.
struct OrderRoutes {
    let console: Console

    func add(to group: Console.Group) {
        console.get(.orders, on: group) { visit in
            let list = try OrderList.load(console.platform, visit)
            return .page(list.html(in: try console.frame(visit, FramePlace(menu: .orders))))
        }
    }
}
