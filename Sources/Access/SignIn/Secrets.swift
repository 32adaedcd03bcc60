internal import Crypto
internal import Foundation
internal import Synchronization

/// Where tokens, salts and temporary passwords come from: the system's generator in service, a seeded one in tests.
package final class Secrets: Sendable {
    private let generator: Mutex<any RandomNumberGenerator & Sendable>

    package init(_ generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()) {
        self.generator = Mutex(generator)
    }

    func bytes(_ count: Int) -> [UInt8] {
        generator.withLock { generator in (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) } }
    }

    package func token() -> SecretToken { SecretToken(hexadecimal(bytes(32))) }

    /// A password to be told once and changed at the first sign-in: about 59 bits, without letters that look alike.
    package func temporaryPassword() -> String {
        let alphabet = Array("abcdefghjkmnpqrstuvwxyz23456789")
        let letters = generator.withLock { generator in
            (0..<12).map { _ in alphabet[Int.random(in: alphabet.indices, using: &generator)] }
        }
        return [0, 4, 8].map { String(letters[$0..<$0 + 4]) }.joined(separator: "-")
    }
}

/// What a browser's cookie or a client's header carries: 256 bits of chance, shown once and kept only as their SHA-256.
package struct SecretToken: Sendable {
    package let text: String

    package init(_ text: String) { self.text = text }

    /// SHA-256 in hexadecimal: what the database knows of it.
    var digest: String { hexadecimal(SHA256.hash(data: Data(text.utf8))) }

    /// 256 bits for another use, from which nobody finds the token.
    package func mixed(_ purpose: String) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Data(purpose.utf8), using: key))
    }

    /// What a form of this session must carry: an HMAC that nobody without the token can make.
    package var formToken: String { hexadecimal(HMAC<SHA256>.authenticationCode(for: Self.purpose, using: key)) }

    /// True if `given` is the form token of this session; the comparison takes the same time wherever it differs.
    package func accepts(formToken given: String) -> Bool {
        guard let code = bytes(fromHexadecimal: given) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Self.purpose, using: key)
    }

    private var key: SymmetricKey { SymmetricKey(data: Data(text.utf8)) }
    private static var purpose: Data { Data("shouwang form".utf8) }
}

func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    var text = ""
    for byte in bytes { text += (byte < 16 ? "0" : "") + String(byte, radix: 16) }
    return text
}

/// Nil unless `text` is pairs of hexadecimal digits.
func bytes(fromHexadecimal text: String) -> [UInt8]? {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
}
