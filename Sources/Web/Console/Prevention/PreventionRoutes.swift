internal import Access
internal import HTTPTypes
internal import Journal
internal import Jurisdiction
internal import Prevention
internal import Primitives
internal import Storage
internal import Workflow

/// Warnings, tasks, the roster, and the officer's own tasks on the phone.
struct PreventionRoutes: Sendable {
    let console: Console

    private var platform: Platform { console.platform }

    func add(to group: Console.Group) {
        console.get(.preventing(.warnings), on: group) { visit in
            try self.list(try WarningList.load(platform, visit), visit)
        }
        console.get(.preventing(.entry), on: group) { visit in try entry(visit, []) }
        console.post(.preventing(.entry), on: group) { visit in try enter(visit) }
        console.get(.preventing(.warning(":id")), on: group) { visit in try page(visit) }
        for act in Address.Preventing.Act.allCases {
            console.post(.preventing(.act(":id", act)), on: group) { visit in try self.act(act, visit) }
        }
        console.post(.preventing(.handover(":handover")), on: group) { visit in try answerHandover(visit) }
        console.get(.preventing(.tasks), on: group) { visit in
            let live = visit.query["after"].isEmpty ? "tasks" : nil
            return .page(try TaskBoard.load(platform, visit).html(in: try frame(visit, .tasks, live: live)))
        }
        console.get(.preventing(.roster), on: group) { visit in
            .page(try RosterPage.load(platform, visit).html(in: try frame(visit, .roster)))
        }
        console.post(.preventing(.roster), on: group) { visit in try plan(visit) }
        console.get(.preventing(.figures), on: group) { visit in
            .page(try FiguresPage.load(platform, visit).html(in: try frame(visit, .figures)))
        }
        console.post(.preventing(.shift(":shift")), on: group) { visit in
            try platform.roster.cancel(
                try visit.id("shift"), reason: visit.form["reason"], by: visit.principal, key: try visit.key(),
                at: visit.now)
            return .redirect(Address.preventing(.roster).with(["done": "saved"]))
        }
        console.get(.preventing(.myTasks), on: group) { visit in
            .page(try MyTasks.load(platform, visit).html(in: try frame(visit, .myTasks)))
        }
        console.get(.preventing(.mine(":id")), on: group) { visit in try mine(visit) }
        console.post(.preventing(.mine(":id")), on: group) { visit in try doMine(visit) }
    }

    private func frame(
        _ visit: Visit, _ menu: Address.Preventing, keys: [Frame.KeyHint] = [], crumb: Bool = false,
        live: String? = nil, watermark: String? = nil
    ) throws -> Frame {
        let crumbs: [Frame.MenuItem] =
            crumb ? [.init(visit.language(.warningsTitle), Address.preventing(.warnings).path)] : []
        return try console.frame(
            visit,
            FramePlace(
                menu: .preventing(menu), breadcrumbs: crumbs, keys: keys, live: live, watermark: watermark,
                styles: [.prevention]))
    }

    /// The live part of the list of open warnings: what is reported stands at its top at once.
    static func fragments(
        _ console: Console, _ visit: Visit, _ argument: String, _ change: LiveChange
    ) throws -> [Fragment] {
        guard change.touchesWarnings else { return [] }
        return try WarningList.load(console.platform, visit).fragments(change)
    }

    /// The same of the shift leader's board.
    static func taskFragments(
        _ console: Console, _ visit: Visit, _ argument: String, _ change: LiveChange
    ) throws -> [Fragment] {
        guard change.touchesWarnings else { return [] }
        return try TaskBoard.load(console.platform, visit).fragments(change)
    }

    /// The same of one warning: what was tried meanwhile, by whom, and what an operator said.
    static func warningFragments(
        _ console: Console, _ visit: Visit, _ argument: String, _ change: LiveChange
    ) throws -> [Fragment] {
        guard let id = WarningID(argument) else { throw NotFound(argument) }
        guard change.touches(id) else { return [] }
        return WarningPage(try WarningModel.load(id, console.platform, visit)).fragments
    }

    /// The same of one task on the phone.
    static func mineFragments(
        _ console: Console, _ visit: Visit, _ argument: String, _ change: LiveChange
    ) throws -> [Fragment] {
        try visit.principal.permit(.doTask, in: nil, bank: nil)
        guard let id = WarningID(argument) else { throw NotFound(argument) }
        guard change.touches(id) else { return [] }
        return [LinePanel(try WarningModel.load(id, console.platform, visit), on: .phone).fragment]
    }

    private func list(_ list: WarningList, _ visit: Visit, status: Answer.Status = .ok) throws -> Answer {
        let keys: [Frame.KeyHint] = [.init("N", words: visit.language(.enterWarning))]
        let live = list.state == .open && list.isFirst ? "warnings" : nil
        return .page(list.html(in: try frame(visit, .warnings, keys: keys, live: live)), status: status)
    }

    // MARK: in

    private func entry(_ visit: Visit, _ problems: [FieldProblem]) throws -> Answer {
        try visit.principal.permit(.enterWarning, in: nil, bank: nil)
        var entered = visit.form
        entered.add("signs", visit.form.report(platform.rules)[.signs])
        let page = WarningEntry(
            entered: entered, problems: problems, hiddenFields: visit.formFields, rules: platform.rules,
            language: visit.language)
        return .page(
            page.html(in: try frame(visit, .warnings, crumb: true)),
            status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private func enter(_ visit: Visit) throws -> Answer {
        do {
            let received = try platform.warnings.receive(
                visit.form.report(platform.rules), by: visit.principal, key: try visit.key(), at: visit.now)
            return .redirect(
                Address.preventing(.warning(received.warning.description)).with(["done": received.kind.rawValue]))
        } catch let error as Problems {
            return try entry(visit, error.all)
        }
    }

    // MARK: one warning

    private func page(
        _ visit: Visit, error: Text? = nil, problems: [FieldProblem] = [], status: Answer.Status = .ok
    ) throws -> Answer {
        var model = try WarningModel.load(try visit.id(), platform, visit)
        model.error = error.map { visit.language($0) }
        model.problems = problems
        let mark =
            model.revealed.isEmpty ? nil : "\(visit.user.name) \(visit.user.staffNumber) \(CivilTime(visit.now).text)"
        let frame = try frame(visit, .warnings, crumb: true, live: "warning/\(model.warning.id)", watermark: mark)
        return .page(WarningPage(model).html(in: frame), status: status)
    }

    /// Does an act on a warning that the person can see; what a rule says against it stands on the page.
    private func act(_ act: Address.Preventing.Act, _ visit: Visit) throws -> Answer {
        let model = try WarningModel.load(try visit.id(), platform, visit)
        do {
            try carryOut(act, model, visit)
        } catch {
            let fault = try ErrorResponse.ofAct(error)
            return try page(
                visit, error: fault.fields.isEmpty ? fault.words : nil, problems: fault.fields, status: fault.status)
        }
        return .redirect(Address.preventing(.warning(try visit.parameter("id"))).with(["done": "saved"]))
    }

    private func carryOut(_ act: Address.Preventing.Act, _ model: WarningModel, _ visit: Visit) throws {
        let (id, form, who, now) = (model.warning.id, visit.form, visit.principal, visit.now)
        let (warnings, tasks, key) = (platform.warnings, platform.tasks, try visit.key())
        switch act {
        case .attempt:
            _ = try platform.attempts.record(
                try form.attempt(at: now, fraudType: model.warning.fraudType ?? String()), on: id, by: who, key: key,
                at: now)
        case .close:
            guard let outcome = Outcome(rawValue: form["outcome"]) else { throw FormFault.unreadable }
            try warnings.close(
                id, outcome, fraudType: form["fraudType"], note: form["note"], by: who, key: key, at: now)
        case .regrade:
            guard let grade = Grade(rawValue: form["grade"]) else { throw FormFault.unreadable }
            try warnings.regrade(id, to: grade, reason: form["reason"], by: who, key: key, at: now)
        case .link:
            try platform.warnedIncidents.link(id, to: form["incident"], by: who, key: key, at: now)
        case .protect:
            _ = try platform.warnedIncidents.protect(
                id, account: form["account"], bank: form["bank"], by: who, key: key, at: now)
        case .merge:
            guard let other = WarningID(form["other"]) else { throw FormFault.unreadable }
            try warnings.merge(id, into: other, reason: form["reason"], by: who, key: key, at: now)
        case .verify:
            guard let sighting = SightingID(form["sighting"]), ["true", "false"].contains(form["found"]) else {
                throw FormFault.unreadable
            }
            try warnings.verify(
                sighting, of: id, isTrue: form["found"] == "true", note: form["note"], by: who, key: key, at: now)
        case .reveal:
            guard let sighting = SightingID(form["sighting"]) else { throw FormFault.unreadable }
            try warnings.revealReporter(sighting, of: id, by: who, key: key, at: now)
        case .suspend:
            _ = try platform.carrierLines.ask(
                form["carrier"], for: id, reason: form["reason"], by: who, key: key, at: now)
        case .restore:
            guard let line = LineSuspensionID(form["line"]) else { throw FormFault.unreadable }
            guard model.lines.contains(where: { $0.id == line }) else { throw NotFound(line) }
            try platform.lines.release(line, by: who, key: key, at: now)
        case .split: try warnings.split(id, reason: form["reason"], by: who, key: key, at: now)
        case .handover:
            let unit = try UnitCode(form["unit"])
            _ = try tasks.askHandover(of: id, to: unit, reason: form["reason"], by: who, key: key, at: now)
        case .sign, .assign, .pause, .resume:
            guard let task = model.task else { throw DissuasionTasks.NotPossible.notOpen }
            try advance(task.id, by: act, visit, key)
        }
    }

    private func advance(
        _ task: DissuasionTaskID, by act: Address.Preventing.Act, _ visit: Visit, _ key: IdempotencyKey
    ) throws {
        let (form, who, now, tasks) = (visit.form, visit.principal, visit.now, platform.tasks)
        switch act {
        case .assign:
            guard let officer = UserID(form["officer"]) else { throw FormFault.unreadable }
            try tasks.assign(task, to: officer, by: who, key: key, at: now)
        case .pause:
            let until: Timestamp
            do { until = try TimeText.parse(form["until"], relativeTo: CivilTime(now)).timestamp } catch {
                throw FieldProblem("until", .timeUnreadable, found: form["until"])
            }
            try tasks.pause(task, until: until, reason: form["reason"], by: who, key: key, at: now)
        case .resume: try tasks.resume(task, by: who, key: key, at: now)
        case .sign, .attempt, .close, .regrade, .link, .merge, .split, .handover, .verify, .reveal, .protect, .suspend,
            .restore:
            try tasks.sign(task, by: who, key: key, at: now)
        }
    }

    private func answerHandover(_ visit: Visit) throws -> Answer {
        guard ["accept", "refuse"].contains(visit.form["decision"]) else { throw FormFault.unreadable }
        do {
            try platform.tasks.answerHandover(
                try visit.id("handover"), accept: visit.form["decision"] == "accept", answer: visit.form["answer"],
                by: visit.principal, key: try visit.key(), at: visit.now)
        } catch {
            let fault = try ErrorResponse.ofAct(error)
            var list = try WarningList.load(platform, visit)
            list.error = fault.line(in: visit.language)
            return try self.list(list, visit, status: fault.status)
        }
        return .redirect(Address.preventing(.warnings).with(["done": "saved"]))
    }

    // MARK: roster

    private func plan(_ visit: Visit) throws -> Answer {
        var page = try RosterPage.load(platform, visit)
        let form = visit.form
        guard let user = UserID(form["officer"]), let post = Shift.Post(rawValue: form["post"]) else {
            throw FormFault.unreadable
        }
        do {
            let start = try time(form["start"], "start", visit.now)
            _ = try platform.roster.plan(
                user, at: page.unit, post: post, from: start, to: try time(form["end"], "end", visit.now),
                by: visit.principal, key: try visit.key(), at: visit.now)
        } catch {
            let fault = try ErrorResponse.ofAct(error)
            page.error = fault.line(in: visit.language)
            return .page(page.html(in: try frame(visit, .roster)), status: fault.status)
        }
        return .redirect(Address.preventing(.roster).with(["unit": page.unit.text, "done": "saved"]))
    }

    private func time(_ text: String, _ field: String, _ now: Timestamp) throws -> Timestamp {
        do { return try TimeText.parse(text, relativeTo: CivilTime(now)).timestamp } catch {
            throw FieldProblem(field, .timeUnreadable, found: text)
        }
    }

    // MARK: the phone

    private func mine(_ visit: Visit, error: Text? = nil, problems: [FieldProblem] = [], status: Answer.Status = .ok)
        throws -> Answer
    {
        try visit.principal.permit(.doTask, in: nil, bank: nil)
        var model = try WarningModel.load(try visit.id(), platform, visit)
        model.error = error.map { visit.language($0) }
        model.problems = problems
        let frame = try frame(visit, .myTasks, live: "mine/\(model.warning.id)")
        return .page(MyTaskPage(model).html(in: frame), status: status)
    }

    private func doMine(_ visit: Visit) throws -> Answer {
        try visit.principal.permit(.doTask, in: nil, bank: nil)
        let model = try WarningModel.load(try visit.id(), platform, visit)
        do {
            switch visit.form["do"] {
            case "attempt": try carryOut(.attempt, model, visit)
            case "sign": try carryOut(.sign, model, visit)
            case "protect": try carryOut(.protect, model, visit)
            case "suspend": try carryOut(.suspend, model, visit)
            case "restore": try carryOut(.restore, model, visit)
            default: throw FormFault.unreadable
            }
        } catch {
            let fault = try ErrorResponse.ofAct(error)
            return try mine(
                visit, error: fault.fields.isEmpty ? fault.words : nil, problems: fault.fields, status: fault.status)
        }
        return .redirect(Address.preventing(.mine(try visit.parameter("id"))).with(["done": "saved"]))
    }
}
