/// A telephone number: domestic ones as dialled at home, foreign ones with `+`.
package struct PhoneNumber: TextValue {
    package enum Kind: String, Sendable, CaseIterable {
        case mobile, fixed, foreign
        /// A SIM of a machine (物联网卡), 11 or 13 digits.
        case internetOfThings
        /// 110, 96110, 95588, 400…: a number of an organisation.
        case service
    }

    package enum Invalid: Error, Equatable {
        case empty
        case character(Character)
        /// No kind of number has this form.
        case form(String)
    }

    package let text: String
    package let kind: Kind

    /// Strips spaces, hyphens, brackets, `+86` and `0086`; `00` before another country becomes `+`.
    package init(_ raw: String) throws(Invalid) {
        let typed = raw.foldedToHalfWidth.filter { !"-()–—".contains($0) }
        guard !typed.isEmpty else { throw .empty }
        let digits = typed.hasPrefix("+") ? String(typed.dropFirst()) : typed
        if let odd = digits.first(where: { !$0.isASCIIDigit }) { throw .character(odd) }
        guard let (text, kind) = Self.classify(digits, isInternational: typed.hasPrefix("+")) else {
            throw .form(typed)
        }
        self.text = text
        self.kind = kind
    }

    package var isForeign: Bool { kind == .foreign }

    /// A number range rented out to virtual operators (虚拟运营商); often used by frauds.
    package var isVirtualOperator: Bool {
        kind == .mobile && ["162", "165", "167", "170", "171"].contains(text.prefix(3))
    }

    /// `138 0013 8000`, `0877-2062345`, `+639171234567`.
    package var printed: String {
        switch kind {
        case .mobile: text.prefix(3) + " " + text.dropFirst(3).prefix(4) + " " + text.dropFirst(7)
        case .fixed where text.hasPrefix("0"): text.prefix(areaCodeLength) + "-" + text.dropFirst(areaCodeLength)
        case .fixed, .foreign, .internetOfThings, .service: text
        }
    }

    /// `138 **** 6127`; numbers of organisations are not hidden.
    package var masked: String {
        switch kind {
        case .service: text
        case .fixed where text.hasPrefix("0"): text.prefix(areaCodeLength) + "-**** " + text.suffix(3)
        case .fixed: "**** " + text.suffix(3)
        case .mobile, .foreign, .internetOfThings: text.prefix(3) + " **** " + text.suffix(text.count < 9 ? 2 : 4)
        }
    }

    package var description: String { masked }

    private var areaCodeLength: Int { text.hasPrefix("01") || text.hasPrefix("02") ? 3 : 4 }

    private static func classify(_ digits: String, isInternational: Bool) -> (String, Kind)? {
        if isInternational { return international(digits) }
        if digits.hasPrefix("00") { return international(String(digits.dropFirst(2))) }
        if digits.hasPrefix("86"), digits.count >= 12 { return domestic(abroad: String(digits.dropFirst(2))) }
        return domestic(digits).map { (digits, $0) }
    }

    /// `digits` begin with the code of a country.
    private static func international(_ digits: String) -> (String, Kind)? {
        if digits.hasPrefix("86") { return domestic(abroad: String(digits.dropFirst(2))) }
        let isForeign = (7...15).contains(digits.count) && !digits.hasPrefix("0")
        return isForeign ? ("+" + digits, .foreign) : nil
    }

    /// After +86 a fixed line stands without its leading zero.
    private static func domestic(abroad digits: String) -> (String, Kind)? {
        if let kind = domestic(digits) { return (digits, kind) }
        return domestic("0" + digits).map { ("0" + digits, $0) }
    }

    private static func domestic(_ digits: String) -> Kind? {
        guard let first = digits.first, let second = digits.dropFirst().first else { return nil }
        switch (first, digits.count) {
        case ("1", 11) where ["140", "141", "144", "146", "148"].contains(digits.prefix(3)): return .internetOfThings
        case ("1", 11) where ("3"..."9").contains(second): return .mobile
        case ("1", 13) where second == "0" || second == "4": return .internetOfThings
        case ("0", 11) where digits.hasPrefix("010") || second == "2": return .fixed
        case ("0", 11...12) where ("3"..."9").contains(second): return .fixed
        case ("4", 10) where digits.hasPrefix("400"), ("8", 10) where digits.hasPrefix("800"): return .service
        case ("1", 3...8), ("9", 5...8): return .service
        case ("2"..."8", 7...8): return .fixed
        default: return nil
        }
    }
}
