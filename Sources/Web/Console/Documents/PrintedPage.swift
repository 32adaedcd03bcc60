internal import Primitives
package import Recovery

/// A paper as it is printed: A4, each page numbered, with the paper's number and code at its foot.
///
/// Give it a title, whom it is for, and a body of `paragraphs` and `fields`; what it is identified by comes from the
/// record, and a page without that is a preview and says so.
package struct PrintedPage: Sendable, Equatable {
    /// What the record gives it.
    package struct Identity: Sendable, Equatable {
        /// `冻通字〔2026〕7KQ4M2PX号`
        package var number: String
        /// `7KQ4-M2PX`, which is typed to check it.
        package var serial: String
        package var code: String

        package init(number: String, serial: String, code: String) {
            self.number = number
            self.serial = serial
            self.code = code
        }

        package init(_ document: PrintedDocument) {
            self.init(
                // A decision has the running number that the organ gave it.
                number: document.kind == .returnDecision ? document["number"] ?? document.number : document.number,
                serial: document.serial.description, code: document.code.description)
        }
    }

    package var title: String
    /// Nil where it is to nobody in particular.
    package var addressee: String?
    package var body: HTML
    package var unit: String
    /// Nil in a preview.
    package var date: String?
    package var identity: Identity?
    /// What whoever takes it signs; nil where nobody does.
    package var receipt: String?
    /// What stays with the organ when the paper is given away, on a page of its own.
    package var counterfoil: HTML?

    package init(
        title: String, addressee: String? = nil, body: HTML, unit: String, receipt: String? = nil,
        counterfoil: HTML? = nil, date: String? = nil, identity: Identity? = nil
    ) {
        self.title = title
        self.addressee = addressee
        self.body = body
        self.unit = unit
        self.receipt = receipt
        self.counterfoil = counterfoil
        self.date = date
        self.identity = identity
    }

    package func html(_ language: Language) -> HTML {
        let number: HTML =
            identity.map { "<p class=\"no\">\($0.number)</p>" } ?? "<p class=\"no draft\">\(language(.notIssued))</p>"
        return """
            \(Self.styleSheet)<article class="paper" lang="\(language.tag)"><table class="paged" role="presentation">\
            <tfoot aria-hidden="true"><tr><td></td></tr></tfoot><tbody><tr><td>\(number)<h1>\(title)</h1>\
            \(addressee.map { words -> HTML in "<p>\(words)\(language(.colon))</p>" })\(body)\
            <p class="sign">\(unit)<br>\(language(.sealHere))<br>\(date ?? language(.dateOfIssue))</p>\
            \(receipt.map { words -> HTML in "<p class=\"receipt\">\(words)</p>" })\
            \(counterfoil.map { words -> HTML in "<div class=\"counterfoil\">\(words)</div>" })</td></tr></tbody></table>\(verification(language))</article>
            """
    }

    /// At the foot of each page in print: by what anyone can check the paper.
    private func verification(_ language: Language) -> HTML? {
        identity.map { identity -> HTML in
            """
            <p class="verify">\(language(.paperNumber)) <b class="mono">\(identity.serial)</b>　\(language(.paperCode)) \
            <b class="mono">\(identity.code)</b>　\(language(.checkedAt)) \(Address.open(.entry).path)</p>
            """
        }
    }

    /// Beside the page's own; each page that shows a paper has it once.
    package static let styleSheet: HTML = "<link rel=\"stylesheet\" href=\"\(Asset.paper.address)\">"

    // MARK: bodies

    package static func paragraphs(_ text: String) -> HTML {
        "\(text.split(separator: "\n").map { "<p class=\"text\">\($0)</p>" as HTML })"
    }

    /// The fields of a form, one row each.
    package static func fields(_ rows: [(label: String, value: String)]) -> HTML {
        let lines = rows.map { "<tr><th scope=\"row\">\($0.label)</th><td>\($0.value)</td></tr>" as HTML }
        return "<table class=\"form\"><tbody>\(lines)</tbody></table>"
    }

    package static func heading(_ words: String) -> HTML { "<h2>\(words)</h2>" }

    package typealias Column = (title: String, isNumber: Bool)

    /// A table of a paper; its heading stands on each page that it goes over.
    package static func table(_ columns: [Column], _ rows: [[String]]) -> HTML {
        func side(_ index: Int) -> String? { columns[index].isNumber ? "num" : nil }
        let heads = columns.indices.map { index -> HTML in
            "<th scope=\"col\"\(attribute: "class", side(index))>\(columns[index].title)</th>"
        }
        let lines = rows.map { cells -> HTML in
            let cells = cells.prefix(columns.count).enumerated().map { index, cell -> HTML in
                "<td\(attribute: "class", side(index))>\(cell)</td>"
            }
            return "<tr>\(cells)</tr>"
        }
        return
            "<div class=\"wide\"><table class=\"form grid\"><thead><tr>\(heads)</tr></thead><tbody>\(lines)</tbody></table></div>"
    }

    /// Two officers sign each paper of the law.
    package static func officers(_ language: Language) -> HTML { "<p class=\"officers\">\(language(.twoOfficers))</p>" }
}
