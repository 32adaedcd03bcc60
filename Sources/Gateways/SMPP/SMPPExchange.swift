internal import NIOCore

/// Why a request has no answer.
enum SMPPUnanswered: Error, Equatable {
    /// It never left this machine.
    case notSent(String)
    /// It may have arrived.
    case lost(String)
}

/// One connection to a carrier: numbers requests, keeps no more of them open than the window allows, and gives each its answer.
///
/// All of it runs on the connection's event loop.
final class SMPPExchange: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private struct Waiting {
        let command: SMPPPDU.Command
        let body: [UInt8]
        /// From then on it is not sent any more.
        let startBy: NIODeadline
        let answer: EventLoopPromise<SMPPPDU>
    }

    private struct Open {
        let deadline: NIODeadline
        let answer: EventLoopPromise<SMPPPDU>
    }

    private let settings: SMPPSettings
    private let answerLimit: TimeAmount
    private var frames = SMPPFrames()
    private var context: ChannelHandlerContext?
    private var waiting: CircularBuffer<Waiting> = []
    private var open: [UInt32: Open] = [:]
    private var sequence: UInt32 = 0
    /// What the carrier has delivered and nobody has taken yet; bounded, and the carrier is told when it is full.
    private var delivered: CircularBuffer<SMPPPDU> = []
    private var ticking: RepeatedTask?
    private var lastTraffic = NIODeadline.now()
    private var isEnding = false
    private static let deliveredMax = 10_000
    private static let tick = TimeAmount.milliseconds(200)

    init(_ settings: SMPPSettings) {
        self.settings = settings
        answerLimit = settings.answerLimit.timeAmount
    }

    // MARK: what the link asks for

    func request(
        _ command: SMPPPDU.Command, _ body: [UInt8], startBy: NIODeadline, answer: EventLoopPromise<SMPPPDU>
    ) {
        guard context != nil, !isEnding else { return answer.fail(SMPPUnanswered.notSent("no connection")) }
        waiting.append(Waiting(command: command, body: body, startBy: startBy, answer: answer))
        sendWaiting()
    }

    /// Takes up to `limit` of what was delivered; each is then settled or given back.
    func takeDelivered(limit: Int) -> [SMPPPDU] {
        let taken = Array(delivered.prefix(limit))
        delivered.removeFirst(taken.count)
        return taken
    }

    /// Tells the carrier whether what it delivered is safe here.
    func settle(_ units: [SMPPPDU], status: UInt32) {
        for unit in units { answer(unit, .deliverResponse, status: status, body: [0]) }
        context?.flush()
    }

    // MARK: the connection

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
        ticking = context.eventLoop.scheduleRepeatedTask(initialDelay: Self.tick, delay: Self.tick) { _ in
            handler.value.keepTime()
        }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end("the connection is closed")
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end("\(error)")
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastTraffic = .now()
        let buffer = unwrapInboundIn(data)
        do {
            for unit in try frames.take(buffer.readableBytesView) { take(unit) }
            context.flush()
        } catch {
            // Where one unit ends and the next begins nobody knows any more.
            end("malformed: \(error)")
            context.close(promise: nil)
        }
    }

    private func take(_ unit: SMPPPDU) {
        switch unit.command {
        case .deliver:
            guard delivered.count < Self.deliveredMax else {
                return answer(unit, .deliverResponse, status: SMPPStatus.queueFull, body: [0])
            }
            delivered.append(unit)
        case .enquireLink: answer(unit, .enquireLinkResponse)
        case .unbind:
            answer(unit, .unbindResponse)
            context?.flush()
            end("the carrier has ended the session")
            context?.close(promise: nil)
        case .bindTransceiverResponse, .submitResponse, .queryResponse, .enquireLinkResponse, .unbindResponse,
            .deliverResponse, .genericNack:
            // An answer that nobody waits for any more came too late; the carrier is asked about its message.
            open.removeValue(forKey: unit.sequence)?.answer.succeed(unit)
            sendWaiting()
        case .bindTransceiver, .submit, .query, nil:
            answer(unit, .genericNack, status: SMPPStatus.invalidCommand)
        }
    }

    private func answer(_ unit: SMPPPDU, _ command: SMPPPDU.Command, status: UInt32 = 0, body: [UInt8] = []) {
        write(SMPPPDU(command, status: status, sequence: unit.sequence, body: body))
    }

    private func write(_ unit: SMPPPDU) {
        guard let context else { return }
        context.write(wrapOutboundOut(context.channel.allocator.buffer(bytes: unit.bytes)), promise: nil)
    }

    private func sendWaiting() {
        let now = NIODeadline.now()
        while open.count < settings.window, let next = waiting.popFirst() {
            guard next.startBy > now else {
                next.answer.fail(SMPPUnanswered.notSent("too slow"))
                continue
            }
            sequence = sequence >= 0x7FFF_FFFF ? 1 : sequence + 1
            open[sequence] = Open(deadline: now + answerLimit, answer: next.answer)
            write(SMPPPDU(next.command, sequence: sequence, body: next.body))
        }
        context?.flush()
        lastTraffic = open.isEmpty ? lastTraffic : now
    }

    /// Ends what has waited too long, and looks whether the carrier is still there.
    private func keepTime() {
        let now = NIODeadline.now()
        for (number, request) in open where request.deadline <= now {
            open[number] = nil
            request.answer.fail(SMPPUnanswered.lost("no answer in time"))
        }
        while let first = waiting.first, first.startBy <= now {
            waiting.removeFirst()
            first.answer.fail(SMPPUnanswered.notSent("too slow"))
        }
        sendWaiting()
        if now - lastTraffic > settings.enquireAfter.timeAmount, open.isEmpty { enquire(now) }
    }

    private func enquire(_ now: NIODeadline) {
        guard let context else { return }
        let answer = context.eventLoop.makePromise(of: SMPPPDU.self)
        let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
        answer.futureResult.whenFailure { _ in
            handler.value.end("the carrier does not answer")
            handler.value.context?.close(promise: nil)
        }
        request(.enquireLink, [], startBy: now + answerLimit, answer: answer)
    }

    private func end(_ why: String) {
        guard !isEnding else { return }
        isEnding = true
        ticking?.cancel()
        let (openNow, waitingNow) = (open, waiting)
        (open, waiting) = ([:], [])
        for request in openNow.values { request.answer.fail(SMPPUnanswered.lost(why)) }
        for request in waitingNow { request.answer.fail(SMPPUnanswered.notSent(why)) }
    }
}

extension Duration {
    var timeAmount: TimeAmount {
        .nanoseconds(components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000)
    }
}
