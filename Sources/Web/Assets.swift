/// A file the pages load, embedded in the program.
package enum Asset: String, Sendable, CaseIterable {
    case styleSheet = "console.css"
    /// Papers and the pages for people without an account.
    case paper = "paper.css"
    /// Warnings and tasks; the officer's page on the phone.
    case prevention = "prevention.css"
    case script = "console.js"
    /// Of the intake page alone.
    case intakeScript = "intake.js"
    /// Of the officer's task on the phone alone.
    case phoneScript = "phone.js"
    /// Of the import of warnings alone.
    case importScript = "import.js"
    case icon = "icon.svg"

    package var bytes: [UInt8] {
        switch self {
        case .styleSheet: PackageResources.console_css
        case .paper: PackageResources.paper_css
        case .prevention: PackageResources.prevention_css
        case .script: PackageResources.console_js
        case .intakeScript: PackageResources.intake_js
        case .phoneScript: PackageResources.phone_js
        case .importScript: PackageResources.import_js
        case .icon: PackageResources.icon_svg
        }
    }

    package var mediaType: String {
        switch self {
        case .styleSheet, .paper, .prevention: "text/css; charset=utf-8"
        case .script, .intakeScript, .phoneScript, .importScript: "text/javascript; charset=utf-8"
        case .icon: "image/svg+xml"
        }
    }

    /// Changes with the content, so that a browser may keep the file for ever.
    package var version: String { Self.versions[self] ?? "" }

    /// `/assets/console.css?v=…`
    package var address: String { "/assets/\(rawValue)?v=\(version)" }

    private static let versions = Dictionary(uniqueKeysWithValues: allCases.map { ($0, fingerprint(of: $0.bytes)) })

    /// FNV-1a, 64 bits: tells versions apart, no more.
    private static func fingerprint(of bytes: [UInt8]) -> String {
        let hash = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return String(hash, radix: 36)
    }
}
