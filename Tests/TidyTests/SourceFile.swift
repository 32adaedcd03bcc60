import Foundation
import Testing

/// One file of the source tree, by its path from the root.
struct SourceFile {
    let path: String
    let bytes: [UInt8]
    let layers: Layers
    let words: [Word]

    struct Word {
        let text: String
        let place: Int
        var end: Int { place + text.utf8.count }
    }

    init(_ path: String, _ text: some Sequence<UInt8>) {
        self.path = path
        bytes = Array(text)
        layers = Layers(bytes)
        words = Self.words(of: layers.code)
    }

    init(_ path: String, _ text: String) { self.init(path, text.utf8) }

    var name: String { String(path.split(separator: "/").last ?? "") }

    var lineCount: Int { bytes.count { $0 == Byte.newline } }

    /// Whether it belongs to the program and not to its tests.
    var isProgram: Bool { path.hasPrefix("Sources/") }

    /// The target that a file of the program belongs to.
    var target: String? { isProgram ? path.split(separator: "/").dropFirst().first.map(String.init) : nil }

    func finding(at place: Int, _ message: String) -> Finding {
        Finding(file: path, line: 1 + bytes[..<min(place, bytes.count)].count { $0 == Byte.newline }, message: message)
    }

    /// Where `needle` stands in the code as a word of its own: `Date()` is not found in `hearingDate()`.
    func places(of needle: String) -> [Int] { Self.places(of: needle, in: layers.code) }

    static func places(of needle: String, in layer: [UInt8]) -> [Int] {
        let needle = Array(needle.utf8)
        guard let first = needle.first, let last = needle.last else { return [] }
        return occurrences(of: needle, in: layer).filter { start in
            let end = start + needle.count
            if Byte.isPartOfWord(first), start > 0, Byte.isPartOfWord(layer[start - 1]) { return false }
            return !(Byte.isPartOfWord(last) && end < layer.count && Byte.isPartOfWord(layer[end]))
        }
    }

    /// By the C library's search: a megabyte of source is searched for some thirty words, in a debug build.
    private static func occurrences(of needle: [UInt8], in layer: [UInt8]) -> [Int] {
        (layer + [0]).withUnsafeBytes { bytes in
            guard let start = bytes.assumingMemoryBound(to: CChar.self).baseAddress else { return [] }
            var (found, place) = ([Int](), 0)
            while let hit = strstr(start + place, String(decoding: needle, as: UTF8.self)) {
                found.append(UnsafePointer(hit) - start)
                place = (found.last ?? 0) + 1
            }
            return found
        }
    }

    private static func words(of code: [UInt8]) -> [Word] {
        code.split { !Byte.isPartOfWord($0) }.map {
            Word(text: String(decoding: $0, as: UTF8.self), place: $0.startIndex)
        }
    }
}

/// Something that is not as it should be, at a line of a file.
struct Finding: Equatable, CustomStringConvertible {
    let file: String
    let line: Int
    let message: String

    var description: String { "\(file):\(line): \(message)" }
}

/// Fails once for each finding.
func expectNone(_ findings: [Finding]) {
    for finding in findings { Issue.record("\(finding.description)") }
}

/// The source tree that this test was built from.
enum Tree {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// All Swift files of the program and its tests.
    static let swift: [SourceFile] = paths(under: ["Sources", "Tests"]).filter { $0.hasSuffix(".swift") }.compactMap(
        read)

    static let package: SourceFile? = read("Package.swift")

    /// Files that are not Swift and that people write.
    static let other: [SourceFile] =
        (["Makefile", "README.md", "README.zh-CN.md", ".ci/run"]
        + paths(under: ["docs", "scripts", "Sources", "Tests", "Benchmarks"]).filter { path in
            ["js", "css", "py", "sh", "md"].contains { path.hasSuffix("." + $0) }
        }).compactMap(read)

    static func paths(under folders: [String]) -> [String] {
        folders.flatMap { folder in
            let inside = FileManager.default.enumerator(atPath: root.appending(path: folder).path)?.compactMap {
                $0 as? String
            }
            return (inside ?? []).map { folder + "/" + $0 }
        }.sorted()
    }

    static func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: root.appending(path: path).path, isDirectory: &isFolder)
            && !isFolder.boolValue
    }

    static func read(_ path: String) -> SourceFile? {
        (try? Data(contentsOf: root.appending(path: path))).map { SourceFile(path, $0) }
    }
}
