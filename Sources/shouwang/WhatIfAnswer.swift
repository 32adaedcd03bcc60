internal import Ledger
internal import Primitives

/// What freezes would have saved, for those who read it.
struct WhatIfAnswer: Codable {
    struct Held: Codable {
        let account: String
        /// As it was asked.
        let at: String
        let savedFen: Int64

        enum CodingKeys: String, CodingKey {
            case account, at
            case savedFen = "saved_fen"
        }
    }

    let rule: String
    let freezes: [Held]
    let savedFen: Int64
    let without: TraceAnswer
    let with: TraceAnswer

    enum CodingKeys: String, CodingKey {
        case rule, freezes, without, with
        case savedFen = "saved_fen"
    }

    /// `texts` are the freezes as they were asked.
    init(_ answer: WhatIf, _ texts: [String], _ freezes: [Freeze], _ ledger: TransferLedger) throws {
        rule = answer.with.question.rule.rawValue
        savedFen = answer.saved
        self.freezes = try zip(texts, freezes).map { text, freeze in
            let account = try ledger.name(of: freeze.account)
            return Held(
                account: account, at: String(text.dropFirst(account.count + 1)),
                savedFen: answer.savedByAccount[freeze.account] ?? 0)
        }
        without = try TraceAnswer(answer.without, ledger)
        with = try TraceAnswer(answer.with, ledger)
    }

    /// For a reader, in yuan.
    var text: String {
        var lines = ["冻结可多留住　\(Money(fen: savedFen))"]
        lines += freezes.map { "  \($0.account)　\($0.at)　\(Money(fen: $0.savedFen))" }
        return (lines + ["未冻结　" + without.text, "已冻结　" + with.text]).joined(separator: "\n")
    }
}
