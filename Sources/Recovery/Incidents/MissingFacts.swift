internal import Primitives

/// One fact that is still to be asked, the most valuable first.
package struct MissingFact: Sendable, Equatable {
    package enum What: String, Sendable, CaseIterable {
        case payeeNumber, payeeBank, payeeName, amount, time, payerAccount, victimName, victimID, victimPhone,
            whereabouts, evidence
    }

    package let what: What
    /// Which transfer, from 0 on; nil for what concerns the whole report.
    package let transfer: Int?
    /// Whether without it the stop-payment cannot go out.
    package let blocksStop: Bool

    package init(_ what: What, transfer: Int? = nil, blocksStop: Bool = false) {
        self.what = what
        self.transfer = transfer
        self.blocksStop = blocksStop
    }

    /// What an incident still lacks of the five facts (公安部 2016: who paid, from where, how much and when, to whom, evidence);
    /// where it was opened for a warned person and nothing was paid, only who he is.
    package static func list(
        victims: [Victim], transfers: [ReportedTransfer], hasEvidence: Bool, isWarning: Bool = false
    ) -> [MissingFact] {
        if isWarning, transfers.allSatisfy({ $0.payeeNumber == nil && $0.amount == nil }) {
            return victims.flatMap(missing)
        }
        var facts: [MissingFact] = []
        if transfers.isEmpty { facts.append(MissingFact(.payeeNumber, blocksStop: true)) }
        for (index, transfer) in transfers.enumerated() {
            if transfer.payeeNumber == nil {
                facts.append(MissingFact(.payeeNumber, transfer: index, blocksStop: true))
            }
            if transfer.payeeNumber != nil, transfer.payeeAccount == nil {
                facts.append(MissingFact(.payeeBank, transfer: index, blocksStop: true))
            }
            if transfer.payeeName == nil { facts.append(MissingFact(.payeeName, transfer: index, blocksStop: true)) }
            if transfer.amount == nil { facts.append(MissingFact(.amount, transfer: index, blocksStop: true)) }
            if transfer.at == nil { facts.append(MissingFact(.time, transfer: index, blocksStop: true)) }
            if transfer.payerAccount == nil { facts.append(MissingFact(.payerAccount, transfer: index)) }
        }
        facts += victims.flatMap(missing)
        if !hasEvidence { facts.append(MissingFact(.evidence)) }
        return facts
    }

    private static func missing(of victim: Victim) -> [MissingFact] {
        var facts: [MissingFact] = []
        if victim.name.isBlank { facts.append(MissingFact(.victimName)) }
        if victim.idNumber == nil { facts.append(MissingFact(.victimID)) }
        if victim.phone == nil { facts.append(MissingFact(.victimPhone)) }
        if victim.whereabouts == nil { facts.append(MissingFact(.whereabouts)) }
        return facts
    }
}
