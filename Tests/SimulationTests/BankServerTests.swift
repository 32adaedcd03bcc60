import Foundation
import Hummingbird
import HummingbirdTesting
import NIOCore
import Primitives
import Testing
import Wire

@testable import Simulation

struct BankServerTests {
    typealias F = BankFixture

    private let fixture: F
    private let clock = HandClock(F.t0)

    init() throws { fixture = try F() }

    private func server(_ change: (inout BankServer.Configuration) -> Void = { _ in }) throws -> BankServer {
        var configuration = BankServer.Configuration(port: 0, keys: fixture.world.keys)
        configuration.isControlEnabled = true
        change(&configuration)
        return try BankServer(configuration, clock: clock)
    }

    private struct Reply: Sendable {
        let status: Int
        let text: String
        func json() throws -> JSON { try CanonicalJSON.decode(from: text) }
    }

    private func post(_ path: String, _ body: String, to client: any TestClientProtocol) async throws -> Reply {
        try await client.execute(
            uri: path, method: .post, headers: [.contentType: "application/json"], body: ByteBuffer(string: body)
        ) { Reply(status: Int($0.status.code), text: String(buffer: $0.body)) }
    }

    private func get(_ path: String, from client: any TestClientProtocol) async throws -> Reply {
        try await client.execute(uri: path, method: .get) {
            Reply(status: Int($0.status.code), text: String(buffer: $0.body))
        }
    }

    private func openMule(_ client: any TestClientProtocol) async throws {
        for (address, holder, fen) in [(F.victim, "王芳", 50_000_000), (F.mule, "李强", 0)] {
            let body =
                #"{"address":{"bank":"\#(address.bank)","number":"\#(address.number)"},"holder":"\#(holder)","balance":\#(fen)}"#
            #expect(try await post("/control/accounts", body, to: client).status == 201)
        }
    }

    private func transferBody(_ fen: Int) -> String {
        #"{"from":{"bank":"\#(F.victim.bank)","number":"\#(F.victim.number)"},"to":{"bank":"\#(F.mule.bank)","number":"\#(F.mule.number)"},"amount":\#(fen)}"#
    }

    private func actsPath(_ bank: String = F.mule.bank) -> String { "/banks/\(bank)/acts" }

    private func order(_ kind: BankOrder.Kind = .stop, act: String = "a1") throws -> String {
        String(decoding: try fixture.envelope(fixture.order(kind, act: act)), as: UTF8.self)
    }

    @Test("over HTTP an account is opened, money paid, a sealed stop answered under the bank's seal, and money held")
    func stopOverHTTP() async throws {
        let server = try server()
        try await Application(router: server.router()).test(.router) { client in
            try await openMule(client)
            #expect(try await post("/control/transfers", transferBody(21_000_000), to: client).status == 201)
            clock.advance(.seconds(5))
            let reply = try await post(actsPath(), order(), to: client)
            #expect(reply.status == 200)
            #expect(try fixture.opened(Data(reply.text.utf8)).result == "0000")
            let account = try await get("/control/accounts/\(F.mule.bank)/\(F.mule.number)", from: client).json()
            #expect(account["isBlocked"] == .bool(true) && account["balance"]?.number == 21_000_000)
            let book = try await get("/control/book", from: client).json()
            #expect(book["violations"] == .array([]))
            let acts = try await get("/control/book/acts", from: client)
            #expect(acts.text.split(separator: "\n").count == 2 && acts.text.contains(",a1,stop,"))
        }
    }

    @Test("bad seals, garbage, too much and unknown banks are refused with a problem and the right status")
    func refusals() async throws {
        let server = try server()
        try await Application(router: server.router()).test(.router) { client in
            let stranger = try BankKeys.signer(3, owner: "stranger").seal(fixture.order())
            let foreign = String(decoding: try CanonicalJSON.encode(stranger), as: UTF8.self)
            #expect(try await post(actsPath(), foreign, to: client).status == 401)
            let garbage = try await post(actsPath(), "{", to: client)
            #expect(garbage.status == 400)
            let title = try garbage.json()["title"]?.string
            #expect(title == "the message cannot be read")
            #expect(try await post(actsPath("000000000000"), order(), to: client).status == 404)
            let huge = String(repeating: " ", count: 70_000)
            #expect(try await post(actsPath(), huge, to: client).status == 413)
        }
    }

    @Test("faults are chosen by the control interface: down is 503, slow 202, malformed 200 that nobody can read")
    func faults() async throws {
        let server = try server()
        try await Application(router: server.router()).test(.router) { client in
            for (fault, status) in [("down", 503), ("slow", 202), ("malformed", 200)] {
                let plan = #"{"bank":"\#(F.mule.bank)","plan":{"permille":{"\#(fault)":1000}}}"#
                #expect(try await post("/control/faults", plan, to: client).status == 200)
                let reply = try await post(actsPath(), order(act: fault), to: client)
                #expect(reply.status == status)
                if fault == "malformed" {
                    #expect(throws: DecodingError.self) { try fixture.opened(Data(reply.text.utf8)) }
                }
            }
            #expect(
                try await post("/control/faults", #"{"plan":{"permille":{"down":1001}}}"#, to: client).status == 422)
        }
    }

    @Test("a lost answer breaks the connection over a real socket")
    func lostAnswer() async throws {
        let server = try server()
        try await Application(router: server.router()).test(.live) { client in
            let plan = #"{"plan":{"permille":{"lostAnswer":1000}}}"#
            let chosen = try await post("/control/faults", plan, to: client)
            #expect(chosen.status == 200)
            await #expect(throws: (any Error).self) { try await post(actsPath(), order(), to: client) }
        }
    }

    @Test("a fraud started by hand gives its facts, and its money runs as time goes by")
    func frauds() async throws {
        let server = try server { $0.fraudPace = 60 }
        try await Application(router: server.router()).test(.router) { client in
            let reply = try await post("/control/frauds", "{}", to: client)
            #expect(reply.status == 201)
            let fraud = try CanonicalJSON.decode(Fraud.self, from: reply.text)
            clock.advance(.hours(1))
            let payee = try #require(fraud.transfers.first?.payee)
            let account = try await get("/control/accounts/\(payee.bank)/\(payee.number)", from: client).json()
            #expect(try #require(account["entries"]?.number) > 1)
            #expect(fraud.reportedAt - F.t0 < .minutes(3))
        }
    }

    @Test("a ledger of CSV is booked under its own times, what lies ahead is planned, what cannot be is reported")
    func ledger() async throws {
        let accounts = """
            bank,number,holder,opening_balance_fen,opened_at
            901741000011,10001,C_1,100000,2025-01-01T00:00:00+08:00
            902741000028,10002,C_2,0,
            999999999999,10003,C_3,0,
            """
        let transfers = """
            time,from_bank,from_number,to_bank,to_number,channel,amount_fen
            20260102000000,902741000028,10002,,,cash,40000
            2026-01-01T00:00:00+08:00,901741000011,10001,902741000028,10002,,50000
            2026-01-01T00:00:01+08:00,901741000011,10001,902741000028,10002,,50001
            2026-03-14T10:00:00+08:00,902741000028,10002,901741000011,10001,transfer,700
            soon,902741000028,10002,901741000011,10001,transfer,700
            """
        let server = try server()
        try await Application(router: server.router()).test(.router) { client in
            let body = try CanonicalJSON.text(LedgerFile(accounts: accounts, transfers: transfers))
            let report = try CanonicalJSON.decode(
                LedgerFile.Report.self, from: try await post("/control/ledger", body, to: client).text)
            #expect(report.accounts == 2 && report.booked == 2 && report.planned == 1 && report.refused == 3)
            clock.advance(.hours(2))
            let entries = try await get("/control/book/entries", from: client).text.split(separator: "\n")
            #expect(entries.count == 6)
            #expect(entries[1].contains("2026-01-01T00:00:00+08:00"))
            #expect(try await get("/control/book", from: client).json()["violations"] == .array([]))
        }
    }

    @Test("planned moves and standing plans fire when their time comes")
    func moves() async throws {
        let server = try server()
        try await Application(router: server.router()).test(.router) { client in
            try await openMule(client)
            let plan =
                #"{"account":{"bank":"\#(F.mule.bank)","number":"\#(F.mule.number)"},"onward":{"keptPermille":0,"parts":[{"weight":1,"delaySeconds":60,"to":{"channel":"crypto"}}]}}"#
            #expect(try await post("/control/plans", plan, to: client).status == 201)
            let move = #"{"move":\#(transferBody(900)),"afterSeconds":30}"#
            #expect(try await post("/control/moves", move, to: client).status == 201)
            clock.advance(.seconds(100))
            let account = try await get("/control/accounts/\(F.mule.bank)/\(F.mule.number)", from: client).json()
            #expect(account["entries"]?.number == 2 && account["balance"]?.number == 0)
            #expect(try await post("/control/transfers", transferBody(60_000_000), to: client).status == 409)
        }
    }

    @Test("control is absent unless enabled, demands JSON by name, and never listens beyond loopback")
    func control() async throws {
        #expect(throws: BankServer.Invalid.controlBeyondLoopback(host: "0.0.0.0")) {
            try server { $0.host = "0.0.0.0" }
        }
        let closed = try server { $0.isControlEnabled = false }
        try await Application(router: closed.router()).test(.router) { client in
            let absent = try await get("/control/banks", from: client)
            #expect(absent.status == 404)
        }
        let open = try server()
        try await Application(router: open.router()).test(.router) { client in
            #expect(try await get("/control/banks", from: client).text.contains("华岭银行"))
            let status = try await client.execute(uri: "/control/frauds", method: .post, body: ByteBuffer(string: "{}"))
            { $0.status }
            #expect(status == .unsupportedMediaType)
        }
    }

    @Test("banks that died go on from their diary: money, holds and answers as before, and a call cut short never was")
    func diary() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "diary-\(UInt64.random(in: 0 ... .max))")
        defer { try? FileManager.default.removeItem(at: file) }
        func resumed() throws -> BankServer { try server { $0.diary = file } }
        let one = try resumed()
        let first = try await Application(router: one.router()).test(.router) { client in
            try await openMule(client)
            #expect(try await post("/control/transfers", transferBody(21_000_000), to: client).status == 201)
            #expect(try await post("/control/frauds", "{}", to: client).status == 201)
            #expect(try await post("/control/transfers", transferBody(90_000_000), to: client).status == 409)
            clock.advance(.seconds(5))
            let answer = try await post(actsPath(), order(), to: client).text
            clock.advance(.minutes(40))
            return answer
        }
        let tail = try FileHandle(forWritingTo: file)
        try tail.seekToEnd()
        try tail.write(contentsOf: Data(#"{"at":17"#.utf8))
        try tail.close()
        let two = try resumed()
        #expect(books(two) == books(one))
        try await Application(router: two.router()).test(.router) { client in
            let again = try await post(actsPath(), order(), to: client)
            #expect(again.text == first)
            #expect(try await post("/control/frauds", "{}", to: client).status == 201)
        }
        let three = try resumed()
        #expect(books(three) == books(two))
        #expect(throws: BankDiary.Invalid.otherWorld) {
            try server {
                $0.diary = file
                $0.seed = 7
            }
        }
    }

    private func books(_ server: BankServer) -> [String] {
        server.running.act { state, _ in BookFile.allCases.map { state.world.csv($0) } }
    }

    @Test("while it runs the server appends its book to the files of a new folder", .timeLimit(.minutes(1)))
    func bookOnDisk() async throws {
        let parent = FileManager.default.temporaryDirectory.appending(path: "banks-\(UInt64.random(in: 0 ... .max))")
        defer { try? FileManager.default.removeItem(at: parent) }
        let server = try server { $0.bookFolder = parent }
        let (ports, announce) = AsyncStream<Int>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run { announce.yield($0) } }
            for await port in ports {
                #expect(port > 0)
                break
            }
            _ = try server.running.act { state, now in
                try state.world.deposit(to: City.hubs[0].address, by: .cash, Money(fen: 5), at: now)
            }
            group.cancelAll()
            while case .failure = await group.nextResult() {}
        }
        let folder = parent.appending(path: CivilTime(F.t0).compact)
        let text = try String(contentsOf: folder.appending(path: "entries.csv"), encoding: .utf8)
        let whole = server.running.act { state, _ in state.world.csv(.entries) }
        #expect(text == whole)
        #expect(text.split(separator: "\n").count == 2)
        #expect(throws: (any Error).self) { try self.server { $0.bookFolder = parent } }
    }
}
