internal import Access
internal import Jurisdiction
internal import Primitives
internal import Recovery

/// The sheets of filing a case and of freezes.
extension IncidentSheets {
    private var snapshot: IncidentSnapshot { making.snapshot }
    private var language: Language { making.language }
    private var rules: Rules { snapshot.rules }
    private var id: String { making.id }

    func fileCase() -> SheetModel {
        let filed = snapshot.filing.map { language(.filingRefusal(.alreadyFiled($0))) }
        return SheetModel(
            title: language(.fileCase),
            lines: [
                .init(language(.incident), snapshot.incident.number),
                .init(language(.effect), language(.filingAllowsFreezes)),
                .init(language(.legalBasis), rules[.approvalFreeze].basis),
            ],
            fields: [
                field("number", .filingNumber, isRequired: true),
                field("day", .filingDay, isRequired: true, value: CivilTime(making.now).day.description),
            ],
            submit: language(.submitFiling), action: Address.freezing(.file(id)).path,
            cancel: Address.incident(id).path,
            obstacle: filed, errors: errors, formFields: making.formFields)
    }

    /// What is frozen is the traced amount, unless somebody says why it must be the whole account.
    func freeze(_ account: AccountID) throws -> SheetModel {
        guard let standing = snapshot.standings.first(where: { $0.account.id == account }) else {
            throw NotFound(account)
        }
        let traced = snapshot.money.present(at: account)
        var lines =
            whom(standing) + [
                .init(language(.tracedYuan), traced?.description ?? "—"),
                .init(language(.legalBasis), rules[.approvalFreeze].basis),
                .init(language(.term), kindWords),
                .init(language(.remedy), remedy),
                .init(language(.whoApproves), approverWords),
            ]
        if let stop = standing.stop, stop.state.isInForce, let ends = stop.endsAt {
            lines.append(.init(language(.takesOver), language(.takesOverStop(ends.minute(asOf: making.now)))))
        }
        return SheetModel(
            title: language(.askFreeze), lines: lines,
            fields: [
                choice("scope", .scopeOfFreeze, [("limit", .upToAmount), ("whole", .wholeAccount)]),
                field("limit", .limitAmount, value: traced?.description ?? ""),
                choice("interest", .interestWord, [("no", .withoutInterest), ("yes", .withInterest)]), kindField,
                reasonField,
            ],
            submit: language(.submitFreeze(standing.account.name ?? "")),
            action: Address.freezing(.freeze(id, account.description)).path, cancel: accountAddress(standing),
            obstacle: obstacle(standing, traced), errors: errors, formFields: making.formFields)
    }

    private func obstacle(_ standing: AccountStanding, _ traced: Money?) -> String? {
        do {
            try FreezeRules.permit(
                FreezeRules.Case(
                    isFiled: snapshot.filing != nil, live: standing.freeze.flatMap { $0.state.isLive ? $0.id : nil },
                    traced: traced, isHub: standing.account.isHub, missing: standing.account.missingForFreeze,
                    limit: nil, reason: "-"))
            return nil
        } catch {
            return language(.freezeRefusal(error))
        }
    }

    func renew(_ freeze: FreezeID) throws -> SheetModel {
        let (standing, freeze) = try find(freeze)
        let ends = freeze.endsAt.map { CivilTime(rules.deadlines.end(of: rules.freezeTerm, from: $0)).day.description }
        return sheet(
            .askRenewal, standing, freeze, fields: [kindField, reasonField], term: kindWords,
            submit: .submitRenewal(ends ?? "—"), action: .freezing(.renew(id, freeze.id.description)),
            obstacle: freeze.state == .frozen ? nil : language(.notInForce))
    }

    func unfreeze(_ freeze: FreezeID) throws -> SheetModel {
        let (standing, freeze) = try find(freeze)
        let why = choice(
            "why", .whyReleased,
            [("needless", .noLongerNeeded), ("unrelated", .foundUnrelated), ("part", .partIsHolders)])
        return sheet(
            .askUnfreeze, standing, freeze, fields: [why, reasonField], term: language(.atOnceWhenApproved),
            submit: .submitUnfreeze(sum(freeze)), action: .freezing(.release(id, freeze.id.description)),
            obstacle: [.frozen, .queued, .draft].contains(freeze.state) ? nil : language(.notInForce))
    }

    /// The city organ decides on a return; here its preparation begins.
    func giveBack(_ freeze: FreezeID) throws -> SheetModel {
        let (standing, freeze) = try find(freeze)
        let words = Text.approver(rules.approval(.approvalFundReturn))
        return SheetModel(
            title: language(.openReturn),
            lines: whom(standing) + [
                .init(language(.fundFrozen), sum(freeze)),
                .init(language(.endsOn), freeze.endsAt.map { CivilTime($0).day.description } ?? "—"),
                .init(language(.legalBasis), rules[.approvalFundReturn].basis),
                .init(language(.effect), language(.returnEffect)), .init(language(.whoApproves), language(words)),
            ],
            fields: [], submit: language(.openReturn),
            action: Address.freezing(.giveBack(id, freeze.id.description)).path,
            cancel: accountAddress(standing), obstacle: freeze.isInForce ? nil : language(.notInForce), errors: errors,
            formFields: making.formFields)
    }

    func complain(_ freeze: FreezeID) throws -> SheetModel {
        let (standing, freeze) = try find(freeze)
        return complaintSheet(.freeze, standing, action: .freezing(.complain(id, freeze.id.description)))
    }

    private func sheet(
        _ title: Text, _ standing: AccountStanding, _ freeze: Freeze, fields: [Field], term: String, submit: Text,
        action: Address, obstacle: String?
    ) -> SheetModel {
        SheetModel(
            title: language(title),
            lines: whom(standing) + [
                .init(language(.fundFrozen), sum(freeze)),
                .init(language(.endsOn), freeze.endsAt.map { CivilTime($0).day.description } ?? "—"),
                .init(language(.legalBasis), rules[freeze.kind.termRule].basis), .init(language(.term), term),
                .init(language(.remedy), remedy), .init(language(.whoApproves), approverWords),
            ],
            fields: fields, submit: language(submit), action: action.path, cancel: accountAddress(standing),
            obstacle: obstacle, errors: errors, formFields: making.formFields)
    }

    private func find(_ id: FreezeID) throws -> (AccountStanding, Freeze) {
        for standing in snapshot.standings {
            for freeze in snapshot.money.freezes[standing.account.id] ?? [] where freeze.id == id {
                return (standing, freeze)
            }
        }
        throw NotFound(id)
    }

    private func sum(_ freeze: Freeze) -> String { freeze.remains?.description ?? language(.wholeAccount) }

    private var kindField: Field {
        choice(
            "kind", .termOfFreeze,
            [(Freeze.Kind.ordinary.rawValue, .ordinaryCase), (Freeze.Kind.major.rawValue, .majorCase)])
    }

    /// `一般案件 6个月；重大复杂案件 12个月`
    private var kindWords: String { kinds { $0.term(rules).wording } }

    private var approverWords: String {
        kinds { kind in
            let words = Text.approver(kind.approval(rules))
            return Wording(zh: words.zh, en: words.en)
        }
    }

    private func kinds(_ words: (Freeze.Kind) -> Wording) -> String {
        Freeze.Kind.allCases.map { kind in
            let wording = words(kind)
            return language(kind == .major ? .majorCase : .ordinaryCase) + " " + language(Text(wording.zh, wording.en))
        }.joined(separator: language == .zh ? "；" : "; ")
    }

    private func choice(_ name: String, _ label: Text, _ options: [(String, Text)]) -> Field {
        Field(
            name, language(label), value: values[name] ?? options[0].0,
            control: .choice(options.map { Field.Option($0.0, language($0.1)) }), isRequired: true)
    }
}
