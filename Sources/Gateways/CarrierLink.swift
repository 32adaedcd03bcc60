package import Messaging
package import Primitives

/// How messages reach a carrier and what it reports of them. Every call blocks its thread, for a bounded time.
package protocol CarrierLink: Sendable {
    /// Hands messages over; one outcome for each, in their order. What was not begun in `limit` is `notTaken`.
    func submit(_ messages: [Message], within limit: Duration) -> [HandingOutcome]

    /// Asks what became of messages; one outcome for each, in their order: `notTaken` only where the carrier says that it
    /// never had it, `lost` where it cannot be reached.
    func ask(_ messages: [Message]) -> [HandingOutcome]

    /// Hands what the carrier has reported to `take`; only when that has written it down does the carrier hear that it came.
    /// Returns how many reports and replies there were.
    func receive(_ take: (CarrierNews) throws -> Void) throws -> Int
}

/// What a carrier reports of its own accord.
package struct CarrierNews: Sendable, Equatable {
    package var reports: [DeliveryReport]
    /// Numbers from which publicity was refused.
    package var optOuts: [PhoneNumber]
    /// Why each of what cannot be read could not be; none of it holds a number or a text.
    package var unread: [String]

    package init(reports: [DeliveryReport] = [], optOuts: [PhoneNumber] = [], unread: [String] = []) {
        self.reports = reports
        self.optOuts = optOuts
        self.unread = unread
    }

    package var count: Int { reports.count + optOuts.count }

    /// Somebody with this number, as the carrier writes it, wants no publicity.
    mutating func refuse(_ number: String) {
        do { optOuts.append(try PhoneNumber(number)) } catch {
            unread.append("the number of one who wants no publicity")
        }
    }

    /// Whether a person who answers so wants no publicity.
    package static func isOptOut(_ reply: String) -> Bool {
        let word = reply.foldedToHalfWidth.uppercased()
        return ["T", "TD", "退订", "STOP", "N"].contains(word)
    }
}
