internal import Access
internal import Gateways
internal import Jurisdiction
internal import Primitives
internal import Recovery
internal import Storage
internal import Wire
internal import Workflow

extension BankDesk {
    static let most = 200
    private static let answeredShown = 20
    private static let days = 7

    /// The desk of the person's own bank, with one order open; throws `NotFound` for an order of any other.
    static func load(
        _ platform: Platform, _ visit: Visit, open id: ActID?, entry: AnswerEntry? = nil
    ) throws -> BankDesk {
        guard let bank = visit.principal.bank else { throw Refusal.notPermitted(.readForBank) }
        try visit.principal.permit(.readForBank, in: nil, bank: bank)
        return try platform.database.read { tx in
            let acts = BankActTable(tx)
            let owed = try acts.owed(by: bank, limit: most)
            let drafts = try BankDraftTable(tx).waiting(of: owed.map(\.id))
            let midnight = CivilTime(day: CivilTime(visit.now).day).timestamp
            let answered = try acts.answers(of: bank, since: midnight, limit: answeredShown)
            let rows = try owed.map { act in try row(act, draft: drafts.first { $0.act == act.id }, visit, tx) }
            let first = try id.map { try own($0, bank, acts) } ?? chosen(owed, drafts, visit)
            let week = try acts.answerTimes(
                of: bank, since: midnight - .days(Int64(days - 1)), limit: 20_000
            ).filter { $0.kind != .inquiry }.map { (took: $0.took, at: $0.at) }
            let limit = platform.rules.bankAnswerLimitStopPayment
            return BankDesk(
                mine: rows.filter { $0.enteredBy == nil }, waiting: rows.filter { $0.enteredBy != nil },
                answered: try answered.map { try row($0, draft: nil, visit, tx) },
                answeredCount: Int(try acts.countAnswers(of: bank, since: midnight)),
                overdue: owed.filter { $0.answerDue <= visit.now }.count,
                today: AnswerStatistics(week.filter { $0.at >= midnight }.map(\.took)),
                chart: AnswerTimes(
                    days: AnswerStatistics.days(week, count: days, now: visit.now, visit.language), limit: limit),
                order: try first.map { try BankOrderModel.load($0, platform, visit, tx, entry: entry) },
                mayAnswer: visit.principal.allows(.answerForBank), done: visit.query["done"], now: visit.now,
                language: visit.language)
        }
    }

    /// What waits for this very person: answers to enter, or to confirm.
    static func count(_ tx: any Transaction, _ visit: Visit) throws -> Int64 {
        guard let bank = visit.principal.bank else { return 0 }
        return visit.principal.allows(.answerForBank)
            ? try BankDraftTable(tx).toEnter(at: bank, most: most)
            : try ApprovalTable(tx).countDecidable(by: visit.principal, at: visit.now)
    }

    /// What a bank may not see answers like what is not there.
    private static func own(_ id: ActID, _ bank: String, _ acts: BankActTable) throws -> BankAct {
        guard let act = try acts.find(id), act.bank == bank else { throw NotFound(id) }
        return act
    }

    /// The clerk's nearest clock; for who only confirms, what waits for him.
    private static func chosen(_ owed: [BankAct], _ drafts: [BankDraft], _ visit: Visit) -> BankAct? {
        let waiting = Set(drafts.map(\.act))
        let isClerk = visit.principal.allows(.answerForBank)
        return owed.first { waiting.contains($0.id) != isClerk } ?? owed.first
    }

    private static func row(_ act: BankAct, draft: BankDraft?, _ visit: Visit, _ tx: any Transaction) throws -> Row {
        let answer = draft?.answer ?? act.answer
        return Row(
            act: act.id.description, kind: act.kind, number: OrderNumber.of(act),
            holder: act.order.target.accountName, tail: String(act.order.target.accountNumber?.suffix(4) ?? ""),
            amount: act.kind == .stop ? answer?.heldBalance?.money ?? act.order.amount.money : nil,
            createdAt: act.createdAt, due: act.answerDue, answeredAt: act.answeredAt, result: answer?.result,
            enteredBy: try draft.map { try Person.name(of: $0.enteredBy.description, tx) },
            enteredAt: draft?.enteredAt)
    }
}

/// How people call an order: the case's number and the end of the act's id.
enum OrderNumber {
    static func of(_ act: BankAct) -> String { "\(act.order.caseNumber)-\(act.id.description.suffix(4))" }
}

extension BankOrderModel {
    static func load(
        _ act: BankAct, _ platform: Platform, _ visit: Visit, _ tx: any Transaction, entry: AnswerEntry?
    ) throws -> BankOrderModel {
        let rules = platform.pack.rules(on: CivilTime(visit.now).day)
        let draft = try BankDraftTable(tx).newest(of: act.id)
        let partners = try draft.map { try BankDraftTable(tx).drafts(of: $0.approval) } ?? []
        let approval = try draft.flatMap { try ApprovalTable(tx).find($0.approval) }
        let statement = act.kind == .inquiry ? draft?.answer : partners.first { $0.act != act.id }?.answer
        let isReturned = draft?.state == .returned && act.state != .answered
        let returned = isReturned ? draft.map { AnswerEntry($0.answer, rows: statement) } : nil
        let order = try AnswerOrder.load(act, rules, tx)
        return BankOrderModel(
            act: act, number: OrderNumber.of(act), order: order, entry: entry ?? returned ?? AnswerEntry(),
            reading: nil, seal: try SealVerdict.of(act, platform, tx, at: visit.now),
            draft: draft?.state == .waiting ? draft : nil, statement: draft?.state == .waiting ? statement : nil,
            enteredBy: try draft.map { try Person.name(of: $0.enteredBy.description, tx) },
            returnedFor: isReturned ? approval?.reason : nil,
            mayAnswer: visit.principal.allows(.answerForBank),
            obstacle: approval.map { $0.obstacle(for: visit.principal, at: visit.now) } ?? nil,
            termHours: rules.stopPaymentTerm.wholeSeconds / 3600,
            refusals: Self.refusals(rules, visit.language), names: Self.names(rules, visit.language),
            action: Address.bankOrder(act.id.description).path,
            check: Address.bankOrderCheck(act.id.description).path,
            hiddenFields: visit.formFields(key: visit.form["key"]), now: visit.now, language: visit.language)
    }

    /// Why a bank may say that it did not: what cannot be helped by sending again, prior measures apart.
    static func refusals(_ rules: Rules, _ language: Language) -> [Field.Option] {
        rules.codes(.businessResults).filter {
            $0.meaning == .refused && !AnswerEntry.priorCodes.contains($0.code)
        }.map { Field.Option($0.code, "\($0.code)　\(language(Text($0.name.zh, $0.name.en)))") }
    }

    static func names(_ rules: Rules, _ language: Language) -> [String: String] {
        Dictionary(
            rules.codes(.businessResults).map { ($0.code, language(Text($0.name.zh, $0.name.en))) }
        ) { first, _ in first }
    }
}

extension AnswerOrder {
    static func load(_ act: BankAct, _ rules: Rules, _ tx: any Transaction) throws -> AnswerOrder {
        let stop = try StopPaymentID(act.measure).flatMap { try StopPaymentTable(tx).find($0) }
        let freeze = try FreezeID(act.measure).flatMap { try FreezeTable(tx).find($0) }
        let term: Duration? =
            switch act.kind {
            case .stop, .extend: rules.stopPaymentTerm
            case .protectiveHold: rules.protectiveHoldTerm
            case .release, .protectiveRelease, .inquiry, .freeze, .renewFreeze, .unfreeze, .returnFunds: nil
            }
        let beside = try BankActTable(tx).openInquiry(at: act.bank, into: act.account, for: act.incident)
        let waits = try beside.map { try !BankDraftTable(tx).waiting(of: [$0.id]).isEmpty } ?? true
        return AnswerOrder(
            act: act.id.description, kind: act.kind, accountNumber: act.order.target.accountNumber,
            accountName: act.order.target.accountName, amount: act.order.amount.money,
            time: act.order.time.timestamp, createdAt: act.createdAt, term: term,
            freezeTerm: act.order.freeze.flatMap { Term($0.term) }, deadlines: rules.deadlines,
            endsAt: stop?.endsAt ?? freeze?.endsAt,
            inquiry: act.kind == .stop && !waits ? beside?.id.description : nil,
            timeSlack: rules.fourItemsTimeTolerance)
    }
}

/// Whether an order bears the centre's seal with a key that still holds.
struct SealVerdict: Sendable, Equatable {
    let key: String
    let isValid: Bool

    /// The order's canonical form is sealed as it would travel and checked as a bank by wire would check it.
    static func of(_ act: BankAct, _ platform: Platform, _ tx: any Transaction, at now: Timestamp) throws -> SealVerdict
    {
        let sealed = try platform.signer.seal(act.order)
        let known = try KeyTable(tx).find(sealed.seal.key)
        let trusted =
            known
            ?? TrustedKey(
                key: sealed.seal.key, owner: act.order.organisationCode, publicKey: platform.signer.publicKey,
                validFrom: act.createdAt)
        do {
            try KeyRing([trusted]).verify(sealed, from: trusted.owner, at: now)
            return SealVerdict(key: sealed.seal.key, isValid: true)
        } catch is KeyRing.Doubt {
            return SealVerdict(key: sealed.seal.key, isValid: false)
        }
    }
}
