/// What is screened: a short message, what was said in a call, a chat, or a host that somebody opened.
package enum ScreenedKind: String, Sendable, Codable, CaseIterable {
    case message, transcript, chat, host
}

/// What counts how much when texts and hosts are screened; all are the product's own parameters.
///
/// Ten points of a model say that fraud is ten times as likely as not among texts mixed like those that it learnt from, 9,048 of
/// frauds to 2,487 harmless ones; in a stream, where most is harmless, it is less likely than that.
package struct ScreeningRules: Sendable {
    private let warnFromMessage: Int
    private let warnFromTranscript: Int
    private let warnFromChat: Int
    private let warnFromHost: Int
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
        warnFromMessage = found.count(.screeningWarnFromMessage)
        warnFromTranscript = found.count(.screeningWarnFromTranscript)
        warnFromChat = found.count(.screeningWarnFromChat)
        warnFromHost = found.count(.screeningWarnFromHost)
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
    package func warnFrom(_ kind: ScreenedKind) -> Int {
        switch kind {
        case .message: warnFromMessage
        case .transcript: warnFromTranscript
        case .chat: warnFromChat
        case .host: warnFromHost
        }
    }
}
