package import Primitives
package import Wire

/// One movement of money: between accounts, in from outside, or out of the banks.
package struct Move: Codable, Hashable, Sendable {
    /// One end of a movement.
    package enum Place: Hashable, Sendable {
        case account(AccountAddress)
        /// Outside of all banks, reached by this channel.
        case outside(StatementRow.Channel)
    }

    /// What its owner does when a hold refuses it.
    package enum Patience: String, Codable, Sendable { case givesUp, waitsForTheEnd }

    package var from: Place
    package var to: Place
    package var amount: Money
    package var summary: String?
    package var patience: Patience?
    /// What the payee does with the money.
    package var onward: Onward?

    package init(
        from: Place, to: Place, amount: Money, summary: String? = nil, patience: Patience? = nil, onward: Onward? = nil
    ) {
        self.from = from
        self.to = to
        self.amount = amount
        self.summary = summary
        self.patience = patience
        self.onward = onward
    }

    package var channel: StatementRow.Channel {
        switch (from, to) {
        case (.outside(let channel), _), (_, .outside(let channel)): channel
        case (.account, .account): .transfer
        }
    }
}

/// What a mule does with money that has arrived: keeps a little, splits the rest, sends the parts on.
package struct Onward: Codable, Hashable, Sendable {
    package struct Part: Codable, Hashable, Sendable {
        package var weight: Int64
        package var delaySeconds: Int64
        package var to: Move.Place
        package var onward: Onward?

        package init(weight: Int64 = 1, delaySeconds: Int64, to: Move.Place, onward: Onward? = nil) {
            self.weight = weight
            self.delaySeconds = delaySeconds
            self.to = to
            self.onward = onward
        }
    }

    package var keptPermille: Int64
    package var parts: [Part]
    package var patience: Move.Patience?

    package init(keptPermille: Int64 = 0, parts: [Part], patience: Move.Patience? = nil) {
        self.keptPermille = keptPermille
        self.parts = parts
        self.patience = patience
    }

    /// Shares in 0...1000, weights above zero, delays not before the arrival.
    package var isPossible: Bool {
        (0...1000).contains(keptPermille)
            && parts.allSatisfy { $0.weight > 0 && $0.delaySeconds >= 0 && $0.onward?.isPossible ?? true }
    }

    /// The moves that follow when `amount` reaches `account`, each with its delay in seconds.
    func moves(of amount: Money, from account: AccountAddress) -> [(delaySeconds: Int64, move: Move)] {
        guard !parts.isEmpty else { return [] }
        let kept = Money(fen: amount.fen / 1000 * keptPermille + amount.fen % 1000 * keptPermille / 1000)
        let shares = (amount - kept).shares(by: parts.map { Money(fen: $0.weight) })
        return zip(parts, shares).filter { $1.isPositive }.map { part, share in
            let move = Move(
                from: .account(account), to: part.to, amount: share, patience: patience, onward: part.onward)
            return (part.delaySeconds, move)
        }
    }
}

extension Move.Place: Codable {
    private enum CodingKeys: String, CodingKey { case bank, number, channel }

    /// Reads `{"bank": …, "number": …}` or `{"channel": …}`.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let channel = try container.decodeIfPresent(StatementRow.Channel.self, forKey: .channel) {
            self = .outside(channel)
        } else {
            self = .account(try AccountAddress(from: decoder))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .account(let address): try address.encode(to: encoder)
        case .outside(let channel):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(channel, forKey: .channel)
        }
    }
}
