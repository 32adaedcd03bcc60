internal import ArgumentParser
internal import Ledger
internal import Primitives

struct TraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace", abstract: "Follow the money of transfers through a ledger.",
        discussion: """
            A seed's level is 1, that of the transfers behind it counts up. --hops counts transfers behind a seed. Amounts in fen. \
            --backward tells where the money of the seeds had come from. --freeze tells how much would have been saved if an \
            account had been held from a moment on.
            """)

    @Argument(help: "The ledger's folder.") var folder: String
    @Option(parsing: .upToNextOption, help: "Ids of transfers whose whole amount is followed.") var seed: [String]
    @Option(help: "fifo, lifo, proportional, fraud-first or poison.") var rule: String = "fifo"
    @Option(help: "The most transfers behind a seed.") var hops: Int?
    @Option(help: "The last moment of a transfer that is followed (--backward: the first), as in the ledger's files.")
    var until: String?
    @Option(help: "The least traced amount in one transfer that is followed, in fen.") var least: Int64 = 1
    @Option(
        help:
            "The most transfers out of one account (--backward: into it) that are followed, the first before the others."
    )
    var breadth: Int?
    @Option(
        parsing: .upToNextOption,
        help: "ACCOUNT@TIME: what would have been saved if its transfers after that moment had been refused.")
    var freeze: [String] = []
    @Option(
        help: "FILE.csv, FILE.json or FILE.svg: for each fen the transfers that carried it, or the picture of them.")
    var explain: String?
    @Flag(help: "Where the money came from.") var backward = false
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        guard !seed.isEmpty else { throw ValidationError("--seed names at least one transfer") }
        guard TraceRule(rawValue: rule) != nil else {
            throw ValidationError(
                "--rule is one of \(TraceRule.allCases.map(\.rawValue).joined(separator: ", ")); found \(rule)")
        }
        guard least >= 0, hops ?? 0 >= 0, breadth ?? 0 >= 0 else {
            throw ValidationError("--hops, --least and --breadth are 0 or more")
        }
        guard freeze.isEmpty || !backward else { throw ValidationError("--freeze asks forward; leave out --backward") }
        if let explain, ExplanationForm(path: explain) == nil {
            throw ValidationError("--explain is FILE.csv, FILE.json or FILE.svg; found \(explain)")
        }
    }

    func run() throws {
        let ledger = try TransferLedger(folder: folder)
        var limits = TraceLimits(hops: hops ?? .max, least: least, breadth: breadth ?? .max)
        if let until {
            guard let time = ledger.time(until) else {
                throw ValidationError("--until is no time of the ledger: \(until)")
            }
            limits.until = time
        }
        var seeds: [Int] = []
        for id in seed { seeds.append(try ledger.row(of: id)) }
        let question = TraceQuestion(
            seeds: seeds, rule: TraceRule(rawValue: rule) ?? .fifo, limits: limits,
            direction: backward ? .backward : .forward)
        let freezes = try freeze.map { try Self.freeze($0, ledger) }
        if let explain { try ExplanationForm(path: explain)?.write(question, freezes, ledger, to: explain) }
        if freeze.isEmpty {
            let answer = try TraceAnswer(try ledger.trace(question), ledger)
            print(json ? try CanonicalJSON.text(answer) : answer.text)
        } else {
            let answer = try WhatIfAnswer(try ledger.whatIf(question, freezes: freezes), freeze, freezes, ledger)
            print(json ? try CanonicalJSON.text(answer) : answer.text)
        }
    }

    /// Of `ACCOUNT@TIME`; an account's name may hold an `@` itself.
    private static func freeze(_ text: String, _ ledger: TransferLedger) throws -> Freeze {
        guard let mark = text.lastIndex(of: "@") else {
            throw ValidationError("--freeze is ACCOUNT@TIME; found \(text)")
        }
        guard let moment = ledger.time(String(text[text.index(after: mark)...])) else {
            throw ValidationError("--freeze names no time of the ledger: \(text)")
        }
        return Freeze(account: try ledger.account(named: String(text[..<mark])), moment: moment)
    }
}

/// A trace for those who read it.
struct TraceAnswer: Codable {
    struct Transfer: Codable {
        let id: String
        let level: Int
        let taintedFen: Int64

        enum CodingKeys: String, CodingKey {
            case id, level
            case taintedFen = "tainted_fen"
        }
    }

    struct Holder: Codable {
        /// Empty for the outside.
        let account: String
        let heldFen: Int64
        let level: Int

        enum CodingKeys: String, CodingKey {
            case account, level
            case heldFen = "held_fen"
        }
    }

    struct Frontier: Codable {
        let account: String
        let limit: String
        let heldFen: Int64
        /// The first transfer that was not followed.
        let next: String

        enum CodingKeys: String, CodingKey {
            case account, limit, next
            case heldFen = "held_fen"
        }
    }

    struct Opening: Codable {
        let account: String
        let fen: Int64
    }

    let rule: String
    let direction: String
    let seeds: [String]
    let transfers: [Transfer]
    let holders: [Holder]
    let frontier: [Frontier]
    /// Null under poison, whose amounts are no sum.
    let conserved: Bool?
    let supersededFen: Int64
    /// Accounts that were reached whose opening balance is only the least that explains their transfers.
    let inferredOpenings: [Opening]

    enum CodingKeys: String, CodingKey {
        case rule, direction, seeds, transfers, holders, frontier, conserved
        case supersededFen = "superseded_fen"
        case inferredOpenings = "inferred_openings"
    }

    init(_ trace: LedgerTrace, _ ledger: TransferLedger) throws {
        rule = trace.question.rule.rawValue
        direction = trace.question.direction == .backward ? "backward" : "forward"
        seeds = try trace.question.seeds.map(ledger.id)
        transfers = try trace.transfers.map {
            Transfer(id: try ledger.id(of: $0.row), level: $0.level, taintedFen: $0.traced)
        }
        holders = try trace.holders.map {
            Holder(account: try ledger.name(of: $0.account), heldFen: $0.held, level: $0.level)
        }
        frontier = try trace.frontier.map {
            Frontier(
                account: try ledger.name(of: $0.account), limit: $0.limit.text, heldFen: $0.held,
                next: try ledger.id(of: $0.next))
        }
        conserved = try trace.isConserved(in: ledger)
        supersededFen = trace.superseded
        inferredOpenings = try trace.accounts(in: ledger).compactMap { account in
            let opening = try ledger.opening(of: account)
            guard opening.isInferred, opening.fen > 0 else { return nil }
            return Opening(account: try ledger.name(of: account), fen: opening.fen)
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rule, forKey: .rule)
        try container.encode(direction, forKey: .direction)
        try container.encode(seeds, forKey: .seeds)
        try container.encode(transfers, forKey: .transfers)
        try container.encode(holders, forKey: .holders)
        try container.encode(frontier, forKey: .frontier)
        try container.encode(conserved, forKey: .conserved)
        try container.encode(supersededFen, forKey: .supersededFen)
        try container.encode(inferredOpenings, forKey: .inferredOpenings)
    }

    /// The holders for a reader, in yuan.
    var text: String {
        func yuan(_ fen: Int64) -> String { Money(fen: fen).description }
        var lines = ["\(rule)　\(transfers.count) 笔交易，\(holders.count) 个账户"]
        lines += holders.map { "  \($0.level) 级　\($0.account.isEmpty ? "（账外）" : $0.account)　\(yuan($0.heldFen))" }
        lines += frontier.map { "  止于 \($0.limit)　\($0.account)　\(yuan($0.heldFen))　下一笔 \($0.next)" }
        if supersededFen > 0 { lines.append("  并入其他被害人　\(yuan(supersededFen))") }
        return lines.joined(separator: "\n")
    }
}
