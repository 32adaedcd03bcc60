internal import Recovery

/// What was read out of the statement into the fields of a form, as the form carries it from page to page.
struct ReadFields: Sendable, Equatable {
    /// By the names of the form's fields; a mark of 0 is none.
    var values: [ReadValue] = []
    /// Doubtful values that a person has said to be right.
    var confirmed: Set<String> = []
    /// Tells the statement that was read from others.
    private(set) var statementMark = ""

    private static let valuesMost = 2_000

    init() {}

    init(_ values: [ReadValue], confirmed: Set<String>, of statement: String) {
        (self.values, self.confirmed) = (values, confirmed)
        statementMark = ReadStatement.mark(of: statement)
    }

    /// Of a draft whose rows are numbered by their places.
    init(_ kept: ReadStatement) {
        (values, confirmed, statementMark) = (kept.values, kept.confirmed, kept.statementMark)
    }

    init(_ form: Form) {
        values = form.all("read").prefix(Self.valuesMost).compactMap(Self.value)
        confirmed = Set(form.all("confirmed").prefix(Self.valuesMost))
        statementMark = form["readOf"]
    }

    subscript(field: String) -> ReadValue? { values.first { $0.field == field } }

    /// Whether the statement is still the one that was read.
    func isOf(_ statement: String) -> Bool {
        !statementMark.isEmpty && statementMark == ReadStatement.mark(of: statement)
    }

    /// For the command, with the places that `place` gives for the names of fields.
    func statement(_ place: (String) -> String) -> ReadStatement? {
        guard !statementMark.isEmpty else { return nil }
        let placed = values.map { value in
            ReadValue(field: place(value.field), text: value.text, mark: value.mark, isSure: value.isSure)
        }
        return ReadStatement(values: placed, confirmed: Set(confirmed.map(place)), statementMark: statementMark)
    }

    /// `9 sure transfers.0.amount 120,000.00`
    private static func value(_ text: String) -> ReadValue? {
        let parts = text.split(separator: " ", maxSplits: 3).map(String.init)
        guard parts.count == 4, let mark = Int(parts[0]), mark >= 0, ["sure", "doubtful"].contains(parts[1]) else {
            return nil
        }
        return ReadValue(field: parts[2], text: parts[3], mark: mark, isSure: parts[1] == "sure")
    }

    var hiddenFields: HTML? {
        guard !statementMark.isEmpty else { return nil }
        let fields = values.map { value -> HTML in
            """
            <input type="hidden" name="read" value="\(value.mark) \(value.isSure ? "sure" : "doubtful") \(value.field) \(value.text)">
            """
        }
        return "<input type=\"hidden\" name=\"readOf\" value=\"\(statementMark)\">\(fields)"
    }
}
