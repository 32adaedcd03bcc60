package import Messaging

/// A number as SMPP writes it.
package struct SMPPAddress: Sendable, Equatable {
    package let kind: UInt8
    package let plan: UInt8
    package let digits: String

    package init(kind: UInt8, plan: UInt8, digits: String) {
        (self.kind, self.plan, self.digits) = (kind, plan, digits)
    }

    static let lengthMax = 21

    package init(_ reader: inout SMPPReader) throws(SMPPMalformed) {
        kind = try reader.octet("kind of number")
        plan = try reader.octet("numbering plan")
        digits = try reader.text("number", most: Self.lengthMax)
    }

    func write(_ writer: inout SMPPWriter) {
        writer.put(kind)
        writer.put(plan)
        writer.put(text: digits, most: Self.lengthMax)
    }
}

/// The body of `bind_transceiver`.
package struct SMPPBind: Sendable, Equatable {
    package let systemID: String
    package let password: String
    package let systemType: String

    package init(systemID: String, password: String, systemType: String) {
        (self.systemID, self.password, self.systemType) = (systemID, password, systemType)
    }

    package init(_ body: [UInt8]) throws(SMPPMalformed) {
        var reader = SMPPReader(body)
        systemID = try reader.text("system_id", most: 16)
        password = try reader.text("password", most: 9)
        systemType = try reader.text("system_type", most: 13)
    }

    package var body: [UInt8] {
        var writer = SMPPWriter()
        writer.put(text: systemID, most: 16)
        writer.put(text: password, most: 9)
        writer.put(text: systemType, most: 13)
        writer.put(UInt8(0x34))
        writer.put(UInt8(0))
        writer.put(UInt8(0))
        writer.put(text: "", most: 41)
        return writer.bytes
    }
}

/// The body of `submit_sm` and `deliver_sm`.
package struct SMPPMessage: Sendable, Equatable {
    package enum Tag {
        package static let payload: UInt16 = 0x0424
        package static let receiptedID: UInt16 = 0x001E
        package static let messageState: UInt16 = 0x0427
    }

    package var source: SMPPAddress
    package var destination: SMPPAddress
    package var esmClass: UInt8 = 0
    /// `YYMMDDhhmmsstnnp`, empty for the carrier's own.
    package var validity = ""
    package var registeredDelivery: UInt8 = 0
    package var dataCoding: UInt8 = 0
    package var content: [UInt8] = []
    package var options: [UInt16: [UInt8]] = [:]

    package init(source: SMPPAddress, destination: SMPPAddress) {
        (self.source, self.destination) = (source, destination)
    }

    package init(_ body: [UInt8]) throws(SMPPMalformed) {
        var reader = SMPPReader(body)
        _ = try reader.text("service_type", most: 6)
        source = try SMPPAddress(&reader)
        destination = try SMPPAddress(&reader)
        esmClass = try reader.octet("esm_class")
        _ = try reader.octets(2, "protocol_id, priority_flag")
        _ = try reader.text("schedule_delivery_time", most: 17)
        validity = try reader.text("validity_period", most: 17)
        registeredDelivery = try reader.octet("registered_delivery")
        _ = try reader.octet("replace_if_present_flag")
        dataCoding = try reader.octet("data_coding")
        _ = try reader.octet("sm_default_msg_id")
        content = try reader.octets(Int(try reader.octet("sm_length")), "short_message")
        options = try reader.options()
    }

    package var body: [UInt8] {
        precondition(content.count <= 254, "a longer text goes as message_payload")
        var writer = SMPPWriter()
        writer.put(text: "", most: 6)
        source.write(&writer)
        destination.write(&writer)
        writer.put(esmClass)
        writer.put(UInt16(0))
        writer.put(text: "", most: 17)
        writer.put(text: validity, most: 17)
        writer.put(registeredDelivery)
        writer.put(UInt8(0))
        writer.put(dataCoding)
        writer.put(UInt8(0))
        writer.put(UInt8(content.count))
        writer.put(content)
        for (tag, value) in options.sorted(by: { $0.key < $1.key }) { writer.put(option: tag, value) }
        return writer.bytes
    }

    /// The text, without the header of a part; in the coding that it names.
    package var text: String {
        var bytes = options[Tag.payload] ?? content
        if esmClass & 0x40 != 0, let header = bytes.first { bytes = Array(bytes.dropFirst(Int(header) + 1)) }
        return dataCoding & 0x0C == 0x08 ? Self.utf16(bytes) : GSMAlphabet.decode(bytes)
    }

    /// Whether it tells of an earlier message.
    package var isReceipt: Bool { esmClass & 0x3C == 0x04 }

    private static func utf16(_ bytes: [UInt8]) -> String {
        let units = stride(from: 0, to: bytes.count - bytes.count % 2, by: 2).map {
            UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
        }
        return String(decoding: units, as: UTF16.self)
    }
}

/// What a `deliver_sm` says of an earlier message.
package struct SMPPReceipt: Sendable, Equatable {
    package let reference: String
    package let report: Message.Report?
    package let code: String

    /// Nil where it is no receipt, or names no message. A report is nil where the message is still on its way.
    package init?(_ message: SMPPMessage) {
        guard message.isReceipt else { return nil }
        let words = Self.words(of: message.text)
        let tagged = message.options[SMPPMessage.Tag.receiptedID].map {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        guard let reference = tagged ?? words["id"], !reference.isEmpty, reference.utf8.count <= 65 else { return nil }
        self.reference = reference
        code = String((words["err"] ?? "").prefix(20))
        if let state = message.options[SMPPMessage.Tag.messageState]?.first {
            report = SMPPState(rawValue: state)?.report
        } else {
            report = Self.report(of: words["stat"] ?? "")
        }
    }

    /// `id:12 sub:001 stat:DELIVRD err:000` by name; of two of one name the first.
    private static func words(of text: String) -> [String: String] {
        var words: [String: String] = [:]
        for word in text.split(separator: " ").prefix(40) {
            let parts = word.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let name = parts[0].lowercased()
            if words[name] == nil { words[name] = String(parts[1]) }
        }
        return words
    }

    private static func report(of word: String) -> Message.Report? {
        switch word.prefix(7).uppercased() {
        case "DELIVRD": .delivered
        case "EXPIRED": .expired
        case "UNDELIV", "DELETED", "REJECTD": .failed
        default: nil
        }
    }
}

/// The states of a message at the carrier.
package enum SMPPState: UInt8, Sendable {
    case enroute = 1, delivered, expired, deleted, undeliverable, accepted, unknown, rejected

    package var report: Message.Report? {
        switch self {
        case .delivered: .delivered
        case .expired: .expired
        case .deleted, .undeliverable, .rejected: .failed
        case .enroute, .accepted, .unknown: nil
        }
    }
}

/// Statuses that this program tells apart.
package enum SMPPStatus {
    package static let ok: UInt32 = 0
    package static let invalidCommand: UInt32 = 0x03
    package static let bindFailed: UInt32 = 0x0D
    package static let queueFull: UInt32 = 0x14
    package static let throttled: UInt32 = 0x58
    package static let systemError: UInt32 = 0x08
    package static let temporaryFailure: UInt32 = 0x64
    package static let queryFailed: UInt32 = 0x67

    /// The carrier has not taken it and may take it later.
    package static func isPassing(_ status: UInt32) -> Bool {
        [queueFull, throttled, systemError, temporaryFailure].contains(status)
    }
}
