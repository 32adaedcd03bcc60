internal import ArgumentParser
internal import Foundation
internal import Primitives
internal import Simulation

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Play the whole loop in virtual time and print what came of it.",
        discussion: """
            Frauds happen in an invented city, victims report, orders go to simulated banks, the money is followed and held. The \
            same seed prints the same figures. Ends with an error when an invariant fails.
            """)

    @Option(help: "What the story is drawn from.") var seed: UInt64 = 1
    @Option(help: "How many frauds happen.") var incidents: Int = 20
    @Flag(help: "Print one JSON object; amounts in fen.") var json = false
    @Flag(help: "Print each thing as it is done.") var log = false
    @Option(help: "A folder for the platform's records and the banks' own books as CSV (docs/demo.md).") var export:
        String?

    @Flag(help: "Play the prevention loop instead: warnings, officers with shifts, people who lie, move, pay anyway.")
    var dissuasion = false
    @Option(help: "With --dissuasion: how many days.") var days: Int = 30
    @Option(help: "With --dissuasion: how many signals come in on a day.") var warnings: Int = 13_000
    @Option(
        help: "Two CSV files, accounts,transfers: a ledger from outside in place of invented frauds (docs/banks.md).")
    var ledger: String?
    @Option(help: "With --ledger: a CSV file of the victims' payments and reports (docs/demo.md).") var victims: String?

    func validate() throws {
        if (ledger == nil) != (victims == nil) { throw ValidationError("--ledger and --victims go together") }
        if let ledger, ledger.split(separator: ",").count != 2 { throw ValidationError("--ledger names two files") }
        guard (1...90).contains(days), (1...200_000).contains(warnings) else {
            throw ValidationError("--days is 1 to 90, --warnings 1 to 200000")
        }
        guard (1...10_000).contains(incidents) else { throw ValidationError("--incidents is 1 to 10000") }
    }

    func run() throws {
        if let ledger, let victims { return try play(ledger.split(separator: ",").map(String.init), victims) }
        if dissuasion { return try playDissuasion() }
        var plan = VirtualCity.Plan(seed: seed, incidents: incidents)
        plan.recovery = RecoveryRoutine()
        var setting = VirtualCity.Setting()
        if log { setting.log = { print($0) } }
        var city = try VirtualCity(plan, in: setting)
        try city.run(horizon: .days(50))
        let report = try city.report()
        if let export { try city.export(to: URL(fileURLWithPath: export), report: report) }
        print(json ? try report.json() : report.table())
        if !report.isSound { throw ExitCode.failure }
    }

    private func playDissuasion() throws {
        let plan = DissuasionCity.Plan(seed: seed, days: days, warningsADay: warnings)
        let tell: @Sendable (String) -> Void = { print($0) }
        var city = try DissuasionCity(plan, log: log ? tell : nil)
        try city.run()
        let report = try city.report()
        if let export { try city.export(to: URL(fileURLWithPath: export), report: report) }
        print(json ? try report.json() : report.table())
        if !report.isSound { throw ExitCode.failure }
    }

    private func play(_ ledger: [String], _ victims: String) throws {
        let missing = (ledger + [victims]).filter { !FileManager.default.fileExists(atPath: $0) }
        guard missing.isEmpty else { return print("skipped: no \(missing.joined(separator: ", no "))") }
        let texts = try (ledger + [victims]).map { try String(contentsOfFile: $0, encoding: .utf8) }
        var trial = try LedgerTrial(
            LedgerFile(accounts: texts[0], transfers: texts[1]), victims: texts[2], seed: seed)
        try trial.run()
        let report = try trial.report()
        if let export { try trial.city.export(to: URL(fileURLWithPath: export), report: report.figures) }
        print(json ? try CanonicalJSON.text(report) : report.table())
        if !report.figures.isSound { throw ExitCode.failure }
    }
}

extension LedgerTrialReport {
    /// The figures, then each incident's accounts by tier, then where incidents met; amounts in yuan.
    func table() -> String {
        func yuan(_ fen: Int64) -> String { Money(fen: fen).description }
        let loaded = "  账本　账户 \(ledger.accounts)，已入账 \(ledger.booked)，待发生 \(ledger.planned)，未收 \(ledger.refused)"
        let told = stories.flatMap { story in
            ["", "\(story.incident)　被骗 \(yuan(story.defrauded)) 元"]
                + story.reached.map {
                    "  第 \($0.tier) 层　\($0.bank) \($0.number) \($0.holder)　转入 \(yuan($0.received))　已控 \(yuan($0.held))"
                        + "　未控 \(yuan($0.atLarge))"
                }
        }
        let met = meetings.map { meeting in
            let claims = meeting.traced.sorted { $0.key < $1.key }.map { "\($0.key) \(yuan($0.value))" }
            return "  \(meeting.bank) \(meeting.number) \(meeting.holder)　止付余额 \(yuan(meeting.balanceHeld))　"
                + claims.joined(separator: "，")
        }
        return ([loaded, figures.table()] + told + ["", "同一止付上的多起警情"] + met).joined(separator: "\n")
    }
}

extension DemoReport {
    func json() throws -> String { try CanonicalJSON.text(self) }

    /// The figures for a reader, in yuan.
    func table() -> String {
        func line(_ name: String, _ value: String) -> String { "  \(name)　\(value)" }
        let amounts = [
            ("被骗", defraudedFen), ("已控（追踪额）", heldFen), ("已返还", returnedFen), ("未控", atLargeFen),
            ("流出", exitedFen),
            ("止付金额（账户余额）", balanceHeldFen),
        ]
        let lines =
            [
                line("警情", "\(incidents) 起"), line("止付指令", "\(orders)"), line("查询", "\(inquiries)"),
                line("银行应答", "\(answers)"),
                line("最深层级", "\(deepestTier)"),
            ] + amounts.map { line($0.0, Money(fen: $0.1).description + " 元") }
            + [line("守恒", conserved ? "是" : "否"), line("重复生效", "\(doubledEffects)"), line("丢失指令", "\(lostOrders)")]
        return (lines + findings.map { "  ⚠ \($0)" }).joined(separator: "\n")
    }
}
