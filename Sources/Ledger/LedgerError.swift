/// Why a ledger cannot be read, written or asked.
package enum LedgerError: Error, Equatable, CustomStringConvertible {
    /// The system refused; `reason` is its word.
    case system(path: String, reason: String)
    case notALedger(path: String)
    /// Bytes on the disk are not those that were written; `offset` counts from the start of the file.
    case damaged(file: String, offset: Int, what: String)
    /// Another program writes to the ledger.
    case locked(path: String)
    /// What is wrong in a file that was to be read in.
    case text(TextFault)
    case unknownTransfer(String)
    case unknownAccount(String)
    case tooLarge(String)
    /// A freeze that was asked about refuses this transfer, whose money is to be followed.
    case refusedSeed(String)
    /// A transfer whose money is to be followed is later than the last moment that is asked for, backward earlier.
    case seedOutOfTime(String)

    package var description: String {
        switch self {
        case .system(let path, let reason): "\(path): \(reason)"
        case .notALedger(let path): "\(path) is no ledger: it has no manifest"
        case .damaged(let file, let offset, let what): "\(file) is damaged at byte \(offset): \(what)"
        case .locked(let path): "\(path) is being written by another program"
        case .text(let fault): fault.description
        case .unknownTransfer(let id): "no transfer \(id.debugDescription) in the ledger"
        case .unknownAccount(let name): "no account \(name.debugDescription) in the ledger"
        case .tooLarge(let what): "too large: \(what)"
        case .seedOutOfTime(let id):
            "transfer \(id.debugDescription), whose money is to be followed, is later than --until (--backward: earlier)"
        case .refusedSeed(let id): "the freeze refuses transfer \(id.debugDescription), whose money is to be followed"
        }
    }
}

/// What is wrong in a text file, by line and column.
package struct TextFault: Error, Equatable, CustomStringConvertible {
    package let file: String
    /// The header is line 1.
    package let line: Int
    package let column: String
    package let found: String
    /// What would be right.
    package let expected: String

    package init(file: String, line: Int, column: String, found: String, expected: String) {
        (self.file, self.line, self.column) = (file, line, column)
        (self.found, self.expected) = (found, expected)
    }

    package var description: String {
        "\(file), line \(line), \(column): found \(found.debugDescription); expected \(expected)"
    }
}
