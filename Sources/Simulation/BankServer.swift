package import Foundation
internal import Hummingbird
internal import NIOCore
internal import NIOPosix
package import Primitives
internal import Synchronization

/// The simulated banks as a program of their own: the wire under `/banks`, by the machine's time.
///
/// `/control` lets whoever runs the demo open accounts, move money, choose faults and start frauds; docs/banks.md.
package struct BankServer: Sendable {
    package struct Configuration: Sendable {
        package var host = "127.0.0.1"
        /// Zero takes any free port.
        package var port: Int
        package var seed: UInt64 = 1
        package var banks = City.banks
        package var keys: BankKeys
        /// Only on a loopback address.
        package var isControlEnabled = false
        /// Each run writes its book into a new folder in here, named by its start; nil writes none.
        package var bookFolder: URL?
        /// What banks that died go on from, and where they note what happens; nil keeps it in memory alone.
        package var diary: URL?
        /// Frauds started by `/control/frauds` run this many times faster than in life.
        package var fraudPace: Int64 = 1
        /// A world that goes on from where it is, instead of a new one.
        package var world: BankWorld?

        package init(port: Int, keys: BankKeys) {
            self.port = port
            self.keys = keys
        }
    }

    package enum Invalid: Error, Equatable {
        /// The control interface would be open to other machines.
        case controlBeyondLoopback(host: String)
    }

    private static let orderBytesMax = 64 * 1024
    /// How often the world catches up with the clock when nobody calls.
    private static let tick = TimeAmount.milliseconds(200)

    let running: RunningBanks
    private let configuration: Configuration

    package init(_ configuration: Configuration, clock: any WallClock) throws {
        let isLoopback = ["127.0.0.1", "::1", "localhost"].contains(configuration.host)
        guard isLoopback || !configuration.isControlEnabled else {
            throw Invalid.controlBeyondLoopback(host: configuration.host)
        }
        self.configuration = configuration
        running = try RunningBanks(configuration, clock: clock)
    }

    /// Serves until the task is cancelled; `onRunning` is told the port.
    package func run(onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }) async throws {
        let application = Application(
            router: router(),
            configuration: .init(address: .hostname(configuration.host, port: configuration.port), serverName: "banks"),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) })
        let ticking = MultiThreadedEventLoopGroup.singleton.any()
            .scheduleRepeatedTask(initialDelay: Self.tick, delay: Self.tick) { [running] _ in running.tickOrComplain() }
        defer { ticking.cancel() }
        try await application.runService()
        try running.tick()
    }

    func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.post("banks/:code/acts") { [running] request, context in
            let body = try await request.body.collect(upTo: Self.orderBytesMax)
            let delivery = try running.exchange(
                Data(body.readableBytesView), with: try context.parameters.require("code"))
            return try Self.response(delivery)
        }
        if configuration.isControlEnabled { BankControl(running: running).addRoutes(to: router.group("control")) }
        return router
    }

    /// A second answer of the two comes when the act is sent again; a lost one breaks the connection.
    private static func response(_ delivery: Delivery) throws -> Response {
        switch delivery {
        case .answer(let bytes), .answers(let bytes, _), .malformed(let bytes): .json(bytes)
        case .accepted: .json(Data(#"{"status":"accepted"}"#.utf8), status: .accepted)
        case .down: try .problem(.serviceUnavailable, "the bank is out of order")
        case .refused(.unknownBank): try .problem(.notFound, "no such bank")
        case .refused(.unreadable(let why)): try .problem(.badRequest, "the message cannot be read", detail: why)
        case .refused(.doubtfulSeal(let why)): try .problem(.unauthorized, "the seal is doubtful", detail: why)
        case .lost: Response(status: .gatewayTimeout, body: .init(contentLength: 1) { _ in throw LostOnTheWay() })
        }
    }

    private struct LostOnTheWay: Error {}
}

/// The one world of a running server, guarded, and its book on disk.
final class RunningBanks: Sendable {
    struct State: Sendable {
        var world: BankWorld
        var script: FraudScript
        var writer: BookWriter?
        var diary: BankDiary?

        /// Notes a call before the banks act on it; throws when it could not be kept, and then they must not.
        mutating func note(_ path: String, _ body: Data) throws {
            try diary?.append(BankCall(at: world.now, path: path, body: body))
        }
    }

    private let clock: any WallClock
    private let state: Mutex<State>

    init(_ configuration: BankServer.Configuration, clock: any WallClock) throws {
        self.clock = clock
        let fresh = BankDiary.Beginning(start: clock.now(), seed: configuration.seed, pace: configuration.fraudPace)
        let diary = try configuration.diary.map { try BankDiary(at: $0, else: fresh) }
        let start = diary?.beginning.start ?? fresh.start
        let script = FraudScript(seed: configuration.seed, pace: configuration.fraudPace)
        let world = try configuration.world ?? Self.newWorld(configuration, script, at: start)
        let isResumed = diary?.isResumed ?? false
        let writer = try configuration.bookFolder.map { try BookWriter(in: $0, at: start, isResumed: isResumed) }
        var state = State(world: world, script: script, writer: writer, diary: diary)
        for call in diary?.calls ?? [] { Self.repeatCall(call, &state) }
        self.state = Mutex(state)
    }

    /// Does again what a call did before the banks died; one that was refused then is refused now.
    private static func repeatCall(_ call: BankCall, _ state: inout State) {
        state.world.advance(to: call.at)
        let parts = call.path.split(separator: "/").map(String.init)
        do {
            switch (parts.first, parts.count) {
            case ("banks", 3): _ = try state.world.exchange(call.body, with: parts[1], at: state.world.now)
            case ("control", 2): _ = try BankControl.changes[parts[1]]?(call.body, &state, state.world.now)
            default: preconditionFailure("a diary with a call to \(call.path)")
            }
        } catch {}  // Whoever called has been told.
    }

    private static func newWorld(
        _ configuration: BankServer.Configuration, _ script: FraudScript, at start: Timestamp
    ) throws -> BankWorld {
        var world = BankWorld(
            seed: configuration.seed, start: start, banks: configuration.banks, keys: configuration.keys)
        if configuration.banks == City.banks { try script.openHubs(in: &world) }
        return world
    }

    /// Brings the world up to the clock, then lets `body` change it.
    func act<Result: Sendable>(_ body: (inout State, Timestamp) throws -> sending Result) rethrows -> sending Result {
        let now = clock.now()
        return try state.withLock { state in
            state.world.advance(to: now)
            // The world's own time, which a clock that was set back does not turn back.
            return try body(&state, state.world.now)
        }
    }

    func exchange(_ envelope: Data, with bank: String) throws -> Delivery {
        try act { state, now in
            try state.note("banks/\(bank)/acts", envelope)
            return try state.world.exchange(envelope, with: bank, at: now)
        }
    }

    /// A change by the control interface.
    func change(_ name: String, _ body: Data, _ change: BankControl.Change) throws -> Response {
        try act { state, now in
            try state.note("control/\(name)", body)
            return try change(body, &state, now)
        }
    }

    /// A full disk must not stop the banks; who runs them reads of it on standard error.
    func tickOrComplain() {
        do {
            try tick()
        } catch {
            FileHandle.standardError.write(Data("the banks' book cannot be written: \(error)\n".utf8))
        }
    }

    /// Lets happen what is due and writes down what is new.
    func tick() throws {
        try act { state, _ in try state.writer?.append(state.world) }
    }
}

/// Appends the banks' book to its files as it grows.
struct BookWriter: Sendable {
    let folder: URL
    private var written: [BookFile: Int] = [:]

    /// Makes a folder named by the moment; throws if it is there already, unless the book in it is to be written anew.
    init(in parent: URL, at start: Timestamp, isResumed: Bool = false) throws {
        folder = parent.appending(path: CivilTime(start).compact)
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: isResumed)
        for file in BookFile.allCases { try Data(CSV.line(file.header).utf8).write(to: path(file)) }
    }

    mutating func append(_ world: BankWorld) throws {
        for file in BookFile.allCases {
            let first = written[file, default: 0]
            guard world.rowCount(file) > first else { continue }
            let handle = try FileHandle(forWritingTo: path(file))
            defer { handle.closeFile() }
            try handle.seekToEnd()
            try handle.write(contentsOf: Data(world.rows(file, from: first).utf8))
            written[file] = world.rowCount(file)
        }
    }

    private func path(_ file: BookFile) -> URL { folder.appending(path: file.name) }
}

extension Response {
    static func json(_ bytes: Data, status: HTTPResponse.Status = .ok, type: String = "application/json") -> Response {
        Response(status: status, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        .json(try CanonicalJSON.encode(value), status: status)
    }

    /// RFC 9457.
    static func problem(_ status: HTTPResponse.Status, _ title: String, detail: String? = nil) throws -> Response {
        var members: [String: JSON] = ["title": .string(title), "status": .number(Int64(status.code))]
        members["detail"] = detail.map(JSON.string)
        return .json(try CanonicalJSON.encode(members), status: status, type: "application/problem+json")
    }
}
