import FundTracing
import Primitives
import Testing

@Suite("What a trace says of small ledgers")
struct DecisionTests {
    @Test("One victim, one debit: what is left is the victim's (vector a)")
    func vectorA() throws {
        let trace = try trace(
            """
            A: opening 0
            10:00 V -> A 100 loss I1
            10:02 A -> X 40
            """)
        #expect(
            report(trace) == """
                I1 on A 60.00, tier 1
                I1 on X 40.00, tier 2
                """)
    }

    @Test("The first victim's money has left before the second's came (vector b)")
    func vectorB() throws {
        let trace = try trace(
            """
            A: opening 0
            10:00 V -> A 100 loss I1
            10:05 A -> cash 100
            11:00 W -> A 50 loss I2
            """)
        #expect(
            report(trace) == """
                I2 on A 50.00, tier 1
                I1 out as cash from A 100.00
                """)
    }

    @Test(
        "Two victims' money is on the account when it pays 150 (vector c)",
        arguments: [
            (Rule.fifo, "I2 on A 50.00, tier 1\nI1 on X 100.00, tier 2\nI2 on X 50.00, tier 2"),
            (.lifo, "I1 on A 50.00, tier 1\nI2 on X 100.00, tier 2\nI1 on X 50.00, tier 2"),
            (
                .proportional,
                "I1 on X 75.00, tier 2\nI2 on X 75.00, tier 2\nI1 on A 25.00, tier 1\nI2 on A 25.00, tier 1"
            ),
            (.fraudFirst, "I2 on A 50.00, tier 1\nI1 on X 100.00, tier 2\nI2 on X 50.00, tier 2"),
            (
                .poison,
                "I1 touched X 100.00, tier 2\nI2 touched X 100.00, tier 2\n"
                    + "I1 touched A 50.00, tier 1\nI2 touched A 50.00, tier 1"
            ),
        ])
    func vectorC(rule: Rule, expected: String) throws {
        let trace = try trace(
            """
            A: opening 0
            10:00 V -> A 100 loss I1
            10:01 W -> A 100 loss I2
            10:05 A -> X 150
            """, rule)
        #expect(Set(report(trace).split(separator: "\n")) == Set(expected.split(separator: "\n")))
    }

    @Test(
        "The holder's own 50 lies before and 30 after the victim's 100 when 120 leaves",
        arguments: [
            (Rule.fifo, "30.00", "70.00"), (.lifo, "10.00", "90.00"), (.proportional, "33.34", "66.66"),
            (.fraudFirst, "0.00", "100.00"),
        ])
    func ownMoney(rule: Rule, stays: String, leaves: String) throws {
        let trace = try trace(
            """
            A: opening 50
            10:00 V -> A 100 loss I1
            10:01 outside -> A 30
            10:05 A -> X 120
            """, rule)
        let amounts = Dictionary(uniqueKeysWithValues: trace.holders.map { ($0.account.text, $0.amount.description) })
        #expect(amounts["A", default: "0.00"] == stays)
        #expect(amounts["X"] == leaves)
    }

    @Test("Money that comes back to an account it had left is followed again, and self-transfers change nothing")
    func cycles() throws {
        let trace = try trace(
            """
            A: opening 0
            B: opening 0
            10:00 V -> A 100 loss I1
            10:01 A -> B 100
            10:02 B -> A 100
            10:03 A -> A 100
            10:04 A -> B 30
            """)
        #expect(
            report(trace) == """
                I1 on A 70.00, tier 1
                I1 on B 30.00, tier 2
                """)
        #expect(
            trace.explain(AccountKey("B"), IncidentKey("I1")).map { $0.steps.map(\.transfer.text) } == [
                ["1", "2", "3", "4", "5"]
            ])
    }

    @Test("Exits by their kind, entries without payee, and a hub that ends the branch")
    func branchesEnd() throws {
        let trace = try trace(
            """
            A: opening 0
            H: hub
            10:00 V -> A 100 loss I1
            10:01 A -> cash 10
            10:02 A -> pos 11
            10:03 A -> pay 12
            10:04 A -> crypto 13
            10:05 A -> abroad 14
            10:06 A -> ? 15
            10:07 A -> H 16
            10:08 H -> B 16
            """)
        #expect(
            report(trace) == """
                I1 on A 9.00, tier 1
                I1 in hub H 16.00, tier 2
                I1 out as abroad from A 14.00
                I1 out as crypto from A 13.00
                I1 out as thirdPartyPayment from A 12.00
                I1 out as pointOfSale from A 11.00
                I1 out as cash from A 10.00
                I1 unexplained from A 15.00
                """)
        let totals = trace.totals(of: IncidentKey("I1"))
        #expect(totals.seeded == money("100"))
        #expect(totals.exited == money("60"))
        #expect(totals.inHubs == money("16"))
        #expect(totals.unexplained == money("15"))
        #expect(totals.onAccounts == money("9"))
    }

    @Test(
        "An account is held from its stop's execution until before the end; known when the statement covers the arrival"
    )
    func measures() throws {
        let notes = """
            A: opening 0 known 10:00 held 10:05-12:00
            B: opening 0 known 10:01 held 10:05
            10:00 V -> A 100 loss I1
            10:02 A -> B 40
            """
        #expect(
            try report(trace(notes, now: "11:59")) == """
                I1 on A 60.00, tier 1, held, known
                I1 on B 40.00, tier 2, held
                """)
        #expect(
            try report(trace(notes, now: "12:00")) == """
                I1 on A 60.00, tier 1, known
                I1 on B 40.00, tier 2, held
                """)
        #expect(try trace(notes, now: "12:00").totals().held == money("40"))
    }

    @Test(
        "A stop that states less than the entries explain shows money that moved on; the late statement says where to")
    func lateStatement() throws {
        let early = """
            A: opening 0 held 10:10
            10:00 V -> A 100 loss I1
            10:10 A states 35
            """
        #expect(
            try report(trace(early)) == """
                I1 on A 35.00, tier 1, held
                I1 unexplained from A 65.00
                A unexplained withdrawal 65.00
                """)
        let late = """
            A: opening 0 held 10:10 known 10:10
            10:00 V -> A 100 loss I1
            10:10 A states 35
            10:03 A -> B 60
            10:04 A -> cash 5
            """
        #expect(
            try report(trace(late)) == """
                I1 on B 60.00, tier 2
                I1 on A 35.00, tier 1, held, known
                I1 out as cash from A 5.00
                """)
    }

    @Test(
        "A stated balance that is higher is opening balance where the statement covers it, else an unexplained deposit")
    func higherBalance() throws {
        let entries = "10:00 V -> A 100 loss I1\n10:05 A -> B 30\n10:10 A states 170"
        #expect(
            try report(trace("A: known 10:10\n" + entries)) == """
                I1 on A 100.00, tier 1, known
                opening of A inferred 100.00
                """)
        #expect(
            try report(trace(entries)) == """
                I1 on A 70.00, tier 1
                I1 on B 30.00, tier 2
                A unexplained deposit 100.00
                """)
        #expect(
            try report(trace("09:00 A states 20\n10:00 V -> A 100 loss I1\n10:05 A -> B 30")) == """
                I1 on A 90.00, tier 1
                I1 on B 10.00, tier 2
                opening of A inferred 20.00
                """)
    }

    @Test("An unknown opening balance is the least that pays all entries; a given one stays and the gap is a deposit")
    func overdraft() throws {
        let entries = "10:00 V -> A 100 loss I1\n10:05 A -> B 130\n10:06 outside -> A 50\n10:07 A -> B 60"
        #expect(
            try report(trace(entries)) == """
                I1 on B 100.00, tier 2
                opening of A inferred 40.00
                """)
        #expect(
            try report(trace("A: opening 10\n" + entries)) == """
                I1 on B 100.00, tier 2
                A unexplained deposit 20.00
                A unexplained deposit 10.00
                """)
    }

    @Test("What each limit cuts off stays with the account where following stopped")
    func limits() throws {
        let notes = """
            A: opening 0
            B: opening 0
            10:00 V -> A 100 loss I1
            10:01 A -> B 50
            10:02 A -> C 30
            10:03 A -> D 9
            10:04 A -> B 8
            10:05 A -> cash 1
            10:06 B -> E 50
            """
        #expect(
            try report(trace(notes, limits: Limits(depth: 2, breadth: 9, least: .zero))) == """
                I1 on B 58.00, tier 2
                I1 on C 30.00, tier 2
                I1 on D 9.00, tier 2
                I1 on A 2.00, tier 1
                I1 out as cash from A 1.00
                I1 cut by depth at B 50.00 in 1
                """)
        #expect(
            try report(trace(notes, limits: Limits(depth: 9, breadth: 1, least: .zero))) == """
                I1 on E 50.00, tier 3
                I1 on A 41.00, tier 1
                I1 on B 8.00, tier 2
                I1 out as cash from A 1.00
                I1 cut by breadth at A 39.00 in 2
                """)
        let least = try trace(notes, limits: Limits(depth: 9, breadth: 9, least: money("10")))
        #expect(
            report(least) == """
                I1 on E 50.00, tier 3
                I1 on C 30.00, tier 2
                I1 on A 19.00, tier 1
                I1 out as cash from A 1.00
                I1 cut by least at A 17.00 in 2
                """)
        #expect(least.holders.first { $0.account.text == "A" }?.notFollowed == money("17"))
    }

    @Test("Money that a later victim pays on as his own loss ends there for the first and counts once")
    func laterVictim() throws {
        let notes = """
            A: opening 0
            W: opening 20
            10:00 V -> A 100 loss I1
            10:01 A -> W 30
            10:02 W -> B 50 loss I2
            """
        #expect(
            try report(trace(notes)) == """
                I1 on A 70.00, tier 1
                I2 on B 50.00, tier 1
                I1 left W 30.00 in later loss 3
                """)
        // Only 35 of the 50 is the second victim's loss: 15 of the first one's goes on beside it.
        #expect(
            try report(trace(notes.replacing("loss I2", with: "loss I2 35"))) == """
                I1 on A 70.00, tier 1
                I2 on B 35.00, tier 1
                I1 on B 15.00, tier 3
                I1 left W 15.00 in later loss 3
                """)
    }

    @Test("Two victims' losses may share one transfer as far as it goes")
    func sharedTransfer() throws {
        let trace = try trace("A: opening 0\n10:00 V -> A 100 loss I1 60 I2 40\n10:01 A -> B 70")
        #expect(
            report(trace) == """
                I1 on B 60.00, tier 2
                I2 on A 30.00, tier 1
                I2 on B 10.00, tier 2
                """)
        #expect(
            trace.accountTotals.map { "\($0.account) \($0.amount) \($0.incidents)" } == [
                "B 70.00 [I1, I2]", "A 30.00 [I2]",
            ])
        #expect(
            trace.carried.map { $0.parts.map { "\($0.incident) \($0.amount)" } } == [
                ["I1 60.00", "I2 40.00"], ["I1 60.00", "I2 10.00"],
            ])
    }

    @Test("Each account keeps its own bank's order, though the payee's clock may run ahead of the payer's")
    func clocks() throws {
        // B's bank dates the arrival before A's bank dates the payment; by B's own entries it was there first.
        let ahead = "A: opening 0\nB: opening 0\n10:00 V -> A 100 loss I1\n10:05/10:03 A -> B 100\n10:04 B -> C 100"
        #expect(try report(trace(ahead)) == "I1 on C 100.00, tier 3")
        let behind = "A: opening 0\nB: opening 7\n10:00 V -> A 100 loss I1\n10:05/10:08 A -> B 100\n10:06 B -> C 7"
        #expect(try report(trace(behind)) == "I1 on B 100.00, tier 2")
    }

    @Test("One late clock holds back a whole chain of accounts, and each keeps its order")
    func chainOfClocks() throws {
        let trace = try trace(
            """
            A: opening 0
            B: opening 0
            C: opening 0
            10:00 V -> A 100 loss I1
            10:30/10:03 A -> B 100
            10:04/10:05 B -> C 100
            10:06 C -> D 60
            10:07 C -> cash 40
            """)
        #expect(report(trace) == "I1 on D 60.00, tier 4\nI1 out as cash from C 40.00")
    }

    @Test("Single fen that no floor takes go by the largest remainder, so that no more stays than the balance")
    func remainders() throws {
        let trace = try trace(
            """
            A: opening 0
            10:00 V -> A 0.01 loss I1
            10:01 W -> A 0.01 loss I2
            10:02 U -> A 0.01 loss I3
            10:03 A -> B 0.02
            """, .proportional)
        #expect(report(trace) == "I3 on A 0.01, tier 1\nI1 on B 0.01, tier 2\nI2 on B 0.01, tier 2")
    }

    @Test("Clocks that contradict each other do not make money go in circles")
    func paradox() throws {
        let trace = try trace(
            """
            10:00 V -> A 100 loss I1
            10:05/10:01 A -> B 100
            10:02 B -> A 100
            """)
        #expect(trace.totals().onAccounts == money("100"))
    }

    @Test("Serials of one moment count up, with or without leading zeros")
    func serials() {
        let at = time("10:00")
        let orders = ["9", "10", "011", "A12"].map { TransferOrder(at: at, serial: $0) }
        #expect(Array(orders.reversed()).sorted() == orders)
        #expect(TransferOrder(at: at, serial: "9", arrival: 1) < TransferOrder(at: at, serial: "9", arrival: 2))
    }

    @Test("Each fen of a holder has its chain from the victim")
    func explanation() throws {
        let trace = try trace(
            """
            A: opening 0
            B: opening 0
            C: opening 0
            10:00 V -> A 100 loss I1
            10:01 A -> B 60
            10:02 A -> C 40
            10:03 B -> C 60
            10:04 C -> D 90
            """)
        let chains = trace.explain(AccountKey("D"), IncidentKey("I1")).map { chain in
            "\(chain.amount) by " + chain.steps.map(\.transfer.text).joined(separator: ",")
        }
        #expect(chains == ["40.00 by 1,3,5", "50.00 by 1,2,4,5"])
        #expect(trace.holders.first { $0.account.text == "D" }?.tier == 3)
    }
}

@Suite("Poison: how far an incident's money can have come at most")
struct PoisonTests {
    private let notes = """
        A: opening 500
        B: opening 0
        H: hub
        09:59 A -> Z 100
        10:00 V -> A 100 loss I1
        10:01 A -> B 300
        10:02 A -> cash 40
        10:03 B -> C 250
        10:04 B -> H 50
        10:05 H -> D 50
        10:06 C -> B 20
        """

    @Test("All that leaves after the first touch is touched, at most with what the victims paid or the account holds")
    func bounds() throws {
        let trace = try trace(notes, .poison)
        #expect(
            report(trace) == """
                I1 touched A 100.00, tier 1
                I1 touched C 100.00, tier 3
                I1 touched H 50.00, tier 3
                I1 touched cash 40.00, tier 2
                I1 touched B 20.00, tier 2
                """)
        #expect(trace.ends.isEmpty && trace.totals().onAccounts == .zero)
    }

    @Test("Limits stop it as they stop the other rules, and what they cut is listed")
    func limits() throws {
        #expect(
            try report(trace(notes, .poison, limits: Limits(depth: 2, breadth: 9, least: .zero))) == """
                I1 touched A 100.00, tier 1
                I1 touched H 50.00, tier 3
                I1 touched cash 40.00, tier 2
                I1 touched B 20.00, tier 2
                I1 cut by depth at B 100.00 in 1
                """)
    }
}

@Suite("What the tracer refuses")
struct RefusalTests {
    private let notes = TextLedger("10:00 V -> A 100 loss I1")

    private func request(_ seeds: [Seed], _ limits: Limits = .none) throws {
        _ = try Tracer(notes.ledger).trace(TraceRequest(seeds: seeds, limits: limits, now: time("11:00")))
    }

    private func seed(_ transfer: String, _ amount: String, _ incident: String = "I1") -> Seed {
        Seed(incident: IncidentKey(incident), transfer: TransferKey(transfer), amount: money(amount))
    }

    @Test("Seeds that the ledger does not bear")
    func seeds() {
        #expect(throws: TraceRefusal.unknownTransfer(TransferKey("7"))) { try request([seed("7", "1")]) }
        #expect(throws: TraceRefusal.seedNotPositive(seed("1", "0"))) { try request([seed("1", "0")]) }
        #expect(throws: TraceRefusal.seedsExceedTransfer(TransferKey("1"))) {
            try request([seed("1", "60"), seed("1", "40.01", "I2")])
        }
    }

    @Test("Limits that let nothing through")
    func limits() {
        for (depth, breadth, least, limit) in [(0, 1, "0", Limit.depth), (1, 0, "0", .breadth)] {
            #expect(throws: TraceRefusal.limitNotPositive(limit)) {
                try request([], Limits(depth: depth, breadth: breadth, least: money(least)))
            }
        }
    }

    @Test("Ledgers that contradict themselves")
    func ledgers() {
        let transfer = notes.transfers[0]
        let account = LedgerAccount(key: AccountKey("A"))
        func tracer(_ transfers: [Transfer], _ accounts: [LedgerAccount] = []) throws {
            _ = try Tracer(Ledger(transfers: transfers, accounts: accounts))
        }
        func other(_ fen: Int64, _ key: String = "2") -> Transfer {
            Transfer(
                key: TransferKey(key), payer: nil, payee: transfer.payee, amount: Money(fen: fen),
                payerOrder: transfer.payerOrder)
        }
        #expect(throws: LedgerFault.transferTwice(transfer.key)) { try tracer([transfer, transfer]) }
        #expect(throws: LedgerFault.accountTwice(account.key)) { try tracer([], [account, account]) }
        #expect(throws: LedgerFault.amountNotPositive(TransferKey("2"))) { try tracer([other(0)]) }
        #expect(throws: LedgerFault.balanceNegative(account.key)) {
            try tracer([], [LedgerAccount(key: account.key, openingBalance: Money(fen: -1))])
        }
        #expect(throws: LedgerFault.amountsTooLarge) { try tracer([other(.max / 2), other(.max / 2, "3")]) }
    }
}
