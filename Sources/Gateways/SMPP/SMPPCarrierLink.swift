package import Messaging
internal import NIOCore
internal import NIOPosix
internal import Primitives
internal import Synchronization

/// A carrier by SMPP 3.4: one connection, made when it is needed and again, each time after a longer wait, when it broke.
package final class SMPPCarrierLink: CarrierLink {
    private struct Session: Sendable {
        let channel: any Channel
        let exchange: NIOLoopBound<SMPPExchange>
    }

    private struct State {
        var session: Session?
        /// Before then no new connection is tried.
        var retryAt = NIODeadline.uptimeNanoseconds(0)
        var wait: Duration
        var failure = "not connected yet"
    }

    private let settings: SMPPSettings
    private let writing: SMPPWriting
    private let state: Mutex<State>
    private static let newsMax = 1000
    /// By SMPP nobody is called.
    private static let speaksNot = "no calls"

    package init(_ settings: SMPPSettings) {
        self.settings = settings
        writing = SMPPWriting(settings: settings)
        state = Mutex(State(wait: settings.reconnectFirst))
    }

    // MARK: messages

    package func submit(_ messages: [Message], within limit: Duration) -> [HandingOutcome] {
        let startBy = NIODeadline.now() + limit.timeAmount
        guard let session = session() else { return messages.map { _ in .notTaken(reason: failure) } }
        let answers = messages.map { message in
            message.kind == .voice
                ? [] : writing.bodies(of: message).map { request(.submit, $0, startBy: startBy, in: session) }
        }
        return zip(messages, answers).map { message, parts in
            message.kind == .voice
                ? .refused(code: Self.speaksNot) : Self.outcome(of: parts.map { answer(to: $0) })
        }
    }

    /// One outcome of all parts of a message: what may have gone out in part is never sent again.
    private static func outcome(of parts: [Result<SMPPPDU, SMPPUnanswered>]) -> HandingOutcome {
        let outcomes = parts.map(outcome)
        guard outcomes.count > 1 else { return outcomes.first ?? .notTaken(reason: "no text") }
        for case .lost(let reason) in outcomes { return .lost(reason: reason) }
        let accepted = outcomes.filter { if case .accepted = $0 { true } else { false } }
        if accepted.count == outcomes.count || accepted.isEmpty { return outcomes[outcomes.count - 1] }
        return .refused(code: "partly")
    }

    private static func outcome(_ answer: Result<SMPPPDU, SMPPUnanswered>) -> HandingOutcome {
        switch answer {
        case .failure(.notSent(let reason)): return .notTaken(reason: reason)
        case .failure(.lost(let reason)): return .lost(reason: reason)
        case .success(let unit) where unit.status != SMPPStatus.ok:
            let code = hexadecimal(unit.status)
            return SMPPStatus.isPassing(unit.status) ? .notTaken(reason: code) : .refused(code: code)
        case .success(let unit):
            guard unit.command == .submitResponse else { return .lost(reason: "another answer") }
            var reader = SMPPReader(unit.body)
            do throws(SMPPMalformed) {
                let reference = try reader.text("message_id", most: 65)
                return .accepted(reference: reference.isEmpty ? nil : reference)
            } catch {
                // The status says that it was taken; only its name is unreadable.
                return .accepted(reference: nil)
            }
        }
    }

    package func ask(_ messages: [Message]) -> [HandingOutcome] {
        let startBy = NIODeadline.now() + settings.answerLimit.timeAmount * 2
        guard let session = session() else { return messages.map { _ in .lost(reason: failure) } }
        let answers = messages.map { message in
            writing.question(about: message).map { request(.query, $0, startBy: startBy, in: session) }
        }
        return zip(messages, answers).map { message, pending in
            guard let pending else { return .cannotSay(reason: "the carrier cannot be asked") }
            return finding(about: message, answer(to: pending))
        }
    }

    private func finding(about message: Message, _ answer: Result<SMPPPDU, SMPPUnanswered>) -> HandingOutcome {
        guard case .success(let unit) = answer else { return .lost(reason: "no answer") }
        guard unit.command == .queryResponse || unit.command == .genericNack else {
            return .lost(reason: "another answer")
        }
        if SMPPStatus.isPassing(unit.status) { return .lost(reason: hexadecimal(unit.status)) }
        guard unit.status == SMPPStatus.ok else { return .cannotSay(reason: hexadecimal(unit.status)) }
        var reader = SMPPReader(unit.body)
        do throws(SMPPMalformed) {
            let reference = try reader.text("message_id", most: 65)
            _ = try reader.text("final_date", most: 17)
            let found = SMPPState(rawValue: try reader.octet("message_state"))
            let code = try reader.octet("error_code")
            if found == .unknown, message.reference == nil, try echoes(message, &reader) {
                return .notTaken(reason: "never came")
            }
            if let report = found?.report { return .reported(report, code: "\(code)") }
            let isThere = found == .enroute || found == .accepted
            return isThere
                ? .accepted(reference: reference.isEmpty ? nil : reference) : .cannotSay(reason: "state unknown")
        } catch {
            return .lost(reason: "malformed: \(error)")
        }
    }

    /// Whether an answer names the message by our own id. A carrier that does not know our tag finds nothing either, and says so.
    private func echoes(_ message: Message, _ reader: inout SMPPReader) throws(SMPPMalformed) -> Bool {
        guard let tag = settings.ownIDTag, let own = try reader.options()[tag] else { return false }
        return own == Array(message.id.description.utf8) + [0]
    }

    // MARK: news

    package func receive(_ take: (CarrierNews) throws -> Void) throws -> Int {
        guard let session = session() else { return 0 }
        let units = try session.channel.eventLoop.submit { session.exchange.value.takeDelivered(limit: Self.newsMax) }
            .wait()
        guard !units.isEmpty else { return 0 }
        do {
            try take(Self.news(units))
            settle(units, SMPPStatus.ok, in: session)
        } catch {
            settle(units, SMPPStatus.temporaryFailure, in: session)
            throw error
        }
        return units.count
    }

    private func settle(_ units: [SMPPPDU], _ status: UInt32, in session: Session) {
        session.channel.eventLoop.execute { session.exchange.value.settle(units, status: status) }
    }

    /// What says nothing of a message's end is left out; of it and of what cannot be read the carrier hears that it came.
    static func news(_ units: [SMPPPDU]) -> CarrierNews {
        var news = CarrierNews()
        for unit in units {
            let message: SMPPMessage
            do throws(SMPPMalformed) { message = try SMPPMessage(unit.body) } catch {
                news.unread.append("deliver_sm \(unit.sequence): \(error)")
                continue
            }
            if let receipt = SMPPReceipt(message) {
                guard let report = receipt.report else { continue }
                news.reports.append(
                    DeliveryReport(message: nil, reference: receipt.reference, report: report, code: receipt.code))
            } else if message.isReceipt {
                news.unread.append("deliver_sm \(unit.sequence): a receipt that names no message")
            } else if CarrierNews.isOptOut(message.text) {
                news.refuse("+" + message.source.digits)
            }
        }
        return news
    }

    // MARK: the connection

    private var failure: String { state.withLock { $0.failure } }

    private func request(
        _ command: SMPPPDU.Command, _ body: [UInt8], startBy: NIODeadline, in session: Session
    ) -> EventLoopFuture<SMPPPDU> {
        let answer = session.channel.eventLoop.makePromise(of: SMPPPDU.self)
        session.channel.eventLoop.execute {
            session.exchange.value.request(command, body, startBy: startBy, answer: answer)
        }
        return answer.futureResult
    }

    private func answer(to pending: EventLoopFuture<SMPPPDU>) -> Result<SMPPPDU, SMPPUnanswered> {
        do {
            return .success(try pending.wait())
        } catch let error as SMPPUnanswered {
            return .failure(error)
        } catch {
            return .failure(.lost("\(error)"))
        }
    }

    /// The session there is, or a new one; nil while the carrier cannot be reached.
    private func session() -> Session? {
        let isWaiting = state.withLock { state -> Bool in
            if let session = state.session, !session.channel.isActive { state.session = nil }
            return state.session == nil && NIODeadline.now() < state.retryAt
        }
        if isWaiting { return nil }
        if let session = state.withLock({ $0.session }) { return session }
        do {
            let made = try connect()
            return state.withLock { state in
                // Of two made at once one is enough.
                if let other = state.session {
                    made.channel.close(promise: nil)
                    return other
                }
                (state.session, state.wait) = (made, settings.reconnectFirst)
                return made
            }
        } catch {
            state.withLock { state in
                state.failure = "\(error)"
                state.retryAt = .now() + state.wait.timeAmount
                state.wait = min(state.wait * 2, settings.reconnectMax)
            }
            return nil
        }
    }

    private func connect() throws -> Session {
        let settings = settings
        let channel = try ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(settings.answerLimit.timeAmount)
            .channelOption(ChannelOptions.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(SMPPExchange(settings))
                }
            }
            .connect(host: settings.host, port: settings.port).wait()
        let exchange = try channel.eventLoop.submit {
            NIOLoopBound(
                try channel.pipeline.syncOperations.handler(type: SMPPExchange.self), eventLoop: channel.eventLoop)
        }.wait()
        let session = Session(channel: channel, exchange: exchange)
        let bind = SMPPBind(
            systemID: settings.systemID, password: settings.password, systemType: settings.systemType)
        let startBy = NIODeadline.now() + settings.answerLimit.timeAmount
        let bound = answer(to: request(.bindTransceiver, bind.body, startBy: startBy, in: session))
        guard case .success(let unit) = bound, unit.command == .bindTransceiverResponse, unit.status == SMPPStatus.ok
        else {
            channel.close(promise: nil)
            throw NotBound(status: try? bound.get().status)
        }
        return session
    }

    /// The carrier does not let us in.
    package struct NotBound: Error, Equatable { package let status: UInt32? }

    /// Takes leave of the carrier and closes the connection.
    package func shutDown() {
        guard let session = state.withLock({ state in state.session.take() }) else { return }
        let startBy = NIODeadline.now() + settings.answerLimit.timeAmount
        _ = answer(to: request(.unbind, [], startBy: startBy, in: session))
        session.channel.close(promise: nil)
    }
}

/// `0x58`, as carriers write it.
private func hexadecimal(_ status: UInt32) -> String {
    let digits = String(status, radix: 16, uppercase: true)
    return "0x" + String(repeating: "0", count: max(0, 2 - digits.count)) + digits
}
