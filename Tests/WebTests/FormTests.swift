import Testing

@testable import Web

@Suite struct FormTests {
    @Test("names and values of a form are decoded; what is no valid escape stays")
    func urlEncoded() {
        let form = Form(urlEncoded: "a=%E9%87%91+1&b=&c&a=2&d=100%&e=%zz&%66=+x+")
        #expect(form["a"] == "金 1" && form.all("a") == ["金 1", "2"])
        #expect(form["b"] == "" && form.contains("c") && !form.contains("x"))
        #expect(form["d"] == "100%" && form["e"] == "%zz")
        #expect(form["f"] == "x" && form.exact("f") == " x ")
        #expect(form.names == ["a", "b", "c", "d", "e", "f"])
    }

    @Test("a form with files keeps their bytes as they are")
    func multipart() throws {
        let bytes: [UInt8] = [0, 13, 10, 45, 45, 89, 255]
        var body = Array("--X\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nt\r\n--X\r\n".utf8)
        body += Array(
            "Content-Disposition: form-data; name=\"f\"; filename=\"回单.png\"\r\nContent-Type: image/png\r\n\r\n".utf8)
        body += bytes + Array("\r\n--X--\r\n".utf8)
        let form = try #require(Form(multipart: body, boundary: "X"))
        #expect(form["csrf"] == "t")
        let file = try #require(form.file("f"))
        #expect(file.name == "回单.png" && file.mediaType == "image/png" && file.bytes == bytes)
    }

    @Test(
        "an accent right behind a quote does not hide the quote", arguments: ["\u{301}.pdf", "\u{200D}", "a;\u{301}b"])
    func accents(name: String) {
        let value = Form.parameter("filename", of: "form-data; name=\"f\"; filename=\"\(name)\"")
        #expect(value.map { Array($0.unicodeScalars) } == Array(name.unicodeScalars))
    }

    @Test(
        "what is not well formed is refused",
        arguments: [
            "", "--X", "--X\r\nno blank line\r\n--X--", "--Y\r\n\r\n--Y--", "--X\r\nContent-Type: a\r\n\r\nb\r\n--X--",
        ])
    func malformed(body: String) {
        #expect(Form(multipart: Array(body.utf8), boundary: "X") == nil)
    }
}
