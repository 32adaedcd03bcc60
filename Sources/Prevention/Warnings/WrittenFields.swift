/// What somebody wrote in fields of which each may be left out.
package protocol WrittenFields {
    associatedtype Field: RawRepresentable<String> & Hashable

    var fields: [String: String] { get set }

    init(fields: [String: String])
}

extension WrittenFields {
    package init(_ fields: [Field: String] = [:]) {
        self.init(fields: Dictionary(uniqueKeysWithValues: fields.map { ($0.key.rawValue, $0.value) }))
    }

    package subscript(field: Field) -> String {
        get { fields[field.rawValue] ?? "" }
        set { fields[field.rawValue] = newValue }
    }
}
