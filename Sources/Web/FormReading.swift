extension Form {
    /// Reads `multipart/form-data` (RFC 7578) whose parts are separated by `boundary`; nil when it is not well formed.
    package init?(multipart bytes: [UInt8], boundary: String) {
        self.init()
        let mark = Array("--\(boundary)".utf8)
        guard !boundary.isEmpty, bytes.starts(with: mark) else { return nil }
        var place = mark.count
        while !bytes[place...].starts(with: Array("--".utf8)) {
            guard bytes[place...].starts(with: Self.lineEnd),
                let end = bytes.place(of: Self.lineEnd + mark, from: place + 2)
            else { return nil }
            guard addPart(Array(bytes[(place + 2)..<end])) else { return nil }
            place = end + Self.lineEnd.count + mark.count
        }
    }

    private static let lineEnd = Array("\r\n".utf8)

    private mutating func addPart(_ part: [UInt8]) -> Bool {
        guard let blank = part.place(of: Array("\r\n\r\n".utf8), from: 0) else { return false }
        let lines = String(decoding: part[..<blank], as: UTF8.self).split(separator: "\r\n")
        func header(_ name: String) -> String? {
            lines.first { $0.lowercased().hasPrefix(name + ":") }.map { String($0.dropFirst(name.count + 1)).trimmed }
        }
        guard let disposition = header("content-disposition"), let name = Self.parameter("name", of: disposition) else {
            return false
        }
        let content = Array(part[(blank + 4)...])
        if let file = Self.parameter("filename", of: disposition) {
            add(
                File(
                    field: name, name: file, mediaType: header("content-type") ?? "application/octet-stream",
                    bytes: content))
        } else {
            add(name, String(decoding: content, as: UTF8.self))
        }
        return true
    }

    /// The value of `name="…"` in a header, quotes taken off; by scalars, for an accent behind a quote makes another character.
    static func parameter(_ name: String, of header: String) -> String? {
        var isQuoted = false
        let parts = header.unicodeScalars.split { scalar in
            if scalar == "\"" { isQuoted.toggle() }
            return scalar == ";" && !isQuoted
        }
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, String(pair[0]).trimmed.lowercased() == name else { continue }
            let value = String(pair[1]).trimmed.unicodeScalars
            guard value.count >= 2, value.first == "\"", value.last == "\"" else { return String(value) }
            return String(value.dropFirst().dropLast())
        }
        return nil
    }
}

extension [UInt8] {
    /// Where `pattern` first begins at or after `start`.
    fileprivate func place(of pattern: [UInt8], from start: Int) -> Int? {
        guard let first = pattern.first, count >= pattern.count, start >= 0 else { return nil }
        var place = start
        while place <= count - pattern.count {
            if self[place] == first, self[place..<(place + pattern.count)].elementsEqual(pattern) { return place }
            place += 1
        }
        return nil
    }
}
