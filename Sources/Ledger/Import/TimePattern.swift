internal import Primitives

/// How the times of a file are written. What names no zone is China Standard Time.
package enum TimePattern: Sendable, Equatable {
    /// `2026-03-14T21:05:37.5+08:00`, a blank for the `T`, `/` for `-`; time of day, seconds and zone may be left out.
    case iso
    /// A whole number of units since 1970, of so many to the second.
    case unix(perSecond: Int64)
    /// A whole number that only counts: days, rounds, steps.
    case step
    /// `%Y%m%d %H:%M:%S`, with %Y %m %d %H %M %S %f (a part of a second) %z and %%, and other letters as they stand.
    case pattern([Part])

    package enum Part: Sendable, Equatable {
        case year, month, day, hour, minute, second, fraction, zone
        case letter(UInt8)
    }

    /// `iso`, `s`, `ms`, `us`, `step`, or a pattern with percent signs; nil for anything else.
    package init?(_ text: String) {
        switch text {
        case "iso": self = .iso
        case "s": self = .unix(perSecond: 1)
        case "ms": self = .unix(perSecond: 1000)
        case "us": self = .unix(perSecond: 1_000_000)
        case "step": self = .step
        default:
            guard text.contains("%"), let parts = Self.parts(text) else { return nil }
            self = .pattern(parts)
        }
    }

    /// The way in which one time of a file is written.
    package init(like text: String) {
        guard text.allSatisfy({ $0.isASCII && $0.isNumber }) else {
            self = .iso
            return
        }
        switch text.count {
        case 10: self = .unix(perSecond: 1)
        case 13: self = .unix(perSecond: 1000)
        case 16: self = .unix(perSecond: 1_000_000)
        case 14: self = .pattern([.year, .month, .day, .hour, .minute, .second])
        default: self = .step
        }
    }

    /// The text that gives the same pattern.
    package var text: String {
        switch self {
        case .iso: "iso"
        case .unix(let perSecond): perSecond == 1 ? "s" : perSecond == 1000 ? "ms" : "us"
        case .step: "step"
        case .pattern(let parts): parts.map(Self.text).joined()
        }
    }

    private static let letters: [(Part, Character)] = [
        (.year, "Y"), (.month, "m"), (.day, "d"), (.hour, "H"), (.minute, "M"), (.second, "S"), (.fraction, "f"),
        (.zone, "z"),
    ]

    private static func text(_ part: Part) -> String {
        if case .letter(let byte) = part {
            let letter = String(decoding: [byte], as: UTF8.self)
            return letter == "%" ? "%%" : letter
        }
        return letters.first { $0.0 == part }.map { "%\($0.1)" } ?? ""
    }

    private static func parts(_ text: String) -> [Part]? {
        var parts: [Part] = []
        var rest = text[...]
        while let letter = rest.popFirst() {
            guard letter == "%" else {
                parts += letter.utf8.map(Part.letter)
                continue
            }
            guard let code = rest.popFirst() else { return nil }
            if code == "%" {
                parts.append(.letter(UInt8(ascii: "%")))
            } else {
                guard let part = letters.first(where: { $0.1 == code })?.0 else { return nil }
                parts.append(part)
            }
        }
        return parts
    }

    /// The time in microseconds since 1970, or in steps; nil for what is not written so.
    package func time(_ text: String) -> Int64? {
        text.withColumn { time($0, $1) }
    }

    func time(_ bytes: Column<UInt8>, _ range: Range<Int>) -> Int64? {
        var reader = TimeReader(bytes: bytes, place: range.lowerBound, end: range.upperBound)
        switch self {
        case .iso: return reader.iso()
        case .pattern(let parts): return reader.pattern(parts)
        case .step: return reader.whole()
        case .unix(let perSecond):
            guard let number = reader.whole(), abs(number) < 1_000_000_000_000_000_000 / (1_000_000 / perSecond) else {
                return nil
            }
            return number * (1_000_000 / perSecond)
        }
    }

    /// A time as people read it.
    package func written(_ time: Int64) -> String {
        self == .step ? String(time) : CivilTime(Timestamp(microseconds: time)).rfc3339
    }
}

/// Reads one time from left to right.
private struct TimeReader {
    let bytes: Column<UInt8>
    var place: Int
    let end: Int
    private var (year, month, day): (Int, Int, Int) = (1970, 1, 1)
    private var (hour, minute, second): (Int, Int, Int) = (0, 0, 0)
    private var microsecond: Int64 = 0
    /// In seconds east of Greenwich.
    private var zone: Int64 = 8 * 3600

    init(bytes: Column<UInt8>, place: Int, end: Int) { (self.bytes, self.place, self.end) = (bytes, place, end) }

    mutating func whole() -> Int64? {
        let isNegative = take(UInt8(ascii: "-"))
        guard let number = canonicalNumber(bytes, place..<end) else { return nil }
        return Int64(isNegative ? -number : number)
    }

    mutating func iso() -> Int64? {
        guard let year = digits(4), take(UInt8(ascii: "-")) || take(UInt8(ascii: "/")), let month = digits(2),
            take(UInt8(ascii: "-")) || take(UInt8(ascii: "/")), let day = digits(2)
        else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
        if place == end { return moment() }
        guard take(UInt8(ascii: "T")) || take(UInt8(ascii: " ")), let hour = digits(2), take(UInt8(ascii: ":")),
            let minute = digits(2)
        else { return nil }
        (self.hour, self.minute) = (hour, minute)
        if take(UInt8(ascii: ":")) {
            guard let second = digits(2) else { return nil }
            self.second = second
            if take(UInt8(ascii: ".")), !fraction() { return nil }
        }
        if place < end, !offset() { return nil }
        return place == end ? moment() : nil
    }

    mutating func pattern(_ parts: [TimePattern.Part]) -> Int64? {
        for part in parts {
            switch part {
            case .letter(let byte): if !take(byte) { return nil }
            case .fraction: if !fraction() { return nil }
            case .zone: if !offset() { return nil }
            default:
                guard let number = digits(part == .year ? 4 : 2) else { return nil }
                switch part {
                case .year: year = number
                case .month: month = number
                case .day: day = number
                case .hour: hour = number
                case .minute: minute = number
                default: second = number
                }
            }
        }
        return place == end ? moment() : nil
    }

    private func moment() -> Int64? {
        guard let day = CivilDay(year: year, month: month, day: day), hour < 24, minute < 60, second < 60 else {
            return nil
        }
        let seconds = Int64(day.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second) - zone
        return seconds * 1_000_000 + microsecond
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard place < end, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    private mutating func digits(_ count: Int) -> Int? {
        guard place + count <= end else { return nil }
        var number = 0
        for index in place..<place + count {
            let digit = bytes[index] &- 48
            guard digit < 10 else { return nil }
            number = number * 10 + Int(digit)
        }
        place += count
        return number
    }

    /// Microseconds; further decimals are cut off.
    private mutating func fraction() -> Bool {
        var (unit, count): (Int64, Int) = (100_000, 0)
        while place < end, bytes[place] &- 48 < 10 {
            microsecond += Int64(bytes[place] - 48) * unit
            (unit, count, place) = (unit / 10, count + 1, place + 1)
        }
        return count > 0
    }

    /// `Z`, `+08:00` or `+0800`.
    private mutating func offset() -> Bool {
        if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) {
            zone = 0
            return true
        }
        let isWest = take(UInt8(ascii: "-"))
        guard isWest || take(UInt8(ascii: "+")), let hours = digits(2) else { return false }
        _ = take(UInt8(ascii: ":"))
        guard let minutes = digits(2), hours < 24, minutes < 60 else { return false }
        zone = Int64(hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
        return true
    }
}
