internal import Reading

/// Texts that are known to be of frauds, for finding their near copies.
package struct KnownScripts: Sendable {
    private var index = ScriptIndex()

    package init(_ texts: [String] = []) {
        for text in texts { index.add(ScriptPrint(text)) }
    }

    /// How much of a hundred runs the known text that is most alike has in common with `text`; nil below `least`.
    func likeness(of text: String, least: Int) -> Int? {
        index.copies(of: ScriptPrint(text), share: Double(least) / 100).first.map { Int($0.likeness * 100) }
    }
}
