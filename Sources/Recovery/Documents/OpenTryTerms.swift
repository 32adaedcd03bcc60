internal import Access
internal import Jurisdiction

extension OpenTries {
    /// The limits as the jurisdiction pack gives them; a lock lasts as long as one after wrong passwords.
    init(_ rules: Rules) {
        self.init(
            numberMost: rules.openTriesMaxNumber, addressMost: rules.openTriesMaxAddress, term: rules.signInLockTerm)
    }
}
