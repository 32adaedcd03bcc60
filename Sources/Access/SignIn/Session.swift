package import Primitives
internal import Storage

package struct SessionID: Identifier, Storable {
    package static let prefix = "ses"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

/// The time between a sign-in and a sign-out of one person at one browser.
package struct Session: Sendable, Equatable, Codable {
    package let id: SessionID
    package let user: UserID
    package let startedAt: Timestamp
    /// To the minute: see `Sessions.resolve`.
    package internal(set) var lastUsedAt: Timestamp
    /// The end that no use puts off.
    package let endsAt: Timestamp

    /// The moment from which it no longer counts unless it is used before.
    package func expiresAt(under rules: SignInRules) -> Timestamp { min(endsAt, lastUsedAt + rules.idle) }
}
