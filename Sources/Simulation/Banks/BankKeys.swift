package import Primitives
package import Wire

/// What banks know of keys: their own, and whom they believe.
package struct BankKeys: Sendable {
    /// By bank code.
    package let signers: [String: Signer]
    /// Seals with a key that is not the bank's; for the fault of a wrong seal.
    let stranger: Signer
    /// Holds the key of the centre.
    package let trust: KeyRing
    /// The organisation whose orders are obeyed.
    package let centre: String

    package init(signers: [String: Signer], stranger: Signer, trust: KeyRing, centre: String) {
        self.signers = signers
        self.stranger = stranger
        self.trust = trust
        self.centre = centre
    }

    /// Keys made from a seed, for tests, simulations and the demo: the same seed gives the same keys.
    package static func seeded(_ seed: UInt64, banks: [Bank], centre: String, trusting trusted: [TrustedKey]) throws
        -> BankKeys
    {
        let signers = try banks.map { ($0.code, try signer(seed, owner: $0.code)) }
        return BankKeys(
            signers: Dictionary(uniqueKeysWithValues: signers), stranger: try signer(seed, owner: "stranger"),
            trust: KeyRing(trusted), centre: centre)
    }

    /// The key of one organisation made from a seed.
    package static func signer(_ seed: UInt64, owner: String) throws -> Signer {
        var generator = SplitMix64(seed: owner.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 })
        let secret = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return try Signer(key: "\(owner)-1", secret: secret)
    }

    /// The banks' public keys, for those who check their answers.
    package func trustedKeys(validFrom: Timestamp) -> [TrustedKey] {
        signers.sorted { $0.key < $1.key }.map { code, signer in
            TrustedKey(key: signer.key, owner: code, publicKey: signer.publicKey, validFrom: validFrom)
        }
    }
}
