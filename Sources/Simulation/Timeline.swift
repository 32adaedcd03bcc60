internal import Primitives

/// What is still to happen, by time, then by rank, then in the order in which it was added.
struct Timeline<Event: Sendable>: Sendable {
    private struct Item: Sendable {
        let time: Timestamp
        let rank: Int
        let sequence: Int
        let event: Event

        func isBefore(_ other: Item) -> Bool {
            (time, rank, sequence) < (other.time, other.rank, other.sequence)
        }
    }

    /// A binary heap: no item stands before its parent.
    private var heap: [Item] = []
    private var added = 0

    /// When the next thing happens; nil when nothing is left.
    var next: Timestamp? { heap.first?.time }

    mutating func add(_ event: Event, at time: Timestamp, rank: Int = 0) {
        added += 1
        heap.append(Item(time: time, rank: rank, sequence: added, event: event))
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes out the first event that is due at `moment`.
    mutating func take(dueAt moment: Timestamp) -> (time: Timestamp, event: Event)? {
        guard let first = heap.first, first.time <= moment else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        sink()
        return (first.time, first.event)
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].isBefore(heap[least])
            {
                least = child
            }
            if least == parent { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
