internal import Primitives

extension LabelModel {
    package enum Unreadable: Error, Equatable {
        /// It does not begin like a model of this program.
        case beginning
        /// It ends too early, or a number in it makes no sense.
        case damaged
    }

    /// `SWREAD2`, and the number of runs a text is read as.
    private static let beginning = Array("SWREAD2\n".utf8)

    /// What stands before the weights.
    private struct Head: Codable {
        let features: Features
        let labels: [String]
        let calibration: Calibration
        let biases: [Float]
        let scale: Float
        let familiarFrom: Double
    }

    /// The model as a file: a head in JSON, then for each bucket that is known its distance to the last, its weight, and what
    /// it weighs for each label.
    package func file() throws -> [UInt8] {
        let head = Head(
            features: features, labels: labels, calibration: calibration, biases: biases, scale: scale,
            familiarFrom: familiarFrom)
        let text = Array(try CanonicalJSON.text(head).utf8)
        var bytes = Self.beginning + Self.varint(text.count) + text
        var last = -1
        for bucket in 0..<Grams.buckets where weights[countOf: bucket] != 0 {
            bytes += Self.varint(bucket - last)
            bytes.append(weights[countOf: bucket])
            for label in labels.indices { bytes.append(UInt8(bitPattern: weights[bucket, label])) }
            last = bucket
        }
        return bytes
    }

    /// Seven bits a byte, the lowest first; the eighth says that more follow.
    private static func varint(_ number: Int) -> [UInt8] {
        var (rest, bytes): (Int, [UInt8]) = (number, [])
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    package init(file: [UInt8]) throws {
        guard file.starts(with: Self.beginning) else { throw Unreadable.beginning }
        var bytes = ModelBytes(file, from: Self.beginning.count)
        let text = String(decoding: try bytes.take(try bytes.varint()), as: UTF8.self)
        let head: Head = try CanonicalJSON.decode(from: text)
        guard (2...LabelModel.labelsMost).contains(head.labels.count), head.biases.count == head.labels.count,
            head.calibration.fits(head.labels.count),
            head.scale > 0, (0...1).contains(head.familiarFrom)
        else { throw Unreadable.damaged }
        var weights = WeightTable(labelCount: head.labels.count)
        var bucket = -1
        while !bytes.isAtEnd {
            bucket += try bytes.varint()
            guard (0..<Grams.buckets).contains(bucket) else { throw Unreadable.damaged }
            let row = try bytes.take(head.labels.count + 1)
            weights[countOf: bucket] = row[row.startIndex]
            for (label, byte) in row.dropFirst().enumerated() { weights[bucket, label] = Int8(bitPattern: byte) }
        }
        self.init(
            features: head.features, labels: head.labels, calibration: head.calibration, weights: weights,
            biases: head.biases, scale: head.scale, familiarFrom: head.familiarFrom)
    }
}

/// Reads the numbers of a model's file from front to back.
private struct ModelBytes {
    private let bytes: [UInt8]
    private var place: Int

    init(_ bytes: [UInt8], from place: Int) { (self.bytes, self.place) = (bytes, place) }

    var isAtEnd: Bool { place >= bytes.count }

    mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
        guard count >= 0, count <= bytes.count - place else { throw LabelModel.Unreadable.damaged }
        defer { place += count }
        return bytes[place..<(place + count)]
    }

    mutating func varint() throws -> Int {
        var (number, shift) = (0, 0)
        while shift < 35 {
            let byte = try take(1).first ?? 0
            number |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
        throw LabelModel.Unreadable.damaged
    }
}
