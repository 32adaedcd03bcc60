internal import CPostgres
internal import Storage

/// The types of PostgreSQL that the product uses, by their fixed numbers in `pg_type`.
enum TypeNumber {
    static let bool: Oid = 16
    static let bytes: Oid = 17
    static let name: Oid = 19
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let varchar: Oid = 1043
    static let numeric: Oid = 1700
}

/// A statement's arguments in the text form of the protocol, one after the other in one buffer.
struct Parameters {
    private(set) var types: [Oid] = []
    private var buffer: [UInt8] = []
    /// Where each argument begins in the buffer; nil is null.
    private var starts: [Int?] = []

    init() {}

    /// Throws `.constraint` for a text with a zero character, which PostgreSQL cannot hold.
    init(_ values: [Value]) throws(Failure) {
        for value in values { try append(value) }
    }

    private mutating func append(_ value: Value) throws(Failure) {
        switch value {
        case .null:
            types.append(TypeNumber.text)
            starts.append(nil)
        case .integer(let number): append(TypeNumber.int8, String(number).utf8)
        case .text(let text):
            if text.utf8.contains(0) { throw Failure(.constraint("a text with a zero character")) }
            append(TypeNumber.text, text.utf8)
        case .bytes(let bytes): append(TypeNumber.bytes, hexadecimal(bytes))
        }
    }

    private mutating func append(_ type: Oid, _ text: some Collection<UInt8>) {
        types.append(type)
        starts.append(buffer.count)
        buffer.append(contentsOf: text)
        buffer.append(0)
    }

    /// Lends the arguments as libpq wants them: a C string each, or a null pointer.
    func withPointers<R>(_ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> R) -> R {
        buffer.withUnsafeBytes { bytes in
            let pointers = starts.map { start in
                start.flatMap { bytes.baseAddress?.advanced(by: $0).assumingMemoryBound(to: CChar.self) }
            }
            return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
        }
    }

    private func hexadecimal(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        var text = Array("\\x".utf8)
        text.reserveCapacity(2 + 2 * bytes.count)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return text
    }
}
