internal import Foundation
internal import Jobs
internal import Logging
internal import NIOPosix
internal import Primitives
internal import Storage
internal import Synchronization
internal import Workflow

/// Runs a workshop on threads of its own: one looks for due jobs, a few do them. Some hands are kept for what is urgent, so that
/// it finds one free also while banks are slow.
final class WorkLoop: Sendable {
    private let workshop: Workshop
    /// Threads of their own: Dispatch has but as many as processors at first, and adds to those that wait for banks one a second.
    private let hands: NIOThreadPool
    private let freeHands: Mutex<Int>
    private let isPressed = Mutex(false)
    private let bell = Bell()
    private let logger = Logger(label: "work")
    private static let handsKept = 4
    private static let atOnce = 8
    private let isStopped = Mutex(false)
    private static let rest = DispatchTimeInterval.milliseconds(8)
    private static let chainRest = DispatchTimeInterval.milliseconds(250)
    private static let newsRest = DispatchTimeInterval.milliseconds(500)

    /// `role` begins the name under which it holds work. The rest makes the name its own: machines that share a database
    /// may have processes of one number, and a process that died may have had this one's.
    init(_ platform: Platform, role: String, hands count: Int = 12, lease: Duration = .seconds(60)) {
        let number = SystemIDs().next(at: SystemClock().now())
        workshop = Workshop(platform, name: "\(role)-\(String(number, radix: 36))", lease: lease)
        precondition(count > Self.handsKept, "no hand is left for what is not urgent")
        hands = NIOThreadPool(numberOfThreads: count)
        freeHands = Mutex(count)
    }

    func stop() { isStopped.withLock { $0 = true } }

    /// Works until `stop` and what is in hand is done; it blocks its thread. The journal is chained on a thread of its own, so that
    /// no order waits for it.
    func run() {
        hands.start()
        defer { try? hands.syncShutdownGracefully() }
        Thread.detachNewThread { [self] in chain() }
        Thread.detachNewThread { [self] in receive() }
        var reportDue = SystemClock().now()
        while !isStopped.withLock({ $0 }) {
            do {
                let now = SystemClock().now()
                // A clock that was set back must not silence the worker.
                if now >= reportDue || reportDue - now > WorkerTable.reportInterval {
                    try workshop.report()
                    reportDue = now + WorkerTable.reportInterval
                }
                if try !takeDue() { bell.wait(Self.rest) }
            } catch {
                logger.error("work stands still", metadata: ["error": .string(ErrorKind.words(of: error))])
                bell.wait(.seconds(1))
            }
        }
    }

    private func chain() {
        let pause = DispatchSemaphore(value: 0)
        while !isStopped.withLock({ $0 }) {
            do { try workshop.chain() } catch {
                logger.error("the journal is not chained", metadata: ["error": .string(ErrorKind.words(of: error))])
            }
            _ = pause.wait(timeout: .now() + Self.chainRest)
        }
    }

    /// Takes what the carrier of messages reports, at once where more is waiting.
    private func receive() {
        let pause = DispatchSemaphore(value: 0)
        while !isStopped.withLock({ $0 }) {
            do {
                while try workshop.receive() > 0, !isStopped.withLock({ $0 }) {}
            } catch {
                logger.error("reports are not taken", metadata: ["error": .string(ErrorKind.words(of: error))])
                _ = pause.wait(timeout: .now() + .seconds(1))
            }
            _ = pause.wait(timeout: .now() + Self.newsRest)
        }
    }

    /// Hands out what is due, to free hands only; false when nothing is, or no hand is free for it.
    private func takeDue() throws -> Bool {
        let free = freeHands.withLock { $0 }
        guard free > 0, try isAnythingDue() else { return false }
        let jobs = try workshop.claim(limit: min(free, Self.atOnce), usual: max(0, free - Self.handsKept))
        isPressed.withLock { $0 = !jobs.isEmpty }
        for job in jobs {
            freeHands.withLock { $0 -= 1 }
            hands.submit { [self] state in
                // A job that is left so at the end is another's when its lease is over.
                if case .active = state { work(job) }
                let wereTaken = freeHands.withLock { free in
                    free += 1
                    return free <= Self.handsKept + 1
                }
                // What an urgent job asks for is urgent, too; anything else waits for the next look.
                if job.urgency == .urgent || wereTaken { bell.ring() }
            }
        }
        return free == jobs.count || jobs.count == Self.atOnce
    }

    /// Where something was due a moment ago, more may be, and to ask first would be one way more.
    private func isAnythingDue() throws -> Bool {
        if isPressed.withLock({ $0 }) { return true }
        guard let due = try workshop.nextDue() else { return false }
        return due <= SystemClock().now()
    }
}

/// Wakes whoever waits, or the next one who will; rung twice it wakes once.
private final class Bell: Sendable {
    private let isRung = Mutex(false)
    private let sound = DispatchSemaphore(value: 0)

    func ring() {
        let isFirst = isRung.withLock { isRung in
            defer { isRung = true }
            return !isRung
        }
        if isFirst { sound.signal() }
    }

    func wait(_ longest: DispatchTimeInterval) {
        if sound.wait(timeout: .now() + longest) == .success { isRung.withLock { $0 = false } }
    }
}

extension WorkLoop {
    /// Does one job and logs how it went: its kind and its own number, never what it is about.
    private func work(_ job: Job) {
        let start = SystemClock().now()
        var told: Logger.Metadata = [
            "kind": .string(job.kind), "job": .string(job.id.description), "try": .stringConvertible(job.attempts),
        ]
        do {
            let outcome = try workshop.carryOut(job)
            told["outcome"] = .string(outcome.name)
            told["ms"] = .stringConvertible(Int((SystemClock().now() - start).microseconds / 1000))
            logger.log(level: outcome.isFailure ? .warning : .info, "job", metadata: told)
        } catch {
            told["error"] = .string(ErrorKind.words(of: error))
            logger.error("job not settled", metadata: told)
        }
    }
}

extension Worker.Outcome {
    fileprivate var name: String {
        switch self {
        case .done: "done"
        case .later: "later"
        case .early: "early"
        case .failed: "failed"
        case .dead: "dead"
        }
    }

    fileprivate var isFailure: Bool {
        switch self {
        case .done, .later, .early: false
        case .failed, .dead: true
        }
    }
}

/// Says on standard output, at once.
func say(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

/// Says on standard error what whoever runs the program must know.
func complain(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
