import Access
import Gateways
import Journal
import Messaging
import Prevention
import Primitives
import Recovery
import Storage
import TestSupport
import Wire
import Workflow

@testable import Web

/// One county's running work, with one of everything that a request can name: orders, answers, requests that wait, holds,
/// complaints, evidence, an authority and a review under it. All of it was asked for by the people called `maker`.
struct CaseFile: Sendable {
    let side: Person.Side
    /// What stands in a path or a form for each thing, by the thing's name: `stop.executed`, `approval.release`.
    private(set) var ids: [String: String] = [:]
    /// Texts that nobody outside may ever see.
    let secrets: [String]

    /// A payment that the victim reported.
    private(set) var paid: (payer: String, payee: String, amount: Money, at: Timestamp) = ("", "", .zero, .t0)

    private let town: Town
    private let mark: String

    /// Money from three cards of one victim; names are told apart by the county.
    init(_ side: Person.Side, in town: Town) throws {
        self.side = side
        self.town = town
        mark = side == .first ? "欧阳" : "司徒"
        secrets = ["\(mark)芳", "\(mark)收", "\(mark)叙述", "\(mark)凭证", "\(mark)申诉", "\(mark)授权"]
        try register()
        try approveAndAnswer()
        try askForMore()
        try freezes()
        try papers()
        try aid()
        try authority()
        try messages()
        try registry()
        try prevention()
    }

    subscript(name: String) -> String { ids[name] ?? "no \(name)" }

    /// A card of this county's bank, or of the bank by wire.
    private func card(_ number: Int, wire: Bool = false) -> String {
        let prefix = (wire ? Town.wireBank : Town.bank(of: side)).cardPrefixes[0]
        return "\(prefix)00000\(side == .first ? 1 : 2)\(1000 + number)"
    }

    private func maker(_ role: Role) throws -> Principal {
        try town.principal(Person(role: role, side: side, post: "maker"))
    }

    private func person(_ role: Role) throws -> Principal { try town.principal(Person(role: role, side: side)) }

    private func read<T: Sendable>(_ body: @Sendable (any Transaction) throws -> T) throws -> T {
        try town.platform.database.read(body)
    }

    // MARK: the report

    private func intake(payees: [String], payers: [String], name: String) -> Intake {
        Intake(
            unit: Town.station(of: side).text, fraudType: "GJF", narrative: "\(mark)叙述",
            victims: [.init(name: "\(mark)芳", phone: "13800136127", whereabouts: "柳林")],
            transfers: payees.enumerated().map { index, payee in
                .init(
                    payerNumber: payers[index % payers.count], amount: "12万", time: "08:05", payeeNumber: payee,
                    payeeName: "\(mark)收\(name)\(index)")
            })
    }

    private mutating func register() throws {
        let payees = (0..<4).map { card($0) } + [card(9, wire: true)]
        let receipt = try town.platform.incidents.register(
            intake(payees: payees, payers: [card(50), card(51), card(52)], name: "甲"), by: try maker(.dutyOfficer),
            key: town.key(), at: town.now)
        try town.work()
        ids["incident"] = receipt.incident.description
        ids["number"] = receipt.number
        let evidence = try town.platform.evidence.add(
            EvidenceFile(name: "\(mark)凭证.pdf", content: Array("%PDF-1.7 \(mark)凭证".utf8)), to: receipt.incident,
            by: try maker(.dutyOfficer), key: town.key(), at: town.now)
        ids["evidence"] = evidence.description
        let transfers = try read { try IncidentTable($0).transfers(of: [receipt.incident]) }
        ids["transfer"] = transfers[0].id.description
        try notePayment(transfers[0])
        for (index, transfer) in transfers.prefix(3).enumerated() {
            ids["payer.\(index)"] = transfer.payerAccount?.description ?? ""
        }
        ids["account"] = transfers[0].payeeAccount?.description ?? ""
        ids["victim"] = try read { try IncidentTable($0).victims(of: [receipt.incident])[0].id.description }
    }

    private mutating func notePayment(_ transfer: ReportedTransfer) throws {
        let accounts = try read {
            try AccountTable($0).find([transfer.payerAccount, transfer.payeeAccount].compactMap(\.self))
        }
        func number(_ id: AccountID?) -> String { accounts.first { $0.id == id }?.number ?? "" }
        paid = (
            number(transfer.payerAccount), number(transfer.payeeAccount), transfer.amount ?? .zero, transfer.at ?? .t0
        )
    }

    /// Where the whole ledger has the payment go on; no record names it.
    var secretNumber: String { card(90) }

    private var incident: IncidentID { IncidentID(self["incident"])! }

    private func approvals() throws -> [Approval] {
        try read { tx in try ApprovalTable(tx).all(after: nil, limit: 200) }.filter {
            $0.state == .waiting && ($0.topic == incident.description || $0.affiliation.unit == Town.county(of: side))
        }
    }

    private func approve(_ act: Act) throws {
        for approval in try approvals() where approval.act == act {
            try town.platform.approvals.decide(
                approval.id, .approve(leavingOut: []), by: try person(.countyHead), key: town.key(), at: town.now)
        }
        try town.work()
    }

    private func acts(_ kind: BankOrder.Kind) throws -> [BankAct] {
        try read { tx in try BankActTable(tx).acts(of: incident) }.filter { $0.kind == kind }
    }

    // MARK: the bank

    private mutating func approveAndAnswer() throws {
        try approve(.approveStop)
        try approve(.approveInquiry)
        town.clock.advance(.minutes(2))
        let own = try acts(.stop).filter { $0.bank == Town.bank(of: side).code }
        for (index, act) in own.prefix(2).enumerated() {
            try answer(act)
            ids["stop.executed.\(index)"] = act.measure
            ids["act.answered"] = act.id.description
        }
        try contradict(own[1])
        ids["act.open"] = own[2].id.description
        ids["act.drafted"] = own[3].id.description
        let dead = try acts(.stop).first { $0.bank == Town.wireBank.code }!
        try town.platform.acts.giveUp(dead.id, reason: "200009/1100", key: town.key(), at: town.now)
        ids["act.dead"] = dead.id.description
        let draft = BankAnswer(act: own[3].id.description, result: "0301", answeredAt: WireTime(town.now))
        ids["review.bank"] = try town.platform.bankDrafts.submit(
            [draft], by: try maker(.bankClerk), key: town.key(), at: town.now
        ).description
    }

    private func answer(_ act: BankAct) throws {
        var answer = BankAnswer(act: act.id.description, result: "0000", answeredAt: WireTime(town.now))
        answer.executedAt = WireTime(town.now)
        answer.heldBalance = WireAmount(Money(fen: 12_000_000))
        try town.platform.acts.recordAnswer(
            answer, to: act.id, by: Actor(.bank, act.bank), key: town.key(), at: town.now)
        try town.work()
    }

    /// The bank says of what it has carried out that it did not.
    private func contradict(_ act: BankAct) throws {
        let later = BankAnswer(act: act.id.description, result: "0301", answeredAt: WireTime(town.now))
        try town.platform.acts.recordAnswer(
            later, to: act.id, by: Actor(.bank, act.bank), key: town.key(), at: town.now)
    }

    // MARK: what waits for others

    private mutating func askForMore() throws {
        let (platform, officer) = (town.platform, try maker(.dutyOfficer))
        let hold = try platform.protectiveHolds.request(
            on: AccountID(self["payer.0"])!, incident: incident, reason: "\(mark)防止再转", by: officer, key: town.key(),
            at: town.now)
        try approve(.approveProtectiveHold)
        try answer(try acts(.protectiveHold)[0])
        ids["hold.executed"] = hold.description
        _ = try platform.protectiveHolds.request(
            on: AccountID(self["payer.1"])!, incident: incident, reason: "\(mark)防止再转", by: officer, key: town.key(),
            at: town.now)
        try platform.stopPayments.requestRelease(
            of: StopPaymentID(self["stop.executed.1"])!, for: incident, reason: "\(mark)查明无关", by: officer,
            key: town.key(), at: town.now)
        ids["complaint"] = try platform.complaints.enter(
            against: StopPaymentID(self["stop.executed.1"])!, holder: "\(mark)收", contact: "138", text: "\(mark)申诉",
            by: officer, key: town.key(), at: town.now
        ).description
        try platform.incidents.addFacts(
            [.init(amount: "3万", time: "08:30", payeeNumber: card(20), payeeName: "\(mark)收乙")], completing: [nil],
            to: incident, by: officer, key: town.key(), at: town.now)
        try town.work()
        for approval in try approvals() where approval.act != .reviewForBank {
            ids["approval.\(approval.act)"] = approval.id.description
            ids["line.\(approval.act)"] = approval.lines[0].id
        }
    }

    /// The victim of the filed case asks for hardship aid twice: it is granted, and then a paper is missing yet.
    private mutating func aid() throws {
        let filed = IncidentID(self["incident.filed"])!
        let victim = try read { try IncidentTable($0).victims(of: [filed])[0].id }
        let granted = try town.platform.aids.apply(
            for: victim, of: filed, hardship: "\(mark)申诉", papers: Set(AidPaper.allCases), by: maker(.dutyOfficer),
            key: town.key(), at: town.now)
        try town.platform.aids.decide(
            granted, .grant(Money(fen: 500_000), payer: "\(mark)民政局"), reason: "经核实", by: person(.countyHead),
            key: town.key(), at: town.now)
        ids["aid.granted"] = granted.description
        ids["aid.day"] = CivilTime(town.now).day.description
        ids["aid"] = try town.platform.aids.apply(
            for: victim, of: filed, hardship: "\(mark)申诉", papers: [.identity], by: try maker(.dutyOfficer),
            key: town.key(), at: town.now
        ).description
    }

    private mutating func authority() throws {
        let scope = StandingAuthority.Scope(
            tiersMost: 3, amountMost: Money(fen: 50_000_000), includesInquiries: true, includesProtectiveHolds: false,
            officers: [try town.user(Person(role: .dutyOfficer, side: side, post: "maker")).id.description])
        for name in ["inForce", "proposed"] {
            let id = try town.platform.authorities.propose(
                scope, unit: Town.county(of: side), basis: "\(mark)授权 \(name)", from: town.now,
                until: town.now + .days(30), by: try maker(.shiftLeader), key: town.key(), at: town.now)
            ids["authority.\(name)"] = id.description
            if name == "inForce" { try approve(.approveAuthority) }
        }
        let waiting = try approvals().first { $0.act == .approveAuthority }!
        ids["approval.approveAuthority"] = waiting.id.description
        ids["line.approveAuthority"] = waiting.lines[0].id
        let receipt = try town.platform.incidents.register(
            intake(payees: [card(30)], payers: [card(60)], name: "丙"), by: try maker(.dutyOfficer), key: town.key(),
            at: town.now)
        try town.work()
        ids["incident.underAuthority"] = receipt.incident.description
        let reviews = try read { try AuthorityTable($0).reviews(in: .waiting, limit: 50) }
        ids["review.authority"] = reviews.first { $0.incident == receipt.incident }?.id.description ?? ""
    }

    /// A template in use and one that waits for its second person; a batch that was read and not yet submitted.
    private mutating func messages() throws {
        let platform = town.platform
        func propose(_ name: String) throws -> MessageTemplateID {
            try platform.messageTemplates.propose(
                MessageTemplates.Draft(
                    name: name, purpose: .dissuasion, sender: "云江反诈", wording: "{姓名}您好，请挂断。"),
                unit: Town.county(of: side), by: try maker(.dutyOfficer), key: town.key(), at: town.now)
        }
        func use(_ name: String) throws -> MessageTemplateID {
            let template = try propose(name)
            let waiting = try read { try ApprovalTable($0).waiting(.approveMessages, on: template) }!
            try platform.messageApprovals.decide(
                waiting.id, .approve(leavingOut: []), by: try person(.countyHead), key: town.key(), at: town.now)
            return template
        }
        // Whoever is warned gets a message of this.
        _ = try use(WarningText.name)
        let inUse = try use("\(mark)劝阻")
        ids["template"] = inUse.description
        let proposed = try propose("\(mark)预警")
        let request = try read { try ApprovalTable($0).waiting(.approveMessages, on: proposed) }!
        ids["approval.approveMessages"] = request.id.description
        ids["line.approveMessages"] = request.lines[0].id
        let draft = MessageBatches.Draft(
            title: "\(mark)批次", template: inUse, kind: .text, rate: 10, list: "手机号,姓名\n13800136128,\(mark)芳\n")
        let batch = try platform.messageBatches.prepare(
            draft, by: try maker(.dutyOfficer), key: town.key(), at: town.now)
        while try platform.messageBatches.load(batch, at: town.now) {}
        ids["batch"] = batch.description
        try town.work()
    }

    /// A filed case: two accounts are frozen, of one of them a return has begun; one's freeze waits for the head, one is not frozen.
    private mutating func freezes() throws {
        let receipt = try town.platform.incidents.register(
            intake(payees: [card(40), card(41), card(42), card(43), card(44)], payers: [card(61)], name: "丁"),
            by: try maker(.dutyOfficer),
            key: town.key(), at: town.now)
        try town.work()
        let filed = receipt.incident
        ids["incident.filed"] = filed.description
        try town.platform.filings.file(
            filed, number: "\(mark)公立字1号", day: CivilTime(town.now).day, by: try maker(.dutyOfficer), key: town.key(),
            at: town.now)
        let accounts = try read { try IncidentTable($0).transfers(of: [filed]) }.compactMap(\.payeeAccount)
        for account in [accounts[0], accounts[1], accounts[3], accounts[4]] {
            _ = try town.platform.freezes.request(
                Freezes.Request(account: account, limit: nil, reason: "\(mark)保全"), for: filed,
                by: try maker(.dutyOfficer), key: town.key(), at: town.now)
            try town.work()
        }
        ids["account.filed"] = accounts[2].description
        let waiting = try read { try ApprovalTable($0).all(after: nil, limit: 500) }.filter {
            $0.state == .waiting && $0.act == .approveFreeze && $0.topic == filed.description
        }
        for approval in [waiting[0], waiting[2], waiting[3]] {
            try town.platform.approvals.decide(
                approval.id, .approve(leavingOut: []), by: try person(.countyHead), key: town.key(), at: town.now)
        }
        try town.work()
        ids["freeze.frozen"] = waiting[0].subject
        ids["approval.approveFreeze"] = waiting[1].id.description
        ids["line.approveFreeze"] = waiting[1].lines[0].id
        for act in try read({ try BankActTable($0).acts(of: filed) }) where act.kind == .freeze {
            var answer = BankAnswer(act: act.id.description, result: "0000", answeredAt: WireTime(town.now))
            answer.executedAt = WireTime(town.now)
            answer.balanceBefore = WireAmount(Money(fen: 12_000_000))
            try town.platform.acts.recordAnswer(
                answer, to: act.id, by: Actor(.bank, act.bank), key: town.key(), at: town.now)
        }
        try town.work()
        try giveBack(FreezeID(waiting[2].subject)!, of: filed)
        try putOnNotice(FreezeID(waiting[3].subject)!, of: filed)
    }

    /// A return that collects papers, with an objection that was entered before it had to be prepared anew.
    private mutating func giveBack(_ freeze: FreezeID, of filed: IncidentID) throws {
        let id = try town.platform.returns.open(
            freeze, for: filed, by: try maker(.dutyOfficer), key: town.key(), at: town.now)
        ids["return"] = id.description
        ids["return.name"] = "\(mark)芳"
        ids["return.victim"] = try read { try FundReturnTable($0).claims(in: id) }[0].victim.description
        let objection = ObjectionID(value: id.value)
        ids["objection"] = objection.description
        let (now, word) = (town.now, mark)
        try town.platform.database.write { tx in
            try tx.execute(
                """
                INSERT INTO return_objection (id, fund_return, objector, contact, content, received_at, entered_by, state)
                VALUES (\(objection), \(id), \(word), '138', \(word), \(now), 'usr-0000000000000001', 'waiting')
                """)
        }
    }

    /// A return that is on public notice, as if its shares had been computed, with an objection that came by the public page.
    private mutating func putOnNotice(_ freeze: FreezeID, of filed: IncidentID) throws {
        let id = try town.platform.returns.open(
            freeze, for: filed, by: try maker(.dutyOfficer), key: town.key(), at: town.now)
        let now = town.now
        try town.platform.database.write { tx in
            try tx.execute(
                """
                UPDATE fund_return SET state = 'noticed', needs_notice = 1, noticed_at = \(now), notice_until = \(now + .days(30))
                WHERE id = \(id)
                """)
        }
        let paper = try town.platform.documents.issue(
            .returnNotice, about: id.description, by: try maker(.dutyOfficer), key: town.key(), at: now)
        ids["notice.serial"] = try read { try PrintedDocumentTable($0).find(paper) }!.serial.text
        let receipt = try town.platform.notices.object(
            to: self["notice.serial"], Objection.Words(objector: "\(mark)芳", contact: "138", text: "\(mark)申诉"),
            from: "192.0.2.77", key: town.key(), at: now)
        ids["receipt.number"] = receipt.serial.description
        ids["receipt.code"] = receipt.code.description
    }

    /// The notice of one stop was given out; nobody's of the other.
    private mutating func papers() throws {
        let id = try town.platform.documents.issue(
            .notice, about: self["stop.executed.1"], by: try maker(.dutyOfficer), key: town.key(), at: town.now)
        let paper = try read { try PrintedDocumentTable($0).find(id) }!
        ids["document"] = id.description
        ids["paper.number"] = paper.serial.description
        ids["paper.code"] = paper.code.description
        let account = try read { tx in
            try AccountTable(tx).require(try StopPaymentTable(tx).require(StopPaymentID(paper.subject)!).account)
        }
        ids["paper.account"] = String(account.number.suffix(HolderProof.digits))
    }

    // MARK: people and programs

    private mutating func registry() throws {
        ids["user"] = try town.user(Person(role: .shiftLeader, side: side, post: "maker")).id.description
        ids["unit"] = Town.station(of: side).text
        ids["bank"] = Town.bank(of: side).code
        ids["key"] = "key-of-\(side)"
        try town.platform.banks.trust(
            TrustedKey(
                key: self["key"], owner: Town.wireBank.code, publicKey: Array(repeating: 3, count: 32),
                validFrom: town.now, validUntil: nil), by: Town.operatorOfMachine, key: town.key(), at: town.now)
        let new = NewClient(
            name: "\(mark)接处警", affiliation: .unit(Town.county(of: side)), roles: [.dutyOfficer],
            expiresAt: town.now + .days(30))
        _ = try town.access.clients.create(new, by: Town.operatorOfMachine, key: town.key(), at: town.now)
        let county = Town.county(of: side)
        let clients = try read { try ClientTable($0).list(under: county, after: nil, limit: 50) }
        ids["client"] = clients.first { $0.name == new.name }?.id.description ?? ""
    }

    // MARK: warnings

    private func enter(_ signs: String, _ phone: String, at place: UnitCode) throws -> WarningID {
        try town.platform.warnings.receive(
            SightingReport([
                .source: "national", .signs: signs, .name: "\(mark)芳", .phone: phone, .place: place.text,
                .note: "\(mark)叙述",
            ]), by: try maker(.dutyOfficer), key: town.key(), at: town.now
        ).warning
    }

    /// A person who is on the phone with them; and one whose line this county's bank is asked to suspend, as if it were an operator.
    private mutating func line(_ own: String) throws {
        let (platform, officer) = (town.platform, try maker(.dutyOfficer))
        ids["carrier"] = "99074100000\(own)"
        try platform.banks.put(
            Bank(code: self["carrier"], name: "云江通信\(own)", kind: .carrier, link: .hand, address: nil, contact: nil),
            by: Town.operatorOfMachine, key: town.key(), at: town.now)
        let station = Town.station(of: side)
        ids["warning.talking"] = try enter("TALKING_NOW", "1390013617\(own)", at: station).description
        let cutOff = try enter("TALKING_NOW", "1390013618\(own)", at: station)
        ids["warning.cutOff"] = cutOff.description
        ids["line"] = try platform.lines.ask(
            Town.bank(of: side).code, for: cutOff, reason: "\(mark)正在通话", carriers: 1, by: officer, key: town.key(),
            at: town.now
        ).description
    }

    /// Warnings at the station: one nobody has signed for, a second of the same person, one that was merged, one that is paused;
    /// what the county hands to the station, and a turn of duty.
    private mutating func prevention() throws {
        let (platform, officer) = (town.platform, try maker(.dutyOfficer))
        let (own, leader) = (side == .first ? "6" : "7", try maker(.shiftLeader))
        let station = Town.station(of: side)
        // The phone of the victim of this county's report, so that the two can be tied together.
        let warning = try enter("APP_REGISTERED", "1380013612\(own == "6" ? "7" : "8")", at: station)
        ids["warning"] = warning.description
        ids["message"] = try read { try MessageTable($0).about(topic: "\(warning)", limit: 1) }[0].id.description
        ids["warning.other"] = try enter("SITE_VISITED", "1390013612\(own)", at: station).description
        let merged = try enter("FAMILY_REPORT", "1390013613\(own)", at: station)
        try platform.warnings.merge(
            merged, into: warning, reason: "\(mark)同一人", by: officer, key: town.key(), at: town.now)
        ids["warning.merged"] = merged.description
        let paused = try enter("APP_REGISTERED", "1390013614\(own)", at: station)
        ids["warning.paused"] = paused.description
        let task = try read { try DissuasionTaskTable($0).open(paused)! }
        try platform.tasks.pause(
            task.id, until: town.now + .hours(2), reason: "\(mark)在飞机上", by: leader, key: town.key(), at: town.now)
        _ = try platform.warnings.receive(
            fromFamily: SightingReport([
                .source: "family", .sourceNumber: "\(own)-000", .signs: "FAMILY_REPORT", .phone: "1390013614\(own)",
                .place: station.text, .relative: "\(mark)叙述", .relativePhone: "13900136199", .note: "\(mark)叙述",
            ]), address: "192.0.2.78", key: town.key(), at: town.now)
        ids["sighting.waiting"] =
            try read { try SightingTable($0).find(.family, number: "\(own)-000") }!.id.description
        _ = try platform.partnerWarnings.receive(
            SightingReport([
                .source: "counter", .sourceNumber: "1", .signs: "LIMIT_HIT_CASH", .phone: "1390013616\(own)",
                .place: station.text, .note: "\(mark)叙述",
            ]), by: try person(.bankClerk), key: town.key(), at: town.now)
        try line(own)
        ids["warning.pauseUntil"] = CivilTime(town.now + .hours(3)).text
        let away = try enter("SITE_VISITED", "1390013615\(own)", at: Town.county(of: side))
        ids["handover"] = try platform.tasks.askHandover(
            of: away, to: station, reason: "\(mark)人在辖区", by: officer, key: town.key(), at: town.now
        ).description
        ids["shift"] = try platform.roster.plan(
            try town.user(Person(role: .shiftLeader, side: side, post: "maker")).id, at: station, post: .lead,
            from: town.now + .hours(9), to: town.now + .hours(12), by: leader, key: town.key(), at: town.now
        ).description
    }
}
