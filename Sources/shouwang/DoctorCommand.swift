internal import ArgumentParser
internal import Operations
internal import Primitives

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say what is wrong with this installation and what to do, one line each.",
        discussion: """
            Run it as the user that runs Shouwang, with the same --data, --postgres and --pack. Nothing is changed. Ends with an \
            error when something is wrong; what is only due soon is printed and is no error.
            """)

    @OptionGroup var configuration: Configuration
    @Option(help: "The database file in --data.") var database = "shouwang.sqlite"

    func run() throws {
        let now = SystemClock().now()
        let examination = Examination(
            folder: configuration.folder, place: configuration.place(named: database), pack: configuration.pack)
        let symptoms = examination.facts(at: now).symptoms(at: now)
        for symptom in symptoms { print(symptom) }
        if symptoms.contains(where: { !$0.isWarning }) { throw ExitCode.failure }
        if symptoms.isEmpty { print("all is well") }
    }
}
