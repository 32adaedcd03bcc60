internal import Access
internal import Primitives
internal import Recovery

/// The form that completes what an incident still lacks: one block for each reported payment, and one for another.
package struct FactsModel: Sendable, Equatable {
    package struct Block: Sendable, Equatable {
        /// Nil for a payment not reported before.
        package var transfer: String?
        package var title: String
        package var known: String
        package var fields: [Field]

        package init(transfer: String?, title: String, known: String, fields: [Field]) {
            self.transfer = transfer
            self.title = title
            self.known = known
            self.fields = fields
        }
    }

    package var number: String
    package var blocks: [Block]
    package var questions: [String]
    package var errors: [(field: String, words: String)]
    package var action: String
    package var cancel: String
    package var formFields: HTML

    package init(
        number: String, blocks: [Block], questions: [String], errors: [(field: String, words: String)] = [],
        action: String, cancel: String, formFields: HTML = HTML()
    ) {
        self.number = number
        self.blocks = blocks
        self.questions = questions
        self.errors = errors
        self.action = action
        self.cancel = cancel
        self.formFields = formFields
    }

    package static func == (a: FactsModel, b: FactsModel) -> Bool {
        a.number == b.number && a.blocks == b.blocks && a.questions == b.questions && a.action == b.action
            && a.cancel == b.cancel && a.formFields == b.formFields
            && a.errors.elementsEqual(b.errors) { $0 == $1 }
    }
}

package struct FactsPage {
    let model: FactsModel
    let language: Language

    package init(_ model: FactsModel, _ language: Language) {
        self.model = model
        self.language = language
    }

    package func html(_ frame: Frame) -> HTML {
        let questions = model.questions.map { "<li>\($0)</li>" as HTML }
        return frame.page(
            title: language(.addFacts),
            """
            \(frame.heading("\(language(.addFacts))", facts: "<span>\(model.number)</span>"))
            \(HTML.errorList(model.errors, language))<div class="two"><form class="panel" method="post" \
            action="\(address: model.action)" data-submit>\(model.formFields)\(blocks)<div class="bfoot">\
            <a class="btn" href="\(address: model.cancel)">\(language(.goBack))</a><span class="endx">\
            \(HTML.submit(language(.keepFacts), key: "Ctrl Enter", tone: .accent))</span></div></form>
            <section class="panel"><header><h2>\(language(.stillToAsk))</h2><span class="n act">\(model.questions.count)</span></header>\
            <ol class="ask">\(questions)</ol></section></div>
            """)
    }

    private var blocks: [HTML] {
        model.blocks.enumerated().map { index, block in
            let id: HTML? = block.transfer.map { id in
                #"<input type="hidden" name="transfers.\#(index).id" value="\#(id)">"#
            }
            return """
                <fieldset class="fs"><legend><h2>\(block.title)</h2><span class="mut xs">\(block.known)</span>\(id)</legend>\
                <div class="g c4">\(block.fields.map { $0.html(language) })</div></fieldset>

                """
        }
    }
}

/// Reads and fills the form.
struct FactsForm {
    let making: IncidentModelMaking
    let form: Form
    let problems: [FieldProblem]

    private var language: Language { making.language }
    private var reports: [ReportedTransfer] { making.snapshot.reports }

    func model() -> FactsModel {
        let id = making.id
        return FactsModel(
            number: making.incident.number, blocks: reports.indices.map(block) + [newBlock],
            questions: making.missing.map(\.words), errors: problems.map { ($0.field, language(.problem($0))) },
            action: Address.incidentFacts(id).path, cancel: Address.incident(id).path, formFields: making.formFields)
    }

    /// What was typed, for `Incidents.addFacts`; blocks left empty are left out.
    func entered() throws -> (transfers: [Intake.Transfer], ids: [TransferID?]) {
        var found: (transfers: [Intake.Transfer], ids: [TransferID?]) = ([], [])
        for index in 0...reports.count {
            let transfer = typed(index)
            guard !transfer.isEmpty else { continue }
            let text = form["transfers.\(index).id"]
            let id = text.isEmpty ? nil : TransferID(text)
            if !text.isEmpty, id == nil { throw NotFound(text) }
            found.transfers.append(transfer)
            found.ids.append(id)
        }
        return found
    }

    /// The block in which the command's problem lies: it counts only the blocks that were filled.
    func placed(_ problems: [FieldProblem]) -> [FieldProblem] {
        let filled = (0...reports.count).filter { !typed($0).isEmpty }
        return problems.map { problem in
            let parts = problem.field.split(separator: ".").map(String.init)
            guard parts.count == 3, let place = Int(parts[1]), filled.indices.contains(place) else { return problem }
            return FieldProblem("transfers.\(filled[place]).\(parts[2])", problem.rule, found: problem.found)
        }
    }

    private func typed(_ index: Int) -> Intake.Transfer {
        func value(_ name: String) -> String { form["transfers.\(index).\(name)"] }
        let victim = reports.indices.contains(index) ? victimPlace(reports[index]) : Int(value("victim")) ?? 0
        return Intake.Transfer(
            victim: victim, payerNumber: value("payerNumber"), payerBank: value("payerBank"), amount: value("amount"),
            time: value("time"), payeeNumber: value("payeeNumber"), payeeName: value("payeeName"),
            payeeBank: value("payeeBank"))
    }

    private func victimPlace(_ report: ReportedTransfer) -> Int {
        making.snapshot.victims.firstIndex { $0.id == report.victim } ?? 0
    }

    // MARK: blocks

    private func block(_ index: Int) -> FactsModel.Block {
        let report = reports[index]
        let parts = [
            report.amount.map { "\($0) \(language(.yuan))" }, report.at.map { $0.minute(asOf: making.now) },
            report.payeeName, report.payeeNumber.map { MaskedValue.Kind.payeeNumber.masked($0) },
        ]
        return FactsModel.Block(
            transfer: report.id.description, title: language(.paymentNumber(index + 1)),
            known: parts.compactMap { $0 }.joined(separator: " · "), fields: fields(index, lacking: lacking(report)))
    }

    private var newBlock: FactsModel.Block {
        FactsModel.Block(
            transfer: nil, title: language(.anotherPayment), known: language(.leaveEmpty),
            fields: fields(reports.count, lacking: []))
    }

    private func lacking(_ report: ReportedTransfer) -> Set<String> {
        var names: Set<String> = []
        if report.payeeNumber == nil { names.insert("payeeNumber") }
        if report.payeeNumber != nil, report.payeeAccount == nil { names.insert("payeeBank") }
        if report.payeeName == nil { names.insert("payeeName") }
        if report.amount == nil { names.insert("amount") }
        if report.at == nil { names.insert("time") }
        if report.payerAccount == nil { names.insert("payerNumber") }
        return names
    }

    private func fields(_ index: Int, lacking: Set<String>) -> [Field] {
        let all: [(String, Text)] = [
            ("payeeNumber", .payeeNumberField), ("payeeName", .payeeNameField), ("payeeBank", .payeeBankField),
            ("amount", .amountInYuan), ("time", .timeOfPayment), ("payerNumber", .payerNumberField),
            ("payerBank", .payerBankField),
        ]
        return all.map { name, label in
            let full = "transfers.\(index).\(name)"
            let problem = problems.first { $0.field == full }
            let note: Field.Note? =
                problem.map { .wrong(language(.problem($0))) }
                ?? (lacking.contains(name) ? .doubtful(language(.stillLacking)) : nil)
            return Field(full, language(label), value: form[full], note: note)
        }
    }
}
