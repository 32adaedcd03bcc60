internal import Foundation
internal import Storage
internal import StoragePostgres

/// A PostgreSQL of this process's own: one per test run, in a temporary folder, reached by its Unix socket only.
///
/// A watchman beside it, a shell that waits for this process to end in whatever way, stops it and deletes the folder.
package final class PostgresServer: Sendable {
    package struct Unusable: Error, CustomStringConvertible {
        package let description: String
    }

    /// Whether the programs of PostgreSQL are on this machine.
    package static var isInstalled: Bool { programs != nil }

    /// The server, started on its first use.
    package static func running() throws -> PostgresServer { try started.get() }

    private static let started = Result { try PostgresServer() }
    private static let programs = findPrograms()

    /// libpq's words for reaching the database `postgres` as its owner.
    package let conninfo: String

    private init() throws {
        guard let programs = Self.programs else { throw Unusable(description: "no initdb was found") }
        // /tmp, since the path of a socket has at most 107 bytes.
        let folder = try newFolder("/tmp/shouwang-pg-\(getpid())-")
        let owner = try Self.owner(of: folder)
        let said = try Watchman.start(Self.script, arguments: [folder, programs], as: owner)
        guard said.hasSuffix("ready\n") else { throw Unusable(description: said) }
        conninfo = "host=\(folder) dbname=postgres user=\(owner ?? NSUserName())"
        let found = try PostgresDatabase(conninfo, connections: 1).read { tx in
            try tx.query("SELECT setting FROM pg_settings WHERE name = 'data_directory'").first?["setting"] as String?
        }
        guard found == folder + "/data" else { throw Unusable(description: "another server answers: \(found ?? "?")") }
    }

    private static let script = """
        trap '' HUP INT TERM PIPE
        cd "$0"
        trap 'rm -rf "$0"' EXIT
        "$1/initdb" -D "$0/data" --locale=C --encoding=UTF8 --auth=trust --no-sync >"$0/log" 2>&1 &&
        "$1/pg_ctl" -D "$0/data" -l "$0/log" -w -s -o "-k $0 -c listen_addresses='' -c fsync=off \
        -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c shared_buffers=32MB \
        -c max_connections=200 -c max_pred_locks_per_transaction=256" start >/dev/null 2>&1 ||
        { cat "$0/log"; exit 1; }
        echo ready
        exec >/dev/null
        cat >/dev/null
        "$1/pg_ctl" -D "$0/data" -m immediate -s stop
        """

    /// `initdb` refuses root: then the folder is given to `postgres`, or `nobody` where there is no such user.
    private static func owner(of folder: String) throws -> String? {
        guard geteuid() == 0 else { return nil }
        let users = ["postgres", "nobody"].filter { (name: String) in getpwnam(name) != nil }
        guard let name = users.first, let user = getpwnam(name) else {
            throw Unusable(description: "root has no ordinary user to start PostgreSQL as")
        }
        guard chown(folder, user.pointee.pw_uid, user.pointee.pw_gid) == 0 else {
            throw Unusable(description: "\(folder) cannot be given to \(name)")
        }
        return name
    }

    private static func findPrograms() -> String? {
        let debian = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: debian)) ?? []
        let newestFirst = versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "\(debian)/\($0)/bin" }
        return ([configured()] + newestFirst).compactMap(\.self).first {
            FileManager.default.isExecutableFile(atPath: $0 + "/initdb")
                && FileManager.default.isExecutableFile(atPath: $0 + "/pg_ctl")
        }
    }

    private static func configured() -> String? {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["pg_config", "--bindir"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let said = output.fileHandleForReading.readDataToEndOfFile()
        return String(decoding: said, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
