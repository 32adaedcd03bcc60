package import Hummingbird

/// Every address of the program: routes are made and links are written from the same case.
///
/// A part that varies is given as it stands in a link; a route gives `:id`.
package enum Address: Sendable, Hashable {
    case health
    case asset(String)
    case events

    case signIn, signOut, password, preferences
    /// The board of running incidents.
    case board
    /// What a bank's people owe the police.
    case bank

    case users, newUser
    case user(String)
    case userPassword(String)
    case userState(String)
    case userRoles(String)
    case units
    case unitName(String)
    case banks
    case bankEntry(String)
    case bankKeys(String)
    case keyRevoke(String)
    case clients
    case clientRevoke(String)
    case journal

    package var path: String {
        switch self {
        case .health: "/healthz"
        case .asset(let file): "/assets/\(file)"
        case .events: "/events"
        case .signIn: "/sign-in"
        case .signOut: "/sign-out"
        case .password: "/password"
        case .preferences: "/preferences"
        case .board: "/"
        case .bank: "/bank"
        case .users: "/users"
        case .newUser: "/users/new"
        case .user(let id): "/users/\(id)"
        case .userPassword(let id): "/users/\(id)/password"
        case .userState(let id): "/users/\(id)/state"
        case .userRoles(let id): "/users/\(id)/roles"
        case .units: "/units"
        case .unitName(let code): "/units/\(code)"
        case .banks: "/banks"
        case .bankEntry(let code): "/banks/\(code)"
        case .bankKeys(let code): "/banks/\(code)/keys"
        case .keyRevoke(let key): "/keys/\(key)/revoke"
        case .clients: "/clients"
        case .clientRevoke(let id): "/clients/\(id)/revoke"
        case .journal: "/journal"
        }
    }

    package var route: RouterPath { RouterPath(path) }

    /// The path with a query; values are percent-encoded and empty ones left out.
    package func with(_ query: KeyValuePairs<String, String?>) -> String {
        let pairs = query.compactMap { name, value -> String? in
            guard let value, !value.isEmpty else { return nil }
            return "\(name)=\(value.percentEncoded)"
        }
        return pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
    }
}
