internal import Crypto
internal import CryptoExtras
internal import Foundation
internal import Storage

/// How dear one guess at a password is: the parameters of scrypt (RFC 7914).
package struct PasswordCost: Sendable, Equatable {
    /// N, a power of two.
    package let rounds: Int
    /// r
    package let blockSize: Int
    /// p
    package let parallelism: Int

    package init(rounds: Int, blockSize: Int, parallelism: Int) {
        self.rounds = rounds
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// 32 MiB and about a tenth of a second for each guess.
    package static let service = PasswordCost(rounds: 1 << 15, blockSize: 8, parallelism: 1)
}

/// What is kept of a password, `scrypt$N$r$p$salt$hash`, each with the cost it was made at.
struct PasswordHash: Sendable, Equatable {
    let cost: PasswordCost
    private let salt: [UInt8]
    private let hash: [UInt8]

    private init(cost: PasswordCost, salt: [UInt8], hash: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.hash = hash
    }

    init(of password: String, cost: PasswordCost, secrets: Secrets) throws {
        let salt = secrets.bytes(16)
        let hash = try Self.derive(password, salt: salt, cost: cost).withUnsafeBytes { Array($0) }
        self.init(cost: cost, salt: salt, hash: hash)
    }

    /// Matches no password but costs the same to try; stands in for a user who does not exist.
    static func decoy(cost: PasswordCost) -> PasswordHash {
        PasswordHash(cost: cost, salt: [UInt8](repeating: 0, count: 16), hash: [UInt8](repeating: 0, count: 32))
    }

    /// True if `password` is the one; the comparison takes the same time wherever it differs.
    func matches(_ password: String) throws -> Bool {
        try Self.derive(password, salt: salt, cost: cost) == SymmetricKey(data: Data(hash))
    }

    private static func derive(_ password: String, salt: [UInt8], cost: PasswordCost) throws -> SymmetricKey {
        try KDF.Scrypt.deriveKey(
            from: Data(password.utf8), salt: salt, outputByteCount: 32, rounds: cost.rounds, blockSize: cost.blockSize,
            parallelism: cost.parallelism)
    }
}

extension PasswordHash: Storable {
    var text: String {
        "scrypt$\(cost.rounds)$\(cost.blockSize)$\(cost.parallelism)$\(hexadecimal(salt))$\(hexadecimal(hash))"
    }

    var stored: Value { .text(text) }

    static func restored(_ value: Value) -> PasswordHash? {
        let parts = String.restored(value)?.split(separator: "$").map(String.init) ?? []
        guard parts.count == 6, parts[0] == "scrypt", let rounds = Int(parts[1]), let blockSize = Int(parts[2]),
            let parallelism = Int(parts[3]), let salt = bytes(fromHexadecimal: parts[4]),
            let hash = bytes(fromHexadecimal: parts[5])
        else { return nil }
        let cost = PasswordCost(rounds: rounds, blockSize: blockSize, parallelism: parallelism)
        return PasswordHash(cost: cost, salt: salt, hash: hash)
    }
}
