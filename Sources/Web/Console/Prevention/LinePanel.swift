internal import Access
internal import Jurisdiction
internal import Prevention
internal import Primitives
internal import Recovery
internal import Workflow

/// The person's line: whether it is off and until when, and the form that asks an operator for it or has it put on again.
struct LinePanel {
    /// The desk has an address for each act, the phone one for all.
    enum Place { case desk, phone }

    private static let shown = 3

    let model: WarningModel
    let place: Place
    private var language: Language { model.language }

    init(_ model: WarningModel, on place: Place) {
        self.model = model
        self.place = place
    }

    /// Whether there is something to do or to wait for.
    var leads: Bool { model.lineLacks.isEmpty || model.lines.contains { $0.state.isLive } }

    var fragment: Fragment { Fragment(id: "line", html: html) }

    /// Empty where nothing was asked and the warning is not open.
    var html: HTML {
        guard model.warning.state == .open || !model.lines.isEmpty else { return "<div id=\"line\"></div>" }
        let items = model.lines.suffix(Self.shown).map { line -> HTML in
            "<li>\(HTML.lineState(line, at: carrier(line), asOf: model.now, language))\(restore(line))</li>"
        }
        let list: HTML? = items.isEmpty ? nil : "<ul class=\"told\">\(items)</ul>"
        return switch place {
        case .desk:
            """
            <section class="panel" id="line" aria-labelledby="h-line"><header><h2 id="h-line">\(language(.linesTitle))</h2></header>\
            <div class="fs">\(list)\(ask)</div></section>
            """
        case .phone: "<div id=\"line\"><h2>\(language(.linesTitle))</h2>\(list)\(ask)</div>"
        }
    }

    private func carrier(_ line: LineSuspension) -> String {
        model.carriers.first { $0.code == line.carrier }?.name ?? line.carrier
    }

    /// Only where the rule allows it; else what stands in the way, as far as it is not to be seen above.
    private var ask: HTML? {
        guard model.warning.state == .open, model.may.contains(.doTask) else { return nil }
        let lacks = model.lineLacks.filter { lack in
            lack != .alreadyAsked || !model.lines.contains { $0.state.isLive }
        }
        guard model.lineLacks.isEmpty else {
            return lacks.isEmpty ? nil : "<p class=\"sec\">\(language(.lineCannotBeAsked(lacks)))</p>"
        }
        let words = language(.suspendAct(model.rules.warning.lineTerm.wholeSeconds / 60))
        let reason = model.entered.contains("carrier") ? model.entered["reason"] : Text.onLineReason.zh
        return form(
            .suspend, "\(choice)\(Field("reason", language(.reason), value: reason, part: "line").html(language))",
            words, .danger)
    }

    private var choice: HTML {
        let likely = CarrierLines.likely(model.carriers, model.sightings)
        let entered = model.entered["carrier"]
        return Field(
            "carrier", language(.carrierWord), value: entered.isEmpty ? likely?.code ?? String() : entered,
            control: .choice(
                (likely == nil ? [.init(String(), "—")] : []) + model.carriers.map { .init($0.code, $0.name) })
        ).html(language)
    }

    private func restore(_ line: LineSuspension) -> HTML? {
        guard model.may.contains(.doTask), line.state == .asked || line.state == .suspended else { return nil }
        let hidden: HTML = "<input type=\"hidden\" name=\"line\" value=\"\(line.id.description)\">"
        return form(.restore, hidden, language(line.state == .asked ? .withdrawLineAct : .restoreLineAct), .plain)
    }

    private func form(_ act: Address.Preventing.Act, _ inner: HTML, _ words: String, _ tone: Tone) -> HTML {
        let id = model.warning.id.description
        let address = place == .desk ? Address.preventing(.act(id, act)) : .preventing(.mine(id))
        let button: HTML =
            place == .desk
            ? .submit(words, tone: tone) : .submit(words, name: "do", value: act.rawValue, tone: tone)
        return """
            <form method="post" action="\(address: address.path)">\(model.lineFields)<div class="g">\(inner)</div>\
            <div class="ops">\(button)</div></form>
            """
    }
}

extension HTML {
    /// How it stands with a line: what the operator said, and what runs.
    static func lineState(_ line: LineSuspension, at carrier: String, asOf now: Timestamp, _ language: Language) -> HTML
    {
        let words = language(.lineState(line, at: carrier, asOf: now))
        let said: HTML? = line.words.isBlank ? nil : "<small>\(line.words)</small>"
        return "<p>\(tag(words, line.tone, icon: line.icon))\(clock(of: line, asOf: now, language))\(said)</p>"
    }

    /// What is left until the operator owes something, or until the line is on again.
    private static func clock(of line: LineSuspension, asOf now: Timestamp, _ language: Language) -> HTML? {
        let end: Timestamp? =
            switch line.state {
            case .asked, .restoring: line.due
            case .suspended: line.endsAt
            case .ended, .refused, .withdrawn, .lapsed: nil
            }
        return end.map { end -> HTML in
            if end <= now { return "　<b class=\"danger\">\(ticking(to: end, asOf: now, language))</b>" }
            return
                #"　<b data-down="\#(end.milliseconds)" data-past="\#(language(.termOver))">\#((end - now).stopwatch)</b>"#
        }
    }
}

extension LineSuspension {
    fileprivate var tone: Tone {
        switch state {
        case .asked: isOverdue ? .danger : .warn
        case .suspended: .back
        case .restoring: .warn
        case .ended: restoredAt == nil ? .warn : .plain
        case .refused: .danger
        case .withdrawn, .lapsed: .plain
        }
    }

    fileprivate var icon: Icon {
        switch state {
        case .asked: isOverdue ? .alert : .wait
        case .suspended: .held
        case .restoring: .wait
        case .ended: restoredAt == nil ? .alert : .ok
        case .refused: .alert
        case .withdrawn, .lapsed: .exit
        }
    }
}
