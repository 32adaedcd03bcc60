internal import Recovery

/// The statement with a mark at each value that was read, and what it says as a whole.
struct MarkedStatement {
    /// Nil where it was not read, or has changed since.
    let reading: StatementReading?
    let narrative: String
    let fields: IntakeFields
    let differences: [ReadValue]
    /// The first doubtful value takes the focus.
    let isFresh: Bool

    private var language: Language { fields.language }
    private var read: ReadFields { fields.form.read }

    /// Each mark carries the number that stands at its field, and leads there.
    var marked: HTML? {
        guard let reading, !reading.marks.isEmpty else { return nil }
        let scalars = Array(narrative.unicodeScalars)
        var (parts, place): ([HTML], Int) = ([], 0)
        for (index, mark) in reading.marks.enumerated() where mark.range.lowerBound >= place {
            parts.append(Self.text(scalars[place..<mark.range.lowerBound]))
            parts.append(html(index + 1, Self.text(scalars[mark.range])))
            place = mark.range.upperBound
        }
        return "<p class=\"said\"\(attribute: "data-fresh", if: isFresh)>\(parts)\(Self.text(scalars[place...]))</p>"
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> HTML {
        let lines = String(String.UnicodeScalarView(scalars)).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return lines.map { HTML(text: String($0)) }.joined(separator: "<br>")
    }

    private func html(_ number: Int, _ words: HTML) -> HTML {
        guard let value = read.values.first(where: { $0.mark == number }) else { return "<mark>\(words)</mark>" }
        return """
            <mark id="m-\(number)" data-mark="\(number)"\(attribute: "class", isOpen(value) ? "q" : nil)>\
            <a href="#f-\(token: value.field)">\(words)</a><sup>\(number)</sup></mark>
            """
    }

    private func isOpen(_ value: ReadValue) -> Bool {
        !value.isSure && !read.confirmed.contains(value.field) && fields.form.text(of: value.field) == value.text
    }

    // MARK: as a whole

    var summary: HTML? {
        guard let reading else {
            guard read != ReadFields() else { return nil }
            return "<p class=\"note warn\">\(HTML.icon(.alert)) \(language(.readAgain))</p>"
        }
        let open = read.values.count(where: isOpen)
        return """
            <div class="fs2" id="reading"><p class="xs sec">\(language(.placesRead(reading.marks.count, doubtful: open)))</p>\
            \(spam(reading.refused))\(reading.type.map(type))\(telephones)\(others)\(screen)</div>
            """
    }

    /// What was left out, and how it begins, so that the taker sees whether the reading is wrong.
    private func spam(_ refused: Range<Int>?) -> HTML? {
        guard let refused else { return nil }
        let left = narrative.unicodeScalars.dropFirst(refused.lowerBound)
        let words = String(String.UnicodeScalarView(left)).split(whereSeparator: \.isWhitespace).first ?? ""
        let beginning = String(words.prefix(Self.beginningMost))
        return "<p class=\"note warn\">\(HTML.icon(.alert)) \(language(.spamRefused(from: beginning)))</p>"
    }

    private static let beginningMost = 12

    /// Telephones that one page tells the origins of.
    private static let telephonesMost = 10

    /// Where the numbers were given out, each once: a caller who says he is of this town may not be.
    private var telephones: HTML? {
        let known = reading?.marks.filter { $0.place != nil } ?? []
        guard !known.isEmpty else { return nil }
        var lines: [String] = []
        for mark in known {
            let line = [mark.value, mark.place, mark.carrier].compactMap { $0 }.joined(separator: " ")
            if !lines.contains(line), lines.count < Self.telephonesMost { lines.append(line) }
        }
        return """
            <dl class="kv tight"><dt>\(language(.telephoneOrigins))</dt><dd class="sec">\(lines.joined(separator: language(.listComma)))</dd></dl>
            """
    }

    private func type(_ type: StatementReading.FraudType) -> HTML {
        let name =
            !type.isSure
            ? language(.typeUnsure)
            : type.code == StatementReading.noFraud ? language(.noFraudRead) : words(of: type.code)
        let likely = type.alternatives.prefix(2).filter { $0.confidence >= 0.01 }
        let then = likely.map { "\(words(of: $0.code)) \(Self.share($0.confidence))" }
        let lessLikely: HTML? =
            then.isEmpty
            ? nil
            : "<dt>\(language(.nextLikely))</dt><dd class=\"sec\">\(then.joined(separator: language(.listComma)))</dd>"
        return """
            <dl class="kv tight"><dt>\(language(.fraudType))</dt><dd><b>\(name)</b> \
            <span class="tag acc">\(language(.confidenceWord)) \(Self.share(type.confidence))</span></dd>\
            <dt>\(language(.becauseWord))</dt><dd class="sec">\(type.because.joined(separator: language(.listComma)))</dd>\
            \(lessLikely)</dl>
            """
    }

    private func words(of code: String) -> String {
        code == StatementReading.noFraud
            ? language(.noFraudRead) : fields.fraudTypes.first { $0.value == code }?.words ?? code
    }

    /// `0.97`, never rounded up to a whole.
    private static func share(_ confidence: Double) -> String {
        let hundredths = min(99, max(0, Int(confidence * 100)))
        return hundredths < 10 ? "0.0\(hundredths)" : "0.\(hundredths)"
    }

    private var others: HTML? {
        guard !differences.isEmpty else { return nil }
        let items = differences.map { value -> HTML in
            let label = fields.all.first { $0.name == value.field }?.label ?? value.field
            return """
                <li><a href="#f-\(token: value.field)">\(language(.differsFrom(label, value.text)))</a><sup class="src">\(value.mark)</sup></li>
                """
        }
        return "<p class=\"note warn\">\(HTML.icon(.alert)) \(language(.saidOtherwise))</p><ul>\(items)</ul>"
    }

    private static let screenWords = ["屏幕共享", "共享屏幕", "共享了屏幕", "开了共享", "开着共享"]

    private var screen: HTML? {
        guard Self.screenWords.contains(where: narrative.contains) else { return nil }
        return "<p class=\"note warn\">\(HTML.icon(.alert)) \(language(.screenShared))</p>"
    }
}
