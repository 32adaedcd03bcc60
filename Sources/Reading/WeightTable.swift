/// What each bucket weighs for each label, in eight bits, and how much it counts: rows of sixteen side by side, so that all of a
/// bucket is one line of memory.
struct WeightTable: Sendable {
    private typealias Row = SIMD16<Int8>

    /// Rows of a bucket; the first lane of the first says how much the bucket counts.
    private let width: Int
    private var rows: [Row]

    init(labelCount: Int) {
        width = (labelCount + 16) / 16
        rows = Array(repeating: .zero, count: Grams.buckets * width)
    }

    /// How much a bucket counts, in units of `LabelModel.weightUnit`; zero for those that the training did not meet.
    subscript(countOf bucket: Int) -> UInt8 {
        get { UInt8(bitPattern: rows[bucket * width][0]) }
        set { rows[bucket * width][0] = Int8(bitPattern: newValue) }
    }

    /// What a bucket weighs for a label, -127 to 127.
    subscript(bucket: Int, label: Int) -> Int8 {
        get { rows[bucket * width + (label + 1) / 16][(label + 1) % 16] }
        set { rows[bucket * width + (label + 1) / 16][(label + 1) % 16] = newValue }
    }

    /// What different buckets come to.
    struct Sums {
        /// Of the weights, by label.
        let labels: [Int32]
        /// Of the squares of what the buckets count.
        let squares: Int64
        /// How many of the buckets the training met.
        let known: Int
    }

    func sums(of buckets: UnsafeBufferPointer<Int32>, labelCount: Int) -> Sums {
        rows.withUnsafeBufferPointer { rows in
            let sums = (0..<width).map { Self.sum(buckets, rows, width: width, place: $0) }
            var (squares, known) = (Int64(0), 0)
            for bucket in buckets {
                let count = Int64(UInt8(bitPattern: rows[Int(bucket) &* width][0]))
                squares &+= count &* count
                known &+= count == 0 ? 0 : 1
            }
            return Sums(
                labels: (0..<labelCount).map { sums[($0 + 1) / 16][($0 + 1) % 16] }, squares: squares, known: known)
        }
    }

    /// So many weights of 127 at most do not leave sixteen bits.
    private static let addedMost = 256

    private static func sum(
        _ buckets: UnsafeBufferPointer<Int32>, _ rows: UnsafeBufferPointer<Row>, width: Int, place: Int
    ) -> SIMD16<Int32> {
        var sum = SIMD16<Int32>.zero
        for start in stride(from: 0, to: buckets.count, by: addedMost) {
            var part = SIMD16<Int16>.zero
            for index in start..<min(start + addedMost, buckets.count) {
                part &+= SIMD16<Int16>(truncatingIfNeeded: rows[Int(buckets[index]) &* width &+ place])
            }
            sum &+= SIMD16<Int32>(truncatingIfNeeded: part)
        }
        return sum
    }
}
