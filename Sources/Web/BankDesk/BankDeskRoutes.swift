internal import Access
internal import HTTPTypes
internal import Primitives
internal import Recovery
internal import Storage
internal import Wire
internal import Workflow

/// A bank's people: their orders, the clerk's answer, the second person's confirmation.
struct BankDeskRoutes {
    let console: Console

    func add(to group: Console.Group) {
        console.get(.bank, on: group) { visit in
            // An operator is given no orders: its people's first page is another.
            if let partner = visit.principal.bank, try console.platform.partnerWarnings.kind(of: partner) == .carrier {
                let waiting = try console.platform.database.read { tx in try CarrierDesk.count(tx, visit) }
                return .redirect(to: .preventing(waiting > 0 ? .lines : .partner))
            }
            return try show(nil, visit)
        }
        console.get(.bankOrder(":id"), on: group) { visit in try show(try visit.id(), visit) }
        console.post(.bankOrderCheck(":id"), on: group) { visit in
            let (desk, reading) = try read(try visit.id(), visit)
            guard var model = desk.order else { throw NotFound("order") }
            model.reading = reading
            return .fragments(BankAnswerForm(model: model).fragments)
        }
        console.post(.bankOrder(":id"), on: group) { visit in try submit(try visit.id(), visit) }
        console.post(.bankReview(":id"), on: group) { visit in try confirm(try visit.id(), visit) }
    }

    private func show(_ id: ActID?, _ visit: Visit) throws -> Answer {
        try page(try BankDesk.load(console.platform, visit, open: id), visit)
    }

    private func page(_ desk: BankDesk, _ visit: Visit, status: Answer.Status = .ok) throws -> Answer {
        let keys: [Frame.KeyHint] = [
            .init("J", "K", words: visit.language(.keyRows)), .init("Alt U", words: visit.language(.rowsWord)),
        ]
        return .page(desk.html(in: try console.frame(visit, FramePlace(menu: .bank, keys: keys))), status: status)
    }

    private func read(_ id: ActID, _ visit: Visit) throws -> (BankDesk, AnswerReading) {
        let entry = AnswerEntry(visit.form)
        let desk = try BankDesk.load(console.platform, visit, open: id, entry: entry)
        guard let order = desk.order?.order else { throw NotFound(id) }
        return (desk, AnswerReading(entry, to: order, by: visit.user.name, now: visit.now))
    }

    private func submit(_ id: ActID, _ visit: Visit) throws -> Answer {
        var (desk, reading) = try read(id, visit)
        guard reading.faults.isEmpty else {
            desk.order?.reading = reading
            return try page(desk, visit, status: .unprocessableContent)
        }
        _ = try console.platform.bankDrafts.submit(
            reading.answers, by: visit.principal, key: try visit.key(), at: visit.now)
        return .redirect(Address.bank.with(["done": "submitted"]))
    }

    private func confirm(_ id: ApprovalID, _ visit: Visit) throws -> Answer {
        try visit.principal.permit(.readForBank, in: nil, bank: visit.principal.bank)
        let isApproval = visit.form["decision"] == "approve"
        guard isApproval || visit.form["decision"] == "return" else { throw FormFault.unreadable }
        let decision: Approvals.Decision =
            isApproval ? .approve(leavingOut: []) : .giveBack(reason: visit.form["reason"])
        try console.platform.bankDrafts.decide(
            id, decision, by: visit.principal, key: try visit.key(), at: visit.now)
        return .redirect(Address.bank.with(["done": isApproval ? "sent" : "returned"]))
    }
}
