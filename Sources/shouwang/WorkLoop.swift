internal import Foundation
internal import Jobs
internal import Logging
internal import Primitives
internal import Synchronization
internal import Workflow

/// Runs a workshop on threads of its own: one looks for due jobs, a few do them.
final class WorkLoop: Sendable {
    private let workshop: Workshop
    private let hands: DispatchQueue
    private let free: DispatchSemaphore
    private let logger = Logger(label: "work")
    private let isStopped = Mutex(false)
    private static let rest = DispatchTimeInterval.milliseconds(8)
    private static let chainRest = DispatchTimeInterval.milliseconds(250)
    private static let newsRest = DispatchTimeInterval.milliseconds(500)

    /// `role` begins the name under which it holds work. The rest makes the name its own: machines that share a database
    /// may have processes of one number, and a process that died may have had this one's.
    init(_ platform: Platform, role: String, hands count: Int = 12, lease: Duration = .seconds(60)) {
        let number = SystemIDs().next(at: SystemClock().now())
        workshop = Workshop(platform, name: "\(role)-\(String(number, radix: 36))", lease: lease)
        hands = DispatchQueue(label: "shouwang.hands", attributes: .concurrent)
        free = DispatchSemaphore(value: count)
    }

    func stop() { isStopped.withLock { $0 = true } }

    /// Works until `stop`; it blocks its thread. The journal is chained on a thread of its own, so that no order waits for it.
    func run() {
        Thread.detachNewThread { [self] in chain() }
        Thread.detachNewThread { [self] in receive() }
        let pause = DispatchSemaphore(value: 0)
        var reportDue = SystemClock().now()
        while !isStopped.withLock({ $0 }) {
            do {
                let now = SystemClock().now()
                // A clock that was set back must not silence the worker.
                if now >= reportDue || reportDue - now > WorkerTable.reportInterval {
                    try workshop.report()
                    reportDue = now + WorkerTable.reportInterval
                }
                if try !takeDue() { _ = pause.wait(timeout: .now() + Self.rest) }
            } catch {
                logger.error("work stands still", metadata: ["error": .string(ErrorKind.words(of: error))])
                _ = pause.wait(timeout: .now() + .seconds(1))
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

    /// Hands out what is due; false when nothing is.
    private func takeDue() throws -> Bool {
        guard let due = try workshop.nextDue(), due <= SystemClock().now() else { return false }
        let jobs = try workshop.claim(limit: 8)
        for job in jobs {
            free.wait()
            hands.async { [self] in
                defer { free.signal() }
                work(job)
            }
        }
        return !jobs.isEmpty
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
        case .failed: "failed"
        case .dead: "dead"
        }
    }

    fileprivate var isFailure: Bool {
        switch self {
        case .done, .later: false
        case .failed, .dead: true
        }
    }
}

/// Says on standard output, at once.
func say(_ text: String) { FileHandle.standardOutput.write(Data((text + "\n").utf8)) }

/// Says on standard error what whoever runs the program must know.
func complain(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
