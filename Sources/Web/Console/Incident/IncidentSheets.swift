internal import Access
internal import Jurisdiction
internal import Primitives
internal import Recovery
internal import Wire

/// Makes the sheets of an incident's binding acts.
struct IncidentSheets {
    let making: IncidentModelMaking
    /// What was typed before, by the field's name.
    var values: [String: String] = [:]
    var errors: [String] = []

    private var snapshot: IncidentSnapshot { making.snapshot }
    private var language: Language { making.language }
    private var rules: Rules { snapshot.rules }
    private var id: String { making.id }

    // MARK: measures

    func extend(_ stop: StopPaymentID) throws -> SheetModel {
        let (standing, stop) = try find(stop)
        let used = standing.uses >= rules.stopPaymentTimesMax
        let ends = stop.endsAt.map { ($0 + rules.stopPaymentTerm).minute(asOf: making.now) } ?? "—"
        return sheet(
            .askExtension, standing, stop, rule: .stopPaymentTerm, approver: rules.approval(of: .stopExtension),
            term: language(.extendedUntil(ends)), submit: .submitExtension(sum(stop)),
            action: .extend(id, stop.id.description),
            obstacle: used ? language(.timesUsedUp(standing.uses)) : stop.state == .executed ? nil : notInForce)
    }

    func release(_ stop: StopPaymentID) throws -> SheetModel {
        let (standing, stop) = try find(stop)
        let mayEnd = stop.state == .executed || stop.state == .draft
        let others = standing.otherClaims > 0
        var model = sheet(
            .askRelease, standing, stop, rule: .approvalRelease, approver: rules.approval(of: .release),
            term: language(.atOnceWhenApproved), submit: others ? .submitEndClaim : .submitRelease(sum(stop)),
            action: .release(id, stop.id.description), obstacle: mayEnd ? nil : notInForce)
        if others { model.lines.append(.init(language(.effect), language(.onlyOurClaimEnds(standing.otherClaims)))) }
        return model
    }

    func complain(_ stop: StopPaymentID) throws -> SheetModel {
        let (standing, stop) = try find(stop)
        return complaintSheet(.stop, standing, action: .complain(id, stop.id.description))
    }

    func complaintSheet(_ kind: Complaint.Kind, _ standing: AccountStanding, action: Address) -> SheetModel {
        complaintSheet(
            kind, whom(standing), holder: standing.account.name, action: action, cancel: accountAddress(standing))
    }

    func complaintSheet(
        _ kind: Complaint.Kind, _ whom: [SheetModel.Line], holder: String?, action: Address, cancel: String
    ) -> SheetModel {
        let term = kind.answerTerm(rules)
        return SheetModel(
            title: language(.enterComplaint),
            lines: whom + [
                .init(language(.legalBasis), rules[kind.rule].basis),
                .init(language(.term), language(.answeredInWriting(language == .zh ? term.zh : term.en))),
            ],
            fields: [
                field("holder", .complainant, isRequired: true, value: holder ?? ""),
                field("contact", .contact), field("text", .complaintText, control: .lines(5), isRequired: true),
            ],
            submit: language(.submitComplaint), action: action.path,
            cancel: cancel, errors: errors, formFields: making.formFields)
    }

    private func sheet(
        _ title: Text, _ standing: AccountStanding, _ stop: StopPayment, rule: RuleID, approver: ApprovalLevel,
        term: String, submit: Text, action: Address, obstacle: String?
    ) -> SheetModel {
        SheetModel(
            title: language(title),
            lines: whom(standing) + [
                .init(language(.heldYuan), sum(stop)), .init(language(.legalBasis), rules[rule].basis),
                .init(language(.term), term), .init(language(.remedy), remedy),
                .init(language(.whoApproves), language(.approver(approver))),
            ],
            fields: [reasonField], submit: language(submit), action: action.path, cancel: accountAddress(standing),
            obstacle: obstacle, errors: errors, formFields: making.formFields)
    }

    // MARK: protective holds

    func protect(_ account: AccountID) throws -> SheetModel {
        guard let payer = snapshot.payers[account] else { throw NotFound(account) }
        let isLive = snapshot.holds.contains { $0.account == account && $0.state.isLive }
        return holdSheet(
            .askForHold, payer, term: language(.fromExecution(rules.protectiveHoldTerm.term(language))),
            approver: language(.approver(rules.approval(of: .protectiveHold))), submit: .submitHold,
            action: .protect(id, account.description), obstacle: isLive ? language(.alreadyStopped) : nil)
    }

    func lift(_ hold: ProtectiveHoldID) throws -> SheetModel {
        guard let hold = snapshot.holds.first(where: { $0.id == hold }), let payer = snapshot.payers[hold.account]
        else { throw NotFound(hold) }
        return holdSheet(
            .liftHold, payer, term: language(.atOnce), approver: language(.noSecondPerson), submit: .submitLift,
            action: .liftHold(id, hold.id.description), obstacle: hold.state == .executed ? nil : notInForce)
    }

    func complain(_ hold: ProtectiveHoldID) throws -> SheetModel {
        guard let hold = snapshot.holds.first(where: { $0.id == hold }), let payer = snapshot.payers[hold.account]
        else { throw NotFound(hold) }
        return complaintSheet(
            .hold, whom(payer), holder: payer.name, action: .freezing(.complainOfHold(id, hold.id.description)),
            cancel: Address.incident(id).path)
    }

    private func whom(_ payer: Account) -> [SheetModel.Line] {
        [
            .init(language(.holder), payer.name ?? "—"),
            .init(language(.account), making.shown(payer.number, MaskedValue(.accountNumber, of: payer.id))),
            .init(language(.bankColumn), snapshot.banks[payer.bank]?.name ?? payer.bank),
        ]
    }

    private func holdSheet(
        _ title: Text, _ payer: Account, term: String, approver: String, submit: Text, action: Address,
        obstacle: String?
    ) -> SheetModel {
        SheetModel(
            title: language(title),
            lines: whom(payer) + [
                .init(language(.legalBasis), rules[.protectiveHoldTerm].basis), .init(language(.term), term),
                .init(language(.remedy), remedy(of: .hold)), .init(language(.whoApproves), approver),
            ],
            fields: [reasonField], submit: language(submit), action: action.path,
            cancel: Address.incident(id).path, obstacle: obstacle, errors: errors, formFields: making.formFields)
    }

    // MARK: chase

    func chase(_ bank: String) throws -> SheetModel {
        guard let known = snapshot.banks[bank] else { throw NotFound(bank) }
        let open = openActs(at: bank)
        let lines = open.map { act in
            let name = snapshot.money.accounts[act.account].map { "\($0.name ?? "") \($0.number.suffix(4))" } ?? ""
            let clock = (making.now - act.createdAt).counting(language)
            return SheetModel.Line(
                language(.orderKind(act.kind)), "\(name)　\(language(.awaitsAnswer)) \(clock)　\(act.lastError ?? "")")
        }
        return SheetModel(
            title: language(.chase(known.name, open.count)),
            lines: [.init(language(.dutyContact), known.contact ?? "—")] + lines, fields: [],
            submit: language(.sendAgain(open.count)), action: Address.chase(id, bank).path,
            cancel: Address.incident(id).path, obstacle: open.isEmpty ? language(.allAnswered) : nil, errors: errors,
            formFields: making.formFields)
    }

    /// What this incident waits for at one bank, the oldest first.
    func openActs(at bank: String) -> [BankAct] {
        snapshot.acts.values.joined().filter {
            $0.bank == bank && $0.incident == snapshot.incident.id && ($0.state == .open || $0.state == .dead)
        }
        .sorted { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
    }

    // MARK: reveal

    func reveal(_ value: MaskedValue) throws -> SheetModel {
        guard isOfThisIncident(value) else { throw NotFound(value.subject) }
        let reasons = Text.revealReasons.map { Field.Option(language($0), language($0)) }
        return SheetModel(
            title: language(.revealTitle),
            lines: [
                .init(language(.valueColumn), language(.maskedKind(value.kind))),
                .init(language(.effect), language(.shownForMinutes(Reveals.length.wholeSeconds / 60))),
                .init(language(.recorded), language(.revealIsRecorded)),
            ],
            fields: [
                Field(
                    "reason", language(.reason), value: values["reason"] ?? "",
                    control: .choice([Field.Option("", language(.chooseReason))] + reasons), isRequired: true),
                field("words", .moreWords),
            ],
            submit: language(.submitReveal), action: Address.reveal(id, value.kind.rawValue, value.subject).path,
            cancel: Address.incident(id).path, errors: errors, formFields: making.formFields)
    }
}

extension IncidentSheets {
    private func isOfThisIncident(_ value: MaskedValue) -> Bool {
        switch value.kind {
        case .identityNumber, .phone: return snapshot.victims.contains { $0.id.description == value.subject }
        case .payeeNumber: return snapshot.reports.contains { $0.id.description == value.subject }
        case .accountNumber:
            let told = snapshot.reports.flatMap { [$0.payerAccount, $0.payeeAccount] }.compactMap(\.self)
            return (told + snapshot.standings.map(\.account.id)).contains { $0.description == value.subject }
        }
    }

    private func find(_ id: StopPaymentID) throws -> (AccountStanding, StopPayment) {
        for standing in snapshot.standings {
            for stop in snapshot.money.stops[standing.account.id] ?? [] where stop.id == id { return (standing, stop) }
        }
        throw NotFound(id)
    }

    func whom(_ standing: AccountStanding) -> [SheetModel.Line] {
        let value = MaskedValue(.accountNumber, of: standing.account.id)
        return [
            .init(language(.holder), standing.account.name ?? "—"),
            .init(language(.account), making.shown(standing.account.number, value)),
            .init(language(.bankColumn), standing.bankName),
        ]
    }

    func accountAddress(_ standing: AccountStanding) -> String {
        Address.incidentAccount(id, standing.account.id.description).path
    }

    private func sum(_ stop: StopPayment) -> String { (stop.heldBalance ?? stop.transferAmount).description }

    private var notInForce: String { language(.notInForce) }

    var remedy: String { remedy(of: .stop) }

    private func remedy(of kind: Complaint.Kind) -> String {
        let wording = kind.answerTerm(rules)
        return language(.complaintAnswered(language == .zh ? wording.zh : wording.en))
    }

    var reasonField: Field { field("reason", .reason, control: .lines(2), isRequired: true) }

    func field(
        _ name: String, _ label: Text, control: Field.Control = .text, isRequired: Bool = false, value: String = ""
    ) -> Field {
        Field(name, language(label), value: values[name] ?? value, control: control, isRequired: isRequired)
    }
}
