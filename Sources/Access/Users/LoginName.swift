internal import Primitives
internal import Storage

/// The name somebody signs in with: 2 to 40 small Latin letters, digits, dots, hyphens and underscores.
package struct LoginName: TextValue, Storable {
    package enum Invalid: Error, Equatable {
        case form(String)
    }

    package let text: String

    package init(_ raw: String) throws(Invalid) {
        let text = Self.folded(raw)
        let isWellFormed = text.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "._-".contains($0) }
        guard (2...40).contains(text.count), isWellFormed else { throw .form(text) }
        self.text = text
    }

    /// What of two spellings makes them the same name.
    static func folded(_ raw: String) -> String { raw.foldedToHalfWidth.lowercased() }

    /// Nil for what cannot be anybody's name.
    init?(orNil raw: String) {
        do { try self.init(raw) } catch { return nil }
    }
}
