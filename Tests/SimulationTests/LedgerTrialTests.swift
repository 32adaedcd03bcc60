import Simulation
import Testing

@Suite("A ledger from outside")
struct LedgerTrialTests {
    private static let accounts = """
        bank,number,holder,opening_balance_fen
        901741000011,6200910000000000017,陶某,9000000
        902741000028,6200920000000000025,严某,9000000
        903741000035,6200930000000000033,First Payer,0
        904741000042,6200940000000000041,Second Payer,500000
        901741000011,6200910000000000058,Last Payee,0

        """
    /// The first victim's 20,000 yuan go on whole; the second's 10,000 lie behind the payer's own 5,000 of the 12,000 that go on.
    private static let transfers = """
        time,from_bank,from_number,to_bank,to_number,channel,amount_fen,summary
        2026-03-14T10:00:00+08:00,901741000011,6200910000000000017,903741000035,6200930000000000033,transfer,2000000,转账
        2026-03-14T21:00:00+08:00,903741000035,6200930000000000033,901741000011,6200910000000000058,transfer,2000000,转账
        2026-03-14T22:00:00+08:00,902741000028,6200920000000000025,904741000042,6200940000000000041,transfer,1000000,转账
        2026-03-15T01:00:00+08:00,904741000042,6200940000000000041,901741000011,6200910000000000058,transfer,1200000,转账
        2026-03-15T12:00:00+08:00,901741000011,6200910000000000058,903741000035,6200930000000000033,transfer,100000,转账

        """
    private static let victims = """
        name,bank,number,payee_bank,payee_number,amount_fen,paid_at,reported_at
        陶某,901741000011,6200910000000000017,903741000035,6200930000000000033,2000000,2026-03-14T10:00:00+08:00,2026-03-15T09:30:00+08:00
        严某,902741000028,6200920000000000025,904741000042,6200940000000000041,1000000,2026-03-14T22:00:00+08:00,2026-03-15T09:00:00+08:00

        """

    @Test("Two victims' money is followed to the account where it meets, and both have a claim on its stop")
    func meets() throws {
        var trial = try LedgerTrial(
            LedgerFile(accounts: Self.accounts, transfers: Self.transfers), victims: Self.victims, seed: 1)
        #expect(trial.loaded.booked == 1 && trial.loaded.planned == 4 && trial.loaded.refused == 0)
        try trial.run()
        let report = try trial.report()
        #expect(report.figures.isSound, "\(report.figures.findings)")
        #expect(report.figures.heldFen == 3_000_000 && report.figures.defraudedFen == 3_000_000)
        #expect(report.stories.map { $0.reached.map(\.tier) } == [[1, 2], [1, 2]])
        let meeting = try #require(report.meetings.first)
        #expect(report.meetings.count == 1 && meeting.number == "6200910000000000058")
        #expect(meeting.balanceHeld == 3_200_000)
        #expect(meeting.traced.values.sorted() == [700_000, 2_000_000])
    }

    @Test("A line that names an account the ledger does not have is refused by its number")
    func unreadable() {
        let ledger = LedgerFile(accounts: Self.accounts, transfers: Self.transfers)
        let line =
            "x,901741000011,6200910000000000017,903741000035,1,1,2026-03-14T10:00:00+08:00,2026-03-15T09:00:00+08:00\n"
        let refusal = #expect(throws: LedgerTrial.Unreadable.self) {
            try LedgerTrial(ledger, victims: Self.victims + line, seed: 1)
        }
        #expect(refusal?.line == 4)
    }
}
