internal import Primitives

/// The invented institutions of the demo's city. Neither their names, nor their codes, nor their card prefixes are real.
package enum City {
    package static let banks: [Bank] = [
        Bank(code: "901741000011", name: "华岭银行", kind: .bank),
        Bank(code: "902741000028", name: "东澜银行", kind: .bank),
        Bank(code: "903741000035", name: "北原银行", kind: .bank),
        Bank(code: "904741000042", name: "南屏银行", kind: .bank),
        Bank(code: "905741000059", name: "海岳银行", kind: .bank),
        Bank(code: "906741000066", name: "云江农商", kind: .bank),
        Bank(code: "991741000073", name: "澄湖支付", kind: .paymentInstitution),
        Bank(code: "992741000080", name: "云桥数字资产", kind: .exchange),
    ]

    /// Where people and companies bank.
    static let houses = banks.filter { $0.kind == .bank }

    /// Accounts through which the money of many people passes.
    package static let hubs: [AccountOpening] = [
        hub("991741000073", "9910000000000001", "澄湖支付客户备付金"),
        hub("992741000080", "9920000000000001", "云桥数字资产客户资金"),
    ]

    /// The prefixes of the bank's own cards; payment institutions and exchanges have none.
    package static func cardPrefixes(of bank: Bank) -> [String] { houses.contains(bank) ? [cardPrefix(of: bank)] : [] }

    /// The first six digits of each bank's cards.
    static func cardPrefix(of bank: Bank) -> String {
        "62009" + String((houses.firstIndex(of: bank) ?? 8) + 1)
    }

    private static func hub(_ bank: String, _ number: String, _ holder: String) -> AccountOpening {
        AccountOpening(
            address: AccountAddress(bank: bank, number: number), holder: holder, kind: .merchant, isHub: true,
            balance: Money(fen: 50_000_000_000))
    }
}

/// Names for invented people and companies.
struct Names {
    private static let families = Array("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕")
    private static let given = Array("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华文辉力建国玉兰春梅海燕志宏晓云子轩雨晴思远佳怡浩然")
    private static let trades = ["商贸", "建材", "网络科技", "餐饮管理", "电子商务", "物流", "服饰", "文化传媒"]

    static func person(using generator: inout SplitMix64) -> String {
        let length = Int.random(in: 1...3, using: &generator) == 1 ? 1 : 2
        let rest = (0..<length).map { _ in pick(given, &generator) }
        return String([pick(families, &generator)] + rest)
    }

    static func company(using generator: inout SplitMix64) -> String {
        "玉溪" + String([pick(given, &generator), pick(given, &generator)]) + pick(trades, &generator) + "有限公司"
    }

    private static func pick<T>(_ list: [T], _ generator: inout SplitMix64) -> T {
        list[Int.random(in: 0..<list.count, using: &generator)]
    }
}
