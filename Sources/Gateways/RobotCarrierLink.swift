package import Messaging
internal import Primitives

/// Two carriers in one: messages that are read go by one, calls of a robot by the other.
package struct RobotCarrierLink: CarrierLink {
    private let texts: any CarrierLink
    private let calls: any CarrierLink

    package init(texts: any CarrierLink, calls: any CarrierLink) {
        self.texts = texts
        self.calls = calls
    }

    /// Each of the two has half of the time.
    package func submit(_ messages: [Message], within limit: Duration) -> [HandingOutcome] {
        apart(messages) { link, part in link.submit(part, within: limit / 2) }
    }

    package func ask(_ messages: [Message]) -> [HandingOutcome] { apart(messages) { link, part in link.ask(part) } }

    package func receive(_ take: (CarrierNews) throws -> Void) throws -> Int {
        try texts.receive(take) + calls.receive(take)
    }

    /// Gives each carrier its own, and puts the outcomes into the order of the messages.
    private func apart(
        _ messages: [Message], _ exchange: (any CarrierLink, [Message]) -> [HandingOutcome]
    ) -> [HandingOutcome] {
        let places = messages.indices.partitioned { messages[$0].kind == .voice }
        var outcomes = [HandingOutcome](repeating: .notTaken(reason: "not begun"), count: messages.count)
        for (link, part) in [(texts, places.others), (calls, places.chosen)] where !part.isEmpty {
            for (place, outcome) in zip(part, exchange(link, part.map { messages[$0] })) { outcomes[place] = outcome }
        }
        return outcomes
    }
}

extension Sequence {
    fileprivate func partitioned(_ isChosen: (Element) -> Bool) -> (chosen: [Element], others: [Element]) {
        (filter(isChosen), filter { !isChosen($0) })
    }
}
