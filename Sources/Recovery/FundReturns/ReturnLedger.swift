internal import FundReturning
internal import FundTracing
internal import Primitives
internal import Storage
internal import Wire

/// A frozen account's statement with each victim's money in it: what a return is computed from.
///
/// Which part of a payment from another account is whose is what the trace says; in the frozen account itself the time stamps
/// decide, and where they do not, the losses.
struct ReturnLedger {
    let computation: ReturnComputation
    /// Whose money came there, with the incident it is reported in.
    let claimants: [VictimID: IncidentID]
}

extension MoneyTracer {
    /// Throws `ReturnRefusal` where the records do not tell enough.
    func returnLedger(of freeze: Freeze, at now: Timestamp) throws -> ReturnLedger {
        guard let start = freeze.startedAt, let balance = freeze.balance else {
            throw ReturnRefusal.notFrozen(freeze.state)
        }
        let incidents = try FlowTable(tx).incidents(reaching: [freeze.account])
        let reports = try IncidentTable(tx).transfers(of: incidents)
        let picture = try picture(of: reports, at: now)
        let arrivals = VictimsMoney(picture, reports).into(freeze.account)
        guard !arrivals.isEmpty else { throw ReturnRefusal.nothingToReturn }
        let repaid = try RepaymentTable(tx).askRepayments(from: [freeze.account]).answer().filter { $0.state == .paid }
        let statement = Statement(
            entries: picture.known.entries(of: freeze.account) + picture.known.untold(freeze.account),
            arrivals: arrivals, keys: picture.found.arrivals)
        let coverage = Coverage(picture.known.inquiries[freeze.account] ?? [])
        guard let covered = coverage.start else { throw ReturnRefusal.statementMissing }
        // What victims report and the bank does not show can be nobody's there.
        guard let first = statement.firstArrival else { throw ReturnRefusal.nothingToReturn }
        guard covered <= first else { throw ReturnRefusal.statementMissing }
        let opening = try statement.opening(frozenAt: start, with: balance + repaid.paid(by: start))
        let claimants = Dictionary(
            reports.filter { statement.victims.contains($0.victim) }.map { ($0.victim, $0.incident) },
            uniquingKeysWith: { first, _ in first })
        return ReturnLedger(
            computation: ReturnComputation(
                rule: ReturnShares.rule, opening: opening, lines: statement.lines(with: repaid),
                losses: losses(of: Set(claimants.keys).union(repaid.map(\.victim)), reports),
                returned: try returned(to: claimants),
                limit: freeze.remains),
            claimants: claimants)
    }

    private func losses(of victims: some Sequence<VictimID>, _ reports: [ReportedTransfer]) -> [VictimID: Money] {
        var losses = Dictionary(uniqueKeysWithValues: victims.map { ($0, Money.zero) })
        for report in reports where losses[report.victim] != nil { losses[report.victim]? += report.amount ?? .zero }
        return losses
    }

    /// What is decided on another account counts as paid: else two decisions, made before either was paid, would give a victim
    /// more than he lost.
    private func returned(to claimants: [VictimID: IncidentID]) throws -> [VictimID: Money] {
        let paid = try RepaymentTable(tx).repayments(to: claimants.keys.sorted()).filter { $0.state == .paid }
        let promised = try FundReturnTable(tx).promised(to: Set(claimants.values).sorted())
            .filter { claimants[$0.key] != nil }
        return Dictionary(paid.map { ($0.victim, $0.amount) }, uniquingKeysWith: +).merging(
            promised, uniquingKeysWith: +)
    }
}

/// Whose money each piece of a trace is.
private struct VictimsMoney {
    private let pieces: [Piece]
    private let victims: [VictimID?]

    init(_ picture: MoneyTracer.Picture, _ reports: [ReportedTransfer]) {
        var seeds: [TransferKey: [IncidentKey: VictimID]] = [:]
        for report in reports.reversed() {
            guard let key = picture.found.carriers[report.id] else { continue }
            seeds[key, default: [:]][IncidentKey(report.incident)] = report.victim
        }
        pieces = picture.trace.pieces
        var victims: [VictimID?] = []
        for piece in pieces {
            victims.append(piece.parent.map { victims[$0] } ?? seeds[piece.transfer]?[piece.incident])
        }
        self.victims = victims
    }

    /// What each victim's money was in each transfer into the account.
    func into(_ account: AccountID) -> [TransferKey: [VictimID: Money]] {
        var found: [TransferKey: [VictimID: Money]] = [:]
        for (piece, victim) in zip(pieces, victims) where piece.to == .account(AccountKey(account)) {
            guard let victim else { continue }
            found[piece.transfer, default: [:]][victim, default: .zero] += piece.amount
        }
        return found
    }
}

/// The entries of the frozen account, without what was paid back from it.
private struct Statement {
    private let entries: [AccountEntry]
    private let shares: [[VictimID: Money]]

    init(
        entries: [AccountEntry], arrivals: [TransferKey: [VictimID: Money]], keys: [TransferKey: TransferKey]
    ) {
        self.entries = entries.sorted { TransferOrder($0) < TransferOrder($1) }
        shares = self.entries.map { entry in
            guard entry.direction == .in else { return [:] }
            let own = TransferKey("\(entry.account)/\(entry.serial)")
            return arrivals[keys[own] ?? own] ?? [:]
        }
    }

    var victims: Set<VictimID> { Set(shares.flatMap(\.keys)) }

    var firstArrival: Timestamp? { zip(entries, shares).first { !$1.isEmpty }.map(\.0.at) }

    /// What lay there before the first entry; throws where statement and freeze do not agree.
    func opening(frozenAt start: Timestamp, with balance: Money) throws(ReturnRefusal) -> Money {
        // Entries of the second of the freeze may be booked before or after it.
        let until = [entries.filter { $0.at <= start }, entries.filter { $0.at < start }].map { $0.reduce(.zero, sum) }
        guard let first = entries.first, let after = first.balance else {
            guard balance >= until[0] else { throw .statementContradictory }
            return balance - until[0]
        }
        let opening = first.direction == .in ? after - first.amount : after + first.amount
        guard opening >= .zero else { throw .statementContradictory }
        guard until.contains(where: { opening + $0 == balance }) else {
            throw .balanceDiffers(statement: opening + until[0], bank: balance)
        }
        return opening
    }

    private func sum(_ sum: Money, _ entry: AccountEntry) -> Money {
        entry.direction == .in ? sum + entry.amount : sum - entry.amount
    }

    /// Each entry, one with several victims' money in parts, and what was paid back at its time.
    func lines(with repaid: [Repayment]) -> [ReturnComputation.Line] {
        var lines: [ReturnComputation.Line] = []
        for (entry, shares) in zip(entries, shares) {
            func line(_ amount: Money, _ victim: VictimID?) -> ReturnComputation.Line {
                ReturnComputation.Line(
                    at: entry.at, kind: entry.direction == .in ? .incoming : .outgoing, amount: amount, victim: victim)
            }
            lines += shares.sorted { $0.key < $1.key }.map { line($0.value, $0.key) }
            let rest = entry.amount - shares.values.reduce(.zero, +)
            if rest.isPositive { lines.append(line(rest, nil)) }
        }
        for payment in repaid.sorted(by: { $0.id < $1.id }) {
            guard let at = payment.paidAt else { continue }
            let place = lines.lastIndex { $0.at <= at }.map { $0 + 1 } ?? 0
            lines.insert(
                ReturnComputation.Line(at: at, kind: .returned, amount: payment.amount, victim: payment.victim),
                at: place)
        }
        return lines
    }
}

/// Which entries of statements are payments under a decision: the trace does not follow them. A bank may have made one and not
/// said so yet, or have said otherwise: its statement counts. No entry is two payments, and no payment two entries.
struct Repayments {
    private struct Place: Hashable {
        let account: AccountID
        let serial: String
    }

    private var found: [Place: Repayment] = [:]
    private static let slack = Duration.minutes(5)

    /// By the serial, where the bank told it; else by payee and amount. Of several entries it is the one nearest to when the bank says
    /// that it paid, which may have been written down late, or the first since it was ordered.
    init(_ repayments: [Repayment], among entries: [AccountEntry]) {
        let accounts = Set(repayments.map(\.account))
        var open = entries.filter { $0.direction == .out && accounts.contains($0.account) }
            .sorted { ($0.at, $0.serial) < ($1.at, $1.serial) }
        for payment in repayments.sorted(by: Self.isSurer) {
            let fits = open.indices.filter { Self.fits(open[$0], payment) }
            let near = fits.min { distance(open[$0], payment) < distance(open[$1], payment) }
            guard let place = near else { continue }
            let entry = open.remove(at: place)
            found[Place(account: entry.account, serial: entry.serial)] = payment
            open.removeAll { $0.account == entry.account && $0.serial == entry.serial }
        }
    }

    func payment(in entry: AccountEntry) -> Repayment? {
        entry.direction == .out ? found[Place(account: entry.account, serial: entry.serial)] : nil
    }

    /// Those that an entry shows.
    var shown: [Repayment] { found.values.sorted { $0.id < $1.id } }

    /// What is known of a payment decides before what is guessed: its serial, that it was made, that it is on its way.
    private static func isSurer(_ a: Repayment, _ b: Repayment) -> Bool {
        func rank(_ payment: Repayment) -> Int {
            if payment.serial != nil { return 0 }
            return switch payment.state {
            case .paid: 1
            case .ordered: 2
            case .failed: 3
            }
        }
        return (rank(a), a.id) < (rank(b), b.id)
    }

    private static func fits(_ entry: AccountEntry, _ payment: Repayment) -> Bool {
        guard entry.account == payment.account else { return false }
        if let serial = payment.serial { return serial == entry.serial }
        return entry.amount == payment.amount && entry.counterpartNumber == payment.payee.number
            && entry.at >= payment.orderedAt - slack
    }

    private func distance(_ entry: AccountEntry, _ payment: Repayment) -> Int64 {
        abs((entry.at - (payment.paidAt ?? payment.orderedAt)).microseconds)
    }
}

extension [Repayment] {
    /// What had been paid back by a moment.
    func paid(by moment: Timestamp) -> Money {
        reduce(.zero) { sum, payment in (payment.paidAt.map { $0 <= moment } ?? false) ? sum + payment.amount : sum }
    }
}
