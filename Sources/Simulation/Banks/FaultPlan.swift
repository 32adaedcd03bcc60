/// How often calls to a bank go wrong, and how.
package struct FaultPlan: Codable, Hashable, Sendable {
    package enum Fault: String, Codable, CodingKeyRepresentable, Sendable, CaseIterable {
        /// The request never reaches the bank.
        case lostRequest
        /// The bank acts, and its answer never comes.
        case lostAnswer
        /// The bank accepts and acts only later.
        case slow
        /// The bank accepts and never acts nor answers, for as long as its plan has this fault.
        case silent
        /// The request arrives twice and the answer comes twice.
        case doubled
        /// The true answer is followed by another one.
        case contradicting
        /// Half the balance leaves as a purchase before a stop bites; an inquiry gets the first half of the rows.
        case partial
        /// The bank acts, and its answer cannot be read: cut off, a field missing, a wrong type.
        case malformed
        /// The bank acts, and the seal of its answer is not that of its key.
        case wrongSeal
        /// The bank's system is out of order: nothing arrives.
        case down
        /// The bank acts and says that it did something else; what is true it says to whoever asks again.
        case correcting
    }

    /// Calls in a thousand that suffer this; together at most 1000.
    package var permille: [Fault: Int]
    package var slowSecondsMin: Int64
    package var slowSecondsMax: Int64

    package init(_ permille: [Fault: Int] = [:], slowSecondsMin: Int64 = 60, slowSecondsMax: Int64 = 1200) {
        self.permille = permille
        self.slowSecondsMin = slowSecondsMin
        self.slowSecondsMax = slowSecondsMax
    }

    /// What is left out is as in a plan without faults.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try container.decodeIfPresent([Fault: Int].self, forKey: .permille) ?? [:],
            slowSecondsMin: try container.decodeIfPresent(Int64.self, forKey: .slowSecondsMin) ?? 60,
            slowSecondsMax: try container.decodeIfPresent(Int64.self, forKey: .slowSecondsMax) ?? 1200)
    }

    package static let none = FaultPlan()

    /// Some kinds of fault, each for up to `permilleMax` calls in a thousand; about half of the kinds stay out, and that which takes
    /// people to put it right.
    package static func swarm(permilleMax: Int, using generator: inout some RandomNumberGenerator) -> FaultPlan {
        var plan = FaultPlan.none
        for fault in Fault.allCases where fault != .correcting && Bool.random(using: &generator) {
            plan.permille[fault] = Int.random(in: 1...max(1, permilleMax), using: &generator)
        }
        return plan
    }

    /// No share below zero, no more than every call, and a delay that can be.
    package var isPossible: Bool {
        permille.values.allSatisfy { (0...1000).contains($0) } && permille.values.reduce(0, +) <= 1000
            && slowSecondsMin >= 0 && slowSecondsMin <= slowSecondsMax
    }

    func has(_ fault: Fault) -> Bool { permille[fault, default: 0] > 0 }

    /// What befalls one call.
    func choose(using generator: inout some RandomNumberGenerator) -> Fault? {
        var left = Int.random(in: 0..<1000, using: &generator)
        for fault in Fault.allCases {
            left -= permille[fault, default: 0]
            if left < 0 { return fault }
        }
        return nil
    }
}
