internal import ReadingModel

/// Where a telephone number was given out, and by which carrier.
///
/// The table is of December 2023; who took his number to another carrier or moved since is not in it.
package struct TelephoneOrigin: Sendable, Equatable {
    /// Province and city, `云南玉溪`; several where they share an area code, `陕西西安、咸阳`.
    package let place: String
    /// Nil for fixed lines, which any carrier may serve.
    package let carrier: String?

    /// Of a mobile number, or a fixed one with its area code, in digits; nil where the table does not know it.
    package init?(_ number: String) {
        guard number.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        if number.hasPrefix("1"), number.utf8.count == 11, let segment = Int(number.prefix(7)) {
            guard let line = TelephoneTable.shared.line(of: segment) else { return nil }
            (place, carrier) = (line.place, line.carrier)
        } else if number.hasPrefix("0"), (10...12).contains(number.utf8.count) {
            let areas = [3, 4].compactMap { TelephoneTable.shared.places[String(number.prefix($0))] }
            guard let area = areas.first else { return nil }
            (place, carrier) = (area, nil)
        } else {
            return nil
        }
    }
}

/// The runs of mobile segments with their places; `scripts/make-telephones.py` says how they are written.
private struct TelephoneTable: Sendable {
    struct Line: Sendable {
        let place: String
        let area: String
        let carrier: String
    }

    static let shared = TelephoneTable(
        UnsafeBufferPointer(start: reading_telephones(), count: Int(reading_telephones_size())))

    private static let firstSegment = 1_300_000

    private let lines: [Line]
    /// The first segment of each run, the one behind its last, and its line.
    private let starts: [Int32]
    private let ends: [Int32]
    private let numbers: [UInt16]
    /// By area code.
    let places: [String: String]

    private init(_ bytes: UnsafeBufferPointer<UInt8>) {
        let newline = UInt8(ascii: "\n")
        guard let head = bytes.indices.dropLast().first(where: { bytes[$0] == newline && bytes[$0 + 1] == newline })
        else { preconditionFailure("the table of telephones has no end of its lines") }
        let lines = String(decoding: bytes[..<head], as: UTF8.self).split(separator: "\n").map(Self.line)
        var (starts, ends, numbers): ([Int32], [Int32], [UInt16]) = ([], [], [])
        var (place, next) = (head + 2, Self.firstSegment)
        while place < bytes.count {
            let start = next + Self.number(bytes, &place)
            next = start + Self.number(bytes, &place) + 1
            let line = Self.number(bytes, &place)
            precondition(lines.indices.contains(line), "the table of telephones names a line that it has not")
            starts.append(Int32(start))
            ends.append(Int32(next))
            numbers.append(UInt16(line))
        }
        (self.lines, self.starts, self.ends, self.numbers) = (lines, starts, ends, numbers)
        places = Self.places(lines)
    }

    private static func line(_ text: Substring) -> Line {
        let words = text.split(separator: " ").map(String.init)
        precondition(words.count == 4, "the table of telephones has a line of \(words.count) words")
        return Line(place: place(words[0], words[1]), area: words[2], carrier: words[3])
    }

    private static func place(_ province: String, _ city: String) -> String {
        province == city ? province : province + city
    }

    private static func number(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Int {
        var (number, shift) = (0, 0)
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            number |= Int(byte & 127) << shift
            if byte < 128 { break }
            shift += 7
        }
        return number
    }

    private static func places(_ lines: [Line]) -> [String: String] {
        var places: [String: [String]] = [:]
        for line in lines where places[line.area]?.contains(line.place) != true {
            places[line.area, default: []].append(line.place)
        }
        return places.mapValues { $0.sorted().joined(separator: "、") }
    }

    /// By halving: the run that holds a segment.
    func line(of segment: Int) -> Line? {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(starts[middle]) <= segment { low = middle + 1 } else { high = middle }
        }
        guard low > 0, segment < Int(ends[low - 1]) else { return nil }
        return lines[Int(numbers[low - 1])]
    }
}

extension Reading {
    /// Where a telephone that was read comes from; nil for what is none, and for numbers of other countries.
    package func origin(of entity: Entity) -> TelephoneOrigin? {
        [.mobile, .phone].contains(entity.kind) ? TelephoneOrigin(entity.value) : nil
    }
}
