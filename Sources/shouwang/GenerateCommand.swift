internal import ArgumentParser
internal import Simulation

extension LedgerCommand {
    struct Generate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "generate", abstract: "Write a made-up month of transfers with frauds, to measure by.",
            discussion:
                "Columns for `shouwang ledger import DIR FOLDER --time-format ms`, and cases.csv: case,transfer,payer,payee,fen."
        )

        @Argument(help: "Where the columns go.") var folder: String
        @Option(help: "How many.") var transfers: Int = 1_000_000
        @Option(help: "2 to this power accounts.") var power: Int = 17
        @Option(help: "The generator's seed.") var seed: UInt64 = 20_260_101

        func validate() throws {
            guard transfers > 0, (9...31).contains(power) else { throw ValidationError("--power is 9 to 31") }
        }

        func run() throws {
            let made = try GeneratedLedger.write(rows: transfers, power: power, seed: seed, to: folder)
            print(
                "rows \(made.rows) accounts \(made.accounts) cases \(made.cases) muleRows \(made.fraudRows) "
                    + "balHash \(made.balances)")
        }
    }
}
