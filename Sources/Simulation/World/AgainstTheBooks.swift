internal import Primitives
internal import Recovery
internal import Wire

/// What we say a bank did is what that bank did.
struct AgainstTheBooks {
    let world: BankWorld
    let acts: [BankAct]
    let stops: [StopPayment]
    let now: Timestamp
    /// Whether each answer that a bank gave reached a program that lived to note it.
    let isLossless: Bool
    /// Acts of which a person settled what is true.
    let settled: Set<String>

    /// A program whose clock is ahead ends a measure before the bank does.
    static let skew = Duration.minutes(3)

    init(
        world: BankWorld, acts: [BankAct], stops: [StopPayment], now: Timestamp, isLossless: Bool, settled: Set<String>
    ) {
        (self.world, self.acts, self.stops, self.now, self.isLossless) = (world, acts, stops, now, isLossless)
        (self.settled, doubtful) = (settled, world.doubtful)
    }

    func differences() -> [String] { answers() + holds() + mismatches() + contradictions() + thirdStops() }

    /// What banks hold now is what we say they hold, wherever no answer is outstanding, doubted or given up.
    private func holds() -> [String] {
        let held = Dictionary(grouping: stops.filter { $0.state.isInForce }, by: \.account)
        return settledAccounts.sorted { $0.key < $1.key }.compactMap { account, acts in
            guard let act = acts.first(where: { $0.kind == .stop }), let number = act.order.target.accountNumber,
                let hold = world.lastStop(of: AccountAddress(bank: act.bank, number: number))
            else { return nil }
            let ours = held[account]?.first
            guard abs((hold.endsAt - now).microseconds) > Self.skew.microseconds else { return nil }
            if hold.blocks(at: now), ours == nil { return "\(number): the bank holds it, and we do not know" }
            if !hold.blocks(at: now), let ours {
                return "\(number): \(ours.id) is in force, and the bank does not hold it"
            }
            return nil
        }
    }

    /// A bank stops only where an actual credit has the amount that the order names (银发〔2016〕86号).
    private func mismatches() -> [String] {
        let orders = Dictionary(uniqueKeysWithValues: acts.map { ($0.id.description, $0.order) })
        return world.acts.filter { $0.effect == .executed && $0.kind == .stop }.compactMap { row in
            guard let order = orders[row.act] else { return "\(row.act): stopped, and nobody ordered it" }
            let number = order.target.accountNumber ?? ""
            let address = AccountAddress(bank: row.bank, number: number)
            let isNamed = world.account(address)?.holder == order.target.accountName
            let isCredited = world.entries(of: address).contains {
                $0.direction == .in && $0.amount == order.amount.money && $0.time <= row.time
            }
            return isNamed && isCredited ? nil : "\(row.act): stopped although the four items differ"
        }
    }

    /// Accounts of whose acts none is outstanding, doubted or given up.
    private var settledAccounts: [AccountID: [BankAct]] {
        Dictionary(grouping: acts, by: \.account).filter { _, acts in
            acts.allSatisfy {
                isSure($0)
            }
        }
    }

    /// A bank that says two things about one act is shown to a person.
    private func contradictions() -> [String] {
        guard isLossless else { return [] }
        let twice = world.deliveries.filter { $0.fault == .contradicting && $0.delivery == "answers" }
        let lastTold = Dictionary(twice.map { ($0.act ?? "", $0.time) }, uniquingKeysWith: max)
        // A first word that was no answer, such as "try again later", is contradicted by none.
        let answeredThen = acts.filter { act in
            guard let told = lastTold[act.id.description], let answered = act.answeredAt else { return false }
            return act.state == .answered && answered <= told
        }
        return answeredThen.filter { $0.contradictions == 0 && !settled.contains($0.id.description) }.map {
            "\($0.id): the bank contradicted itself, and nobody was told"
        }
    }

    /// Who died between two words of a bank may have heard the second alone.
    private let doubtful: Set<String>

    private func isSure(_ act: BankAct) -> Bool {
        let id = act.id.description
        return act.state == .answered && act.contradictions == 0 && (settled.contains(id) || !doubtful.contains(id))
    }

    /// A third stop is refused here, before a bank has to (银发〔2016〕86号 二(一)2).
    private func thirdStops() -> [String] {
        settledAccounts.values.filter { !$0.contains { doubtful.contains($0.id.description) } }.joined().filter {
            $0.answer?.result == BankResult.stopCountExceeded.rawValue
        }.map(\.id).sorted()
            .map { "\($0): a bank had to refuse a third stop" }
    }

    private func answers() -> [String] {
        let own = world.acts.filter { $0.effect != .expired && $0.effect != .queued }
        let rows = Dictionary(own.map { ($0.act, $0) }) { first, _ in first }
        let kept = Dictionary(uniqueKeysWithValues: stops.map { ($0.id.description, $0) })
        return acts.compactMap { act in
            guard isSure(act) else { return nil }
            guard let row = rows[act.id.description] else {
                return "\(act.id): answered, and the bank's book has no such act"
            }
            if act.answer?.result != row.result {
                return "\(act.id): we have \(act.answer?.result ?? "-"), the book \(row.result ?? "-")"
            }
            guard act.kind == .stop, row.effect == .executed, let stop = kept[act.measure] else { return nil }
            return stop.heldBalance == row.balance
                ? nil : "\(act.id): we hold \(stop.heldBalance ?? .zero), the book \(row.balance ?? .zero)"
        }
    }
}

extension BankWorld {
    /// Acts about which a bank said something that is not so.
    var doubtful: Set<String> {
        Set(
            deliveries.filter {
                $0.fault == .contradicting && $0.delivery == "answers"
                    || $0.fault == .correcting && $0.delivery == "answer"
            }.compactMap(\.act))
    }
}
