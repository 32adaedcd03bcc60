package import Primitives
internal import Wire

/// Writes frauds into a world of banks: victims, mules, how the money runs and where it gets out. One seed, one story.
package struct FraudScript: Sendable {
    package static let tiersMax = 6
    /// A fraud plans at most this many movements after the victim's.
    package static let movesMax = 40

    private static let types: [(code: String, weight: Int)] = [
        ("SD", 345), ("KF", 134), ("LC", 115), ("DK", 108), ("ZX", 82), ("DS", 69), ("GJF", 44), ("MC", 43), ("YX", 21),
        ("JY", 16), ("JJGW", 11), ("PJ", 10),
    ]
    /// Yuan, with weights: most victims lose tens of thousands, few lose hundreds of thousands.
    private static let bands: [(yuan: ClosedRange<Int64>, weight: Int)] = [
        (3_000...10_000, 30), (10_000...50_000, 40), (50_000...200_000, 24), (200_000...800_000, 6),
    ]
    private static let exits: [(exit: Exit, weight: Int)] = [
        (.cash, 40), (.crypto, 10), (.exchange, 10), (.pos, 15), (.thirdParty, 8), (.payment, 7), (.abroad, 10),
    ]

    private enum Exit { case cash, crypto, exchange, pos, thirdParty, payment, abroad }

    /// How swindlers come by the accounts through which the money runs.
    package struct Habits: Sendable {
        /// In how many cases out of how many a mule of an earlier fraud serves again.
        let servesAgain: (cases: Int, outOf: Int)
        /// Whether a mule's account was opened for the purpose: nothing is on it before, and nothing else passes over it.
        let areEmpty: Bool

        package static let usual = Habits(servesAgain: (1, outOf: 4), areEmpty: false)
        /// One gang, so that the money of many victims meets on few accounts and makes up all that is there.
        package static let gang = Habits(servesAgain: (3, outOf: 5), areEmpty: true)
    }

    private var people: AccountMaker
    private var generator: SplitMix64
    /// Mule accounts that later frauds may use too.
    private var mules: [AccountAddress] = []
    private var frauds = 0

    /// Everything after the victim's first transfer goes this many times faster; one in real life, more to look at.
    private let pace: Int64
    private let habits: Habits

    package init(seed: UInt64, pace: Int64 = 1, habits: Habits = .usual) {
        self.habits = habits
        self.pace = max(1, pace)
        generator = SplitMix64(seed: seed)
        people = AccountMaker(seed: seed &+ 1)
    }

    /// Opens the accounts of the payment institution and the exchange; once per world.
    package func openHubs(in world: inout BankWorld) throws(MoveRefusal) {
        for hub in City.hubs { try world.open(hub) }
    }

    /// Plans one fraud whose first transfer leaves the victim at `start`.
    package mutating func begin(at start: Timestamp, in world: inout BankWorld) throws(MoveRefusal) -> Fraud {
        frauds += 1
        let amounts = (0..<Int.random(in: 1...3, using: &generator)).map { _ in amount() }
        let (account, name) = try people.open(
            .personal, with: amounts.reduce(Money(fen: yuan(500...20_000)), +), in: &world)
        var time = max(start, world.now)
        var transfers: [Fraud.Transfer] = []
        for amount in amounts {
            transfers.append(try pay(amount, from: account, at: time, in: &world))
            time = time + delay(60...1200)
        }
        let last = transfers.last?.time ?? start
        return Fraud(
            number: frauds, type: pick(Self.types.map { ($0.code, $0.weight) }),
            victim: people.victim(name: name, account: account, in: world), transfers: transfers,
            reportedAt: last + delay(120...3600))
    }

    private mutating func pay(
        _ amount: Money, from victim: AccountAddress, at time: Timestamp, in world: inout BankWorld
    ) throws(MoveRefusal) -> Fraud.Transfer {
        let first = try mule(avoiding: [victim], in: &world)
        var course = Course(depth: Int.random(in: 2...Self.tiersMax, using: &generator), movesLeft: Self.movesMax)
        let onward = try onward(amount, at: 1, path: [victim, first], &course, in: &world)
        try world.plan(
            Move(from: .account(victim), to: .account(first), amount: amount, onward: onward), at: time)
        return Fraud.Transfer(
            amount: amount, time: time, payee: first, payeeName: world.account(first)?.holder ?? "",
            payeeBankName: world.bank(first.bank)?.name ?? "")
    }

    // MARK: How the money runs

    private struct Course {
        let depth: Int
        var movesLeft: Int
    }

    /// What the mule of this tier does: keeps up to 5 %, sends on one to four parts after one to thirty minutes.
    private mutating func onward(
        _ amount: Money, at tier: Int, path: [AccountAddress], _ course: inout Course, in world: inout BankWorld
    ) throws(MoveRefusal) -> Onward {
        let count = max(1, min(Int.random(in: 1...4, using: &generator), course.movesLeft))
        course.movesLeft -= count
        var parts: [Onward.Part] = []
        for _ in 0..<count {
            parts.append(try part(Money(fen: amount.fen / Int64(count)), at: tier, path: path, &course, in: &world))
        }
        let waits = Int.random(in: 0..<10, using: &generator) < 3
        return Onward(
            keptPermille: Int64.random(in: 0...50, using: &generator), parts: parts,
            patience: waits ? .waitsForTheEnd : .givesUp)
    }

    private mutating func part(
        _ amount: Money, at tier: Int, path: [AccountAddress], _ course: inout Course, in world: inout BankWorld
    ) throws(MoveRefusal) -> Onward.Part {
        let isEarly = tier > 1 && (amount < Money(fen: 200_000) || Int.random(in: 0..<10, using: &generator) == 0)
        var to: Move.Place
        var next: Onward?
        if tier >= course.depth || course.movesLeft <= 0 || isEarly {
            to = exit()
        } else {
            let mule = try mule(avoiding: path, in: &world)
            to = .account(mule)
            next = try onward(amount, at: tier + 1, path: path + [mule], &course, in: &world)
        }
        if case .account(let address) = to, path.contains(address) { to = .outside(.cash) }
        return Onward.Part(
            weight: Int64.random(in: 1...10, using: &generator),
            delaySeconds: delay(60...1800).wholeSeconds,
            to: to, onward: next)
    }

    private mutating func exit() -> Move.Place {
        switch pick(Self.exits.map { ($0.exit, $0.weight) }) {
        case .cash: .outside(.cash)
        case .crypto: .outside(.crypto)
        case .pos: .outside(.pos)
        case .thirdParty: .outside(.thirdParty)
        case .abroad: .outside(.abroad)
        case .payment: .account(City.hubs[0].address)
        case .exchange: .account(City.hubs[1].address)
        }
    }

    /// A mule of an earlier fraud, else a new one, in most stories with a little life of its own.
    private mutating func mule(
        avoiding path: [AccountAddress], in world: inout BankWorld
    ) throws(MoveRefusal) -> AccountAddress {
        if Int.random(in: 0..<habits.servesAgain.outOf, using: &generator) < habits.servesAgain.cases,
            let old = mules.suffix(100).randomElement(using: &generator), !path.contains(old)
        {
            return old
        }
        let isCompany = Int.random(in: 0..<8, using: &generator) == 0
        let (address, _) = try people.open(
            isCompany ? .corporate : .personal, with: habits.areEmpty ? .zero : Money(fen: yuan(10...5_000)), in: &world
        )
        mules.append(address)
        if !habits.areEmpty { try live(address, in: &world) }
        return address
    }

    /// Ordinary traffic of the next hours: small sums in, purchases out that the account's own money covers.
    private mutating func live(_ address: AccountAddress, in world: inout BankWorld) throws(MoveRefusal) {
        var own = world.account(address)?.balance ?? .zero
        for _ in 0..<Int.random(in: 0...5, using: &generator) {
            let amount = Money(fen: Int64.random(in: 800...60_000, using: &generator))
            let time = world.now + .seconds(Int64.random(in: 30...21_600, using: &generator))
            if Bool.random(using: &generator) {
                try world.plan(
                    Move(from: .outside(.thirdParty), to: .account(address), amount: amount, summary: "零钱提现"), at: time)
            } else if amount < own {
                own -= amount
                try world.plan(
                    Move(from: .account(address), to: .outside(.pos), amount: amount, summary: "消费"), at: time)
            }
        }
    }

    // MARK: Chance

    private mutating func amount() -> Money {
        let band = pick(Self.bands.map { ($0.yuan, $0.weight) })
        let exact = yuan(band)
        let isRound = Int.random(in: 0..<3, using: &generator) > 0
        return Money(fen: isRound ? exact / 10_000 * 10_000 : exact)
    }

    private mutating func delay(_ seconds: ClosedRange<Int64>) -> Duration {
        .seconds(Int64.random(in: seconds, using: &generator) / pace)
    }

    /// An amount in fen.
    private mutating func yuan(_ range: ClosedRange<Int64>) -> Int64 {
        Int64.random(in: range.lowerBound * 100...range.upperBound * 100, using: &generator)
    }

    private mutating func pick<T>(_ choices: [(T, Int)]) -> T {
        var left = Int.random(in: 0..<choices.reduce(0) { $0 + $1.1 }, using: &generator)
        for (choice, weight) in choices {
            left -= weight
            if left < 0 { return choice }
        }
        preconditionFailure("weights are above zero")
    }
}
