import Testing

/// A target of the package: its level, and what it depends on.
struct TargetLine {
    let name: String
    let level: Int
    let place: Int
    let dependencies: [String]
}

/// The targets of the program, as Package.swift lists them under the comments that name their level.
func targets(of package: SourceFile) -> [TargetLine] {
    let levels = levelMarks(of: package)
    return package.words.filter { ["target", "program", "systemLibrary"].contains($0.text) }.compactMap { word in
        guard let level = levels.last(where: { $0.place < word.place })?.level else { return nil }
        let end = package.closing(from: word.end)
        let texts = package.layers.literals.filter { (word.end..<end).contains($0.place) }.map(\.text)
        let words = package.words.filter { (word.end..<end).contains($0.place) }.map(\.text)
        return texts.first.map {
            TargetLine(name: $0, level: level, place: word.place, dependencies: texts.dropFirst() + words)
        }
    }
}

/// Where `// 3  slices` and the like stand; what comes after `// tests` has no level.
private func levelMarks(of package: SourceFile) -> [(place: Int, level: Int?)] {
    let marks = (0...6).flatMap { level in
        SourceFile.places(of: "// \(level) ", in: package.layers.comments).map { (place: $0, level: Int?.some(level)) }
    }
    let tests = SourceFile.places(of: "// tests", in: package.layers.comments).map { (place: $0, level: Int?.none) }
    return (marks + tests).sorted { $0.place < $1.place }
}

/// Arrows of Package.swift that do not point down. Slices, at level 3, do not point at each other either.
func wrongArrows(in package: SourceFile) -> [Finding] {
    let targets = targets(of: package)
    let levels = Dictionary(targets.map { ($0.name, $0.level) }) { first, _ in first }
    return targets.flatMap { target in
        target.dependencies.compactMap { dependency in
            guard let level = levels[dependency], dependency != target.name else { return nil }
            let isWrong = level > target.level || (level == 3 && target.level == 3)
            guard isWrong else { return nil }
            return package.finding(
                at: target.place,
                "\(target.name) (level \(target.level)) must not know \(dependency) (level \(level)): move what both need down"
            )
        }
    }
}

/// Libraries that only some places know.
private let homes: [(library: String, folders: [String])] = [
    ("Hummingbird", ["Sources/Web/", "Sources/shouwang/", "Sources/Simulation/Bank", "Sources/Simulation/Carriers/"]),
    ("GRDB", ["Sources/StorageSQLite/"]),
    ("CPostgres", ["Sources/StoragePostgres/"]),
    ("ArgumentParser", ["Sources/shouwang/"]),
    (
        "NIO",
        [
            "Sources/Gateways/", "Sources/Web/", "Sources/Simulation/Bank", "Sources/Simulation/Carriers/",
            "Sources/shouwang/",
        ]
    ),
    ("AsyncHTTPClient", ["Sources/Gateways/", "Sources/shouwang/"]),
]

/// Imports of a library outside its home.
func strayImports(in file: SourceFile) -> [Finding] {
    guard file.isProgram else { return [] }
    return zip(file.words, file.words.dropFirst()).filter { $0.0.text == "import" }.flatMap { _, module in
        homes.filter { module.text.hasPrefix($0.library) && !$0.folders.contains { file.path.hasPrefix($0) } }.map {
            file.finding(
                at: module.place,
                "\(module.text) is known only to \($0.folders.joined(separator: ", ")): call what they offer")
        }
    }
}

/// A promise to the compiler about threads, outside the two drivers or without the reason above it.
func uncheckedPromises(in file: SourceFile) -> [Finding] {
    let places = file.places(of: "@unchecked Sendable") + file.places(of: "nonisolated(unsafe)")
    return places.compactMap { place in
        if file.isProgram, !["StorageSQLite", "StoragePostgres"].contains(file.target) {
            return file.finding(
                at: place,
                "only StorageSQLite and StoragePostgres may promise what the compiler cannot check: use a value or a Mutex"
            )
        }
        return file.hasCommentAbove(place) ? nil : file.finding(at: place, "say in a sentence above why this is safe")
    }
}

extension SourceFile {
    /// Where the parenthesis that opens at or after `start` closes.
    fileprivate func closing(from start: Int) -> Int {
        var (depth, place) = (0, start)
        while place < layers.code.count {
            if layers.code[place] == Byte.open { depth += 1 }
            if layers.code[place] == Byte.close { depth -= 1 }
            place += 1
            if depth == 0 { break }
        }
        return place
    }

    fileprivate func hasCommentAbove(_ place: Int) -> Bool {
        let start = bytes[..<place].lastIndex(of: Byte.newline) ?? 0
        let above = bytes[..<start].lastIndex(of: Byte.newline).map { $0 + 1 } ?? 0
        return layers.comments[above..<start].contains { $0 != Byte.space }
    }
}

@Suite("Tidy: arrows") struct ArrowTests {
    @Test("targets know only what is below them")
    func arrows() throws {
        let package = try #require(Tree.package)
        #expect(targets(of: package).count >= 15, "Package.swift was not understood")
        expectNone(wrongArrows(in: package))
    }

    @Test("libraries are known only where they are driven") func imports() {
        expectNone(Tree.swift.flatMap(strayImports))
    }

    @Test("promises about threads are made by the drivers alone, with a reason")
    func promises() { expectNone(Tree.swift.flatMap(uncheckedPromises)) }

    @Test("an arrow up or between slices is found")
    func wrongArrowsAreFound() {
        let text = """
            // 0  values
            target("Low", ["Slice"]),
            // 3  slices
            target("Slice", ["Low"], resources: [.embedInCode("Low")]),
            target("Other", ["Slice", crypto]),
            // 6  programs
            program(
                "top", ["Other"]),
            // tests
            tests("LowTests", ["Low", "Slice"]),
            .target(name: "Support", dependencies: ["Slice"]),
            """
        let package = SourceFile("Package.swift", text)
        #expect(targets(of: package).map(\.name) == ["Low", "Slice", "Other", "top"])
        #expect(wrongArrows(in: package).map(\.line) == [2, 5])
    }

    @Test("an import away from home and a bare promise are found")
    func examples() {
        let page = SourceFile(
            "Sources/Recovery/A.swift", "internal import HummingbirdCore\nfinal class A: @unchecked Sendable {}\n")
        #expect((strayImports(in: page) + uncheckedPromises(in: page)).map(\.line) == [1, 2])
        let driver = SourceFile(
            "Sources/StoragePostgres/A.swift",
            "// A lock guards it.\nfinal class A: @unchecked Sendable {}\nfinal class B: @unchecked Sendable {}\n")
        #expect(uncheckedPromises(in: driver).map(\.line) == [3])
    }
}
