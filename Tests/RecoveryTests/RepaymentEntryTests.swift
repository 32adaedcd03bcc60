import Primitives
import TestSupport
import Testing
import Wire

@testable import Recovery

@Suite("Which entry of a statement is which payment to a victim")
struct RepaymentEntryTests {
    private static let account = AccountID(value: 1)

    /// Ordered at t0; minutes after it for when the bank says that it paid.
    private static func payment(
        _ number: UInt64, _ state: Repayment.State, at minute: Int64? = nil, serial: String? = nil,
        to payee: String = "622001"
    ) -> Repayment {
        var payment = Repayment(
            id: RepaymentID(value: number), fundReturn: FundReturnID(value: 1), victim: VictimID(value: 1),
            incident: IncidentID(value: 1), account: account, amount: Money(fen: 500),
            payee: ReturnAccount(bank: "901741000011", number: payee, name: "王芳"), orderedAt: .t0, state: state)
        (payment.paidAt, payment.serial) = (minute.map { .t0 + .minutes($0) }, serial)
        return payment
    }

    private static func entry(_ serial: String, at minute: Int64, to payee: String = "622001") -> AccountEntry {
        AccountEntry(
            arrival: 0, account: account, serial: serial, direction: .out, channel: .transfer, amount: Money(fen: 500),
            at: .t0 + .minutes(minute), balance: nil, counterpart: nil, counterpartNumber: payee, counterpartName: nil,
            reference: nil)
    }

    @Test("Once each: by serial, then what was made, what is on its way, what is said to have failed")
    func once() {
        typealias Row = (name: String, payments: [Repayment], entries: [AccountEntry], found: [String: UInt64])
        let rows: [Row] = [
            ("written down two hours late", [Self.payment(1, .paid, at: 180)], [Self.entry("a", at: 60)], ["a": 1]),
            (
                "failed, then made by another order, with its serial",
                [Self.payment(1, .failed), Self.payment(2, .paid, at: 70, serial: "b")], [Self.entry("b", at: 70)],
                ["b": 2]
            ),
            (
                "failed, then made by another order, without a serial",
                [Self.payment(1, .failed), Self.payment(2, .paid, at: 70)], [Self.entry("b", at: 70)], ["b": 2]
            ),
            ("failed by its word, and made", [Self.payment(1, .failed)], [Self.entry("a", at: 5)], ["a": 1]),
            (
                "two alike: each the nearest", [Self.payment(1, .paid, at: 10), Self.payment(2, .paid, at: 100)],
                [Self.entry("a", at: 11), Self.entry("b", at: 99)], ["a": 1, "b": 2]
            ),
            ("on its way", [Self.payment(1, .ordered)], [Self.entry("a", at: 3), Self.entry("b", at: 9)], ["a": 1]),
            ("to somebody else", [Self.payment(1, .paid, at: 5)], [Self.entry("a", at: 5, to: "622002")], [:]),
            ("before it was ordered", [Self.payment(1, .paid, at: 5)], [Self.entry("a", at: -6)], [:]),
            ("another serial", [Self.payment(1, .paid, at: 5, serial: "x")], [Self.entry("a", at: 5)], [:]),
        ]
        for row in rows {
            let repayments = Repayments(row.payments, among: row.entries + row.entries)
            let found = row.entries.reduce(into: [String: UInt64]()) {
                $0[$1.serial] = repayments.payment(in: $1)?.id.value
            }
            #expect(found == row.found, "\(row.name)")
        }
    }
}
