internal import Primitives
internal import Recovery

/// Fills a form from what was read; what stands in a field already is never changed.
struct IntakeFilling {
    private(set) var form: IntakeForm
    /// What the statement says otherwise than a field that was filled already.
    private(set) var differences: [ReadValue] = []
    private var values: [ReadValue] = []
    private let reading: StatementReading

    init(_ form: IntakeForm, from reading: StatementReading) {
        (self.form, self.reading) = (form, reading)
        let rows = rows()
        fillType()
        for value in reading.values { fill(value, rows) }
        let fields = Set(values.map(\.field))
        let earlier = form.read.values.filter { !fields.contains($0.field) }.map { value in
            ReadValue(field: value.field, text: value.text, mark: 0, isSure: value.isSure)
        }
        self.form.read = ReadFields(values + earlier, confirmed: form.read.confirmed, of: form.head.narrative)
    }

    private mutating func fillType() {
        guard let type = reading.type, type.isSure, type.code != StatementReading.noFraud, form.head.fraudType.isEmpty
        else { return }
        form.head.fraudType = type.code
        values.append(
            ReadValue(
                field: "fraudType", text: type.code, mark: 0, isSure: type.confidence >= StatementReading.typeSureFrom))
    }

    private mutating func fill(_ value: ReadValue, _ rows: [Int]) {
        var value = value
        let parts = value.field.split(separator: ".").map(String.init)
        if parts.count == 3, let place = Int(parts[1]) {
            let number = parts[0] == "transfers" ? rows[place] : form.victims[0].number
            value.field = "\(parts[0]).\(number).\(parts[2])"
        }
        let present = form.text(of: value.field) ?? ""
        if present.isEmpty {
            form.put(value)
            values.append(value)
        } else if Self.areAlike(present, value) {
            let isKnown = form.read[value.field]?.text == present
            values.append(
                ReadValue(
                    field: value.field, text: present, mark: value.mark, isSure: isKnown ? value.isSure : true))
        } else {
            differences.append(value)
        }
    }

    // MARK: rows

    /// The number of the row that each payment goes into: one that says the same, an empty one, or a new one.
    private mutating func rows() -> [Int] {
        let payments = Dictionary(grouping: reading.values.filter { $0.field.hasPrefix("transfers.") }) { value in
            Int(value.field.split(separator: ".")[1]) ?? 0
        }
        var (numbers, taken): ([Int], Set<Int>) = ([], [])
        for place in 0..<((payments.keys.max() ?? -1) + 1) {
            let told = payments[place] ?? []
            let free = form.transfers.filter { !taken.contains($0.number) }
            let row = free.first { Self.tells($0.value, told) } ?? free.first { $0.value.isEmpty }
            if row == nil { form.addTransfer() }
            let number = row?.number ?? form.transfers.last?.number ?? 0
            taken.insert(number)
            numbers.append(number)
        }
        return numbers
    }

    /// Whether a row says part of a payment and nothing against it.
    private static func tells(_ row: Intake.Transfer, _ payment: [ReadValue]) -> Bool {
        var isTold = false
        for value in payment {
            guard let name = value.field.split(separator: ".").last,
                let part = Intake.Transfer.Part(rawValue: String(name)), [.amount, .time, .payeeNumber].contains(part)
            else { continue }
            let present = row[keyPath: part.path]
            if present.isEmpty { continue }
            guard areAlike(present, value) else { return false }
            isTold = true
        }
        return isTold
    }

    /// Whether a field says the same as was read, however it is written.
    private static func areAlike(_ present: String, _ value: ReadValue) -> Bool {
        if value.field.hasSuffix(".amount") {
            do { return try AmountText.parse(present) == AmountText.parse(value.text) } catch { return false }
        }
        let (a, b) = (bare(present), bare(value.text))
        return a == b || value.field.hasSuffix(".time") && b.hasSuffix(a)
    }

    private static func bare(_ text: String) -> String {
        String(text.inHalfWidth.lowercased().filter { !$0.isWhitespace && $0 != "-" })
    }
}

extension IntakeForm {
    /// Puts a value into the field of that name, whose row is there.
    fileprivate mutating func put(_ value: ReadValue) {
        let parts = value.field.split(separator: ".").map(String.init)
        if parts.first == "clues", parts.count == 2 { head.clues[parts[1]] = value.text }
        guard parts.count == 3, let number = Int(parts[1]) else { return }
        if let part = Intake.Victim.Part(rawValue: parts[2]),
            let row = victims.firstIndex(where: { $0.number == number }), parts[0] == "victims"
        {
            victims[row].value[keyPath: part.path] = value.text
        }
        if let part = Intake.Transfer.Part(rawValue: parts[2]),
            let row = transfers.firstIndex(where: { $0.number == number }), parts[0] == "transfers"
        {
            transfers[row].value[keyPath: part.path] = value.text
        }
    }
}
