internal import Access
internal import FundReturning
internal import Journal
internal import Jurisdiction
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// One return as its page shows it.
struct ReturnModel: Sendable {
    /// One victim's part.
    struct Part: Sendable {
        var claim: ReturnClaim
        var name: String
        var number: String
        /// The account he paid from, which is offered first.
        var payer: ReturnAccount?
        var bankName: String?
        var payment: Repayment?
        /// The bank has said both that it paid and that it did not.
        var isDoubted = false
    }

    /// One line of the statement, and what can be its victim's after it.
    struct Step: Sendable {
        var at: Timestamp
        var kind: ReturnComputation.Line.Kind
        var amount: Money
        var balance: Money
        var victim: String?
        var interval: Interval?
    }

    static let stepsMost = 500

    var fundReturn: FundReturn
    var freeze: Freeze
    var account: AccountShown
    var incident: String
    var parts: [Part]
    var steps: [Step]
    /// How many lines the statement has, of which the first are shown.
    var stepCount: Int
    var balance: Money?
    var unassigned: Money?
    var rule: String?
    var objections: [Objection]
    /// The public notice that was given out last.
    var notice: PrintedDocument?
    var noticeTerm: Wording
    /// Days off that are not announced yet may move the notice's last day.
    var isProvisional = false
    var basis: String
    /// Whether this person prepares returns, enters what people say, and answers it.
    var mayPrepare: Bool
    var mayObject: Bool
    var mayAnswer: Bool
    var viewer: String
    var error: String?
    var done: String
    var hiddenFields: HTML
    var now: Timestamp
    var language: Language

    /// Throws `NotFound` for what another unit prepares.
    static func load(_ id: FundReturnID, _ platform: Platform, _ visit: Visit) throws -> ReturnModel {
        try visit.principal.permit(.readIncident, in: nil, bank: nil)
        let rules = platform.rules
        return try platform.database.read { tx in
            guard let fundReturn = try FundReturnTable(tx).find(id) else { throw NotFound(id) }
            let incident = try IncidentTable(tx).require(fundReturn.incident)
            guard visit.principal.unit?.contains(incident.unit) == true else { throw NotFound(id) }
            let computation = try FundReturnTable(tx).computation(of: id)
            let result = try computation?.result()
            let parts = try parts(of: fundReturn, tx)
            return ReturnModel(
                fundReturn: fundReturn, freeze: try FreezeTable(tx).require(fundReturn.freeze),
                account: try .load(fundReturn.account, tx), incident: incident.number, parts: parts,
                steps: steps(computation, result, parts), stepCount: computation?.lines.count ?? 0,
                balance: result?.shares.balance, unassigned: result?.shares.unassigned, rule: computation?.rule,
                objections: try RepaymentTable(tx).objections(to: id),
                notice: try PrintedDocumentTable(tx).last(.returnNotice, about: id.description),
                noticeTerm: rules.fundReturnNoticeTerm.wording,
                isProvisional: fundReturn.noticeUntil.map {
                    rules.deadlines.isProvisional($0, of: rules.fundReturnNoticeTerm)
                } ?? false, basis: rules[.approvalFundReturn].basis,
                mayPrepare: visit.principal.allows(.prepareReturn), mayObject: visit.principal.allows(.enterComplaint),
                mayAnswer: visit.principal.allows(.decideComplaint), viewer: visit.principal.actor.id, error: nil,
                done: visit.query["done"], hiddenFields: visit.formFields, now: visit.now, language: visit.language)
        }
    }

    private static func parts(of fundReturn: FundReturn, _ tx: any Transaction) throws -> [Part] {
        let claims = try FundReturnTable(tx).claims(in: fundReturn.id)
        let incidents = Set(claims.map(\.incident)).sorted()
        let victims = Dictionary(
            uniqueKeysWithValues: try IncidentTable(tx).victims(of: incidents).map { ($0.id, $0.name) })
        let transfers = try IncidentTable(tx).transfers(of: incidents)
        let numbers = Dictionary(
            uniqueKeysWithValues: try IncidentTable(tx).find(incidents).map { ($0.id, $0.number) })
        let banks = Dictionary(uniqueKeysWithValues: try AccountTable(tx).banks().map { ($0.code, $0.name) })
        let payments = try RepaymentTable(tx).repayments(in: fundReturn.id)
        return try claims.map { claim in
            let account = try transfers.first { $0.victim == claim.victim && $0.payerAccount != nil }?.payerAccount
                .map { try AccountTable(tx).require($0) }
            let name = victims[claim.victim] ?? ""
            let own = payments.filter { $0.victim == claim.victim }
            return Part(
                claim: claim, name: name, number: numbers[claim.incident] ?? "",
                payer: account.map { ReturnAccount(bank: $0.bank, number: $0.number, name: name) },
                bankName: claim.payee.map { banks[$0.bank] ?? $0.bank },
                payment: own.last { $0.state != .failed } ?? own.last,
                isDoubted: try BankActTable(tx).isDoubted(
                    try RepaymentTable(tx).repayments(to: [claim.victim]).map(\.id.description)))
        }
    }

    private static func steps(
        _ computation: ReturnComputation?, _ result: ReturnComputation.Result?, _ parts: [Part]
    ) -> [Step] {
        guard let computation, let result else { return [] }
        let names = Dictionary(uniqueKeysWithValues: parts.map { ($0.claim.victim, $0.name) })
        return zip(computation.lines, result.replay.rows).prefix(stepsMost).map { line, row in
            Step(
                at: line.at, kind: line.kind, amount: line.amount, balance: row.balance,
                victim: line.victim.flatMap { names[$0] }, interval: row.interval)
        }
    }
}

/// The returns that a unit prepares, those that need something first.
struct ReturnList: Sendable {
    struct Row: Sendable {
        var fundReturn: FundReturn
        var account: AccountShown
        var incident: String
        var victims: Int
        var sum: Money
        var paid: Money
    }

    static let most = 100

    var rows: [Row]
    var waits = ReturnWaits([])
    /// How many applications for hardship aid wait for their decision.
    var aids = 0
    var now: Timestamp
    var language: Language

    /// So many of the newest returns are counted for how long victims waited.
    private static let countedMost = 1_000

    static func load(_ platform: Platform, _ visit: Visit) throws -> ReturnList {
        try visit.principal.permit(.readIncident, in: nil, bank: nil)
        guard let unit = visit.principal.unit else { throw Refusal.notYourBank }
        return try platform.database.read { tx in
            let rows = try FundReturnTable(tx).open(under: unit, limit: most).map { try row($0, tx) }
            return ReturnList(
                rows: rows, waits: ReturnWaits(try ways(under: unit, tx)),
                aids: try HardshipAidTable(tx).waiting(under: unit, limit: most).count, now: visit.now,
                language: visit.language)
        }
    }

    /// One for each victim that gets something.
    private static func ways(under unit: UnitCode, _ tx: any Transaction) throws -> [ReturnWaits.Way] {
        try FundReturnTable(tx).newest(under: unit, limit: countedMost).flatMap { fundReturn in
            let claims = try FundReturnTable(tx).claims(in: fundReturn.id).filter {
                $0.share?.total.isPositive ?? false
            }
            let paid = try RepaymentTable(tx).repayments(in: fundReturn.id)
            let incidents = try IncidentTable(tx).find(Set(claims.map(\.incident)).sorted())
            let reported = Dictionary(uniqueKeysWithValues: incidents.map { ($0.id, $0.reportedAt) })
            return claims.map { claim in
                ReturnWaits.Way(
                    reportedAt: reported[claim.incident] ?? fundReturn.openedAt, openedAt: fundReturn.openedAt,
                    decidedAt: fundReturn.decidedAt,
                    paidAt: paid.first { $0.victim == claim.victim && $0.state == .paid }?.paidAt)
            }
        }
    }

    private static func row(_ fundReturn: FundReturn, _ tx: any Transaction) throws -> Row {
        let claims = try FundReturnTable(tx).claims(in: fundReturn.id)
        let paid = try RepaymentTable(tx).repayments(in: fundReturn.id).filter { $0.state == .paid }
        return Row(
            fundReturn: fundReturn, account: try .load(fundReturn.account, tx),
            incident: try IncidentTable(tx).require(fundReturn.incident).number, victims: claims.count,
            sum: claims.reduce(.zero) { $0 + ($1.share?.total ?? .zero) },
            paid: paid.reduce(.zero) { $0 + $1.amount })
    }

    func html(in frame: Frame) -> HTML {
        let columns = [
            Column(language(.account)), Column(language(.incident)), Column(language(.stateWord)),
            Column(language(.victimsWord), isNumber: true), Column(language(.shareSum), isNumber: true),
            Column(language(.paidBack), isNumber: true), Column(language(.untilWord), isNumber: true),
        ]
        let table = HTML.table(language(.returnsTitle), layout: "rw", columns: columns, rows: rows.map(row))
        return frame.page(
            title: language(.returnsTitle),
            """
            \(frame.heading("\(language(.returnsTitle))", end: aidLink))<section class="panel" aria-label="\(language(.returnsTitle))">\
            \(rows.isEmpty ? HTML.empty(language(.noReturns)) : table)</section>\(waited)
            """)
    }

    private var aidLink: HTML { .button(language(.aidsWaiting(aids)), to: Address.aiding(.list).path) }

    /// How long victims waited, stretch by stretch.
    private var waited: HTML? {
        guard !waits.spans.isEmpty else { return nil }
        let columns = [
            Column(language(.stretchWord)), Column(language(.victimsWord), isNumber: true),
            Column(language(.medianWait), isNumber: true), Column(language(.longestWait), isNumber: true),
        ]
        let rows = ReturnWaits.Stretch.allCases.compactMap { stretch in
            waits.spans[stretch].map { span -> HTML in
                """
                <tr data-row><th scope="row">\(language(.stretch(stretch)))</th><td class="num">\(span.count)</td>\
                <td class="num">\(language(.waitInWords(span.median)))</td><td class="num">\(language(.waitInWords(span.longest)))</td></tr>
                """
            }
        }
        return """
            <section class="panel scroll" aria-labelledby="h-w"><header><h2 id="h-w">\(language(.howLongVictimsWaited))</h2></header>\
            \(HTML.table(language(.howLongVictimsWaited), layout: "rw", columns: columns, rows: rows))</section>
            """
    }

    private func row(_ row: Row) -> HTML {
        let until = row.fundReturn.state == .noticed ? row.fundReturn.noticeUntil : nil
        return """
            <tr data-row><th scope="row"><a class="t" href="\(address: Address.returns(.page(row.fundReturn.id.description)).path)">\(row.account.holder ?? "—")</a>\
            <small><span class="mono">\(row.account.number)</span>　\(row.account.bank)</small></th><td>\(row.incident)</td>\
            <td>\(language(.returnState(row.fundReturn.state)))</td><td class="num">\(row.victims)</td>\
            \(HTML.moneyCell(row.sum, language))\(HTML.moneyCell(row.paid, language))\
            <td class="num">\(until.map { "\(CivilTime($0).day)" } ?? "—")</td></tr>
            """
    }
}
