internal import Recovery

/// The intake form as it was posted: rows keep the number that their fields carry, so that notes find their fields.
struct IntakeForm: Sendable, Equatable {
    struct Row<Value: Sendable & Equatable>: Sendable, Equatable {
        let number: Int
        var value: Value
    }

    /// All but victims and transfers.
    var head = Intake()
    var victims: [Row<Intake.Victim>] = []
    var transfers: [Row<Intake.Transfer>] = []
    /// Receipt numbers of reports that the taker has seen not to be the same.
    var notSame: [String] = []
    /// What was read out of the statement, by the names of the fields here.
    var read = ReadFields()

    static let clues = ["caller", "claimed", "site", "group"]

    /// An empty form: one victim, one transfer.
    init() {
        victims = [Row(number: 0, value: .init())]
        transfers = [Row(number: 0, value: .init())]
    }

    /// A report that was begun before; its rows are numbered anew.
    init(_ draft: IntakeDraft) {
        head = draft.intake
        (head.victims, head.transfers) = ([], [])
        victims = draft.intake.victims.enumerated().map { Row(number: $0, value: $1) }
        transfers = draft.intake.transfers.enumerated().map { Row(number: $0, value: $1) }
        notSame = draft.notSame
        if let kept = draft.read { read = ReadFields(kept) }
        if victims.isEmpty { victims = [Row(number: 0, value: .init())] }
    }

    init(_ form: Form) {
        head = Intake(
            channel: form["channel"], reportedAt: form["reportedAt"], fraudType: form["fraudType"],
            narrative: form["narrative"], clues: Self.clues(form), protectVictim: form.contains("protectVictim"),
            joins: form["joins"])
        victims = Self.numbers("victims", in: form).map { Row(number: $0, value: Self.victim("victims.\($0)", form)) }
        transfers = Self.numbers("transfers", in: form).map {
            Row(number: $0, value: Self.transfer("transfers.\($0)", form))
        }
        notSame = form.all("notSame")
        read = ReadFields(form)
        if victims.isEmpty { victims = [Row(number: 0, value: .init())] }
    }

    /// What the commands take; its places are those of `victims` and `transfers` here.
    var intake: Intake {
        var intake = head
        intake.victims = victims.map(\.value)
        intake.transfers = transfers.map { row in
            var transfer = row.value
            transfer.victim = victims.firstIndex { $0.number == transfer.victim } ?? transfer.victim
            return transfer
        }
        return intake
    }

    /// The name of the field that a problem's place in `intake` means.
    func field(of problem: String) -> String {
        let parts = problem.split(separator: ".", maxSplits: 2).map(String.init)
        guard parts.count > 1, let place = Int(parts[1]) else { return problem }
        let numbers = parts[0] == "victims" ? victims.map(\.number) : transfers.map(\.number)
        guard numbers.indices.contains(place) else { return parts[0] }
        return ([parts[0], "\(numbers[place])"] + parts.dropFirst(2)).joined(separator: ".")
    }

    /// What stands in a field of the page; nil where there is none of that name.
    func text(of field: String) -> String? { intake.text(of: place(of: field)) }

    /// The place in `intake` that the name of a field means; `field(of:)` the other way round.
    func place(of field: String) -> String {
        let parts = field.split(separator: ".", maxSplits: 2).map(String.init)
        guard parts.count == 3, let number = Int(parts[1]) else { return field }
        let numbers = parts[0] == "victims" ? victims.map(\.number) : transfers.map(\.number)
        guard let place = numbers.firstIndex(of: number) else { return "\(parts[0]).-1.\(parts[2])" }
        return [parts[0], "\(place)", parts[2]].joined(separator: ".")
    }

    /// What the command takes of it.
    var statement: ReadStatement? { read.statement { place(of: $0) } }

    // MARK: rows that buttons add without script

    mutating func addVictim() {
        victims.append(Row(number: (victims.map(\.number).max() ?? -1) + 1, value: .init()))
    }

    /// Adds a transfer; `samePayer` takes payer and card from the one above.
    mutating func addTransfer(_ payer: Intake.Transfer? = nil) {
        let value = Intake.Transfer(
            victim: payer?.victim ?? victims[0].number, payerNumber: payer?.payerNumber ?? "",
            payerBank: payer?.payerBank ?? "")
        transfers.append(Row(number: (transfers.map(\.number).max() ?? -1) + 1, value: value))
    }

    // MARK: reading

    private static func clues(_ form: Form) -> [String: String] {
        let told = clues.map { ($0, form["clues.\($0)"]) }.filter { !$0.1.isEmpty }
        return Dictionary(told) { first, _ in first }
    }

    /// The row numbers that `prefix.N.…` names, in the order in which they were sent.
    private static func numbers(_ prefix: String, in form: Form) -> [Int] {
        let numbers = form.names.compactMap { name -> Int? in
            let parts = name.split(separator: ".")
            return parts.count == 3 && parts[0] == prefix ? Int(parts[1]) : nil
        }
        return numbers.reduce(into: []) { list, number in if !list.contains(number) { list.append(number) } }
    }

    private static func victim(_ row: String, _ form: Form) -> Intake.Victim {
        Intake.Victim(
            name: form["\(row).name"], idNumber: form["\(row).idNumber"], phone: form["\(row).phone"],
            whereabouts: form["\(row).whereabouts"])
    }

    private static func transfer(_ row: String, _ form: Form) -> Intake.Transfer {
        Intake.Transfer(
            victim: Int(form["\(row).victim"]) ?? 0, payerNumber: form["\(row).payerNumber"],
            payerBank: form["\(row).payerBank"], amount: form["\(row).amount"], time: form["\(row).time"],
            payeeNumber: form["\(row).payeeNumber"], payeeName: form["\(row).payeeName"],
            payeeBank: form["\(row).payeeBank"])
    }
}
