internal import Access
internal import HTTPTypes
internal import Journal
internal import Primitives
internal import Recovery
internal import Workflow

/// Taking a report: the page, the check while it is filled in, rows without script, and the report itself.
struct IntakeRoutes {
    let console: Console

    func add(to group: Console.Group) {
        console.get(.intake, on: group) { visit in try open(visit) }
        console.post(.intakePart(.form), on: group) { visit in try rebuilt(visit) }
        console.post(.intakePart(.read), on: group) { visit in try read(visit) }
        console.post(.intakePart(.check), on: group) { visit in
            let model = try IntakeModel.load(IntakeForm(visit.form), console.platform, visit)
            return .fragments(IntakeRail(model: model).fragments)
        }
        console.post(.intake, on: group) { visit in try register(visit) }
        console.post(.intakePart(.draft), on: group) { visit in try save(visit) }
        console.post(.intakePart(.discard), on: group) { visit in
            if let key = IdempotencyKey(visit.form["discarded"]) {
                try console.platform.intakeDrafts.discard(key, by: visit.principal)
            }
            return .redirect(to: .intake)
        }
    }

    /// An empty form, beside which a draft of before is offered; or that draft, to be continued.
    private func open(_ visit: Visit) throws -> Answer {
        let draft = try console.platform.intakeDrafts.find(by: visit.principal)
        if let draft, visit.query["draft"] == "continue" {
            var model = try IntakeModel.load(IntakeForm(draft), console.platform, visit, key: draft.key.text)
            model.savedAt = draft.savedAt
            return try show(model, visit)
        }
        var model = try IntakeModel.load(IntakeForm(), console.platform, visit)
        model.waiting = draft
        return try show(model, visit)
    }

    /// Called by the script every few seconds while the form changes.
    private func save(_ visit: Visit) throws -> Answer {
        let form = IntakeForm(visit.form)
        let line = IntakeDraftLine(now: visit.now, language: visit.language)
        do {
            let draft = IntakeDraft(
                key: try visit.key(), intake: form.intake, notSame: form.notSame, read: form.statement,
                savedAt: visit.now)
            try console.platform.intakeDrafts.save(draft, by: visit.principal)
            return .fragments([Fragment(id: "draft", html: line.line(savedAt: visit.now))])
        } catch let fault as IntakeDrafts.NotSaved {
            return .fragments([Fragment(id: "draft", html: line.line(fault))], status: .conflict)
        }
    }

    private func show(
        _ model: IntakeModel, _ visit: Visit, status: Answer.Status = .ok
    ) throws -> Answer {
        let keys: [Frame.KeyHint] = [
            .init("Alt T", words: visit.language(.addTransfer)), .init("Alt D", words: visit.language(.samePayer)),
            .init("Alt V", words: visit.language(.addVictim)), .init("Alt R", words: visit.language(.readStatement)),
            .init("F2", words: visit.language(.confirmValue)), .init("F4", words: visit.language(.showPlace)),
        ]
        let frame = try console.frame(visit, FramePlace(menu: .intake, keys: keys))
        return .page(IntakePage(model: model).html(in: frame), status: status)
    }

    /// The form as it stands with one row more, or with one likely duplicate told apart.
    private func rebuilt(_ visit: Visit) throws -> Answer {
        var form = IntakeForm(visit.form)
        let before = form.transfers.count
        switch visit.form["add"] {
        case "victim": form.addVictim()
        case "transfer": form.addTransfer()
        case "same": form.addTransfer(form.transfers.last?.value)
        default: break
        }
        var model = try IntakeModel.load(form, console.platform, visit, key: visit.form["key"])
        if form.transfers.count > before { model.added = form.transfers.last?.number }
        return try show(model, visit)
    }

    /// Reads the statement and fills what is empty; what stands in a field already stays.
    private func read(_ visit: Visit) throws -> Answer {
        var form = IntakeForm(visit.form)
        let day = CivilTime(visit.now).day
        var differences: [ReadValue] = []
        if form.head.narrative.count <= StatementReading.storyMax {
            let filling = IntakeFilling(form, from: StatementReading(form.head.narrative, day: day))
            (form, differences) = (filling.form, filling.differences)
        }
        var model = try IntakeModel.load(form, console.platform, visit, key: visit.form["key"])
        model.differences = differences
        model.isJustRead = model.reading != nil
        return try show(model, visit)
    }

    private func register(_ visit: Visit) throws -> Answer {
        let form = IntakeForm(visit.form)
        let files = visit.form.files("evidence").map { EvidenceFile(name: $0.name, content: $0.bytes) }
        do {
            let receipt = try console.platform.incidents.register(
                form.intake, evidence: files, read: form.statement, by: visit.principal, key: try visit.key(),
                at: visit.now)
            let shown = receipt.joinedTo ?? receipt.incident
            return .redirect(Address.incident(shown.description).with(["receipt": receipt.number]))
        } catch let error as Problems {
            let model = try IntakeModel.load(
                form, console.platform, visit, errors: error.all, key: visit.form["key"])
            return try show(model, visit, status: .unprocessableContent)
        }
    }
}
