/// The lines of an open file, a pipe among them, as they come.
struct LineStream: ~Copyable {
    private let file: Int32
    private var buffer = Kept<UInt8>(count: 1 << 16)
    /// Where what was read and not given yet begins and ends.
    private var start = 0
    private var end = 0
    private var isAtEnd = false

    private static let newline = UInt8(ascii: "\n")

    init(_ file: Int32) { self.file = file }

    /// Where the lines lie until the next one is asked for.
    var bytes: Column<UInt8> { buffer.column }

    func text(_ line: Range<Int>) -> String { bytes.text(line) }

    /// Where the next line lies, its end left out; nil behind the last one.
    mutating func next() throws(LedgerError) -> Range<Int>? {
        var place = start
        while true {
            let column = buffer.column
            while place < end, column[place] != Self.newline { place += 1 }
            if place < end || isAtEnd {
                guard start < end else { return nil }
                let first = start
                start = min(place + 1, end)
                let hasReturn = place > first && column[place - 1] == UInt8(ascii: "\r")
                return first..<(hasReturn ? place - 1 : place)
            }
            let known = place - start
            try fill()
            place = start + known
        }
    }

    /// Reads on, after what is left has gone to the front.
    private mutating func fill() throws(LedgerError) {
        let rest = buffer.column.slice(start..<end)
        if rest.count == buffer.column.count {
            let larger = Kept<UInt8>(count: rest.count * 2)
            larger.column.copy(from: rest)
            buffer = larger
        } else {
            buffer.column.copy(from: rest)
        }
        (start, end) = (0, rest.count)
        guard let count = buffer.column.slice(end..<buffer.column.count).fill(from: file) else {
            throw .system(path: "standard input", reason: lastReason())
        }
        end += count
        isAtEnd = count == 0
    }
}
