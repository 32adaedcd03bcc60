internal import Foundation
internal import Storage

/// Makes files that are there whole or not at all, whatever dies in between.
enum WholeFile {
    private static let pieceBytes = 1 << 20

    /// Lets `fill` write a new file beside `target`, readable by its owner alone, then puts it on disk and in place.
    static func make<T>(at target: URL, _ fill: (URL) throws -> T) throws -> T {
        let unfinished = URL(fileURLWithPath: "\(target.path).unfinished-\(ProcessInfo.processInfo.processIdentifier)")
        let descriptor = open(unfinished.path, O_CREAT | O_EXCL | O_WRONLY, 0o600)
        guard descriptor >= 0 else { throw failure("cannot be made", unfinished.path) }
        close(descriptor)
        do {
            let answer = try fill(unfinished)
            try sync(unfinished.path)
            // Refused where somebody has put a file there meanwhile.
            try FileManager.default.moveItem(at: unfinished, to: target)
            try sync(target.deletingLastPathComponent().path)
            return answer
        } catch {
            unlink(unfinished.path)
            throw error
        }
    }

    static func copy(_ source: URL, into target: URL) throws {
        let (reading, writing) = (try FileHandle(forReadingFrom: source), try FileHandle(forWritingTo: target))
        defer {
            reading.closeFile()
            writing.closeFile()
        }
        while let piece = try reading.read(upToCount: pieceBytes), !piece.isEmpty {
            try writing.write(contentsOf: piece)
        }
    }

    private static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw failure("cannot be opened", path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("cannot be put on disk", path) }
    }

    private static func failure(_ what: String, _ path: String) -> StorageError {
        .connection("\(path) \(what): \(String(cString: strerror(errno)))")
    }
}
