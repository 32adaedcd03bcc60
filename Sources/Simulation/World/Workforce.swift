internal import Checks
internal import Gateways
internal import Jobs
internal import Jurisdiction
internal import Primitives
internal import Recovery
internal import Storage
internal import Synchronization
internal import Wire
internal import Workflow

/// The programs that do the platform's work in a simulation: they share a database, die, sleep and run by clocks of their own.
final class Workforce: Sendable {
    /// What all programs share.
    struct Tools: Sendable {
        let database: any Database
        let clock: HandClock
        let ids: any IDSource
        let pack: Pack
        let signer: Signer
        let link: any BankLink
        /// Nil where nobody is sent messages.
        let carrier: (any CarrierLink)?
    }

    /// One program, from its start to its death.
    private struct Program: Sendable {
        let workshop: Workshop
        let shaker: Shaker
        let clock: SkewedClock
    }

    private struct State {
        var generator: SplitMix64
        var mishaps: Mishaps
        var programs: [Program?] = []
        var started = 0
        var asleep: Set<Int> = []
        /// What a program did that no rule may let it do.
        var wrongs: [String] = []
    }

    private let tools: Tools
    private let state: Mutex<State>
    private let log: (@Sendable (String) -> Void)?
    private static let size = 3
    private static let lease = Duration.seconds(60)
    private static let skewMost: Int64 = 120
    private static let napMost: Int64 = 240
    /// Rounds of claims at one moment; stories take some dozens.
    private static let roundsMost = 20_000

    init(_ tools: Tools, seed: UInt64, _ mishaps: Mishaps, log: (@Sendable (String) -> Void)?) {
        self.tools = tools
        self.log = log
        state = Mutex(State(generator: SplitMix64(seed: seed &+ 0xF0CE), mishaps: mishaps))
        for place in 0..<Self.size { start(at: place) }
    }

    /// Nothing goes wrong from now on.
    func calm() {
        let programs = state.withLock { state in
            state.mishaps = .none
            return state.programs
        }
        for program in programs.compactMap(\.self) {
            program.shaker.calm()
            program.clock.jump(to: .zero)
        }
    }

    /// When work is due, by the world's clock; nil when none waits.
    func nextDue() throws -> Timestamp? { try tools.database.read { try JobTable($0).nextDue() } }

    /// Work that asks for itself anew, for ever, at one moment.
    struct Endless: Error, CustomStringConvertible {
        let moment: Timestamp
        var description: String { "\(CivilTime(moment).text): the work that is due does not end" }
    }

    /// Does all that is due now; throws `Endless`.
    func work() throws {
        for _ in 0..<Self.roundsMost {
            let places = state.withLock { state in
                (0..<Self.size).filter { !state.asleep.contains($0) }.shuffled(using: &state.generator)
            }
            // One whose clock is behind sees nothing to do yet; another may.
            guard try places.contains(where: { try workOnce(at: $0) }) else { return }
        }
        throw Endless(moment: tools.clock.now())
    }

    /// Numbers and chains all that the journal has got.
    func chain() throws {
        guard let program = state.withLock({ $0.programs[0] }) else { return }
        do { try program.workshop.chain() } catch is Shaker.Died { start(at: 0) }
    }

    /// Lets time go on to `end`, and does what is due meanwhile.
    private func goOn(until end: Timestamp) throws {
        while let due = try nextDue(), due <= end {
            tools.clock.set(max(due, tools.clock.now()))
            try work()
            // What is due and stays so waits for one who sleeps.
            if try nextDue() == due { break }
        }
        tools.clock.set(max(end, tools.clock.now()))
    }

    /// What a program did that no rule may let it do.
    var wrongs: [String] { state.withLock(\.wrongs) }

    // MARK: one program

    private func start(at place: Int) {
        let (number, seed, mishaps) = state.withLock { state in
            state.started += 1
            return (state.started, state.generator.next(), state.mishaps)
        }
        let shaker = Shaker(seed: seed, mishaps) { [weak self] in try self?.sleep(at: place) }
        // The first one's clock is right, so that what is due by the world's clock is always done by somebody.
        let clock = SkewedClock(tools.clock)
        let platform = Platform(
            database: ShakyDatabase(inner: tools.database, shaker: shaker), clock: clock, ids: tools.ids,
            pack: tools.pack, signer: tools.signer, link: ShakyLink(inner: tools.link, shaker: shaker),
            carrier: tools.carrier.map { ShakyCarrier(inner: $0, shaker: shaker) })
        let program = Program(
            workshop: Workshop(platform, name: "program-\(number)", lease: Self.lease), shaker: shaker, clock: clock)
        state.withLock { state in
            if state.programs.count <= place { state.programs.append(nil) }
            state.programs[place] = program
        }
    }

    /// Sleeps between two of its steps; one program at least stays awake.
    private func sleep(at place: Int) throws {
        let duration: Duration? = state.withLock { state in
            guard state.asleep.count < Self.size - 1 else { return nil }
            state.asleep.insert(place)
            return .seconds(Int64.random(in: 1...Self.napMost, using: &state.generator))
        }
        guard let duration else { return }
        log?("\(CivilTime(tools.clock.now()).text) program \(place) sleeps for \(duration.wholeSeconds) s")
        defer { _ = state.withLock { $0.asleep.remove(place) } }
        try goOn(until: tools.clock.now() + duration)
        log?("\(CivilTime(tools.clock.now()).text) program \(place) wakes")
    }

    /// Returns whether the program at this place found something to do.
    private func workOnce(at place: Int) throws -> Bool {
        guard let program = state.withLock({ $0.programs[place] }) else { return false }
        do {
            if tools.carrier != nil { _ = try program.workshop.receive() }
            let jobs = try claim(by: program)
            for job in jobs {
                if place > 0 { jump(program) }
                log?("\(CivilTime(tools.clock.now()).text) \(job.kind) \(job.subject) try \(job.attempts) by \(place)")
                try program.workshop.work(job)
                if !program.clock.isRight { try lookAtFigures(after: job) }
            }
            if !jobs.isEmpty { try program.workshop.chain() }
            return !jobs.isEmpty
        } catch is Shaker.Died {
            log?("\(CivilTime(tools.clock.now()).text) program \(place) dies")
            start(at: place)
            return true
        }
    }

    /// Takes what is due, and looks whether anything of it was another's by its lease.
    private func claim(by program: Program) throws -> [Job] {
        let now = program.clock.now()
        let held = try Checks(tools.database, tools.pack).heldJobs(at: now)
        let jobs = try program.workshop.claim(limit: 4)
        // Whoever slept meanwhile cannot tell: a lease may have run out, or its holder may have given the job back.
        guard program.clock.now() == now else { return jobs }
        for job in jobs where held.contains(job.id) {
            state.withLock { $0.wrongs.append("\(job.kind) \(job.subject): taken while another held it") }
        }
        return jobs
    }

    /// A program whose clock is wrong must come to the same figures as one whose clock is right: banks keep the world's time,
    /// and a hold that a bank has told of has begun.
    private func lookAtFigures(after job: Job) throws {
        guard job.kind == RecoveryWork.trace.rawValue, let incident = IncidentID(job.subject) else { return }
        let found = try Checks(tools.database, tools.pack).figures(of: incident, at: tools.clock.now())
        state.withLock { $0.wrongs += found.map { "\($0.row) after a trace by a wrong clock: \($0.what)" } }
    }

    private func jump(_ program: Program) {
        let offset: Int64? = state.withLock { state in
            guard state.generator.happens(state.mishaps.jumps) else { return nil }
            return Int64.random(in: -Self.skewMost...Self.skewMost, using: &state.generator)
        }
        if let offset { program.clock.jump(to: .seconds(offset)) }
    }
}
