package import Jurisdiction

/// What was found out about one text or host: how many points, of which pieces, and what is to come of it.
package struct Assessment: Sendable, Equatable {
    package enum Verdict: String, Sendable, CaseIterable {
        /// The pieces reach the threshold: whoever got or opened it is warned.
        case warned
        /// The text is of a kind that the model does not know, and nothing else says anything: nobody is warned by it.
        case unsure
        case clear
    }

    /// The fraud that a text is most like.
    package struct FraudType: Sendable, Equatable {
        package let code: String
        package let percent: Int
        package let isSure: Bool
    }

    package let kind: ScreenedKind
    package let pieces: [Piece]
    package let type: FraudType?
    /// From so many points on the verdict is `warned`.
    package let warnFrom: Int
    /// What the kind stands for in a warning: a code of the list `warningSigns`.
    package let sign: String

    /// The sum of the pieces, and of nothing else.
    package var points: Int { pieces.reduce(0) { $0 + $1.points } }

    package var verdict: Verdict {
        if points >= warnFrom { return .warned }
        return pieces.contains { $0.cause == .unfamiliarText } ? .unsure : .clear
    }
}

/// One reason, and what it is worth.
package struct Piece: Sendable, Equatable {
    package enum Cause: Sendable, Equatable {
        /// So likely the model takes the text for one of a fraud; the words decided.
        case text(percent: Int, words: [String])
        case unfamiliarText
        /// A text that is known has so much in common with it.
        case copy(percent: Int)
        case listed(host: String, daysAgo: Int?)
        /// The name of a brand in a host that is not its owner's.
        case brand(host: String, name: String)
        /// So likely the model takes the host for one of a fraud; the parts decided.
        case host(String, percent: Int, parts: [String])
    }

    package let cause: Cause
    package let points: Int

    package init(cause: Cause, points: Int) {
        self.cause = cause
        self.points = points
    }
}

extension Piece {
    /// A short name for programs.
    package var code: String {
        switch cause {
        case .text: "text"
        case .unfamiliarText: "unfamiliarText"
        case .copy: "copy"
        case .listed: "listed"
        case .brand: "brand"
        case .host: "host"
        }
    }

    /// Why, in a sentence for who has to decide.
    package var reason: Wording {
        switch cause {
        case .text(let percent, let words):
            Wording(
                zh: "文字像诈骗 \(percent)%" + Self.list(words, "："),
                en: "the text is like a fraud's, \(percent)%" + Self.list(words, ": "))
        case .unfamiliarText:
            Wording(zh: "模型没见过这类文字，无法判断", en: "a kind of text that the model does not know: unsure")
        case .copy(let percent):
            Wording(zh: "与已知诈骗话术 \(percent)% 相同", en: "\(percent)% the same as a known script")
        case .listed(let host, let daysAgo):
            Wording(
                zh: "\(host) 在涉诈名单上" + (daysAgo.map { "，\($0) 天前举报" } ?? "，举报日期不明"),
                en: "\(host) is on the list" + (daysAgo.map { ", reported \($0) days ago" } ?? ", the day not known"))
        case .brand(let host, let name):
            Wording(zh: "\(host) 仿冒 \(name)，并非其官方网址", en: "\(host) looks like \(name) and is not its own")
        case .host(let host, let percent, let parts):
            Wording(
                zh: "\(host) 像诈骗网站 \(percent)%" + Self.list(parts, "："),
                en: "\(host) is like a fraud's, \(percent)%" + Self.list(parts, ": "))
        }
    }

    /// Characters of a fragment that is quoted: a reason is no copy of the text.
    private static let fragmentMost = 12

    private static func list(_ words: [String], _ lead: String) -> String {
        words.isEmpty ? String() : lead + words.map { String($0.prefix(fragmentMost)) }.joined(separator: "、")
    }
}
