internal import Primitives
internal import Recovery

/// The fields of the intake form, each with what the check says of it.
struct IntakeFields {
    let form: IntakeForm
    let preview: IntakePreview
    let fraudTypes: [Field.Option]
    let now: Timestamp
    let language: Language
    /// After the form was sent, also what is empty is judged; before, only what was begun.
    private let wrong: [String: FieldProblem]

    init(
        form: IntakeForm, preview: IntakePreview, fraudTypes: [Field.Option], now: Timestamp, language: Language
    ) {
        self.form = form
        self.preview = preview
        self.fraudTypes = fraudTypes
        self.now = now
        self.language = language
        wrong = Dictionary(preview.problems.map { (form.field(of: $0.field), $0) }) { first, _ in first }
    }

    // MARK: the head

    var fraudType: Field {
        field("fraudType", .fraudType, form.head.fraudType, .choice([.init("", language(.notKnownYet))] + fraudTypes))
    }
    var narrative: Field { field("narrative", .narrative, form.head.narrative, .lines(12)) }
    var reportedAt: Field {
        field("reportedAt", .reportedAt, form.head.reportedAt, placeholder: language(.nowIfEmpty))
    }

    var clues: [Field] {
        let labels: [String: (Text, Text)] = [
            "caller": (.callerNumber, .callerHint), "claimed": (.claimedIdentity, .claimedHint),
            "site": (.appOrSite, .appHint), "group": (.groupOrAccount, .mayBeEmpty),
        ]
        return IntakeForm.clues.compactMap { name in
            labels[name].map { label, hint in
                field(
                    "clues.\(name)", label, form.head.clues[name] ?? "", placeholder: language(hint))
            }
        }
    }

    // MARK: victims

    func victim(_ row: IntakeForm.Row<Intake.Victim>) -> [Field] {
        let name = "victims.\(row.number)"
        return [
            field("\(name).name", .victimName, row.value.name),
            field("\(name).idNumber", .identityNumberLabel, row.value.idNumber, note: identityNote(row.value.idNumber)),
            field("\(name).phone", .telephone, row.value.phone, .digits),
            field(
                "\(name).whereabouts", .whereNow, row.value.whereabouts, placeholder: language(.whereaboutsHint),
                note: row.value.name.isEmpty || !row.value.whereabouts.isEmpty
                    ? nil : .doubtful(language(.notAskedYet))),
        ]
    }

    private func identityNote(_ text: String) -> Field.Note? {
        guard !text.isEmpty else { return nil }
        do {
            let number = try IdentityNumber(text)
            return .fine(language(.identityFine(number.age(on: CivilTime(now).day))))
        } catch {
            return nil
        }
    }

    // MARK: transfers

    func transfer(_ row: IntakeForm.Row<Intake.Transfer>) -> [Field] {
        let (name, value, read) = ("transfers.\(row.number)", row.value, reading(of: row))
        let isBegun = !value.isEmpty
        return [
            field("\(name).amount", .amountInYuan, value.amount, note: amountNote(read, isBegun)),
            field("\(name).time", .transferTime, value.time, note: timeNote(read, isBegun)),
            field("\(name).payeeNumber", .payeeNumber, value.payeeNumber, note: payeeNote(value, read, isBegun)),
            field(
                "\(name).payeeName", .payeeName, value.payeeName, placeholder: language(.payeeNameHint),
                note: isBegun && lacks(.name, read) ? .wrong(language(.nameMissing)) : nil),
        ]
    }

    /// The payee's bank where its number does not tell, and who paid from which card.
    func payer(_ row: IntakeForm.Row<Intake.Transfer>) -> [Field] {
        let (name, value, read) = ("transfers.\(row.number)", row.value, reading(of: row))
        var fields = [
            field("\(name).payeeBank", .payeeBank, value.payeeBank, placeholder: language(.bankHint)),
            field(
                "\(name).payerNumber", .payerCard, value.payerNumber,
                note: numberNote(value.payerNumber, bank: read?.payerBank, isPayee: false)),
            field("\(name).payerBank", .payerBank, value.payerBank, placeholder: language(.bankHint)),
        ]
        if form.victims.count > 1 {
            let people = form.victims.enumerated().map { place, victim in
                Field.Option("\(victim.number)", language(.victimNumber(place + 1, victim.value.name)))
            }
            fields.append(field("\(name).victim", .whoPaid, "\(value.victim)", .choice(people)))
        }
        return fields
    }

    func reading(of row: IntakeForm.Row<Intake.Transfer>) -> IntakePreview.Transfer? {
        let place = form.transfers.firstIndex { $0.number == row.number }
        return preview.transfers.first { $0.index == place }
    }

    func missing(_ read: IntakePreview.Transfer?) -> [StopRefusal.MissingItem] {
        guard case .refused(.itemsMissing(let items)) = read?.outcome else { return [] }
        return items
    }

    private func lacks(_ item: StopRefusal.MissingItem, _ read: IntakePreview.Transfer?) -> Bool {
        missing(read).contains(item)
    }

    private func amountNote(_ read: IntakePreview.Transfer?, _ isBegun: Bool) -> Field.Note? {
        if let amount = read?.amount { return .hint("\(amount)　\(amount.capitalForm)") }
        return isBegun ? .wrong(language(.amountMissing)) : nil
    }

    private func timeNote(_ read: IntakePreview.Transfer?, _ isBegun: Bool) -> Field.Note? {
        if let at = read?.at { return .hint("\(CivilTime(at).day) \(CivilTime(at).clock)") }
        return isBegun ? .wrong(language(.timeMissing)) : nil
    }

    private func payeeNote(
        _ value: Intake.Transfer, _ read: IntakePreview.Transfer?, _ isBegun: Bool
    ) -> Field.Note? {
        if value.payeeNumber.isEmpty { return isBegun ? .wrong(language(.numberMissing)) : nil }
        return numberNote(value.payeeNumber, bank: read?.payeeBank, isPayee: true)
    }

    /// Bank found from the number; check digit and length warn and never block.
    private func numberNote(_ text: String, bank: String?, isPayee: Bool) -> Field.Note? {
        guard !text.isEmpty else { return nil }
        let number: BankAccountNumber
        do { number = try BankAccountNumber(text) } catch { return nil }
        switch number.warnings.first {
        case .luhn: return .doubtful(language(.luhnDoubtful(bank)))
        case .length(let expected): return .doubtful(language(.lengthDoubtful(bank, number.text.count, expected)))
        case nil: break
        }
        if let bank { return .fine(language(number.isCard ? .bankAndCheck(bank) : .bankFound(bank))) }
        return isPayee ? .wrong(language(.bankUnknown)) : .doubtful(language(.payerBankUnknown))
    }

    private func field(
        _ name: String, _ label: Text, _ value: String, _ control: Field.Control = .text, placeholder: String? = nil,
        note: Field.Note? = nil
    ) -> Field {
        let problem = wrong[name].map { Field.Note.wrong(language(.problem($0))) }
        var field = Field(
            name, language(label), value: value, control: control, placeholder: placeholder, note: problem ?? note)
        guard let read = form.read[name] else { return field }
        field.source = read.mark > 0 ? read.mark : nil
        if !read.isSure, read.text == value { field.confirmed = form.read.confirmed.contains(name) }
        return field
    }

    /// Every field on the page, for the fragments of a check.
    var all: [Field] {
        [fraudType, narrative, reportedAt] + form.victims.flatMap(victim) + form.transfers.flatMap(transfer)
            + form.transfers.flatMap(payer) + clues
    }
}
