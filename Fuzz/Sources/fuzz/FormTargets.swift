import Foundation
import Hummingbird
import Primitives

@testable import Recovery
@testable import Web

let formTargets: [Target] = [
    Target(
        "query", "a form's fields are the same when they are encoded and read again",
        seeds: ["a=1&b=%E7%8E%8B+x&a=%zz%4", "=&&=&a", "q=%F0%9F%98%80%ED%A0%80&=%00"]
    ) { text in
        let form = Form(urlEncoded: text)
        let pairs = form.names.flatMap { name in form.all(name).map { (name, $0) } }
        let sent = pairs.map { "\($0.0.percentEncoded)=\($0.1.percentEncoded)" }.joined(separator: "&")
        let again = Form(urlEncoded: sent)
        hold(again == Form(pairs.map { (name: $0.0, value: $0.1) }), "\(sent) is another form")
        _ = orNil { () throws(Problems) in try form.checkTexts() }
    },
    Target(
        "multipart", "parts hold no more than was sent, and none holds what separates it",
        bytes: [
            "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x;y.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n--b--\r\n",
            "--b--", "--b\r\nA: b\r\n\r\n\r\n--b--",
        ].map { Array($0.utf8) }
    ) { bytes in
        guard let form = Form(multipart: bytes, boundary: "b") else { return }
        let content = form.files.map(\.bytes)
        hold(content.reduce(0) { $0 + $1.count } <= bytes.count, "more than was sent")
        for part in content {
            let text = String(decoding: part, as: Unicode.ASCII.self)
            hold(!text.contains("\r\n--b"), "a part goes on after its end")
        }
        for name in form.names { _ = (form[name], form.all(name)) }
    },
    Target(
        "markup", "escaped text holds no markup and loses nothing; a link leads where it may",
        seeds: [
            "<b a=\"1\" c='2'>&amp;", "javascript:alert(1)", "//host", "/a/../b?x=1#y", "ht\ttps://x", "mailto:a@b",
            "\u{0}\u{7f}",
        ]
    ) { text in
        let escaped = HTML(text: text).string
        hold(!escaped.utf8.contains { "<>\"'".utf8.contains($0) }, "markup in \(escaped)")
        let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
            .reduce(escaped) { $0.replacingOccurrences(of: $1.0, with: $1.1, options: .literal) }
        let shown = String(String.UnicodeScalarView(text.unicodeScalars.map(\.shown)))
        hold(plain == shown, "\(escaped) shows \(plain)")
        hold(Form(urlEncoded: "a=" + text.percentEncoded).exact("a") == text, "another text after encoding")
        if text.isSafeAddress { hold(leadsWhereItMay(text), "\(text) is no safe address") }
    },
    Target(
        "header", "a header's parameter holds no quotes' end and no other parameter",
        seeds: ["form-data; name=\"a;b\"; filename=x", "multipart/form-data;boundary=--b", ";;name==\"\"\";"]
    ) { text in
        for name in ["name", "filename", "boundary"] {
            guard let value = Form.parameter(name, of: text) else { continue }
            hold(value.utf8.count <= text.utf8.count, "more than was sent")
            let again = Form.parameter(name, of: "x; \(name)=\"\(value)\"")
            hold(value.contains("\"") || again == value, "\(value) reads \(again ?? "nothing")")
        }
        _ = (Language(rawValue: text), Frame.Theme(rawValue: text))
    },
    Target(
        "evidence", "a file is taken only as a kind of the list, and begins as that kind does",
        bytes: [
            [5] + Array("a.pdf%PDF-1.7".utf8), [5] + Array("a.png".utf8) + [0x89, 0x50, 0x4E, 0x47],
            [5] + Array("a.txthallo".utf8),
            [8] + Array("a.b.xlsx".utf8) + [0x50, 0x4B, 3, 4], [5] + Array("a.mp4\0\0\0 ftyp".utf8),
        ]
    ) { bytes in
        guard let length = bytes.first.map({ Int($0) }), length > 0, bytes.count > length else { return }
        let name = String(decoding: bytes[1...length], as: UTF8.self)
        let content = Array(bytes[(length + 1)...])
        let file = EvidenceFile(name: name, content: content)
        guard let type = orNil({ () throws(FieldProblem) in try file.mediaType(rules) }) else { return }
        hold(
            ["image/", "audio/", "video/", "text/plain", "text/csv", "application/"].contains { type.hasPrefix($0) },
            type)
        hold(!type.contains("svg") && !type.contains("html") && !type.contains("script"), "\(type) can run")
        hold(FileSignature.fits(content, mediaType: type), "\(name) does not begin as \(type)")
    },
]

extension Unicode.Scalar {
    /// As a page shows it: control characters are not allowed in HTML.
    fileprivate var shown: Unicode.Scalar {
        let isControl = (value < 0x20 && ![9, 10, 13].contains(value)) || value == 0x7F
        return isControl ? "\u{FFFD}" : self
    }
}

/// As browsers read an address: a scheme ends at the first colon before any slash, question mark or hash.
private func leadsWhereItMay(_ text: String) -> Bool {
    if text.hasPrefix("//") || text.hasPrefix("/\\") || text.hasPrefix("\\") { return false }
    let head = text.prefix { !"/?#".contains($0) }
    guard let colon = head.firstIndex(of: ":") else { return true }
    return ["http", "https", "mailto", "tel"].contains(head[..<colon].lowercased())
}
