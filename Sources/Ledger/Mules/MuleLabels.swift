/// What is known of accounts: mules or not, and by which pattern.
package struct MuleLabels: Sendable {
    package var isMule: [String: Bool] = [:]
    package var typologies: [String: Set<String>] = [:]

    /// Reads a CSV with the columns account, label (0 or 1, false or true) and, if there, typology. An account may come again
    /// with another typology; it is a mule if any of its lines says so.
    package init(file path: String) throws(LedgerError) {
        let file = TransferFile.name(path)
        var scanner = LineScanner(try Region(mapping: path))
        let header = scanner.next() ? scanner.texts : []
        guard let account = header.firstIndex(of: "account"), let label = header.firstIndex(of: "label") else {
            throw .text(
                TextFault(
                    file: file, line: 1, column: "account", found: header.joined(separator: ","),
                    expected: "the columns account and label"))
        }
        let typology = header.firstIndex(of: "typology")
        let values = ["0": false, "1": true, "false": false, "true": true]
        while scanner.next() {
            guard scanner.count == header.count, let value = values[scanner.text(label).lowercased()] else {
                throw .text(
                    TextFault(
                        file: file, line: scanner.line, column: "label", found: scanner.texts.joined(separator: ","),
                        expected: "0 or 1"))
            }
            let name = scanner.text(account)
            isMule[name] = (isMule[name] ?? false) || value
            if let typology, value, !scanner.text(typology).isEmpty {
                typologies[scanner.text(typology), default: []].insert(name)
            }
        }
    }
}
