package import Primitives
internal import Storage

package struct UserID: Identifier, Storable {
    package static let prefix = "usr"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

/// A person who signs in: an officer, an auxiliary, or one of a bank's people.
package struct User: Sendable, Equatable, Codable {
    package enum State: String, Storable, Codable, CaseIterable { case active, disabled }

    package enum Invalid: Error, Equatable {
        /// Empty or longer than 60 characters.
        case name
        /// 警号 or 工号: empty or longer than 20 characters.
        case staffNumber
        case unitUnknown(UnitCode)
        case loginTaken
        /// Another user of the police, or of the same bank, has the number: a person has one account.
        case staffNumberTaken
    }

    package let id: UserID
    package let login: LoginName
    package let name: String
    package let staffNumber: String
    package let affiliation: Affiliation
    package internal(set) var roles: RoleSet
    package internal(set) var state: State
    package internal(set) var mustChangePassword: Bool
    package let createdAt: Timestamp

    package var principal: Principal {
        Principal(identity: .user(id), roles: roles, affiliation: affiliation, mustChangePassword: mustChangePassword)
    }
}

/// What is to be known of somebody to make him a user.
package struct NewUser: Sendable, Codable {
    package let login: LoginName
    package let name: String
    package let staffNumber: String
    package let affiliation: Affiliation
    package let roles: RoleSet

    package init(login: LoginName, name: String, staffNumber: String, affiliation: Affiliation, roles: RoleSet) {
        self.login = login
        self.name = name
        self.staffNumber = staffNumber
        self.affiliation = affiliation
        self.roles = roles
    }

    func check() throws {
        guard (1...60).contains(name.count) else { throw User.Invalid.name }
        guard (1...20).contains(staffNumber.count) else { throw User.Invalid.staffNumber }
        try roles.check(for: affiliation)
    }
}
