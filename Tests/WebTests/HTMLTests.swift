import Testing
import Web

@Suite struct HTMLTests {
    static let hostile = #"<script>alert("x")</script>' onload='y' & \u{0}"# + "\u{0}\u{1B}"

    @Test("a hostile text stays text inside an element")
    func element() {
        let html: HTML = "<p>\(Self.hostile)</p>"
        #expect(!html.string.contains("<script"))
        #expect(html.string.hasPrefix("<p>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;"))
        #expect(!html.string.unicodeScalars.contains("\u{0}"))
        #expect(html.string.contains("\u{FFFD}\u{FFFD}</p>"))
    }

    @Test("a hostile text cannot leave an attribute, whichever quotes it stands in")
    func attributes() {
        let text = Self.hostile
        let html: HTML = "<a title=\"\(text)\" alt='\(text)'\(attribute: "data-x", text)>"
        #expect(html.string.filter { $0 == "\"" }.count == 4)
        #expect(html.string.filter { $0 == "'" }.count == 2)
        #expect(html.string.filter { $0 == "<" }.count == 1)
    }

    @Test("an attribute without a value is left out, and a bare one stands only when asked for")
    func optionalAttributes() {
        let none: String? = nil
        let html: HTML = "<a\(attribute: "title", none)\(attribute: "hidden", if: true)\(attribute: "open", if: false)>"
        #expect(html.string == "<a hidden>")
    }

    @Test(
        "an address that could run script or lead to an unnamed host becomes #",
        arguments: [
            "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
            "data:text/html,x",
            "vbscript:x", "//evil.example", "/\\evil.example", "/\t/evil.example", "\\\\evil.example", "", "evil",
        ])
    func addresses(address: String) {
        let html: HTML = "<a href=\"\(address: address)\">"
        #expect(html.string == "<a href=\"#\">")
    }

    @Test(
        "our own addresses pass",
        arguments: ["/incidents/1?a=1#x", "#main", "?after=3", "https://example.org/", "tel:96110"])
    func ownAddresses(address: String) {
        let html: HTML = "\(address: address)"
        #expect(html.string == address)
    }

    @Test("a query part and a token keep no character of meaning, and no two texts share a token")
    func queryAndToken() {
        let html: HTML = "\(query: "a&b=c d/赵'\"<")|\(token: "a b_1.\"")|\(token: "a_20b")"
        #expect(html.string == "a%26b%3Dc%20d%2F%E8%B5%B5%27%22%3C|a_20b_5F1._22|a_5F20b")
    }

    @Test("markup goes in as it is, lists are joined, nil leaves nothing, numbers are written out")
    func nesting() {
        let inner: HTML = "<b>\("a<b")</b>"
        let missing: HTML? = nil
        let list: [HTML] = ["<i>1</i>", "<i>2</i>"]
        let html: HTML =
            "\(inner)\(missing)\(list)\(list.joined(separator: ", "))\(7)\(raw: "<hr>")\(when: false, "<u>")"
        #expect(html.string == "<b>a&lt;b</b><i>1</i><i>2</i><i>1</i>, <i>2</i>7<hr>")
    }

    @Test("a choice between two quoted texts inside a page is text, not markup", arguments: [true])
    func literalChoice(isNew: Bool) {
        let html: HTML = "\(isNew ? "<new>" : "")"
        #expect(html.string == "&lt;new&gt;")
    }

    @Test("a fragment is one server-sent event on one line, however many lines its markup has")
    func fragmentEvent() throws {
        let event = try Fragment(id: "row-1", html: "<tr id=\"row-1\">\n<td>\("a\nb")</td></tr>", group: "golden")
            .event()
        #expect(
            event
                == "event: fragment\ndata: {\"group\":\"golden\",\"html\":\"<tr id=\\\"row-1\\\">\\n<td>a\\nb</td></tr>\",\"id\":\"row-1\"}\n\n"
        )
    }
}
