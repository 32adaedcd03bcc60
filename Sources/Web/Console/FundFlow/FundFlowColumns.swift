internal import Primitives

/// The picture as columns of things that take room, and flows that run through them from left to right.
struct FundFlowColumns {
    enum Thing: Equatable {
        /// A card, by its place among the picture's accounts.
        case account(Int)
        /// Room for a flow that passes a column on its way.
        case lane
        case exit(Int)
        case cutOff(Int)
        /// Money that went back to an account of the same or an earlier tier, by its place among the ribbons.
        case back(Int)
    }

    struct Item: Equatable {
        let id: String
        let thing: Thing
        let column: Int
        var height: Double
        /// The earliest moment money came to it, the order among brothers.
        var moment: Timestamp
        /// The flows that end in or leave this item, each with the hop that touches it.
        var arriving: [Int] = []
        var leaving: [Int] = []
    }

    struct Flow: Equatable {
        let bands: Bands
        let moment: Timestamp
        let width: Double
        /// The items it runs through, its first the one it leaves.
        var path: [Int] = []
        let ribbon: Int?
    }

    static let cardHeight = 62.0
    static let openingHeight = 17.0
    static let exitHeight = 46.0
    static let noteHeight = 32.0
    /// A picture's whole sum is so many pixels high.
    static let scaleHeight = 290.0
    static let leastWidth = 1.5

    let picture: FundFlowPicture
    let scale: Double
    private(set) var items: [Item] = []
    private(set) var flows: [Flow] = []
    /// The items of each column from top to bottom.
    private(set) var columns: [[Int]] = []
    private var places: [String: Int] = [:]

    init(_ picture: FundFlowPicture) {
        self.picture = picture
        scale = Self.scaleHeight / Double(max(picture.lost.total.fen, 1))
        addAccounts()
        addFlows()
        grow()
        sortColumns()
    }

    /// The column of the exits, one behind the last that holds anything else.
    var exitColumn: Int { (picture.exits.isEmpty ? 0 : 1) + lastColumn }

    private var lastColumn: Int {
        let tiers = Dictionary(picture.accounts.map { ($0.id, $0.tier) }, uniquingKeysWith: { first, _ in first })
        let notes = picture.cutOffs.map { (tiers[$0.from] ?? 0) + 1 }
        let backs = picture.ribbons.filter { (tiers[$0.to] ?? 0) <= (tiers[$0.from] ?? 0) }.map {
            (tiers[$0.from] ?? 0) + 1
        }
        return (picture.accounts.map(\.tier) + notes + backs).max() ?? 0
    }

    private mutating func addAccounts() {
        for (index, account) in picture.accounts.enumerated() {
            let opening = account.inferredOpening == nil ? 0 : Self.openingHeight
            let height = max(Self.cardHeight + opening, Double(account.received.fen) * scale)
            places[account.id] = add(
                Item(
                    id: account.id, thing: .account(index), column: account.tier, height: height, moment: .distantFuture
                ))
        }
    }

    private mutating func addFlows() {
        for (index, ribbon) in picture.ribbons.enumerated() {
            guard let from = places[ribbon.from], let to = places[ribbon.to] else { continue }
            let isForward = items[to].column > items[from].column
            let end = isForward ? to : addNote("back:\(ribbon.from):\(ribbon.to):\(index)", .back(index), after: from)
            run(
                Flow(
                    bands: ribbon.bands, moment: ribbon.moment, width: width(ribbon.amount),
                    ribbon: isForward ? index : nil), from, end)
        }
        for (index, cutOff) in picture.cutOffs.enumerated() {
            guard let from = places[cutOff.from] else { continue }
            let end = addNote("cut:\(cutOff.from):\(index)", .cutOff(index), after: from)
            run(
                Flow(bands: cutOff.bands, moment: .distantFuture, width: width(cutOff.bands.total), ribbon: nil), from,
                end)
        }
        for (index, exit) in picture.exits.enumerated() {
            guard let from = places[exit.from] else { continue }
            let id = "exit:\(exit.from):\(exit.kind):\(index)"
            let end = add(
                Item(id: id, thing: .exit(index), column: exitColumn, height: Self.exitHeight, moment: .distantFuture))
            run(
                Flow(bands: Bands(exited: exit.amount), moment: exit.moment, width: width(exit.amount), ribbon: nil),
                from, end)
        }
    }

    private mutating func addNote(_ id: String, _ thing: Thing, after item: Int) -> Int {
        add(Item(id: id, thing: thing, column: items[item].column + 1, height: Self.noteHeight, moment: .distantFuture))
    }

    /// Lays a flow from one item to another, with a lane in each column between.
    private mutating func run(_ flow: Flow, _ from: Int, _ to: Int) {
        var flow = flow
        let between = (items[from].column + 1..<items[to].column).map { column in
            let id = "lane:\(items[from].id):\(items[to].id):\(column):\(flows.count)"
            return add(Item(id: id, thing: .lane, column: column, height: flow.width, moment: .distantFuture))
        }
        flow.path = [from] + between + [to]
        for item in flow.path.dropLast() { items[item].leaving.append(flows.count) }
        for item in flow.path.dropFirst() {
            items[item].arriving.append(flows.count)
            items[item].moment = min(items[item].moment, flow.moment)
        }
        flows.append(flow)
    }

    private mutating func add(_ item: Item) -> Int {
        items.append(item)
        return items.count - 1
    }

    /// A side of a card is never shorter than the ribbons on it.
    private mutating func grow() {
        for index in items.indices {
            let sides = [items[index].arriving, items[index].leaving].map { $0.map { flows[$0].width }.reduce(0, +) }
            items[index].height = max(items[index].height, sides[0], sides[1])
        }
    }

    private func width(_ amount: Money) -> Double { max(Double(amount.fen) * scale, Self.leastWidth) }
}

extension FundFlowColumns {
    /// Children in the order of their parents' ribbons, by the parents' weighted place, then by time, then by id.
    private mutating func sortColumns() {
        let earlier = Dictionary(
            picture.earlierOrder.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
        var rank: [Int: Double] = [:]
        let last = items.map(\.column).max() ?? 0
        for column in 0...last {
            let members = items.indices.filter { items[$0].column == column }
            let keyed = members.map { (key: (barycentre(of: $0, rank), items[$0].moment, items[$0].id), item: $0) }
            let fresh = keyed.sorted { $0.key < $1.key }.map(\.item)
            let sorted = earlier.isEmpty ? fresh : kept(fresh, earlier)
            for (place, item) in sorted.enumerated() { rank[item] = Double(place) }
            columns.append(sorted)
        }
    }

    private func barycentre(of item: Int, _ rank: [Int: Double]) -> Double {
        var (sum, weight) = (0.0, 0.0)
        for flow in items[item].arriving {
            guard let parent = hop(of: flow, before: item) else { continue }
            sum += (rank[parent] ?? 0) * flows[flow].width
            weight += flows[flow].width
        }
        return weight > 0 ? sum / weight : .infinity
    }

    /// The earlier order of those that were there before, each newcomer right after its predecessor in the fresh order.
    private func kept(_ fresh: [Int], _ earlier: [String: Int]) -> [Int] {
        let places = fresh.map { earlier[items[$0].id] }
        var order = zip(fresh, places).compactMap { item, place in place.map { (place: $0, item: item) } }
            .sorted { $0.place < $1.place }.map(\.item)
        for (index, item) in fresh.enumerated() where places[index] == nil {
            let before = index > 0 ? order.firstIndex(of: fresh[index - 1]) : nil
            order.insert(item, at: before.map { $0 + 1 } ?? 0)
        }
        return order
    }

    /// The item a flow comes from on its way into `item`.
    func hop(of flow: Int, before item: Int) -> Int? {
        guard let place = flows[flow].path.firstIndex(of: item), place > 0 else { return nil }
        return flows[flow].path[place - 1]
    }

    /// The item a flow runs into from `item`.
    func hop(of flow: Int, after item: Int) -> Int? {
        guard let place = flows[flow].path.firstIndex(of: item), place + 1 < flows[flow].path.count else { return nil }
        return flows[flow].path[place + 1]
    }
}

extension Timestamp {
    fileprivate static let distantFuture = Timestamp(microseconds: .max)
}
