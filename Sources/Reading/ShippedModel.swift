internal import ReadingModel

extension LabelModel {
    /// The model of fraud types that the program brings along, trained on the texts in `Training`.
    package static let shipped: LabelModel = {
        let bytes = Array(UnsafeBufferPointer(start: reading_types(), count: Int(reading_types_size())))
        do {
            return try LabelModel(file: bytes)
        } catch {
            preconditionFailure("the model that the program brings along: \(error)")
        }
    }()
}
