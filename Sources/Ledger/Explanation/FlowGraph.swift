/// The accounts and what went between them, as a picture shows them: by level, those that most came to, the others of a level as one.
struct FlowGraph {
    struct Node {
        let level: Int
        /// How many accounts it stands for.
        var accounts: [Int] = []
        /// In fen.
        var came: Int64 = 0
        var held: Int64 = 0
    }

    struct Band: Hashable {
        let from: Int
        let to: Int
    }

    /// The most accounts of one level that are shown by themselves.
    static let shownMax = 24
    /// All deeper levels are shown as this one.
    static let levelMax = 24

    private(set) var nodes: [Node] = []
    /// In fen, by the nodes that it goes between.
    private(set) var bands: [Band: Int64] = [:]

    init(_ trace: LedgerTrace, _ ledger: TransferLedger) throws(LedgerError) {
        let seeds = Set(trace.question.seeds)
        var (levels, came): ([Int: Int], [Int: Int64]) = ([:], [:])
        var edges: [Band: Int64] = [:]
        for transfer in trace.transfers {
            let (from, to) = try ledger.ends(transfer.row, trace.question)
            if seeds.contains(transfer.row) { levels[from] = 0 }
            levels[to] = min(levels[to] ?? transfer.level, transfer.level, Self.levelMax)
            came[to, default: 0] += transfer.traced
            edges[Band(from: from, to: to), default: 0] += transfer.traced
        }
        let places = place(levels, came)
        for holder in trace.holders {
            if let place = places[holder.account] { nodes[place].held += holder.held }
        }
        for (edge, amount) in edges {
            guard let from = places[edge.from], let to = places[edge.to] else { continue }
            bands[Band(from: from, to: to), default: 0] += amount
        }
    }

    /// Makes the nodes; returns the place of each account among them.
    private mutating func place(_ levels: [Int: Int], _ came: [Int: Int64]) -> [Int: Int] {
        var places: [Int: Int] = [:]
        let columns = Dictionary(grouping: levels.keys) { levels[$0] ?? 0 }
        for level in columns.keys.sorted() {
            let accounts = (columns[level] ?? []).sorted { (came[$1] ?? 0, $0) < (came[$0] ?? 0, $1) }
            for (index, account) in accounts.enumerated() {
                if index <= Self.shownMax { nodes.append(Node(level: level)) }
                nodes[nodes.count - 1].accounts.append(account)
                nodes[nodes.count - 1].came += came[account] ?? 0
                places[account] = nodes.count - 1
            }
        }
        return places
    }
}
