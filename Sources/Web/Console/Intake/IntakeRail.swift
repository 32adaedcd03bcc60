internal import Primitives
internal import Recovery

/// What changes while the form is filled in: what to ask, what may be the same, what will follow, and the act's name.
struct IntakeRail {
    let model: IntakeModel

    private var language: Language { model.language }
    private var preview: IntakePreview { model.preview }

    var html: HTML { asks + duplicates + after }

    // MARK: what to ask

    var asks: HTML {
        let facts = sorted.prefix(Self.asksMost)
        let items = facts.map { fact -> HTML in
            let number = fact.transfer.flatMap { model.form.transfers.count > 1 ? $0 + 1 : nil }
            return """
                <li><b>\(language(fact.question(transfer: number)))</b><small>\(language(fact.purpose(transfer: number)))</small></li>
                """
        }
        return panel(
            "asks", .askNext, count: sorted.count, isWaiting: sorted.contains(where: \.blocksStop),
            body: items.isEmpty ? "<p class=\"none\">\(language(.nothingToAsk))</p>" : "<ol class=\"ask\">\(items)</ol>"
        )
    }

    private static let asksMost = 5

    /// What blocks a stop first; within it the largest transfer first.
    private var sorted: [MissingFact] {
        preview.missing.enumerated().sorted { a, b in
            if a.element.blocksStop != b.element.blocksStop { return a.element.blocksStop }
            let (first, second) = (amount(a.element), amount(b.element))
            return first != second && a.element.blocksStop ? first > second : a.offset < b.offset
        }.map(\.element)
    }

    private func amount(_ fact: MissingFact) -> Money {
        preview.transfers.first { $0.index == fact.transfer }?.amount ?? .zero
    }

    // MARK: what may be the same

    var duplicates: HTML {
        let items = model.duplicates.map(duplicate)
        return panel(
            "dups", .possiblyTheSame, count: items.count, isWaiting: !items.isEmpty,
            body: items.isEmpty ? "<p class=\"none\">\(language(.noneTheSame))</p>" : items.joined())
    }

    private func duplicate(_ other: Incidents.LikelyDuplicate) -> HTML {
        let own = preview.transfers.first { read in
            other.payeeNumber != nil
                && BankNumber.same(other.payeeNumber, model.form.transfers[read.index].value.payeeNumber)
        }
        let row = own.map { model.form.transfers[$0.index].value }
        let payer = model.form.victims.first { $0.number == row?.victim }?.value.name ?? ""
        let rows = [
            compared(.payerColumn, payer, other.victim, same: payer == other.victim),
            compared(
                .amountInYuan, own?.amount.map(\.description) ?? "", other.amount.map(\.description) ?? "",
                same: own?.amount == other.amount),
            compared(
                .time, own?.at.map { $0.minute(asOf: model.now) } ?? "",
                other.at.map { $0.minute(asOf: model.now) } ?? "", same: own?.at == other.at),
            compared(
                .payeeTail, String(row?.payeeNumber.suffix(4) ?? ""), String(other.payeeNumber?.suffix(4) ?? ""),
                same: true),
        ]
        return """
            <div class="dup"><p><b>\(other.number)</b>　\(other.victim)</p><table class="cmp"><thead><tr><th scope="col">\(language(.comparedItem))</th>\
            <th scope="col">\(language(.thisReport))</th><th scope="col">\(other.number.suffix(4))</th></tr></thead><tbody>\(rows)</tbody></table>\
            <p class="acts2"><button class="btn sm" name="notSame" value="\(other.number)" formaction="\(address: Address.intakePart(.form).path)">\
            \(language(.notTheSame))</button><button class="btn sm" name="joins" value="\(other.number)">\(language(.joinInto(other.number)))</button></p></div>
            """
    }

    private func compared(_ name: Text, _ own: String, _ other: String, same: Bool) -> HTML {
        let tone: String? = same ? nil : "warn"
        return """
            <tr><th scope="row">\(language(name))</th><td>\(own)</td><td\(attribute: "class", tone)>\(other)</td></tr>
            """
    }

    // MARK: what follows

    var after: HTML {
        let items = preview.transfers.map { read in
            follows(read, place: language(.transferNumber("\(read.index + 1)")))
        }
        let protection: HTML? = preview.protection.map { way in
            item(.shield, "sec", language(way == .waitsForSecond ? .holdAfterSecond : .holdAtOnce), nil)
        }
        let nothing: HTML = "<p class=\"none\">\(language(.nothingFollowsYet))</p>"
        let all: HTML = "<ul class=\"chk\">\(items)\(protection)</ul>"
        return panel("after", .afterIntake, body: items.isEmpty && protection == nil ? nothing : all)
    }

    private func follows(_ read: IntakePreview.Transfer, place: String) -> HTML {
        switch read.outcome {
        case .stop(let way):
            let words = language(.stopTo(read.payeeBank ?? "", read.amount?.description ?? "", model.stopHours))
            let basis: Text =
                way == .waitsForSecond ? .basisNeedsSecond(model.basis) : .basisUnderAuthority(model.basis)
            return item(.held, "held", "\(place)：\(words)", language(basis))
        case .joins, .refused(.alreadyLive): return item(.held, "held", "\(place)：\(language(.joinsRunning))", nil)
        case .tooSmall: return item(.pass, "sec", "\(place)：\(language(.underLeastAmount))", nil)
        case .refused(.hub): return item(.hub, "large", "\(place)：\(language(.hubEnds))", nil)
        case .refused(.timesUsedUp(_, let most)):
            return item(.alert, "danger", "\(place)：\(language(.usedUp(most)))", nil)
        case .refused(.itemsMissing(let items)):
            return item(.wait, "large", "\(place)：\(language(.sendsAfterCompletion(Text.list(items, language))))", nil)
        }
    }

    private func item(_ icon: Icon, _ tone: String, _ words: String, _ small: String?) -> HTML {
        """
        <li class="\(tone)">\(HTML.icon(icon))<span>\(words)\(when: small != nil, "<small class=\"mut blk\">\(small)</small>")</span></li>
        """
    }

    private func panel(_ id: String, _ title: Text, count: Int? = nil, isWaiting: Bool = false, body: HTML) -> HTML {
        let badge: HTML? = count.map { count in
            #"<span class="n\#(when: isWaiting && count > 0, " act")">\#(count)</span>"#
        }
        return """
            <section class="panel" id="\(id)"><header><h2>\(language(title))</h2>\(badge)</header>\(body)</section>

            """
    }

    // MARK: the act

    private var stopsAtOnce: Int { preview.stops.filter { $0 != .waitsForSecond }.count }
    private var stopsAsked: Int { preview.stops.count - stopsAtOnce }

    /// The primary button names its effect.
    var primary: HTML {
        let words: Text =
            stopsAtOnce > 0 ? .takeAndStop(stopsAtOnce) : stopsAsked > 0 ? .takeAndSubmit(stopsAsked) : .takeOnly
        return """
            <button class="btn pri" id="go" data-key="Ctrl+Enter">\(language(words)) <kbd>Ctrl Enter</kbd></button>
            """
    }

    var lead: HTML {
        let rest: Text =
            preview.stops.isEmpty ? .nothingGoesOut : preview.missing.isEmpty ? .nothingToAsk : .missingLater
        return #"<span class="xs sec" id="lead"><b class="ink">\#(language(.canBeTaken))</b>\#(language(rest))</span>"#
    }

    /// What the script replaces after each pause in typing.
    var fragments: [Fragment] {
        let notes = model.fields.all.map { Fragment(id: "\($0.id)-n", html: $0.noteLine) }
        let tags = model.form.transfers.map { row in
            Fragment(
                id: "tr-\(row.number)",
                html: IntakeTransferCard(fields: model.fields, row: row, number: "", hasFocus: false).tag)
        }
        let total = Fragment(
            id: "total", html: #"<span class="mut xs" id="total">\#(language(.totalAmount(preview.total)))</span>"#)
        return notes + tags + [
            total, Fragment(id: "asks", html: asks), Fragment(id: "dups", html: duplicates),
            Fragment(id: "after", html: after), Fragment(id: "lead", html: lead), Fragment(id: "go", html: primary),
        ]
    }
}

/// Account numbers as two people may have typed them.
enum BankNumber {
    static func same(_ stored: String?, _ typed: String) -> Bool {
        do { return try BankAccountNumber(typed).text == stored } catch { return false }
    }
}
