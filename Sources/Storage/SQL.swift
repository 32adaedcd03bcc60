/// One statement with its arguments; interpolation binds, so a value can never become part of the text.
///
/// Arguments are numbered `$1, $2 …` in order, which both databases read unchanged.
package struct SQL: Sendable, ExpressibleByStringInterpolation {
    /// The words between the arguments: always one more than there are arguments.
    private var words: [String]
    package private(set) var arguments: [Value]

    package init(stringLiteral value: String) {
        words = [value]
        arguments = []
    }

    package init(stringInterpolation: StringInterpolation) { self = stringInterpolation.sql }

    /// Takes text as it is; for schema statements and the words of a dialect, never for values.
    package init(raw text: String) { self.init(stringLiteral: text) }

    package var text: String {
        var text = words[0]
        for number in words.indices.dropFirst() { text += "$\(number)" + words[number] }
        return text
    }

    /// The text with the word NULL in place of each null argument, the others numbered as they are.
    ///
    /// PostgreSQL cannot tell the type of a bare null parameter where nothing beside it has one, as in `$1 IS NULL`.
    package var textNamingNulls: String {
        var text = words[0]
        for (index, argument) in arguments.enumerated() {
            text += (argument == .null ? "NULL" : "$\(index + 1)") + words[index + 1]
        }
        return text
    }

    private mutating func append(words more: String) { words[words.count - 1] += more }

    private mutating func append(argument: Value) {
        arguments.append(argument)
        words.append("")
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql = SQL(stringLiteral: "")

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ literal: String) { sql.append(words: literal) }

        package mutating func appendInterpolation(_ value: some Storable) { sql.append(argument: value.stored) }

        package mutating func appendInterpolation(_ value: (some Storable)?) { sql.append(argument: value.stored) }

        package mutating func appendInterpolation(raw words: String) { sql.append(words: words) }

        /// A list for `IN (…)`; an empty one matches nothing.
        package mutating func appendInterpolation(list values: [some Storable]) {
            if values.isEmpty { sql.append(words: "NULL") }
            for (index, value) in values.enumerated() {
                if index > 0 { sql.append(words: ", ") }
                sql.append(argument: value.stored)
            }
        }

        /// A part of a statement with its own arguments, numbered on.
        package mutating func appendInterpolation(_ part: SQL) {
            sql.append(words: part.words[0])
            for (argument, words) in zip(part.arguments, part.words.dropFirst()) {
                sql.append(argument: argument)
                sql.append(words: words)
            }
        }
    }
}
