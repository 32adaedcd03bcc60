package import Access
package import Journal
package import Jurisdiction

/// The commands on people, units and clients, under the limits of signing in that the pack sets.
package struct AccessCommands: Sendable {
    package let units: Units
    package let users: Users
    package let sessions: Sessions
    package let clients: Clients
    /// Makes tokens and temporary passwords.
    package let secrets: Secrets

    package init(
        _ journal: Journal, rules: Rules, cost: PasswordCost = .service, secrets: Secrets = Secrets()
    ) {
        let limits = SignInRules(rules)
        self.secrets = secrets
        units = Units(journal)
        users = Users(journal, cost: cost, secrets: secrets, rules: limits)
        sessions = Sessions(journal, cost: cost, secrets: secrets, rules: limits)
        clients = Clients(journal, secrets: secrets)
    }
}
