/// A table's column: its heading, whether it holds numbers, and how the table is sorted by it.
package struct Column: Sendable, Equatable {
    package enum Order: String, Sendable { case ascending, descending }

    package var title: String
    package var isNumber: Bool
    /// Sorts the table by this column; works without script.
    package var sortAddress: String?
    package var order: Order?

    package init(_ title: String, isNumber: Bool = false, sortAddress: String? = nil, order: Order? = nil) {
        self.title = title
        self.isNumber = isNumber
        self.sortAddress = sortAddress
        self.order = order
    }

    fileprivate var html: HTML {
        let words: HTML = sortAddress.map { #"<a href="\#(address: $0)">\#(title)</a>"# } ?? "\(title)"
        let arrow: HTML? = order.map { $0 == .ascending ? "↑" : "↓" }
        return """
            <th scope="col"\(attribute: "class", isNumber ? "num" : nil)\(attribute: "aria-sort", order?.rawValue)>\(words)\(arrow)</th>
            """
    }
}

extension HTML {
    /// A table with a caption (hidden where a heading says the same), its rows, and a last row of sums where there is one.
    ///
    /// Rows that `J` and `K` walk carry `data-row`.
    package static func table(
        _ caption: String, layout: String? = nil, columns: [Column], rows: [HTML], sums: HTML? = nil,
        body: String? = nil
    ) -> HTML {
        """
        <table\(attribute: "class", layout)><caption class="vh">\(caption)</caption><thead><tr>\(columns.map(\.html))</tr></thead>\
        <tbody\(attribute: "id", body)>\(rows)</tbody>\(sums.map { sums -> HTML in "<tfoot><tr>\(sums)</tr></tfoot>" })</table>
        """
    }

    /// The way to the next page of a list and back to its first; nothing where the list fits one page.
    package static func pager(first: String?, next: String?, _ language: Language) -> HTML {
        guard first != nil || next != nil else { return HTML() }
        let links = [(first, Text.firstPage), (next, .nextPage)].map { address, words -> HTML? in
            address.map { #"<a class="btn" href="\#(address: $0)">\#(language(words))</a>"# }
        }
        return "<nav class=\"pager\" aria-label=\"\(language(.nextPage))\">\(links[0])\(links[1])</nav>"
    }
}
