import Foundation
import Testing

@Suite("Planted bugs")
struct PlantedTests {
    /// What a patch expects to find: each hunk's file, and its lines that stand there unchanged or are taken away.
    static func hunks(of patch: String) -> [(file: String, text: String)] {
        var file = ""
        var hunks: [(file: String, lines: [Substring])] = []
        for line in patch.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("--- a/") { file = String(line.dropFirst(6)) }
            if line.hasPrefix("@@") { hunks.append((file, [])) }
            guard !hunks.isEmpty, line.hasPrefix(" ") || line.hasPrefix("-"), !line.hasPrefix("--- ") else { continue }
            hunks[hunks.count - 1].lines.append(line.dropFirst())
        }
        return hunks.map { ($0.file, $0.lines.joined(separator: "\n")) }
    }

    @Test("each patch of Tests/Planted still fits the source")
    func fit() throws {
        let folder = Tree.root.appending(path: "Tests/Planted")
        let patches = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".patch") }
        #expect(patches.count >= 10)
        for name in patches {
            let hunks = Self.hunks(of: try String(contentsOf: folder.appending(path: name), encoding: .utf8))
            #expect(!hunks.isEmpty, "\(name) has nothing to plant")
            for hunk in hunks {
                let source = try String(contentsOf: Tree.root.appending(path: hunk.file), encoding: .utf8)
                #expect(source.contains(hunk.text), "\(name) does not fit \(hunk.file) any more")
            }
        }
    }
}
