import Testing

/// A table as people write it: a head of columns, then lines of a name and its cells, parted by blanks.
struct Grid {
    let columns: [String]
    let rows: [(name: String, cells: [String])]

    init(_ text: String) {
        let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        columns = Array(lines[0].dropFirst())
        rows = lines.dropFirst().map { ($0[0], Array($0.dropFirst())) }
    }

    /// Each cell with what stands at the head of its column and of its line.
    func each(_ body: (_ row: String, _ column: String, _ cell: String) throws -> Void) rethrows {
        for row in rows {
            precondition(row.cells.count == columns.count, "\(row.name) has \(row.cells.count) cells")
            for (column, cell) in zip(columns, row.cells) { try body(row.name, column, cell) }
        }
    }
}

/// What became of a value: its new state, `=` where only something in it changed, and the effects; `-` for nothing at all.
func outcome<Value: Equatable, State: RawRepresentable & Equatable>(
    of value: Value, _ state: KeyPath<Value, State>, _ change: (inout Value) throws -> [String]
) -> String where State.RawValue == String {
    var after = value
    do {
        let effects = try change(&after)
        let first =
            after[keyPath: state] != value[keyPath: state] ? after[keyPath: state].rawValue : after == value ? nil : "="
        let words = [first].compactMap(\.self) + effects
        return words.isEmpty ? "-" : words.joined(separator: "+")
    } catch {
        #expect(after == value, "what cannot be changes nothing")
        return "x"
    }
}

/// Calls `body` with each sequence of `length` events that can happen, one event after the other.
func everySequence<Value, Event>(
    of events: [Event], length: Int, from value: Value, _ apply: (Value, Event) -> Value?,
    _ body: (_ before: Value, _ event: Event, _ after: Value) -> Void
) {
    guard length > 0 else { return }
    for event in events {
        guard let after = apply(value, event) else { continue }
        body(value, event, after)
        everySequence(of: events, length: length - 1, from: after, apply, body)
    }
}
