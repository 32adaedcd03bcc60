package import Primitives

/// The limits of signing in, as the jurisdiction pack sets them.
package struct SignInRules: Sendable, Equatable {
    /// So many wrong passwords within `failureWindow` of each other lock the name for `lockOut`.
    package let failuresMax: Int
    package let failureWindow: Duration
    package let lockOut: Duration
    /// A session ends when it was not used for so long,
    package let idle: Duration
    /// and so long after it began, used or not.
    package let longest: Duration
    /// In characters.
    package let passwordLengthMin: Int

    package init(
        failuresMax: Int, failureWindow: Duration, lockOut: Duration, idle: Duration, longest: Duration,
        passwordLengthMin: Int
    ) {
        self.failuresMax = failuresMax
        self.failureWindow = failureWindow
        self.lockOut = lockOut
        self.idle = idle
        self.longest = longest
        self.passwordLengthMin = passwordLengthMin
    }

    static let passwordLengthMax = 128
    static let differentCharactersMin = 5

    /// Throws what is wrong with `password` for the person who signs in as `login`.
    package func check(password: String, login: LoginName, staffNumber: String) throws(PasswordRefusal) {
        guard password.count >= passwordLengthMin else { throw .tooShort(atLeast: passwordLengthMin) }
        guard password.count <= Self.passwordLengthMax else { throw .tooLong(atMost: Self.passwordLengthMax) }
        let lower = password.lowercased()
        guard !lower.contains(login.text), !lower.contains(staffNumber.lowercased()) else { throw .namesItsOwner }
        guard !password.isAllDigits, Set(password).count >= Self.differentCharactersMin else { throw .tooSimple }
    }
}

/// Why a new password is not taken.
package enum PasswordRefusal: Error, Equatable {
    case tooShort(atLeast: Int)
    case tooLong(atMost: Int)
    /// It contains the login name or the staff number.
    case namesItsOwner
    /// Digits alone, or fewer than five different characters.
    case tooSimple
    case sameAsBefore
}

/// Why somebody is not signed in.
package enum SignInRefusal: Error, Equatable {
    /// One answer for an unknown name, a wrong password and a disabled user.
    case wrongNameOrPassword
    /// Too many wrong passwords for this name, whether or not anybody has it.
    case locked(until: Timestamp)
    /// The token is unknown, ended or revoked.
    case notSignedIn
    /// The token's time is over.
    case expired
}
