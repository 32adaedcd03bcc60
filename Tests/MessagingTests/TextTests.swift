import Messaging
import Testing

@Suite("What goes into a message") struct TextTests {
    @Test(
        "a text takes as many short messages as its signs need",
        arguments: [
            (String(repeating: "a", count: 160), SegmentedText.Coding.gsm7, 1),
            (String(repeating: "a", count: 161), .gsm7, 2), (String(repeating: "a", count: 306), .gsm7, 2),
            (String(repeating: "a", count: 307), .gsm7, 3), (String(repeating: "€", count: 80), .gsm7, 1),
            (String(repeating: "€", count: 81), .gsm7, 2), (String(repeating: "警", count: 70), .utf16, 1),
            (String(repeating: "警", count: 71), .utf16, 2), (String(repeating: "警", count: 134), .utf16, 2),
            (String(repeating: "警", count: 135), .utf16, 3),
            // A sign of two units that would stand on the border goes whole into the next part.
            (String(repeating: "警", count: 66) + "😀" + String(repeating: "警", count: 66), .utf16, 3),
            ("", .gsm7, 1),
        ])
    func parts(_ text: String, _ coding: SegmentedText.Coding, _ count: Int) {
        let segmented = SegmentedText(text)
        #expect(segmented.coding == coding && segmented.count == count)
        #expect(segmented.parts.joined() == text)
    }

    @Test("the alphabet of 7 bits is read back as it was written, and lacks what it lacks")
    func alphabet() throws {
        let text = "@£ Hello {world} [5€] ~^|\\ ÄÖÜß Ω"
        let bytes = try #require(GSMAlphabet.encode(text))
        #expect(GSMAlphabet.decode(bytes) == text)
        #expect(bytes.prefix(2) == [0, 1] && bytes.allSatisfy { $0 < 128 })
        #expect(GSMAlphabet.encode("警") == nil && GSMAlphabet.septets("{") == 2)
    }

    @Test("fields are filled, each and only with what may stand there")
    func fields() throws {
        let wording = try MessageWording("{姓名}您好，{姓名}请回拨{电话}。")
        #expect(wording.fields == ["姓名", "电话"])
        #expect(try wording.filled(with: ["姓名": "王芳", "电话": "96110"]) == "王芳您好，王芳请回拨96110。")
        #expect(throws: MessageWording.Unfilled.missing(field: "电话")) { try wording.filled(with: ["姓名": "王芳"]) }
        #expect(throws: MessageWording.Unfilled.missing(field: "电话")) {
            try wording.filled(with: ["姓名": "王芳", "电话": " "])
        }
        #expect(throws: MessageWording.Unfilled.unknown(field: "址")) {
            try wording.filled(with: ["姓名": "王芳", "电话": "1", "址": "x"])
        }
        for bad in ["a.cn", "http://x", "{电话}", "第一行\n第二行", "【公安】", String(repeating: "x", count: 101), "\u{202E}x"] {
            #expect(throws: MessageWording.Unfilled.invalid(field: "姓名"), "\(bad)") {
                try wording.filled(with: ["姓名": bad, "电话": "96110"])
            }
        }
    }

    @Test(
        "a message carries no links and no sign of another sender",
        arguments: [
            ("请看 http://a.b", MessageWording.Invalid.link("://")), ("请看WWW.baidu", .link("www.")),
            ("点t.cn/abc领取", .link("t.cn")), ("发往a@b.com", .link("a@b.com")), ("ｔ．ｃｎ", .link("t.cn")),
            ("登录10.0.0.1", .link("10.0.0.1")), ("【公安】您好", .signature), ("{姓名", .braces), ("姓名}", .braces),
            ("{}", .braces), ("{姓 名}", .braces), (" \n", .empty), ("a\u{0}b", .unprintable),
        ])
    func refused(_ text: String, _ error: MessageWording.Invalid) {
        #expect(throws: error) { try MessageWording(text) }
    }

    @Test(
        "figures, dates and times are no links",
        arguments: ["3.5万元", "2026.03.14", "10.5.", "请拨96110.谢谢", "a. b", "..."])
    func allowed(_ text: String) throws { _ = try MessageWording(text) }

    @Test("a sender has a registered name")
    func senders() {
        #expect(MessageSender("昆明反诈")?.sign == "【昆明反诈】")
        for bad in ["", "一", "a b", "【x】", String(repeating: "反", count: 13)] { #expect(MessageSender(bad) == nil) }
    }
}
