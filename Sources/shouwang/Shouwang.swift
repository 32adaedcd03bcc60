internal import ArgumentParser

@main
struct Shouwang: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shouwang",
        abstract: "守望：反诈中心联合作战平台。Anti-fraud joint operations: alarms become stop-payments, money is followed and held.",
        discussion:
            "New here? `shouwang serve --demo` starts the console with an invented city at http://127.0.0.1:8080.",
        subcommands: [
            ServeCommand.self, WorkCommand.self,
            BankCommand.self, CarrierCommand.self, MessagesCommand.self, DemoCommand.self, CheckCommand.self,
            BackupCommand.self,
            RestoreCommand.self, DoctorCommand.self, RetainCommand.self, UserCommand.self, UnitCommand.self,
            SimulateCommand.self,
            LatencyCommand.self, RehearseCommand.self, ReturnsCommand.self, LedgerCommand.self, TraceCommand.self,
            MulesCommand.self, ReadingCommand.self,
        ])
}
