package import Primitives

/// Why some money is where it is said to be: transfer by transfer from the victim's payment to there.
package struct Chain: Hashable, Sendable {
    package let amount: Money
    /// The victim's payment first; each piece carried at least `amount`.
    package let steps: [Piece]
    package let fate: Fate
}

extension Trace {
    /// The chains of an incident's money on an account; their amounts add up to the holder's amount.
    package func explain(_ account: AccountKey, _ incident: IncidentKey) -> [Chain] {
        ends.filter { end in
            pieces[end.piece].incident == incident && pieces[end.piece].to == .account(account) && end.fate.isOnAccount
        }
        .map(explain)
    }

    /// The chain of any end.
    package func explain(_ end: End) -> Chain {
        var steps: [Piece] = []
        var next: Int? = end.piece
        while let index = next {
            steps.append(pieces[index])
            next = pieces[index].parent
        }
        return Chain(amount: end.amount, steps: steps.reversed(), fate: end.fate)
    }
}

extension Fate {
    /// The money is shown on the account that its piece brought it to.
    var isOnAccount: Bool {
        switch self {
        case .held, .hub, .notFollowed: true
        case .exit, .unexplained, .superseded: false
        }
    }
}
