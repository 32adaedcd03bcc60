import Primitives
import Testing

private struct TestID: Identifier {
    static let prefix = "tst"
    let value: UInt64
}

struct IdentifierTests {
    @Test(
        "An id reads back from what it prints: its kind and sixteen digits",
        arguments: [
            (0, "tst-0000000000000000"), (63, "tst-000000000000003f"), (0xFEDC_BA98_7654_3210, "tst-fedcba9876543210"),
            (.max, "tst-ffffffffffffffff"),
        ] as [(UInt64, String)])
    func printed(value: UInt64, text: String) {
        #expect(TestID(value: value).description == text)
        #expect(TestID(text) == TestID(value: value))
    }

    @Test(
        "What no id prints is none",
        arguments: [
            "", "tst", "tst-", "tst-3f", "tst-000000000000003F", "tst-+00000000000003f", "tst-00000000000000003f",
            "inc-000000000000003f", "tst_000000000000003f", "tst-00000000000000g0", "tst-000000000000００3",
        ])
    func refused(text: String) { #expect(TestID(text) == nil) }

    @Test("Many ids at one moment, and of a clock that goes back, are all different and sort as they were made")
    func system() {
        let (source, now) = (SystemIDs(), Timestamp(microseconds: 1_773_450_000_000_000))
        let ids = (0..<200_000).map { source.next(at: now - .seconds($0 % 7 == 0 ? 60 : 0)) }
        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 })
        #expect(source.next(at: now + .seconds(9)) >> 22 == UInt64((now + .seconds(9)).microseconds / 1000))
    }
}
