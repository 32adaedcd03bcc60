internal import Primitives
internal import Storage

/// The name somebody signs in with: 3 to 40 small Latin letters, digits, dots, hyphens and underscores.
package struct LoginName: TextValue, Storable {
    package enum Invalid: Error, Equatable {
        case form(String)
    }

    package let text: String

    package init(_ raw: String) throws(Invalid) {
        let text = raw.foldedToHalfWidth.lowercased()
        let isWellFormed = text.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "._-".contains($0) }
        guard (3...40).contains(text.count), isWellFormed else { throw .form(text) }
        self.text = text
    }

    /// Nil for what cannot be anybody's name.
    init?(orNil raw: String) {
        do { try self.init(raw) } catch { return nil }
    }
}
