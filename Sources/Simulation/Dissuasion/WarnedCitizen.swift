internal import Jurisdiction
internal import Primitives
internal import Wire

/// One inhabitant of the city as warnings meet him: where he lives, whether he answers, lies, moves, pays.
struct WarnedCitizen: Sendable {
    let index: Int
    let name: String
    let phone: String
    let station: Int
    /// He is really being cheated; the signs may be wrong.
    let isReal: Bool
    let stake: Money
    let fraudType: String
    /// Of a thousand calls, so many he answers.
    let answers: Int
    /// He says that all is well while he believes the fraudster.
    let lies: Bool
    /// Nobody finds him at his door any more.
    let hasMoved: Bool
    /// The telephone of somebody near to him, where whoever reports him knows it.
    let relativePhone: String?
    /// When he pays if nobody talks him out of it.
    var paysAt: Timestamp?
    var hasPaid = false
    var isPersuaded = false

    private static let surnames = Array("王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁任沈姚卢姜崔钟谭陆汪范金石")
    private static let given = Array("伟芳娜敏静丽强磊洋勇艳杰娟涛明超秀霞平刚桂英华玉兰萍鑫波斌宇浩凯健俊帆雪琴云莲梅琳")
    private static let types = ["SD", "KF", "LC", "DK", "ZX", "DS", "GJF", "MC"]

    /// The one of this number in a city of so many; what he is like comes from the seed alone.
    init(_ index: Int, seed: UInt64, stations: Int, gravity: Grade, seenAt: Timestamp) {
        var chance = SplitMix64(seed: seed &* 0x9E37_79B9 &+ UInt64(index))
        self.index = index
        name =
            String(Self.surnames.randomElement(using: &chance) ?? "王")
            + String(Self.given.randomElement(using: &chance) ?? "芳")
            + (chance.happens(600) ? String(Self.given.randomElement(using: &chance) ?? "芳") : "")
        phone =
            "1\([3, 5, 7, 8, 9].randomElement(using: &chance) ?? 3)" + String(String(1_000_000_000 + index).dropFirst())
        station = Int.random(in: 0..<stations, using: &chance)
        let real: [Grade: Int] = [.low: 4, .medium: 200, .high: 600, .extreme: 850]
        isReal = chance.happens(real[gravity] ?? 0)
        stake = Money(fen: Int64.random(in: 30...3000, using: &chance) * 10_000 * 100 / 10)
        fraudType = Self.types.randomElement(using: &chance) ?? "SD"
        answers = Int.random(in: 450...950, using: &chance)
        lies = chance.happens(120)
        hasMoved = chance.happens(25)
        let wait = Int64.random(in: 20...2880, using: &chance)
        paysAt = isReal ? seenAt + .minutes(wait) : nil
        relativePhone = chance.happens(400) ? "16" + String(String(1_000_000_000 + index).dropFirst()) : nil
    }
}
