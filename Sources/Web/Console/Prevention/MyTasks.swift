internal import Access
internal import Jurisdiction
internal import Prevention
internal import Primitives
internal import Storage
internal import Workflow

/// The station officer's page on the phone: his tasks, the nearest clock first.
struct MyTasks: Sendable {
    var rows: [TaskBoard.Row]
    /// What of his unit nobody is on.
    var free: [TaskBoard.Row]
    var done: String
    var rules: Rules
    var now: Timestamp
    var language: Language

    static func load(_ platform: Platform, _ visit: Visit) throws -> MyTasks {
        try visit.principal.permit(.doTask, in: nil, bank: nil)
        guard let unit = visit.principal.unit else { throw Refusal.notYourBank }
        return try platform.database.read { tx in
            let table = DissuasionTaskTable(tx)
            return MyTasks(
                rows: try TaskBoard.rows(try table.open(officer: visit.user.id, limit: 50), tx),
                free: try TaskBoard.rows(try table.waiting(in: unit, limit: 20), tx), done: visit.query["done"],
                rules: platform.rules, now: visit.now, language: visit.language)
        }
    }

    func html(in frame: Frame) -> HTML {
        let title = language(.myTasksTitle)
        return frame.page(
            title: title, layout: "ph",
            """
            \(frame.heading("\(title) <span class=\"n act\">\(rows.count)</span>"))\(HTML.done(done, language))
            \(rows.isEmpty ? HTML.empty(language(.noTasksOfMine)) : list(rows, language(.myTasksTitle)))\
            \(when: !free.isEmpty, "<h2 class=\"sect\">\(language(.freeTasks))</h2>\(list(free, language(.freeTasks)))")
            """)
    }

    private func list(_ rows: [TaskBoard.Row], _ name: String) -> HTML {
        let items = rows.map { row -> HTML in
            let clock: HTML = row.task.clocks.nearest.map { HTML.taskClock($0, asOf: now, language) } ?? "—"
            return """
                <a href="\(address: Address.preventing(.mine(row.warning.id.description)).path)" data-row><span>\(row.warning.person.called(language))　\
                <span class="sec">\(rules.fraudTypeName(row.warning.fraudType, language))</span><small>\(clock)</small></span>\
                \(HTML.grade(row.task.grade, rules, language))</a>
                """
        }
        return "<nav class=\"rows\" aria-label=\"\(name)\">\(items)</nav>"
    }
}

/// One task on the phone: until when, whom, what to say, what to look at, what came of it.
struct MyTaskPage {
    let model: WarningModel
    private var language: Language { model.language }
    private var warning: Warning { model.warning }

    init(_ model: WarningModel) { self.model = model }

    func html(in frame: Frame) -> HTML {
        let person = warning.person
        let clock: HTML? = model.task?.clocks.nearest.map { HTML.taskClock($0, asOf: model.now, language) }
        let error: HTML? = HTML.fault(model.error)
        let problems = HTML.errorList(model.problems.map { (field: $0.field, words: language(.problem($0))) }, language)
        let signs = model.rules.names(of: model.sightings.flatMap(\.signs), language)
        return frame.page(
            title: person.called(language), layout: "ph",
            """
            \(HTML.done(model.done, language))\(error)\(problems)<article class="open"><div><p class="l0">\(HTML.grade(warning.grade, model.rules, language))\
            <span class="sec">\(language(.warningFamily(warning.family)))　\(model.rules.fraudTypeName(warning.fraudType, language))</span></p>\
            <div class="cd">\(clock)</div><h1 class="who2">\(person.called(language))</h1>\
            <p class="sec ad">\(HTML.icon(.pin)) \(person.whereabouts.isBlank ? person.home : person.whereabouts)</p>\
            <p class="sec ad">\(HTML.icon(.phone)) <span class="mono">\(person.number)</span>　\(language(.timesTried(model.attempts.count)))</p></div>\
            <div><h2>\(language(.sayFirst))</h2><ol class="say">\(sayings)</ol></div>\
            \(code)<div class="risk"><p>\(HTML.icon(.alert)) <b>\(signs)</b></p></div>\(LinePanel(model, on: .phone).html)\(form)\(protect)</article>\(thumb)
            """)
    }

    private var code: HTML? {
        warning.code.map { code -> HTML in
            let words = "\(code.prefix(4)) \(code.suffix(4))"
            return #"<div><p class="sec">\#(language(.codeToSay))</p><p><b class="mono">\#(words)</b></p></div>"#
        }
    }

    private var sayings: [HTML] {
        [Text.sayHangUp, .sayNoSafeAccount, .sayHaveYouPaid].enumerated().map { index, words in
            "<li><b>\(index + 1)</b>\(language(words))</li>"
        }
    }

    private var form: HTML {
        let fields = AttemptFields(
            model.entered, model.problems, mayVisit: model.may.contains(.visitPerson), language)
        return """
            <form id="attempt" method="post" action="\(address: Address.preventing(.mine(warning.id.description)).path)" \
            data-draft="\(model.reader) \(warning.id.description)">\(model.hiddenFields)<div class="g">\(fields.html)</div>\(line)\
            <div class="ops">\(HTML.submit(language(.recordAttempt), name: "do", value: "attempt", tone: .accent))</div></form>\
            <script src="\(Asset.phoneScript.address)" defer></script>
            """
    }

    /// He has not paid yet: his own account is held before he does.
    private var protect: HTML? {
        guard warning.state == .open, warning.holdIncident == nil, model.may.contains(.requestProtectiveHold) else {
            return nil
        }
        let fields = ProtectFields(entered: model.entered, problems: model.problems, language: language)
        return """
            <details\(attribute: "open", if: fields.isEntered)><summary>\(language(.protectTitle))</summary>\
            <form method="post" action="\(address: Address.preventing(.mine(warning.id.description)).path)">\(model.holdFields)\
            <div class="g">\(fields.html)</div>\
            <div class="ops">\(HTML.submit(language(.protectAct), name: "do", value: "protect", tone: .accent))</div></form></details>
            """
    }

    /// What becomes of a record on a bad line.
    private var line: HTML {
        """
        <p class="line" role="status" data-line data-sending="\(language(.lineSending))" data-kept="\(language(.lineKept))" \
        data-restored="\(language(.lineRestored))" hidden></p>
        """
    }

    /// At the foot, under the thumb: call, arrive, stop the payment.
    private var thumb: HTML {
        let call: HTML? = warning.person.phone.map { phone -> HTML in
            "<a class=\"btn\" href=\"tel:\(phone.text)\">\(HTML.icon(.phone))\(language(.callAct))</a>"
        }
        let sign: HTML = """
            <form method="post" action="\(address: Address.preventing(.mine(warning.id.description)).path)">\(model.hiddenFields)\
            \(HTML.submit(language(.arrivedAct), name: "do", value: "sign", tone: .accent))</form>
            """
        return """
            <nav class="thumb" aria-label="\(language(.usualActs))">\(call)\(sign)\
            <a class="btn bad" href="\(address: Address.intake.path)">\(HTML.icon(.alert))\(language(.paidStopAct))</a></nav>
            """
    }
}
