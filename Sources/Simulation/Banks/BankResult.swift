/// The business codes that a bank answers with (domain 1.7).
enum BankResult: String, Sendable {
    case done = "0000"
    case wrongAmount = "0200"
    case noSuchAccount = "0300"
    case nameMismatch = "0301"
    case whiteListed = "0302"
    case originalUnknown = "0400"
    case fieldMissing = "0500"
    case unreadable = "0599"
    case wrongTime = "0802"
    case alreadyHandled = "0900"
    case balanceTooSmall = "1200"
    case bankFailed = "1300"
    case alreadyStopped = "1301"
    case stopCountExceeded = "1304"
    case extensionAfterExpiry = "1800"
    case releaseAfterExpiry = "1900"
}

/// The technical codes that a bank answers with (domain 1.7).
enum BankTechnical: String, Sendable {
    case understood = "100000"
    case format = "200001"
    case duplicate = "200003"
}
