/// How a message comes to a person.
package enum MessageKind: String, Sendable, Codable, CaseIterable {
    case text
    /// Stands on the screen at once and is not kept (闪信).
    case flash
    /// A robot calls and reads it out (语音外呼); it has arrived when he has heard it to its end.
    case voice
}
