internal import Primitives
internal import Recovery

/// How each kind of paper is laid out: the one place that turns its facts into words.
struct PaperForm {
    let kind: PrintedDocument.Kind
    let facts: JSON
    let language: Language
    /// False hides the middle of account numbers.
    let showsNumbers: Bool

    var page: PrintedPage {
        switch kind {
        case .notice: notice
        case .freezeOrder: order(.freezeOrderRequest(fact("basis")), freezeFields)
        case .releaseOrder: order(.releaseOrderRequest(fact("basis")), accountFields + scopeFields)
        case .complaintAnswer: complaintAnswer
        case .returnApplication, .returnFlow, .returnReport, .returnNotice, .returnDecision, .objectionReceipt:
            returnPaper
        case .aidApplication, .aidDecision: aidPaper
        }
    }

    /// What the paper is called; a notice is named after its measure.
    static func title(_ kind: PrintedDocument.Kind, _ facts: JSON, _ language: Language) -> String {
        facts[language == .zh ? "title" : "titleInEnglish"]?.string ?? language(.paper(kind))
    }

    var title: String { Self.title(kind, facts, language) }

    func fact(_ name: String) -> String { facts[name]?.string ?? "—" }

    /// A fact that is written in both languages.
    func worded(_ name: String) -> String { fact(language == .zh ? name : name + "InEnglish") }

    private var notice: PrintedPage {
        PrintedPage(
            title: title, addressee: fact("holder"), body: PrintedPage.paragraphs(worded("body")), unit: fact("unit"),
            receipt: language(.receivedBy))
    }

    private var complaintAnswer: PrintedPage {
        let kind = facts["measure"]?.string.flatMap(Complaint.Kind.init) ?? .stop
        let freed = facts["freed"]?.string
        let isUpheld = facts["isUpheld"]?.string == "yes" && freed == nil
        let verdict = freed.map { Text.answerPartly($0) } ?? (isUpheld ? .answerUpheld : .answerRejected)
        var lines = [
            language(
                .answerOpening(
                    received: fact("received"), bank: fact("bank"), account: fact("account"),
                    measure: .complainedMeasure(kind))),
            language(verdict), language(.answerReason(fact("answer"))),
            language(.answerBasis(fact("basis"))),
        ]
        if !isUpheld {
            lines.append(language(.turnUpwards(kind)))
            if kind == .hold { lines.append(language(.reconsiderationWithin(worded("reconsideration")))) }
        }
        return PrintedPage(
            title: title, addressee: fact("holder"), body: PrintedPage.paragraphs(lines.joined(separator: "\n")),
            unit: fact("unit"), receipt: language(.receivedBy))
    }

    // MARK: to the bank

    private func order(_ request: Text, _ rows: [(label: String, value: String)]) -> PrintedPage {
        PrintedPage(
            title: title, addressee: fact("bank"),
            body: """
                \(PrintedPage.paragraphs(language(request)))\(PrintedPage.fields(rows))\
                \(PrintedPage.officers(language))
                """,
            unit: fact("unit"), receipt: language(.bankReceipt))
    }

    private var accountFields: [(label: String, value: String)] {
        [
            (language(.holderName), fact("holder")), (language(.accountNumber), number),
            (language(.accountBank), fact("bank")),
        ]
    }

    private var scopeFields: [(label: String, value: String)] {
        let isWhole = facts["scope"]?.string == "whole"
        return [
            (language(.scopeOfFreeze), language(isWhole ? .wholeAccount : .upToAmount)),
            (language(.sumInYuan), fact("amount")), caseField,
        ]
    }

    private var freezeFields: [(label: String, value: String)] {
        let interest: Text = facts["interest"]?.string == "yes" ? .withInterest : .withoutInterest
        var rows = accountFields + scopeFields.dropLast()
        rows.append((language(.interestWord), language(interest)))
        rows.append((language(.frozenFor), worded("term")))
        if let end = facts["end"]?.string { rows.append((language(.renewedUntil), end)) }
        return rows + [caseField]
    }

    var caseField: (label: String, value: String) {
        (language(.caseWord), language(.caseAndIncident(fact("filing"), fact("incident"))))
    }

    var number: String {
        let full = fact("account")
        return showsNumbers ? full : MaskedValue.Kind.accountNumber.masked(full)
    }
}
