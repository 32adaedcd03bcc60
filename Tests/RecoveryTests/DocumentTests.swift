import Access
import Primitives
import Testing

@testable import Recovery

@Suite("Papers") struct DocumentTests {
    private static func document(
        kind: PrintedDocument.Kind = .freezeOrder, serial: String = "7KQ4M2PX", subject: String = "frz-1",
        amount: String = "80,000.00", day: Int64 = 0, secret: String = "a secret"
    ) -> PrintedDocument {
        PrintedDocument(
            id: DocumentID(value: 1), kind: kind,
            serial: DocumentText(typed: serial, length: DocumentText.serialLength)!, subject: subject,
            incident: IncidentID(value: 1), unit: UnitCode(area: "530402")!,
            facts: .object(["amount": .string(amount), "bank": .string("华岭银行")]),
            issuedAt: Timestamp(microseconds: 1_773_450_000_000_000) + .days(day), issuedBy: "usr-1", secret: secret)
    }

    @Test("a code belongs to one kind, number, subject, content, date and secret")
    func code() {
        let one = Self.document()
        #expect(one.code == Self.document().code)
        let others = [
            Self.document(kind: .releaseOrder), Self.document(serial: "7KQ4M2PY"), Self.document(subject: "frz-2"),
            Self.document(amount: "80,000.01"), Self.document(day: 1), Self.document(secret: "another"),
        ]
        #expect(Set(others.map(\.code.text) + [one.code.text]).count == 7)
        #expect(one.accepts(one.code) && !one.accepts(others[0].code) && !one.accepts(nil))
        #expect(!PrintedDocument.decoy.accepts(PrintedDocument.decoy.code), "what is not there has no code")
    }

    @Test("the number names kind and year")
    func number() {
        #expect(Self.document().number == "冻通字〔2026〕7KQ4M2PX号")
        #expect(Self.document(kind: .notice).number == "告字〔2026〕7KQ4M2PX号")
    }

    @Test(
        "what is printed is read again as people type it",
        arguments: [
            "7KQ4-M2PX", "7kq4m2px", " 7KQ4 M2PX ", "７ＫＱ４Ｍ２ＰＸ", "告字〔2026〕7KQ4M2PX号", "7KQ4-M2PX号",
        ])
    func reading(typed: String) throws {
        let text = try #require(DocumentText(typed: typed, length: 8))
        #expect(text.text == "7KQ4M2PX" && text.description == "7KQ4-M2PX")
    }

    @Test(
        "what looks like another letter, is too short, too long or none is no number",
        arguments: ["7KQ4-M2P0", "7KQ4-M2PI", "7KQ4-M2P", "7KQ4-M2PXX", "", "号", "〕", "' OR 1=1", "七KQ4M2PX"])
    func unreadable(typed: String) { #expect(DocumentText(typed: typed, length: 8) == nil) }

    @Test("serials and codes use the whole alphabet, and serials of one second differ")
    func spread() {
        let secrets = Secrets(SplitMix64(seed: 5))
        let serials = (0..<2000).map { _ in DocumentText(bytes: secrets.token().mixed("serial"), count: 8).text }
        #expect(Set(serials).count == serials.count)
        #expect(Set(serials.joined()).count == 31)
        #expect(Set(serials.joined()).isDisjoint(with: "01ILO"))
    }
}
