/// Lines of comma-separated values; a field with a comma, a quote or a line break stands in quotes (RFC 4180).
///
/// It goes by bytes and not by characters: an accent that follows a quote or a comma would make another character of it.
package enum CSV {
    package static func line(_ fields: [String]) -> String {
        fields.map(field).joined(separator: ",") + "\n"
    }

    /// The fields of every line; nil when a quote is left open. Tables copied from a spreadsheet have tabs for commas.
    package static func rows(_ text: String, separator: Separator = .comma) -> [[String]]? {
        let (quote, newline, carriageReturn) = (UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"))
        var rows: [[String]] = []
        var row: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var lastWasQuote = false
        func endField() {
            row.append(String(decoding: field, as: UTF8.self))
            field.removeAll(keepingCapacity: true)
        }
        for byte in text.utf8 {
            if isQuoted {
                if byte == quote { isQuoted = false } else { field.append(byte) }
                lastWasQuote = byte == quote
                continue
            }
            switch byte {
            case quote:
                if lastWasQuote { field.append(quote) }
                isQuoted = true
            case separator.rawValue: endField()
            case newline:
                if field.last == carriageReturn, !lastWasQuote { field.removeLast() }
                endField()
                rows.append(row)
                row.removeAll(keepingCapacity: true)
            default: field.append(byte)
            }
            lastWasQuote = false
        }
        if isQuoted { return nil }
        if !row.isEmpty || !field.isEmpty {
            endField()
            rows.append(row)
        }
        return rows
    }

    package enum Separator: UInt8, Sendable { case comma = 44, tab = 9 }

    private static func field(_ text: String) -> String {
        let needsQuotes = text.unicodeScalars.contains { ",\"".unicodeScalars.contains($0) || Character($0).isNewline }
        guard needsQuotes else { return text }
        let parts = text.unicodeScalars.split(separator: "\"", omittingEmptySubsequences: false)
        return "\"" + parts.map { String($0) }.joined(separator: "\"\"") + "\""
    }
}
