internal import Messaging
internal import Primitives

/// Makes the units of one message.
struct SMPPWriting {
    let settings: SMPPSettings

    /// The bodies of `submit_sm` for one message, in order: one, or one for each part.
    func bodies(of message: Message) -> [[UInt8]] {
        let text = SegmentedText(message.text)
        guard text.count > 1 else { return [body(of: message, text.coding, message.text)] }
        switch settings.longText {
        case .payload: return [body(of: message, text.coding, message.text)]
        case .parts:
            return text.parts.enumerated().map { place, part in
                body(of: message, text.coding, part, place: (place + 1, text.count))
            }
        }
    }

    private func body(
        of message: Message, _ coding: SegmentedText.Coding, _ text: String, place: (number: Int, of: Int)? = nil
    ) -> [UInt8] {
        var unit = SMPPMessage(source: source, destination: destination(message.recipient))
        var content = coding == .gsm7 ? GSMAlphabet.encode(text) ?? [] : Self.utf16(text)
        if let place {
            unit.esmClass = 0x40
            let reference = UInt8(truncatingIfNeeded: message.id.value)
            content = [5, 0, 3, reference, UInt8(place.of), UInt8(place.number)] + content
        }
        // One report for a message: the carrier's on its last part.
        unit.registeredDelivery = place.map { $0.number == $0.of } ?? true ? 1 : 0
        unit.dataCoding = (coding == .gsm7 ? 0x00 : 0x08) | (message.kind == .flash ? 0x10 : 0)
        unit.validity = Self.validity(message.notAfter)
        if content.count > 254 || (place == nil && message.parts > 1) {
            unit.options[SMPPMessage.Tag.payload] = content
        } else {
            unit.content = content
        }
        if let tag = settings.ownIDTag { unit.options[tag] = Array(message.id.description.utf8) + [0] }
        return unit.body
    }

    /// The body of `query_sm`: by the carrier's name for the message, or by ours where it knows that; nil where it cannot be asked.
    func question(about message: Message) -> [UInt8]? {
        guard message.reference != nil || settings.ownIDTag != nil else { return nil }
        var writer = SMPPWriter()
        writer.put(text: message.reference ?? "", most: 65)
        source.write(&writer)
        if message.reference == nil, let tag = settings.ownIDTag {
            writer.put(option: tag, Array(message.id.description.utf8) + [0])
        }
        return writer.bytes
    }

    private var source: SMPPAddress {
        let isNumber = settings.source.isAllDigits
        return SMPPAddress(
            kind: isNumber || settings.source.isEmpty ? 0 : 5, plan: isNumber ? 1 : 0, digits: settings.source)
    }

    private func destination(_ number: PhoneNumber) -> SMPPAddress {
        let digits = number.isForeign ? String(number.text.dropFirst()) : "86" + number.text
        return SMPPAddress(kind: 1, plan: 1, digits: digits)
    }

    private static func utf16(_ text: String) -> [UInt8] {
        text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }

    /// `260314210000032+`: the time in China, 32 quarters of an hour before Greenwich.
    private static func validity(_ moment: Timestamp) -> String { CivilTime(moment).compact.dropFirst(2) + "032+" }
}
