/// One unit of SMPP 3.4: what is asked or answered, under which number, with its body as bytes.
package struct SMPPPDU: Sendable, Equatable {
    package enum Command: UInt32, Sendable, CaseIterable {
        case genericNack = 0x8000_0000
        case bindTransceiver = 0x0000_0009
        case bindTransceiverResponse = 0x8000_0009
        case submit = 0x0000_0004
        case submitResponse = 0x8000_0004
        case deliver = 0x0000_0005
        case deliverResponse = 0x8000_0005
        case query = 0x0000_0003
        case queryResponse = 0x8000_0003
        case enquireLink = 0x0000_0015
        case enquireLinkResponse = 0x8000_0015
        case unbind = 0x0000_0006
        case unbindResponse = 0x8000_0006

        package var isResponse: Bool { rawValue & 0x8000_0000 != 0 }
        /// What answers this one; itself for an answer.
        package var response: Command { Command(rawValue: rawValue | 0x8000_0000) ?? self }
    }

    /// As it came; a command that this program does not know has no name.
    package let commandID: UInt32
    package let status: UInt32
    package let sequence: UInt32
    package let body: [UInt8]

    package init(_ command: Command, status: UInt32 = 0, sequence: UInt32, body: [UInt8] = []) {
        self.init(commandID: command.rawValue, status: status, sequence: sequence, body: body)
    }

    init(commandID: UInt32, status: UInt32, sequence: UInt32, body: [UInt8]) {
        (self.commandID, self.status, self.sequence, self.body) = (commandID, status, sequence, body)
    }

    package var command: Command? { Command(rawValue: commandID) }

    package var bytes: [UInt8] {
        var writer = SMPPWriter()
        for number in [UInt32(Self.headLength + body.count), commandID, status, sequence] { writer.put(number) }
        return writer.bytes + body
    }

    package static let headLength = 16
    /// Longer than any unit that a carrier has reason to send.
    package static let lengthMax = 64 * 1024
}

/// What is wrong with bytes that should be SMPP.
package enum SMPPMalformed: Error, Equatable {
    /// A unit says that it is so many bytes long.
    case length(UInt32)
    /// A body ends before what should stand there, or a text in it does not end in time.
    case short(String)
    case tag(UInt16)
}

/// Parts a stream of bytes into units; holds no more than one unit that is not whole.
package struct SMPPFrames: Sendable {
    private var held: [UInt8] = []

    package init() {}

    /// The units that are whole now. After an error the stream cannot be read on.
    package mutating func take(_ bytes: some Sequence<UInt8>) throws(SMPPMalformed) -> [SMPPPDU] {
        held += bytes
        var units: [SMPPPDU] = []
        var start = 0
        while held.count - start >= SMPPPDU.headLength {
            var reader = SMPPReader(held[start...].prefix(SMPPPDU.headLength))
            let length = try reader.number("length")
            guard (UInt32(SMPPPDU.headLength)...UInt32(SMPPPDU.lengthMax)).contains(length) else {
                throw .length(length)
            }
            guard held.count - start >= Int(length) else { break }
            let (command, status, sequence) = (
                try reader.number("command"), try reader.number("status"), try reader.number("sequence")
            )
            let body = Array(held[(start + SMPPPDU.headLength)..<(start + Int(length))])
            units.append(SMPPPDU(commandID: command, status: status, sequence: sequence, body: body))
            start += Int(length)
        }
        held.removeFirst(start)
        return units
    }
}

/// Reads the fields of a body in their order.
package struct SMPPReader {
    private var rest: ArraySlice<UInt8>

    package init(_ bytes: some Sequence<UInt8>) { rest = Array(bytes)[...] }

    package var isAtEnd: Bool { rest.isEmpty }

    package mutating func octet(_ name: String) throws(SMPPMalformed) -> UInt8 {
        guard let first = rest.popFirst() else { throw .short(name) }
        return first
    }

    package mutating func short(_ name: String) throws(SMPPMalformed) -> UInt16 {
        UInt16(try octet(name)) << 8 | UInt16(try octet(name))
    }

    package mutating func number(_ name: String) throws(SMPPMalformed) -> UInt32 {
        UInt32(try short(name)) << 16 | UInt32(try short(name))
    }

    package mutating func octets(_ count: Int, _ name: String) throws(SMPPMalformed) -> [UInt8] {
        guard rest.count >= count else { throw .short(name) }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    /// A text that ends with a zero, which counts among `most`.
    package mutating func text(_ name: String, most: Int) throws(SMPPMalformed) -> String {
        guard let end = rest.prefix(most).firstIndex(of: 0) else { throw .short(name) }
        defer { rest = rest[(end + 1)...] }
        return String(decoding: rest[..<end], as: UTF8.self)
    }

    /// Everything to the end, as optional fields by their tag; the first of one tag stands.
    package mutating func options() throws(SMPPMalformed) -> [UInt16: [UInt8]] {
        var options: [UInt16: [UInt8]] = [:]
        while !isAtEnd {
            let tag = try short("tag")
            let length = Int(try short("length of a tag"))
            guard rest.count >= length else { throw .tag(tag) }
            let value = try octets(length, "value of a tag")
            if options[tag] == nil { options[tag] = value }
        }
        return options
    }
}

/// Writes the fields of a body in their order.
package struct SMPPWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func put(_ octet: UInt8) { bytes.append(octet) }
    package mutating func put(_ number: UInt16) { bytes += [UInt8(number >> 8), UInt8(number & 0xFF)] }
    package mutating func put(_ number: UInt32) {
        put(UInt16(number >> 16))
        put(UInt16(number & 0xFFFF))
    }
    package mutating func put(_ more: [UInt8]) { bytes += more }

    /// A text cut to what fits before its zero.
    package mutating func put(text: String, most: Int) { bytes += text.utf8.filter { $0 != 0 }.prefix(most - 1) + [0] }

    package mutating func put(option tag: UInt16, _ value: [UInt8]) {
        put(tag)
        put(UInt16(value.count))
        bytes += value
    }
}
