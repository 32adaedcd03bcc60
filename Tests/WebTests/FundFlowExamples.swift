import Primitives
import Web

/// Pictures to draw in tests.
enum FundFlowExamples {
    static func yuan(_ yuan: Int64) -> Money { Money(fen: yuan * 100) }

    /// 2026-03-14 in China, for a clock such as `22:47:08`.
    static func at(_ clock: String) -> Timestamp {
        let parts = clock.split(separator: ":").compactMap { Int($0) }
        let day = CivilDay("2026-03-14") ?? CivilDay(daysSince1970: 0)
        return CivilTime(day: day, hour: parts[0], minute: parts[1], second: parts.count > 2 ? parts[2] : 0).timestamp
    }

    static let now = at("22:47:08")

    static func account(
        _ id: String, _ tier: Int, _ holder: String, _ bank: String, _ tail: String, received: Int64, held: Int64 = 0,
        atLarge: Int64 = 0,
        exited: Int64 = 0, state: String, border: FundFlowPicture.Account.Border,
        clock: FundFlowPicture.Account.Clock? = nil,
        isHub: Bool = false, note: String? = nil
    ) -> FundFlowPicture.Account {
        FundFlowPicture.Account(
            id: id, tier: tier, holder: holder, bank: bank, lastFour: tail, received: yuan(received),
            bands: Bands(held: yuan(held), atLarge: yuan(atLarge), exited: yuan(exited)),
            passedOn: yuan(received - held - atLarge - exited), state: state, border: border, clock: clock,
            isHub: isHub,
            needsAct: atLarge > 0, address: "/accounts/\(id)", row: "a-\(id)", note: note)
    }

    static func ribbon(_ from: String, _ to: String, _ held: Int64, _ atLarge: Int64, _ exited: Int64, _ clock: String)
        -> FundFlowPicture.Ribbon
    {
        FundFlowPicture.Ribbon(
            from: from, to: to, bands: Bands(held: yuan(held), atLarge: yuan(atLarge), exited: yuan(exited)),
            moment: at(clock))
    }

    /// The incident of the mock-up: 486,000 over 13 accounts and two exits.
    static var incident: FundFlowPicture {
        let term = FundFlowPicture.Account.Clock.down(until: at("22:30") + .hours(47) + .minutes(40))
        var victim = account(
            "V", 0, "赵某", "云江农商", "3316", received: 486_000, state: "保护性止付", border: .emptied,
            clock: .down(until: now + .hours(5) + .minutes(3)))
        victim.isProtected = true
        let accounts = [
            victim,
            account(
                "A1", 1, "陈某", "华岭银行", "7741", received: 200_000, held: 61_200, state: "止付 61,200", border: .held,
                clock: term),
            account("A2", 1, "刘某", "东澜银行", "0926", received: 186_000, state: "止付 0，已转空", border: .emptied),
            account(
                "A3", 1, "周某", "北原银行", "5518", received: 100_000, held: 100_000, state: "止付 100,000", border: .held,
                clock: term),
            account(
                "B1", 2, "吴某", "南屏银行", "2203", received: 88_800, held: 88_800, state: "止付 88,800", border: .held,
                clock: term),
            account("B2", 2, "郑某", "华岭银行", "6640", received: 50_000, state: "止付 0，已转空", border: .emptied),
            account(
                "B3", 2, "孙某", "东澜银行", "1187", received: 96_000, held: 32_000, state: "止付 32,000", border: .held,
                clock: term),
            account(
                "B4", 2, "商户某店", "澄湖支付", "4410", received: 60_000, atLarge: 60_000, state: "枢纽，待调单", border: .unknown,
                clock: .up(since: at("22:38:37")), isHub: true),
            account(
                "B5", 2, "何某", "海岳银行", "9052", received: 30_000, atLarge: 30_000, state: "未答 30,000", border: .unknown,
                clock: .up(since: at("22:35:20")), note: "等应答 11:48，已升级"),
            account(
                "C1", 3, "冯某", "北原银行", "3874", received: 30_000, held: 30_000, state: "止付 30,000", border: .held,
                clock: term),
            account(
                "C2", 3, "曹某", "云江农商", "7719", received: 20_000, exited: 20_000, state: "止付 0，已取空", border: .emptied),
            account(
                "C3", 3, "许某", "海岳银行", "4456", received: 40_000, atLarge: 40_000, state: "未答 40,000", border: .unknown,
                clock: .up(since: at("22:40:56")), note: "等应答 6:12，时限 10:00"),
            account("C4", 3, "谢某", "南屏银行", "8130", received: 24_000, state: "止付 0，已转空", border: .emptied),
            account(
                "D1", 4, "唐某", "华岭银行", "6602", received: 24_000, held: 9000, exited: 15_000, state: "止付 9,000",
                border: .held, clock: term),
        ]
        return FundFlowPicture(
            accounts: accounts, ribbons: incidentRibbons,
            exits: [
                FundFlowPicture.Exit(from: "C2", kind: "ATM 取现", amount: yuan(20_000), moment: at("22:14")),
                FundFlowPicture.Exit(from: "D1", kind: "转虚拟币", amount: yuan(15_000), moment: at("22:18")),
            ],
            lost: Bands(held: yuan(321_000), atLarge: yuan(130_000), exited: yuan(35_000)), now: now)
    }

    private static var incidentRibbons: [FundFlowPicture.Ribbon] {
        [
            ribbon("V", "A1", 180_000, 0, 20_000, "21:52"), ribbon("V", "A2", 41_000, 130_000, 15_000, "21:58"),
            ribbon("V", "A3", 100_000, 0, 0, "22:05"), ribbon("A1", "B1", 88_800, 0, 0, "21:56"),
            ribbon("A1", "B2", 30_000, 0, 20_000, "21:57"), ribbon("A2", "B3", 41_000, 40_000, 15_000, "22:03"),
            ribbon("A2", "B4", 0, 60_000, 0, "22:04"), ribbon("A2", "B5", 0, 30_000, 0, "22:09"),
            ribbon("B2", "C1", 30_000, 0, 0, "22:02"), ribbon("B2", "C2", 0, 0, 20_000, "22:08"),
            ribbon("B3", "C3", 0, 40_000, 0, "22:11"), ribbon("B3", "C4", 9000, 0, 15_000, "22:12"),
            ribbon("C4", "D1", 9000, 0, 15_000, "22:16"),
        ]
    }

    /// A made-up net of `count` accounts over `tiers` tiers: each account passes on part of what it got to one to three others.
    static func net(_ count: Int, tiers: Int, seed: UInt64) -> FundFlowPicture {
        var random = SplitMix64(seed: seed)
        let banks = ["华岭银行", "东澜银行", "北原银行", "南屏银行", "海岳银行", "云江农商"]
        let names = ["陈", "刘", "周", "吴", "郑", "孙", "何", "冯", "曹", "许", "谢", "唐", "韩", "邓", "沈"]
        var received: [Int: Int64] = [0: 2_000_000]
        var picture = FundFlowPicture(accounts: [], ribbons: [], lost: .zero, now: now)
        let perTier = (count - 1 + tiers - 1) / tiers
        func tier(_ index: Int) -> Int { index == 0 ? 0 : 1 + (index - 1) / perTier }
        var kept: [Int: (Int64, Int)] = [:]
        for index in 1..<count {
            let parents = (0..<index).filter { tier($0) == tier(index) - 1 && (received[$0] ?? 0) >= 1000 }
            guard let parent = parents.randomElement(using: &random) else { continue }
            let available = received[parent] ?? 0
            let amount = max(
                available / (parent == 0 ? Int64(perTier) : Int64.random(in: 1...3, using: &random)) / 100 * 100, 100)
            received[parent] = available - amount
            received[index, default: 0] += amount
            picture.ribbons.append(ribbon("n\(parent)", "n\(index)", 0, amount, 0, "22:\(10 + index % 40)"))
        }
        for index in 0..<count {
            let left = received[index] ?? 0
            kept[index] = (left, index % 3)
            if index > 0, index % 3 == 2, left > 0 {
                picture.exits.append(
                    FundFlowPicture.Exit(
                        from: "n\(index)", kind: index % 2 == 0 ? "ATM 取现" : "转虚拟币", amount: yuan(left),
                        moment: at("22:40")))
            }
        }
        var arrived: [String: Money] = [:]
        for ribbon in picture.ribbons { arrived[ribbon.to, default: .zero] += ribbon.amount }
        for index in 0..<count {
            let (left, kind) = kept[index] ?? (0, 0)
            let got = index == 0 ? 2_000_000 : (arrived["n\(index)"] ?? .zero).fen / 100
            let (held, open, gone) =
                index == 0 ? (0, 0, 0) : (kind == 0 ? left : 0, kind == 1 ? left : 0, kind == 2 ? left : 0)
            picture.accounts.append(
                account(
                    "n\(index)", tier(index), names[index % names.count] + "某", banks[index % banks.count],
                    "\(1000 + index * 7 % 9000)", received: got,
                    held: held, atLarge: open, exited: gone,
                    state: held > 0 ? "止付 \(yuan(held).wholeYuan)" : open > 0 ? "未答 \(yuan(open).wholeYuan)" : "已转空",
                    border: held > 0 ? .held : open > 0 ? .unknown : .emptied))
        }
        return settled(picture)
    }

    /// The same net with each ribbon split by where its money is now, and the whole summed up.
    private static func settled(_ picture: FundFlowPicture) -> FundFlowPicture {
        var picture = picture
        var fates = Dictionary(uniqueKeysWithValues: picture.accounts.map { ($0.id, $0.bands) })
        for index in picture.ribbons.indices.reversed() {
            let ribbon = picture.ribbons[index]
            let bands = fates[ribbon.to] ?? .zero
            let shares = ribbon.amount.shares(by: [bands.held, bands.atLarge, bands.exited])
            picture.ribbons[index].bands = Bands(held: shares[0], atLarge: shares[1], exited: shares[2])
            fates[ribbon.from] = (fates[ribbon.from] ?? .zero) + picture.ribbons[index].bands
        }
        picture.lost = picture.accounts.map(\.bands).reduce(.zero, +)
        return picture
    }
}
