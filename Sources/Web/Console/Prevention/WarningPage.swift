internal import Access
internal import Journal
internal import Jurisdiction
internal import Prevention
internal import Primitives

/// One warning: is he reached, by whom, until when; what was seen; what was tried; and the next act.
struct WarningPage {
    let model: WarningModel
    private var warning: Warning { model.warning }
    private var language: Language { model.language }

    init(_ model: WarningModel) { self.model = model }

    func html(in frame: Frame) -> HTML {
        let person = warning.person
        let title = "\(person.called(language))　\(language(.warningFamily(warning.family)))"
        let facts: HTML = """
            <span>\(HTML.grade(warning.grade, model.rules, language))</span><span class="mono">\(person.number)</span>\
            <span>\(model.rules.fraudTypeName(warning.fraudType, language))</span><span>\(model.unit)</span>\
            <span>\(language(.warningState(warning.state)))　\(warning.outcome.map { language(.dissuasionOutcome($0)) })</span>
            """
        let line = LinePanel(model, on: .desk)
        return frame.page(
            title: title,
            """
            \(frame.heading("\(title)", facts: facts, end: clocks))\(HTML.done(model.done, language))\(errors)
            <div class="two"><div class="stack">\(callBack)\(todo)\(seen)\(tried)\(history)</div>\
            <aside class="rail">\(when: line.leads, line.html)\(personPanel)\(when: !line.leads, line.html)\(leaderPanel)\(samePanel)</aside></div>
            """)
    }

    var fragments: [Fragment] {
        [
            Fragment(id: "clocks", html: clocks), LinePanel(model, on: .desk).fragment,
            Fragment(id: "tried", html: tried), Fragment(id: "history", html: history),
        ]
    }

    private var errors: HTML {
        if let error = model.error {
            return HTML.fault(error) ?? HTML()
        }
        return .errorList(
            model.problems.map { (field: $0.field, words: language(.problem($0))) }, language)
    }

    private func address(_ act: Address.Preventing.Act) -> String {
        Address.preventing(.act(warning.id.description, act)).path
    }

    /// A form that posts to one act; its button is the last thing in it.
    private func form(_ act: Address.Preventing.Act, _ inner: HTML, _ button: HTML) -> HTML {
        """
        <form method="post" action="\(address: address(act))" data-submit>\(model.hiddenFields)<div class="fs g two-g">\(inner)</div>\
        <div class="bfoot"><span class="endx">\(button)</span></div></form>
        """
    }

    // MARK: what is to be done

    private var clocks: HTML {
        guard let task = model.task else { return "<div id=\"clocks\"></div>" }
        if let until = task.pausedUntil {
            let words = language(.pausedUntil(until.minute(asOf: model.now)))
            return "<div id=\"clocks\">\(HTML.state(words, .warn, icon: .clock))</div>"
        }
        let rows = task.clocks.all.map { clock -> HTML in
            guard let met = clock.metAt else { return "<div>\(HTML.taskClock(clock, asOf: model.now, language))</div>" }
            return """
                <div>\(HTML.icon(clock.isMetInTime ? .ok : .alert)) \(language(.warningClock(clock.kind)))<small>\(HTML.time(met, asOf: model.now))</small></div>
                """
        }
        return "<div class=\"clocks\" id=\"clocks\">\(rows)</div>"
    }

    private var todo: HTML {
        guard warning.state == .open || model.task != nil else { return HTML() }
        let who: HTML = model.officer.map { "\($0)" } ?? .state(language(.nobodyYet), .danger, icon: .alert)
        let head: HTML = """
            <header><h2>\(language(model.task?.kind == .followUp ? .followUpTitle : .dissuadeTitle))</h2>\
            <span class="end">\(when: model.task != nil, who)</span></header>
            """
        return """
            <section class="panel" aria-label="\(language(.dissuadeTitle))">\(head)\(sign)\
            \(when: model.may.contains(.doTask), attempt)\(when: warning.state == .open && model.may.contains(.closeWarning), close)</section>
            """
    }

    /// What a relative wrote on the public page waits for a call to him.
    private var callBack: HTML? {
        guard model.may.contains(.doTask), let waiting = model.sightings.first(where: { $0.verification == .waiting })
        else { return nil }
        let buttons: HTML = """
            \(HTML.submit(language(.isNotTrueAct), name: "found", value: "false"))\
            \(HTML.submit(language(.isTrueAct), name: "found", value: "true", tone: .accent))
            """
        let inner: HTML = """
            <input type="hidden" name="sighting" value="\(waiting.id.description)"><p class="whole-row">\(language(.callBackTo))</p>\
            <p class="whole-row sec">\(waiting.note)</p>\(Field("note", language(.noteWord)).html(language))
            """
        return """
            <section class="panel" aria-labelledby="h-callback"><header><h2 id="h-callback">\(language(.callBackTitle))</h2></header>\
            \(reporter(of: waiting))\(form(.verify, inner, buttons))</section>
            """
    }

    /// Whom to call: his number stands there in full once the reader has said that he is going to call.
    private func reporter(of sighting: Sighting) -> HTML {
        let name = warning.person.relative
        guard let phone = warning.person.relativePhone else { return "<p class=\"fs\"><b>\(name)</b></p>" }
        if model.revealed.contains(sighting.id.description) {
            return "<p class=\"fs\"><b>\(name)　<a class=\"mono\" href=\"tel:\(phone.text)\">\(phone.text)</a></b></p>"
        }
        let inner: HTML = """
            <input type="hidden" name="sighting" value="\(sighting.id.description)"><p class="whole-row"><b>\(name)　\
            <span class="mono">\(phone.masked)</span></b>　<span class="sec">\(language(.numberSeenIsRecorded))</span></p>
            """
        return form(.reveal, inner, .submit(language(.showNumber), tone: .accent))
    }

    private var sign: HTML? {
        guard let task = model.task, model.may.contains(.doTask),
            task.state == .waiting || (task.state == .assigned && model.isMine)
        else { return nil }
        return form(.sign, HTML(), .submit(language(.signAct), key: "S", tone: .accent))
    }

    private var attempt: HTML {
        form(
            .attempt,
            "\(AttemptFields(model.entered, model.problems, mayVisit: model.may.contains(.visitPerson), language).html)",
            .submit(language(.recordAttempt), key: "Ctrl Enter", tone: .accent))
    }

    private var close: HTML {
        let types =
            [Field.Option(String(), "—")]
            + model.rules.codes(.fraudTypes).map { .init($0.code, language(Text($0.name.zh, $0.name.en))) }
        let last = model.attempts.last { $0.report.result != nil }?.report
        let fields = [
            Field(
                "outcome", language(.outcomeWord),
                value: model.entered["outcome"].isEmpty
                    ? last?.result?.outcome?.rawValue ?? String() : model.entered["outcome"],
                control: .choice(
                    Outcome.allCases.filter { $0 != .informed }.map {
                        .init($0.rawValue, language(.dissuasionOutcome($0)))
                    })),
            Field(
                "fraudType", language(.fraudTypeWord),
                value: model.entered["outcome"].isEmpty
                    ? last?.fraudType ?? warning.fraudType ?? String() : model.entered["fraudType"],
                control: .choice(types)),
            Field(
                "note", language(.noteWord), value: model.entered["outcome"].isEmpty ? String() : model.entered["note"],
                control: .lines(2)),
        ]
        return """
            <details\(attribute: "open", if: !model.entered["outcome"].isEmpty)><summary class="fs"><b>\(language(.closeTitle))</b></summary>\
            \(form(.close, "\(fields.map { $0.html(language) })", .submit(language(.closeAct), tone: .accent)))</details>
            """
    }

    // MARK: what is known

    private var seen: HTML {
        let rows = model.sightings.map { sighting -> HTML in
            """
            <tr><td>\(HTML.time(sighting.seenAt, asOf: model.now))</td><th scope="row">\(model.rules.names(of: sighting.signs, language))\
            <small>\(sighting.note)</small></th><td>\(language(.sightingSource(sighting.source)))</td>\
            <td class="num">\(sighting.stake == .zero ? "—" : sighting.stake.description)<small>\(sighting.payee)</small></td></tr>
            """
        }
        let columns = [
            Column(language(.whenWord)), Column(language(.seenWord)), Column(language(.reportedByWord)),
            Column(language(.stakeWord), isNumber: true),
        ]
        return """
            <section class="panel scroll"><header><h2>\(language(.seenWord))</h2><span class="end">\(language(.timesSeen(model.sightings.count)))</span></header>\
            \(HTML.table(language(.seenWord), columns: columns, rows: rows))</section>
            """
    }

    private var tried: HTML {
        let rows = model.attempts.map { attempt -> HTML in
            let report = attempt.report
            let words: Text =
                report.result.map { .attemptResult($0) }
                ?? (attempt.channel == .message ? report.isReached ? .deliveredWord : .notReceived : nil)
                ?? report.notReached.map { .notReached($0) } ?? .reachedWord
            let visit: HTML? =
                attempt.channel.isFaceToFace
                ? (attempt.isValidVisit
                    ? .tag(language(.validVisit), .back, icon: .ok)
                    : .tag(language(.visitLacks(attempt.visitLacks)), .warn, icon: .alert)) : nil
            let money: HTML? =
                report.avoided.isPositive || report.held.isPositive || report.loss.isPositive
                ? "<small>\(language(.attemptMoney(report)))</small>" : nil
            let maker = model.names[attempt.by] ?? language(.systemActor)
            let (way, whom) = (language(.attemptChannel(attempt.channel)), language(.attemptTarget(attempt.target)))
            return """
                <tr><td>\(HTML.time(attempt.at, asOf: model.now))</td><th scope="row">\(way)<small>\(whom)</small></th>\
                <td>\(language(words)) \(visit)\(money)<small>\(report.note)</small></td><td>\(maker)</td></tr>
                """
        }
        let columns = [
            Column(language(.whenWord)), Column(language(.wayWord)), Column(language(.cameOfIt)),
            Column(language(.madeByWord)),
        ]
        let table = HTML.table(language(.triedWord), columns: columns, rows: rows)
        return """
            <section class="panel scroll" id="tried"><header><h2>\(language(.triedWord))</h2><span class="end">\(language(.timesTried(model.attempts.count)))</span></header>\
            \(rows.isEmpty ? HTML.empty(language(.noAttempts)) : table)</section>
            """
    }

    private var history: HTML {
        let items = model.entries.map { entry -> HTML in
            let reason: HTML? = entry.reason.map { reason -> HTML in "<small>\(reason)</small>" }
            return """
                <li><time>\(entry.at.minute(asOf: model.now))</time><span class="d"></span><span>\(language(.warningEntry(entry.act)))\
                \(reason)</span></li>
                """
        }
        return """
            <section class="panel" id="history"><header><h2>\(language(.historyWord))</h2></header><ol class="tl">\(items)</ol></section>
            """
    }

    // MARK: the rail

    private var personPanel: HTML {
        let person = warning.person
        let lines: [(String, String)] = [
            (language(.sightingField(.phone)), person.phone?.masked ?? "—"),
            (language(.sightingField(.identityNumber)), person.identityNumber?.masked ?? "—"),
            (language(.sightingField(.home)), person.home),
            (language(.sightingField(.whereabouts)), person.whereabouts),
            (
                language(.sightingField(.relative)),
                [person.relative, person.relativePhone?.masked].compactMap(\.self).joined(separator: " ")
            ),
            (language(.codeToSay), warning.code.map { "\($0.prefix(4)) \($0.suffix(4))" } ?? String()),
            (language(.watchWord), warning.watchUntil.map { CivilTime($0).day.description } ?? "—"),
            (
                language(.plannedFollowUps),
                model.planned.map { $0.startsAt.minute(asOf: model.now) }.joined(separator: "　")
            ),
        ]
        let items = lines.filter { !$0.1.isBlank }.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" as HTML }
        let incidents: [(Text, String?)] = [(.incident, warning.incident), (.protectedIn, warning.holdIncident)]
        let links = incidents.compactMap { words, id in id.map { (words, $0) } }
        let incident = links.map { words, id -> HTML in
            "<dt>\(language(words))</dt><dd><a href=\"\(address: Address.incident(id).path)\">\(language(.openIncident))</a></dd>"
        }
        return """
            <section class="panel"><header><h2>\(language(.personWord))</h2></header><div class="fs"><dl class="kv">\(items)\(incident)</dl></div>\
            \(when: warning.state == .open && warning.incident == nil && model.may.contains(.doTask), link)\(protect)</section>
            """
    }

    /// He has not paid yet: his own account is held before he does.
    private var protect: HTML? {
        guard warning.state == .open, warning.holdIncident == nil, model.may.contains(.requestProtectiveHold) else {
            return nil
        }
        let fields = ProtectFields(entered: model.entered, problems: model.problems, language: language)
        return """
            <details\(attribute: "open", if: fields.isEntered)><summary class="fs"><b>\(language(.protectTitle))</b></summary>\
            \(form(.protect, fields.html, .submit(language(.protectAct), tone: .accent)))</details>
            """
    }

    /// He has paid: the alarm goes out first, and then its number stands here.
    private var link: HTML {
        let field = Field("incident", language(.incidentNumber), value: model.entered["incident"])
        return """
            <div class="fs"><a class="btn bad" href="\(address: Address.intake.path)">\(HTML.icon(.alert)) \(language(.paidAlready))</a></div>\
            \(form(.link, field.html(language), .submit(language(.linkAct))))
            """
    }

    private var leaderPanel: HTML? {
        guard warning.state == .open, let task = model.task else { return nil }
        var parts: [HTML] = []
        if model.may.contains(.assignTask) {
            let officer = Field(
                "officer", language(.dutyOfficerWord), value: task.officer?.description ?? String(),
                control: .choice(model.officers))
            parts.append(form(.assign, officer.html(language), .submit(language(.assignAct))))
            if task.pausedUntil == nil {
                let fields = [
                    Field("until", language(.pauseUntilWord), value: model.entered["until"], placeholder: "22:30"),
                    Field(
                        "reason", language(.reason),
                        value: model.entered["until"].isEmpty ? String() : model.entered["reason"], part: "pause"),
                ]
                parts.append(form(.pause, "\(fields.map { $0.html(language) })", .submit(language(.pauseAct))))
            } else {
                parts.append(form(.resume, HTML(), .submit(language(.resumeAct))))
            }
        }
        if let to = model.handoverTo {
            parts.append("<p class=\"fs\">\(language(.handoverAsked(to)))</p>")
        } else if model.may.contains(.doTask) {
            let fields = [
                Field("unit", language(.handoverTo), value: model.entered["unit"], control: .choice(model.units)),
                Field("reason", language(.reason), part: "handover"),
            ]
            if let (unit, answer) = model.handoverRefused {
                parts.append(
                    "<p class=\"fs note warn\">\(HTML.icon(.alert)) \(language(.handoverRefused(unit, answer)))</p>")
            }
            parts.append(form(.handover, "\(fields.map { $0.html(language) })", .submit(language(.handoverAct))))
        }
        if model.may.contains(.closeWarning) {
            let grades = Grade.allCases.reversed().map { grade in
                let name = model.rules.code(grade.rawValue, in: .grades)?.name
                return Field.Option(grade.rawValue, name.map { language(Text($0.zh, $0.en)) } ?? grade.rawValue)
            }
            let fields = [
                Field("grade", language(.gradeWord), value: warning.grade.rawValue, control: .choice(grades)),
                Field("reason", language(.reason), part: "grade"),
            ]
            parts.append(form(.regrade, "\(fields.map { $0.html(language) })", .submit(language(.regradeAct))))
        }
        return "<section class=\"panel\"><header><h2>\(language(.leadTitle))</h2></header>\(parts)</section>"
    }

    /// The same person under another number, and what was put under this warning.
    private var samePanel: HTML? {
        guard model.may.contains(.mergeWarning) else { return nil }
        var parts: [HTML] = []
        for other in model.alike where warning.state == .open || warning.state == .watched {
            let hidden: HTML = "<input type=\"hidden\" name=\"other\" value=\"\(other.id.description)\">"
            let words: HTML = """
                <p><a href="\(address: Address.preventing(.warning(other.id.description)).path)">\(other.person.called(language))　\(other.person.number)</a></p>
                """
            parts.append(
                form(
                    .merge,
                    "\(words)\(hidden)\(Field("reason", language(.reason), part: other.id.description).html(language))",
                    .submit(language(.mergeAct))))
        }
        if warning.state == .merged {
            parts.append(
                form(
                    .split, Field("reason", language(.reason), part: "split").html(language),
                    .submit(language(.splitAct))))
        }
        for below in model.merged {
            parts.append(
                """
                <p class="fs"><a href="\(address: Address.preventing(.warning(below.id.description)).path)">\(language(.mergedHere))　\(below.person.called(language))　\(below.person.number)</a></p>
                """)
        }
        guard !parts.isEmpty else { return nil }
        return "<section class=\"panel\"><header><h2>\(language(.sameTitle))</h2></header>\(parts)</section>"
    }
}
