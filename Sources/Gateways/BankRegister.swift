package import Access
package import Journal
package import Primitives
package import Recovery
internal import Storage
package import Wire

/// The commands on the list of banks and the keys that are believed.
package struct BankRegister: Sendable {
    private let journal: Journal

    package init(_ journal: Journal) { self.journal = journal }

    package enum Invalid: Error, Equatable { case code, name, address, keyLength }

    package func put(_ bank: Bank, by principal: Principal, key: IdempotencyKey, at now: Timestamp) throws {
        try principal.permit(.manageBanks, in: nil, bank: nil)
        guard (try? BankCode(bank.code)) != nil else { throw Invalid.code }
        guard (1...60).contains(bank.name.count) else { throw Invalid.name }
        let isReachable = ["http://", "https://"].contains { bank.address?.hasPrefix($0) == true }
        if bank.link == .wire, !isReachable { throw Invalid.address }
        try journal.perform(
            key, by: principal.actor, at: now,
            input: [
                bank.code, bank.name, bank.kind.rawValue, bank.link.rawValue, bank.address ?? "", bank.contact ?? "",
                bank.cardPrefixes.joined(separator: " "),
            ]
        ) { step in
            let before = try AccountTable(step.transaction).bank(bank.code)
            try AccountTable(step.transaction).put(bank)
            if let before { try step.followChange(from: before, to: bank) }
            try step.record(
                "bank.registered", on: bank.code,
                detail: .object([
                    "name": .string(bank.name), "link": .string(bank.link.rawValue),
                    "address": .string(bank.address ?? ""),
                ]))
            return Nothing()
        }
    }

    /// Believes a key from now on; an older one of the same owner goes on until it ends or is revoked.
    package func trust(_ trusted: TrustedKey, by principal: Principal, key: IdempotencyKey, at now: Timestamp) throws {
        try principal.permit(.manageBanks, in: nil, bank: nil)
        guard trusted.publicKey.count == 32 else { throw Invalid.keyLength }
        try journal.perform(key, by: principal.actor, at: now, input: trusted) { step in
            let table = KeyTable(step.transaction)
            if let known = try table.find(trusted.key), known.publicKey == trusted.publicKey { return Nothing() }
            try table.insert(trusted)
            try step.record("key.trusted", on: trusted.key, detail: .object(["owner": .string(trusted.owner)]))
            return Nothing()
        }
    }

    package func revoke(
        _ trusted: String, reason: String, by principal: Principal, key: IdempotencyKey, at now: Timestamp
    ) throws {
        try principal.permit(.manageBanks, in: nil, bank: nil)
        try journal.perform(key, by: principal.actor, at: now, input: ["revoke", trusted, reason]) { step in
            try KeyTable(step.transaction).revoke(trusted, at: now)
            try step.record("key.revoked", on: trusted, reason: reason)
            return Nothing()
        }
    }
}
