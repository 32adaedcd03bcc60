internal import ArgumentParser
internal import Foundation
internal import Jurisdiction
internal import Primitives
internal import Storage
internal import StoragePostgres
internal import StorageSQLite
internal import Wire

/// Every setting that the programs share, read once.
struct Configuration: ParsableArguments {
    @Option(help: "The folder of this installation: database, signing key, the banks' books of the demo.")
    var data = "shouwang-data"

    @Option(help: "A PostgreSQL connection string (libpq); the embedded database in --data is used without it.")
    var postgres: String?

    @Option(help: "A jurisdiction pack in place of the built-in `cn`.")
    var pack: String?

    var folder: URL { URL(fileURLWithPath: data) }

    func makeFolder() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    func openDatabase(named name: String = "shouwang.sqlite") throws -> any Database {
        if let postgres { return try PostgresDatabase(postgres, connections: 24) }
        try makeFolder()
        return try SQLiteDatabase(path: folder.appending(path: name).path)
    }

    func openPack() throws -> Pack { try pack.map { try Pack.load($0) } ?? .builtIn }

    /// The centre's signing key: 32 secret bytes and an id in `centre.key`, made at the first start and readable by the owner alone.
    func signer(owner: String) throws -> Signer {
        let file = folder.appending(path: "centre.key")
        if let bytes = FileManager.default.contents(atPath: file.path) {
            let kept = try JSONDecoder().decode(KeptKey.self, from: bytes)
            return try Signer(key: kept.key, secret: kept.secret)
        }
        try makeFolder()
        var generator = SystemRandomNumberGenerator()
        let kept = KeptKey(
            key: "\(owner)-\(String(generator.next() as UInt32, radix: 16))",
            secret: (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
        guard
            FileManager.default.createFile(
                atPath: file.path, contents: try JSONEncoder().encode(kept), attributes: [.posixPermissions: 0o600])
        else { throw ValidationError("the signing key cannot be written to \(file.path)") }
        return try Signer(key: kept.key, secret: kept.secret)
    }

    private struct KeptKey: Codable {
        let key: String
        let secret: [UInt8]
    }
}
