internal import FundTracing
internal import Primitives

/// What a freeze up to an amount means for a trace: the frozen amount is the traced money, and what the holder pays
/// while it lasts is his own, however old the money. Nobody whom he pays then is followed for it.
struct FrozenMoney {
    private let periods: [AccountKey: [(from: Timestamp, until: Timestamp?)]]

    init(_ freezes: [AccountID: [Freeze]]) {
        var periods: [AccountKey: [(from: Timestamp, until: Timestamp?)]] = [:]
        for freeze in freezes.values.joined() where freeze.limit != nil {
            guard let from = freeze.startedAt else { continue }
            periods[AccountKey(freeze.account), default: []].append((from, freeze.endedAt))
        }
        self.periods = periods
    }

    /// The transfers, those paid under such a freeze as if they came from outside.
    func withholding(_ transfers: [Transfer]) -> [Transfer] {
        guard !periods.isEmpty else { return transfers }
        return transfers.map { transfer in
            guard let payer = transfer.payer, let periods = periods[payer],
                periods.contains(where: { period in
                    period.from <= transfer.payerOrder.at && period.until.map { transfer.payerOrder.at < $0 } ?? true
                })
            else { return transfer }
            return Transfer(
                key: transfer.key, payer: nil, payee: transfer.payee, amount: transfer.amount,
                payerOrder: transfer.payerOrder, payeeOrder: transfer.payeeOrder)
        }
    }
}
