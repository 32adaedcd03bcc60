import Primitives
import Testing

@Suite("Text in the encodings of Chinese programs") struct GB18030Tests {
    @Test(
        "characters of one, two and four bytes",
        arguments: [
            ([0x31, 0x2C], "1,"), ([0xB1, 0xE0, 0xBA, 0xC5], "编号"), ([0x80 + 1, 0x40], "丂"), ([0xA2, 0xE3], "€"),
            ([0x81, 0x30, 0x81, 0x30], "\u{80}"), ([0x84, 0x31, 0xA4, 0x37], "\u{FFFD}"),
            ([0x81, 0x39, 0xEE, 0x39], "㐀"), ([0x90, 0x30, 0x81, 0x30], "\u{10000}"), ([0x95, 0x32, 0x82, 0x36], "𠀀"),
            ([0xE3, 0x32, 0x9A, 0x35], "\u{10FFFF}"), ([], ""),
        ] as [([UInt8], String)])
    func characters(bytes: [UInt8], text: String) { #expect(GB18030.text(bytes) == text) }

    @Test(
        "what is cut or belongs to no character is refused",
        arguments: [
            [0xFF], [0x80], [0xB1], [0xB1, 0x20], [0xB1, 0x7F], [0xB1, 0xFF], [0x81, 0x30], [0x81, 0x30, 0x81],
            [0x81, 0x30, 0x20, 0x30], [0x81, 0x30, 0x81, 0x40], [0xFE, 0x39, 0xFE, 0x39], [0x85, 0x30, 0x81, 0x30],
        ] as [[UInt8]])
    func refused(bytes: [UInt8]) { #expect(GB18030.text(bytes) == nil) }

    @Test("the encoding is found out: UTF-8 first, UTF-16 by its mark, else GB18030, else none")
    func unknown() {
        #expect(String(ofUnknownEncoding: Array("编号".utf8)) == "编号")
        #expect(String(ofUnknownEncoding: [0xB1, 0xE0, 0xBA, 0xC5, 0x2C, 0x0A]) == "编号,\n")
        #expect(String(ofUnknownEncoding: [0xFF, 0xFE, 0x16, 0x7F, 0x0A, 0x00]) == "编\n")
        #expect(String(ofUnknownEncoding: [0xFE, 0xFF, 0x7F, 0x16, 0x00, 0x0A]) == "编\n")
        #expect(String(ofUnknownEncoding: [0xB1, 0xE0, 0xFF]) == nil)
        #expect(String(ofUnknownEncoding: []) == "")
    }
}
