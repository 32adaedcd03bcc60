internal import Primitives

/// A number as it is written, in groups: digits of any script and letters that look like digits.
struct DigitRun {
    struct Group {
        let range: Range<Int>
        let digits: String
    }

    let groups: [Group]

    /// The groups of `range` as one number.
    func digits(_ range: Range<Int>) -> String { groups[range].map(\.digits).joined() }

    func places(_ range: Range<Int>) -> Range<Int> {
        groups[range.lowerBound].range.lowerBound..<groups[range.upperBound - 1].range.upperBound
    }
}

/// Finds the runs of a text, from left to right.
struct DigitRuns {
    private let text: ReadableText
    private static let groupsMax = 4_000
    private static let separators = ScalarSet(" -.·_/")

    init(_ text: ReadableText) { self.text = text }

    /// The next run at or after `place`, and where to look on; nil at the end.
    func next(from place: Int) -> (run: DigitRun, end: Int)? {
        var start = place
        while start < text.count {
            if let run = run(at: start) { return run }
            start = max(start + 1, text[start - 1].isLetter ? 0 : endOfLookalikes(start))
        }
        return nil
    }

    /// The end of a row of letters and bars that look like digits: where no number begins with the first of
    /// them, none begins with the others, and they are not looked through from each.
    func endOfLookalikes(_ start: Int) -> Int {
        var end = start
        while !text[end].isHan, Digits.value(text[end]) != nil { end += 1 }
        return end
    }

    private func run(at start: Int) -> (run: DigitRun, end: Int)? {
        guard Digits.value(text[start]) != nil, var group = group(at: start, after: nil) else { return nil }
        var groups: [DigitRun.Group] = []
        while true {
            groups.append(group)
            var next = group.range.upperBound
            while next - group.range.upperBound < 3, Self.separators.contains(text[next]) { next += 1 }
            guard groups.count < Self.groupsMax, let following = self.group(at: next, after: group) else { break }
            group = following
        }
        return (DigitRun(groups: groups), group.range.upperBound)
    }

    /// A group of one script: `6217`, `OO95`, `六二一七`.
    private func group(at start: Int, after previous: DigitRun.Group?) -> DigitRun.Group? {
        guard let first = Digits.value(text[start]) else { return nil }
        if text[start].isHan { return hanGroup(at: start, first) }
        if previous?.range.upperBound != start, text[start - 1].isLetter, !isLabelled(start) { return nil }
        var (end, digits, hasDigit) = (start, "", false)
        while !text[end].isHan, let value = Digits.value(text[end]) {
            digits.append(String(value))
            hasDigit = hasDigit || text[end].isDigit
            end += 1
        }
        // `ok` and `Il` are words; `OO` behind digits is a pair of noughts.
        let isWord = text[end].isLetter && !hasDigit
        guard !isWord, hasDigit || previous != nil else { return nil }
        return DigitRun.Group(range: start..<end, digits: digits)
    }

    /// `QQ1234567`, `vx1234567`: letters that say what the number is.
    private func isLabelled(_ start: Int) -> Bool {
        guard start > 1, !text[start - 3].isLetter else { return false }
        let letters = text.text((start - 2)..<start).lowercased()
        return ["qq", "vx", "wx"].contains(letters)
    }

    private func hanGroup(at start: Int, _ first: Int) -> DigitRun.Group {
        var (end, digits) = (start, "")
        while text[end].isHan, let value = Digits.value(text[end]) {
            digits.append(String(value))
            end += 1
        }
        return DigitRun.Group(range: start..<end, digits: digits)
    }
}

/// The digits of all scripts.
enum Digits {
    /// 0 to 9; nil for what is no digit and does not look like one.
    static func value(_ scalar: Unicode.Scalar) -> Int? {
        if scalar.value < 0x80 { return scalar.isDigit ? Int(scalar.value) - 0x30 : letters[scalar] }
        return hanzi[scalar]
    }

    private static let letters: [Unicode.Scalar: Int] = ["O": 0, "o": 0, "l": 1, "I": 1, "|": 1]

    private static let hanzi: [Unicode.Scalar: Int] = [
        "〇": 0, "零": 0, "○": 0, "一": 1, "壹": 1, "幺": 1, "二": 2, "贰": 2, "三": 3, "叁": 3, "四": 4, "肆": 4, "五": 5, "伍": 5,
        "六": 6, "陆": 6, "七": 7, "柒": 7, "八": 8, "捌": 8, "九": 9, "玖": 9,
    ]
}
