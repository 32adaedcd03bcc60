package import Primitives

extension Duration {
    /// A counting clock: `27:28`, from one hour `1:08:33`; never below zero.
    package var stopwatch: String {
        let seconds = Int(max(wholeSeconds, 0))
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
        return (hours > 0 ? "\(hours):\(twoDigits(minutes))" : "\(minutes)") + ":\(twoDigits(seconds % 60))"
    }

    /// A counting clock that from one day on says whole hours only: `36 时`.
    package func counting(_ language: Language) -> String {
        self < .days(1) ? stopwatch : language(.hours(wholeSeconds / 3600))
    }

    /// A legal term in words: `47 时 36 分`, under an hour `36 分`, ended `已到期`.
    package func term(_ language: Language) -> String {
        let minutes = wholeSeconds / 60
        if self <= .zero { return language(.termOver) }
        return language(minutes < 60 ? .minutes(minutes) : .hoursMinutes(minutes / 60, minutes % 60))
    }
}

extension Timestamp {
    /// As short as it can be told from `now`: `22:47:08` today, `3-14 22:47` this year, else `2025-03-14 22:47`.
    package func moment(asOf now: Timestamp) -> String {
        let (time, today) = (CivilTime(self), CivilTime(now).day)
        if time.day == today { return time.clock }
        let (year, month, day) = time.day.components
        let short = "\(twoDigits(time.hour)):\(twoDigits(time.minute))"
        return year == today.components.year ? "\(month)-\(day) \(short)" : "\(time.day) \(short)"
    }

    /// `22:47`, with the date before it when it is another day than `now`.
    package func minute(asOf now: Timestamp) -> String {
        CivilTime(self).day == CivilTime(now).day ? String(CivilTime(self).clock.dropLast(3)) : moment(asOf: now)
    }
}

/// The half hour after the report in which money is most often saved.
package struct GoldenClock: Sendable, Equatable {
    package static let length: Duration = .minutes(30)

    package var reported: Timestamp
    package var firstHold: Timestamp?

    package init(reported: Timestamp, firstHold: Timestamp? = nil) {
        self.reported = reported
        self.firstHold = firstHold
    }

    /// The clock of a list's row.
    package func row(asOf now: Timestamp, _ language: Language) -> HTML {
        let elapsed = now - reported
        let ticks: HTML? = elapsed < .days(1) ? self.ticks(width: 96, asOf: now) : nil
        return
            "<span class=\"cl\">\(count(asOf: now, language))<small>\(remaining(asOf: now, language))</small></span>\(ticks)"
    }

    /// The clock of an incident's head.
    package func large(asOf now: Timestamp, _ language: Language) -> HTML {
        let hold: HTML? = firstHold.map { moment in
            #"　<span class="held">▼ \#(language(.firstHold((moment - reported).stopwatch)))</span>"#
        }
        return """
            <div class="gold" role="timer" aria-label="\(language(.sinceReport((now - reported).counting(language))))">\
            \(count(asOf: now, language))<small>\(when: now < reported + Self.length, "\(language(.goldenHalfHour))")\
            \(remaining(asOf: now, language))\(hold)</small>\(ticks(width: 150, asOf: now))</div>
            """
    }

    private func count(asOf now: Timestamp, _ language: Language) -> HTML {
        #"<b class="t" data-up="\#(reported.milliseconds)">\#((now - reported).counting(language))</b>"#
    }

    private func remaining(asOf now: Timestamp, _ language: Language) -> HTML {
        let end = reported + Self.length
        if now >= reported + .days(1) { return "\(language(.yesterday))" }
        if now >= end { return "\(language(.pastGolden))" }
        let parts = language(.remaining("{0}")).split(separator: "{0}", omittingEmptySubsequences: false)
        let clock: HTML =
            #"<span data-down="\#(end.milliseconds)" data-past="\#(language(.pastGolden))">\#((end - now).stopwatch)</span>"#
        return "\(parts[0])\(clock)\(parts.count > 1 ? String(parts[1]) : "")"
    }

    /// Six ticks of five minutes that fill, and ▼ at the first hold.
    private func ticks(width: Int, asOf now: Timestamp) -> HTML {
        let filled = share(of: now - reported) * Double(width)
        let (gap, step) = (1.6, (Double(width) + 1.6) / 6)
        let dash: HTML = "\(step - gap) \(gap)"
        let mark: HTML? = firstHold.map { moment in
            let x = min(max(share(of: moment - reported) * Double(width), 3.2), Double(width) - 3.2)
            return #"<path class="m" d="M\#(x - 3.2) 0h6.4l-3.2 4.6z"/>"#
        }
        return """
            <svg class="ticks" width="\(width)" height="10" viewBox="0 0 \(width) 10" aria-hidden="true">\
            <path class="t0" d="M0 7H\(width)" stroke-dasharray="\(dash)"/>\
            <path class="t1" d="M0 7H\(filled)" stroke-dasharray="\(dash)" data-fill="\(reported.milliseconds)"/>\(mark)</svg>
            """
    }

    private func share(of elapsed: Duration) -> Double {
        min(max(Double(elapsed.microseconds) / Double(Self.length.microseconds), 0), 1)
    }
}

extension HTML {
    /// A duty clock: elapsed and limit together, warning from half of the limit: `6:12，时限 10:00`.
    package static func dutyClock(since start: Timestamp, limit: Duration, asOf now: Timestamp, _ language: Language)
        -> HTML
    {
        let elapsed = now - start
        let tone = elapsed * 2 >= limit ? Tone.warn.rawValue : ""
        let over: HTML? = elapsed >= limit ? " · \(language(.escalated))" : nil
        return """
            <span class="duty \(tone)" data-up="\(start.milliseconds)" data-warn="\((start + limit / 2).milliseconds)">\
            \(elapsed.counting(language))</span>\(language == .zh ? "，" : ", ")\(language(.limit(limit.stopwatch)))\(over)
            """
    }

    /// A legal term's clock: what is left in words and its end beneath; warns under 12 hours, dangerous in the last.
    package static func legalClock(until end: Timestamp, asOf now: Timestamp, _ language: Language) -> HTML {
        let left = end - now
        let tone: Tone = left <= .hours(1) ? .danger : left <= .hours(12) ? .warn : .plain
        return """
            \(when: tone != .plain, icon(.alert) + " ")<span class="\(tone.rawValue)" data-term="\(end.milliseconds)">\(left.term(language))</span>\
            <small>\(language(.ends(end.minute(asOf: now))))</small>
            """
    }

    /// A moment with its exact time for programs.
    package static func time(_ moment: Timestamp, asOf now: Timestamp) -> HTML {
        #"<time datetime="\#(CivilTime(moment).rfc3339)">\#(moment.moment(asOf: now))</time>"#
    }
}
