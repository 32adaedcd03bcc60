internal import Journal

/// What was asked under a key: the command's name and its input, so that a key used for another command is noticed.
struct Asked<Input: Encodable & Sendable>: Encodable, Sendable {
    let command: String
    let input: Input

    init(_ command: String, _ input: Input) {
        self.command = command
        self.input = input
    }
}

extension IdempotencyKey {
    /// The key of a command that nobody repeats under a key of his own, told apart by `mark`.
    static func once(_ command: String, _ mark: String) -> IdempotencyKey {
        guard let key = IdempotencyKey(command + "/" + mark) else {
            preconditionFailure("the mark is too long for a key")
        }
        return key
    }
}
