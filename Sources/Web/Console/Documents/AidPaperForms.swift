internal import Primitives
internal import Recovery

/// How the papers of hardship aid are laid out.
extension PaperForm {
    var aidPaper: PrintedPage { kind == .aidDecision ? aidDecision : aidApplication }

    private var aidApplication: PrintedPage {
        let identity = facts["identity"]?.string.map {
            showsNumbers ? $0 : MaskedValue.Kind.identityNumber.masked($0)
        }
        let papers = fact("papers").split(separator: " ").compactMap { AidPaper(rawValue: String($0)) }
        let rows = [
            (language(.nameWord), fact("name")), (language(.identityWord), identity ?? language(.lineToFill)),
            (language(.addressWord), language(.lineToFill)), caseField, (language(.lossOnPaper), fact("loss")),
            (language(.hardshipWord), fact("hardship")),
            (
                language(.papersHandedIn),
                papers.isEmpty
                    ? "—" : papers.map { language(.aidPaper($0)) }.joined(separator: language(.listComma))
            ), (language(.appliedOn), fact("applied")), (language(.takenBy), fact("unit")),
        ]
        return PrintedPage(
            title: title,
            body: """
                \(PrintedPage.fields(rows))<p class="officers">\(language(.aidApplicantSigns))</p>\
                \(PrintedPage.fields([(language(.headOpinion), language(.opinionLine))]))\(PrintedPage.officers(language))
                """,
            unit: fact("unit"))
    }

    private var aidDecision: PrintedPage {
        let isGranted = facts["isGranted"]?.string == "yes"
        let decided: Text =
            isGranted ? .aidGrantedOnPaper(fact("amount"), payer: fact("payer")) : .aidRefusedOnPaper
        let lines = [
            language(.aidOpening(applied: fact("applied"), incident: fact("incident"), basis: fact("basis"))),
            language(decided), language(.answerReason(fact("reason"))),
            language(isGranted ? .aidIsNoReturn : .aidMayBeAskedAgain),
        ]
        return PrintedPage(
            title: title, addressee: fact("name"), body: PrintedPage.paragraphs(lines.joined(separator: "\n")),
            unit: fact("unit"), receipt: language(.receivedBy))
    }
}
