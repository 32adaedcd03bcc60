/// Goes through a file of separated values line by line; a field with a separator or a line break stands in quotes (RFC 4180).
struct LineScanner: ~Copyable, Sendable {
    /// Where a field's bytes lie in the file.
    struct Field: BitwiseCopyable, Sendable {
        var start: Int
        var end: Int
        /// It has quotes within quotes, which stand for one each.
        var hasQuotes: Bool

        var range: Range<Int> { start..<end }
    }

    private let region: Region
    let bytes: Column<UInt8>
    /// The line that was read last; the first is 1.
    private(set) var line = 0
    private(set) var place: Int
    /// Lines that begin here or later are left.
    var end: Int
    private var nextLine = 1
    private var fields = Pile<Field>()
    private let separator: UInt8

    private static let quote = UInt8(ascii: "\"")
    private static let newline = UInt8(ascii: "\n")

    /// Tabs part the fields where the first line has them and no comma.
    init(_ region: Region) {
        self.region = region
        bytes = region.column(UInt8.self, at: 0, count: region.count)
        let hasMark = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
        (place, end) = (hasMark ? 3 : 0, region.count)
        var (index, commas, tabs) = (place, 0, 0)
        while index < bytes.count, bytes[index] != Self.newline {
            if bytes[index] == UInt8(ascii: ",") { commas += 1 }
            if bytes[index] == UInt8(ascii: "\t") { tabs += 1 }
            index += 1
        }
        separator = commas == 0 && tabs > 0 ? UInt8(ascii: "\t") : UInt8(ascii: ",")
    }

    /// Another one from byte `start` on, as if that were the beginning of the file.
    private init(_ region: Region, separator: UInt8, from start: Int) {
        (self.region, self.separator, place, end) = (region, separator, start, region.count)
        bytes = region.column(UInt8.self, at: 0, count: region.count)
    }

    /// Another one that begins at byte `start` and counts lines from there.
    func behind(_ start: Int) -> LineScanner { LineScanner(region, separator: separator, from: start) }

    /// How many lines lie before the place.
    var linesRead: Int { nextLine - 1 }

    /// Goes on where another one ended that began at this one's place.
    mutating func goOn(behind other: borrowing LineScanner) {
        (place, line, nextLine) = (other.place, linesRead + other.line, nextLine + other.linesRead)
    }

    /// Bytes behind line breaks that part what is left into about so many equal pieces.
    func starts(_ pieces: Int) -> [Int] {
        var starts: [Int] = []
        for piece in stride(from: 1, to: pieces, by: 1) {
            var start = max(place + (bytes.count - place) / pieces * piece, starts.last ?? place)
            while start < bytes.count, bytes[start] != Self.newline { start += 1 }
            if start + 1 < bytes.count { starts.append(start + 1) }
        }
        return starts
    }

    var count: Int { fields.count }

    subscript(index: Int) -> Field { fields[index] }

    /// The line's fields.
    var texts: [String] {
        var texts: [String] = []
        for index in 0..<count { texts.append(text(index)) }
        return texts
    }

    func text(_ index: Int) -> String {
        let text = bytes.text(fields[index].range)
        return fields[index].hasQuotes ? text.replacing("\"\"", with: "\"") : text
    }

    /// Reads the next line that is not empty; false at the end, or where a quote is left open.
    mutating func next() -> Bool {
        while place < end {
            fields.removeAll()
            line = nextLine
            guard readLine() else { return false }
            nextLine += 1
            if fields.count > 1 || fields[0].start < fields[0].end { return true }
        }
        return false
    }

    /// A quote was opened and not closed.
    var isOpen: Bool { place < end }

    private mutating func readLine() -> Bool {
        var index = place
        let (bytes, separator, end) = (bytes, separator, bytes.count)
        while true {
            var start = index
            if index < end, bytes[index] == Self.quote {
                guard let close = quoted(from: index) else { return false }
                index = close
            } else {
                while index < end, bytes[index] != separator, bytes[index] != Self.newline { index += 1 }
                var last = index
                if last > start, bytes[last - 1] == UInt8(ascii: "\r") { last -= 1 }
                while start < last, bytes[start] == UInt8(ascii: " ") { start += 1 }
                while start < last, bytes[last - 1] == UInt8(ascii: " ") { last -= 1 }
                fields.push(Field(start: start, end: last, hasQuotes: false))
            }
            if index >= end {
                place = end
                return true
            }
            index += 1
            if bytes[index - 1] == Self.newline {
                place = index
                return true
            }
        }
    }

    /// Reads a field in quotes and what stands until the separator behind it; nil where the quote is left open.
    private mutating func quoted(from start: Int) -> Int? {
        var (index, hasQuotes) = (start + 1, false)
        while index < bytes.count {
            if bytes[index] == Self.newline { nextLine += 1 }
            if bytes[index] == Self.quote {
                guard index + 1 < bytes.count, bytes[index + 1] == Self.quote else { break }
                hasQuotes = true
                index += 1
            }
            index += 1
        }
        guard index < bytes.count else { return nil }
        fields.push(Field(start: start + 1, end: index, hasQuotes: hasQuotes))
        while index < bytes.count, bytes[index] != separator, bytes[index] != Self.newline { index += 1 }
        return index
    }
}
