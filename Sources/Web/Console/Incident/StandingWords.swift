internal import Primitives
internal import Recovery

extension AccountStanding {
    /// The state as icon and words, with its clock.
    func words(at now: Timestamp, codeName: (String) -> String, _ language: Language) -> HTML {
        switch state(at: now) {
        case .drafted: .state(language(.awaitsSecondPerson), .warn, icon: .pair)
        case .waiting(let since, let due), .overdue(let since, let due):
            Self.clocked(.awaitsAnswer, .large, .wait, since: since, due: due, now, language)
        case .undelivered: .state(language(.undelivered), .danger, icon: .alert)
        case .held: .state(language(.executed), .held, icon: .held)
        case .partlyHeld(let code):
            .state(language(.executedInPart) + " · " + codeName(code), .held, icon: .held)
        case .heldEmpty: .state(language(.executedEmpty), .quiet, icon: .pass)
        case .releasing: .state(language(.releasing), .held, icon: .held)
        case .frozen(let freeze):
            .state(
                language(.freezeState(freeze)), freeze.isInForce ? .held : .warn, icon: freeze.isInForce ? .held : .wait
            )
        case .refused(let code): .state(language(.refusedByBank) + " · " + codeName(code), .danger, icon: .alert)
        case .ended(let state): .state(language(Self.ended(state)), .quiet, icon: .clock)
        case .hub(let since?, let due?): Self.clocked(.hub, .large, .hub, since: since, due: due, now, language)
        case .hub: .state(language(.hubAnswered), .large, icon: .hub)
        case .notPossible(let refusal):
            .state(language(refusal.isTimes ? .cannotStopAgain : .cannotStop), .danger, icon: .alert)
        case .awaitingStatement(let since, let due):
            Self.clocked(.awaitsStatement, .large, .wait, since: since, due: due, now, language)
        case .open: .state(language(.notStopped), .large, icon: .large)
        case .emptied: .state(language(emptied), .quiet, icon: .pass)
        }
    }

    private static func clocked(
        _ words: Text, _ tone: Tone, _ icon: Icon, since: Timestamp, due: Timestamp, _ now: Timestamp,
        _ language: Language
    ) -> HTML {
        let late: HTML? = now >= due ? " · \(language(.escalated))" : nil
        let look = now >= due ? Tone.warn : tone
        return """
            <span class="st \(look.rawValue)">\(HTML.icon(icon))\(language(words)) \
            <span data-up="\(since.milliseconds)">\((now - since).counting(language))</span>\(late)</span>
            """
    }

    static func ended(_ state: StopPayment.State) -> Text {
        switch state {
        case .expired: .stopEnded
        case .released: .released
        case .withdrawn: .withdrawn
        case .draft, .ordered, .overdue, .executed, .releasing, .refused: .executed
        }
    }

    var emptied: Text {
        if flow.unexplained.isPositive { return .whereabouts }
        return flow.bands.exited.isPositive && !flow.passedOn.isPositive ? .withdrawnInCash : .emptied
    }

    /// The one line of a card: words with the amount they are about.
    func cardWords(at now: Timestamp, _ language: Language) -> String {
        if flow.isDecided {
            let unpaid = flow.bands.held + flow.bands.atLarge
            let paid = flow.bands.returned
            return language(
                .decidedHere(
                    unpaid: unpaid.isPositive ? unpaid.wholeYuan : nil, paid: paid.isPositive ? paid.wholeYuan : nil))
        }
        let (held, open) = (flow.bands.held.wholeYuan, flow.bands.atLarge.wholeYuan)
        switch state(at: now) {
        case .held, .partlyHeld, .releasing: return language(.state(.stopped, held))
        case .frozen(let freeze): return language(.state(.freezeState(freeze), held))
        case .heldEmpty:
            return language(.state(.stopped, "0")) + (language == .zh ? "，" : ", ") + language(emptied)
        case .waiting, .overdue, .awaitingStatement: return openWords(.notAnswered, open, language)
        case .drafted: return openWords(.awaitsSecondPerson, open, language)
        case .undelivered: return openWords(.undelivered, open, language)
        case .refused: return openWords(.refusedByBank, open, language)
        case .notPossible(let refusal):
            return openWords(refusal.isTimes ? .cannotStopAgain : .cannotStop, open, language)
        case .ended(let state): return openWords(Self.ended(state), open, language)
        case .hub(let since, _): return language(since == nil ? .hubAnswered : .hubAwaitingRecords)
        case .open: return openWords(flow.unexplained.isPositive ? .whereabouts : .notStopped, open, language)
        case .emptied: return language(emptied)
        }
    }

    private func openWords(_ words: Text, _ amount: String, _ language: Language) -> String {
        flow.bands.atLarge.isPositive ? language(.state(words, amount)) : language(emptied)
    }

    func cardClock(at now: Timestamp) -> FundFlowPicture.Account.Clock? {
        if flow.isDecided { return nil }
        switch state(at: now) {
        case .waiting(let since, _), .overdue(let since, _), .awaitingStatement(let since, _): return .up(since: since)
        case .hub(let since, _): return since.map { .up(since: $0) }
        case .held, .partlyHeld, .heldEmpty, .releasing:
            guard flow.bands.held.isPositive else { return nil }
            return stop?.endsAt.map { .down(until: $0) }
        case .frozen(let freeze): return freeze.endsAt.map { .down(until: $0) }
        case .drafted, .undelivered, .refused, .ended, .notPossible, .open, .emptied: return nil
        }
    }

    /// One more sentence of the strip: the duty clock with its limit, or why no stop goes out.
    func note(at now: Timestamp, codeName: (String) -> String, _ language: Language) -> String? {
        switch state(at: now) {
        case .waiting(let since, let due), .overdue(let since, let due), .awaitingStatement(let since, let due):
            let late = now >= due ? " · " + language(.escalated) : ""
            return language(.limit((due - since).stopwatch)) + late
        case .refused(let code), .partlyHeld(let code): return codeName(code)
        case .notPossible(let refusal): return language(.refusal(refusal))
        case .undelivered(let error): return error
        case .frozen(let freeze): return freeze.endsAt.map { language(.ends(CivilTime($0).day.description)) }
        case .drafted, .held, .heldEmpty, .releasing, .ended, .hub, .open, .emptied: return nil
        }
    }
}

extension StopRefusal {
    var isTimes: Bool {
        if case .timesUsedUp = self { return true }
        return false
    }
}
