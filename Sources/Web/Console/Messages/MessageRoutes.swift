internal import Access
internal import HTTPTypes
internal import Journal
internal import Messaging
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// Messages: the batches, a new one, one of them with its messages, and the templates.
struct MessageRoutes {
    let console: Console

    func add(to group: Console.Group) {
        console.get(.messages(.list), on: group) { visit in
            let list = try BatchList.load(console.platform, visit)
            let keys: [Frame.KeyHint] = [.init("N", words: visit.language(.newBatch))]
            return .page(list.html(in: try console.frame(visit, FramePlace(menu: .messages(.list), keys: keys))))
        }
        console.get(.messages(.new), on: group) { visit in try showNew(NewBatchForm(), visit) }
        console.post(.messages(.new), on: group) { visit in try prepare(visit) }
        console.get(.messages(.batch(":id")), on: group) { visit in try show(try visit.id(), visit) }
        console.post(.messages(.act(":id")), on: group) { visit in try act(try visit.id(), visit) }
        console.get(.messages(.templates), on: group) { visit in try showTemplates(TemplateForm(), visit) }
        console.post(.messages(.templates), on: group) { visit in try propose(visit) }
        console.post(.messages(.retire(":id")), on: group) { visit in
            try console.platform.messageTemplates.retire(
                try visit.id(), by: visit.principal, key: try visit.key(), at: visit.now)
            return .redirect(Address.messages(.templates).with(["done": "retired"]))
        }
        console.post(.messages(.optOut), on: group) { visit in try optOut(visit) }
    }

    private func place(_ visit: Visit, keys: [Frame.KeyHint] = []) -> FramePlace {
        FramePlace(
            menu: .messages(.list), breadcrumbs: [.init(visit.language(.messagesTitle), Address.messages(.list).path)],
            keys: keys)
    }

    // MARK: a new batch

    private func showNew(
        _ form: NewBatchForm, _ visit: Visit, errors: [(field: String, words: String)] = [],
        status: Answer.Status = .ok
    ) throws -> Answer {
        var page = try NewBatchPage.load(form, console.platform, visit)
        page.errors = errors
        return .page(page.html(in: try console.frame(visit, place(visit))), status: status)
    }

    private func prepare(_ visit: Visit) throws -> Answer {
        let form = NewBatchForm(visit.form)
        let language = visit.language
        guard let template = MessageTemplateID(form.template) else {
            return try showNew(
                form, visit, errors: [("template", language(.templateMissing))], status: .unprocessableContent)
        }
        guard !form.isUnreadable else {
            return try showNew(form, visit, errors: [("file", language(.tableNotUTF8))], status: .unprocessableContent)
        }
        let draft = MessageBatches.Draft(
            title: form.title, template: template, kind: form.kind, rate: Int(form.rate) ?? 0, list: form.list)
        do {
            let id = try console.platform.messageBatches.prepare(
                draft, by: visit.principal, key: try visit.key(), at: visit.now)
            return .redirect(to: .messages(.batch(id.description)))
        } catch let error as Audience.Invalid {
            return try showNew(
                form, visit, errors: [("list", language(.audienceInvalid(error)))], status: .unprocessableContent)
        } catch let error as MessageBatches.NotPossible {
            return try showNew(
                form, visit, errors: [(form.field(of: error), language(.batchNotPossible(error)))],
                status: .unprocessableContent)
        }
    }

    // MARK: one batch

    private func show(_ id: MessageBatchID, _ visit: Visit) throws -> Answer {
        let page = try BatchPage.load(id, console.platform, visit)
        var place = place(visit)
        place.live = page.isMoving ? "batch/\(id)" : nil
        place.reloadSeconds = page.isMoving ? 5 : nil
        return .page(page.html(in: try console.frame(visit, place)))
    }

    private func act(_ id: MessageBatchID, _ visit: Visit) throws -> Answer {
        let (batches, principal, now) = (console.platform.messageBatches, visit.principal, visit.now)
        let key = try visit.key()
        switch visit.form["act"] {
        case "submit": try batches.submit(id, by: principal, key: key, at: now)
        case "pause": try batches.pause(id, by: principal, key: key, at: now)
        case "resume": try batches.resume(id, by: principal, key: key, at: now)
        case "cancel": try batches.cancel(id, by: principal, key: key, at: now)
        default: throw FormFault.unreadable
        }
        return .redirect(to: .messages(.batch(id.description)))
    }

    /// The page's live parts.
    static func fragments(
        _ console: Console, _ visit: Visit, _ argument: String, _ change: LiveChange
    ) throws -> [Fragment] {
        guard let id = MessageBatchID(argument), change.touches(id) else { return [] }
        return try BatchPage.load(id, console.platform, visit).fragments
    }

    // MARK: templates

    private func showTemplates(
        _ form: TemplateForm, _ visit: Visit, errors: [(field: String, words: String)] = [],
        status: Answer.Status = .ok
    ) throws -> Answer {
        var page = try TemplateList.load(form, console.platform, visit)
        page.errors = errors
        return .page(page.html(in: try console.frame(visit, place(visit))), status: status)
    }

    private func propose(_ visit: Visit) throws -> Answer {
        let form = TemplateForm(visit.form)
        guard let unit = visit.principal.unit else { throw Refusal.notPermitted(.prepareMessages) }
        guard let purpose = Message.Purpose(rawValue: form.purpose) else { throw FormFault.unreadable }
        let draft = MessageTemplates.Draft(
            name: form.name, purpose: purpose, sender: form.sender, wording: form.wording)
        do {
            _ = try console.platform.messageTemplates.propose(
                draft, unit: unit, by: visit.principal, key: try visit.key(), at: visit.now)
        } catch let error as MessageWording.Invalid {
            return try showTemplates(
                form, visit, errors: [("wording", visit.language(.wordingInvalid(error)))],
                status: .unprocessableContent)
        } catch let error as MessageTemplates.NotPossible {
            return try showTemplates(
                form, visit, errors: [(form.field(of: error), visit.language(.templateNotPossible(error)))],
                status: .unprocessableContent)
        }
        return .redirect(Address.messages(.templates).with(["done": "proposed"]))
    }

    // MARK: who wants none

    private func optOut(_ visit: Visit) throws -> Answer {
        try visit.principal.permit(.prepareMessages, in: nil, bank: nil)
        let number: PhoneNumber
        do {
            number = try PhoneNumber(visit.form["number"])
        } catch {
            var list = try BatchList.load(console.platform, visit)
            list.errors = [("optOut", visit.language(.numberNotRead))]
            let frame = try console.frame(visit, FramePlace(menu: .messages(.list)))
            return .page(list.html(in: frame), status: .unprocessableContent)
        }
        try console.platform.messageLanes.optOut(number, via: .desk, at: visit.now)
        return .redirect(Address.messages(.list).with(["done": "optedOut"]))
    }
}
