internal import Access
internal import Primitives
internal import Storage
internal import Wire

/// Writes the message that asks a bank for one act, from what the records say.
struct OrderWriter {
    let tx: any Transaction
    let now: Timestamp

    func order(
        _ id: ActID, _ kind: BankOrder.Kind, to target: Account, incident: Incident, amount: Money, time: Timestamp,
        second: UserID,
        approval: String, basis: String, limit: Duration, term: Duration?, from: Timestamp?,
        freeze: BankOrder.FreezeTerms?, payee: BankOrder.Party?, reason: String?, officer: String, original: String?
    ) throws -> BankOrder {
        BankOrder(
            act: id.description, kind: kind, original: original, caseNumber: incident.number,
            payer: try payer(of: incident),
            target: BankOrder.Party(
                bankCode: target.bank, bankName: target.bankName, accountNumber: target.number,
                accountName: target.name),
            amount: WireAmount(amount), time: WireTime(time), basis: basis,
            reason: reason ?? "电信网络诈骗 \(incident.number)",
            from: from.map(WireTime.init), termMinutes: term.map { Int($0.wholeSeconds / 60) },
            freeze: freeze, payee: payee,
            approvalNumber: approval, answerWithinMinutes: Int(limit.wholeSeconds / 60),
            appliedAt: WireTime(now), organisationCode: incident.unit.text,
            organisationName: try UnitTable(tx).find(incident.unit)?.name ?? incident.unit.text,
            officer: try self.officer(officer), secondOfficer: try self.officer(second.description))
    }

    private func payer(of incident: Incident) throws -> BankOrder.Party {
        let transfers = try IncidentTable(tx).transfers(of: [incident.id])
        guard let account = try transfers.compactMap(\.payerAccount).first.map(AccountTable(tx).require) else {
            return BankOrder.Party()
        }
        return BankOrder.Party(
            bankCode: account.bank, bankName: account.bankName, accountNumber: account.number, accountName: account.name
        )
    }

    private func officer(_ id: String) throws -> BankOrder.Officer {
        let named = try Named.find(id, tx)
        return BankOrder.Officer(name: named?.name ?? id, number: named?.number ?? id)
    }
}
