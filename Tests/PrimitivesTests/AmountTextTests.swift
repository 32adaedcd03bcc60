import Primitives
import Testing

struct AmountTextTests {
    @Test(
        "What callers say and clerks type is read as yuan",
        arguments: [
            ("12万", "120,000.00"),
            ("十二万", "120,000.00"),
            ("120000", "120,000.00"),
            ("12,0000", "120,000.00"),
            ("120,000", "120,000.00"),
            ("120，000.00", "120,000.00"),
            ("１２００００", "120,000.00"),
            ("12 万", "120,000.00"),
            ("12w", "120,000.00"),
            ("1.5万", "15,000.00"),
            ("一点五万", "15,000.00"),
            ("十二点五万", "125,000.00"),
            ("1.23456万", "12,345.60"),
            ("二十三万五", "235,000.00"),
            ("二十三万五千", "235,000.00"),
            ("23万5千", "235,000.00"),
            ("23万零5", "230,005.00"),
            ("2万3500", "23,500.00"),
            ("３８５００", "38,500.00"),
            ("38500.5", "38,500.50"),
            ("38500.50元", "38,500.50"),
            ("¥38,500.50", "38,500.50"),
            ("人民币叁万捌仟伍佰元整", "38,500.00"),
            ("三万八千五", "38,500.00"),
            ("三万八", "38,000.00"),
            ("三万零八", "30,008.00"),
            ("两千", "2,000.00"),
            ("一百二", "120.00"),
            ("一百零二", "102.00"),
            ("十五", "15.00"),
            ("二三五〇〇", "23,500.00"),
            ("五百万", "5,000,000.00"),
            ("1.5千万", "15,000,000.00"),
            ("1亿2千万", "120,000,000.00"),
            ("三块五", "3.50"),
            ("三块五毛", "3.50"),
            ("五毛", "0.50"),
            ("3元2角1分", "3.21"),
            ("0.01", "0.01"),
            ("二十三元", "23.00"),
            ("贰拾壹万圆整", "210,000.00"),
        ] as [(String, String)])
    func read(text: String, money: String) throws {
        #expect("\(try AmountText.parse(text))" == money)
    }

    @Test(
        "What is no amount paid is refused by name, never guessed or rounded",
        arguments: [
            ("", .empty),
            ("  ", .empty),
            ("0", .zero),
            ("零元", .zero),
            ("0.00", .zero),
            ("-5", .negative),
            ("－５", .negative),
            ("负三百", .negative),
            ("38500.505", .tooManyDecimals),
            ("38.500", .tooManyDecimals),
            ("1.2345678万", .tooManyDecimals),
            ("1,5万", .unreadable("1,5万")),
            ("12,00", .unreadable("12,00")),
            ("1200,000", .unreadable("1200,000")),
            ("12万万", .unreadable("12万万")),
            ("万", .unreadable("万")),
            ("十二万三元", .ambiguous("十2万3元")),
            ("三百千", .unreadable("3百千")),
            ("12万5000元吧", .unreadable("吧")),
            ("约12万", .unreadable("约12万")),
            ("12.万", .unreadable("12.万")),
            ("abc", .unreadable("abc")),
            ("12e5", .unreadable("e5")),
            ("1万20000", .unreadable("1万20000")),
            ("99999999999999999", .tooLarge),
            ("1000000000000", .tooLarge),
            ("10000亿", .tooLarge),
        ] as [(String, AmountText.Invalid)])
    func refused(text: String, reason: AmountText.Invalid) {
        #expect(throws: reason) { try AmountText.parse(text) }
    }

    @Test("Every amount in fen is read back from its printed form")
    func readsPrinted() throws {
        try forAll(seeds: 1...500) { seed, generator in
            let money = Money(fen: Int64.random(in: 1...99_999_999_999_999, using: &generator))
            let read = try AmountText.parse("\(money)")
            #expect(read == money, "seed \(seed)")
        }
    }
}
