internal import Access
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// The board of running incidents, the first page of the console.
struct BoardRoutes: Sendable {
    let console: Console

    func add(to group: Console.Group) {
        console.get(.board, on: group) { visit in
            guard visit.principal.allows(.readIncident) else { return .redirect(to: Landing.address(for: visit.user)) }
            let onlyOwn = visit.query["scope"] == "own"
            let model = try Self.model(console, visit, onlyOwn: onlyOwn)
            let frame = try console.frame(
                visit,
                FramePlace(
                    menu: .board, keys: Self.keys(visit.language), live: onlyOwn ? "board/own" : "board",
                    reloadSeconds: Self.reloadSeconds))
            return .page(BoardPage(model, visit.language).html(frame))
        }
    }

    /// Without script the board loads itself again.
    private static let reloadSeconds = 30

    private static func keys(_ language: Language) -> [Frame.KeyHint] {
        [
            .init("J", "K", words: language(.keyRows)), .init("Enter", words: language(.keyOpen)),
            .init("N", words: language(.takeReport)), .init("A", words: language(.keyDecide)),
            .init("R", words: language(.sortAgain)), .init("/", words: language(.keyFind)),
        ]
    }

    static func model(_ console: Console, _ visit: Visit, onlyOwn: Bool) throws -> BoardModel {
        let rules = console.platform.rules
        let snapshot = try console.platform.database.read { tx in
            try BoardSnapshot.load(by: visit.principal, onlyOwn: onlyOwn, at: visit.now, rules: rules, in: tx)
        }
        return BoardLoading(
            snapshot: snapshot, principal: visit.principal, language: visit.language, onlyOwn: onlyOwn
        ).model()
    }

    static func fragments(_ console: Console, _ visit: Visit, _ argument: String, _ change: LiveChange) throws
        -> [Fragment]
    {
        let model = try model(console, visit, onlyOwn: argument == "own")
        return BoardPage(model, visit.language).fragments { change.touches($0) }
    }
}
