package import Primitives

/// Where money is; always named, drawn and coloured the same way, and always in this order.
package enum Fate: String, Sendable, CaseIterable {
    case held
    case atLarge
    case exited
    case returned

    package var words: Text {
        switch self {
        case .held: .held
        case .atLarge: .atLarge
        case .exited: .exited
        case .returned: .returned
        }
    }

    package var icon: Icon {
        switch self {
        case .held: .held
        case .atLarge: .large
        case .exited: .exit
        case .returned: .ok
        }
    }

    package var tone: Tone {
        switch self {
        case .held: .held
        case .atLarge: .large
        case .exited: .exit
        case .returned: .back
        }
    }
}

/// The colour of a state, always beside a word that says it; the raw value is its class.
package enum Tone: String, Sendable, CaseIterable {
    case plain = ""
    case quiet = "mut"
    case held, large, exit, back, warn, danger
    case accent = "acc"
}

/// An amount split by where the money is now.
package struct Bands: Sendable, Equatable {
    package var held: Money
    package var atLarge: Money
    package var exited: Money
    /// Shown only where there is some.
    package var returned: Money

    package init(
        held: Money = .zero, atLarge: Money = .zero, exited: Money = .zero, returned: Money = .zero
    ) {
        self.held = held
        self.atLarge = atLarge
        self.exited = exited
        self.returned = returned
    }

    package static let zero = Bands()

    package var total: Money { held + atLarge + exited + returned }

    /// The bands that are not empty, in their fixed order.
    package var parts: [(fate: Fate, amount: Money)] {
        Fate.allCases.map { (fate: $0, amount: self[$0]) }.filter { $0.amount.isPositive }
    }

    package static func + (a: Bands, b: Bands) -> Bands {
        Bands(
            held: a.held + b.held, atLarge: a.atLarge + b.atLarge, exited: a.exited + b.exited,
            returned: a.returned + b.returned)
    }
}

extension Money {
    /// Whole percent of `whole`, floored, so that 99.9 never shows as 100; 0 of nothing.
    package func percent(of whole: Money) -> Int {
        guard whole.isPositive, isPositive else { return 0 }
        return Int(UInt64(whole.fen).dividingFullWidth(UInt64(fen).multipliedFullWidth(by: 100)).quotient)
    }
}
