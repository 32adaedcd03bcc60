import Access
import Foundation
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOPosix
import Primitives
import Testing

@testable import Web

/// Too much, too deep, too slow: each is bounded, and others are answered meanwhile. One at a time, for the memory is measured.
@Suite("Attack: floods", .serialized, .enabled(if: Attackers.areAsked)) struct FloodTests {
    private static let mebibyte = 1024 * 1024

    /// Whether others are answered, and how fast.
    private func others(_ port: Int) async throws -> Swift.Duration? {
        try await Attackers.run {
            let start = ContinuousClock.now
            guard let connection = RawConnection(port: port) else { return nil }
            defer { connection.close() }
            connection.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return connection.status() == 200 ? ContinuousClock.now - start : nil
        }
    }

    private func expectOthersServed(_ port: Int, _ when: String) async throws {
        let took = try await others(port)
        #expect(
            took.map { $0 < .seconds(3) } == true,
            "\(when): others are answered in \(took.map { "\($0)" } ?? "no time")")
    }

    private func serving(_ body: @Sendable (Int) async throws -> Void) async throws {
        try await Template.ready().served { _, client in
            let port = try #require(client.port)
            try await body(port)
        }
    }

    @Test(
        "a hundred mebibytes in one body are refused without being held, announced or not",
        arguments: [
            ("/sign-in", "application/x-www-form-urlencoded"), ("/api/v1/incidents", "application/json"),
            ("/sign-in", "multipart/form-data; boundary=b"), ("/no/such/page", "text/plain"),
        ])
    func hugeBodies(path: String, mediaType: String) async throws {
        let template = try Template.ready()
        let bearer = template.program(Person(role: .dutyOfficer, side: .first))?.bearer ?? ""
        try await serving { port in
            for isAnnounced in [true, false] {
                let before = Attackers.resident()
                let (sent, status, most) = try await Attackers.run { () -> (Int, Int?, Int) in
                    guard let connection = RawConnection(port: port) else { return (0, nil, 0) }
                    defer { connection.close() }
                    let length = isAnnounced ? "Content-Length: \(100 * Self.mebibyte)" : "Transfer-Encoding: chunked"
                    connection.send(
                        "POST \(path) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(bearer)\r\nContent-Type: \(mediaType)\r\n\(length)\r\n\r\n"
                    )
                    let piece = [UInt8](repeating: UInt8(ascii: "a"), count: Self.mebibyte)
                    let chunk = isAnnounced ? piece : Array("100000\r\n".utf8) + piece + Array("\r\n".utf8)
                    var (sent, most) = (0, before)
                    while sent < 100, connection.send(chunk) {
                        sent += 1
                        most = max(most, Attackers.resident())
                    }
                    return (sent, connection.status(), most)
                }
                // A server that closes early is as right as one that answers first.
                #expect(status == nil || [404, 413].contains(status ?? 0), "\(path): \(status ?? 0)")
                let grown = (most - before) / Self.mebibyte
                #expect(grown < 96, "\(path): grew by \(grown) MiB while \(sent) MiB were sent")
                try await expectOthersServed(port, "after a huge body")
                Counts.shared.add("huge bodies")
                Counts.shared.note(
                    "\(path) \(mediaType.prefix(19)): \(sent) MiB sent, \(grown) MiB grown, status \(status ?? 0)")
            }
        }
    }

    @Test("JSON a hundred thousand and a million levels deep is refused, of every shape")
    func deepJSON() async throws {
        let template = try Template.ready()
        let program = try #require(template.program(Person(role: .dutyOfficer, side: .first)))
        try await template.served { _, client in
            for depth in [600, 10_000, 100_000, 500_000] {
                for (open, close) in [("[", "]"), (#"{"a":"#, "}"), (#"[{"victims":"#, "}]")] {
                    for isClosed in [true, false] {
                        let depth = min(depth, 1_000_000 / (open.count + close.count))
                        let body =
                            String(repeating: open, count: depth) + "1"
                            + (isClosed ? String(repeating: close, count: depth) : "")
                        for path in ["/api/v1/incidents", "/api/v1/incidents/\(template.first["incident"])/transfers"] {
                            let reply = try await Call.json(path, body).send(client, by: program, key: "deep")
                            #expect([400, 413].contains(reply.status), "\(depth) of \(open): \(reply.status)")
                            Counts.shared.add("deep JSON")
                        }
                    }
                }
            }
        }
    }

    @Test("floods of headers and endless lines are cut off")
    func headers() async throws {
        let floods: [(String, [UInt8])] = [
            ("ten thousand headers", Array((0..<10_000).map { "X-\($0): a\r\n" }.joined().utf8)),
            ("one header of 2 MiB", Array("X-A: \(String(repeating: "a", count: 2_097_152))\r\n".utf8)),
            ("one name of 2 MiB", Array("\(String(repeating: "a", count: 2_097_152)): a\r\n".utf8)),
            ("many cookies", Array("Cookie: \(String(repeating: "session=a; ", count: 100_000))\r\n".utf8)),
            ("zero bytes", Array("X-A: \0\0\0\r\n".utf8)),
            ("a bare line end", Array("X-A: a\n\nGET / HTTP/1.1\r\n".utf8)),
            ("two lengths", Array("Content-Length: 1\r\nContent-Length: 2\r\n".utf8)),
            ("length and chunks", Array("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n".utf8)),
            ("a folded header", Array("X-A: a\r\n b\r\n".utf8)),
            ("a length below zero", Array("Content-Length: -1\r\n".utf8)),
        ]
        try await serving { port in
            for (name, flood) in floods {
                for start in [
                    "GET /sign-in HTTP/1.1\r\nHost: localhost\r\n", "POST /sign-in HTTP/1.1\r\nHost: localhost\r\n",
                ] {
                    let before = Attackers.resident()
                    let status = try await Attackers.run { () -> Int? in
                        guard let connection = RawConnection(port: port, seconds: 2) else { return nil }
                        defer { connection.close() }
                        connection.send(start)
                        connection.send(flood)
                        connection.send("\r\n")
                        return connection.status()
                    }
                    #expect((status ?? 400) < 500 || status == 501, "\(name): \(status ?? 0)")
                    #expect(Attackers.resident() - before < 64 * Self.mebibyte, "\(name)")
                    Counts.shared.add("header floods")
                }
                try await expectOthersServed(port, name)
            }
            for line in [
                "GET /\(String(repeating: "a", count: 2_097_152)) HTTP/1.1\r\n\r\n", "\r\n\r\n\r\n", "\0", "HELO x\r\n",
                "GET / HTTP/9.9\r\n\r\n", "GET  /  HTTP/1.1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}",
            ] {
                let status = try await Attackers.run { () -> Int? in
                    guard let connection = RawConnection(port: port, seconds: 1) else { return nil }
                    defer { connection.close() }
                    connection.send(line)
                    return connection.status()
                }
                #expect((status ?? 400) < 500 || status == 505, "\(line.prefix(20)): \(status ?? 0)")
                Counts.shared.add("header floods")
            }
            try await expectOthersServed(port, "after the lines")
        }
    }

    @Test("many that write a byte at a time, or never read what they asked for, keep nobody else waiting")
    func slow() async throws {
        try await serving { port in
            let before = Attackers.resident()
            let (writers, readers) = try await Attackers.run { () -> ([RawConnection], [RawConnection]) in
                let writers = (0..<150).compactMap { _ in RawConnection(port: port, seconds: 1) }
                for (index, writer) in writers.enumerated() {
                    writer.send(
                        index % 2 == 0
                            ? "GET /sign-in HTTP/1.1\r\nHost: lo"
                            : "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\na")
                }
                let readers = (0..<50).compactMap { _ in RawConnection(port: port, seconds: 1) }
                for reader in readers {
                    for _ in 0..<40 { reader.send("GET /assets/console.css HTTP/1.1\r\nHost: localhost\r\n\r\n") }
                }
                return (writers, readers)
            }
            defer { for connection in writers + readers { connection.close() } }
            #expect(writers.count == 150 && readers.count == 50)
            for round in 0..<10 {
                try await Attackers.run { for writer in writers { writer.send("a") } }
                try await expectOthersServed(port, "round \(round) beside slow ones")
            }
            let grown = (Attackers.resident() - before) / Self.mebibyte
            #expect(grown < 128, "grew by \(grown) MiB")
            Counts.shared.add("slow writers and readers", writers.count + readers.count)
            Counts.shared.note("150 slow writers and 50 that do not read: \(grown) MiB grown")
        }
    }

    @Test("a connection on which nothing comes is closed, whatever had begun; one that waits for news is kept")
    func idle() async throws {
        let template = try Template.ready()
        let cookie = template.person(Person(role: .dutyOfficer, side: .first)).cookie ?? ""
        try await template.copied { town, _ in
            var configuration = Town.quiet
            configuration.idleMost = .seconds(1)
            let application = WebApplication(
                platform: town.platform, access: town.access, pool: .singleton, configuration: configuration)
            try await application.application(host: "127.0.0.1", port: 0).test(.live) { client in
                let port = try #require(client.port)
                let starts = [
                    "", "GET", "GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX-A: ",
                    "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\na",
                ]
                for start in starts {
                    let isClosed = try await Attackers.run { () -> Bool in
                        guard let connection = RawConnection(port: port, seconds: 6) else { return false }
                        defer { connection.close() }
                        connection.send(start)
                        let begin = ContinuousClock.now
                        while !connection.receive().isEmpty {}
                        return ContinuousClock.now - begin < .seconds(5)
                    }
                    #expect(isClosed, "\(start.prefix(20))")
                    Counts.shared.add("slow writers and readers")
                }
                let isKept = try await Attackers.run { () -> Bool in
                    guard let connection = RawConnection(port: port, seconds: 3) else { return false }
                    defer { connection.close() }
                    connection.send("GET /events?page=board HTTP/1.1\r\nHost: localhost\r\nCookie: \(cookie)\r\n\r\n")
                    guard !connection.receive().isEmpty else { return false }
                    while !connection.receive().isEmpty {}
                    return !connection.isClosed
                }
                #expect(isKept, "the stream of news was cut off")
            }
        }
    }
}
