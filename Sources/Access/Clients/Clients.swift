package import Journal
package import Primitives
internal import Storage

/// The commands on clients, and who stands behind a client's token.
package struct Clients: Sendable {
    private let journal: Journal
    private let secrets: Secrets

    package init(_ journal: Journal, secrets: Secrets) {
        self.journal = journal
        self.secrets = secrets
    }

    /// A client and its token, which is shown this once; nil when the same key had created it before.
    package struct Created: Sendable {
        package let client: Client
        package let token: SecretToken?
    }

    /// Lets a program in until its token expires; throws `Refusal`, `Client.Invalid` or `RoleSet.Invalid`.
    package func create(
        _ new: NewClient, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws -> Created {
        try principal.permit(.manageClients, in: new.affiliation.unit, bank: new.affiliation.bank)
        try new.check(at: now)
        let token = secrets.token()
        let client = try journal.perform(key, by: principal.actor, at: now, input: Asked("client.create", new)) {
            step in
            if let unit = new.affiliation.unit, try UnitTable(step.transaction).find(unit) == nil {
                throw Client.Invalid.unitUnknown(unit)
            }
            let client = Client(
                id: step.newID(), name: new.name, affiliation: new.affiliation, roles: new.roles, createdAt: now,
                expiresAt: new.expiresAt, revokedAt: nil)
            try ClientTable(step.transaction).insert(client, tokenHash: token.digest)
            try step.record(
                "client.created", on: client.id, detail: .object(["roles": .string(client.roles.description)]))
            return client
        }
        let stored = try journal.database.read { tx in try ClientTable(tx).find(tokenHash: token.digest) }
        return Created(client: client, token: stored == nil ? nil : token)
    }

    /// Shuts a program out at once.
    @discardableResult
    package func revoke(_ id: ClientID, by principal: Principal, key: IdempotencyKey, at now: Timestamp) throws
        -> Client
    {
        try journal.perform(key, by: principal.actor, at: now, input: Asked("client.revoke", id)) { step in
            let table = ClientTable(step.transaction)
            let client = try table.require(id)
            try principal.permit(.manageClients, in: client.affiliation.unit, bank: client.affiliation.bank)
            guard client.revokedAt == nil else { return client }
            try table.revoke(id, at: now)
            try step.record("client.revoked", on: id)
            return try table.require(id)
        }
    }

    /// The client behind `token`; throws `SignInRefusal`.
    package func resolve(_ token: SecretToken, at now: Timestamp) throws -> Client {
        let found = try journal.database.read { tx in try ClientTable(tx).find(tokenHash: token.digest) }
        guard let found, found.revokedAt == nil else { throw SignInRefusal.notSignedIn }
        guard now < found.expiresAt else { throw SignInRefusal.expired }
        return found
    }
}
