internal import Foundation
internal import Primitives

/// Which files make up a ledger. It is written anew as a whole, so that every change of the ledger is all or nothing.
///
/// The file `manifest` is one line of JSON and one with its checksum in hexadecimal.
struct Manifest: Codable, Equatable {
    static let name = "manifest"

    var version = 1
    /// Goes up with each change; the files of a generation have it in their names.
    var generation = 0
    /// How the times of the last file were written, and so how they are asked for.
    var time = "iso"
    var accounts: String?
    /// In time order.
    var partitions: [String] = []
    /// What was appended since the last partition was sealed.
    var tail: String?

    /// Nil where there is no ledger.
    static func read(_ folder: String) throws(LedgerError) -> Manifest? {
        let path = folder + "/" + name
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let region = try Region(mapping: path)
        defer { withExtendedLifetime(region) {} }
        let text = region.column(UInt8.self, at: 0, count: region.count).text(0..<region.count)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 3, lines[1] == sum(lines[0]) else {
            throw .damaged(file: name, offset: 0, what: "its checksum does not fit")
        }
        do {
            return try CanonicalJSON.decode(from: String(lines[0]))
        } catch {
            throw .damaged(file: name, offset: 0, what: "it is of another version: \(error)")
        }
    }

    func write(_ folder: String) throws(LedgerError) {
        let path = folder + "/" + Self.name
        let text: String
        do {
            text = try CanonicalJSON.text(self)
        } catch {
            throw .system(path: path, reason: "\(error)")
        }
        let bytes = Array("\(text)\n\(Self.sum(text[...]))\n".utf8)
        let kept = Kept<UInt8>(count: bytes.count)
        defer { kept.stay() }
        for (index, byte) in bytes.enumerated() { kept.column[index] = byte }
        let file = open(path + ".new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
        guard file >= 0 else { throw .system(path: path, reason: lastReason()) }
        defer { close(file) }
        guard kept.column.write(to: file, at: 0), fsync(file) == 0, rename(path + ".new", path) == 0 else {
            throw .system(path: path, reason: lastReason())
        }
        try syncFolder(folder)
    }

    private static func sum(_ text: Substring) -> String { String(Checksum.of(text.utf8), radix: 16) }
}

/// A ledger's folder, held by one writer.
final class WriteLock {
    private let file: Int32

    /// Makes the folder if it is not there.
    init(_ folder: String) throws(LedgerError) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .system(path: folder, reason: "\(error)")
        }
        file = open(folder + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard file >= 0 else { throw .system(path: folder, reason: lastReason()) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            throw .locked(path: folder)
        }
    }

    deinit { close(file) }
}
