internal import Access
internal import Journal
internal import Jurisdiction
internal import Primitives
internal import Recovery
internal import Wire

/// Makes the board's model out of the records, for one reader.
struct BoardLoading {
    let snapshot: BoardSnapshot
    let principal: Principal
    let language: Language
    let onlyOwn: Bool

    var now: Timestamp { snapshot.now }

    func model() -> BoardModel {
        let flow = snapshot.flow
        let (rows, folded) = BoardModel.fold(BoardModel.sorted(snapshot.incidents.map(row)))
        return BoardModel(
            scopes: scopes, intakeAddress: principal.allows(.registerIncident) ? Address.intake.path : nil,
            lost: flow.defrauded, bands: Bands(flow),
            figures: figures, rows: rows, folded: folded, tasks: tasks, banks: banks, events: events, now: now)
    }

    private var scopes: [BoardModel.Scope] {
        let own = snapshot.incidents.count { $0.taker == principal.actor.id }
        if onlyOwn {
            return [
                .init(language(.everyIncident), Address.board.path, isCurrent: false),
                .init(language(.mine(snapshot.count)), Address.board.with(["scope": "own"]), isCurrent: true),
            ]
        }
        return [
            .init(language(.allOfUnit(snapshot.count)), Address.board.path, isCurrent: true),
            .init(language(.mine(own)), Address.board.with(["scope": "own"]), isCurrent: false),
        ]
    }

    // MARK: figures

    private var figures: [BoardModel.Figure] {
        let holds = snapshot.incidents.compactMap { incident in incident.firstHeldAt.map { $0 - incident.reportedAt } }
        let late = snapshot.incidents.count { $0.recordedAt - $0.reportedAt > snapshot.rules.entryLimit }
        let total = snapshot.incidents.count
        return [
            .init(language(.firstHoldFigure), time(holds.median), note: language(.medianOf(holds.count))),
            .init(language(.bankAnswerFigure), time(snapshot.answers.map(\.took).median), note: slowest),
            .init(
                language(.enteredFigure), "\(total - late) / \(total)",
                note: language(late == 0 ? .allInTime : .lateEntries(late))),
        ]
    }

    private var slowest: String {
        let medians = Dictionary(grouping: snapshot.answers, by: \.bank).compactMapValues { $0.map(\.took).median }
        guard let bank = medians.max(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key else {
            return language(.noFigureYet)
        }
        return language(.slowest(snapshot.banks[bank]?.name ?? bank))
    }

    private func time(_ duration: Duration?) -> String {
        guard let seconds = duration?.wholeSeconds else { return "—" }
        return language(.minutesAndSeconds(seconds))
    }

    // MARK: rows

    func row(_ incident: Incident) -> BoardModel.Row {
        let flow = incident.flow
        let names = (snapshot.victims[incident.id] ?? []).map(\.name).filter { !$0.isEmpty }
        let type = incident.fraudType.flatMap { snapshot.rules.code($0, in: .fraudTypes)?.name }
        let origin = snapshot.units[incident.unit] ?? incident.unit.text
        return BoardModel.Row(
            id: incident.id.description, address: Address.incident(incident.id.description).path,
            golden: GoldenClock(reported: incident.reportedAt, firstHold: incident.firstHeldAt),
            victim: names.isEmpty ? language(.victim) : names.joined(separator: language == .zh ? "、" : ", "),
            type: type.map { language == .zh ? $0.zh : $0.en } ?? language(.typeNotKnown),
            origin: "\(incident.number.suffix(4)) · \(origin)", isNew: now - incident.recordedAt < .minutes(5),
            lost: flow.defrauded, bands: Bands(flow),
            wait: wait(incident), ends: snapshot.ends[incident.id],
            owner: snapshot.people[incident.taker]?.name ?? language(.bySystem), stage: stage(incident))
    }

    private func stage(_ incident: Incident) -> BoardModel.Stage {
        if now - incident.reportedAt < snapshot.rules.goldenLimit { return .golden }
        return incident.flow.atLarge.isPositive || incident.flow.defrauded == .zero ? .chased : .settled
    }

    /// The one thing that matters most: what a person must do, then what a bank owes, then what the law asks next.
    private func wait(_ incident: Incident) -> BoardModel.Wait {
        let acts = snapshot.unansweredOf[incident.id] ?? []
        return approvalWait(incident) ?? undeliveredWait(acts) ?? lateWait(acts) ?? factsWait(incident)
            ?? endWait(incident) ?? bankWait(acts) ?? restWait(incident)
    }

    private func approvalWait(_ incident: Incident) -> BoardModel.Wait? {
        guard let waiting = snapshot.approvals[incident.id.description], let first = waiting.first else { return nil }
        let who = snapshot.people[first.maker.id]?.name ?? language(.bySystem)
        let clock = (now - first.madeAt).counting(language)
        return .init(
            .pair, .plain, language(.awaitsApproval(waiting.map(\.lines.count).reduce(0, +))),
            detail: language(.submittedBy(who, clock)), needsPerson: true)
    }

    private func undeliveredWait(_ acts: [UnansweredAct]) -> BoardModel.Wait? {
        let dead = acts.filter(\.isDead)
        guard let first = dead.first else { return nil }
        return .init(
            .alert, .danger, language(.undeliveredCount(dead.count)), detail: bankName(first.bank), needsPerson: true)
    }

    private func lateWait(_ acts: [UnansweredAct]) -> BoardModel.Wait? {
        let late = acts.filter { !$0.isDead && $0.answerDue <= now }
        guard let first = late.first else { return nil }
        let same = late.count { $0.bank == first.bank }
        return .init(
            .alert, .warn, language(.bankOwes(bankName(first.bank), same)),
            detail: language(.oldestLate((now - first.createdAt).counting(language))), needsPerson: true)
    }

    private func factsWait(_ incident: Incident) -> BoardModel.Wait? {
        guard let missing = snapshot.missingFacts[incident.id], missing > 0 else { return nil }
        return .init(
            .alert, .warn, language(.payeesMissing(missing)), detail: language(.callBack), needsPerson: true)
    }

    private func endWait(_ incident: Incident) -> BoardModel.Wait? {
        guard let end = snapshot.ends[incident.id], incident.flow.held.isPositive,
            end - now <= snapshot.rules.stopPaymentWarnBefore.max() ?? .zero
        else { return nil }
        return .init(
            .alert, .danger, language(.endsSoon), detail: language(.beforeEnd), needsPerson: true)
    }

    private func bankWait(_ acts: [UnansweredAct]) -> BoardModel.Wait? {
        guard let first = acts.first else { return nil }
        let same = acts.filter { $0.bank == first.bank }
        let onlyStatements = same.allSatisfy { $0.kind == .inquiry }
        let name = bankName(first.bank)
        return .init(
            .wait, .plain, language(onlyStatements ? .waitsForStatement(name) : .waitsForAnswer(name, same.count)),
            detail: language(.oldestWait((now - first.createdAt).counting(language))))
    }

    private func restWait(_ incident: Incident) -> BoardModel.Wait {
        let flow = incident.flow
        if flow.exited == flow.defrauded, flow.defrauded.isPositive {
            return .init(.exit, .exit, language(.allExited), detail: language(.toLeads))
        }
        if !flow.atLarge.isPositive, flow.held.isPositive {
            return .init(.clock, .plain, language(.nothingLeft), detail: language(.allHeld))
        }
        let isFresh = now - incident.recordedAt < .minutes(1)
        return .init(
            .wait, .plain, language(isFresh ? .traceRuns : .noOpenOrder),
            detail: language(.atLarge) + " " + flow.atLarge.wholeYuan,
            needsPerson: !isFresh)
    }

    func bankName(_ code: String) -> String { snapshot.banks[code]?.name ?? code }
}

extension Bands {
    init(_ flow: FlowSums) {
        self.init(held: flow.held, atLarge: flow.atLarge, exited: flow.exited, returned: flow.returned)
    }
}
