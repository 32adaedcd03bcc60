import Primitives
import TestSupport
import Testing

@testable import Gateways
@testable import Messaging

@Suite("Units of SMPP") struct SMPPUnitTests {
    @Test("a unit is written as the specification lays it out, and read back however the bytes arrive")
    func frames() throws {
        let bind = SMPPPDU(
            .bindTransceiver, sequence: 1, body: SMPPBind(systemID: "id", password: "pw", systemType: "").body)
        #expect(bind.bytes.prefix(16) == [0, 0, 0, 27, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 1])
        #expect(bind.bytes.dropFirst(16) == [0x69, 0x64, 0, 0x70, 0x77, 0, 0, 0x34, 0, 0, 0])
        let units = [
            bind, SMPPPDU(.enquireLink, sequence: 2), SMPPPDU(.submitResponse, status: 0x58, sequence: 3, body: [0]),
        ]
        let bytes = units.flatMap(\.bytes)
        for size in 1...bytes.count {
            var frames = SMPPFrames()
            var found: [SMPPPDU] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                found += try frames.take(bytes[start..<min(start + size, bytes.count)])
            }
            #expect(found == units)
        }
    }

    @Test(
        "a unit that says it is too short or too long is refused before it is held",
        arguments: [0, 15, UInt32(SMPPPDU.lengthMax) + 1, 0xFFFF_FFFF])
    func lengths(_ length: UInt32) {
        var writer = SMPPWriter()
        for number in [length, 4, 0, 1] { writer.put(number) }
        var frames = SMPPFrames()
        #expect(throws: SMPPMalformed.length(length)) { try frames.take(writer.bytes) }
    }

    @Test("a message is read back as it was written; cut anywhere it is an error, never a crash")
    func messages() throws {
        var message = SMPPMessage(
            source: SMPPAddress(kind: 5, plan: 0, digits: "Fanzha"),
            destination: SMPPAddress(kind: 1, plan: 1, digits: "8613800138000"))
        message.dataCoding = 8
        message.content = [0x8B, 0x66]
        message.validity = "260314210000032+"
        message.options = [0x1501: [1, 2], SMPPMessage.Tag.payload: [0x8B, 0x66, 0x5B, 0x98]]
        #expect(try SMPPMessage(message.body) == message)
        #expect(message.text == "警官")
        let whole = message.body
        for count in 0..<whole.count {
            do { _ = try SMPPMessage(Array(whole.prefix(count))) } catch { continue }
            // Cut between its optional fields it is a shorter message.
            #expect(count >= whole.count - 8 - 6 - 2)
        }
    }

    @Test("a text takes the form that its signs and the carrier need")
    func forms() throws {
        var settings = SMPPSettings(host: "", port: 0, systemID: "", password: "")
        let long = String(repeating: "警", count: 100)
        let payload = SMPPWriting(settings: settings).bodies(of: try message(long))
        #expect(payload.count == 1)
        let whole = try SMPPMessage(payload[0])
        #expect(whole.text == long && whole.content.isEmpty && whole.options[SMPPMessage.Tag.payload]?.count == 200)
        settings.longText = .parts
        let parts = try SMPPWriting(settings: settings).bodies(of: try message(long)).map { try SMPPMessage($0) }
        #expect(parts.map(\.text).joined() == long && parts.map(\.text.count) == [67, 33])
        #expect(parts.map { Array($0.content.prefix(6)) } == [[5, 0, 3, 1, 2, 1], [5, 0, 3, 1, 2, 2]])
        #expect(parts.allSatisfy { $0.esmClass == 0x40 } && parts.map(\.registeredDelivery) == [0, 1])
        let flash = try SMPPMessage(SMPPWriting(settings: settings).bodies(of: try message("Stop!", .flash))[0])
        #expect(flash.dataCoding == 0x10 && flash.content == Array("Stop!".utf8))
        #expect(flash.destination == SMPPAddress(kind: 1, plan: 1, digits: "8613800138000"))
        #expect(flash.validity == "260315090000032+")
        #expect(
            try SMPPMessage(SMPPWriting(settings: settings).bodies(of: try message("警", .flash))[0]).dataCoding == 0x18)
    }

    private func message(_ text: String, _ kind: Message.Kind = .text) throws -> Message {
        Message(
            id: MessageID(value: 1), lane: .single, template: MessageTemplateID(value: 2), purpose: .dissuasion,
            kind: kind, recipient: try PhoneNumber("13800138000"), text: text, parts: SegmentedText(text).count,
            topic: nil, unit: UnitCode(area: "530402")!, reportsBack: false, queuedAt: .t0,
            notAfter: .t0 + .hours(24), state: .handed, due: .t0, tries: 1)
    }

    @Test("a receipt names its message by its tag or in its text; what is none is none")
    func receipts() throws {
        var message = SMPPMessage(
            source: SMPPAddress(kind: 1, plan: 1, digits: "8613800138000"),
            destination: SMPPAddress(kind: 0, plan: 1, digits: ""))
        message.content = Array("id:77 sub:001 dlvrd:001 submit date:1 done date:2 stat:DELIVRD err:000 text:id:8".utf8)
        #expect(SMPPReceipt(message) == nil)
        message.esmClass = 4
        let read = try #require(SMPPReceipt(message))
        #expect(read.reference == "77" && read.report == .delivered && read.code == "000")
        message.options = [SMPPMessage.Tag.receiptedID: Array("99".utf8) + [0], SMPPMessage.Tag.messageState: [5]]
        let tagged = try #require(SMPPReceipt(message))
        #expect(tagged.reference == "99" && tagged.report == .failed)
        for (word, report) in [
            ("EXPIRED", Message.Report.expired), ("UNDELIV", .failed), ("REJECTD", .failed), ("DELETED", .failed),
            ("ENROUTE", nil), ("?", nil),
        ] {
            message.options = [:]
            message.content = Array("id:1 stat:\(word)".utf8)
            #expect(SMPPReceipt(message)?.report == report)
        }
        message.content = Array("stat:DELIVRD".utf8)
        #expect(SMPPReceipt(message) == nil)
    }

    @Test("no bytes crash the reader")
    func noise() {
        var chance = SplitMix64(seed: 7)
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...80, using: &chance)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...40, using: &chance) }
            var frames = SMPPFrames()
            do { _ = try frames.take(bytes) } catch {}
            do { _ = SMPPReceipt(try SMPPMessage(bytes)) } catch {}
            do { _ = try SMPPBind(bytes) } catch {}
        }
    }
}
