internal import Primitives

/// Finds days and hours, and says when they were: from the day of the statement, or the day last named.
struct Times {
    private let text: ReadableText
    private let today: CivilDay?

    init(_ text: ReadableText, today: CivilDay?) { (self.text, self.today) = (text, today) }

    /// Words that look like an hour.
    private static let idioms = Lexicon(words: "一点一滴 一点点")

    func find(_ findings: inout Findings) {
        var place = 0
        var last = SpokenTime.Context(today: today, named: today)
        // The day of the message of a chat, from which the words in it count.
        var messageDay: CivilDay?
        // `[00:03]` counts from the start of a recording, and so do all times in brackets after it.
        var isRecorded = false
        while place < text.count {
            guard findings.isFree(place), SpokenTime.mayBegin(text[place]), !Self.idioms.begins(text, at: place),
                var time = SpokenTime(text, at: place, last), findings.isFree(place..<time.end)
            else {
                place += 1
                continue
            }
            let isHead = isHead(place..<time.end)
            if isHead {
                let context = SpokenTime.Context(today: today, named: messageDay ?? last.named, part: nil)
                time = SpokenTime(text, at: place, context) ?? time
                messageDay = time.day ?? context.named
                (last.today, last.named) = (messageDay, messageDay)
            }
            isRecorded = isRecorded || text[place - 1] == "[" && text.has("00:", at: place)
            let isOffset = isRecorded && text[place - 1] == "["
            // 第二天 counts from a day that was named; where none was, it says nothing.
            let isAhead =
                "第次翌隔转".unicodeScalars.contains(text[place]) && time.day.map { $0 > today ?? $0 } ?? false
            if let value = time.value, !isOffset, !isAhead { findings.add(Entity(.time, place..<time.end, value)) }
            // What lies ahead is not the day of what is told next.
            let before = last.named
            if let day = time.day, day <= today ?? day { last.named = day }
            // `昨天下午两点…今天9点12分…9点40分`: an hour of another day brings its own part of the day, or none.
            let isAnew = time.day != nil && time.day != before && time.value?.contains("T") ?? false
            last.part = time.part ?? (isAnew ? nil : last.part)
            place = time.end
        }
    }

    /// Whether a clock time heads a message of a chat: `老师 20:15` alone in its line, `[20:15] 老师：`.
    private func isHead(_ range: Range<Int>) -> Bool {
        guard text[range.upperBound - 3] == ":" else { return false }
        var (start, end) = (range.lowerBound, range.upperBound)
        let isBracketed = text[start - 1] == "[" && text[end] == "]"
        while text[end].isSpace && text[end] != "\n" { end += 1 }
        guard isBracketed || end >= text.count || text[end] == "\n" else { return false }
        while start > 0, text[start - 1] != "\n" {
            guard range.lowerBound - start < Self.nameOfWriterMax, !",。!?;:".unicodeScalars.contains(text[start - 1])
            else {
                return false
            }
            start -= 1
        }
        return true
    }

    private static let nameOfWriterMax = 16
}

/// A time as it was said, read from a place in a text: `3月9号下午两点`, `昨晚11点`, `2026.10.08 08:14`.
struct SpokenTime {
    /// What earlier times of the same text say about this one.
    struct Context {
        var today: CivilDay?
        /// The day last named.
        var named: CivilDay?
        /// The part of the day last said, which hours without one belong to.
        var part: PartOfDay?
    }

    private(set) var end: Int
    private(set) var day: CivilDay?
    private(set) var part: PartOfDay?
    /// `2026-03-14T09:30` as far as it was said; nil where the day cannot be known.
    private(set) var value: String?

    private let text: ReadableText
    private let context: Context

    static func mayBegin(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isDigit || scalar == "O" || scalar == "l" || (scalar.isHan && first.contains(scalar))
    }

    private static let first = ScalarSet("今昨琴噚寻前明后当次第同大隔翌转双这上下本去周星礼早凌清中午下傍晚夜半深一二三四五六七八九十两零元国春清端劳母父除腊正")

    init?(_ text: ReadableText, at start: Int, _ context: Context) {
        (self.text, self.context, end) = (text, context, start)
        let before = text[start - 1]
        guard !before.isDigit || !text[start].isDigit, !before.isLetter,
            before != "." || !text[start - 2].isDigit || text[start + 1] == "月",
            before != "-" || !text[start - 2].isDigit,
            before != "¥", before != "第"
        else { return nil }
        if let date = SpokenDate(text, at: start, context.today, context.named) {
            readDate(date, from: start)
        } else {
            readClockAlone()
        }
        guard end > start else { return nil }
    }

    private mutating func readDate(_ date: SpokenDate, from start: Int) {
        (end, day, value, part) = (date.end, date.day, date.value, date.part)
        guard let day else { return }
        var place = end
        while text[place].isSpace { place += 1 }
        if text[place] == "的" || text[place] == ",", SpokenClock(text, at: place + 1, after: nil)?.part != nil {
            place += 1
        }
        if date.isWeak {
            // `3.20` is a day only with an hour or 日 behind it.
            let startsLine = text[start - 1] == "\n" && text[end].isSpace
            let clock = SpokenClock(text, at: place, after: nil)
            guard startsLine || clock?.hasMinute == true || clock?.part != nil else { return reset() }
        }
        guard let clock = SpokenClock(text, at: place, after: date.part) else { return }
        end = clock.end
        part = clock.part ?? date.part
        if clock.hour != nil { value = clock.value(on: day, part: part) }
    }

    private mutating func reset() { (end, day, value) = (-1, nil, nil) }

    private mutating func readClockAlone() {
        guard let clock = SpokenClock(text, at: end, after: nil), clock.hour != nil, let named = context.named else {
            return
        }
        let isSaid = clock.part ?? (clock.isWritten ? nil : context.part)
        end = clock.end
        part = clock.part
        value = clock.value(on: named, part: isSaid)
    }
}

/// The day of a spoken time, with a part of the day that its word holds (`昨晚`).
struct SpokenDate {
    private(set) var end: Int
    private(set) var day: CivilDay?
    private(set) var value: String?
    private(set) var part: PartOfDay?
    /// Only numbers with a point or a stroke between them.
    private(set) var isWeak = false

    private let text: ReadableText
    private let today: CivilDay?

    init?(_ text: ReadableText, at start: Int, _ today: CivilDay?, _ named: CivilDay?) {
        (self.text, self.today, end) = (text, today, start)
        guard readWord(named) || readWritten() || readMonth() || readDayOfMonth(named) else { return nil }
    }

    private mutating func set(_ day: CivilDay?, _ end: Int) -> Bool {
        guard let day else { return false }
        (self.day, self.end, value) = (day, end, day.description)
        return true
    }

    private mutating func readWord(_ named: CivilDay?) -> Bool {
        guard let match = DayWords.lexicon.match(text, at: end) else { return false }
        let end = match.range.upperBound
        switch match.meaning {
        case .daysFromToday(let days, let part):
            self.part = part
            return set(today?.adding(days: days), end)
        case .daysFromNamed(let days, let part):
            self.part = part
            return set(named?.adding(days: days), end)
        case .weekday(let weeks): return readWeekday(weeks, end)
        case .month(let months):
            guard let (year, month, _) = today?.components else { return false }
            let count = year * 12 + month - 1 + months
            if SpokenNumber(text, at: end, most: 31) != nil {
                return readDay(year: count / 12, month: count % 12 + 1, after: end)
            }
            (self.end, value) = (end, "\(count / 12)-\(twoDigits(count % 12 + 1))")
            return true
        case .year(let years): return readYear(years, end)
        case .feast(let name):
            guard let today, let day = DayWords.feast(name, near: today) else { return false }
            if "前回值期快".unicodeScalars.contains(text[end]) || text[self.end - 1] == "*" { return false }
            if name == "国庆", text[end] != "那", text[end] != "节" { return false }
            let tail = text[end] == "那" && text[end + 1] == "天" ? 2 : text[end] == "节" ? 1 : 0
            return set(day, end + tail)
        }
    }

    private mutating func readWeekday(_ weeks: Int, _ end: Int) -> Bool {
        let names: [Unicode.Scalar: Int] = ["一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7]
        let number = names[text[end]] ?? (text[end].isDigit ? Digits.value(text[end]) : nil)
        // 一周7天 is as long as a week.
        guard let today, let number, (1...7).contains(number), text[self.end - 1] != "一" else { return false }
        // Without this or last week the nearest day of that name is meant.
        let days = number - today.weekday
        let nearest =
            weeks == 0 && text[end - 1] != "周" ? (days > 3 ? days - 7 : days < -3 ? days + 7 : days) : days + 7 * weeks
        return set(today.adding(days: nearest), end + 1)
    }

    /// 去年, or 去年10月 with what follows.
    private mutating func readYear(_ years: Int, _ end: Int) -> Bool {
        guard let today else { return false }
        let year = today.components.year + years
        if let month = SpokenNumber(text, at: end, most: 12), text[month.end] == "月" {
            return readDay(year: year, month: month.value, after: month.end + 1)
        }
        guard years != 0 else { return false }
        (self.end, value) = (end, String(year))
        return true
    }

    /// `2026-03-14`, `2026年3月14日`, `3/14`, `03-14`, `3.20日`.
    private mutating func readWritten() -> Bool {
        guard let first = SpokenNumber(text, at: end, most: 9999) else { return false }
        let mark = text[first.end]
        if first.digits == 4 {
            guard (1900...2100).contains(first.value) else { return false }
            if mark == "年" { return readYearAndMonth(first.value, first.end + 1) }
            guard "-/.".unicodeScalars.contains(mark), let month = SpokenNumber(text, at: first.end + 1, most: 12),
                text[month.end] == mark, let day = SpokenNumber(text, at: month.end + 1, most: 31)
            else { return false }
            return set(CivilDay(year: first.value, month: month.value, day: day.value), day.end)
        }
        if mark == "年", first.digits == 2, !text[end].isHan, text[end].isDigit, (20...40).contains(first.value),
            let month = SpokenNumber(text, at: first.end + 1, most: 12), text[month.end] == "月"
        {
            return readYearAndMonth(2000 + first.value, first.end + 1)
        }
        guard "-/.".unicodeScalars.contains(mark), first.digits <= 2, (1...12).contains(first.value), !text[end].isHan,
            let day = SpokenNumber(text, at: first.end + 1, most: 31), !text[first.end + 1].isHan, day.digits <= 2,
            !text[day.end].isDigit, text[day.end] != mark, text[day.end] != "%"
        else { return false }
        let hasMark = text[day.end] == "日" || text[day.end] == "号"
        isWeak = !hasMark && mark != "/"
        if mark == "/", !hasMark, text[day.end].isLetter { return false }
        return set(nearest(first.value, day.value), day.end + (hasMark ? 1 : 0))
    }

    private mutating func readYearAndMonth(_ year: Int, _ place: Int) -> Bool {
        guard let month = SpokenNumber(text, at: place, most: 12), text[month.end] == "月" else {
            (end, value) = (place, String(year))
            return text[place] != "级" && text[place] != "期"
        }
        return readDay(year: year, month: month.value, after: month.end + 1)
    }

    private mutating func readMonth() -> Bool {
        guard let month = SpokenNumber(text, at: end, most: 12), month.digits <= 2, text[month.end] == "月",
            month.value > 0
        else {
            return false
        }
        let next = text[month.end + 1]
        if next == "卡" || next == "费" || next == "息" || next == "供" || next == "薪" { return false }
        return readDay(year: nil, month: month.value, after: month.end + 1)
    }

    private mutating func readDay(year: Int?, month: Int, after place: Int) -> Bool {
        if let day = SpokenNumber(text, at: place, most: 31), day.value > 0, !text[day.end].isDigit,
            let date = year.map({ CivilDay(year: $0, month: month, day: day.value) }) ?? nearest(month, day.value)
        {
            let hasMark = "日号曰".unicodeScalars.contains(text[day.end])
            if hasMark || (day.digits <= 2 && text[day.end] != "." && !"个万千元块".unicodeScalars.contains(text[day.end])) {
                return set(date, day.end + (hasMark ? 1 : 0))
            }
        }
        guard let (named, _, _) = (nearest(month, 15) ?? today)?.components else { return false }
        value = "\(year ?? named)-\(twoDigits(month))"
        end = place
        for tail in ["中旬", "上旬", "下旬", "初", "底", "末", "份"] where text.has(tail, at: place) {
            end = place + tail.unicodeScalars.count
        }
        return true
    }

    /// `20号`, in the month of the day last named.
    private mutating func readDayOfMonth(_ named: CivilDay?) -> Bool {
        guard let number = SpokenNumber(text, at: end, most: 31), number.value > 0, number.digits <= 2,
            "日号曰".unicodeScalars.contains(text[number.end]), !"务月".unicodeScalars.contains(text[end - 1]), let named
        else { return false }
        let next = text[number.end + 1]
        if Self.notADay.contains(next) { return false }
        let (year, month, _) = named.components
        return set(CivilDay(year: year, month: month, day: number.value), number.end + 1)
    }

    private static let notADay = ScalarSet("线楼店院房车门机码文铺桌")

    /// The day of that month and day that lies nearest to today.
    private func nearest(_ month: Int, _ day: Int) -> CivilDay? {
        guard let today else { return nil }
        let year = today.components.year
        return [year, year - 1, year + 1].compactMap { CivilDay(year: $0, month: month, day: day) }.min {
            abs($0.daysSince1970 - today.daysSince1970 + 60) < abs($1.daysSince1970 - today.daysSince1970 + 60)
        }
    }
}

extension ReadableText {
    func has(_ word: String, at place: Int) -> Bool {
        var next = place
        for scalar in word.unicodeScalars {
            guard self[next] == scalar else { return false }
            next += 1
        }
        return true
    }
}
