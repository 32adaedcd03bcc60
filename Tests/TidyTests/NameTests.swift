import Testing

private let vagueWords: Set = [
    "Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Service", "Services", "Handler",
    "Handlers", "Data", "Info",
    "Base", "Common",
]

private let declaring: Set = ["struct", "enum", "class", "actor", "protocol", "typealias"]

/// Types whose name holds a word that says nothing.
func vagueNames(in file: SourceFile) -> [Finding] {
    zip(file.words, file.words.dropFirst()).filter { keyword, _ in declaring.contains(keyword.text) }.flatMap {
        _, name in
        words(of: name.text).filter(vagueWords.contains).map {
            file.finding(
                at: name.place, "`\($0)` says nothing in `\(name.text)`: name what it is, in a word of the field")
        }
    }
}

/// The words of a name: `BankActTable` is `Bank`, `Act`, `Table`.
private func words(of name: String) -> [String] {
    name.reduce(into: []) { words, letter in
        if letter.isUppercase || words.isEmpty { words.append("") }
        words[words.count - 1].append(letter)
    }
}

@Suite("Tidy: names") struct NameTests {
    @Test("names of types are words of the field") func types() { expectNone(Tree.swift.flatMap(vagueNames)) }

    @Test("so are names of files")
    func files() {
        let vague = Tree.swift.filter { file in
            !words(of: file.name.replacing(".swift", with: "")).allSatisfy { !vagueWords.contains($0) }
        }
        expectNone(
            vague.map {
                Finding(file: $0.path, line: 1, message: "the name of the file says nothing: name what is in it")
            })
    }

    @Test("a vague name is found, a use of somebody else's is not")
    func examples() {
        let text =
            "struct OrderManager {}\nlet a = ServiceGroup()\nenum Database { class func data() {} }\nactor HTTPHandler {}\n"
        #expect(vagueNames(in: SourceFile("Sources/Web/Example.swift", text)).map(\.line) == [1, 4])
    }
}
