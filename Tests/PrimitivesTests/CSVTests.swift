import Primitives
import Testing

struct CSVTests {
    @Test(
        "What is printed is read back, whatever stands beside quotes and commas",
        arguments: [
            ["a", "b"], ["", ""], ["a,b", "c\"d\"", "e\nf", "g\r\nh", "i\rj"],
            ["\u{301},\"", "\u{200D}\"", ",\u{301}"],
            ["王\u{2028}芳", "\u{85}"], ["\"\u{301}\""],
        ])
    func printed(row: [String]) {
        // Texts that differ in their scalars alone are equal, so the scalars are compared.
        let read = CSV.rows(CSV.line(row))?.map { $0.map { Array($0.unicodeScalars) } }
        #expect(read == [row.map { Array($0.unicodeScalars) }])
    }

    @Test("Line ends of every system end a line, and an open quote is refused")
    func lines() {
        #expect(CSV.rows("a,b\r\n\"c\"\r\nd\n") == [["a", "b"], ["c"], ["d"]])
        #expect(CSV.rows("a\tb", separator: .tab) == [["a", "b"]])
        #expect(CSV.rows("a,\"b") == nil)
    }
}
