import FundTracing
import Jurisdiction
import Primitives
import TestSupport
import Testing
import Wire

@testable import Recovery

/// An incident's picture in few words: a victim paid 1000 yuan into account 1 at t0, and what came after.
struct Picture {
    var transfers: [Transfer] = []
    var seeds: [Seed] = []
    var hubs: Set<UInt64> = []
    var names: [UInt64: String?] = [:]
    var stops: [StopPayment] = []
    var inquiries: [Inquiry] = []
    var claims: [StopPaymentID: Money] = [:]
    var freezes: [Freeze] = []
    var freezeClaims: [FreezeID: Money] = [:]
    /// When it is looked at.
    var minute: Int64 = 2
    var factsCorrectedAt: Timestamp?
    static let incident = IncidentID(value: 1)

    static func paid(yuan: Int64 = 1000) -> Picture {
        var picture = Picture()
        picture.pay(1, yuan: yuan, minute: 0)
        return picture
    }

    /// A victim's payment into an account.
    mutating func pay(_ account: UInt64, yuan: Int64, minute: Int64) {
        let key = move(nil, .account(AccountKey(AccountID(value: account))), yuan, minute)
        seeds.append(Seed(incident: IncidentKey(Self.incident), transfer: key, amount: Money(fen: yuan * 100)))
    }

    mutating func move(_ from: UInt64, _ to: UInt64, yuan: Int64, minute: Int64) {
        _ = move(AccountKey(AccountID(value: from)), .account(AccountKey(AccountID(value: to))), yuan, minute)
    }

    mutating func exit(_ from: UInt64, yuan: Int64, minute: Int64) {
        _ = move(AccountKey(AccountID(value: from)), .exit(.cash), yuan, minute)
    }

    private mutating func move(_ from: AccountKey?, _ to: Destination, _ yuan: Int64, _ minute: Int64) -> TransferKey {
        let key = TransferKey("t\(transfers.count)")
        transfers.append(
            Transfer(
                key: key, payer: from, payee: to, amount: Money(fen: yuan * 100),
                payerOrder: TransferOrder(at: .t0 + .minutes(minute), serial: "\(transfers.count)", arrival: 1)))
        return key
    }

    mutating func statement(_ account: UInt64, from: Int64 = -5, until: Int64, times: Int = 1) {
        for _ in 0..<times {
            inquiries.append(
                Inquiry(
                    id: InquiryID(value: UInt64(inquiries.count + 1)), account: AccountID(value: account),
                    incident: Self.incident, from: .t0 + .minutes(from), requestedAt: .t0, state: .answered,
                    approvalNumber: "1", coveredUntil: .t0 + .minutes(until)))
        }
    }

    mutating func asked(_ account: UInt64) {
        inquiries.append(
            Inquiry(
                id: InquiryID(value: UInt64(inquiries.count + 1)), account: AccountID(value: account),
                incident: Self.incident, from: .t0, requestedAt: .t0, state: .ordered, approvalNumber: "1"))
    }

    mutating func stop(
        _ account: UInt64, _ state: StopPayment.State, incident: IncidentID = incident, uses: Int? = nil,
        heldYuan: Int64? = nil, minute: Int64 = 1
    ) {
        var stop = StopPayment(
            id: StopPaymentID(value: UInt64(stops.count + 1)), account: AccountID(value: account), incident: incident,
            transferAmount: Money(fen: 100_000), transferTime: .t0, tier: 1, requestedAt: .t0 + .minutes(minute),
            state: state)
        if let heldYuan {
            stop.executedAt = .t0 + .minutes(minute)
            stop.endsAt = .t0 + .hours(48)
            stop.heldBalance = Money(fen: heldYuan * 100)
        }
        stop.uses = uses ?? (heldYuan == nil ? 0 : 1)
        stops.append(stop)
    }

    /// A stop that was released with so much of the incident's money there.
    mutating func letGo(_ account: UInt64, yuan: Int64) {
        stop(account, .released, heldYuan: 1000)
        stops[0].endedAt = .t0 + .minutes(2)
        claims[stops[0].id] = Money(fen: yuan * 100)
        statement(account, until: 2)
    }

    /// A freeze that was let go two minutes in, with so much of the incident's money there.
    mutating func letGoFreeze(_ account: UInt64, yuan: Int64) {
        var freeze = Freeze(
            id: FreezeID(value: 1), account: AccountID(value: account), incident: Self.incident, kind: .ordinary,
            limit: nil, includesInterest: false, reason: "r", maker: "u", requestedAt: .t0, state: .released)
        freeze.endedAt = .t0 + .minutes(2)
        freezes = [freeze]
        freezeClaims = [freeze.id: Money(fen: yuan * 100)]
        statement(account, until: 2)
    }

    func money(at now: Timestamp) throws -> MoneyTrace {
        let rules = RuleTests.rules
        let ids = Set(
            transfers.flatMap { [$0.payer?.id, { if case .account(let key) = $0.payee { key.id } else { nil } }($0)] }
                .compactMap(\.self))
        let accounts = ids.sorted().map { id in
            LedgerAccount(
                key: AccountKey(id),
                statedBalances: stops.filter { $0.account == id }.compactMap { stop in
                    stop.executedAt.flatMap { at in
                        stop.heldBalance.map {
                            StatedBalance(at: TransferOrder(at: at, serial: "\u{10FFFF}", arrival: .max), balance: $0)
                        }
                    }
                }, knownUntil: inquiries.filter { $0.account == id }.compactMap(\.coveredUntil).max(),
                isHub: hubs.contains(id.value),
                holds: stops.filter { $0.account == id && $0.state.isInForce }.compactMap { stop in
                    stop.executedAt.map { HoldPeriod(from: $0, until: stop.endedAt ?? stop.endsAt) }
                })
        }
        let trace = try Tracer(Ledger(transfers: transfers, accounts: accounts)).trace(
            TraceRequest(
                seeds: seeds,
                limits: Limits(
                    depth: rules.traceDepthMax, breadth: rules.traceBreadthMax, least: rules.traceLeastAmount), now: now
            ))
        return MoneyTrace(
            incident: Self.incident, trace: trace, decided: DecidedMoney([], paid: [], in: trace),
            amounts: Dictionary(uniqueKeysWithValues: transfers.map { ($0.key, $0.amount) }), sums: .zero,
            untraceable: .zero, carriers: [:], unmatched: [],
            accounts: Dictionary(
                uniqueKeysWithValues: ids.map {
                    let name: String? = if let given = names[$0.value] { given } else { "李强" }
                    let isHub = hubs.contains($0.value)
                    return (
                        $0, Account(id: $0, bank: "9", bankName: "", number: "62", name: name, isHub: isHub)
                    )
                }), stops: Dictionary(grouping: stops, by: \.account),
            freezes: Dictionary(grouping: freezes, by: \.account),
            inquiries: Dictionary(grouping: inquiries, by: \.account), claims: claims, freezeClaims: freezeClaims,
            factsCorrectedAt: factsCorrectedAt)
    }

    /// What follows, an account a word: `1:stop+inquiry`.
    func orders() throws -> String {
        let now = Timestamp.t0 + .minutes(minute)
        return try NextOrders.decide(money(at: now), rules: RuleTests.rules, now: now).map { order in
            let refusal: String? =
                switch order.refusal {
                case nil: nil
                case .timesUsedUp: "usedUp"
                case .alreadyLive: "live"
                case .itemsMissing(let items): "lacks-" + items.map(\.rawValue).joined(separator: "-")
                case .hub: "hub"
                }
            let words = [
                order.asksStop ? "stop" : nil, order.asksInquiry ? "inquiry" : nil, order.joins.map { _ in "join" },
                refusal,
            ]
            return "\(order.account.value):" + words.compactMap(\.self).joined(separator: "+")
        }.joined(separator: " ")
    }
}

@Suite("What the trace asks for next")
struct NextOrdersTests {
    static let cases: [(what: String, follows: String, edit: @Sendable (inout Picture) -> Void)] = [
        ("a holder without a statement", "1:stop+inquiry", { _ in }),
        ("an inquiry is on its way", "1:stop", { $0.asked(1) }),
        (
            "a statement is at hand: the stop still goes with an inquiry", "1:stop+inquiry",
            { $0.statement(1, until: 1) }
        ),
        ("inquiries used up", "1:stop", { $0.statement(1, until: 1, times: 6) }),
        ("its stop waits for a second person", "1:inquiry+join", { $0.stop(1, .draft) }),
        (
            "its stop and inquiry are on their way", "1:join",
            {
                $0.stop(1, .ordered); $0.asked(1)
            }
        ),
        (
            "another incident's stop runs: its claim joins", "1:inquiry+join",
            { $0.stop(1, .executed, incident: IncidentID(value: 2), heldYuan: 1000) }
        ),
        (
            "stopped twice before", "1:inquiry+usedUp",
            { $0.stop(1, .expired, uses: 2, heldYuan: 1000) }
        ),
        (
            "two stops over two incidents", "1:inquiry+usedUp",
            {
                $0.stop(1, .expired, uses: 1); $0.stop(1, .released, incident: IncidentID(value: 2), uses: 1)
            }
        ),
        ("stopped once before", "1:stop+inquiry", { $0.stop(1, .expired, uses: 1) }),
        (
            "refused by the bank", "",
            {
                $0.stop(1, .refused); $0.statement(1, until: 2)
            }
        ),
        (
            "refused by the bank for another incident", "1:stop+inquiry",
            { $0.stop(1, .refused, incident: IncidentID(value: 2)) }
        ),
        (
            "refused for this incident, and then for another: nobody asks in turn", "",
            {
                $0.stop(1, .refused); $0.stop(1, .refused, incident: IncidentID(value: 2), minute: 2)
                $0.statement(1, until: 3)
            }
        ),
        (
            "refused, and then the facts were corrected", "1:stop+inquiry",
            {
                $0.stop(1, .refused); $0.statement(1, until: 2); $0.factsCorrectedAt = .t0 + .minutes(2)
            }
        ),
        (
            "corrected, and refused again", "",
            {
                $0.stop(1, .refused, minute: 2); $0.statement(1, until: 2); $0.factsCorrectedAt = .t0 + .minutes(1)
            }
        ),
        (
            "returned by the second person", "",
            {
                $0.stop(1, .withdrawn); $0.statement(1, until: 2)
            }
        ),
        ("no name", "1:inquiry+lacks-name", { $0.names[1] = .some(nil) }),
        ("a hub: an inquiry and no stop", "1:inquiry+hub", { $0.hubs = [1] }),
        (
            "a hub whose statement is at hand", "1:hub",
            {
                $0.hubs = [1]; $0.statement(1, until: 1)
            }
        ),
        (
            "moved on to two accounts; the larger and fresher goes first", "3:stop+inquiry 2:stop+inquiry",
            {
                $0.statement(1, until: 9); $0.move(1, 2, yuan: 400, minute: 1); $0.move(1, 3, yuan: 600, minute: 1)
            }
        ),
        (
            "the smaller one came much later", "3:stop+inquiry 2:stop+inquiry",
            {
                $0.minute = 181; $0.statement(1, until: 190); $0.move(1, 2, yuan: 600, minute: 1)
                $0.move(1, 3, yuan: 400, minute: 180)
            }
        ),
        (
            "all has moved on, and the statement begins after it came", "1:inquiry",
            {
                $0.statement(1, from: 1, until: 9); $0.exit(1, yuan: 1000, minute: 1)
            }
        ),
        (
            "released for this incident: it is let go", "",
            { $0.letGo(1, yuan: 1000) }
        ),
        (
            "released, and more of the money is there now", "1:stop+inquiry",
            { $0.letGo(1, yuan: 400) }
        ),
        (
            "released, and then the facts were corrected", "1:stop+inquiry",
            {
                $0.letGo(1, yuan: 1000); $0.factsCorrectedAt = .t0 + .minutes(9)
            }
        ),
        (
            "released for others", "1:stop+inquiry",
            {
                $0.letGo(1, yuan: 1000); $0.claims = [:]
            }
        ),
        (
            "frozen, and let go for this incident: no stop follows", "",
            { $0.letGoFreeze(1, yuan: 1000) }
        ),
        (
            "let go of a freeze, and more of the money is there now", "1:stop+inquiry",
            { $0.letGoFreeze(1, yuan: 400) }
        ),
        (
            "let go of a freeze for others", "1:stop+inquiry",
            {
                $0.letGoFreeze(1, yuan: 1000); $0.freezeClaims = [:]
            }
        ),
        (
            "let go of a freeze, and then the facts were corrected", "1:stop+inquiry",
            {
                $0.letGoFreeze(1, yuan: 1000); $0.factsCorrectedAt = .t0 + .minutes(9)
            }
        ),
        (
            "all of it is gone as cash", "",
            {
                $0.statement(1, until: 9); $0.exit(1, yuan: 1000, minute: 1)
            }
        ),
        (
            "a stated balance shows that all is gone, no statement: ask", "1:inquiry",
            { $0.stop(1, .executed, heldYuan: 0) }
        ),
        (
            "part is gone after the statement and before the stop: ask again", "1:inquiry+join",
            {
                $0.statement(1, until: 0); $0.stop(1, .executed, heldYuan: 300)
            }
        ),
        (
            "part is gone, and the statement reaches beyond the stop", "1:join",
            {
                $0.statement(1, until: 2); $0.stop(1, .executed, heldYuan: 300)
            }
        ),
        (
            "more arrived after the statement", "1:inquiry+join",
            {
                $0.statement(1, until: 1); $0.stop(1, .executed, heldYuan: 1000); $0.pay(1, yuan: 500, minute: 2)
            }
        ),
        (
            "the statement begins after the money came", "1:inquiry+join",
            {
                $0.statement(1, from: 1, until: 9); $0.stop(1, .executed, heldYuan: 1000)
            }
        ),
    ]

    @Test("The table", arguments: cases.indices)
    func table(index: Int) throws {
        let row = Self.cases[index]
        var picture = Picture.paid()
        row.edit(&picture)
        #expect(try picture.orders() == row.follows, "\(row.what)")
    }

    @Test("Below the least amount nothing follows")
    func least() throws {
        #expect(try Picture.paid(yuan: 99).orders() == "")
        #expect(try Picture.paid(yuan: 100).orders() == "1:stop+inquiry")
    }

    @Test("The four items are those of the largest transfer that came in; the inquiry begins with the first")
    func items() throws {
        var picture = Picture()
        picture.pay(1, yuan: 200, minute: 0)
        picture.pay(1, yuan: 5000, minute: 30)
        let now = Timestamp.t0 + .minutes(31)
        let order = try #require(NextOrders.decide(picture.money(at: now), rules: RuleTests.rules, now: now).first)
        #expect(order.transferAmount == Money(fen: 500_000) && order.transferTime == .t0 + .minutes(30))
        #expect(order.moneySince == .t0 && order.traced == Money(fen: 520_000))
    }

    @Test("Half of what came in is expected to be there after each half-life, never more than came in")
    func expected() {
        let rules = RuleTests.rules
        let amount = Money(fen: 800_000)
        func at(_ minute: Int64) -> Money {
            NextOrders.expected(amount, since: .t0, rules, .t0 + .minutes(minute))
        }
        #expect([0, 20, 40, 60].map(at) == [800_000, 400_000, 200_000, 100_000].map { Money(fen: $0) })
        for minute in 0..<100 { #expect(at(Int64(minute) + 1) <= at(Int64(minute))) }
        #expect(at(-5) == amount)
        #expect(at(100_000) == .zero)
    }
}
