internal import Primitives

/// What goes wrong inside the program and with its people in one simulation: of a thousand chances, how many.
package struct Mishaps: Sendable, Equatable {
    /// Before or after a transaction or a call to a bank, a program dies and is started anew.
    package var deaths = 0
    /// At such a point it stops for seconds or minutes, perhaps past its lease, while the others go on.
    package var naps = 0
    /// A transaction loses its race to another and its body runs again.
    package var clashes = 0
    /// Before a job, a program's clock jumps by up to two minutes, forward or back.
    package var jumps = 0
    /// What a person does is done twice, by the same hand or by another's.
    package var echoes = 0
    /// At a moment at which something happens, a person does something of his own accord.
    package var whims = 0
    /// At such a moment a case is filed and an account frozen, or something is done about a freeze.
    package var freezes = 0
    /// At such a moment a holder is told, is not told yet, or complains, or somebody answers him.
    package var holders = 0
    /// At such a moment somebody reports a person in danger, or does something about a warning; messages go out then, too.
    package var warnings = 0
    /// At such a moment somebody asks an operator to suspend a line, takes that back, or the operator answers.
    package var lines = 0
    /// When another report comes in, a measure that is in force is asked to be let go, of each measure so often.
    package var doubts = 0
    /// A report has a wrong name, number, amount or time in it, or lacks one.
    package var slips = 0

    package init() {}

    package static let none = Mishaps()

    /// About half of the kinds, each up to its usual share.
    package static func swarm(using generator: inout some RandomNumberGenerator) -> Mishaps {
        var plan = Mishaps()
        let kinds: [(WritableKeyPath<Mishaps, Int>, most: Int)] = [
            (\.deaths, 40), (\.naps, 15), (\.clashes, 100), (\.jumps, 200), (\.echoes, 300), (\.whims, 500),
            (\.slips, 200), (\.doubts, 800), (\.freezes, 400),
            (\.holders, 300),
        ]
        for (kind, most) in kinds where Bool.random(using: &generator) {
            plan[keyPath: kind] = Int.random(in: 1...most, using: &generator)
        }
        return plan
    }
}

extension SplitMix64 {
    /// True in so many of a thousand cases.
    mutating func happens(_ permille: Int) -> Bool { permille > 0 && Int.random(in: 0..<1000, using: &self) < permille }
}
