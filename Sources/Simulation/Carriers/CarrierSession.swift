internal import Gateways
internal import NIOCore
internal import Primitives

/// One sender's SMPP session with the simulated carrier; all of it runs on the connection's event loop.
final class CarrierSession: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let running: RunningCarrier
    private let configuration: CarrierServer.Configuration
    private var frames = SMPPFrames()
    private var isBound = false
    private var sequence: UInt32 = 0
    /// Reports without an answer yet; they come again in another session.
    private var reported: [UInt32: SimulatedCarrier.Report] = [:]
    private var reporting: RepeatedTask?
    private static let interval = TimeAmount.milliseconds(20)
    private static let windowMax = 500

    init(_ running: RunningCarrier, _ configuration: CarrierServer.Configuration) {
        (self.running, self.configuration) = (running, configuration)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do {
            for unit in try frames.take(unwrapInboundIn(data).readableBytesView) { take(unit, context) }
            context.flush()
        } catch {
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        reporting?.cancel()
        let open = reported.values.sorted { $0.number < $1.number }
        reported = [:]
        running.act { carrier, _ in carrier.giveBack(open) }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func take(_ unit: SMPPPDU, _ context: ChannelHandlerContext) {
        switch unit.command {
        case .bindTransceiver: bind(unit, context)
        case .submit where isBound: submit(unit, context)
        case .query where isBound: query(unit, context)
        case .deliverResponse:
            guard let report = reported.removeValue(forKey: unit.sequence), unit.status != SMPPStatus.ok else { return }
            running.act { carrier, _ in carrier.giveBack([report]) }
        case .enquireLink: answer(unit, .enquireLinkResponse, context)
        case .unbind:
            answer(unit, .unbindResponse, context)
            context.flush()
            context.close(promise: nil)
        default: answer(unit, .genericNack, status: SMPPStatus.invalidCommand, context)
        }
    }

    private func answer(
        _ unit: SMPPPDU, _ command: SMPPPDU.Command, status: UInt32 = 0, body: [UInt8] = [],
        _ context: ChannelHandlerContext
    ) {
        write(SMPPPDU(command, status: status, sequence: unit.sequence, body: body), context)
    }

    private func write(_ unit: SMPPPDU, _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(context.channel.allocator.buffer(bytes: unit.bytes)), promise: nil)
    }

    private func bind(_ unit: SMPPPDU, _ context: ChannelHandlerContext) {
        let asked = try? SMPPBind(unit.body)
        let isKnown = asked?.systemID == configuration.systemID && asked?.password == configuration.password
        let isDown = running.act { carrier, _ in carrier.faults.isDown }
        isBound = isKnown && !isDown
        var writer = SMPPWriter()
        writer.put(text: "carrier", most: 16)
        answer(
            unit, .bindTransceiverResponse, status: isBound ? SMPPStatus.ok : SMPPStatus.bindFailed, body: writer.bytes,
            context)
        guard isBound else { return }
        let handler = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        reporting = context.eventLoop.scheduleRepeatedTask(initialDelay: Self.interval, delay: Self.interval) { _ in
            handler.value.0.report(handler.value.1)
        }
    }

    private func submit(_ unit: SMPPPDU, _ context: ChannelHandlerContext) {
        guard let message = try? SMPPMessage(unit.body) else {
            return answer(unit, .submitResponse, status: SMPPStatus.systemError, body: [0], context)
        }
        let own = configuration.ownIDTag.flatMap { message.options[$0] }.map(Self.text)
        let verdict = running.act { carrier, now in
            carrier.submit(
                own: own, recipient: message.destination.digits, text: message.text,
                kind: message.dataCoding & 0x10 == 0 ? .text : .flash, reports: message.registeredDelivery & 1 != 0,
                at: now)
        }
        var writer = SMPPWriter()
        switch verdict {
        case .accepted(let reference):
            writer.put(text: reference, most: 65)
            answer(unit, .submitResponse, body: writer.bytes, context)
        case .refused(let code):
            answer(unit, .submitResponse, status: UInt32(code, radix: 16) ?? SMPPStatus.systemError, body: [0], context)
        case .busy: answer(unit, .submitResponse, status: SMPPStatus.throttled, body: [0], context)
        case .silence: break
        }
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }

    private func query(_ unit: SMPPPDU, _ context: ChannelHandlerContext) {
        var reader = SMPPReader(unit.body)
        var found: SimulatedCarrier.Entry?
        var asked: [UInt8]?
        do {
            let reference = try reader.text("message_id", most: 65)
            _ = try SMPPAddress(&reader)
            let options = try reader.options()
            asked = configuration.ownIDTag.flatMap { options[$0] }
            let own = asked.map(Self.text)
            found = running.act { carrier, _ in
                reference.isEmpty ? own.flatMap { carrier.entry(own: $0) } : carrier.entry(reference: reference)
            }
        } catch {
            return answer(unit, .genericNack, status: SMPPStatus.invalidCommand, context)
        }
        var writer = SMPPWriter()
        guard let found else {
            guard let asked, let tag = configuration.ownIDTag else {
                return answer(unit, .queryResponse, status: SMPPStatus.queryFailed, context)
            }
            // What never came is unknown by the id that was asked for, which stands in the answer.
            writer.put(text: "", most: 65)
            writer.put(text: "", most: 17)
            writer.put(SMPPState.unknown.rawValue)
            writer.put(UInt8(0))
            writer.put(option: tag, asked)
            return answer(unit, .queryResponse, body: writer.bytes, context)
        }
        writer.put(text: found.reference, most: 65)
        writer.put(text: "", most: 17)
        let state: SMPPState =
            switch found.standing {
            case .accepted: .enroute
            case .delivered: .delivered
            case .failed: .undeliverable
            }
        writer.put(state.rawValue)
        writer.put(UInt8(0))
        answer(unit, .queryResponse, body: writer.bytes, context)
    }

    /// Delivers reports that are ready, no more than the window allows.
    private func report(_ context: ChannelHandlerContext) {
        let room = Self.windowMax - reported.count
        guard room > 0 else { return }
        let ready = running.act { carrier, _ in carrier.takeReady(limit: room) }
        for report in ready {
            sequence += 1
            reported[sequence] = report
            write(SMPPPDU(.deliver, sequence: sequence, body: Self.receipt(of: report.entry).body), context)
        }
        if !ready.isEmpty { context.flush() }
    }

    private static func receipt(of entry: SimulatedCarrier.Entry) -> SMPPMessage {
        let isDelivered = entry.standing == .delivered
        var message = SMPPMessage(
            source: SMPPAddress(kind: 1, plan: 1, digits: entry.recipient),
            destination: SMPPAddress(kind: 0, plan: 1, digits: ""))
        message.esmClass = 0x04
        let (word, code) = isDelivered ? ("DELIVRD", "000") : ("UNDELIV", "001")
        message.content = Array(
            "id:\(entry.reference) sub:001 dlvrd:001 submit date:2603140900 done date:2603140900 stat:\(word) err:\(code) text:"
                .utf8)
        message.options = [
            SMPPMessage.Tag.receiptedID: Array(entry.reference.utf8) + [0],
            SMPPMessage.Tag.messageState: [
                isDelivered ? SMPPState.delivered.rawValue : SMPPState.undeliverable.rawValue
            ],
        ]
        return message
    }
}
