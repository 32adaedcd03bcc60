internal import Jurisdiction
internal import Primitives
package import Storage

/// One seed of the simulation: faults are on while things happen, then off, and then all work must end.
package struct Trial: Sendable {
    package let seed: UInt64
    package let incidents: Int
    /// Of a thousand stories so many carry on until the money is back, under freezes of the law's length; nil as the seed has it.
    package let carryOn: Int?
    /// An empty one; one in memory without it.
    private let database: (any Database)?
    private let log: (@Sendable (String) -> Void)?

    package init(
        seed: UInt64, incidents: Int, carryOn: Int? = nil, database: (any Database)? = nil,
        log: (@Sendable (String) -> Void)? = nil
    ) {
        self.seed = seed
        self.incidents = incidents
        self.carryOn = carryOn
        self.database = database
        self.log = log
    }

    /// What this seed plays: about half of the kinds of fault are off in each.
    package var plan: VirtualCity.Plan {
        var generator = SplitMix64(seed: seed &* 0x9E37_79B9)
        let faults = FaultPlan.swarm(permilleMax: 90, using: &generator)
        var plan = VirtualCity.Plan(
            seed: seed, incidents: incidents, pace: .minutes(Int64.random(in: 1...40, using: &generator)),
            faults: faults,
            withoutAuthority: Int.random(in: 0..<4, using: &generator) == 0,
            mishaps: .swarm(using: &generator))
        plan.isWatched = true
        // One bank in some stories is out of order until the faults end, so that messages to it use up their tries.
        if Int.random(in: 0..<4, using: &generator) == 0, let bank = City.banks.randomElement(using: &generator) {
            plan.faultsOfBank = [bank.code: FaultPlan([.down: 1000])]
        }
        if Bool.random(using: &generator) { plan.habits = .gang }
        if Bool.random(using: &generator) { plan.releaseWait = .minutes(Int64.random(in: 2...90, using: &generator)) }
        // In half of the stories the desk carries on until the money is back.
        var other = SplitMix64(seed: seed &* 0xD1B5_4A33)
        let isDrawn = Bool.random(using: &other)
        let isTold = carryOn.map { other.happens($0) }
        if isTold ?? isDrawn {
            var routine = RecoveryRoutine()
            routine.freezeAfter = .minutes(Int64.random(in: 20...600, using: &other))
            routine.returnAfter = .minutes(Int64.random(in: 5...300, using: &other))
            routine.wrongAccounts = 200
            routine.objections = 20
            plan.recovery = routine
        }
        // In a third of the stories people are warned, too.
        if Int.random(in: 0..<3, using: &other) == 0 {
            plan.mishaps.warnings = Int.random(in: 200...900, using: &other)
            plan.carrier = .swarm(using: &other)
        }
        // In half of these operators are asked to suspend lines; drawn apart, so that the other stories stay as they were.
        var apart = SplitMix64(seed: seed &* 0xC2B2_AE35)
        if Bool.random(using: &apart), plan.mishaps.warnings > 0 {
            plan.mishaps.lines = Int.random(in: 200...900, using: &apart)
        }
        // In a third of the stories banks are wrong at first and people put that right; drawn apart as well.
        var later = SplitMix64(seed: seed &* 0xA24B_AED4)
        if Int.random(in: 0..<3, using: &later) == 0 {
            plan.faults.permille[.correcting] = Int.random(in: 10...100, using: &later)
        }
        plan.freezesSideBySide = Int.random(in: 0..<5, using: &later) == 0
        // In some stories no program dies, so that whatever a bank says is heard, and a second word is known for one.
        if Int.random(in: 0..<4, using: &generator) == 0 {
            (plan.mishaps.deaths, plan.mishaps.naps, plan.mishaps.jumps) = (0, 0, 0)
        }
        // In half of the stories a freeze ends while they are told.
        if Bool.random(using: &generator) { plan.freezeTerm = Term(Int.random(in: 1...2, using: &generator), .days) }
        if isTold == true { plan.freezeTerm = nil }
        return plan
    }

    /// Everything that is not as it must be; empty when the seed is clean.
    package func problems() -> [String] {
        do {
            var setting = VirtualCity.Setting()
            setting.log = log
            setting.database = database
            var city = try VirtualCity(plan, in: setting)
            try city.run(horizon: .hours(20))
            var problems = try city.report().findings
            try city.endFaults()
            try city.run(horizon: .hours(22))
            try city.settleByTelephone()
            // Notices run for thirty days; freezes that end within days would only be renewed all that time.
            let isLong = plan.recovery != nil && plan.freezeTerm == nil
            try city.run(horizon: isLong ? .days(100) : .hours(60))
            let report = try city.report()
            problems += report.findings + (report.conserved ? [] : ["not conserved"])
            if report.doubledEffects > 0 { problems.append("\(report.doubledEffects) effects doubled") }
            problems += try city.messagesAgainstTheBook()
            return problems + city.broken + (try city.unfinished()) + (try city.breachesByRule())
        } catch {
            return ["\(error)"]
        }
    }
}
