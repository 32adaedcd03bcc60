internal import Journal
internal import Primitives
internal import Recovery

/// What the intake page says of drafts: whether this one is saved, and one of before that waits.
struct IntakeDraftLine {
    let now: Timestamp
    let language: Language

    /// One line beneath the form; the script puts it anew each time it saves.
    func line(savedAt: Timestamp?) -> HTML {
        let words: HTML? = savedAt.map { "\(language(.draftSaved($0.moment(asOf: now))))" }
        return line("mut", words ?? HTML())
    }

    func line(_ fault: IntakeDrafts.NotSaved) -> HTML {
        switch fault {
        case .registered: return line("warn", "\(language(.draftRegistered))")
        case .tooLarge(let bytes):
            let words = Text.draftTooLarge((bytes + 1023) / 1024, most: IntakeDrafts.sizeMax / 1024)
            return line("danger", "\(language(words))")
        case .another(let moment):
            return line(
                "warn",
                """
                \(language(.draftOther(moment.minute(asOf: now))))<a href="\(address: Address.intake.path)">\(language(.continueOrDiscard))</a>
                """)
        }
    }

    private func line(_ tone: String, _ words: HTML) -> HTML {
        #"<span class="xs \#(tone)" id="draft" data-failed="\#(language(.draftNotReached))">\#(words)</span>"#
    }

    /// A draft of before, to be continued or thrown away.
    func offer(_ draft: IntakeDraft) -> HTML {
        let names = draft.intake.victims.map(\.name).filter { !$0.isEmpty }
        let who = names.isEmpty ? language(.draftWithoutName) : names.joined(separator: language(.listComma))
        let transfers = draft.intake.transfers.count { !$0.isEmpty }
        return """
            <div class="shift" id="waiting"><span><b>\(language(.draftWaits(draft.savedAt.minute(asOf: now))))</b>　\(language(.draftOf(who, transfers)))</span>\
            \(HTML.button(language(.continueDraft), to: Address.intake.with(["draft": "continue"]), key: "Alt C"))\
            <button class="btn" name="discarded" value="\(draft.key.text)" formaction="\(address: Address.intakePart(.discard).path)">\(language(.discardDraft))</button></div>
            """
    }
}
