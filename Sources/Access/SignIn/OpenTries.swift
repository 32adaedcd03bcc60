package import Primitives
package import Storage

/// Limits what people who are not signed in can guess: by the number they ask for, and by the address they ask from.
///
/// Counted in the database and not in memory: a lock then holds on every server of an installation and over a restart. A
/// wrong try costs one small write, and what is locked only reads, so that a flood of guesses writes nothing more.
package struct OpenTries: Sendable {
    /// Wrong tries at one number, and from one address, within `term` of each other lock it for `term`.
    let numberMost: Int
    let addressMost: Int
    let term: Duration

    package init(numberMost: Int, addressMost: Int, term: Duration) {
        self.numberMost = numberMost
        self.addressMost = addressMost
        self.term = term
    }

    /// What `check` finds; nil counts as one wrong try. Throws `TooManyTries`.
    ///
    /// Look and count are one transaction: tries at the same moment do not slip past the limit together.
    package func attempt<Found>(
        number: String, address: String, at now: Timestamp, _ tx: any Transaction, check: () throws -> Found?
    ) throws -> Found? {
        let table = AttemptTable(tx)
        let keys = [
            (AttemptTable.key(of: "number " + number), numberMost),
            (AttemptTable.key(of: "address " + address), addressMost),
        ]
        let locks = try keys.compactMap { try table.lock(on: $0.0, at: now) }
        if let lock = locks.max() { throw TooManyTries(until: lock) }
        if let found = try check() { return found }
        for (key, most) in keys { _ = try table.fail(key, most: most, window: term, lockOut: term, at: now) }
        return nil
    }

    /// Counts one use of what anybody may do a few times within the term, such as writing to the police. Throws `TooManyTries`.
    package func use(_ purpose: String, from address: String, at now: Timestamp, _ tx: any Transaction) throws {
        _ = try attempt(number: "\(purpose) \(address)", address: "use \(address)", at: now, tx) { nil as Bool? }
    }
}

/// So many wrong tries at one number or from one address that nothing is answered for a while.
package struct TooManyTries: Error, Equatable {
    package let until: Timestamp
}
