package import Foundation
internal import Primitives
package import Wire

/// The centre's signing key in its file: 32 secret bytes and an id.
package struct CentreKey: Sendable {
    /// How the file is.
    package enum State: Sendable, Equatable {
        case missing
        /// It is there, and no key can be read from it: why.
        case unreadable(String)
        /// Others than its owner may read or write it; the bits of its mode.
        case open(mode: Int)
        case fine
    }

    package static let fileName = "centre.key"

    private let file: URL

    package init(in folder: URL) { file = folder.appending(path: Self.fileName) }

    private struct Kept: Codable {
        let key: String
        let secret: [UInt8]
    }

    package func state() -> State {
        guard FileManager.default.fileExists(atPath: file.path) else { return .missing }
        do {
            _ = try load()
            let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int ?? 0
            return mode & 0o077 == 0 ? .fine : .open(mode: mode)
        } catch let error as CocoaError {
            return .unreadable(error.localizedDescription)
        } catch is DecodingError {
            return .unreadable("it does not hold what was written")
        } catch {
            return .unreadable("\(error)")
        }
    }

    /// Nil where there is no file; throws where no key is in it.
    package func load() throws -> Signer? {
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        let kept = try JSONDecoder().decode(Kept.self, from: Data(contentsOf: file))
        return try Signer(key: kept.key, secret: kept.secret)
    }

    /// Draws a key and puts it into a new file, readable by its owner alone.
    package func make(owner: String) throws -> Signer {
        var generator = SystemRandomNumberGenerator()
        let kept = Kept(
            key: "\(owner)-\(String(generator.next() as UInt32, radix: 16))",
            secret: (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
        try WholeFile.make(at: file) { try JSONEncoder().encode(kept).write(to: $0) }
        return try Signer(key: kept.key, secret: kept.secret)
    }
}
