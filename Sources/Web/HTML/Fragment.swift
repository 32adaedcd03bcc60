internal import Primitives

/// A named piece of a page, sent alone when it changes; the script puts it in place of the element with its id.
package struct Fragment: Sendable, Equatable, Encodable {
    package let id: String
    /// One element that carries `id`; empty to take the element away.
    package let html: HTML
    /// The table body that takes the element at its top when the page has none with this id yet.
    package let group: String?

    package init(id: String, html: HTML, group: String? = nil) {
        self.id = id
        self.html = html
        self.group = group
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(id, forKey: .id)
        try container.encode(html.string, forKey: .html)
        try container.encodeIfPresent(group, forKey: .group)
    }

    /// The fragment as one server-sent event.
    package func event() throws -> String { "event: fragment\ndata: \(try CanonicalJSON.text(self))\n\n" }

    /// The answer to a form's check: all its fragments as one JSON list.
    package static func list(_ fragments: [Fragment]) throws -> String { try CanonicalJSON.text(fragments) }

    private enum Key: String, CodingKey { case id, html, group }
}

extension Timestamp {
    /// Milliseconds since 1970, the script's unit.
    var milliseconds: Int64 { microseconds / 1000 }

    /// The server's time as a server-sent event, which also keeps the stream alive.
    package var timeEvent: String { "event: time\ndata: \(milliseconds)\n\n" }
}
