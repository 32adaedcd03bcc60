import Primitives
import Testing

@testable import Web

@Suite struct FundFlowLayoutTests {
    /// Many shapes of nets, folded where they are large.
    static let pictures: [FundFlowPicture] =
        [FundFlowExamples.incident]
        + (1...12).map { seed in
            let count = [5, 14, 25, 40, 60, 300][seed % 6]
            return FundFlowExamples.net(count, tiers: 1 + seed % 6, seed: UInt64(seed)).folded(unfold: "?open=", .zh)
        }

    @Test("no card, lane, exit or stub overlaps another of its column", arguments: pictures)
    func noOverlap(picture: FundFlowPicture) {
        let layout = FundFlowLayout(picture)
        for column in layout.columns.columns {
            for (upper, lower) in zip(column, column.dropFirst()) {
                #expect(layout.boxes[lower].y >= layout.boxes[upper].bottom + 6.9)
            }
        }
        #expect(layout.boxes.allSatisfy { $0.y >= FundFlowLayout.top && $0.bottom < layout.height })
    }

    @Test("no label covers another of its column, and all stand in the gap before their card", arguments: pictures)
    func labels(picture: FundFlowPicture) {
        let layout = FundFlowLayout(picture)
        for (_, labels) in Dictionary(grouping: layout.labels, by: \.x) {
            let middles = labels.map(\.y).sorted()
            #expect(zip(middles, middles.dropFirst()).allSatisfy { $1 - $0 > FundFlowLayout.labelHeight - 0.01 })
        }
    }

    @Test(
        "the ribbons at a card's side lie edge to edge within it, and their widths are their amounts to scale",
        arguments: pictures)
    func ribbons(picture: FundFlowPicture) {
        let layout = FundFlowLayout(picture)
        for (index, item) in layout.columns.items.enumerated() {
            for (flows, edge) in [(item.arriving, layout.arrivingEdge), (item.leaving, layout.leavingEdge)]
            where !flows.isEmpty {
                let spans = flows.map { (edge($0, index), edge($0, index) + layout.columns.flows[$0].width) }.sorted {
                    $0.0 < $1.0
                }
                #expect(spans[0].0 >= layout.boxes[index].y - 0.01)
                #expect((spans.last?.1 ?? 0) <= layout.boxes[index].bottom + 0.01)
                #expect(zip(spans, spans.dropFirst()).allSatisfy { abs($0.1 - $1.0) < 0.01 })
            }
        }
        for flow in layout.columns.flows {
            let toScale = Double(flow.bands.total.fen) * layout.columns.scale
            #expect(abs(flow.width - max(toScale, 1.5)) < 0.001)
        }
    }

    @Test("a card is as high as what it received, at least 62; the whole sum is 290 pixels")
    func scale() throws {
        let layout = FundFlowLayout(FundFlowExamples.incident)
        let heights = Dictionary(uniqueKeysWithValues: layout.columns.items.map { ($0.id, $0.height) })
        #expect(abs(try #require(heights["V"]) - 290) < 0.01)
        #expect(abs(try #require(heights["A1"]) - 290 * 200 / 486) < 0.01)
        #expect(heights["D1"] == 62)
    }

    @Test("children stand in the order of their parents' ribbons, then by time")
    func order() {
        let accounts = FundFlowLayout(FundFlowExamples.incident).order.filter { !$0.contains(":") }
        #expect(accounts == ["V", "A1", "A2", "A3", "B1", "B2", "B3", "B4", "B5", "C1", "C2", "C3", "C4", "D1"])
    }

    @Test("an answer that adds an account moves no other: the earlier order is kept and the newcomer put in")
    func stableOrder() {
        var picture = FundFlowExamples.incident
        picture.earlierOrder = ["V", "A3", "A1", "A2", "B5", "B1", "B2", "B3", "B4", "C4", "C1", "C2", "C3", "D1"]
        picture.accounts.append(
            FundFlowExamples.account("B6", 2, "金某", "华岭银行", "1111", received: 10_000, state: "已转空", border: .emptied))
        picture.ribbons.append(FundFlowExamples.ribbon("A1", "B6", 10_000, 0, 0, "22:20"))
        let accounts = FundFlowLayout(picture).order.filter { !$0.contains(":") }
        #expect(accounts.filter { $0 != "B6" } == picture.earlierOrder)
        #expect(accounts.firstIndex(of: "B6") == (accounts.firstIndex(of: "B2") ?? 0) + 1)
    }

    @Test("every amount of the incident stands in the picture, and the sentence says its sums")
    func amounts() {
        let svg = FundFlowExamples.incident.svg(.zh).string
        for ribbon in FundFlowExamples.incident.ribbons {
            #expect(svg.contains(">\(ribbon.amount.wholeYuan)<tspan"))
            #expect(svg.contains("\(ribbon.amount.description)</title>"))
        }
        for exit in FundFlowExamples.incident.exits {
            #expect(svg.contains(exit.kind) && svg.contains(">\(exit.amount.wholeYuan)<"))
        }
        #expect(FundFlowExamples.incident.summary(.zh) == "3 笔 486,000.00 元，已控 66%，未控 3 户，流出 2 处")
    }

    @Test("money that goes back, cut-offs and an inferred opening balance are drawn")
    func rest() {
        var picture = FundFlowExamples.incident
        picture.ribbons.append(FundFlowExamples.ribbon("C3", "A1", 0, 1000, 0, "22:30"))
        picture.cutOffs = [
            .init(from: "B3", accounts: 12, bands: Bands(atLarge: FundFlowExamples.yuan(8430)), reason: "低于下限")
        ]
        picture.accounts[8].inferredOpening = FundFlowExamples.yuan(5000)
        let svg = picture.svg(.zh).string
        #expect(
            svg.contains("回到 陈某 7741") && svg.contains("1,000　22:30") && svg.contains("另 12 户") && svg.contains("低于下限"))
        #expect(svg.contains("推定期初 5,000") && svg.contains("class=\"op\""))
        #expect(picture.table(.zh).string.contains("另 12 户，合计 8,430.00，低于下限"))
    }

    @Test(
        "three hundred accounts fold into a picture of at most 60 KB that loses no money", arguments: [3, 4, 5, 6, 8],
        Language.allCases)
    func folding(tiers: Int, language: Language) {
        let whole = FundFlowExamples.net(300, tiers: tiers, seed: 9)
        let picture = whole.folded(unfold: "/incidents/87?open=", language)
        #expect(picture.accounts.map(\.accounts).reduce(0, +) == whole.accounts.count)
        #expect(picture.accounts.map(\.bands).reduce(.zero, +) == whole.lost)
        #expect(picture.exits.map(\.amount).reduce(.zero, +) == whole.exits.map(\.amount).reduce(.zero, +))
        let size = picture.svg(language).bytes.count
        #expect(size <= 60 * 1024, "\(size) bytes, \(picture.accounts.count) cards")
        #expect(whole.folded(unfold: "", language) == whole.folded(unfold: "", language))
    }

    @Test("accounts with most at large stay, and an opened group shows its accounts")
    func foldedLast() throws {
        let whole = FundFlowExamples.net(300, tiers: 4, seed: 3)
        let picture = whole.folded(unfold: "?open=", .zh)
        for tier in 1...4 {
            let largest = try #require(
                whole.accounts.filter { $0.tier == tier }.max { $0.bands.atLarge < $1.bands.atLarge })
            #expect(picture.accounts.contains { $0.id == largest.id })
        }
        let group = try #require(picture.accounts.first { $0.accounts > 1 })
        let opened = whole.folded(opened: [group.id], unfold: "?open=", .zh)
        #expect(opened.accounts.count == picture.accounts.count + group.accounts - 1)
    }
}
