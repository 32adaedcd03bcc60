internal import Access
internal import HTTPTypes
internal import Journal
internal import Primitives
internal import Recovery
internal import Workflow

/// The list of applications for hardship aid, one of them with its acts, and the form that enters one.
struct AidRoutes: Sendable {
    let console: Console

    func add(to group: Console.Group) {
        console.get(.aiding(.list), on: group) { visit in
            let list = try AidList.load(console.platform, visit)
            return .page(list.html(in: try console.frame(visit, FramePlace(menu: .returns(.list)))))
        }
        console.get(.aiding(.page(":id")), on: group) { visit in try show(visit) }
        console.post(.aiding(.page(":id")), on: group) { visit in try act(visit) }
        console.get(.aiding(.apply(":id")), on: group) { visit in try sheet(visit) }
        console.post(.aiding(.apply(":id")), on: group) { visit in try apply(visit) }
    }

    private var aids: HardshipAids { console.platform.aids }

    private func frame(_ visit: Visit) throws -> Frame {
        let list = Frame.MenuItem(visit.language(.aidsTitle), Address.aiding(.list).path)
        return try console.frame(visit, FramePlace(menu: .returns(.list), breadcrumbs: [list]))
    }

    private func show(_ visit: Visit, error: Text? = nil, status: Answer.Status = .ok) throws -> Answer {
        var model = try AidModel.load(try visit.id(), console.platform, visit)
        model.error = error.map { visit.language($0) }
        return .page(model.html(in: try frame(visit)), status: status)
    }

    private func act(_ visit: Visit) throws -> Answer {
        let id: HardshipAidID = try visit.id()
        // What the page cannot show is not there for its act either.
        _ = try AidModel.load(id, console.platform, visit)
        do {
            switch visit.form["act"] {
            case "papers":
                try aids.handIn(papers(visit.form), for: id, by: visit.principal, key: try visit.key(), at: visit.now)
            case "grant", "refuse":
                try aids.decide(
                    id, try decision(visit), reason: visit.form["reason"], by: visit.principal, key: try visit.key(),
                    at: visit.now)
            case "paid":
                guard visit.principal.allows(.applyForAid) else { throw Refusal.notPermitted(.applyForAid) }
                guard let day = CivilDay(visit.form["day"]) else { throw FreezeRoutes.Unread.day }
                try aids.notePaid(id, on: day, by: visit.principal, key: try visit.key(), at: visit.now)
            default: throw FormFault.unreadable
            }
        } catch {
            guard let words = Self.correctable(error) else { throw error }
            return try show(visit, error: words, status: .unprocessableContent)
        }
        return .redirect(Address.aiding(.page("\(id)")).with(["done": "saved"]))
    }

    private func decision(_ visit: Visit) throws -> HardshipAids.Decision {
        guard visit.form["act"] == "grant" else { return .refuse }
        // Who may not decide learns that first, and not what is wrong with his entries.
        guard visit.principal.allows(.decideAid) else { throw Refusal.notPermitted(.decideAid) }
        do {
            return .grant(try AmountText.parse(visit.form["amount"]), payer: visit.form["payer"])
        } catch {
            throw FreezeRoutes.Unread.limit(visit.form["amount"])
        }
    }

    private func papers(_ form: Form) -> Set<AidPaper> {
        Set(AidPaper.allCases.filter { form["paper-\($0.rawValue)"] == "yes" })
    }

    private func sheet(_ visit: Visit, error: Text? = nil, status: Answer.Status = .ok) throws -> Answer {
        var sheet = try AidSheet.load(try visit.id(), console.platform, visit)
        sheet.error = error.map { visit.language($0) }
        return .page(sheet.html(in: try frame(visit)), status: status)
    }

    private func apply(_ visit: Visit) throws -> Answer {
        let sheet = try AidSheet.load(try visit.id(), console.platform, visit)
        guard let victim = VictimID(visit.form["victim"]) else { throw FormFault.unreadable }
        do {
            let id = try aids.apply(
                for: victim, of: sheet.incident.id, hardship: visit.form["hardship"], papers: papers(visit.form),
                by: visit.principal, key: try visit.key(), at: visit.now)
            return .redirect(Address.aiding(.page("\(id)")).with(["done": "saved"]))
        } catch let error as HardshipAids.NotPossible {
            return try self.sheet(visit, error: .aidNotPossible(error), status: .unprocessableContent)
        }
    }

    /// What the person can put right on the form itself.
    private static func correctable(_ error: any Error) -> Text? {
        switch error {
        case let error as HardshipAids.NotPossible: .aidNotPossible(error)
        case HardshipAid.Illegal.papersMissing(let papers): .aidIllegal(.papersMissing(papers))
        default: FreezeRoutes.correctable(error)
        }
    }
}
