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
    @Option(help: "A folder for the platform's records and the banks' own books as CSV (docs/demo.md).") var export:
        String?

    func validate() throws {
        guard (1...10_000).contains(incidents) else { throw ValidationError("--incidents is 1 to 10000") }
    }

    func run() throws {
        var city = try VirtualCity(VirtualCity.Plan(seed: seed, incidents: incidents))
        try city.run()
        let report = try city.report()
        if let export { try city.export(to: URL(fileURLWithPath: export), report: report) }
        print(json ? try report.json() : report.table())
        if !report.isSound { throw ExitCode.failure }
    }
}

extension DemoReport {
    func json() throws -> String { try CanonicalJSON.text(self) }

    /// The figures for a reader, in yuan.
    func table() -> String {
        func line(_ name: String, _ value: String) -> String { "  \(name)　\(value)" }
        let amounts = [
            ("被骗", defraudedFen), ("已控（追踪额）", heldFen), ("未控", atLargeFen), ("流出", exitedFen),
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
