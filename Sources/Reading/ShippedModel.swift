internal import ReadingModel

extension LabelModel {
    /// The model of fraud types that the program brings along, trained on the texts in `Training`.
    package static let shipped = brought(reading_types(), reading_types_size())

    /// The model that tells texts of frauds from harmless ones, trained on the texts in `Training` and on public dialogues.
    package static let shippedFrauds = brought(reading_frauds(), reading_frauds_size())

    /// The model of hosts, trained on a public list of reported ones and a list of ordinary ones.
    package static let shippedHosts = brought(reading_hosts(), reading_hosts_size())

    /// What a model of two labels calls frauds, and what the model of fraud types calls a text that tells of none.
    package static let fraud = "1"
    package static let noFraud = "NONE"

    private static func brought(_ first: UnsafePointer<UInt8>?, _ size: Int) -> LabelModel {
        do {
            return try LabelModel(file: Array(UnsafeBufferPointer(start: first, count: size)))
        } catch {
            preconditionFailure("a model that the program brings along: \(error)")
        }
    }
}
