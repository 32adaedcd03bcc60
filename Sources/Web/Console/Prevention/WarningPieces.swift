internal import Access
internal import Jurisdiction
internal import Prevention
internal import Primitives
internal import Storage

extension Grade {
    /// 4 for the highest.
    fileprivate var bars: Int { (Grade.allCases.firstIndex(of: self) ?? 0) + 1 }
}

extension HTML {
    /// Four rising bars, as many filled as the grade has, and its word.
    static func grade(_ grade: Grade, _ rules: Rules, _ language: Language) -> HTML {
        let bars = (0..<4).map { place -> HTML in
            """
            <rect x="\(place * 4)" y="\(9 - place * 3)" width="3" height="\(3 + place * 3)" rx=".6"\
            \(attribute: "class", place < grade.bars ? "on" : nil)/>
            """
        }
        let name = rules.code(grade.rawValue, in: .grades)?.name
        let words = name.map { language(Text($0.zh, $0.en)) } ?? grade.rawValue
        return """
            <span class="gr g\(grade.bars)"><svg viewBox="-.5 -.5 16.5 13" aria-hidden="true">\(bars)</svg>\(words)</span>
            """
    }

    /// What is left of a task's nearest clock, or by how much it is over; with what the clock is for.
    static func taskClock(_ clock: TaskClocks.Clock, asOf now: Timestamp, _ language: Language) -> HTML {
        let left = clock.due - now
        let isHalf = (now - clock.start) * 2 >= clock.due - clock.start
        let tone: Tone = left <= .zero ? .danger : isHalf ? .warn : .plain
        return """
            <span class="\(tone.rawValue)">\(when: tone != .plain, icon(.alert) + " ")\(language(.warningClock(clock.kind)))　<b>\(ticking(to: clock.due, asOf: now, language))</b></span>\
            <small>\(language(.dueAt(clock.due.minute(asOf: now))))</small>
            """
    }

    /// `余 4:55` or `超 0:12` that goes on: what is left until an end, or what has passed since. It is all that its parent holds.
    static func ticking(to end: Timestamp, asOf now: Timestamp, _ language: Language) -> HTML {
        let place: Character = "\u{FFFC}"
        let text: Text = end <= now ? .overBy(String(place)) : .leftShort(String(place))
        let words = language(text).split(separator: place, omittingEmptySubsequences: false).map(String.init)
        let clock: HTML =
            end <= now
            ? #"<span data-up="\#(end.milliseconds)">\#((now - end).stopwatch)</span>"#
            : #"<span data-down="\#(end.milliseconds)" data-past="\#(language(.termOver))">\#((end - now).stopwatch)</span>"#
        return "\(words[0])\(clock)\(words[1])"
    }
}

extension TaskClocks {
    /// The clock whose end comes first among those not met.
    var nearest: Clock? { all.filter { $0.metAt == nil }.min { $0.due < $1.due } }
}

extension Rules {
    /// The names of signs, in the order given.
    func names(of signs: [String], _ language: Language) -> String {
        signs.map { code in
            self.code(code, in: .warningSigns).map { language(Text($0.name.zh, $0.name.en)) } ?? code
        }.joined(separator: language == .zh ? "、" : ", ")
    }

    func fraudTypeName(_ code: String?, _ language: Language) -> String {
        guard let code else { return language(.unknownType) }
        return self.code(code, in: .fraudTypes).map { language(Text($0.name.zh, $0.name.en)) } ?? code
    }
}

extension WarnedPerson {
    /// The name, or what he is known by.
    func called(_ language: Language) -> String {
        name.isBlank ? phone?.masked ?? identityNumber?.masked ?? language(.nameUnknown) : name
    }

    /// The telephone, else the identity number, masked.
    var number: String { phone?.masked ?? identityNumber?.masked ?? "—" }
}
