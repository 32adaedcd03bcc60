import Ledger

/// The reference: the whole ledger replayed fen by fen, in plain arrays; it knows nothing of lines, heights or queues.
///
/// Under FIFO and LIFO each fen is a thing of its own, and it is written down which fen each transfer moved; a question is
/// then answered from those lists, forward or backward. Under the other rules each account has one number.
struct FenReplay {
    struct Transfer {
        let payer: Int
        let payee: Int
        let amount: Int
        let time: Int64
    }

    struct Answer: Equatable {
        /// Fen and level, by row.
        var carried: [Int: [Int]] = [:]
        /// Fen, by account.
        var held: [Int: Int] = [:]
        var superseded = 0
        /// Each fen of a seed: its way, empty under the rules that do not know it.
        var ways: Set<Way> = []
        /// By account and limit: the fen that lie there because of it, and the first row that was not followed.
        var frontier: [Int: [String: [Int]]] = [:]

        mutating func cut(_ account: Int, _ fen: Int, _ row: Int, _ limit: String) {
            let known = frontier[account]?[limit]
            frontier[account, default: [:]][limit] = [(known?[0] ?? 0) + fen, known?[1] ?? row]
        }
    }

    struct Way: Hashable {
        let seed: Int
        /// Its place in the seed's amount.
        let fen: Int
        var rows: [Int]
        var account: Int
        var mergedInto: Int?
    }

    let transfers: [Transfer]
    let openings: [Int]
    let rule: TraceRule
    /// The fen that each transfer moved, and where each lay at first.
    private var moved: [[Int]] = []
    private var homes: [Int] = []

    /// `openings` by account; account 0 is the outside.
    init(_ transfers: [Transfer], openings: [Int], rule: TraceRule) {
        (self.transfers, self.openings, self.rule) = (transfers, openings, rule)
        if rule == .fifo || rule == .lifo { play() }
    }

    /// The least opening balances with which every transfer can be paid.
    static func leastOpenings(_ transfers: [Transfer], accounts: Int) -> [Int] {
        var (balances, least) = ([Int](repeating: 0, count: accounts), [Int](repeating: 0, count: accounts))
        for transfer in transfers {
            balances[transfer.payer] -= transfer.amount
            if transfer.payer != 0 { least[transfer.payer] = max(least[transfer.payer], -balances[transfer.payer]) }
            balances[transfer.payee] += transfer.amount
        }
        return least
    }

    private mutating func play() {
        var piles: [[Int]] = []
        for (account, opening) in openings.enumerated() {
            piles.append(Array(homes.count..<homes.count + opening))
            homes += Array(repeating: account, count: opening)
        }
        for transfer in transfers {
            var fen: [Int] = []
            for _ in 0..<transfer.amount {
                if transfer.payer == 0 {
                    fen.append(homes.count)
                    homes.append(0)
                } else {
                    fen.append(rule == .fifo ? piles[transfer.payer].removeFirst() : piles[transfer.payer].removeLast())
                }
            }
            moved.append(fen)
            if transfer.payee != 0 { piles[transfer.payee] += fen }
        }
    }

    func answer(_ question: TraceQuestion) -> Answer {
        switch rule {
        case .fifo, .lifo: fenAnswer(question)
        case .proportional, .fraudFirst: poolAnswer(question)
        case .poison: touchAnswer(question)
        }
    }

    private func rows(_ question: TraceQuestion) -> [Int] {
        let isBackward = question.direction == .backward
        return isBackward ? transfers.indices.reversed() : Array(transfers.indices)
    }

    private func isBeyond(_ row: Int, _ question: TraceQuestion) -> Bool {
        guard let until = question.limits.until else { return false }
        return question.direction == .backward ? transfers[row].time < until : transfers[row].time > until
    }

    /// Whether an account that is held would have paid it.
    func isRefused(_ row: Int, _ question: TraceQuestion) -> Bool {
        question.freezes.contains { $0.account == transfers[row].payer && transfers[row].time > $0.moment }
    }

    /// How many of the fen that `seed` moved lie on the accounts that are held, when what these would have paid later is
    /// left out and each later payment moves those of its fen that came; the seed is paid in any case.
    func lying(on freezes: [Freeze], seed: Int, isHeld: Bool) -> Int {
        let question = TraceQuestion(seeds: [seed], freezes: isHeld ? freezes : [])
        var places = homes
        for (row, transfer) in transfers.enumerated() where !isRefused(row, question) {
            for fen in moved[row] where row == seed || places[fen] == transfer.payer { places[fen] = transfer.payee }
        }
        return moved[seed].count { fen in freezes.contains { $0.account == places[fen] } }
    }

    /// From and to in the direction of the question.
    private func ends(_ row: Int, _ question: TraceQuestion) -> (from: Int, to: Int) {
        let transfer = transfers[row]
        return question.direction == .backward ? (transfer.payee, transfer.payer) : (transfer.payer, transfer.payee)
    }

    private func fenAnswer(_ question: TraceQuestion) -> Answer {
        var answer = Answer()
        // The level of each fen that is followed, and where each lies that was followed once.
        var (levels, places): ([Int: Int], [Int: Int]) = ([:], [:])
        var ways: [Int: Way] = [:]
        // How many transfers out of each account were followed.
        var counts: [Int: Int] = [:]
        for row in rows(question) {
            let (from, to) = ends(row, question)
            if question.seeds.contains(row) {
                for (index, fen) in moved[row].enumerated() {
                    if levels[fen] != nil { answer.superseded += 1 }
                    if var way = ways[fen] {
                        if levels[fen] != nil { way.mergedInto = row }
                        answer.ways.insert(way)
                    }
                    ways[fen] = Way(seed: row, fen: index, rows: [row], account: to)
                    if levels[fen] == nil, let place = places[fen] { answer.held[place, default: 0] += 1 }
                    (levels[fen], places[fen]) = (1, to)
                }
                answer.carried[row] = [moved[row].count, 1]
            } else {
                var followed: [Int] = []
                for fen in moved[row] {
                    guard let level = levels[fen] else { continue }
                    let limit =
                        isRefused(row, question)
                        ? "freeze"
                        : isBeyond(row, question) ? "until" : level > question.limits.hops ? "hops" : nil
                    if let limit {
                        levels[fen] = nil
                        answer.cut(from, 1, row, limit)
                    } else {
                        followed.append(fen)
                    }
                }
                let isSmall = followed.count < question.limits.least
                if !followed.isEmpty, isSmall || counts[from, default: 0] >= question.limits.breadth {
                    for fen in followed { levels[fen] = nil }
                    answer.cut(from, followed.count, row, isSmall ? "least" : "breadth")
                    followed = []
                }
                if !followed.isEmpty { counts[from, default: 0] += 1 }
                for fen in followed {
                    (levels[fen], places[fen]) = ((levels[fen] ?? 0) + 1, to)
                    ways[fen]?.rows.append(row)
                    ways[fen]?.account = to
                }
                if !followed.isEmpty {
                    answer.carried[row] = [followed.count, followed.compactMap { levels[$0] }.min() ?? 0]
                }
            }
            if to == 0 { for fen in moved[row] where places[fen] == 0 { levels[fen] = nil } }
        }
        answer.ways.formUnion(ways.values)
        for place in places.values { answer.held[place, default: 0] += 1 }
        return answer
    }

    private func poolAnswer(_ question: TraceQuestion) -> Answer {
        var answer = Answer()
        var (traced, levels): ([Int: Int], [Int: Int]) = ([:], [:])
        // The first transfer that a limit stopped since money came or went, and the first that carried too little.
        var (stops, skips): ([Int: (Int, String)], [Int: Int]) = ([:], [:])
        var counts: [Int: Int] = [:]
        let balances = balancesBefore()
        for row in rows(question) {
            let (from, to) = ends(row, question)
            let (amount, there) = (transfers[row].amount, from == 0 ? 0 : traced[from] ?? 0)
            // Forward the balance before the payment; backward the one after the deposit: what the share is a share of.
            let isIncoming = question.direction == .backward && transfers[row].payer != transfers[row].payee
            let total = balances[row][from] + (isIncoming ? amount : 0)
            let share =
                there == 0 ? 0 : rule == .proportional ? min(there * amount / total, amount, there) : min(there, amount)
            let level = (levels[from] ?? 0) + 1
            if question.seeds.contains(row) {
                if share > 0 { (traced[from], stops[from]) = (there - share, nil) }
                answer.superseded += share
                answer.carried[row] = [amount, 1]
                traced[to, default: 0] += amount
                levels[to] = 1
                stops[to] = nil
            } else if there == 0 {
                continue
            } else if isRefused(row, question) {
                stops[from] = stops[from] ?? (row, "freeze")
            } else if isBeyond(row, question) {
                stops[from] = stops[from] ?? (row, "until")
            } else if share < question.limits.least {
                if share > 0, stops[from] == nil { skips[from] = skips[from] ?? row }
            } else if level - 1 > question.limits.hops {
                stops[from] = stops[from] ?? (row, "hops")
            } else if counts[from, default: 0] >= question.limits.breadth {
                stops[from] = stops[from] ?? (row, "breadth")
            } else {
                counts[from, default: 0] += 1
                (stops[from], stops[to]) = (nil, nil)
                traced[from] = there - share
                traced[to, default: 0] += share
                levels[to] = min(levels[to] ?? level, level)
                answer.carried[row] = [share, level]
            }
        }
        answer.held = traced.filter { $0.value > 0 }
        for (account, held) in answer.held where account != 0 {
            if let (row, limit) = stops[account] ?? skips[account].map({ ($0, "least") }) {
                answer.cut(account, held, row, limit)
            }
        }
        return answer
    }

    /// Each account's balance before each row.
    private func balancesBefore() -> [[Int]] {
        var balances = openings
        var rows: [[Int]] = []
        for transfer in transfers {
            rows.append(balances)
            balances[transfer.payer] -= transfer.amount
            balances[transfer.payee] += transfer.amount
        }
        return rows
    }

    private func touchLimit(_ row: Int, _ question: TraceQuestion, level: Int, count: Int) -> String? {
        if isRefused(row, question) { return "freeze" }
        if isBeyond(row, question) { return "until" }
        if level > question.limits.hops { return "hops" }
        if transfers[row].amount < question.limits.least { return "least" }
        return count >= question.limits.breadth ? "breadth" : nil
    }

    private func touchAnswer(_ question: TraceQuestion) -> Answer {
        var answer = Answer()
        var (levels, counts): ([Int: Int], [Int: Int]) = ([:], [:])
        for row in rows(question) {
            let (from, to) = ends(row, question)
            var level = 1
            if !question.seeds.contains(row) {
                guard from != 0, let known = levels[from] else { continue }
                let limit = touchLimit(row, question, level: known, count: counts[from, default: 0])
                if let limit {
                    let cuts = answer.frontier[from] ?? [:]
                    // Behind the first that hops or a breadth stop nothing is looked at.
                    let isPassed = known > question.limits.hops ? cuts["hops"] != nil : cuts["breadth"] != nil
                    if !isPassed { answer.cut(from, 0, row, limit) }
                    continue
                }
                counts[from, default: 0] += 1
                level = known + 1
            }
            answer.carried[row] = [transfers[row].amount, level]
            levels[to] = min(levels[to] ?? level, level)
        }
        for account in levels.keys where account != 0 {
            var balance = openings[account]
            for (row, transfer) in transfers.enumerated() {
                let isBefore =
                    question.direction == .backward
                    ? question.limits.until.map { transfers[row].time < $0 } ?? false : !isBeyond(row, question)
                guard isBefore else { continue }
                if transfer.payer == account, !isRefused(row, question) { balance -= transfer.amount }
                if transfer.payee == account { balance += transfer.amount }
            }
            if balance > 0 { answer.held[account] = balance }
        }
        return answer
    }
}
