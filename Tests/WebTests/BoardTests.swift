import Primitives
import Testing

@testable import Web

@Suite struct BoardTests {
    @Test(
        "the percentile is the value at the nearest rank",
        arguments: [
            ([7], 95, 7), ([1, 2], 50, 1), ([1, 2], 95, 2), ([3, 1, 2], 50, 2), (Array(1...20), 95, 19),
            (Array(1...100), 95, 95), (Array(1...100), 50, 50), (Array(1...100), 100, 100), (Array(1...19), 95, 19),
        ] as [([Int], Int, Int)])
    func percentile(values: [Int], percent: Int, expected: Int) {
        #expect(values.map { Duration.seconds($0) }.percentile(percent) == .seconds(expected))
    }

    @Test("of nothing there is no percentile")
    func percentileOfNothing() { #expect([Duration]().median == nil) }

    private static func row(
        _ id: String, _ stage: BoardModel.Stage, atLarge: Int64, minutesAgo: Int64 = 10, needsPerson: Bool = false
    ) -> BoardModel.Row {
        BoardModel.Row(
            id: id, address: "/incidents/\(id)",
            golden: GoldenClock(reported: FundFlowExamples.now - .minutes(minutesAgo)), victim: id, type: "",
            origin: "",
            lost: Money(fen: 1000), bands: Bands(held: Money(fen: 1000 - atLarge), atLarge: Money(fen: atLarge)),
            wait: .init(.wait, .plain, "", detail: "", needsPerson: needsPerson), owner: "丁某", stage: stage)
    }

    @Test("by group, then who needs a person, then the larger sum at large, then the older")
    func order() {
        let rows = [
            Self.row("settled", .settled, atLarge: 0), Self.row("late", .chased, atLarge: 900),
            Self.row("young", .golden, atLarge: 300, minutesAgo: 2), Self.row("old", .golden, atLarge: 300),
            Self.row("person", .golden, atLarge: 100, needsPerson: true), Self.row("large", .golden, atLarge: 800),
        ]
        #expect(BoardModel.sorted(rows).map(\.id) == ["person", "large", "old", "young", "late", "settled"])
    }

    @Test("the live page is told the order of all rows and groups, and leaves moving them to its reader")
    func liveOrder() {
        let rows = [
            Self.row("b", .golden, atLarge: 1), Self.row("a", .golden, atLarge: 0), Self.row("c", .settled, atLarge: 0),
        ]
        var board = PageExamples.board
        board.rows = rows
        let fragments = BoardPage(board, .zh).fragments { $0 == "a" }
        #expect(fragments.map(\.id).suffix(2) == ["row-a", "order"])
        #expect(
            fragments.last?.html.string.contains(
                "data-order=\"rows-golden row-b row-a rows-chased rows-settled row-c\"") == true)
        func note(_ board: BoardModel) -> HTML? { BoardPage(board, .zh).fragments().first { $0.id == "none" }?.html }
        #expect(note(board)?.isEmpty == true, "the note of an empty board goes with the first row")
        board.rows = []
        #expect(note(board)?.isEmpty == false)
    }

    @Test("more than fifty rows fold, with their number and sum")
    func folding() {
        let rows = (0..<53).map { Self.row("r\($0)", $0 < 51 ? .golden : .settled, atLarge: 0) }
        let (shown, folded) = BoardModel.fold(rows)
        #expect(shown.count == 50)
        #expect(folded[.golden] == .init(count: 1, sum: Money(fen: 1000)))
        #expect(folded[.settled] == .init(count: 2, sum: Money(fen: 2000)))
    }

    @Test(
        "what the search box holds",
        arguments: [
            ("YJ-20260314-0087", .incidentNumber("YJ-20260314-0087")),
            ("yj202603140087", .incidentNumber("YJ-20260314-0087")),
            (" 0087 ", .tail("0087")), ("６２００ 0100 0000 7741", .accountNumber("6200010000007741")), ("赵某", .name("赵某")),
            ("7741x", .name("7741x")),
        ] as [(String, SearchWords)])
    func searchWords(text: String, words: SearchWords) { #expect(SearchWords(text) == words) }

    @Test("an empty search box asks for nothing")
    func emptySearch() { #expect(SearchWords("  ") == nil) }
}
