package import Journal
internal import Primitives

/// The journal, the newest entries first, and what is known of its chain.
package struct JournalModel: Sendable, Equatable {
    package struct Line: Sendable, Equatable {
        package var entry: Entry
        /// The person's or bank's name, where the actor is one.
        package var actor: String
        /// The number of the incident it belongs to.
        package var incident: String?

        package init(entry: Entry, actor: String, incident: String? = nil) {
            self.entry = entry
            self.actor = actor
            self.incident = incident
        }
    }

    package var lines: [Line]
    package var incident: String
    package var chained: Int64
    package var tail: Int64
    /// Nil until it is asked for.
    package var verdict: Chain.Verdict?
    package var first: String?
    package var next: String?

    package init(
        lines: [Line], incident: String = "", chained: Int64, tail: Int64, verdict: Chain.Verdict? = nil,
        first: String? = nil, next: String? = nil
    ) {
        self.lines = lines
        self.incident = incident
        self.chained = chained
        self.tail = tail
        self.verdict = verdict
        self.first = first
        self.next = next
    }

    package func html(_ frame: Frame) -> HTML {
        let language = frame.language
        let columns = [Text.entryNumber, .entryTime, .entryActor, .entryAct, .entrySubject, .entryReason].map {
            Column(language($0))
        }
        let list: HTML =
            lines.isEmpty
            ? .empty(language(.noEntries))
            : .table(language(.journal), columns: columns, rows: lines.map { row($0, language) })
        let field = Field("incident", language(.incidentFilter), value: incident)
        return frame.page(
            title: language(.journal),
            """
            \(frame.heading("\(language(.journal))", end: .button(language(.checkChain), to: Address.journal.with(["incident": incident, "check": "1"]))))
            <div class="rail">\(chainPanel(language))
            <form class="panel fs" method="get" action="\(Address.journal.path)"><div class="g c4">\(field.html(language))\
            <div class="foot0">\(HTML.submit(language(.show)))</div></div></form>
            <section class="panel scroll">\(list)\(HTML.pager(first: first, next: next, language))</section></div>
            """)
    }

    private func chainPanel(_ language: Language) -> HTML {
        let state: HTML? = verdict.map { verdict in
            verdict.broken == nil
                ? .state(language(.chainHolds), .back, icon: .ok)
                : .state(language(.chainBroken), .danger, icon: .alert)
        }
        let broken: HTML? = verdict?.broken.map { "<p class=\"note err\">\($0)</p>" }
        return """
            <section class="panel fs" id="chain"><p>\(state) \(language(.chainLength(verdict?.entries ?? chained, verdict?.tail ?? tail)))　\
            <span class="mut">\(language(.chainExplained))</span></p>\(broken)</section>
            """
    }

    private func row(_ line: Line, _ language: Language) -> HTML {
        let entry = line.entry
        let incident: HTML? = line.incident.map { number -> HTML in
            #"<a class="t" href="\#(Address.journal.with(["incident": number]))">\#(number)</a>"#
        }
        return """
            <tr data-row><th scope="row" class="num">\(entry.number.map { "\($0)" } ?? language(.notYetChained))</th>\
            <td class="mono">\(CivilTime(entry.at).text)</td><td>\(line.actor)</td><td>\(language(.act(of: entry)))<small class="mono">\(entry.act)</small></td>\
            <td>\(incident)<small class="mono">\(entry.subject)</small></td><td>\(entry.basis)<small>\(entry.reason)</small></td></tr>

            """
    }
}
