import Foundation
import Testing
import Web

@Suite struct AssetTests {
    static let css = String(decoding: Asset.styleSheet.bytes, as: UTF8.self)

    @Test("style sheet and script keep their budgets")
    func budgets() {
        #expect(Asset.styleSheet.bytes.count <= 30 * 1024)
        #expect(Asset.script.bytes.count <= 15 * 1024)
        #expect(Asset.intakeScript.bytes.count <= 2 * 1024)
        #expect(FrameExamples.incidentPage(FrameExamples.console()).bytes.count <= 60 * 1024)
    }

    @Test("an asset's address changes with its content and is the same in every run")
    func addresses() {
        #expect(Set(Asset.allCases.map(\.version)).count == Asset.allCases.count)
        #expect(Asset.styleSheet.address.hasPrefix("/assets/console.css?v="))
    }

    /// The tokens of light, and of dark in both ways it is chosen.
    static let themes: [String: [String: String]] = [
        "light": tokens(after: ":root{"),
        "dark": tokens(after: ":root{").merging(tokens(after: "prefers-color-scheme:dark){")) { _, new in new },
        "dark by choice": tokens(after: ":root{").merging(tokens(after: ":root[data-theme=dark]{")) { _, new in new },
    ]

    @Test(
        "every text colour reaches 4.5 on each ground and on its own tint, edges and fills 3",
        arguments: ["light", "dark", "dark by choice"])
    func contrast(name: String) throws {
        let theme = try #require(Self.themes[name])
        func color(_ token: String) throws -> [Double] { try #require(theme[token].flatMap(Self.rgb), "no --\(token)") }
        for text in [
            "ink", "ink2", "ink3", "accent", "held", "large", "exit", "back", "warn", "danger", "g4", "g3", "g2", "g1",
        ] {
            let own = theme["\(text)-soft"] == nil ? [] : ["\(text)-soft"]
            for ground in ["bg", "surface", "sunk", "hover"] + own {
                let ratio = Self.ratio(try color(text), try color(ground))
                #expect(ratio >= 4.5, "--\(text) on --\(ground): \(ratio)")
            }
        }
        #expect(Self.ratio(try color("accent-ink"), try color("accent")) >= 4.5)
        #expect(Self.ratio(try color("edge"), try color("surface")) >= 3)
        #expect(Self.ratio(try color("edge"), try color("bg")) >= 3)
        for fill in ["band-held", "band-large", "band-exit"] {
            #expect(Self.ratio(try color(fill), try color("surface")) >= 3, "\(fill)")
        }
    }

    @Test("dark by the system and dark by choice are the same colours")
    func oneDark() {
        #expect(Self.themes["dark"] == Self.themes["dark by choice"])
        #expect(Self.themes["dark"] != Self.themes["light"])
    }

    private static func tokens(after start: String) -> [String: String] {
        guard let from = css.range(of: start)?.upperBound,
            let to = css.range(of: "\n}", range: from..<css.endIndex)?.lowerBound
        else { return [:] }
        var found: [String: String] = [:]
        for match in css[from..<to].matches(of: /--([a-z0-9-]+):(#[0-9a-f]{3,6})/) {
            found[String(match.1)] = String(match.2)
        }
        return found
    }

    private static func rgb(_ hex: String) -> [Double]? {
        var digits = Array(hex.dropFirst())
        if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
        return stride(from: 0, to: 6, by: 2).compactMap {
            Int(String(digits[$0...($0 + 1)]), radix: 16).map { Double($0) / 255 }
        }
    }

    /// WCAG 2.2, relative luminance and contrast ratio.
    private static func ratio(_ a: [Double], _ b: [Double]) -> Double {
        func luminance(_ color: [Double]) -> Double {
            let linear = color.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
            return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        }
        let (light, dark) = (max(luminance(a), luminance(b)), min(luminance(a), luminance(b)))
        return (light + 0.05) / (dark + 0.05)
    }
}
