package import Primitives

/// Where a person or a client belongs, or whose people an approval waits for: a unit of the police or a bank.
package enum Affiliation: Hashable, Sendable, Codable {
    case unit(UnitCode)
    /// The bank's code, as the list of banks writes it.
    case bank(String)

    package var unit: UnitCode? {
        if case .unit(let code) = self { return code }
        return nil
    }

    package var bank: String? {
        if case .bank(let code) = self { return code }
        return nil
    }
}
