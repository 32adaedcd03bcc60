package import Journal
package import Primitives

/// A report that is still being taken down, kept so that its taker can go on with it at another desk.
package struct IntakeDraft: Sendable, Equatable {
    /// The key of the form: whoever goes on with the draft registers under it, so that it stays one act.
    package let key: IdempotencyKey
    package let intake: Intake
    /// Receipt numbers of reports that the taker has seen not to be the same.
    package let notSame: [String]
    /// What was read out of the statement; nil where none was read.
    package let read: ReadStatement?
    package let savedAt: Timestamp

    package init(
        key: IdempotencyKey, intake: Intake, notSame: [String], read: ReadStatement? = nil, savedAt: Timestamp
    ) {
        self.key = key
        self.intake = intake
        self.notSame = notSame
        self.read = read
        self.savedAt = savedAt
    }
}
