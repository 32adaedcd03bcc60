internal import Storage

/// An error as it may stand in a log: what kind it is, without the values in it, which may be somebody's name or account.
package enum ErrorKind {
    package static func words(of error: any Error) -> String {
        if let error = error as? StorageError { return words(ofStorage: error) }
        let type = String(reflecting: type(of: error))
        let mirror = Mirror(reflecting: error)
        guard mirror.displayStyle == .enum, let label = mirror.children.first?.label else { return type }
        return "\(type).\(label)"
    }

    /// What a database says of itself names no row.
    private static func words(ofStorage error: StorageError) -> String {
        switch error {
        case .busy(let words): "database busy: \(words)"
        case .connection(let words): "database connection: \(words)"
        case .malformed(let column, _): "malformed \(column)"
        case .missingColumn(let column): "no column \(column)"
        case .conflict: "conflict"
        case .unique: "not unique"
        case .constraint: "against a constraint"
        case .other: "database error"
        }
    }
}
