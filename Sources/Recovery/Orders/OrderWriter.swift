internal import Access
internal import Primitives
internal import Storage
internal import Wire

/// Writes the message that asks a bank for one act, from what the records say; they are asked together.
struct OrderWriter {
    private let tx: any Transaction
    private let now: Timestamp
    private let incident: Incident
    private let transfers: Pending<[ReportedTransfer]>
    private let unit: Pending<Unit?>
    private let officers: [(id: String, named: Pending<Named?>?)]

    init(for incident: Incident, officer: String, second: UserID, at now: Timestamp, _ tx: any Transaction)
        throws(StorageError)
    {
        self.tx = tx
        self.now = now
        self.incident = incident
        transfers = try IncidentTable(tx).askTransfers(of: [incident.id])
        unit = try UnitTable(tx).ask(incident.unit)
        officers = try [officer, second.description].map { id throws(StorageError) in (id, try Named.ask(id, tx)) }
    }

    func order(
        _ id: ActID, _ kind: BankOrder.Kind, to target: Account, amount: Money, time: Timestamp, approval: String,
        basis: String, limit: Duration, term: Duration?, from: Timestamp?, freeze: BankOrder.FreezeTerms?,
        payee: BankOrder.Party?, reason: String?, original: ActID?
    ) throws -> BankOrder {
        let officers = try officers.map { id, named in
            let named = try named?.answer()
            return BankOrder.Officer(name: named?.name ?? id, number: named?.number ?? id)
        }
        return BankOrder(
            act: id.description, kind: kind, original: original?.description, caseNumber: incident.number,
            payer: try payer(),
            target: BankOrder.Party(
                bankCode: target.bank, bankName: target.bankName, accountNumber: target.number,
                accountName: target.name),
            amount: WireAmount(amount), time: WireTime(time), basis: basis,
            reason: reason ?? "电信网络诈骗 \(incident.number)",
            from: from.map(WireTime.init), termMinutes: term.map { Int($0.wholeSeconds / 60) },
            freeze: freeze, payee: payee,
            approvalNumber: approval, answerWithinMinutes: Int(limit.wholeSeconds / 60),
            appliedAt: WireTime(now), organisationCode: incident.unit.text,
            organisationName: try unit.answer()?.name ?? incident.unit.text,
            officer: officers[0], secondOfficer: officers[1])
    }

    private func payer() throws -> BankOrder.Party {
        guard let account = try transfers.answer().compactMap(\.payerAccount).first.map(AccountTable(tx).require) else {
            return BankOrder.Party()
        }
        return BankOrder.Party(
            bankCode: account.bank, bankName: account.bankName, accountNumber: account.number, accountName: account.name
        )
    }
}
