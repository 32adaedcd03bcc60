extension String {
    /// Whether every sign can be shown and stands where it is read: tabs and line ends are allowed, other control characters,
    /// signs that turn the direction of writing, and the sign for bytes that were no text are not.
    package var isPrintable: Bool {
        unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x09, 0x0A, 0x0D: true
            case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0xFFFD: false
            default: true
            }
        }
    }

    package var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
