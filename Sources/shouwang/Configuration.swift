internal import ArgumentParser
internal import Foundation
internal import Jurisdiction
internal import Operations
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

    func validate() throws {
        guard let postgres, postgres.contains(/password\s*=/) || postgres.contains(/:\/\/[^\/@]*:[^\/@]*@/) else {
            return
        }
        throw ValidationError(
            "a password on the command line is seen by every user of the machine: leave it out and name its file in PGPASSFILE"
        )
    }

    var folder: URL { URL(fileURLWithPath: data) }

    /// Nobody else may look into the folder.
    func makeFolder() throws {
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    func place(named name: String = "shouwang.sqlite") -> RecordPlace {
        postgres.map(RecordPlace.server) ?? .file(folder.appending(path: name))
    }

    func openDatabase(named name: String = "shouwang.sqlite") throws -> any Database {
        if let postgres { return try PostgresDatabase(postgres, connections: 24) }
        try makeFolder()
        return try SQLiteDatabase(path: folder.appending(path: name).path)
    }

    func openPack() throws -> Pack { try pack.map { try Pack.load($0) } ?? .builtIn }

    /// The centre's signing key in `centre.key`, made at the first start and readable by the owner alone.
    func signer(owner: String) throws -> Signer {
        let key = CentreKey(in: folder)
        if let signer = try key.load() { return signer }
        try makeFolder()
        return try key.make(owner: owner)
    }
}
