internal import Foundation
internal import Primitives

/// One call that may change a running world of banks: where it came in, with what, and at which moment of the world.
struct BankCall: Codable, Hashable, Sendable {
    let at: Timestamp
    /// `banks/{code}/acts`, or the change of the control interface.
    let path: String
    let body: Data
}

/// The calls that running banks took, one JSON object a line, each on the disk before the banks act.
///
/// The same seed and the same calls give the same world, so banks that died go on from it as if nothing had happened.
struct BankDiary: Sendable {
    enum Invalid: Error, Equatable {
        /// The diary is of a world of another seed or pace.
        case otherWorld
        case unreadable(line: Int)
    }

    /// The first line: what the world is drawn from.
    struct Beginning: Codable, Hashable, Sendable {
        let start: Timestamp
        let seed: UInt64
        let pace: Int64
    }

    let beginning: Beginning
    /// What had happened when it was opened.
    let calls: [BankCall]
    /// Whether there was one before.
    let isResumed: Bool
    private let file: URL
    private var length: UInt64

    /// Opens the diary, or begins it. What stands behind the last line's end was never acted on, and is cut off.
    init(at file: URL, else fresh: Beginning) throws {
        self.file = file
        let kept = FileManager.default.fileExists(atPath: file.path) ? try Data(contentsOf: file) : Data()
        let whole = kept.lastIndex(of: UInt8(ascii: "\n")).map { kept[...$0] } ?? Data()
        let lines = whole.split(separator: UInt8(ascii: "\n"))
        length = UInt64(whole.count)
        isResumed = !lines.isEmpty
        beginning = try lines.first.map { try Self.decode(Data($0), line: 1) } ?? fresh
        guard beginning.seed == fresh.seed, beginning.pace == fresh.pace else { throw Invalid.otherWorld }
        calls = try lines.enumerated().dropFirst().map { try Self.decode(Data($0.element), line: $0.offset + 1) }
        if lines.isEmpty {
            try kept.isEmpty ? Data().write(to: file) : Data().write(to: file, options: .atomic)
            try append(beginning)
        }
    }

    /// Returns when the line is on the disk; a line that could not be written whole is taken back.
    mutating func append(_ entry: some Encodable) throws {
        let line = try CanonicalJSON.encode(entry) + Data("\n".utf8)
        let handle = try FileHandle(forWritingTo: file)
        defer { handle.closeFile() }
        try handle.truncate(atOffset: length)
        try handle.write(contentsOf: line)
        try handle.synchronize()
        length += UInt64(line.count)
    }

    private static func decode<Entry: Decodable>(_ line: Data, line number: Int) throws -> Entry {
        do {
            return try CanonicalJSON.decode(Entry.self, from: String(decoding: line, as: UTF8.self))
        } catch {
            throw Invalid.unreadable(line: number)
        }
    }
}
