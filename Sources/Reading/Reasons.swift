extension LabelModel {
    private static let reasonsMax = 6
    /// Longer texts are explained by their beginning.
    private static let explainedMax = 60_000

    /// The words of `text` that spoke most for `label`, the strongest first.
    package func because(_ text: String, _ label: String) -> [String] {
        guard let number = labels.firstIndex(of: label) else { return [] }
        var beginning = String(decoding: text.utf8.prefix(Self.explainedMax), as: UTF8.self)
        return beginning.withUTF8 { bytes in
            let marks = marks(bytes, number)
            let words = Self.spans(marks.worth, marks.ends).map {
                Self.words(String(decoding: bytes[$0], as: UTF8.self))
            }
            // The same words again say no more.
            var said: Set<String> = []
            return words.filter { !$0.isEmpty && said.insert($0).inserted }
        }
    }

    /// Without the marks at its ends, which say nothing to who reads it.
    private static func words(_ span: String) -> String {
        func isMark(_ character: Character) -> Bool { !character.isLetter && !character.isNumber }
        let rest = span.drop(while: isMark)
        return String(rest.prefix(rest.count - rest.reversed().prefix(while: isMark).count))
    }

    /// How much each character of a text speaks for a label, and where it ends; a run's worth is shared by its characters.
    private func marks(_ text: UnsafeBufferPointer<UInt8>, _ number: Int) -> (worth: [Float], ends: [Int]) {
        var (worth, ends): ([Float], [Int]) = ([], [])
        var length = 0
        Grams.read(text) { bucket, end in
            length = length % Grams.longest + 1
            if length == 1 {
                worth.append(0)
                ends.append(end)
            }
            let share = contribution(of: bucket, number) / Float(length)
            for place in max(0, worth.count - length)..<worth.count { worth[place] += share }
        }
        return (worth, ends)
    }

    /// What a bucket weighs for a label above what it weighs for the others in the mean.
    private func contribution(of bucket: Int, _ number: Int) -> Float {
        let own = Float(weights[bucket, number])
        let sum = labels.indices.reduce(Float(0)) { $0 + Float(weights[bucket, $1]) }
        return own - (sum - own) / Float(labels.count - 1)
    }

    /// Neighbours above the mean, as ranges of bytes, the most worth first.
    private static func spans(_ worth: [Float], _ ends: [Int]) -> [Range<Int>] {
        let positive = worth.filter { $0 > 0 }
        let bound = positive.isEmpty ? .infinity : positive.reduce(0, +) / Float(positive.count)
        var spans: [(range: Range<Int>, worth: Float)] = []
        var start: Int?
        for place in 0...worth.count {
            if place < worth.count, worth[place] >= bound {
                start = start ?? place
            } else if let first = start {
                if place - first >= 2 {
                    spans.append(
                        ((first > 0 ? ends[first - 1] : 0)..<ends[place - 1], worth[first..<place].reduce(0, +)))
                }
                start = nil
            }
        }
        return spans.sorted { $0.worth > $1.worth }.prefix(reasonsMax).map(\.range)
    }
}
