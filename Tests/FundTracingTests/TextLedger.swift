import FundTracing
import Primitives

/// A ledger as an officer would note it down, one line for each entry:
///
///     A: opening 50 known 11:00 held 10:06-12:00
///     10:00 V -> A 100 loss I1        the whole transfer is a victim's loss
///     10:00 V -> A 100 loss I1 60     a part of it is
///     10:05/10:07 A -> B 40           the payee's bank dates it 10:07
///     10:06 A -> cash 10              other exits: pos, pay, crypto, abroad; ? for an entry without payee
///     10:10 A states 60
///
/// A transfer's key is the number of its line among the transfers; `outside` pays from outside the known world.
struct TextLedger {
    private struct Account {
        var opening: Money?
        var stated: [StatedBalance] = []
        var known: Timestamp?
        var isHub = false
        var holds: [HoldPeriod] = []
    }

    private(set) var transfers: [Transfer] = []
    private(set) var seeds: [Seed] = []
    private var accounts: [String: Account] = [:]
    private var arrival: Int64 = 0

    var ledger: Ledger {
        let rows = accounts.sorted { $0.key < $1.key }.map { key, row in
            LedgerAccount(
                key: AccountKey(key), openingBalance: row.opening, statedBalances: row.stated, knownUntil: row.known,
                isHub: row.isHub, holds: row.holds)
        }
        return Ledger(transfers: transfers, accounts: rows)
    }

    init(_ text: String) {
        for line in text.split(separator: "\n") { read(line.split(separator: " ").map(String.init)) }
    }

    private mutating func read(_ words: [String]) {
        arrival += 1
        if words[0].hasSuffix(":") {
            readAccount(String(words[0].dropLast()), Array(words.dropFirst()))
        } else if words[2] == "states" {
            let stated = StatedBalance(at: order(words[0]), balance: money(words[3]))
            accounts[words[1], default: Account()].stated.append(stated)
        } else {
            readTransfer(words)
        }
    }

    private mutating func readAccount(_ key: String, _ words: [String]) {
        var account = accounts[key] ?? Account()
        var rest = words[...]
        while let word = rest.popFirst() {
            switch word {
            case "hub": account.isHub = true
            case "opening": account.opening = money(rest.removeFirst())
            case "known": account.known = time(rest.removeFirst())
            case "held":
                let ends = rest.removeFirst().split(separator: "-").map { time(String($0)) }
                account.holds.append(HoldPeriod(from: ends[0], until: ends.count > 1 ? ends[1] : nil))
            default: preconditionFailure("what is \(word)?")
            }
        }
        accounts[key] = account
    }

    private mutating func readTransfer(_ words: [String]) {
        let times = words[0].split(separator: "/").map { order(String($0)) }
        let key = TransferKey(String(transfers.count + 1))
        let amount = money(words[4])
        transfers.append(
            Transfer(
                key: key, payer: words[1] == "outside" ? nil : AccountKey(words[1]), payee: destination(words[3]),
                amount: amount, payerOrder: times[0], payeeOrder: times.last))
        var losses = words.dropFirst(6)
        while let incident = losses.popFirst() {
            let part = losses.popFirst().map(money) ?? amount
            seeds.append(Seed(incident: IncidentKey(incident), transfer: key, amount: part))
        }
    }

    private func destination(_ word: String) -> Destination {
        let exits: [String: ExitKind] = [
            "cash": .cash, "pos": .pointOfSale, "pay": .thirdPartyPayment, "crypto": .crypto, "abroad": .abroad,
        ]
        if word == "?" { return .unexplained }
        return exits[word].map(Destination.exit) ?? .account(AccountKey(word))
    }

    private func order(_ word: String) -> TransferOrder { TransferOrder(at: time(word), arrival: arrival) }
}

/// `10:05` of a day.
func time(_ word: String) -> Timestamp {
    let parts = word.split(separator: ":").compactMap { Int64($0) }
    return Timestamp(microseconds: (parts[0] * 60 + parts[1]) * 60_000_000)
}

/// Yuan, with or without two decimals.
func money(_ word: String) -> Money {
    let parts = word.split(separator: ".").compactMap { Int64($0) }
    return Money(fen: parts[0] * 100 + (parts.count > 1 ? parts[1] : 0))
}

/// The trace of a text ledger; it must be without breach.
func trace(_ text: String, _ rule: Rule = .fifo, limits: Limits = .none, now: String = "23:00") throws -> Trace {
    let notes = TextLedger(text)
    let tracer = try Tracer(notes.ledger)
    let trace = try tracer.trace(TraceRequest(seeds: notes.seeds, rule: rule, limits: limits, now: time(now)))
    let breaches = tracer.breaches(in: trace)
    precondition(breaches.isEmpty, "\(breaches)")
    return trace
}

/// What a trace found, one line for each row.
func report(_ trace: Trace) -> String {
    var lines = trace.holders.map { "\($0.incident) on \($0.account) \($0.amount)\(marks($0))" }
    lines += trace.hubs.map { "\($0.incident) in hub \($0.account) \($0.amount), tier \($0.tier)" }
    lines += trace.exits.map { "\($0.incident) out as \($0.kind) from \($0.account?.text ?? "outside") \($0.amount)" }
    lines += trace.unexplained.map { "\($0.incident) unexplained from \($0.account?.text ?? "outside") \($0.amount)" }
    lines += trace.superseded.map { "\($0.incident) left \($0.account) \($0.amount) in later loss \($0.transfer)" }
    lines += trace.touched.map { "\($0.incident) touched \(name($0.place)) \($0.atMost), tier \($0.tier)" }
    lines += trace.frontier.map { "\($0.incident) cut by \($0.limit) at \($0.account) \($0.amount) in \($0.transfers)" }
    lines += trace.inferredOpenings.map { "opening of \($0.account) inferred \($0.balance)" }
    lines += trace.adjustments.map { "\($0.account) unexplained \($0.direction) \($0.amount)" }
    return lines.joined(separator: "\n")
}

private func marks(_ holder: Holder) -> String {
    var marks = ", tier \(holder.tier)"
    if holder.isHeld { marks += ", held" }
    if !holder.awaitsStatement { marks += ", known" }
    return marks
}

private func name(_ place: Destination) -> String {
    switch place {
    case .account(let key): key.text
    case .exit(let kind): "\(kind)"
    case .unexplained: "?"
    }
}
