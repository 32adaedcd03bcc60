import Access
import Foundation
import Jobs
import Journal
import Jurisdiction
import Primitives
import Recovery
import Storage
import TestSupport
import Testing

@testable import Simulation

/// One story of `Tests/Scenarios`: a line an act, played on the real platform and simulated banks.
///
///     account V 901741000011 6200911000000000007 王芳 300000      who has what where, in yuan, before it begins
///     08:50 pay V M 210000                                        what happens; hours count on over days: 57:00
///     09:00 alarm I V M 210000 at 08:50                           what somebody does
///     09:01 release chen I M -> refused notInForce                and what comes of it
///     09:02 expect M stop executed                                what must be so
struct Story {
    struct Line {
        let number: Int
        let time: Timestamp?
        let words: [String]
        let outcome: String?
    }

    struct Unplayable: Error, CustomStringConvertible {
        let description: String
    }

    let name: String
    let lines: [Line]
    static let day = CivilTime(Timestamp.t0).day

    init(name: String, _ text: String) throws {
        self.name = name
        lines = try text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
            index, line in
            try Self.line(String(line), number: index + 1)
        }
    }

    private static func line(_ text: String, number: Int) throws -> Line? {
        let told = text.prefix { $0 != "#" }
        let halves = told.components(separatedBy: " -> ")
        var words = halves[0].split(separator: " ").map(String.init)
        guard let first = words.first else { return nil }
        let time = time(first)
        if time != nil { words.removeFirst() }
        guard !words.isEmpty, halves.count <= 2 else { throw Unplayable(description: "line \(number): \(text)") }
        let outcome = halves.count == 2 ? halves[1].trimmingCharacters(in: .whitespaces) : nil
        return Line(number: number, time: time, words: words, outcome: outcome)
    }

    /// `09:00`, `09:00:30`, or of a later day `2026-09-14/09:00`.
    static func time(_ text: String) -> Timestamp? {
        if let slash = text.firstIndex(of: "/"), let later = CivilDay(text[..<slash]),
            let clock = time(String(text[text.index(after: slash)...]))
        {
            return CivilTime(day: later).timestamp + (clock - CivilTime(day: day).timestamp)
        }
        let parts = text.split(separator: ":").map { Int64($0) }
        guard (2...3).contains(parts.count), let hours = parts[0], let minutes = parts[1] else { return nil }
        let seconds = parts.count == 3 ? parts[2] ?? 0 : 0
        return CivilTime(day: day).timestamp + .hours(hours) + .minutes(minutes) + .seconds(seconds)
    }

    /// All of them, or those that STORIES names: `STORIES=28`.
    static func all() throws -> [Story] {
        let chosen = ProcessInfo.processInfo.environment["STORIES"] ?? ""
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Scenarios")
        return try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".txt") && $0.hasPrefix(chosen) }.sorted()
            .map { try Story(name: $0, String(contentsOf: folder.appending(path: $0), encoding: .utf8)) }
    }

    /// Plays it; what comes out differently is an issue that names the line.
    func play(on engine: Engine, noting plans: QueryPlans? = nil) throws {
        for difference in try differences(on: engine, noting: plans) { Issue.record("\(difference)") }
    }

    /// Every line that comes out otherwise than it says, and what must always be so and is not.
    func differences(on engine: Engine, noting plans: QueryPlans? = nil, under pack: Pack = .builtIn) throws -> [String]
    {
        var found: [String] = []
        try withDatabase(engine, Stage.schema) { database in
            let stage = Stage(
                try Centre(plans?.recording(database) ?? database, start: Self.time("00:00")!, pack: pack))
            for line in lines {
                let place = "\(name):\(line.number) \(line.words.joined(separator: " "))"
                if let time = line.time { try stage.centre.advance(to: time) }
                let outcome: String
                do { outcome = try stage.act(line.words) } catch let unplayable as Unplayable {
                    found.append("\(place): \(unplayable)")
                    return
                } catch {
                    outcome = "refused " + Stage.name(of: error)
                }
                if outcome != line.outcome ?? outcome { found.append("\(place): \(outcome)") }
                if line.outcome == nil, outcome.hasPrefix("refused ") { found.append("\(place): \(outcome)") }
                if !stage.isPaused { try stage.centre.work() }
                found += try stage.problems().map { "after \(place): \($0)" }
            }
        }
        return found
    }
}

@Suite("Stories", .serialized)
struct StoryTests {
    @Test("Each story, on each database", arguments: try! Story.all().map(\.name), Engine.available)
    func play(name: String, engine: Engine) throws {
        let story = try #require(try Story.all().first { $0.name == name })
        try story.play(on: engine)
    }

    @Test("Every statement of the stories finds its rows by an index")
    func plans() throws {
        let plans = QueryPlans()
        for story in try Story.all() { try story.play(on: .sqlite, noting: plans) }
        #expect(try Golden.compare(plans.text, with: "plans/stories.txt") == .same)
        #expect(plans.scans.isEmpty, "\(plans.scans.joined(separator: "\n\n"))")
    }
}
