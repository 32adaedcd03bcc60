internal import Jobs
internal import Primitives
internal import Storage
internal import Workflow

/// Whether this installation can do its work now: its database answers, its schema is the program's, a worker is at work.
struct Readiness: Sendable, Equatable {
    private(set) var lines: [String] = []
    private(set) var isReady = true

    init(_ database: any Database, at now: Timestamp) {
        let standing: Schema.Standing
        let seen: Timestamp?
        do {
            standing = try Platform.schema.standing(of: database)
            note("database", isWell: true, "answers")
            note("schema", isWell: standing == .current, standing == .current ? "is current" : "is not the program's")
            guard standing == .current else { return }
            seen = try database.read { try WorkerTable($0).lastReport() }
        } catch {
            note("database", isWell: false, "does not answer")
            return
        }
        // A worker's clock may be a little ahead of ours.
        let silence = seen.map { max(.zero, now - $0) }
        let words = silence.map { "was seen \($0.wholeSeconds) s ago" } ?? "was never seen"
        note("worker", isWell: silence.map { $0 <= WorkerTable.silenceMax } ?? false, words)
    }

    private mutating func note(_ part: String, isWell: Bool, _ words: String) {
        lines.append("\(part) \(words)\n")
        isReady = isReady && isWell
    }
}
