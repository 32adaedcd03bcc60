internal import Foundation

/// Files that hold what a page or an answer looked like when a person last approved it.
///
/// `GOLDEN_UPDATE=1` rewrites them; the difference is then reviewed like code.
package enum Golden {
    package enum Outcome: Equatable, CustomStringConvertible {
        case same
        case written(String)
        case differs(file: String, line: Int, expected: String, found: String)

        package var description: String {
            switch self {
            case .same: "same"
            case .written(let file): "\(file) was written; look at it and run again"
            case .differs(let file, let line, let expected, let found):
                "\(file):\(line)\n  expected \(expected)\n  found    \(found)\nGOLDEN_UPDATE=1 rewrites it"
            }
        }
    }

    /// Compares `text` with `Tests/Golden/<path>`; a file that is not there yet is written and counts as a difference.
    package static func compare(_ text: String, with path: String) throws -> Outcome {
        let file = folder.appending(path: path)
        let isWanted = ProcessInfo.processInfo.environment["GOLDEN_UPDATE"] != nil
        guard !isWanted, FileManager.default.fileExists(atPath: file.path) else {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
            return isWanted ? .same : .written(path)
        }
        let approved = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        return approved == text ? .same : firstDifference(approved, text, in: path)
    }

    /// What `Tests/Golden/<path>` holds; nil where it is not there.
    package static func text(of path: String) throws -> String? {
        let file = folder.appending(path: path)
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }

    private static func firstDifference(_ expected: String, _ found: String, in path: String) -> Outcome {
        let (old, new) = (
            expected.split(separator: "\n", omittingEmptySubsequences: false),
            found.split(separator: "\n", omittingEmptySubsequences: false)
        )
        let line = zip(old, new).prefix { $0 == $1 }.count
        let (a, b) = (
            line < old.count ? String(old[line]) : "the end", line < new.count ? String(new[line]) : "the end"
        )
        return .differs(file: path, line: line + 1, expected: a, found: b)
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden")
}
