import Access
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Jobs
import Logging
import NIOPosix
import Operations
import Primitives
import Storage
import Synchronization
import TestSupport
import Testing
import Workflow

@testable import Web

@Suite("Whoever watches over the installation") struct WatchingTests {
    @Test("readiness follows the database, its schema and the workers")
    func readiness() async throws {
        try await watching { world, client, _ in
            func ask() async throws -> (status: Int, text: String) {
                try await client.execute(uri: "/readyz", method: .get) { ($0.status.code, String(buffer: $0.body)) }
            }
            let well = "database answers\nschema is current\n"
            #expect(try await ask() == (503, well + "worker was never seen\n"))
            try Workshop(world.platform, name: "one").report()
            world.clock.advance(.seconds(60))
            #expect(try await ask() == (200, well + "worker was seen 60 s ago\n"))
            world.clock.advance(.seconds(1))
            #expect(try await ask() == (503, well + "worker was seen 61 s ago\n"))
            // Another node's worker with a faster clock.
            try world.platform.database.write { try WorkerTable($0).report("two", at: world.now + .seconds(9)) }
            #expect(try await ask() == (200, well + "worker was seen 0 s ago\n"))
            try world.platform.database.write { tx in
                try tx.change("INSERT INTO schema_migration (name, content, applied_at) VALUES ('later-1', '', 0)")
            }
            #expect(try await ask() == (503, "database answers\nschema is not the program's\n"))
            try world.platform.database.write { tx in try tx.execute("DROP TABLE schema_migration") }
            #expect(try await ask().status == 503)
        }
    }

    @Test("the metrics are in Prometheus' format and count what is there")
    func metrics() async throws {
        try await watching { world, client, _ in
            let running = try RunningCase(world)
            try running.approve()
            world.clock.advance(.hours(2))
            for path in ["/sign-in", "/sign-in", "/incidents/\(running.id)", "/nowhere/6222020000000000001"] {
                try await client.execute(uri: path, method: .get)
            }
            try await client.execute(uri: "/sign-in", method: HTTPRequest.Method("PROPFIND")!)
            let (type, text) = try await client.execute(uri: "/metrics", method: .get) {
                ($0.headers[.contentType], String(buffer: $0.body))
            }
            #expect(type == "text/plain; version=0.0.4; charset=utf-8")
            let samples = try parse(text)
            #expect(samples["shouwang_incidents_open"] == 1)
            #expect((samples["shouwang_bank_clocks_overdue"] ?? 0) > 0)
            #expect((samples["shouwang_journal_tail"] ?? 0) > 0)
            #expect(samples["shouwang_journal_tail_seconds"] == 7440)
            #expect((samples["shouwang_database_bytes"] ?? 0) > 100_000)
            #expect(samples["shouwang_jobs_oldest_due_seconds{kind=\"answerDue\"}"] != nil)
            let requests = "shouwang_http_requests_total"
            #expect(samples["\(requests){method=\"GET\",route=\"/sign-in\",status=\"200\"}"] == 2)
            #expect(samples["\(requests){method=\"GET\",route=\"/incidents/{id}\",status=\"303\"}"] == 1)
            #expect(samples["\(requests){method=\"GET\",route=\"NotFound\",status=\"404\"}"] == 1)
            #expect(samples.keys.contains { $0.contains("method=\"other\"") })
            #expect(!text.contains("PROPFIND"))
            let bucket = "shouwang_http_request_seconds_bucket{route=\"/incidents/{id}\",le"
            #expect(samples["\(bucket)=\"0.005000\"}"] == 1)
            #expect(samples["\(bucket)=\"+Inf\"}"] == 1)
            try expectNobody(in: text, running)
        }
    }

    @Test("each request is one line of JSON, by its route, and names nobody")
    func log() async throws {
        try await watching { world, client, lines in
            let running = try RunningCase(world)
            let browser = try await Browser(.dutyOfficer, client)
            _ = try await browser.get("/incidents/\(running.id)")
            _ = try await browser.get("/search?q=\(RunningCase.payee)")
            _ = try await browser.get("/incidents/\(running.id)/\(RunningCase.payee)")
            try world.platform.database.write { tx in try tx.execute("DROP TABLE bank_draft") }
            _ = try await browser.get("/incidents/\(running.id)")
            let logged = lines.all
            let parsed = try logged.map { try CanonicalJSON.decode(JSON.self, from: $0) }
            let requests = parsed.filter { $0["message"] == .string("request") }
            #expect(requests.count == 5)
            #expect(requests.map { $0["route"]?.string }.prefix(2) == ["/sign-in", "/incidents/{id}"])
            #expect(requests.map { $0["status"]?.number }.prefix(2) == [303, 200])
            #expect(requests.allSatisfy { $0["time"] == .string("2026-03-14T09:04:00+08:00") })
            try expectNobody(in: logged.joined(separator: "\n"), running)
        }
    }

    @Test("nobody else reads them unless the setting says so")
    func loopback() async throws {
        let forwarded: [HTTPFields] = ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Proto"].map {
            [HTTPField.Name($0)!: "203.0.113.9"]
        }
        for path in ["/readyz", "/metrics"] {
            try await watching { world, client, _ in
                for headers in forwarded {
                    let status = try await client.execute(uri: path, method: .get, headers: headers) { $0.status }
                    #expect(status == .notFound, "\(path) \(headers)")
                }
            }
            // Past any socket, so not known to come from this machine.
            try await inWeb { _, client in
                let status = try await client.execute(uri: path, method: .get) { $0.status }
                #expect(status == .notFound)
            }
            try await watching(isOpen: true) { world, client, _ in
                try Workshop(world.platform, name: "one").report()
                #expect(try await client.execute(uri: path, method: .get, headers: forwarded[0]) { $0.status } == .ok)
            }
        }
    }

    @Test("answer times fall into their buckets")
    func histogram() {
        var histogram = Traffic.Histogram()
        for milliseconds in [0, 5, 6, 10_000, 10_001] as [Int64] { histogram.add(.milliseconds(milliseconds)) }
        #expect(histogram.counts == [2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1])
        #expect(histogram.count == 5 && histogram.sum == .milliseconds(20_012))
        #expect(PrometheusText.seconds(.milliseconds(-1500)) == "-1.500000")
        #expect(PrometheusText.seconds(.microseconds(7)) == "0.000007")
    }

    // MARK: pieces

    /// A live server, so that its clients have an address; its clock stands.
    private func watching(
        isOpen: Bool = false, _ body: @Sendable (WebWorld, any TestClientProtocol, Lines) async throws -> Void
    ) async throws {
        try await withDatabase(.sqlite, Platform.schema) { database in
            let world = try WebWorld(database)
            let lines = Lines()
            var configuration = WebApplication.Configuration()
            configuration.isWatchingOpen = isOpen
            configuration.logger = Logger(label: "web") { label in
                JSONLog(label, level: .info, clock: world.clock) { lines.append($0) }
            }
            let application = WebApplication(
                platform: world.platform, access: world.access, pool: world.pool, configuration: configuration)
            try await application.application(host: "127.0.0.1", port: 0).test(.live) { client in
                try await body(world, client, lines)
            }
            try await world.pool.shutdownGracefully()
        }
    }

    /// Every sample, after the lines that say what it is; anything else is an issue.
    private func parse(_ text: String) throws -> [String: Double] {
        var samples: [String: Double] = [:]
        var family = ""
        for line in text.split(separator: "\n") {
            if let help = line.wholeMatch(of: /# HELP ([a-z_]+) .+\./) {
                family = String(help.1)
            } else if let type = line.wholeMatch(of: /# TYPE ([a-z_]+) (counter|gauge|histogram|summary)/) {
                #expect(type.1 == family)
            } else {
                let sample = try #require(
                    line.wholeMatch(
                        of: /([a-z_]+)(\{[a-z_]+="[^"\n]*"(,[a-z_]+="[^"\n]*")*\})? (\+Inf|-?[0-9]+(\.[0-9]+)?)/),
                    "\(line)")
                #expect(sample.1.hasPrefix(family))
                let name = String(sample.1) + String(sample.2 ?? "")
                #expect(samples[name] == nil, "\(name) twice")
                samples[name] = sample.4 == "+Inf" ? .infinity : Double(sample.4)
            }
        }
        return samples
    }

    /// No name, number, login or id of a person, an account or an incident.
    private func expectNobody(in text: String, _ running: RunningCase) throws {
        let world = running.world
        let people = try WebWorld.Person.allCases.flatMap { person in
            let user = try world.user(person)
            return [user.id.description, user.name, user.staffNumber, "\"\(person.login)\""]
        }
        let others = [RunningCase.payee, RunningCase.payer, RunningCase.second, "赵某", "陈某", "13800136127", "622202"]
        for word in people + others + [running.id.description] { #expect(!text.contains(word), "\(word)") }
        #expect(!text.isEmpty)
    }
}

/// What was logged.
final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    func append(_ line: String) { lines.withLock { $0.append(line) } }

    var all: [String] { lines.withLock { $0 } }
}
