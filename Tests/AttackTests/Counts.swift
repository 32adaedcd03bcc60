import Foundation
import Synchronization

/// How many requests of each kind were sent and judged. With `ATTACK_COUNTS` set, the program prints them as it ends.
final class Counts: Sendable {
    static let shared = Counts()

    private let numbers = Mutex<[String: Int]>([:])
    private let notes = Mutex<[String]>([])

    private init() {
        guard ProcessInfo.processInfo.environment["ATTACK_COUNTS"] != nil else { return }
        atexit { print(Counts.shared.table) }
    }

    func add(_ kind: String, _ count: Int = 1) { numbers.withLock { $0[kind, default: 0] += count } }

    /// A measurement to be read beside the counts.
    func note(_ words: String) { notes.withLock { $0.append(words) } }

    private var table: String {
        let counts = numbers.withLock { $0 }.sorted { $0.key < $1.key }
        let lines = counts.map { kind, count in
            String(repeating: " ", count: max(0, 8 - "\(count)".count)) + "\(count)  \(kind)"
        }
        let total = counts.reduce(0) { $0 + $1.value }
        return (["", "Attacks by kind:"] + lines + ["\(total) in all"] + notes.withLock { $0 }.sorted()).joined(
            separator: "\n")
    }
}
