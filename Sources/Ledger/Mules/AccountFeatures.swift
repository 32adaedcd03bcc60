/// What is known of one account by its transfers alone: one number for each feature.
///
/// Money launderers meet strangers: pairs of accounts that pay each other once are told apart from those that pay each other
/// again and again ("regular"), and most features are counted over the first kind, the *strange* transfers.
enum AccountFeature: Int, CaseIterable, Sendable {
    case sent, received, sentFen, receivedFen, sentMean, receivedMean, sentMost, receivedMost
    case payees, payers, sentShare, keptShare
    /// Strange transfers and their part of all.
    case strangeSent, strangeReceived, strangeShare, strangeSentShare, strangeReceivedShare
    case strangeSentMean, strangeReceivedMean
    /// The mean and the most of the strange counterparties' own parts and numbers of strange transfers.
    case strangersShare, strangersCount, strangersMost, strangersSharesMost
    /// The shortest time between two strange transfers, and the longest, as parts of the ledger's time.
    case strangeGap, strangeSpan
    /// Within a fortieth of the ledger's time: the most strange transfers in, out, and in and out.
    case fanIn, fanOut, burst
    /// Strange money that left again within that time, nearly whole: how often, and the best fit.
    case passed, passedFit
    /// Times a strange transfer in was followed by a strange one out, and circles of at most four of them.
    case relayed, circles
    /// The largest number of strangers two steps away.
    case reach
    /// Round amounts and transfers at night, as parts of all; the longest rest before a busy time, as a part of the ledger's time.
    case round, night, dormant
    /// How many neighbours by strange transfers are known to be mules, and what part of those that are known at all.
    case knownMules, knownMulesShare

    /// What a reader is told when this feature speaks against an account.
    var reason: String {
        switch self {
        case .strangeShare, .strangeSent, .strangeReceived, .strangeSentShare, .strangeReceivedShare,
            .strangeSentMean, .strangeReceivedMean:
            "pays or is paid by accounts it never met before or after"
        case .strangersShare, .strangersCount, .strangersMost, .strangersSharesMost, .reach:
            "deals with accounts that do so too"
        case .strangeGap, .strangeSpan, .burst: "such payments close together"
        case .fanIn: "fan-in: many strangers pay it in a short time"
        case .fanOut: "fan-out: it pays many strangers in a short time"
        case .passed, .passedFit, .relayed: "passes money on quickly and nearly whole"
        case .circles: "money comes back to it in a circle"
        case .round: "round amounts"
        case .night: "active at night"
        case .dormant: "long dormant, then active"
        case .knownMules, .knownMulesShare: "deals with known mules"
        default: "unusual amounts or numbers of payments"
        }
    }
}

/// The features of all accounts that moved money.
struct FeatureTable: Sendable {
    /// The accounts' numbers in the ledger.
    let accounts: [Int]
    /// By account, in the order of `AccountFeature`.
    var rows: [[Double]]
    /// The places in `accounts` of each account's counterparties by strange transfers.
    let strangers: [[Int]]
}

/// Counts the features in a few passes over the transfers.
struct FeatureCounter {
    private struct Strange {
        let time: Double
        let amount: Double
        let other: Int
        let isOut: Bool
    }

    private let transfers: [(time: Double, payer: Int, payee: Int, amount: Double, hour: Int)]
    private let accounts: [Int]
    private var rows: [[Double]]
    private var strange: [[Strange]]
    /// The ledger's time from first to last.
    private let span: Double
    private let window: Double

    init(_ ledger: TransferLedger) throws(LedgerError) {
        var places: [Int: Int] = [:]
        var accounts: [Int] = []
        var transfers: [(time: Double, payer: Int, payee: Int, amount: Double, hour: Int)] = []
        func place(_ account: Int) -> Int {
            if let place = places[account] { return place }
            places[account] = accounts.count
            accounts.append(account)
            return accounts.count - 1
        }
        let hasHours = ledger.hasHours
        for row in 0..<ledger.rows {
            let transfer = try ledger.transfer(row)
            guard transfer.payer != transfer.payee else { continue }
            guard transfer.payer != Accounts.outside, transfer.payee != Accounts.outside else { continue }
            let hour = hasHours ? Int((transfer.time / 3_600_000_000 + 8) % 24) : 12
            transfers.append(
                (Double(transfer.time), place(transfer.payer), place(transfer.payee), Double(transfer.amount), hour))
        }
        (self.transfers, self.accounts) = (transfers, accounts)
        span = max(1, (transfers.last?.time ?? 0) - (transfers.first?.time ?? 0))
        window = span / 40
        rows = Array(repeating: Array(repeating: 0, count: AccountFeature.allCases.count), count: accounts.count)
        strange = Array(repeating: [], count: accounts.count)
    }

    consuming func table() -> FeatureTable {
        findStrange()
        countAll()
        for account in accounts.indices { countStrange(account) }
        for account in accounts.indices { countStrangers(account) }
        let strangers = strange.map { Array(Set($0.map(\.other))).sorted() }
        return FeatureTable(accounts: accounts, rows: rows, strangers: strangers)
    }

    private mutating func set(_ feature: AccountFeature, _ account: Int, _ value: Double) {
        rows[account][feature.rawValue] = value
    }

    private func get(_ feature: AccountFeature, _ account: Int) -> Double { rows[account][feature.rawValue] }

    private static func pair(_ a: Int, _ b: Int) -> UInt64 { UInt64(min(a, b)) << 32 | UInt64(max(a, b)) }

    /// Transfers between two accounts that paid each other only once.
    private mutating func findStrange() {
        var counts: [UInt64: Int] = [:]
        for transfer in transfers { counts[Self.pair(transfer.payer, transfer.payee), default: 0] += 1 }
        for transfer in transfers where counts[Self.pair(transfer.payer, transfer.payee)] == 1 {
            let (payer, payee) = (transfer.payer, transfer.payee)
            strange[payer].append(
                Strange(time: transfer.time, amount: transfer.amount, other: payee, isOut: true))
            strange[payee].append(
                Strange(time: transfer.time, amount: transfer.amount, other: payer, isOut: false))
        }
    }

    private mutating func countAll() {
        var partners: [(Set<Int>, Set<Int>)] = Array(repeating: ([], []), count: accounts.count)
        var last = [Double](repeating: -1, count: accounts.count)
        func add(_ feature: AccountFeature, _ account: Int, _ value: Double) {
            rows[account][feature.rawValue] += value
        }
        func most(_ feature: AccountFeature, _ account: Int, _ value: Double) {
            rows[account][feature.rawValue] = max(rows[account][feature.rawValue], value)
        }
        for transfer in transfers {
            let (payer, payee, amount) = (transfer.payer, transfer.payee, transfer.amount)
            add(.sent, payer, 1)
            add(.received, payee, 1)
            add(.sentFen, payer, amount)
            add(.receivedFen, payee, amount)
            most(.sentMost, payer, amount)
            most(.receivedMost, payee, amount)
            partners[payer].0.insert(payee)
            partners[payee].1.insert(payer)
            for account in [payer, payee] {
                if amount.truncatingRemainder(dividingBy: 10_000) == 0 { add(.round, account, 1) }
                if transfer.hour < 6 { add(.night, account, 1) }
                if last[account] >= 0 { most(.dormant, account, (transfer.time - last[account]) / span) }
                last[account] = transfer.time
            }
        }
        for account in accounts.indices {
            let (sent, received) = (get(.sent, account), get(.received, account))
            let (out, into) = (get(.sentFen, account), get(.receivedFen, account))
            set(.sentMean, account, out / max(sent, 1))
            set(.receivedMean, account, into / max(received, 1))
            set(.payees, account, Double(partners[account].0.count))
            set(.payers, account, Double(partners[account].1.count))
            set(.sentShare, account, sent / (sent + received))
            set(.keptShare, account, (into - out) / (into + out))
            set(.round, account, get(.round, account) / (sent + received))
            set(.night, account, get(.night, account) / (sent + received))
        }
    }

    private mutating func countStrange(_ account: Int) {
        let list = strange[account]
        let (sent, received) = (list.filter(\.isOut), list.filter { !$0.isOut })
        func mean(_ list: [Strange]) -> Double { list.reduce(0) { $0 + $1.amount } / Double(max(list.count, 1)) }
        set(.strangeSent, account, Double(sent.count))
        set(.strangeReceived, account, Double(received.count))
        set(.strangeShare, account, Double(list.count) / max(1, get(.sent, account) + get(.received, account)))
        set(.strangeSentShare, account, Double(sent.count) / max(1, get(.sent, account)))
        set(.strangeReceivedShare, account, Double(received.count) / max(1, get(.received, account)))
        set(.strangeSentMean, account, mean(sent))
        set(.strangeReceivedMean, account, mean(received))
        let gaps = zip(list, list.dropFirst()).map { $1.time - $0.time }
        set(.strangeGap, account, (gaps.min() ?? span) / span)
        set(.strangeSpan, account, list.isEmpty ? -1 : (list[list.count - 1].time - list[0].time) / span)
        set(.fanIn, account, most(received))
        set(.fanOut, account, most(sent))
        set(.burst, account, most(list))
        countPassed(account, received, sent)
    }

    /// The most transfers within the window.
    private func most(_ list: [Strange]) -> Double {
        var (first, most) = (0, 0)
        for index in list.indices {
            while list[index].time - list[first].time > window { first += 1 }
            most = max(most, index - first + 1)
        }
        return Double(most)
    }

    private mutating func countPassed(_ account: Int, _ received: [Strange], _ sent: [Strange]) {
        var (passed, relayed, fit) = (0, 0, 0.0)
        for deposit in received {
            let after = sent.filter { $0.time >= deposit.time && $0.time - deposit.time <= window }
            if !after.isEmpty { relayed += 1 }
            let best = after.map { 1 - abs($0.amount / deposit.amount - 0.93) }.max() ?? 0
            if best > 0.85 { passed += 1 }
            fit = max(fit, best)
        }
        set(.passed, account, Double(passed))
        set(.relayed, account, Double(relayed))
        set(.passedFit, account, fit)
    }

    private mutating func countStrangers(_ account: Int) {
        let others = strange[account].map(\.other)
        guard !others.isEmpty else { return }
        let shares = others.map { get(.strangeShare, $0) }
        let counts = others.map { Double(strange[$0].count) }
        set(.strangersShare, account, shares.reduce(0, +) / Double(others.count))
        set(.strangersSharesMost, account, shares.max() ?? 0)
        set(.strangersCount, account, counts.reduce(0, +) / Double(others.count))
        set(.strangersMost, account, counts.max() ?? 0)
        set(.reach, account, Double(Set(others.flatMap { strange[$0].map(\.other) }).subtracting([account]).count))
        set(.circles, account, Double(circles(from: account)))
    }

    /// Circles of at most four strange transfers, each not before the last, within eight windows.
    private func circles(from account: Int) -> Int {
        var count = 0
        func go(_ place: Int, _ time: Double, _ end: Double, _ depth: Int) {
            for next in strange[place] where next.isOut && next.time >= time && next.time <= end {
                if next.other == account {
                    count += 1
                } else if depth < 4, count < 100 {
                    go(next.other, next.time, end, depth + 1)
                }
            }
        }
        for first in strange[account] where first.isOut { go(first.other, first.time, first.time + window * 8, 2) }
        return count
    }
}

extension TransferLedger {
    /// Whether its times tell hours: a file that counts steps or days does not.
    var hasHours: Bool { manifest.time != TimePattern.step.text && !manifest.time.isEmpty }
}
