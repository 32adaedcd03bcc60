internal import Jurisdiction
internal import Primitives

/// Where a relative says that somebody is being cheated; no account, made for the phone.
struct AlertPage: Sendable {
    var entered = Form()
    var problems: [FieldProblem] = []
    var message: Text?
    var places: [Field.Option]
    var hiddenFields: HTML
    var rules: Rules

    private enum Name: String, CaseIterable {
        case name, phone, place, home, note, stake, relative, relation, relativePhone
    }

    func html(_ frame: OpenFrame) -> HTML {
        let language = frame.language
        let errors = problems.map {
            (field: $0.field, words: "\(Self.label($0.field, language))：\(language(.problem($0)))")
        }
        func fields(_ names: [Name]) -> [HTML] { names.map { field($0).html(language) } }
        func field(_ name: Name) -> Field { self.field(name, language) }
        return frame.page(
            title: language(.alertTitle),
            """
            \(alert(language))\(HTML.errorList(errors, language))<section class="panel"><h1>\(language(.alertTitle))</h1>\
            <p class="lead">\(language(.alertLead))</p><p class="result danger">\(HTML.icon(.phone)) \(language(.callNow))</p></section>
            <form class="panel" method="post" action="\(address: Address.open(.alert).path)" data-submit novalidate>\(hiddenFields)\
            <h2>\(language(.whoIsCheated))</h2><div class="g">\(fields([.name, .phone, .place, .home]))</div>\
            <h2>\(language(.whatYouSee))</h2>\(signs(language))<div class="g">\(fields([.note, .stake]))</div>\
            <h2>\(language(.whoYouAre))</h2><div class="g">\(fields([.relative, .relation, .relativePhone]))</div>\
            <p class="note">\(language(.alertPrivacy))</p>\(HTML.submit(language(.sendAlert), tone: .accent))</form>
            \(HTML.alertLinks(language))
            """)
    }

    private func alert(_ language: Language) -> HTML? {
        message.map { message -> HTML in
            "<section class=\"panel\" role=\"alert\"><p class=\"result danger\">\(HTML.icon(.alert)) \(language(message))</p></section>"
        }
    }

    private func field(_ name: Name, _ language: Language) -> Field {
        let problem = problems.first { $0.field == name.rawValue }
        let control: Field.Control =
            switch name {
            case .place: .choice([.init(String(), language(.placeUnknown))] + places)
            case .note: .lines(4)
            case .phone, .relativePhone, .stake: .digits
            case .name, .home, .relative, .relation: .text
            }
        return Field(
            name.rawValue, Self.label(name.rawValue, language), value: entered[name.rawValue], control: control,
            note: problem.map { .wrong(language(.problem($0))) },
            isRequired: AlertForm.needed.contains(name.rawValue))
    }

    private static func label(_ name: String, _ language: Language) -> String {
        switch Name(rawValue: name) {
        case .name: language(.hisName)
        case .phone: language(.hisPhone)
        case .place: language(.placeOfPerson)
        case .home: language(.hisHome)
        case .note: language(.whatHappens)
        case .stake: language(.moneyAtStake)
        case .relative: language(.ownName)
        case .relation: language(.yourRelation)
        case .relativePhone: language(.yourPhone)
        case nil: name
        }
    }

    private func signs(_ language: Language) -> HTML {
        let boxes = AlertForm.signs(rules).map { code -> HTML in
            """
            <label class="check"><input type="checkbox" name="sign-\(code.code)" value="yes"\(attribute: "checked", if: entered["sign-\(code.code)"] == "yes")> \
            <span>\(language(Text(code.name.zh, code.name.en)))</span></label>
            """
        }
        return "<div id=\"f-signs\">\(boxes)</div>"
    }
}

/// What a relative is told after he has written: the number, and how he knows a true call.
struct AlertReceiptPage: Sendable {
    var number: String
    var phone: String

    func html(_ frame: OpenFrame) -> HTML {
        let language = frame.language
        return frame.page(
            title: language(.alertReceived),
            """
            <section class="panel" role="status"><p class="result back">\(HTML.icon(.ok)) \(language(.alertReceived))</p>\
            <dl class="kv"><dt>\(language(.receiptWord))</dt><dd class="mono">\(number)</dd></dl>\
            <p>\(language(.weCallBack(phone)))</p><p>\(language(.meanwhile))</p></section>\(HTML.alertLinks(language))
            """)
    }
}

/// Where a person who was called learns whether the call was the police's.
struct CallerPage: Sendable {
    enum Result: Sendable, Equatable {
        case notAsked
        case genuine(unit: String, day: String)
        case notGenuine
        case refused(Text)
    }

    var result = Result.notAsked
    var ending = String()

    func html(_ frame: OpenFrame) -> HTML {
        let language = frame.language
        let fields = [
            Field(
                "code", language(.callCode), control: .digits, note: .hint(language(.callCodeHint)), isRequired: true),
            Field(
                "ending", language(.ownEnding), value: ending, note: .hint(language(.ownEndingHint)), isRequired: true),
        ]
        return frame.page(
            title: language(.callerTitle),
            """
            \(answer(language))<form class="panel" method="post" action="\(address: Address.open(.caller).path)"><h1>\(language(.callerTitle))</h1>\
            <p class="lead">\(language(.callerLead))</p><div class="g">\(fields.map { $0.html(language) })</div>\
            \(HTML.submit(language(.checkCall), tone: .accent))</form>\(HTML.alertLinks(language))
            """)
    }

    private func answer(_ language: Language) -> HTML? {
        switch result {
        case .notAsked: nil
        case .genuine(let unit, let day):
            """
            <section class="panel" role="status"><p class="result back">\(HTML.icon(.ok)) \(language(.callIsGenuine))</p>\
            <dl class="kv"><dt>\(language(.unitColumn))</dt><dd>\(unit)</dd><dt>\(language(.dayOfWarning))</dt><dd>\(day)</dd></dl>\
            <p>\(language(.neverAskForMoney))</p></section>
            """
        case .notGenuine: wrong(language(.callIsNot), language(.hangUpAndCall))
        case .refused(let words): wrong(language(words), String())
        }
    }

    private func wrong(_ words: String, _ more: String) -> HTML {
        """
        <section class="panel" role="alert"><p class="result danger">\(HTML.icon(.alert)) \(words)</p><p>\(more)</p></section>
        """
    }
}

extension HTML {
    /// From these pages to each other, and to what else is open to everybody.
    static func alertLinks(_ language: Language) -> HTML {
        let links: [(Address.Open, Text)] = [
            (.alert, .alertTitle), (.caller, .callerTitle), (.entry, .holderTitle), (.verification, .verificationTitle),
        ]
        let items = links.map { page, words -> HTML in "<a href=\"\(Address.open(page).path)\">\(language(words))</a>" }
        return "<nav>\(items)</nav>"
    }
}
