/// What is screened: a short message, what was said in a call, a chat, or a host that somebody opened.
package enum ScreenedKind: String, Sendable, Codable, CaseIterable {
    case message, transcript, chat, host
}

/// What counts how much when texts and hosts are screened; all are the product's own parameters.
///
/// Ten points say that fraud is ten times as likely as not.
package struct ScreeningRules: Sendable {
    private let thresholds: [ScreenedKind: Int]
    /// More than this no text and no host is worth by the word of a model.
    package let textPointsMax: Int
    package let hostPointsMax: Int
    /// A host on a list of reported ones, for so many days after the report, and later.
    package let listedPoints: Int
    package let listedFreshDays: Int
    package let listedOldPoints: Int
    /// The name of a brand in a host that is not its owner's.
    package let brandPoints: Int
    /// A text that has so many of a hundred runs in common with a known one.
    package let copyPoints: Int
    package let copyPercent: Int

    init(_ found: Found) {
        thresholds = [
            .message: found.count(.screeningWarnFromMessage), .transcript: found.count(.screeningWarnFromTranscript),
            .chat: found.count(.screeningWarnFromChat), .host: found.count(.screeningWarnFromHost),
        ]
        textPointsMax = found.count(.screeningTextPointsMax)
        hostPointsMax = found.count(.screeningHostPointsMax)
        listedPoints = found.count(.screeningListedPoints)
        listedFreshDays = found.count(.screeningListedFreshDays)
        listedOldPoints = found.count(.screeningListedOldPoints)
        brandPoints = found.count(.screeningBrandPoints)
        copyPoints = found.count(.screeningCopyPoints)
        copyPercent = found.count(.screeningCopyPercent)
    }

    /// From so many points on, whoever got or opened it is warned.
    package func warnFrom(_ kind: ScreenedKind) -> Int { thresholds[kind] ?? .max }
}
