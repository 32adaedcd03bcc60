import AsyncHTTPClient
import Foundation
import Hummingbird
import HummingbirdTesting
import NIOCore
import NIOPosix
import Primitives
import TestSupport
import Testing

@testable import Gateways
@testable import Messaging
@testable import Simulation

/// A simulated carrier on real sockets, and links to it.
@Suite("Carriers", .serialized) struct CarrierTests {
    fileprivate func messages(
        _ count: Int, _ kind: Message.Kind = .text, text: String = "【昆明反诈】请立即挂断。", from first: UInt64 = 1
    ) throws -> [Message] {
        try (0..<count).map { offset in
            Message(
                id: MessageID(value: first + UInt64(offset)), lane: .single, template: MessageTemplateID(value: 2),
                purpose: .dissuasion, kind: kind, recipient: try PhoneNumber("138\(10_000_000 + offset)"), text: text,
                parts: SegmentedText(text).count, topic: nil, unit: UnitCode(area: "530402")!, reportsBack: false,
                queuedAt: .t0, notAfter: SystemClock().now() + .hours(24), state: .handed, due: .t0, tries: 1)
        }
    }

    private func settings(_ port: Int) -> SMPPSettings {
        var settings = SMPPSettings(host: "127.0.0.1", port: port, systemID: "shouwang", password: "secret")
        settings.answerLimit = .milliseconds(400)
        settings.reconnectFirst = .milliseconds(20)
        settings.ownIDTag = 0x1501
        return settings
    }

    private func withCarrier(
        _ change: (inout CarrierServer.Configuration) -> Void = { _ in },
        _ body: @escaping @Sendable (CarrierServer, Int) throws -> Void
    ) async throws {
        var configuration = CarrierServer.Configuration(smppPort: 0, httpPort: 0)
        configuration.faults.reportDelayMax = 0
        change(&configuration)
        let server = try CarrierServer(configuration, clock: SystemClock())
        let channel = try await server.startSMPP()
        let port = try #require(channel.localAddress?.port)
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        // The links block their thread.
        try await pool.runIfActive { try body(server, port) }
        try await pool.shutdownGracefully()
        try await channel.close()
    }

    fileprivate func receive(_ link: any CarrierLink, _ count: Int) throws -> [DeliveryReport] {
        var reports: [DeliveryReport] = []
        for _ in 0..<500 where reports.count < count {
            if try link.receive({ reports += $0.reports }) == 0 { usleep(10_000) }
        }
        return reports
    }

    @Test("by SMPP: a thousand messages go over one connection, each is taken once and reported")
    func many() async throws {
        let messages = try messages(1000)
        try await withCarrier { server, port in
            let link = SMPPCarrierLink(settings(port))
            let outcomes = link.submit(messages, within: .seconds(20))
            let references = outcomes.compactMap { if case .accepted(let name?) = $0 { name } else { nil } }
            #expect(Set(references).count == 1000)
            let reports = try receive(link, 1000)
            #expect(Set(reports.compactMap(\.reference)) == Set(references))
            #expect(reports.allSatisfy { $0.report == .delivered })
            let book = server.running.act { carrier, _ in carrier.book }
            #expect(book.map(\.own) == messages.map(\.id.description) && book[0].text == messages[0].text)
            let call = try self.messages(1, .voice)[0]
            #expect(link.submit([call], within: .seconds(1)) == [.refused(code: "no calls")])
            #expect(
                link.ask(messages.prefix(3).map { $0 }) == Array(repeating: .reported(.delivered, code: "0"), count: 3))
            link.shutDown()
        }
    }

    @Test(
        "a lost answer is lost, a carrier that has no room has not taken it, and by our own id it is asked which of both it was"
    )
    func faults() async throws {
        let messages = try messages(200)
        try await withCarrier { server, port in
            let link = SMPPCarrierLink(settings(port))
            server.running.act { carrier, _ in
                carrier.faults.lostAnswer = 100
                carrier.faults.lostRequest = 100
                carrier.faults.busy = 100
                carrier.faults.refused = 100
            }
            let outcomes = link.submit(messages, within: .seconds(20))
            let book = server.running.act { carrier, _ in Set(carrier.book.compactMap(\.own)) }
            var asked: [Message] = []
            for (message, outcome) in zip(messages, outcomes) {
                switch outcome {
                case .accepted: #expect(book.contains(message.id.description))
                case .refused(let code): #expect(code == "0x11" && !book.contains(message.id.description))
                case .notTaken(let reason): #expect(reason == "0x58" && !book.contains(message.id.description))
                case .lost: asked.append(message)
                case .cannotSay, .reported: Issue.record("\(outcome)")
                }
            }
            #expect(asked.count > 10)
            for (message, outcome) in zip(asked, link.ask(asked)) {
                let isThere = book.contains(message.id.description)
                #expect(isThere == (outcome != .notTaken(reason: "never came")), "\(outcome)")
            }
            // Who cannot ask by his own id is told so, and nothing goes out again.
            var settings = settings(port)
            settings.ownIDTag = nil
            let other = SMPPCarrierLink(settings)
            #expect(other.ask([asked[0]]) == [.cannotSay(reason: "the carrier cannot be asked")])
            // Nor where the carrier does not know the tag: it finds nothing, and that says nothing.
            settings.ownIDTag = 0x1502
            let stranger = SMPPCarrierLink(settings)
            let never = try #require(asked.first { !book.contains($0.id.description) })
            #expect(stranger.ask([asked[0], never]) == [.cannotSay(reason: "0x67"), .cannotSay(reason: "0x67")])
            link.shutDown()
            other.shutDown()
            stranger.shutDown()
        }
    }

    @Test(
        "a carrier that is away takes nothing and is not called at once again; when it is back, reports come again that nobody wrote down"
    )
    func away() async throws {
        let messages = try messages(10)
        let nobody = SMPPCarrierLink(settings(1))
        let outcomes = nobody.submit(messages, within: .seconds(1))
        #expect(outcomes.allSatisfy { if case .notTaken = $0 { true } else { false } })
        #expect(nobody.ask([messages[0]]).allSatisfy { if case .lost = $0 { true } else { false } })
        try await withCarrier { server, port in
            var wrong = settings(port)
            wrong.password = "other"
            let stranger = SMPPCarrierLink(wrong)
            #expect(
                stranger.submit([messages[0]], within: .seconds(1)) == [
                    .notTaken(reason: "NotBound(status: Optional(13))")
                ])
            let link = SMPPCarrierLink(settings(port))
            _ = link.submit(messages, within: .seconds(5))
            struct Full: Error {}
            #expect(throws: Full.self) {
                for _ in 0..<500 where try link.receive({ _ in throw Full() }) == 0 { usleep(10_000) }
            }
            link.shutDown()
            let later = SMPPCarrierLink(settings(port))
            let reports = try receive(later, 10)
            #expect(Set(reports.compactMap(\.reference)).count == 10)
            later.shutDown()
        }
    }

    @Test("a carrier that sends nonsense is hung up on, and what was open is lost, not taken for refused")
    func nonsense() async throws {
        let messages = try messages(3)
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(NonsenseHandling())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        let pool = NIOThreadPool(numberOfThreads: 1)
        pool.start()
        var patient = settings(port)
        patient.answerLimit = .seconds(20)
        try await pool.runIfActive { [patient] in
            let link = SMPPCarrierLink(patient)
            let outcomes = link.submit(messages, within: .seconds(20))
            #expect(outcomes.first == .lost(reason: "malformed: length(4294967295)"))
            // What was not sent yet when the nonsense came was not taken, and can be sent again.
            #expect(
                outcomes.allSatisfy {
                    switch $0 {
                    case .lost, .notTaken: true
                    default: false
                    }
                }, "\(outcomes)")
        }
        try await pool.shutdownGracefully()
        try await server.close()
    }

    @Test("by HTTP: messages are taken, asked about and reported; what was not in the answer is lost")
    func http() async throws {
        let messages = try messages(300)
        var configuration = CarrierServer.Configuration(smppPort: 0, httpPort: 0)
        configuration.faults.reportDelayMax = 0
        let server = try CarrierServer(configuration, clock: SystemClock())
        let application = Application(
            router: server.router(), configuration: .init(address: .hostname("127.0.0.1", port: 0)))
        try await application.test(.live) { client in
            let port = try #require(client.port)
            let pool = NIOThreadPool(numberOfThreads: 1)
            pool.start()
            try await pool.runIfActive {
                let link = try HTTPCarrierLink(
                    HTTPCarrierLink.Settings(address: "http://127.0.0.1:\(port)", timeout: .seconds(5)))
                server.running.act { carrier, _ in (carrier.faults.lostAnswer, carrier.faults.lostRequest) = (200, 200)
                }
                let outcomes = link.submit(messages, within: .seconds(10))
                server.running.act { carrier, _ in (carrier.faults.lostAnswer, carrier.faults.lostRequest) = (0, 0) }
                let lost = zip(messages, outcomes).filter { if case .lost = $0.1 { true } else { false } }.map(\.0)
                #expect(lost.count > 20 && lost.count < 280)
                let book = server.running.act { carrier, _ in Set(carrier.book.compactMap(\.own)) }
                for (message, found) in zip(lost, link.ask(lost)) {
                    #expect(book.contains(message.id.description) == (found != .notTaken(reason: "never came")))
                }
                let reports = try receive(link, book.count)
                #expect(Set(reports.compactMap { $0.message?.description }) == book)
                // What was written down does not come again.
                #expect(try link.receive { _ in } == 0)
                try callsGoApart(link, server)
                server.running.act { carrier, _ in carrier.faults.isDown = true }
                #expect(
                    link.submit([messages[0]], within: .seconds(1)).allSatisfy {
                        if case .lost = $0 { true } else { false }
                    })
                try link.shutDown()
                let gone = try HTTPCarrierLink(
                    HTTPCarrierLink.Settings(address: "http://127.0.0.1:1", timeout: .seconds(1)))
                // Known not to have arrived, or asked about first: never taken for arrived.
                #expect(
                    gone.submit([messages[0]], within: .seconds(1)).allSatisfy {
                        switch $0 {
                        case .notTaken, .lost: true
                        case .accepted, .refused, .cannotSay, .reported: false
                        }
                    })
                #expect(gone.ask([messages[0]]).allSatisfy { if case .lost = $0 { true } else { false } })
                try gone.shutDown()
            }
            try await pool.shutdownGracefully()
        }
    }
}

extension CarrierTests {
    /// A robot's calls go to their own carrier, and each outcome to its message.
    fileprivate func callsGoApart(_ link: HTTPCarrierLink, _ server: CarrierServer) throws {
        let nowhere = try HTTPCarrierLink(HTTPCarrierLink.Settings(address: "http://127.0.0.1:1", timeout: .seconds(1)))
        let both = RobotCarrierLink(texts: nowhere, calls: link)
        let mixed = try messages(1, from: 1001) + messages(2, .voice, from: 2001)
        let outcomes = both.submit(mixed, within: .seconds(2))
        let isAccepted = outcomes.map { if case .accepted = $0 { true } else { false } }
        #expect(isAccepted == [false, true, true])
        let book = server.running.act { carrier, _ in carrier.book.suffix(2) }
        #expect(book.map(\.kind) == [.voice, .voice] && book.map(\.own) == mixed.dropFirst().map(\.id.description))
        #expect(try receive(both, 2).count == 2)
        try nowhere.shutDown()
    }
}

/// Lets a sender in and answers his first message with a unit of 4 GB.
private final class NonsenseHandling: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private var frames = SMPPFrames()

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let units = try? frames.take(unwrapInboundIn(data).readableBytesView) else { return }
        for unit in units {
            let bytes: [UInt8] =
                unit.command == .bindTransceiver
                ? SMPPPDU(.bindTransceiverResponse, sequence: unit.sequence, body: [0]).bytes
                : [0xFF, 0xFF, 0xFF, 0xFF, 0x80, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 1]
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
        }
    }
}
