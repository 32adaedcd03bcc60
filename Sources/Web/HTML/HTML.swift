/// Markup whose string interpolation escapes: `"<p>\(name)</p>"` is safe whatever `name` holds.
package struct HTML: Sendable, Hashable {
    /// The markup as UTF-8, ready to be sent.
    package private(set) var bytes: [UInt8]

    package init() { bytes = [] }

    /// Markup that is already safe: assets and what this program wrote itself.
    package init(raw: String) { bytes = Array(raw.utf8) }

    /// A text of any origin, escaped.
    package init(text: String) {
        bytes = []
        text.appendEscaped(to: &bytes)
    }

    package var string: String { String(decoding: bytes, as: UTF8.self) }
    package var isEmpty: Bool { bytes.isEmpty }

    package static func += (a: inout HTML, b: HTML) { a.bytes.append(contentsOf: b.bytes) }

    package static func + (a: HTML, b: HTML) -> HTML {
        var sum = a
        sum += b
        return sum
    }
}

extension [HTML] {
    /// The parts one after the other, with `separator` between them.
    package func joined(separator: HTML = HTML()) -> HTML {
        var whole = HTML()
        for (index, part) in enumerated() {
            if index > 0 { whole += separator }
            whole += part
        }
        return whole
    }
}

extension HTML: ExpressibleByStringInterpolation {
    package init(stringLiteral value: String) { self.init(raw: value) }

    package init(stringInterpolation: StringInterpolation) { bytes = stringInterpolation.bytes }

    /// What may stand inside `\(…)`: texts and numbers are escaped, markup goes in as it is, nil leaves nothing.
    package struct StringInterpolation: StringInterpolationProtocol {
        var bytes: [UInt8] = []

        package init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        package mutating func appendLiteral(_ literal: String) { bytes.append(contentsOf: literal.utf8) }

        package mutating func appendInterpolation(_ text: String) { text.appendEscaped(to: &bytes) }
        package mutating func appendInterpolation(_ text: Substring) { String(text).appendEscaped(to: &bytes) }
        package mutating func appendInterpolation(_ text: String?) { text?.appendEscaped(to: &bytes) }
        package mutating func appendInterpolation(_ number: some BinaryInteger) { appendLiteral(String(number)) }

        package mutating func appendInterpolation(_ html: HTML) { bytes.append(contentsOf: html.bytes) }
        package mutating func appendInterpolation(_ html: HTML?) { if let html { appendInterpolation(html) } }
        package mutating func appendInterpolation(_ parts: [HTML]) { for part in parts { appendInterpolation(part) } }
        package mutating func appendInterpolation(_ parts: [HTML?]) { for part in parts { appendInterpolation(part) } }

        /// Markup that stands only where `condition` holds.
        package mutating func appendInterpolation(when condition: Bool, _ html: @autoclosure () -> HTML) {
            if condition { appendInterpolation(html()) }
        }

        /// Text that is already markup.
        package mutating func appendInterpolation(raw text: String) { appendLiteral(text) }

        /// An address for `href`, `src` or `action`: one that could run script or leave for an unnamed host becomes `#`.
        package mutating func appendInterpolation(address: String) {
            (address.isSafeAddress ? address : "#").appendEscaped(to: &bytes)
        }

        /// One part of a path or a query, percent-encoded.
        package mutating func appendInterpolation(query text: String) { appendLiteral(text.percentEncoded) }

        /// A text made fit for an `id`, a class or `url(#…)`.
        package mutating func appendInterpolation(token text: String) { appendLiteral(text.markupToken) }

        /// An attribute with a space before it, left out where the value is nil.
        package mutating func appendInterpolation(attribute name: StaticString, _ value: String?) {
            guard let value else { return }
            appendLiteral(" \(name)=\"")
            value.appendEscaped(to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }

        /// An attribute without a value, left out where `isPresent` is false.
        package mutating func appendInterpolation(attribute name: StaticString, if isPresent: Bool) {
            if isPresent { appendLiteral(" \(name)") }
        }
    }
}
