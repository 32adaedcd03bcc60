import Primitives
import Testing

@testable import Reading

@Suite("Training of models") struct TrainingTests {
    /// Examples of `count` labels with buckets of their own and shared ones.
    private static func buckets(_ count: Int) -> (read: [[Int32]], labels: [Int]) {
        let labels = (0..<120).map { $0 % count }
        let read = labels.enumerated().map { number, label in
            [7, Int32(100 + label), Int32(200 + number % 11), Int32(300 + number * 31 % 17)]
        }
        return (read, labels)
    }

    private static func training<Lanes: SIMD & Sendable>(_: Lanes.Type, _ count: Int) -> LinearTraining<Lanes>
    where Lanes.Scalar == Float {
        let (read, labels) = buckets(count)
        let table = FeatureTable(read, FeatureCounts(read, .text))
        return LinearTraining<Lanes>(table, labels: labels, labelCount: count)
    }

    @Test("two labels learn in two lanes what they learn in sixteen")
    func lanes() throws {
        let (narrow, wide) = (Self.training(SIMD2<Float>.self, 2), Self.training(SIMD16<Float>.self, 2))
        var (random, other) = (SplitMix64(seed: 3), SplitMix64(seed: 3))
        let few = narrow.train(try #require(narrow.courses(on: Array(0..<120), using: &random).first))
        let many = wide.train(try #require(wide.courses(on: Array(0..<120), using: &other).first))
        #expect(zip(few.rows, many.rows).allSatisfy { $0 == $1.lowHalf.lowHalf.lowHalf })
        #expect(few.bias == many.bias.lowHalf.lowHalf.lowHalf && few.bias != .zero)
    }

    @Test("each course begins with the generator where the one before it would leave it")
    func courses() {
        let training = Self.training(SIMD16<Float>.self, 20)
        var random = SplitMix64(seed: 3)
        let courses =
            training.courses(on: Array(0..<120), using: &random) + training.courses(on: [5, 9, 2], using: &random)
        #expect(courses.map(\.block) == [0, 1, 0, 1])
        var inTurn = SplitMix64(seed: 3)
        for course in courses {
            #expect(course.random.state == inTurn.state)
            var order = Array(course.examples.indices)
            for _ in 0..<LinearTraining<SIMD16<Float>>.rounds { order.shuffle(using: &inTurn) }
        }
        #expect(inTurn.state == random.state)
    }

    @Test("rows are numbered by how many examples hold them, and an example's values have length one")
    func table() {
        let read: [[Int32]] = [[5, 9], [9], [9, 5, 3], [4, 9]]
        let table = FeatureTable(read, FeatureCounts(read, .text))
        #expect(table.buckets == [9, 5, 3, 4])
        for example in table.examples {
            let squares = table.cells[table.cells(of: example)].reduce(0) { $0 + $1.value * $1.value }
            #expect(abs(squares - 1) < 1e-5)
        }
    }
}
