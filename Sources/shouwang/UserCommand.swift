internal import Access
internal import ArgumentParser
internal import Journal
internal import Jurisdiction
internal import Primitives
internal import Storage
internal import Workflow

struct UserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Make the first administrator, and other users, at the command line.",
        subcommands: [Add.self, List.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a user; the first password is printed and must be changed at the first sign-in.",
            discussion:
                "The first administrator: shouwang user add admin --name 张三 --number 060001 --unit 530400000000 --role administrator"
        )

        @OptionGroup var configuration: Configuration
        @Argument(help: "The name to sign in with.") var login: String
        @Option(help: "The person's name.") var name: String
        @Option(help: "The police or staff number.") var number: String
        @Option(help: "The unit's code, 12 digits.") var unit: String?
        @Option(help: "The bank's code, for a bank's people.") var bank: String?
        @Option(
            name: .customLong("role"), help: "One or more of: \(Role.allCases.map(\.rawValue).joined(separator: ", "))."
        ) var roles: [String]

        func run() throws {
            let (journal, rules) = try openJournal(configuration)
            let secrets = Secrets()
            let password = secrets.temporaryPassword()
            let users = Users(journal, cost: .service, secrets: secrets, rules: SignInRules(rules))
            let user = try users.add(
                NewUser(
                    login: try LoginName(login), name: name, staffNumber: number, affiliation: try affiliation(),
                    roles: RoleSet(try roles.map(role))), password: password, by: .platform("command line"),
                key: try key("user/\(login)/\(number)"), at: SystemClock().now())
            print("\(user.id) \(login): first password \(password)")
        }

        private func affiliation() throws -> Affiliation {
            if let bank { return .bank(bank) }
            guard let unit else { throw ValidationError("give --unit or --bank") }
            return .unit(try UnitCode(unit))
        }

        private func role(_ name: String) throws -> Role {
            guard let role = Role(rawValue: name) else {
                throw ValidationError(
                    "no role \(name); one of \(Role.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            return role
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the users of a unit and all under it.")

        @OptionGroup var configuration: Configuration
        @Option(help: "The unit's code.") var unit: String

        func run() throws {
            let code = try UnitCode(unit)
            let users = try configuration.openDatabase().read { tx in
                try UserTable(tx).list(under: code, after: nil, limit: 1000)
            }
            for user in users {
                print("\(user.login)\t\(user.name)\t\(user.staffNumber)\t\(user.roles)\t\(user.state.rawValue)")
            }
        }
    }
}

struct UnitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unit", abstract: "Add and list units of the four-level tree.", subcommands: [Add.self, List.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a unit; its place in the tree is its code (GB/T 2260 and six more digits).")

        @OptionGroup var configuration: Configuration
        @Argument(help: "The unit's code, 12 digits: 530400000000 is a city's.") var code: String
        @Option(help: "The unit's name.") var name: String
        @Option(help: "One of: \(Access.Unit.Kind.allCases.map(\.rawValue).joined(separator: ", ")).") var kind =
            "centre"

        func run() throws {
            guard let kind = Access.Unit.Kind(rawValue: kind) else { throw ValidationError("no kind \(kind)") }
            let (journal, _) = try openJournal(configuration)
            let unit = Access.Unit(code: try UnitCode(code), name: name, kind: kind)
            try Units(journal).add(
                unit, by: .platform("command line"), key: try key("unit/\(code)"), at: SystemClock().now())
            print("\(unit.code.text) \(unit.name)")
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List a unit and all under it.")

        @OptionGroup var configuration: Configuration
        @Argument(help: "The unit's code.") var code: String

        func run() throws {
            let top = try UnitCode(code)
            let units = try configuration.openDatabase().read { tx in
                try UnitTable(tx).list(under: top, after: nil, limit: 1000)
            }
            for unit in units { print("\(unit.code.text)\t\(unit.name)\t\(unit.kind.rawValue)") }
        }
    }
}

private func openJournal(_ configuration: Configuration) throws -> (Journal, Rules) {
    let database = try configuration.openDatabase()
    let now = SystemClock().now()
    try Platform.schema.migrate(database, at: now)
    return (Journal(database: database, ids: SystemIDs()), try configuration.openPack().rules(on: CivilTime(now).day))
}

private func key(_ text: String) throws -> IdempotencyKey {
    guard let key = IdempotencyKey("command/\(text)") else { throw ValidationError("a name too long") }
    return key
}
