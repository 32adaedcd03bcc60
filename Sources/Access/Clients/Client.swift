package import Primitives
internal import Storage

package struct ClientID: Identifier, Storable {
    package static let prefix = "cli"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

/// A program of another system that uses the API with a token.
package struct Client: Sendable, Equatable, Codable {
    package enum Invalid: Error, Equatable {
        /// Empty or longer than 60 characters.
        case name
        case unitUnknown(UnitCode)
        /// The token would end before it begins.
        case expiry
    }

    package let id: ClientID
    package let name: String
    package let affiliation: Affiliation
    package let roles: RoleSet
    package let createdAt: Timestamp
    package let expiresAt: Timestamp
    package internal(set) var revokedAt: Timestamp?

    package func isOpen(at now: Timestamp) -> Bool { revokedAt == nil && now < expiresAt }

    package var principal: Principal {
        Principal(identity: .client(id), roles: roles, affiliation: affiliation, mustChangePassword: false)
    }
}

/// What is to be known of a program to let it in.
package struct NewClient: Sendable, Codable {
    package let name: String
    package let affiliation: Affiliation
    package let roles: RoleSet
    package let expiresAt: Timestamp

    package init(name: String, affiliation: Affiliation, roles: RoleSet, expiresAt: Timestamp) {
        self.name = name
        self.affiliation = affiliation
        self.roles = roles
        self.expiresAt = expiresAt
    }

    func check(at now: Timestamp) throws {
        guard (1...60).contains(name.count) else { throw Client.Invalid.name }
        guard expiresAt > now else { throw Client.Invalid.expiry }
        try roles.check(for: affiliation)
        if roles.contains(.administrator) { throw RoleSet.Invalid.clientWhoAdministers }
    }
}
