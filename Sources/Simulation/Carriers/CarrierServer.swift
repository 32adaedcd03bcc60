package import Foundation
internal import Gateways
internal import Hummingbird
internal import NIOCore
internal import NIOPosix
package import Primitives
internal import Synchronization

/// The simulated carrier as a program of its own: SMPP 3.4 on one port, HTTP on another; docs/messages.md.
///
/// `POST /control/faults` chooses what goes wrong, `GET /control/figures` tells what was taken.
package struct CarrierServer: Sendable {
    package struct Configuration: Sendable {
        package var host = "127.0.0.1"
        /// Zero takes any free port.
        package var smppPort: Int
        package var httpPort: Int
        package var seed: UInt64 = 1
        package var systemID = "shouwang"
        package var password = "secret"
        /// A line is appended for each message taken.
        package var book: URL?
        package var faults = SimulatedCarrier.Faults()
        /// The tag of SMPP under which a sender's own id is taken; nil takes none.
        package var ownIDTag: UInt16? = 0x1501

        package init(smppPort: Int, httpPort: Int) {
            (self.smppPort, self.httpPort) = (smppPort, httpPort)
        }
    }

    package let running: RunningCarrier
    private let configuration: Configuration
    private static let tick = TimeAmount.milliseconds(20)
    private static let requestBytesMax = 8 * 1024 * 1024

    package init(_ configuration: Configuration, clock: any WallClock) throws {
        self.configuration = configuration
        running = try RunningCarrier(configuration, clock: clock)
    }

    /// Serves until the task is cancelled; `onRunning` is told the two ports.
    package func run(
        onRunning: @escaping @Sendable (_ smpp: Int, _ http: Int) async -> Void = { _, _ in }
    ) async throws {
        let smpp = try await startSMPP()
        let port = smpp.localAddress?.port ?? 0
        let application = Application(
            router: router(),
            configuration: .init(
                address: .hostname(configuration.host, port: configuration.httpPort), serverName: "carrier"),
            onServerRunning: { channel in await onRunning(port, channel.localAddress?.port ?? 0) })
        let ticking = MultiThreadedEventLoopGroup.singleton.any()
            .scheduleRepeatedTask(initialDelay: Self.tick, delay: Self.tick) { [running] _ in running.tick() }
        defer { ticking.cancel() }
        try await application.runService()
        running.tick()
        try await smpp.close()
    }

    /// Listens for SMPP alone; the channel is closed to end.
    func startSMPP() async throws -> any Channel {
        let (running, configuration) = (running, configuration)
        return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(CarrierSession(running, configuration))
                }
            }
            .bind(host: configuration.host, port: configuration.smppPort).get()
    }

    func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.post("messages") { [running] request, _ in
            let asked: CarrierWire.Submission = try await Self.read(request)
            let answers = running.submit(asked.messages)
            guard let answers else { throw LostOnTheWay() }
            return try Response.json(CarrierWire.Answers(answers: answers))
        }
        router.post("questions") { [running] request, _ in
            let asked: CarrierWire.Question = try await Self.read(request)
            return try Response.json(CarrierWire.Answers(answers: running.answers(to: asked.ids)))
        }
        router.post("reports") { [running] request, _ in
            let asked: CarrierWire.Taken = try await Self.read(request)
            return try Response.json(running.news(taken: asked.taken))
        }
        router.post("control/faults") { [running] request, _ in
            let faults: SimulatedCarrier.Faults = try await Self.read(request)
            running.act { carrier, _ in carrier.faults = faults }
            return try Response.json(faults)
        }
        router.get("control/figures") { [running] _, _ in
            try Response.json(["taken": running.act { carrier, _ in carrier.book.count }])
        }
        return router
    }

    private struct LostOnTheWay: Error {}

    private static func read<T: Decodable>(_ request: Request) async throws -> T {
        let body = try await request.body.collect(upTo: requestBytesMax)
        do { return try CanonicalJSON.decode(from: String(buffer: body)) } catch {
            throw HTTPError(.badRequest, message: "the message cannot be read")
        }
    }
}

/// The one carrier of a running server, guarded, and its book on disk.
package final class RunningCarrier: Sendable {
    private struct State: Sendable {
        var carrier: SimulatedCarrier
        /// Reports given out by HTTP that nobody has said were written down.
        var untaken: [Int64: SimulatedCarrier.Report] = [:]
        var written = 0
    }

    private let clock: any WallClock
    private let book: FileHandle?
    private let state: Mutex<State>
    private static let reportsMax = 1000

    init(_ configuration: CarrierServer.Configuration, clock: any WallClock) throws {
        self.clock = clock
        var carrier = SimulatedCarrier(seed: configuration.seed)
        carrier.faults = configuration.faults
        if let file = configuration.book {
            try Data("own,reference,recipient,text\n".utf8).write(to: file)
            book = try FileHandle(forWritingTo: file)
            try book?.seekToEnd()
        } else {
            book = nil
        }
        state = Mutex(State(carrier: carrier))
    }

    package func act<T: Sendable>(_ body: (inout SimulatedCarrier, Timestamp) throws -> sending T) rethrows -> sending T
    {
        let now = clock.now()
        return try state.withLock { state in
            state.carrier.advance(to: now)
            return try body(&state.carrier, now)
        }
    }

    /// Writes down what was taken since; a book that cannot be written ends the program.
    func tick() {
        let lines = state.withLock { state in
            state.carrier.advance(to: clock.now())
            let new = state.carrier.book[state.written...]
            state.written = state.carrier.book.count
            return new.map { CSV.line([$0.own ?? "", $0.reference, $0.recipient, $0.text]) }.joined()
        }
        guard let book, !lines.isEmpty else { return }
        do { try book.write(contentsOf: Data(lines.utf8)) } catch {
            preconditionFailure("the carrier's book cannot be written")
        }
    }

    /// Nil where nothing of it is heard.
    func submit(_ messages: [CarrierWire.Handed]) -> [CarrierWire.Answer]? {
        act { carrier, now in
            if carrier.faults.isDown { return nil }
            var answers: [CarrierWire.Answer] = []
            for message in messages {
                guard let kind = MessageKind(rawValue: message.kind) else {
                    answers.append(CarrierWire.Answer(id: message.id, status: .refused, code: "kind"))
                    continue
                }
                let verdict = carrier.submit(
                    own: message.id, recipient: message.to, text: message.text, kind: kind, at: now)
                switch verdict {
                case .accepted(let reference):
                    answers.append(CarrierWire.Answer(id: message.id, status: .accepted, reference: reference))
                case .refused(let code):
                    answers.append(CarrierWire.Answer(id: message.id, status: .refused, code: code))
                case .busy: answers.append(CarrierWire.Answer(id: message.id, status: .busy))
                case .silence: break
                }
            }
            return answers
        }
    }

    func answers(to ids: [String]) -> [CarrierWire.Answer] {
        act { carrier, _ in
            ids.map { id in
                guard let entry = carrier.entry(own: id) else { return CarrierWire.Answer(id: id, status: .missing) }
                return CarrierWire.Answer(
                    id: id, status: CarrierWire.Answer.Status(rawValue: entry.standing.rawValue) ?? .unknown,
                    reference: entry.reference)
            }
        }
    }

    func news(taken: [Int64]) -> CarrierWire.News {
        let now = clock.now()
        return state.withLock { state in
            state.carrier.advance(to: now)
            for number in taken { state.untaken[number] = nil }
            for report in state.carrier.takeReady(limit: Self.reportsMax - min(state.untaken.count, Self.reportsMax)) {
                state.untaken[report.number] = report
            }
            guard taken.isEmpty else { return CarrierWire.News(reports: [], replies: []) }
            let reports = state.untaken.values.sorted { $0.number < $1.number }.compactMap { report in
                report.entry.own.map { own in
                    CarrierWire.Report(
                        number: report.number, id: own,
                        status: CarrierWire.Answer.Status(rawValue: report.entry.standing.rawValue) ?? .unknown,
                        code: report.entry.standing == .delivered ? "000" : "001")
                }
            }
            return CarrierWire.News(reports: reports, replies: [])
        }
    }
}
