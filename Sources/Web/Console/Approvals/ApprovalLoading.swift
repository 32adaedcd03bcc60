internal import Access
internal import Journal
internal import Jurisdiction
internal import Messaging
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

extension ApprovalList {
    static let most = 50

    /// What waits for this person, and what he waits for himself; the oldest first, after the one given.
    static func load(_ platform: Platform, _ visit: Visit) throws -> ApprovalList {
        try visit.principal.permit(.readIncident, in: nil, bank: nil)
        return try platform.database.read { tx in
            let after = try ApprovalID(visit.query["after"]).flatMap { try ApprovalTable(tx).find($0) }
            let found = try ApprovalTable(tx).waiting(
                for: visit.principal, after: after, limit: most + 1, at: visit.now)
            let rows = try found.prefix(most).map { try row($0, visit, tx) }
            return ApprovalList(
                rows: rows, next: found.count > most ? found[most - 1].id.description : nil, isFirst: after == nil,
                reviews: try ReviewList.count(tx, visit), done: visit.query["done"], now: visit.now,
                language: visit.language)
        }
    }

    private static func row(_ approval: Approval, _ visit: Visit, _ tx: any Transaction) throws -> Row {
        Row(
            id: approval.id.description, act: approval.act, lines: approval.lines.count, total: approval.total,
            about: try Self.about(approval, tx), maker: try Person.name(approval.maker, tx, visit.language),
            madeAt: approval.madeAt, obstacle: approval.obstacle(for: visit.principal, at: visit.now))
    }

    /// The incident's number and first victim, or what else it is about.
    static func about(_ approval: Approval, _ tx: any Transaction) throws -> String {
        guard let id = approval.topic.flatMap({ IncidentID($0) }), let incident = try IncidentTable(tx).find(id) else {
            return ""
        }
        let victim = try IncidentTable(tx).victims(of: [id]).first?.name ?? ""
        return "\(incident.number)　\(victim)"
    }
}

/// The names behind the ids of people and programs.
enum Person {
    static func name(_ actor: Actor, _ tx: any Transaction, _ language: Language) throws -> String {
        switch actor.kind {
        case .user, .client: try name(of: actor.id, tx)
        case .bank: try AccountTable(tx).bank(actor.id)?.name ?? actor.id
        case .system: language(.thePlatform)
        }
    }

    /// Name and number; the id itself where nobody has it.
    static func name(of id: String, _ tx: any Transaction) throws -> String {
        try Named.find(id, tx).map { "\($0.name) \($0.number)" } ?? id
    }
}

extension ApprovalModel {
    /// Throws `NotFound` for what is not there or waits for other people, and `Refusal` for who reads no incidents.
    static func load(_ id: ApprovalID, _ platform: Platform, _ visit: Visit) throws -> ApprovalModel {
        try visit.principal.permit(.readIncident, in: nil, bank: nil)
        let rules = platform.pack.rules(on: CivilTime(visit.now).day)
        return try platform.database.read { tx in
            let approval = try ApprovalTable(tx).require(id)
            let unit = approval.affiliation.unit
            guard let unit, approval.isOwn(of: visit.principal.actor) || visit.principal.unit?.contains(unit) == true
            else {
                throw NotFound(id)
            }
            return ApprovalModel(
                id: id.description, act: approval.act, state: approval.state,
                obstacle: approval.obstacle(for: visit.principal, at: visit.now),
                maker: try Person.name(approval.maker, tx, visit.language), madeAt: approval.madeAt,
                incident: approval.topic.flatMap { IncidentID($0) }.map(\.description),
                about: try ApprovalList.about(approval, tx),
                lines: try approval.lines.map { try line($0, tx, visit.language) },
                isExtension: approval.lines.contains { $0.detail["extend"] == .bool(true) }, total: approval.total,
                basis: basis(of: approval, rules), term: term(of: approval, rules, visit.language),
                next: try next(after: approval, visit, tx), hiddenFields: visit.formFields, now: visit.now,
                language: visit.language)
        }
    }

    private static func next(after approval: Approval, _ visit: Visit, _ tx: any Transaction) throws -> String? {
        let table = ApprovalTable(tx)
        let later = try table.waiting(for: visit.principal, after: approval, limit: 50, at: visit.now)
        return later.first { $0.obstacle(for: visit.principal, at: visit.now) == nil }?.id.description
    }

    private static func basis(of approval: Approval, _ rules: Rules) -> [String] {
        let measures: [RuleID] =
            switch approval.act {
            case .approveStop: [.stopPaymentTerm, .approvalStopPayment]
            case .approveInquiry: [.approvalInquiry]
            case .approveRelease: [.approvalRelease]
            case .approveFreeze: [.approvalFreeze, freezeKind(approval).termRule]
            case .approveReturn: [.approvalFundReturn, .fundReturnNoticeTerm]
            case .approveProtectiveHold: [.protectiveHoldTerm]
            case .approveMessages: [.approvalMessageBatch]
            default: [.approvalStandingAuthority]
            }
        return measures.map { rules[$0].basis }.reduce(into: []) { list, basis in
            if !list.contains(basis) { list.append(basis) }
        }
    }

    private static func term(of approval: Approval, _ rules: Rules, _ language: Language) -> String {
        switch approval.act {
        case .approveStop: language(.termFromExecution(rules.stopPaymentTerm.wholeSeconds / 3600))
        case .approveProtectiveHold: language(.termFromExecution(rules.protectiveHoldTerm.wholeSeconds / 3600))
        case .approveFreeze: language(Text(freezeTerm(approval, rules).zh, freezeTerm(approval, rules).en))
        case .approveReturn: language(Text(rules.fundReturnBankLimit.wording.zh, rules.fundReturnBankLimit.wording.en))
        case .approveInquiry: language(.answerWithin(rules.bankAnswerLimitInquiry.wholeSeconds / 60))
        default: language(.rightAway)
        }
    }

    private static func freezeKind(_ approval: Approval) -> Freeze.Kind {
        let detail = approval.lines.first?.detail
        return (detail?["renew"]?.string ?? detail?["kind"]?.string).flatMap(Freeze.Kind.init) ?? .ordinary
    }

    private static func freezeTerm(_ approval: Approval, _ rules: Rules) -> Wording {
        freezeKind(approval).term(rules).wording
    }

    // MARK: lines

    private static func line(_ line: Approval.Line, _ tx: any Transaction, _ language: Language) throws -> Line {
        var shown = Line(id: line.id, sum: line.sum, tier: line.detail["tier"]?.number.map(Int.init))
        shown.reason = line.detail["reason"]?.string
        if let id = StopPaymentID(line.id) {
            let stop = try StopPaymentTable(tx).require(id)
            shown.account = try .load(stop.account, tx)
            (shown.transferAmount, shown.transferTime) = (stop.transferAmount, stop.transferTime)
            shown.endsAt = stop.endsAt
        } else if let id = FreezeID(line.id) {
            let freeze = try FreezeTable(tx).require(id)
            shown.account = try .load(freeze.account, tx)
            let asked: Text =
                line.detail["narrow"]?.number.map { .partlyReleased(Money(fen: $0).description) }
                ?? (line.detail["release"] != nil
                    ? .unfreezeWord : line.detail["renew"] != nil ? .renewalWord : .freezeWord)
            let scope = freeze.limit == nil ? " · " + language(.wholeAccount) : ""
            let reason = Text.machineReason(line.detail["reason"]?.string ?? freeze.reason)
            shown.reason = language(asked) + scope + " · " + language(reason)
            shown.endsAt = freeze.endsAt
        } else if let id = InquiryID(line.id) {
            let inquiry = try InquiryTable(tx).require(id)
            shown.account = try .load(inquiry.account, tx)
            shown.from = inquiry.from
        } else if let id = ProtectiveHoldID(line.id) {
            let hold = try ProtectiveHoldTable(tx).require(id)
            shown.account = try .load(hold.account, tx)
            shown.reason = hold.reason
        } else if VictimID(line.id) != nil, let fundReturn = line.detail["return"]?.string.flatMap(FundReturnID.init) {
            shown.account = try .load(try FundReturnTable(tx).require(fundReturn).account, tx)
            shown.reason = try payee(line, tx, language)
        } else if let id = MessageTemplateID(line.id) {
            let template = try MessageTemplateTable(tx).require(id)
            shown.reason = "\(template.name)：\(template.sender.sign)\(template.wording.text)"
        } else if let id = MessageBatchID(line.id) {
            shown.reason = try batch(id, tx, language)
        } else if let id = AuthorityID(line.id) {
            shown.authority = try AuthorityShown.load(try AuthorityTable(tx).require(id), tx)
        }
        return shown
    }

    /// What a batch says, and to how many.
    private static func batch(_ id: MessageBatchID, _ tx: any Transaction, _ language: Language) throws -> String {
        let batch = try MessageBatchTable(tx).require(id)
        let template = try MessageTemplateTable(tx).require(batch.template)
        let count = "\(language(.messageCount)) \(batch.tally.made)，\(language(.partsCount)) \(batch.tally.parts)"
        return "\(batch.title)：\(template.sender.sign)\(template.wording.text)（\(count)）"
    }

    /// Who gets the money, and on which account.
    private static func payee(_ line: Approval.Line, _ tx: any Transaction, _ language: Language) throws
        -> String
    {
        let number = MaskedValue.Kind.accountNumber.masked(line.detail["number"]?.string ?? "")
        let code = line.detail["bank"]?.string ?? ""
        return
            "\(language(.returnWord)) · \(line.detail["name"]?.string ?? "") · \(try AccountTable(tx).bank(code)?.name ?? code) \(number)"
    }
}
