/// The chains of FIFO and LIFO: of each piece what did not go on, by its place in the seed's money.
struct PieceChains {
    /// Where a piece lies in its seed's money; under LIFO each transfer turns it round.
    private struct Place {
        let seed: Int
        let start: Int64
        let length: Int64
        let isTurned: Bool

        /// Where a part begins in the seed's money.
        func start(of offset: Int64, _ part: Int64) -> Int64 {
            start + (isTurned ? length - offset - part : offset)
        }
    }

    /// A part of a piece that went on, or left in a seed.
    private struct Part {
        let parent: Int
        let offset: Int64
        let length: Int64
        /// -1 where it went on.
        let mergedInto: Int
    }

    private let ways: [Way]
    private var places: [Place] = []
    private var chains: [Chain] = []

    static func chains(_ finding: borrowing Finding, _ rule: TraceRule) -> [Chain] {
        var (ways, parts): ([Way], [Part]) = ([], [])
        for index in 0..<finding.ways.count {
            let way = finding.ways[index]
            ways.append(way)
            guard way.parent >= 0, !way.isStopped else { continue }
            parts.append(Part(parent: way.parent, offset: way.offset, length: way.length, mergedInto: -1))
        }
        for index in 0..<finding.mergedWays.count {
            let way = finding.mergedWays[index]
            parts.append(Part(parent: way.parent, offset: way.offset, length: way.length, mergedInto: way.row))
        }
        parts.sort { ($0.parent, $0.offset) < ($1.parent, $1.offset) }
        var chains = PieceChains(ways, turns: rule == .lifo)
        chains.add(parts)
        return chains.chains
    }

    private init(_ ways: [Way], turns: Bool) {
        self.ways = ways
        places.reserveCapacity(ways.count)
        for way in ways {
            guard way.parent >= 0 else {
                places.append(Place(seed: way.row, start: 0, length: way.length, isTurned: false))
                continue
            }
            let before = places[way.parent]
            places.append(
                Place(
                    seed: before.seed, start: before.start(of: way.offset, way.length), length: way.length,
                    isTurned: before.isTurned != turns))
        }
    }

    /// The parts in the order of their pieces; what lies between them stayed.
    private mutating func add(_ parts: [Part]) {
        var next = 0
        for (index, way) in ways.enumerated() where !way.isStopped {
            var place: Int64 = 0
            while next < parts.count, parts[next].parent == index {
                let part = parts[next]
                add(index, place, part.offset - place, mergedInto: nil)
                if part.mergedInto >= 0 { add(index, part.offset, part.length, mergedInto: part.mergedInto) }
                place = part.offset + part.length
                next += 1
            }
            add(index, place, way.length - place, mergedInto: nil)
        }
    }

    private mutating func add(_ index: Int, _ offset: Int64, _ length: Int64, mergedInto: Int?) {
        if length == 0 { return }
        var (rows, way): ([Int], Int) = ([], index)
        while way >= 0 {
            rows.append(ways[way].row)
            way = ways[way].parent
        }
        let place = places[index]
        chains.append(
            Chain(
                seed: place.seed, offset: place.start(of: offset, length), amount: length, transfers: rows.reversed(),
                account: ways[index].account, mergedInto: mergedInto))
    }
}
