package import Access
package import Jurisdiction

extension SignInRules {
    /// The rules of signing in as the jurisdiction pack gives them.
    package init(_ rules: Rules) {
        self.init(
            failuresMax: rules.signInTriesMax, failureWindow: rules.signInLockTerm, lockOut: rules.signInLockTerm,
            idle: rules.sessionIdleLimit, longest: rules.sessionLengthMax, passwordLengthMin: rules.passwordLengthMin)
    }
}
