internal import CPostgres
internal import Foundation
internal import Storage

/// The server's answer to one statement, freed with its owner.
struct Answer: ~Copyable {
    private let result: OpaquePointer

    init(_ result: OpaquePointer) { self.result = result }

    deinit { PQclear(result) }

    /// The rows that an INSERT, UPDATE or DELETE touched; 0 for what changes none.
    var changed: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    /// Throws an error that names the column when its type or its value is none of the four kinds of `Value`.
    func rows() throws(StorageError) -> [Row] {
        var names: [String] = []
        for column in 0..<PQnfields(result) {
            let name = String(cString: PQfname(result, column))
            try check(PQftype(result, column), of: name)
            names.append(name)
        }
        var rows: [Row] = []
        for row in 0..<PQntuples(result) {
            var values: [Value] = []
            for (column, name) in names.enumerated() { values.append(try value(row, Int32(column), of: name)) }
            rows.append(Row(columns: names, values: values))
        }
        return rows
    }

    private func check(_ type: Oid, of column: String) throws(StorageError) {
        switch type {
        case TypeNumber.int2, TypeNumber.int4, TypeNumber.int8, TypeNumber.numeric, TypeNumber.bool: return
        case TypeNumber.text, TypeNumber.varchar, TypeNumber.name, TypeNumber.bytes: return
        default: throw .other("column \(column) has type number \(type), which is not read")
        }
    }

    private func value(_ row: Int32, _ column: Int32, of name: String) throws(StorageError) -> Value {
        if PQgetisnull(result, row, column) == 1 { return .null }
        guard let start = PQgetvalue(result, row, column) else { return .null }
        let length = Int(PQgetlength(result, row, column))
        let bytes = UnsafeRawBufferPointer(start: start, count: length)
        switch PQftype(result, column) {
        case TypeNumber.int2, TypeNumber.int4, TypeNumber.int8: return .integer(Int64(strtoll(start, nil, 10)))
        case TypeNumber.bool: return .integer(bytes.first == UInt8(ascii: "t") ? 1 : 0)
        case TypeNumber.bytes:
            guard let bytes = Self.bytes(hexadecimal: bytes) else {
                throw .other("column \(name) is no bytes in hexadecimal")
            }
            return .bytes(bytes)
        case TypeNumber.numeric:
            let text = String(decoding: bytes, as: UTF8.self)
            guard let number = Int64(text) else { throw .malformed(column: name, found: .text(text)) }
            return .integer(number)
        default: return .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    private static func bytes(hexadecimal text: UnsafeRawBufferPointer) -> [UInt8]? {
        guard text.starts(with: "\\x".utf8), text.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2 - 1)
        for index in stride(from: 2, to: text.count, by: 2) {
            guard let high = digit(text[index]), let low = digit(text[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
