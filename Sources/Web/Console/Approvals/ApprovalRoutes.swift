internal import Access
internal import HTTPTypes
internal import Journal
internal import Messaging
internal import Primitives
internal import Recovery
internal import Workflow

/// Deciding on what another asked for, and looking at what went out without a second person.
struct ApprovalRoutes {
    let console: Console

    func add(to group: Console.Group) {
        console.get(.approvals, on: group) { visit in
            let list = try ApprovalList.load(console.platform, visit)
            let keys: [Frame.KeyHint] = [.init("R", words: visit.language(.reviewsTitle))]
            return .page(list.html(in: try console.frame(visit, FramePlace(menu: .approvals, keys: keys))))
        }
        console.get(.approval(":id"), on: group) { visit in try show(try visit.id(), visit) }
        console.post(.approval(":id"), on: group) { visit in try decide(try visit.id(), visit) }
        console.get(.reviews, on: group) { visit in
            let list = try ReviewList.load(console.platform, visit)
            return .page(list.html(in: try console.frame(visit, place(visit))))
        }
        console.post(.reviews, on: group) { visit in try review(visit) }
    }

    private func show(
        _ id: ApprovalID, _ visit: Visit, error: Text? = nil, status: Answer.Status = .ok
    ) throws -> Answer {
        var model = try ApprovalModel.load(id, console.platform, visit)
        model.error = error.map { visit.language($0) }
        let keys: [Frame.KeyHint] = [
            .init("Y", words: visit.language(.approve)), .init("X", words: visit.language(.giveBack)),
            .init("J", words: visit.language(.nextRequest)),
        ]
        var place = place(visit)
        place.keys = keys
        return .page(model.html(in: try console.frame(visit, place)), status: status)
    }

    private func place(_ visit: Visit) -> FramePlace {
        FramePlace(
            menu: .approvals, breadcrumbs: [.init(visit.language(.approvalsTitle), Address.approvals.path)])
    }

    private func decide(_ id: ApprovalID, _ visit: Visit) throws -> Answer {
        let model = try ApprovalModel.load(id, console.platform, visit)
        let decision = try Self.decision(visit.form, lines: model.lines.map(\.id))
        do {
            let key = try visit.key()
            if model.act == .approveMessages {
                try console.platform.messageApprovals.decide(
                    id, decision, by: visit.principal, key: key, at: visit.now)
            } else {
                try console.platform.approvals.decide(id, decision, by: visit.principal, key: key, at: visit.now)
            }
        } catch let refusal as Refusal where refusal == .reasonMissing || refusal == .nothingLeft {
            return try show(id, visit, error: .refusal(refusal), status: .unprocessableContent)
        }
        let isApproval = visit.form["decision"] == "approve"
        if let next = model.next { return .redirect(to: .approval(next)) }
        return .redirect(Address.approvals.with(["done": isApproval ? "approved" : "returned"]))
    }

    /// Lines without a tick are left out.
    static func decision(_ form: Form, lines: [String]) throws -> Approvals.Decision {
        switch form["decision"] {
        case "return": return .giveBack(reason: form["reason"])
        case "approve":
            let kept = Set(form.all("line"))
            return .approve(leavingOut: lines.filter { !kept.contains($0) })
        default: throw FormFault.unreadable
        }
    }

    /// Confirms, or objects to, each of the ticked reviews; each is an act of its own under the form's key.
    private func review(_ visit: Visit) throws -> Answer {
        let ids = visit.form.all("review").compactMap { ReviewID($0) }.prefix(ReviewList.most)
        let objects = visit.form["decision"] == "object"
        guard objects || visit.form["decision"] == "confirm" else { throw FormFault.unreadable }
        let reason = visit.form["reason"]
        if ids.isEmpty || (objects && reason.isEmpty) { throw Refusal.reasonMissing }
        for id in ids {
            guard let key = IdempotencyKey("\(try visit.key().text)/\(id)") else { throw FormFault.keyMissing }
            try console.platform.authorities.review(
                id, objection: objects ? reason : nil, remark: reason, by: visit.principal, key: key, at: visit.now)
        }
        return .redirect(Address.reviews.with(["done": objects ? "objected" : "confirmed"]))
    }
}
