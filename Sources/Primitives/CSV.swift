/// Lines of comma-separated values; a field with a comma, a quote or a line break stands in quotes (RFC 4180).
package enum CSV {
    package static func line(_ fields: [String]) -> String {
        fields.map(field).joined(separator: ",") + "\n"
    }

    /// The fields of every line; nil when a quote is left open. Tables copied from a spreadsheet have tabs for commas.
    package static func rows(_ text: String, separator: Character = ",") -> [[String]]? {
        var rows: [[String]] = []
        var row: [String] = []
        var field = ""
        var isQuoted = false
        var lastWasQuote = false
        for character in text {
            if isQuoted {
                if character == "\"" { isQuoted = false } else { field.append(character) }
                lastWasQuote = character == "\""
                continue
            }
            switch character {
            case "\"":
                if lastWasQuote { field.append("\"") }
                isQuoted = true
            case separator:
                row.append(field)
                field = ""
            case "\n", "\r\n":
                rows.append(row + [field])
                row = []
                field = ""
            default: field.append(character)
            }
            lastWasQuote = false
        }
        if isQuoted { return nil }
        if !row.isEmpty || !field.isEmpty { rows.append(row + [field]) }
        return rows
    }

    private static func field(_ text: String) -> String {
        let needsQuotes = text.contains { ",\"\n\r".contains($0) || $0.isNewline }
        return needsQuotes
            ? "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
            : text
    }
}
