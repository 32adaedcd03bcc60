import Foundation
import Reading
import Testing

/// The weights of what is seen around a sum, learnt from the statements that may be looked at.
@Suite("Paid sums learnt") struct PaidLearningTests {
    /// Sums of one file of statements: the signs of each, and whether its writer marked it as paid.
    private typealias Lesson = (signs: Set<PaidSign>, isPaid: Bool)

    private static func lessons() throws -> [[Lesson]] {
        let statements =
            try Statement.all(in: StatementTests.folder.appending(path: "tuning")) + Statement.furtherLookedAt()
        return stride(from: 0, to: statements.count, by: 25).map { start in
            statements[start..<min(start + 25, statements.count)].flatMap { statement in
                let reading = Reading(statement.text, day: statement.day)
                return reading.signsOfSums.map { sum, signs in
                    (signs, statement.paidPlaces.contains(reading.originalRange(sum).lowerBound))
                }
            }
        }
    }

    @Test("the weights are those learnt from the statements; PAYING_WRITE=1 writes them (make paying)")
    func weights() throws {
        let learnt = Learnt(try Self.lessons().flatMap(\.self)).source
        let file = StatementTests.folder.appending(path: "../../../Sources/Reading/PaidWeights.swift")
            .standardizedFileURL
        if ProcessInfo.processInfo.environment["PAYING_WRITE"] != nil {
            try learnt.write(to: file, atomically: true, encoding: .utf8)
        } else {
            #expect(try String(contentsOf: file, encoding: .utf8) == learnt, "make paying renews them")
        }
    }

    @Test("sums of files that were not learnt from are told apart")
    func heldBack() throws {
        let files = try Self.lessons()
        var score = Score()
        for file in files.indices {
            let learnt = Learnt(files.indices.filter { $0 != file }.flatMap { files[$0] })
            for lesson in files[file] {
                let isPaid = learnt.score(lesson.signs) > 0
                score.marked += lesson.isPaid ? 1 : 0
                score.found += isPaid ? 1 : 0
                score.right += isPaid && lesson.isPaid ? 1 : 0
            }
        }
        #expect(score.f1 > 0.8, "\(score.right) right of \(score.found) found, \(score.marked) marked")
    }

    /// A logistic regression whose weights are drawn to nothing (ridge), by Newton's step for one weight after the other.
    private struct Learnt {
        private(set) var weights: [PaidSign: Double] = [:]
        private var start = 0.0
        /// How strongly a weight is drawn to nothing.
        private static let pull = 3.0
        private static let rounds = 60

        init(_ lessons: [Lesson]) {
            var places: [PaidSign: [Int]] = [:]
            for (index, lesson) in lessons.enumerated() {
                for sign in lesson.signs { places[sign, default: []].append(index) }
            }
            let signs = lessons.map { $0.isPaid ? 1.0 : -1.0 }
            var scores = [Double](repeating: 0, count: lessons.count)
            func step(_ weight: Double, _ places: some Sequence<Int>, _ pull: Double) -> Double {
                var (gradient, curve) = (pull * weight, pull)
                for place in places {
                    let share = 1 / (1 + exp(scores[place] * signs[place]))
                    gradient -= signs[place] * share
                    curve += share * (1 - share)
                }
                let step = -gradient / max(curve, 1e-9)
                for place in places { scores[place] += step }
                return step
            }
            for _ in 0..<Self.rounds {
                start += step(start, lessons.indices, 0)
                for sign in PaidSign.allCases {
                    weights[sign, default: 0] += step(weights[sign] ?? 0, places[sign] ?? [], Self.pull)
                }
            }
        }

        func score(_ signs: Set<PaidSign>) -> Double { signs.reduce(start) { $0 + (weights[$1] ?? 0) } }

        private static func hundredths(_ weight: Double) -> Int { Int((weight * 100).rounded()) }

        /// The file `PaidWeights.swift`.
        var source: String {
            let lines = PaidSign.allCases.map { "        .\($0): \(Self.hundredths(weights[$0] ?? 0)),\n" }
            return """
                /// What each sign around a sum weighs for its payment, as `make paying` learnt it: logarithms of odds, in hundredths.
                enum PaidWeights {
                    static let start = \(Self.hundredths(start))
                    static let weights: [PaidSign: Int] = [
                \(lines.joined())    ]
                }

                """
        }
    }
}

extension Statement {
    /// Those of `further` that may be looked at.
    static func furtherLookedAt() throws -> [Statement] {
        try all(in: StatementTests.folder.appending(path: "further")).filter { $0.id.hasPrefix("w1") }
    }
}
