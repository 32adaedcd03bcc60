internal import Primitives

/// Where everything of the picture stands, in pixels; what tests measure and the drawing only writes down.
struct FundFlowLayout {
    struct Box: Equatable {
        let item: Int
        var x: Double
        var y: Double
        var height: Double
        var bottom: Double { y + height }
    }

    /// One piece of a flow between neighbouring columns, or through one: where its upper edge starts and ends.
    struct Hop: Equatable {
        let x0: Double
        let y0: Double
        let x1: Double
        let y1: Double
    }

    struct Label: Equatable {
        let item: Int
        let x: Double
        /// The middle of the label's two lines.
        var y: Double
        let flows: [Int]
    }

    static let cardWidth = 158.0
    static let margin = 14.0
    static let leastWidth = 1376.0
    static let leastPitch = 250.0
    static let exitWidth = 100.0
    static let top = 60.0
    static let cardGap = 14.0
    static let laneGap = 8.0
    static let labelHeight = 27.0

    let columns: FundFlowColumns
    private(set) var boxes: [Box]
    private(set) var hops: [[Hop]] = []
    private(set) var labels: [Label] = []
    let pitch: Double
    let width: Double
    private(set) var height = 0.0

    init(_ picture: FundFlowPicture) {
        columns = FundFlowColumns(picture)
        let hasExits = !picture.exits.isEmpty
        let count = columns.columns.count
        let room = Self.leastWidth - Self.margin * 2 - (hasExits ? Self.exitWidth : Self.cardWidth)
        pitch = min(max(room / Double(max(count - 1, 1)), Self.leastPitch), hasExits ? 640 : 360)
        let lastWidth = hasExits ? Self.exitWidth : Self.cardWidth
        width = max(Self.leastWidth, Self.margin * 2 + pitch * Double(count - 1) + lastWidth)
        boxes = columns.items.enumerated().map { Box(item: $0.offset, x: 0, y: 0, height: $0.element.height) }
        for index in boxes.indices { boxes[index].x = x(ofColumn: columns.items[index].column) }
        for column in columns.columns.indices { place(column) }
        height = (boxes.map(\.bottom).max() ?? Self.top) + Self.margin
        hops = columns.flows.indices.map(route)
        labels = columns.columns.indices.flatMap(placeLabels)
    }

    /// The accounts' ids as drawn, column by column from top to bottom; the next drawing's `earlierOrder`.
    var order: [String] { columns.columns.joined().map { columns.items[$0].id } }

    func x(ofColumn column: Int) -> Double { Self.margin + pitch * Double(column) }

    private func gap(_ upper: Int, _ lower: Int) -> Double {
        let isLane = columns.items[upper].thing == .lane || columns.items[lower].thing == .lane
        return isLane ? Self.laneGap : Self.cardGap
    }

    /// Puts each item of a column as near as it can to where its money comes from.
    private mutating func place(_ column: Int) {
        let items = columns.columns[column]
        let wanted = items.map { (wantedCentre(of: $0) ?? middle) - boxes[$0].height / 2 }
        let steps = zip(items, items.dropFirst()).map { boxes[$0].height + gap($0, $1) }
        for (item, y) in zip(items, spread(wanted, steps: steps, top: Self.top)) { boxes[item].y = y.rounded() }
    }

    /// The middle of the tallest column when all stand close.
    private var middle: Double {
        let tallest = columns.columns.map { items in
            items.map { boxes[$0].height }.reduce(0, +) + zip(items, items.dropFirst()).map(gap).reduce(0, +)
        }
        return Self.top + (tallest.max() ?? 0) / 2
    }

    private func wantedCentre(of item: Int) -> Double? {
        var (sum, weight) = (0.0, 0.0)
        for flow in columns.items[item].arriving {
            guard let parent = columns.hop(of: flow, before: item) else { continue }
            let flowWidth = columns.flows[flow].width
            sum += (leavingEdge(of: flow, at: parent) + flowWidth / 2) * flowWidth
            weight += flowWidth
        }
        return weight > 0 ? sum / weight : nil
    }

    /// The upper edge of a flow where it leaves an item; flows leave in the order of where they go.
    func leavingEdge(of flow: Int, at item: Int) -> Double {
        edge(of: flow, among: columns.items[item].leaving, at: item) { columns.hop(of: $0, after: item) }
    }

    /// The upper edge of a flow where it arrives; flows arrive in the order of where they come from.
    func arrivingEdge(of flow: Int, at item: Int) -> Double {
        edge(of: flow, among: columns.items[item].arriving, at: item) { columns.hop(of: $0, before: item) }
    }

    private func edge(of flow: Int, among flows: [Int], at item: Int, other end: (Int) -> Int?) -> Double {
        let total = flows.map { columns.flows[$0].width }.reduce(0, +)
        var y = boxes[item].y + (boxes[item].height - total) / 2
        for each in sorted(flows, by: end) {
            if each == flow { break }
            y += columns.flows[each].width
        }
        return y
    }

    private func sorted(_ flows: [Int], by end: (Int) -> Int?) -> [Int] {
        func key(_ flow: Int) -> (Int, Timestamp, Int) {
            let item = end(flow) ?? 0
            let place = columns.columns[columns.items[item].column].firstIndex(of: item) ?? 0
            return (place, columns.flows[flow].moment, flow)
        }
        return flows.sorted { key($0) < key($1) }
    }

    private func route(_ flow: Int) -> [Hop] {
        let path = columns.flows[flow].path
        return zip(path, path.dropFirst()).map { from, to in
            Hop(
                x0: boxes[from].x + Self.cardWidth, y0: leavingEdge(of: flow, at: from), x1: boxes[to].x,
                y1: arrivingEdge(of: flow, at: to))
        }
    }
}

extension FundFlowLayout {
    /// One label for each transfer into a card, or one for all where more than two arrive.
    private func placeLabels(_ column: Int) -> [Label] {
        let labels = columns.columns[column].flatMap(labels(into:)).sorted { $0.y < $1.y }
        let steps = Array(repeating: Self.labelHeight, count: max(labels.count - 1, 0))
        let tops = spread(labels.map { $0.y - Self.labelHeight / 2 }, steps: steps, top: Self.top - 6)
        return zip(labels, tops).map { label, top in
            Label(item: label.item, x: label.x, y: top + Self.labelHeight / 2, flows: label.flows)
        }
    }

    private func labels(into item: Int) -> [Label] {
        guard case .account = columns.items[item].thing else { return [] }
        let arriving = columns.items[item].arriving
        let groups = arriving.count > 2 ? [arriving] : arriving.map { [$0] }
        return groups.map { flows in
            let edges = flows.map { (arrivingEdge(of: $0, at: item), columns.flows[$0].width) }
            let (upper, lower) = (edges.map(\.0).min() ?? 0, edges.map { $0.0 + $0.1 }.max() ?? 0)
            return Label(item: item, x: boxes[item].x - 7, y: (upper + lower) / 2, flows: flows)
        }
    }

    /// The tops nearest to the wanted ones that keep the order and the given steps, none above `top`.
    ///
    /// Pool adjacent violators: neighbours that would overlap form a block that stands at the mean of their wishes.
    private func spread(_ wanted: [Double], steps: [Double], top: Double) -> [Double] {
        var blocks: [(sum: Double, count: Int)] = []
        var offsets = [0.0]
        for step in steps { offsets.append((offsets.last ?? 0) + step) }
        for (wish, offset) in zip(wanted, offsets) {
            blocks.append((wish - offset, 1))
            while blocks.count > 1, mean(blocks[blocks.count - 2]) > mean(blocks[blocks.count - 1]) {
                let last = blocks.removeLast()
                blocks[blocks.count - 1].sum += last.sum
                blocks[blocks.count - 1].count += last.count
            }
        }
        let means = blocks.flatMap { Array(repeating: max(mean($0), top), count: $0.count) }
        return zip(means, offsets).map { $0 + $1 }
    }

    private func mean(_ block: (sum: Double, count: Int)) -> Double { block.sum / Double(block.count) }
}
