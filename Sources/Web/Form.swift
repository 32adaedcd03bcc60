/// What a form or a query carries: names and values in the order in which they were sent, and uploaded files.
package struct Form: Sendable, Equatable {
    package struct File: Sendable, Equatable {
        package let field: String
        package let name: String
        package let mediaType: String
        package let bytes: [UInt8]
    }

    private var entries: [(name: String, value: String)] = []
    package private(set) var files: [File] = []

    package init() {}

    package init(_ entries: [(name: String, value: String)]) { self.entries = entries }

    /// Reads `application/x-www-form-urlencoded`, also as the query of an address.
    package init(urlEncoded text: String) {
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            entries.append((Self.decoded(parts[0]), parts.count > 1 ? Self.decoded(parts[1]) : ""))
        }
    }

    /// The first value of that name without spaces at its ends; empty when there is none.
    package subscript(name: String) -> String {
        (entries.first { $0.name == name }?.value ?? "").trimmed
    }

    /// The first value of that name as it was typed, for passwords.
    package func exact(_ name: String) -> String { entries.first { $0.name == name }?.value ?? "" }

    package func all(_ name: String) -> [String] { entries.filter { $0.name == name }.map(\.value) }

    package func contains(_ name: String) -> Bool { entries.contains { $0.name == name } }

    /// The names in the order in which they were sent, each once.
    package var names: [String] {
        entries.reduce(into: []) { names, entry in if !names.contains(entry.name) { names.append(entry.name) } }
    }

    package func file(_ field: String) -> File? { files(field).first }

    /// The files chosen in a field; a browser sends an empty one where none was.
    package func files(_ field: String) -> [File] {
        files.filter { $0.field == field && !($0.name.isEmpty && $0.bytes.isEmpty) }
    }

    package static func == (a: Form, b: Form) -> Bool {
        a.files == b.files && a.entries.elementsEqual(b.entries) { $0 == $1 }
    }

    mutating func add(_ name: String, _ value: String) { entries.append((name, value)) }
    mutating func add(_ file: File) { files.append(file) }

    /// `+` is a space, `%41` a byte; what is no valid escape stays as it is.
    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                bytes.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"), let escaped = Self.byte(rest.prefix(2)) {
                bytes.append(escaped)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func byte(_ digits: ArraySlice<UInt8>) -> UInt8? {
        guard digits.count == 2 else { return nil }
        return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}

extension String {
    /// Without white space at its ends.
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        let end = start.lastIndex { !$0.isWhitespace }
        return end.map { String(start[...$0]) } ?? ""
    }
}
