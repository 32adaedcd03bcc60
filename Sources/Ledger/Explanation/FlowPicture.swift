internal import Primitives

/// The picture of a trace as SVG: a column for each level, a box for each account, a band for what went between two.
///
/// Where the amounts are a sum, the dark part of a box is what is held of what came. Amounts in yuan.
package struct FlowPicture {
    private let graph: FlowGraph
    private let question: TraceQuestion
    private let names: [String]
    /// Where each box stands.
    private let corners: [(x: Int, y: Int)]
    private let size: (width: Int, height: Int)

    private static let (box, pitch) = ((width: 180, height: 36), (x: 290, y: 50))
    private static let head = 70
    private static let bandMax = 16.0

    package init(_ trace: LedgerTrace, _ ledger: TransferLedger) throws(LedgerError) {
        graph = try FlowGraph(trace, ledger)
        question = trace.question
        var (names, corners): ([String], [(x: Int, y: Int)]) = ([], [])
        var rows: [Int: Int] = [:]
        for node in graph.nodes {
            let row = rows[node.level, default: 0]
            rows[node.level] = row + 1
            corners.append((x: 20 + node.level * Self.pitch.x, y: Self.head + row * Self.pitch.y))
            if node.accounts.count > 1 {
                names.append("其余 \(node.accounts.count) 户 others")
            } else {
                let account = node.accounts[0]
                names.append(account == Accounts.outside ? "账外 outside" : try ledger.name(of: account))
            }
        }
        (self.names, self.corners) = (names, corners)
        size = (
            width: (corners.map(\.x).max() ?? 0) + Self.box.width + 60,
            height: (corners.map(\.y).max() ?? Self.head) + Self.pitch.y
        )
    }

    package var svg: String {
        let title = question.isBackward ? "资金来源 Where the money came from" : "资金去向 Where the money went"
        let words = question.rule == .poison ? "触及 touched" : "入 came · 留 held"
        let bands = graph.bands.sorted { ($0.key.from, $0.key.to) < ($1.key.from, $1.key.to) }
        let most = Double(bands.map(\.value).max() ?? 1)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size.width) \(size.height)" \
            width="\(size.width)" height="\(size.height)" \
            font-family="sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="#fff"/>
            <text x="20" y="24" font-size="15" font-weight="bold">\(title)</text>
            <text x="20" y="44" fill="#555">\(question.rule.rawValue) · \(words) · 元 yuan</text>
            \(levels)\(bands.map { band($0.key, $0.value, most) }.joined())\(graph.nodes.indices.map(box).joined())</svg>

            """
    }

    private var levels: String {
        Set(graph.nodes.map(\.level)).sorted().map { level in
            let deeper = level == FlowGraph.levelMax ? "+" : String()
            return
                "<text x=\"\(20 + level * Self.pitch.x)\" y=\"\(Self.head - 8)\" fill=\"#555\">\(level)\(deeper) 级 level</text>\n"
        }.joined()
    }

    private func band(_ band: FlowGraph.Band, _ amount: Int64, _ most: Double) -> String {
        let (from, to) = (corners[band.from], corners[band.to])
        let (x, y) = (from.x + Self.box.width, from.y + Self.box.height / 2)
        let (endX, endY) = (to.x, to.y + Self.box.height / 2)
        let bend = max(50, abs(endX - x) / 2)
        let width = Int(max(1, Self.bandMax * Double(amount) / most))
        let words = "\(Self.escaped(names[band.from])) → \(Self.escaped(names[band.to]))　\(Money(fen: amount))"
        return """
            <path d="M\(x) \(y)C\(x + bend) \(y) \(endX - bend) \(endY) \(endX) \(endY)" fill="none" stroke="#4a6fa5" \
            stroke-opacity=".4" stroke-width="\(width)"><title>\(words)</title></path>

            """
    }

    private func box(_ index: Int) -> String {
        let (node, corner, (width, height)) = (graph.nodes[index], corners[index], Self.box)
        let isSum = question.rule != .poison
        let (part, whole) = (Double(isSum ? node.held : 0), Double(max(node.came, node.held, 1)))
        let amounts =
            node.level == 0 && node.came == 0
            ? String() : isSum ? "入 \(Money(fen: node.came))　留 \(Money(fen: node.held))" : "触及 \(Money(fen: node.came))"
        return """
            <g transform="translate(\(corner.x) \(corner.y))"><title>\(Self.escaped(names[index]))　\(amounts)</title>\
            <rect width="\(width)" height="\(height)" rx="3" fill="#f5f5f2" stroke="#777"/>\
            <rect y="\(height - 4)" width="\(Int(Double(width) * part / whole))" height="4" fill="#a33a25"/>\
            <text x="6" y="14">\(Self.escaped(String(names[index].prefix(24))))</text>\
            <text x="6" y="28" font-size="10" fill="#444">\(amounts)</text></g>

            """
    }

    /// As text of XML, which knows no control characters.
    static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: String()) { escaped, scalar in
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case _ where scalar.value < 32 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}
