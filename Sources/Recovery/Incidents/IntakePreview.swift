package import Access
internal import Journal
internal import Jurisdiction
package import Primitives
internal import Storage

/// What would follow if a report were registered as it stands: what was understood, what lacks, what would go out and how.
package struct IntakePreview: Sendable, Equatable {
    /// How an order would leave.
    package enum Way: Sendable, Equatable {
        /// At once, under a standing authority.
        case underAuthority(AuthorityID)
        case waitsForSecond
    }

    /// What would be done about the account that was paid.
    package enum Outcome: Sendable, Equatable {
        case stop(Way)
        /// A stop-payment runs there already: this report takes part in it.
        case joins(StopPaymentID)
        case refused(StopRefusal)
        /// Under the least amount that is followed.
        case tooSmall
    }

    package struct Transfer: Sendable, Equatable {
        /// Its place in the entry, empty ones counted.
        package let index: Int
        package let amount: Money?
        package let at: Timestamp?
        package let payeeBank: String?
        package let payerBank: String?
        package let outcome: Outcome
    }

    package let problems: [FieldProblem]
    package let transfers: [Transfer]
    package let missing: [MissingFact]
    package let duplicates: [Incidents.LikelyDuplicate]
    /// How the protective hold would leave, where it is asked for and the victim's account is known.
    package let protection: Way?

    package var total: Money { transfers.reduce(.zero) { $0 + ($1.amount ?? .zero) } }
    /// Stop-payments that would go out or be asked for.
    package var stops: [Way] {
        transfers.compactMap { if case .stop(let way) = $0.outcome { way } else { nil } }
    }
}

extension Incidents {
    /// Looks ahead without storing anything; for the page while it is filled in.
    package func preview(_ intake: Intake, by principal: Principal, at now: Timestamp) throws -> IntakePreview {
        let rules = pack.rules(on: CivilTime(now).day)
        let duplicates = try likelyDuplicates(of: intake, at: now)
        return try journal.database.read { tx in
            let reading = try IntakeReading(intake, rules: rules, banks: BankFinder(tx), now: now)
            let foresight = try Foresight(
                tx: tx, rules: rules, officer: principal.actor.id, unit: reading.unit ?? principal.unit, now: now)
            let places = intake.transfers.indices.filter { !intake.transfers[$0].isEmpty }
            let transfers = try zip(places, reading.transfers).map { try foresight.transfer($1, at: $0) }
            let payer = reading.transfers.first { $0.payerBank != nil && $0.payerNumber != nil }
            return IntakePreview(
                problems: reading.problems, transfers: transfers,
                missing: foresight.missing(in: reading, places: places), duplicates: duplicates,
                protection: intake.protectVictim && payer != nil ? foresight.way(.protectiveHold, .zero, false) : nil)
        }
    }
}

/// What the rules and the authorities in force would make of each transfer.
private struct Foresight {
    let tx: any Transaction
    let rules: Rules
    let officer: String
    let unit: UnitCode?
    let now: Timestamp
    let authorities: [StandingAuthority]

    init(tx: any Transaction, rules: Rules, officer: String, unit: UnitCode?, now: Timestamp) throws {
        self.tx = tx
        self.rules = rules
        self.officer = officer
        self.unit = unit
        self.now = now
        authorities = try AuthorityTable(tx).inForce(at: now)
    }

    func transfer(_ raw: IntakeReading.Transfer, at index: Int) throws -> IntakePreview.Transfer {
        IntakePreview.Transfer(
            index: index, amount: raw.amount, at: raw.at, payeeBank: raw.payeeBank?.name,
            payerBank: raw.payerBank?.name,
            outcome: try outcome(raw))
    }

    private func outcome(_ raw: IntakeReading.Transfer) throws -> IntakePreview.Outcome {
        if raw.payeeBank?.kind.isHub == true { return .refused(.hub) }
        let known = try known(raw)
        let missing = StopRules.missingItems(
            name: raw.payeeName ?? known?.name, number: raw.payeeNumber, amount: raw.amount, time: raw.at,
            bank: raw.payeeBank?.code)
        guard missing.isEmpty, let amount = raw.amount else { return .refused(.itemsMissing(missing)) }
        let history = try known.map { try StopPaymentTable(tx).history(of: [$0.id]) } ?? []
        if let live = history.last(where: { $0.state.isLive }) { return .joins(live.id) }
        let used = history.reduce(0) { $0 + $1.uses }
        guard used < rules.stopPaymentTimesMax else {
            return .refused(.timesUsedUp(used: used, most: rules.stopPaymentTimesMax))
        }
        return amount < rules.traceLeastAmount ? .tooSmall : .stop(way(.stop, amount, false))
    }

    private func known(_ raw: IntakeReading.Transfer) throws -> Account? {
        guard let bank = raw.payeeBank, let number = raw.payeeNumber else { return nil }
        return try AccountTable(tx).find(bank: bank.code, number: number)
    }

    func way(_ kind: StandingAuthority.Asked.Kind, _ amount: Money, _ isHub: Bool) -> IntakePreview.Way {
        guard let unit else { return .waitsForSecond }
        let asked = StandingAuthority.Asked(
            kind: kind, officer: officer, unit: unit, tier: kind == .protectiveHold ? 0 : 1, amount: amount,
            isHub: isHub, isRepeated: false)
        return authorities.first { $0.covers(asked, at: now) }.map { .underAuthority($0.id) } ?? .waitsForSecond
    }

    /// What is still to ask, the places of transfers as they were entered.
    func missing(in reading: IntakeReading, places: [Int]) -> [MissingFact] {
        let incident = IncidentID(value: 0)
        let given = reading.victims.isEmpty ? [Intake.Victim()] : reading.victims
        let victims = given.map {
            Victim(
                id: VictimID(value: 0), incident: incident, name: $0.name, idNumber: $0.idNumber.orNil,
                phone: $0.phone.orNil, whereabouts: $0.whereabouts.orNil)
        }
        let transfers = reading.transfers.map { raw in
            ReportedTransfer(
                id: TransferID(value: 0), incident: incident, victim: VictimID(value: 0),
                payerAccount: raw.payerBank != nil && raw.payerNumber != nil ? AccountID(value: 0) : nil,
                payeeAccount: raw.payeeBank != nil && raw.payeeNumber != nil ? AccountID(value: 0) : nil,
                payeeName: raw.payeeName, payeeNumber: raw.payeeNumber, amount: raw.amount, at: raw.at)
        }
        return MissingFact.list(victims: victims, transfers: transfers, hasEvidence: true).map { fact in
            MissingFact(fact.what, transfer: fact.transfer.map { places[$0] }, blocksStop: fact.blocksStop)
        }
    }
}
