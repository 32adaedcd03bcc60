/// The rules on messages.
extension Rules {
    /// Short messages that one text may take.
    package var messagePartsMax: Int { count(.messagePartsMax) }
    /// Messages a second.
    package var messageRateMax: Int { count(.messageRateMax) }
    /// How often a message is handed over that the carrier has not taken.
    package var messageTriesMax: Int { count(.messageTriesMax) }
    /// Lines of one list.
    package var messageBatchLinesMax: Int { count(.messageBatchLinesMax) }
    /// For how long a message is of use.
    package var messageValidity: Duration { duration(.messageValidity) }
    package var messageBatchValidity: Duration { duration(.messageBatchValidity) }
    /// The time of day, from midnight, from which nothing goes to the public, and until which the next morning.
    package var messageQuietFrom: Duration { duration(.messageQuietFrom) }
    package var messageQuietUntil: Duration { duration(.messageQuietUntil) }
    /// After so long without an answer the carrier is asked whether it has a message.
    package var messageAnswerLimit: Duration { duration(.messageAnswerLimit) }
    /// After so long without a delivery report it is asked what became of one.
    package var messageReportLimit: Duration { duration(.messageReportLimit) }

    private func count(_ id: RuleID) -> Int {
        guard case .count(let value) = self[id].value else { preconditionFailure("\(id.rawValue) is no count") }
        return value
    }

    private func duration(_ id: RuleID) -> Duration {
        guard case .duration(let value) = self[id].value else { preconditionFailure("\(id.rawValue) is no duration") }
        return value
    }
}
