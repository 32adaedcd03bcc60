import Testing

/// A call that the program never makes, and what to use in its place.
struct BannedCall {
    let call: String
    let instead: String
    let allowed: @Sendable (SourceFile) -> Bool

    private init(
        _ call: String, _ instead: String, allowed: @escaping @Sendable (SourceFile) -> Bool = { !$0.isProgram }
    ) {
        (self.call, self.instead, self.allowed) = (call, instead, allowed)
    }

    private static func time(_ call: String) -> BannedCall {
        BannedCall(call, "take a Timestamp as a parameter, or ask the WallClock") {
            !$0.isProgram || $0.name == "SystemClock.swift"
        }
    }

    private static func chance(_ call: String) -> BannedCall {
        BannedCall(call, "take the generator as a parameter, with `using:`")
    }

    static let all: [BannedCall] =
        [
            "Date()", "Date.now", "ContinuousClock", "SuspendingClock", "Task.sleep", "DispatchTime.now",
            "clock_gettime", "gettimeofday",
        ]
        .map(time)
        + [".randomElement()", ".shuffled()", ".shuffle()"].map(chance)
        + [
            BannedCall("UUID()", "take the next id of an IDSource"),
            BannedCall("try!", "throw, or `precondition` with a short reason"),
            BannedCall("fatalError", "throw, or `precondition` with a short reason"),
            BannedCall("print(", "return the text, or log it") { !$0.isProgram || $0.target == "shouwang" },
        ]

    func findings(in file: SourceFile) -> [Finding] {
        guard !allowed(file) else { return [] }
        return file.places(of: call).filter { !isMethod(at: $0, in: file) }
            .map { file.finding(at: $0, "`\(call)` is not used here: \(instead)") }
    }

    /// `printer.print(…)` is somebody's own method.
    private func isMethod(at place: Int, in file: SourceFile) -> Bool {
        call == "print(" && place > 0 && file.layers.code[place - 1] == UInt8(ascii: ".")
    }
}

/// Randomness that nobody can repeat: `.random(…)` without a generator.
func unseededRandomness(in file: SourceFile) -> [Finding] {
    guard file.isProgram else { return [] }
    return file.places(of: ".random(").filter { !file.argumentsHold("using", after: $0 + ".random(".utf8.count) }
        .map { file.finding(at: $0, "`.random` without `using:` is not used here: take the generator as a parameter") }
}

/// Errors dropped on the floor: a statement that is nothing but `try?`.
func droppedErrors(in file: SourceFile) -> [Finding] {
    guard file.isProgram else { return [] }
    return file.places(of: "try?").filter { place in
        let before = String(decoding: file.codeOfLine(upTo: place), as: UTF8.self).filter { $0 != " " }
        return before.isEmpty || before == "_="
    }.map { file.finding(at: $0, "`try?` drops the error: handle it, or let it through") }
}

extension SourceFile {
    /// Whether the arguments that begin at `start` name one of them `label`.
    fileprivate func argumentsHold(_ label: String, after start: Int) -> Bool {
        var (depth, end) = (1, start)
        while end < layers.code.count, depth > 0 {
            if layers.code[end] == Byte.open { depth += 1 }
            if layers.code[end] == Byte.close { depth -= 1 }
            end += 1
        }
        return !Self.places(of: label + ":", in: Array(layers.code[start..<end])).isEmpty
    }

    fileprivate func codeOfLine(upTo place: Int) -> ArraySlice<UInt8> {
        let start = layers.code[..<place].lastIndex(of: Byte.newline).map { $0 + 1 } ?? 0
        return layers.code[start..<place]
    }
}

@Suite("Tidy: calls") struct CallTests {
    @Test("time, ids and chance come from outside, and nothing stops the program or writes to the terminal in passing")
    func bannedCalls() {
        expectNone(Tree.swift.flatMap { file in BannedCall.all.flatMap { $0.findings(in: file) } })
    }

    @Test("chance has a generator") func randomness() { expectNone(Tree.swift.flatMap(unseededRandomness)) }

    @Test("no error is dropped") func errors() { expectNone(Tree.swift.flatMap(droppedErrors)) }

    @Test("each banned call is found where it stands", arguments: BannedCall.all.map(\.call))
    func callsAreFound(call: String) {
        let file = SourceFile("Sources/Recovery/Example.swift", "// \(call)\nlet a = \"\(call)\"\nlet b = \(call)\n")
        let found = BannedCall.all.flatMap { $0.findings(in: file) }
        #expect(found.map(\.line) == [3])
    }

    @Test("what only looks like a banned call is let through")
    func lookalikes() {
        let text =
            "let a = hearingDate()\nlet b = Int.random(\n  in: 1...6, using: &dice)\nlet c = try? d()\nprinter.print(a)\n"
        let file = SourceFile("Sources/Recovery/Example.swift", text)
        #expect(
            BannedCall.all.flatMap { $0.findings(in: file) } + unseededRandomness(in: file) + droppedErrors(in: file)
                == [])
    }

    @Test("chance without a generator and a dropped error are found")
    func droppedAndUnseeded() {
        let file = SourceFile(
            "Sources/Recovery/Example.swift", "let a = Int.random(in: 1...6)\n  try? b()\n_ = try? c()\n")
        #expect((unseededRandomness(in: file) + droppedErrors(in: file)).map(\.line) == [1, 2, 3])
    }
}
