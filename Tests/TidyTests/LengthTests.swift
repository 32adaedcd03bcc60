import Testing

/// What was longer than the limit when the limit came, with its length then. Nothing on the list may grow; nothing joins it.
private let grandfathered: [String: Int] = [:]

private let functionLimit = 60
private func fileLimit(_ file: SourceFile) -> Int { file.path.hasPrefix("Tests/") ? 800 : 400 }

struct Function {
    let name: String
    let place: Int
    let lines: Int
}

extension SourceFile {
    /// The functions, initializers and computed properties that have a body, with their length in lines, signature and braces included.
    var functions: [Function] {
        words.indices.compactMap { index in
            let word = words[index]
            let next = index + 1 < words.count ? words[index + 1].text : ""
            switch word.text {
            case "func": return function(next, from: word.place, body: bodyAfterParameters(from: word.end))
            case "init", "subscript":
                guard !isMember(word), startsParameters(word.end) else { return nil }
                return function(word.text, from: word.place, body: bodyAfterParameters(from: word.end))
            case "var": return function(next, from: word.place, body: bodyOfProperty(from: word.end))
            default: return nil
            }
        }
    }

    private func function(_ name: String, from start: Int, body: Int?) -> Function? {
        guard let body else { return nil }
        let lines = bytes[start..<end(ofBracesAt: body)].count { $0 == Byte.newline } + 1
        return Function(name: name, place: start, lines: lines)
    }

    private func isMember(_ word: Word) -> Bool { word.place > 0 && layers.code[word.place - 1] == UInt8(ascii: ".") }

    private func startsParameters(_ place: Int) -> Bool {
        place < layers.code.count
            && [UInt8(ascii: "("), UInt8(ascii: "<"), UInt8(ascii: "?")].contains(layers.code[place])
    }

    /// The opening brace of the body, or nil for a requirement of a protocol.
    private func bodyAfterParameters(from start: Int) -> Int? {
        var (depth, place, hasParameters) = (0, start, false)
        while place < layers.code.count {
            switch layers.code[place] {
            case Byte.open: depth += 1
            case Byte.close: (depth, hasParameters) = (depth - 1, true)
            case UInt8(ascii: "{") where depth == 0: return place
            case UInt8(ascii: "}") where depth == 0: return nil
            case Byte.newline where depth == 0 && hasParameters:
                guard continuesSignature(after: place) else { return nil }
            default: break
            }
            place += 1
        }
        return nil
    }

    private func continuesSignature(after place: Int) -> Bool {
        let rest = layers.code[place...].drop { $0 == Byte.space || $0 == Byte.newline }
        return ["{", "->", "throws", "rethrows", "async", "where"].contains { rest.starts(with: $0.utf8) }
    }

    /// The opening brace of `var name: Type {`, all on one line and without a value.
    private func bodyOfProperty(from start: Int) -> Int? {
        let line = layers.code[start...].prefix { $0 != Byte.newline }
        guard let brace = line.firstIndex(of: UInt8(ascii: "{")), !line[..<brace].contains(UInt8(ascii: "=")) else {
            return nil
        }
        return line[..<brace].contains(UInt8(ascii: ":")) ? brace : nil
    }

    private func end(ofBracesAt start: Int) -> Int {
        var (depth, place) = (0, start)
        repeat {
            if layers.code[place] == UInt8(ascii: "{") { depth += 1 }
            if layers.code[place] == UInt8(ascii: "}") { depth -= 1 }
            place += 1
        } while depth > 0 && place < layers.code.count
        return place
    }
}

/// Functions and files over the limit, or over what they were when it came.
func tooLong(in file: SourceFile) -> [Finding] {
    let functions = file.functions.filter {
        $0.lines > grandfathered["\(file.path) \($0.name)", default: functionLimit]
    }
    let isLong = file.lineCount > grandfathered[file.path, default: fileLimit(file)]
    return functions.map {
        file.finding(
            at: $0.place, "`\($0.name)` has \($0.lines) lines, over \(functionLimit): split it by what it does")
    }
        + (isLong
            ? [file.finding(at: 0, "\(file.lineCount) lines, over \(fileLimit(file)): split the file by topic")] : [])
}

@Suite("Tidy: lengths") struct LengthTests {
    @Test("functions have at most 60 lines, files 400, and those of tests 800") func limits() {
        expectNone(Tree.swift.flatMap(tooLong))
    }

    @Test("the list of what is longer holds nothing that no longer is")
    func listShrinks() {
        let long = Tree.swift.flatMap { file in
            file.functions.filter { $0.lines > functionLimit }.map { "\(file.path) \($0.name)" }
                + (file.lineCount > fileLimit(file) ? [file.path] : [])
        }
        #expect(Set(grandfathered.keys).subtracting(long) == [], "take these off the list in LengthTests.swift")
    }

    @Test("the length of each kind of function is counted")
    func lengths() {
        let text = """
            protocol P { func a(); init(b: Int)
                func c() throws
            }
            struct S: P {
                func d(
                    e: (Int) -> Void
                ) throws -> [Int]
                where T: P {
                    let f = "}"
                }
                init(g: Int) { self.init(); h.init() }
                var i: Int {
                    1  // }
                }
                var j = [1].map { $0 }
            }
            """
        let found = SourceFile("Sources/Web/Example.swift", text).functions
        #expect(found.map(\.name) == ["d", "init", "i"])
        #expect(found.map(\.lines) == [6, 1, 3])
    }

    @Test("what is too long is found")
    func examples() {
        let lines = String(repeating: "    x()\n", count: 59)
        #expect(tooLong(in: SourceFile("Sources/Web/A.swift", "func a() {\n\(lines)}\n")).map(\.line) == [1])
        #expect(tooLong(in: SourceFile("Sources/Web/A.swift", String(repeating: "\n", count: 401))).map(\.line) == [1])
        #expect(tooLong(in: SourceFile("Tests/WebTests/A.swift", String(repeating: "\n", count: 401))) == [])
    }
}
