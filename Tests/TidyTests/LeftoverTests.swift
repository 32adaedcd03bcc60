import Crypto
import Foundation
import Testing

// Written in halves, so that this file does not find itself.
private let leftovers = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]
private let machineFolders = ["root", "home", "Users"].map { "/\($0)/" } + [Tree.root.path]

/// Marks of unfinished work, in comments of Swift and anywhere in other files.
func leftoverMarks(in file: SourceFile) -> [Finding] {
    let layer = file.name.hasSuffix(".swift") ? file.layers.comments : file.bytes
    return leftovers.flatMap { mark in
        SourceFile.places(of: mark, in: layer).map { file.finding(at: $0, "\(mark): do it, or open an issue") }
    }
}

/// Paths that are right on one machine only.
func machinePaths(in file: SourceFile) -> [Finding] {
    machineFolders.flatMap { folder in
        SourceFile.places(of: folder, in: file.bytes).filter { isAbsolute(at: $0, in: file.bytes) }
            .map {
                file.finding(at: $0, "`\(folder)` is a place on one machine: take it from a setting or from #filePath")
            }
    }
}

/// Whether nothing of a path or an address stands before it.
private func isAbsolute(at place: Int, in bytes: [UInt8]) -> Bool {
    guard place > 0 else { return true }
    return !Byte.isPartOfWord(bytes[place - 1]) && !".-)}~".utf8.contains(bytes[place - 1])
}

/// Golden files that no text of the tests names; an interpolation stands for anything.
func unusedGolden(_ files: [String], _ tests: [SourceFile]) -> [Finding] {
    let names = tests.flatMap(\.layers.literals).map {
        $0.text.split(separator: Layers.gap, omittingEmptySubsequences: false)
    }
    .filter { $0.joined().count >= 4 }
    return files.filter { file in !names.contains { matches(file, $0) } }
        .map { Finding(file: $0, line: 1, message: "no test names this golden file: delete it") }
}

/// Whether a path ends with the pieces, in order, anything between them; the last piece ends it.
private func matches(_ path: String, _ pieces: [Substring]) -> Bool {
    guard let first = pieces.first, let last = pieces.last else { return false }
    guard pieces.count > 1 else { return path == first || path.hasSuffix("/" + first) }
    guard path.hasSuffix(last) else { return false }
    var rest = path.dropLast(last.count)[...]
    for piece in pieces.dropLast() where !piece.isEmpty {
        guard let range = rest.firstRange(of: piece) else { return false }
        rest = rest[range.upperBound...]
    }
    return true
}

/// `make` targets that a text tells people to use.
private func targetsNamed(in file: SourceFile) -> [String] {
    String(decoding: file.bytes, as: UTF8.self).matches(of: /`?make ([a-z]+)/).map { String($0.1) }
}

@Suite("Tidy: the tree") struct LeftoverTests {
    @Test("no mark of unfinished work is left") func marks() {
        expectNone((Tree.swift + Tree.other).flatMap(leftoverMarks))
    }

    @Test("no file holds a path of one machine") func paths() {
        expectNone((Tree.swift + Tree.other).flatMap(machinePaths))
    }

    @Test("each golden file is used")
    func golden() {
        let files = Tree.paths(under: ["Tests/Golden"]).filter(Tree.isFile)
        expectNone(
            unusedGolden(
                files, Tree.swift.filter { $0.path.hasPrefix("Tests/") && !$0.path.hasPrefix("Tests/TidyTests/") }))
    }

    @Test("an assembler file changes with what it brings along, so that no build folder keeps the old one")
    func brought() throws {
        let files = Tree.paths(under: ["Sources"]).filter { $0.hasSuffix(".S") }.compactMap(Tree.read)
        #expect(!files.isEmpty)
        for file in files {
            let text = String(decoding: file.bytes, as: UTF8.self)
            let name = try #require(text.firstMatch(of: /\.incbin "(.+)"/)?.1)
            let folder = file.path.split(separator: "/").dropLast().joined(separator: "/")
            let data = try Data(contentsOf: Tree.root.appending(path: "\(folder)/\(name)"))
            let sum = SHA256.hash(data: data).map { String(format: "%02x", $0) }.joined()
            #expect(text.contains("// SHA-256: \(sum)\n"), "scripts/stamp.sh \(file.path)")
        }
    }

    @Test("the format is written down and checked")
    func format() throws {
        let settings =
            try JSONSerialization.jsonObject(with: Data(try #require(Tree.read(".swift-format")).bytes))
            as? [String: Any]
        #expect(settings?["lineLength"] as? Int == 120)
        #expect((settings?["rules"] as? [String: Bool])?["NeverForceUnwrap"] == true)
        let makefile = String(decoding: try #require(Tree.read("Makefile")).bytes, as: UTF8.self)
        #expect(makefile.contains("format lint --strict"))
        #expect(makefile.contains("--explicit-target-dependency-import-check error"))
    }

    @Test(
        "each target of make that a page names is there",
        arguments: ["README.md", "README.zh-CN.md", "docs/operations.md"])
    func makeTargets(page: String) throws {
        let makefile = String(decoding: try #require(Tree.read("Makefile")).bytes, as: UTF8.self)
        let there = Set(makefile.matches(of: /(?m)^([a-z]+):/).map { String($0.1) })
        #expect(Set(targetsNamed(in: try #require(Tree.read(page)))).subtracting(there) == [])
    }

    @Test("leftovers, machine paths and unused golden files are found")
    func examples() {
        let marked = SourceFile(
            "Sources/Web/A.swift",
            "// \(leftovers[0]) later\nlet \(leftovers[2]) = \"\(machineFolders[0])x\"\nlet b = \"https://a.cn\(machineFolders[1])\"\n"
        )
        #expect((leftoverMarks(in: marked) + machinePaths(in: marked)).map(\.line) == [1, 2])
        let test = SourceFile("Tests/A.swift", "let a = \"web/a-\\(b).html\"\nlet c = \"c.json\"\n")
        let files = ["web/a-1.html", "web/c.json", "web/a-1.txt", "d.json"].map { "Tests/Golden/" + $0 }
        #expect(unusedGolden(files, [test]).map(\.file) == ["Tests/Golden/web/a-1.txt", "Tests/Golden/d.json"])
    }
}

@Suite("Tidy: reading Swift") struct LayersTests {
    @Test("code, comments and texts are told apart")
    func layers() {
        let text =
            #"let a = "x\(b("y", c) + 1)z" // "no" /* no"#
            + "\n/* d /* e */ f */ let g = #\"h\"i\\(j)\"# + \"\"\"\n k \"l\" \"\"\"\n"
        let layers = Layers(Array(text.utf8))
        #expect(layers.literals.map(\.text) == ["y", "x\u{1}z", "h\"i\\(j)", "\n k \"l\" "])
        let code = String(decoding: layers.code, as: UTF8.self)
        #expect(code.split { " \n".contains($0) }.joined() == "leta=\"b(\"\",c)+1\"letg=\"\"+\"\"")
        #expect(String(decoding: layers.comments, as: UTF8.self).contains("/* d /* e */ f */"))
        #expect(layers.code.count == text.utf8.count)
    }
}
