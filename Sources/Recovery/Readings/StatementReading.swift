package import Primitives
internal import Reading

/// A value that was read from a statement for one field of the intake form.
package struct ReadValue: Sendable, Equatable, Codable {
    /// `transfers.0.amount`
    package var field: String
    package var text: String
    /// The number of the mark in the statement.
    package var mark: Int
    /// False where a person must look before it may be used.
    package var isSure: Bool

    package init(field: String, text: String, mark: Int, isSure: Bool) {
        (self.field, self.text, self.mark, self.isSure) = (field, text, mark, isSure)
    }
}

/// What a statement says, as the intake form takes it: the type of fraud, and values with their places in the text.
package struct StatementReading: Sendable {
    /// One thing that the text names, in the order of the text; marks count from 1.
    package struct Mark: Sendable, Equatable {
        package let kind: String
        /// Counted in Unicode scalars of the text as it was given.
        package let range: Range<Int>
        package let value: String
        package let role: String?
        /// Of telephones: where the number was given out, and by which carrier; nil where that is not known.
        package let place: String?
        package let carrier: String?
    }

    /// The fraud that the text tells of.
    package struct FraudType: Sendable, Equatable {
        package let code: String
        /// The share of such answers that are right, 0 to 1.
        package let confidence: Double
        /// False where no type is likelier than all others together.
        package let isSure: Bool
        package let alternatives: [Alternative]
        /// The words that decided, the strongest first.
        package let because: [String]
    }

    package struct Alternative: Sendable, Equatable {
        package let code: String
        package let confidence: Double
    }

    package let marks: [Mark]
    package let values: [ReadValue]
    /// Nil where the text has no word that any type has.
    package let type: FraudType?
    /// Spam behind the text, which was not read, in Unicode scalars of the text as it was given.
    package let refused: Range<Int>?

    /// Characters of the longest text that is read.
    package static let lengthMax = 200_000
    /// Characters of the longest statement that a report takes.
    package static let storyMax = 20_000
    /// The model's word for a text that tells of no fraud.
    package static let noFraud = LabelModel.noFraud

    /// From this confidence on nobody needs to look at the type.
    package static let typeSureFrom = 0.8

    /// Reads `text`, whose spoken days count from `day`.
    package init(_ text: String, day: CivilDay) {
        let reading = Reading(text, day: day)
        marks = reading.entities.map { entity in
            let origin = reading.origin(of: entity)
            return Mark(
                kind: entity.kind.rawValue, range: reading.originalRange(entity), value: entity.value,
                role: entity.role?.rawValue, place: origin?.place, carrier: origin?.carrier)
        }
        values = StatementFields(reading).values
        type = Self.type(of: reading)
        refused = reading.text.refused
    }

    private static func type(of reading: Reading) -> FraudType? {
        let text = reading.text.plain
        guard text.contains(where: { !$0.isWhitespace }) else { return nil }
        let answer = LabelModel.shipped.answer(text)
        // Of a text in which somebody was cheated, or paid, nobody says surely that it tells of no fraud.
        let isDoubted =
            answer.label == noFraud && (!reading.payments.isEmpty || told.contains { text.contains($0) })
        return FraudType(
            code: answer.label, confidence: answer.confidence, isSure: answer.isSure && !isDoubted,
            alternatives: answer.ranking.dropFirst().prefix(3).map {
                Alternative(code: $0.label, confidence: $0.confidence)
            },
            because: LabelModel.shipped.because(text, answer.label))
    }

    private static let told = ["被骗", "被诈骗", "正遭受"]

    /// A report made of what was read alone.
    package var intake: Intake {
        var intake = Intake()
        if let type, type.isSure, type.code != Self.noFraud { intake.fraudType = type.code }
        for value in values { intake.put(value) }
        return intake
    }
}

extension Intake {
    /// Puts a value into its field; rows that are not there yet are added.
    package mutating func put(_ value: ReadValue) {
        let parts = value.field.split(separator: ".").map(String.init)
        switch (parts.first, parts.count) {
        case ("clues", 2): clues[parts[1]] = value.text
        case ("victims", 3):
            guard let row = Int(parts[1]), let part = Victim.Part(rawValue: parts[2]) else { return }
            while victims.count <= row { victims.append(Victim()) }
            victims[row][keyPath: part.path] = value.text
        case ("transfers", 3):
            guard let row = Int(parts[1]), let part = Transfer.Part(rawValue: parts[2]) else { return }
            while transfers.count <= row { transfers.append(Transfer()) }
            transfers[row][keyPath: part.path] = value.text
        default: return
        }
    }

    /// What stands in a field that a statement can fill; nil where the form has no such field.
    package func text(of field: String) -> String? {
        let parts = field.split(separator: ".").map(String.init)
        switch (parts.first, parts.count) {
        case ("fraudType", 1): return fraudType
        case ("clues", 2): return clues[parts[1]] ?? ""
        case ("victims", 3):
            guard let row = Int(parts[1]), victims.indices.contains(row), let part = Victim.Part(rawValue: parts[2])
            else { return nil }
            return victims[row][keyPath: part.path]
        case ("transfers", 3):
            guard let row = Int(parts[1]), transfers.indices.contains(row), let part = Transfer.Part(rawValue: parts[2])
            else { return nil }
            return transfers[row][keyPath: part.path]
        default: return nil
        }
    }
}

extension Intake.Victim {
    /// The texts of a victim, by the names of their fields.
    package enum Part: String, Sendable, CaseIterable {
        case name, idNumber, phone, whereabouts

        package var path: WritableKeyPath<Intake.Victim, String> {
            switch self {
            case .name: \.name
            case .idNumber: \.idNumber
            case .phone: \.phone
            case .whereabouts: \.whereabouts
            }
        }
    }
}

extension Intake.Transfer {
    /// The texts of a transfer, by the names of their fields.
    package enum Part: String, Sendable, CaseIterable {
        case payerNumber, payerBank, amount, time, payeeNumber, payeeName, payeeBank

        package var path: WritableKeyPath<Intake.Transfer, String> {
            switch self {
            case .payerNumber: \.payerNumber
            case .payerBank: \.payerBank
            case .amount: \.amount
            case .time: \.time
            case .payeeNumber: \.payeeNumber
            case .payeeName: \.payeeName
            case .payeeBank: \.payeeBank
            }
        }
    }
}
