internal import Crypto
internal import Foundation
internal import Primitives
package import Storage

/// Numbers and chains the entries that have been committed since it last ran.
///
/// Computing the chain inside every transaction would make each command longer while others wait for it; a chain a moment later is as hard to forge.
package struct Sequencer: Sendable {
    private let database: any Database

    package init(_ database: any Database) { self.database = database }

    /// Chains up to `limit` entries and returns how many.
    @discardableResult
    package func run(limit: Int = 500) throws -> Int {
        let waits = try database.read { try EntryTable($0).tailCount() } > 0
        guard waits else { return 0 }
        return try database.write(.statement(.synced)) { tx in
            let table = EntryTable(tx)
            // Of two at once, the second waits here, and then sees what the first has chained.
            var (number, hash) = try table.lockedHead()
            let tail = try table.tail(limit: limit)
            guard !tail.isEmpty else { return 0 }
            for entry in tail {
                number += 1
                hash = Chain.hash(of: entry, number: number, after: hash)
                try table.chain(entry.id, number: number, hash: hash)
            }
            try table.moveHead(to: number, hash: hash)
            return tail.count
        }
    }
}

/// The chain's arithmetic and its check.
package enum Chain {
    /// What a check of the chain found.
    package struct Verdict: Sendable, Equatable {
        package let entries: Int64
        /// Entries committed but not yet numbered.
        package let tail: Int64
        /// The first entry whose content or hash is not what was chained, with a reason; nil when the chain holds.
        package let broken: String?
    }

    /// SHA-256 in hexadecimal over the lines `number`, the hash before, and every field, each with its length before it.
    package static func hash(of entry: Entry, number: Int64, after previous: String) -> String {
        var hasher = SHA256()
        let fields: [String?] = [
            String(number), previous, entry.id.description, String(entry.at.microseconds), entry.actor.text, entry.act,
            entry.subject, entry.topic, entry.basis, entry.reason, entry.detail,
        ]
        for field in fields {
            let text = field.map { "\($0.utf8.count):\($0)\n" } ?? "-\n"
            hasher.update(data: Data(text.utf8))
        }
        return hexadecimal(hasher.finalize())
    }

    /// Recomputes the whole chain from the first entry.
    package static func verify(_ database: any Database) throws -> Verdict {
        try database.read { tx in
            let table = EntryTable(tx)
            let head = try table.head()
            let tail = try table.tailCount()
            var link = Link(number: 0, hash: "")
            let broken = try follow(table, &link)
            let isWhole = head.number == link.number && head.hash == link.hash
            let ending = isWhole ? nil : "the chain ends at \(link.number), its head says \(head.number)"
            return Verdict(entries: link.number, tail: tail, broken: broken ?? ending)
        }
    }

    private struct Link {
        var number: Int64
        var hash: String
    }

    /// Goes from `link` to the end; stops with a reason at the first entry that is not what was chained.
    private static func follow(_ table: EntryTable, _ link: inout Link) throws(StorageError) -> String? {
        var page = 1000
        while true {
            do throws(StorageError) {
                let entries = try table.chained(after: link.number, limit: page)
                if entries.isEmpty { return nil }
                for entry in entries {
                    if let broken = step(to: entry, &link) { return broken }
                }
            } catch {
                guard case .malformed(let column, _) = error else { throw error }
                if page == 1 { return "entry \(link.number + 1) was changed: its \(column) cannot be read" }
                // Again one by one, to see which of the page it is.
                page = 1
            }
        }
    }

    private static func step(to entry: Entry, _ link: inout Link) -> String? {
        guard entry.number == link.number + 1 else { return "entry \(link.number + 1) is missing before \(entry.id)" }
        link.number += 1
        link.hash = hash(of: entry, number: link.number, after: link.hash)
        return entry.hash == link.hash ? nil : "entry \(link.number), row \(entry.id), was changed"
    }
}
