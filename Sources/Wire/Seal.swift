internal import Crypto
package import Foundation
package import Primitives

/// A signature over the canonical form of a message, with the id of the key that made it.
package struct Seal: Codable, Hashable, Sendable {
    package static let ed25519 = "Ed25519"

    package let algorithm: String
    package let key: String
    /// Base64.
    package let signature: String
}

/// A message with its seal: what travels.
package struct Sealed: Codable, Hashable, Sendable {
    package let message: JSON
    package let seal: Seal

    package func decode<T: Decodable>(_ type: T.Type = T.self) throws -> T {
        try CanonicalJSON.decode(from: CanonicalJSON.text(message))
    }

    /// Parses what came over the wire; throws a `DecodingError` that names the field.
    package static func parse(_ bytes: Data) throws -> Sealed { try JSONDecoder().decode(Sealed.self, from: bytes) }
}

/// A private key and its id, with which one organisation seals.
package struct Signer: Sendable {
    package let key: String
    private let privateKey: Curve25519.Signing.PrivateKey

    /// Takes 32 secret bytes; throws when they are not 32.
    package init(key: String, secret: [UInt8]) throws {
        self.key = key
        privateKey = try Curve25519.Signing.PrivateKey(rawRepresentation: secret)
    }

    /// 32 bytes that may be told to everybody.
    package var publicKey: [UInt8] { [UInt8](privateKey.publicKey.rawRepresentation) }

    package func seal(_ message: some Encodable) throws -> Sealed {
        let canonical = try CanonicalJSON.encode(message)
        let signature = try privateKey.signature(for: canonical)
        return Sealed(
            message: try JSONDecoder().decode(JSON.self, from: canonical),
            seal: Seal(algorithm: Seal.ed25519, key: key, signature: signature.base64EncodedString()))
    }
}

/// One organisation's public key and when it may be used.
package struct TrustedKey: Sendable, Equatable, Codable {
    package let key: String
    /// Whose it is: the organisation code of the centre, or the code of a bank.
    package let owner: String
    package let publicKey: [UInt8]
    package let validFrom: Timestamp
    package let validUntil: Timestamp?
    package var revokedAt: Timestamp?

    package init(
        key: String, owner: String, publicKey: [UInt8], validFrom: Timestamp, validUntil: Timestamp? = nil,
        revokedAt: Timestamp? = nil
    ) {
        self.key = key
        self.owner = owner
        self.publicKey = publicKey
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.revokedAt = revokedAt
    }
}

/// The keys that are believed, and the check of a seal against them.
package struct KeyRing: Sendable {
    package enum Doubt: Error, Equatable {
        case unknownAlgorithm(String)
        case unknownKey(String)
        /// The key is somebody else's than who should have sealed.
        case notTheirKey(String)
        case notValidNow(String)
        case revoked(String)
        case wrongSignature
    }

    private let keys: [String: TrustedKey]

    package init(_ keys: [TrustedKey]) { self.keys = Dictionary(keys.map { ($0.key, $0) }) { first, _ in first } }

    /// Throws a `Doubt` unless `owner` sealed exactly this message with a key that holds at `now`.
    package func verify(_ sealed: Sealed, from owner: String, at now: Timestamp) throws {
        guard sealed.seal.algorithm == Seal.ed25519 else { throw Doubt.unknownAlgorithm(sealed.seal.algorithm) }
        guard let trusted = keys[sealed.seal.key] else { throw Doubt.unknownKey(sealed.seal.key) }
        guard trusted.owner == owner else { throw Doubt.notTheirKey(sealed.seal.key) }
        if let revoked = trusted.revokedAt, revoked <= now { throw Doubt.revoked(sealed.seal.key) }
        guard trusted.validFrom <= now, trusted.validUntil.map({ now < $0 }) ?? true else {
            throw Doubt.notValidNow(sealed.seal.key)
        }
        let canonical = try CanonicalJSON.encode(sealed.message)
        guard let signature = Data(base64Encoded: sealed.seal.signature),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: trusted.publicKey),
            key.isValidSignature(signature, for: canonical)
        else { throw Doubt.wrongSignature }
    }
}
