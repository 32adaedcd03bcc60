internal import Access
internal import Journal
internal import Jurisdiction
internal import Primitives
internal import Recovery

extension BoardLoading {
    /// What waits for this person, each with its key: `A` for decisions, then 1 to 9.
    var tasks: [BoardModel.Task] {
        var tasks =
            approvalTasks + endingTasks + freezeTasks + lateTasks + deadTasks + reviewTasks + complaintTasks
            + aidTasks
        var number = 0
        for index in tasks.indices where tasks[index].key.isEmpty && number < 9 {
            number += 1
            tasks[index].key = "\(number)"
        }
        return tasks
    }

    private func label(_ id: IncidentID) -> String {
        let names = (snapshot.victims[id] ?? []).map(\.name).filter { !$0.isEmpty }
        let number = snapshot.incidents.first { $0.id == id }?.number.suffix(4) ?? ""
        return [names.first ?? "", String(number)].filter { !$0.isEmpty }.joined(separator: " ")
    }

    private var approvalTasks: [BoardModel.Task] {
        let decidable = snapshot.approvals.values.joined()
            .filter { $0.obstacle(for: principal, at: now) == nil }
            .sorted { ($0.madeAt, $0.id) < ($1.madeAt, $1.id) }
        return decidable.prefix(3).enumerated().map { index, approval in
            let who = snapshot.people[approval.maker.id]?.name ?? language(.bySystem)
            let clock = (now - approval.madeAt).counting(language)
            let incident = approval.topic.flatMap { IncidentID($0) }.map(label) ?? ""
            let sum = approval.total.isPositive ? "\(approval.total) \(language(.yuan))" : ""
            let parts = [incident, sum, language(.submittedBy(who, clock))]
            return .init(
                .pair, .plain, language(.decide(approval.lines.count)), to: Address.approval("\(approval.id)").path,
                detail: parts.filter { !$0.isEmpty }.joined(separator: " · "), key: index == 0 ? "A" : "")
        }
    }

    private var endingTasks: [BoardModel.Task] {
        guard principal.allows(.requestStop) else { return [] }
        return snapshot.ending.filter { $0.heldBalance?.isPositive == true }.prefix(2).compactMap { stop in
            guard let ends = stop.endsAt else { return nil }
            let left = ends - now
            return .init(
                .clock, left <= .hours(1) ? .danger : .warn, language(.endsIn(left.term(language))),
                to: Address.incidentAccount("\(stop.incident)", "\(stop.account)").path,
                detail: [label(stop.incident), "\(stop.heldBalance ?? .zero) \(language(.yuan))"].joined(
                    separator: " · "))
        }
    }

    /// Freezes to be renewed before their end, if the case needs them.
    private var freezeTasks: [BoardModel.Task] {
        guard principal.allows(.requestFreeze), let first = snapshot.endingFreezes.first, let ends = first.endsAt else {
            return []
        }
        let days = max(0, (ends - now).wholeSeconds / 86_400)
        return [
            .init(
                .clock, days < 7 ? .danger : .warn, language(.freezesEnd(snapshot.endingFreezes.count)),
                to: Address.freezing(.calendar).path, detail: language(.firstEndsIn(Int(days))))
        ]
    }

    private var lateTasks: [BoardModel.Task] {
        guard principal.allows(.requestStop) else { return [] }
        let late = snapshot.unanswered.filter { !$0.isDead && $0.answerDue <= now }
        let banks = Dictionary(grouping: late, by: \.bank).sorted {
            ($1.value.count, $0.key) < ($0.value.count, $1.key)
        }
        return banks.prefix(2).compactMap { bank, acts in
            guard let first = acts.first else { return nil }
            let clock = (now - first.createdAt).counting(language)
            return .init(
                .alert, .warn, language(.bankOwes(bankName(bank), acts.count)),
                to: Address.chase("\(first.incident)", bank).path,
                detail: [label(first.incident), language(.oldestWait(clock)), snapshot.banks[bank]?.contact ?? ""]
                    .filter { !$0.isEmpty }.joined(separator: " · "))
        }
    }

    private var deadTasks: [BoardModel.Task] {
        let dead = snapshot.unanswered.filter(\.isDead)
        guard principal.allows(.retryDeadLetter), let first = dead.first else { return [] }
        let parts = [bankName(first.bank), first.lastError ?? ""]
        return [
            .init(
                .alert, .warn, language(.undeliveredCount(dead.count)), to: Address.undelivered(.list).path,
                detail: parts.filter { !$0.isEmpty }.joined(separator: " · "))
        ]
    }

    /// Reviews that this person may do: of incidents in his reach, not of what went out for himself.
    private var reviewTasks: [BoardModel.Task] {
        guard principal.allows(.reviewUnderAuthority) else { return [] }
        let own = Set(snapshot.incidents.map(\.id))
        let due = snapshot.reviews.filter { own.contains($0.incident) && $0.officer != principal.actor.id }
        guard let first = due.first else { return [] }
        return [
            .init(
                .pair, first.due <= now ? .danger : .plain, language(.reviewsDue(due.count)), to: Address.reviews.path,
                detail: language(.firstDue(first.due.minute(asOf: now))))
        ]
    }

    private var complaintTasks: [BoardModel.Task] {
        guard principal.allows(.decideComplaint) else { return [] }
        let own = Set(snapshot.incidents.map(\.id))
        let due = snapshot.complaints.filter { own.contains($0.incident) && $0.enteredBy != principal.actor.id }
        guard let first = due.first else { return [] }
        return [
            .init(
                .doc, first.due <= now ? .danger : .plain, language(.complaintsDue(due.count)),
                to: Address.complaints.path, detail: language(.firstDue(first.due.minute(asOf: now))))
        ]
    }

    /// Applications for aid that this person may decide, also about incidents that are settled long since.
    private var aidTasks: [BoardModel.Task] {
        guard principal.allows(.decideAid) else { return [] }
        let waiting = snapshot.aids.filter { HardshipAids.obstacle(for: principal, to: $0, snapshot.rules) == nil }
        guard let first = waiting.first else { return [] }
        let place: Address.Aiding = waiting.count == 1 ? .page(first.id.description) : .list
        let wait = language(.oldestWait((now - first.appliedAt).counting(language)))
        return [
            .init(
                .doc, .plain, language(.aidsToDecide(waiting.count)), to: Address.aiding(place).path,
                detail: [label(first.incident), wait].filter { !$0.isEmpty }.joined(separator: " · "))
        ]
    }

    // MARK: banks and events

    /// The banks that owe something or answered lately; who lets wait longest first.
    var banks: [BoardModel.BankLine] {
        let open = Dictionary(grouping: snapshot.unanswered.filter { !$0.isDead }, by: \.bank)
        let taken = Dictionary(grouping: snapshot.answers, by: \.bank).mapValues { $0.map(\.took) }
        let lines = Set(open.keys).union(taken.keys).map { bank -> BoardModel.BankLine in
            let acts = open[bank] ?? []
            return .init(
                name: bankName(bank), open: acts.count, oldest: acts.map(\.createdAt).min(),
                isLate: acts.contains { $0.answerDue <= now }, median: taken[bank]?.median,
                percentile95: taken[bank]?.percentile(95))
        }
        let far = Timestamp(microseconds: .max)
        let sorted = lines.sorted { ($0.oldest ?? far, $0.name) < ($1.oldest ?? far, $1.name) }
        return Array(sorted.prefix(10))
    }

    /// Entries of which the newest events are told; several may make one.
    private static let entriesMost = 60

    /// The newest entries of the incidents on this board.
    var events: [BoardModel.Event] {
        let numbers = Dictionary(
            uniqueKeysWithValues: snapshot.incidents.map { ($0.id.description, String($0.number.suffix(4))) })
        let own = snapshot.entries.filter { $0.topic.map { numbers[$0] != nil } ?? false }.prefix(Self.entriesMost)
        let byTopic = Dictionary(grouping: own, by: { $0.topic ?? "" })
        let history = IncidentHistory(names: IncidentHistory.Names(), language: language)
        let events = byTopic.flatMap { topic, entries in
            history.lines(entries).map { line in
                BoardModel.Event(
                    at: line.at, words: line.words, number: numbers[topic] ?? "", address: Address.incident(topic).path)
            }
        }
        return Array(events.sorted { ($1.at, $0.number, $0.words) < ($0.at, $1.number, $1.words) }.prefix(8))
    }
}
