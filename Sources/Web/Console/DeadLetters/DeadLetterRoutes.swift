internal import Access
internal import HTTPTypes
internal import Primitives
internal import Recovery
internal import Storage
internal import Wire
internal import Workflow

/// Undelivered messages: send again, drop, or enter what the bank said on the telephone.
struct DeadLetterRoutes {
    let console: Console

    func add(to group: Console.Group) {
        console.get(.undelivered(.list), on: group) { visit in
            let list = try DeadLetterList.load(console.platform, visit)
            return .page(list.html(in: try console.frame(visit, FramePlace(menu: .undelivered(.list)))))
        }
        console.post(.undelivered(.step(":id")), on: group) { visit in try step(try visit.id(), visit) }
        console.get(.undelivered(.one(":id")), on: group) { visit in
            try show(try model(try visit.id(), visit, entry: nil), visit)
        }
        console.post(.undelivered(.check(":id")), on: group) { visit in
            var (model, reading) = try read(try visit.id(), visit)
            model.reading = reading
            return .fragments(BankAnswerForm(model: model).fragments)
        }
        console.post(.undelivered(.one(":id")), on: group) { visit in try enter(try visit.id(), visit) }
        console.post(.undelivered(.settle(":id")), on: group) { visit in try settle(try visit.id(), visit) }
    }

    private func step(_ id: ActID, _ visit: Visit) throws -> Answer {
        let acts = console.platform.acts
        guard try console.platform.database.read({ try BankActTable($0).find(id) }) != nil else { throw NotFound(id) }
        if visit.form["step"] == "retry" {
            try acts.retry(id, by: visit.principal, key: try visit.key(), at: visit.now)
            return .redirect(Address.undelivered(.list).with(["done": "resent"]))
        }
        guard visit.form["step"] == "drop" else { throw FormFault.unreadable }
        try acts.drop(id, by: visit.principal, key: try visit.key(), at: visit.now)
        return .redirect(Address.undelivered(.list).with(["done": "dropped"]))
    }

    /// The form names the word by its place among all that the bank said, the first one 0.
    private func settle(_ id: ActID, _ visit: Visit) throws -> Answer {
        try visit.principal.permit(.requestStop, in: nil, bank: nil)
        let words = try console.platform.database.read { tx in
            guard let act = try BankActTable(tx).find(id), try DeadLetterList.reaches(act, visit, tx) else {
                throw NotFound(id)
            }
            return try BankActTable(tx).answers(to: id)
        }
        guard let place = Int(visit.form["word"]), words.indices.contains(place) else { throw FormFault.unreadable }
        try console.platform.acts.settle(
            id, as: words[place].answer, reason: visit.form["reason"], by: visit.principal, key: try visit.key(),
            at: visit.now)
        return .redirect(Address.undelivered(.list).with(["done": "settled"]))
    }

    // MARK: by telephone

    private func model(_ id: ActID, _ visit: Visit, entry: AnswerEntry?) throws -> BankOrderModel {
        try visit.principal.permit(.requestStop, in: nil, bank: nil)
        return try console.platform.database.read { tx in
            guard let act = try BankActTable(tx).find(id), try DeadLetterList.reaches(act, visit, tx) else {
                throw NotFound(id)
            }
            let unit = try IncidentTable(tx).require(act.incident).unit
            try visit.principal.permit(.requestStop, in: unit, bank: nil)
            var model = try BankOrderModel.load(act, console.platform, visit, tx, entry: entry)
            model.mayAnswer = true
            model.isByPhone = true
            model.draft = nil
            model.order.inquiry = nil
            model.action = Address.undelivered(.one(id.description)).path
            model.check = Address.undelivered(.check(id.description)).path
            return model
        }
    }

    private func read(_ id: ActID, _ visit: Visit) throws -> (BankOrderModel, AnswerReading) {
        let entry = AnswerEntry(visit.form)
        let model = try model(id, visit, entry: entry)
        return (model, AnswerReading(entry, to: model.order, by: visit.user.name, now: visit.now))
    }

    private func show(_ model: BankOrderModel, _ visit: Visit, status: Answer.Status = .ok) throws -> Answer {
        let title = visit.language(.answeredByPhone)
        let frame = try console.frame(
            visit,
            FramePlace(
                menu: .undelivered(.list),
                breadcrumbs: [.init(visit.language(.undeliveredTitle), Address.undelivered(.list).path)]))
        return .page(
            frame.page(title: title, "\(frame.heading("\(title)"))\(BankOrderPage(model: model).html)"), status: status)
    }

    private func enter(_ id: ActID, _ visit: Visit) throws -> Answer {
        var (model, reading) = try read(id, visit)
        guard reading.faults.isEmpty, let answer = reading.answers.first else {
            model.reading = reading
            return try show(model, visit, status: .unprocessableContent)
        }
        try console.platform.acts.recordSpokenAnswer(
            answer, to: id, reason: visit.form["reason"], by: visit.principal, key: try visit.key(), at: visit.now)
        return .redirect(Address.undelivered(.list).with(["done": "entered"]))
    }
}
