/// How a carrier is reached by SMPP, and what it can do.
package struct SMPPSettings: Sendable, Equatable {
    /// How a text of several short messages travels.
    package enum LongText: String, Sendable, CaseIterable {
        /// In one unit, as `message_payload`; the carrier parts it.
        case payload
        /// In parts with a header that says which of how many each is.
        case parts
    }

    package var host: String
    package var port: Int
    package var systemID: String
    package var password: String
    package var systemType = ""
    /// The number that messages come from, as the carrier has given it to us.
    package var source = ""
    package var longText = LongText.payload
    /// How many requests may be without an answer at a time.
    package var window = 64
    /// How long an answer may take.
    package var answerLimit = Duration.seconds(5)
    /// After so long without traffic the carrier is asked whether it is there.
    package var enquireAfter = Duration.seconds(30)
    /// The first wait after a connection that failed; each further one is twice as long, up to the longest.
    package var reconnectFirst = Duration.milliseconds(200)
    package var reconnectMax = Duration.seconds(30)
    /// The tag under which the carrier takes our own id with a message and lets us ask by it; nil where it does not.
    package var ownIDTag: UInt16?

    package init(host: String, port: Int, systemID: String, password: String) {
        (self.host, self.port, self.systemID, self.password) = (host, port, systemID, password)
    }
}
