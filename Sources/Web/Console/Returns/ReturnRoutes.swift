internal import Access
internal import HTTPTypes
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// Returns: the list, one return with what is to be done about it, and a victim's papers.
struct ReturnRoutes: Sendable {
    let console: Console

    private var platform: Platform { console.platform }

    func add(to group: Console.Group) {
        console.get(.returns(.list), on: group) { visit in
            let list = try ReturnList.load(platform, visit)
            return .page(list.html(in: try console.frame(visit, FramePlace(menu: .returns(.list)))))
        }
        console.get(.returns(.page(":id")), on: group) { visit in try page(visit) }
        console.post(.returns(.act(":id", ":act")), on: group) { visit in
            try act(visit) { try carryOut(visit) }
        }
        console.post(.returns(.objection(":id", ":objection")), on: group) { visit in
            guard ["uphold", "reject"].contains(visit.form["decision"]) else { throw FormFault.unreadable }
            return try act(visit) {
                try platform.returns.answer(
                    try visit.id("objection"), upheld: visit.form["decision"] == "uphold", answer: visit.form["answer"],
                    by: visit.principal, key: try visit.key(), at: visit.now)
            }
        }
        console.get(.returns(.claim(":id", ":victim")), on: group) { visit in try claim(visit) }
        console.post(.returns(.claim(":id", ":victim")), on: group) { visit in try enter(visit) }
    }

    private func page(_ visit: Visit, error: Text? = nil, status: Answer.Status = .ok) throws -> Answer {
        var model = try ReturnModel.load(try visit.id(), platform, visit)
        model.error = error.map { visit.language($0) }
        return .page(ReturnPage(model: model).html(in: try frame(visit)), status: status)
    }

    private func frame(_ visit: Visit) throws -> Frame {
        let place = FramePlace(
            menu: .returns(.list), breadcrumbs: [.init(visit.language(.returnsTitle), Address.returns(.list).path)])
        return try console.frame(visit, place)
    }

    /// Does an act on a return that the person can see; what a rule says against it stands on the page.
    private func act(_ visit: Visit, _ body: () throws -> Void) throws -> Answer {
        _ = try ReturnModel.load(try visit.id(), platform, visit)
        do {
            try body()
        } catch let refusal as ReturnRefusal {
            return try page(visit, error: .returnRefusal(refusal), status: .unprocessableContent)
        }
        return .redirect(Address.returns(.page(try visit.parameter("id"))).with(["done": "saved"]))
    }

    private func carryOut(_ visit: Visit) throws {
        let (id, who, now) = (try visit.id() as FundReturnID, visit.principal, visit.now)
        guard let act = Address.Returning.Act(rawValue: try visit.parameter("act")) else {
            throw NotFound(try visit.parameter("act"))
        }
        let (returns, key) = (platform.returns, try visit.key())
        switch act {
        case .statement: try returns.askStatement(id, by: who, key: key, at: now)
        case .compute: try returns.compute(id, by: who, key: key, at: now)
        case .publish: try returns.publish(id, by: who, key: key, at: now)
        case .ask: try returns.ask(id, by: who, key: key, at: now)
        case .withdraw: try returns.withdraw(id, reason: visit.form["reason"], by: who, key: key, at: now)
        case .close: try returns.closeRest(of: id, reason: visit.form["reason"], by: who, key: key, at: now)
        case .object:
            _ = try returns.object(
                to: id, objector: visit.form["objector"], contact: visit.form["contact"], text: visit.form["text"],
                by: who, key: key, at: now)
        }
    }

    // MARK: a victim's papers

    private func claim(_ visit: Visit, error: Text? = nil, status: Answer.Status = .ok) throws -> Answer {
        var model = try ClaimModel.load(try visit.id(), try visit.id("victim"), platform, visit)
        model.error = error.map { visit.language($0) }
        return .page(model.html(in: try frame(visit)), status: status)
    }

    private func enter(_ visit: Visit) throws -> Answer {
        let model = try ClaimModel.load(try visit.id(), try visit.id("victim"), platform, visit)
        let form = visit.form
        let papers = Set(ReturnPaper.allCases.filter { form["paper-\($0.rawValue)"] == "yes" })
        let number = form["number"].filter { !$0.isWhitespace }
        let application = FundReturns.Application(
            victim: model.part.claim.victim,
            payee: number.isEmpty ? nil : ReturnAccount(bank: form["bank"], number: number, name: form["name"]),
            agent: form["agent"].allSatisfy(\.isWhitespace) ? nil : form["agent"], papers: papers)
        do {
            if model.isDecided {
                try platform.returns.askPayment(
                    application, in: try visit.id(), by: visit.principal, key: try visit.key(), at: visit.now)
            } else {
                try platform.returns.enter(
                    application, in: try visit.id(), by: visit.principal, key: try visit.key(), at: visit.now)
            }
        } catch let refusal as ReturnRefusal {
            return try claim(visit, error: .returnRefusal(refusal), status: .unprocessableContent)
        }
        return .redirect(Address.returns(.page(try visit.parameter("id"))).with(["done": "saved"]))
    }
}

/// The form on which a victim's papers and his account are entered.
struct ClaimModel: Sendable {
    var part: ReturnModel.Part
    var isDecided: Bool
    var banks: [Field.Option]
    var action: String
    var back: String
    var entered: Form?
    var error: String?
    var hiddenFields: HTML
    var language: Language

    static func load(_ id: FundReturnID, _ victim: VictimID, _ platform: Platform, _ visit: Visit) throws -> ClaimModel
    {
        let model = try ReturnModel.load(id, platform, visit)
        guard model.mayPrepare else { throw Refusal.notPermitted(.prepareReturn) }
        guard let part = model.parts.first(where: { $0.claim.victim == victim }) else { throw NotFound(victim) }
        let banks = try platform.database.read { try AccountTable($0).banks() }
        return ClaimModel(
            part: part, isDecided: model.fundReturn.state == .decided,
            banks: [.init(String(), "—")] + banks.map { .init($0.code, $0.name) },
            action: Address.returns(.claim(id.description, victim.description)).path,
            back: Address.returns(.page(id.description)).path, entered: visit.form["key"].isEmpty ? nil : visit.form,
            error: nil, hiddenFields: visit.formFields, language: visit.language)
    }

    func html(in frame: Frame) -> HTML {
        let title = language(.papersOf(part.name))
        let checks = ReturnPaper.allCases.map(check)
        let inputs = fields.map { $0.html(language) }
        let send: HTML = .submit(language(isDecided ? .askPayment : .savePapers), key: "Ctrl Enter", tone: .accent)
        return frame.page(
            title: title,
            """
            \(frame.heading("\(title)"))\(errors)
            <form class="panel sheet-form" method="post" action="\(address: action)" data-submit>\(hiddenFields)\
            <fieldset class="fs"><legend>\(language(.papersWord))</legend>\(checks)</fieldset>\
            <div class="fs g">\(inputs)</div><p class="note fs">\(language(.payeeNote))</p>\
            <div class="bfoot"><a class="btn" href="\(address: back)">\(language(.goBack))</a><span class="endx">\(send)</span></div></form>
            """)
    }

    private var errors: HTML? {
        HTML.fault(error)
    }

    private func check(_ paper: ReturnPaper) -> HTML {
        let name = "paper-\(paper.rawValue)"
        let isThere = entered.map { $0[name] == "yes" } ?? part.claim.papers.contains(paper)
        return """
            <label class="check"><input type="checkbox" name="\(name)" value="yes"\(attribute: "checked", if: isThere)> \
            \(language(.returnPaper(paper)))</label>
            """
    }

    private var fields: [Field] {
        let payee = part.claim.payee ?? part.payer
        return [
            Field(
                "bank", language(.bankWord), value: entered?["bank"] ?? payee?.bank ?? String(),
                control: .choice(banks)),
            Field(
                "number", language(.returnNumber), value: entered?["number"] ?? payee?.number ?? String(),
                control: .digits),
            Field("name", language(.returnHolder), value: entered?["name"] ?? part.name),
            Field("agent", language(.agentWord), value: entered?["agent"] ?? part.claim.agent ?? String()),
        ]
    }
}
