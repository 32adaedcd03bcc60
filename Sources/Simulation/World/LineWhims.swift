internal import Access
internal import Journal
internal import Prevention
internal import Primitives
internal import Storage
internal import Workflow

/// What people do about the line of somebody who talks to a fraudster: officers ask and take back, the operator answers late, twice,
/// never, or when nobody wants it any more.
enum LineWhim: CaseIterable {
    case ask, answer, answerAgain, release

    /// What happens more often stands here more often.
    static let usual: [LineWhim] = allCases + [.ask, .answer, .answer]
}

extension VirtualCity {
    /// Does something about a line. The rules may refuse it; nothing else may go wrong.
    mutating func followLineWhim() throws {
        guard let whim = LineWhim.usual.randomElement(using: &warnings.lines) else { return }
        warnings.acts += 1
        let key = key("line/\(warnings.acts)")
        do {
            try follow(whim, key)
            log?("\(CivilTime(clock.now()).text) line \(whim)")
        } catch  where Self.isWarningRefusal(error) {
            log?("\(CivilTime(clock.now()).text) line \(whim) refused: \(error)")
        }
    }

    private mutating func follow(_ whim: LineWhim, _ key: IdempotencyKey) throws {
        switch whim {
        case .ask: try askForLine(key)
        case .answer: try answerForLine(key)
        case .answerAgain: try answerOldLine(key)
        case .release:
            let live = try lines { try $0.owed(by: DemoCity.carrier, limit: 20) }.filter(\.state.isLive)
            guard let line = live.randomElement(using: &warnings.lines) else { return }
            try platform.lines.release(line.id, by: city.principal("duty"), key: key, at: clock.now())
        }
    }

    private func lines(_ body: @Sendable (LineSuspensionTable) throws -> [LineSuspension]) throws -> [LineSuspension] {
        try platform.database.read { try body(LineSuspensionTable($0)) }
    }

    /// Somebody is said to be on the phone with them; often somebody who is warned already, or whose line is off.
    private mutating func askForLine(_ key: IdempotencyKey) throws {
        let person = Int.random(in: 0..<Self.people, using: &warnings.lines)
        let report = SightingReport([
            .source: "other", .sourceNumber: "L\(warnings.acts)", .signs: "TALKING_NOW",
            .phone: "138\(10_000_000 + person)", .place: DemoCity.station.text,
        ])
        let warning = try hand(report, self.key("talking/\(warnings.acts)")).warning
        warnings.handed.append(WarningStory.Handed(report: report, warning: warning))
        _ = try platform.carrierLines.ask(
            DemoCity.carrier, for: warning, reason: "模拟：正在通话", by: city.principal("duty"), key: key,
            at: clock.now())
    }

    private mutating func answerForLine(_ key: IdempotencyKey) throws {
        let owed = try lines { try $0.owed(by: DemoCity.carrier, limit: 20) }
        guard let line = owed.randomElement(using: &warnings.lines) else { return }
        let isRefused = warnings.lines.happens(200)
        let answer: LineSuspensions.Answer =
            line.state != .asked ? .restored : isRefused ? .refused(.technical, words: "模拟：系统故障") : .suspended
        try answerLine(line, answer, key)
    }

    /// An answer that comes once more, or after the request was taken back, was refused or is over.
    private mutating func answerOldLine(_ key: IdempotencyKey) throws {
        let all = try lines { try $0.list(of: DemoCity.carrier, before: nil, limit: 20) }
        guard let line = all.randomElement(using: &warnings.lines) else { return }
        try answerLine(line, warnings.lines.happens(700) ? .suspended : .restored, key)
    }

    private func answerLine(_ line: LineSuspension, _ answer: LineSuspensions.Answer, _ key: IdempotencyKey) throws {
        try platform.lines.answer(line.id, answer, by: city.principal("line"), key: key, at: clock.now())
    }
}
