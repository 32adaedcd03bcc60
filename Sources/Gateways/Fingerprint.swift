internal import Crypto
internal import Foundation

/// A short name for a text: the first 16 bytes of its SHA-256 in hexadecimal.
enum Fingerprint {
    static func of(_ text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
