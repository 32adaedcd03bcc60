internal import Primitives

extension PackReader {
    /// All lists of codes; none may be empty, and no code may be in force twice on a day.
    mutating func codes(_ place: JSONPlace, from start: CivilDay) -> [CodeList: [Code]] {
        refuseUnknownKeys(place, Set(CodeList.allCases.map(\.rawValue)))
        var lists: [CodeList: [Code]] = [:]
        for list in CodeList.allCases { lists[list] = codes(place[list.rawValue], of: list) }
        checkScreenedKinds(lists, place[CodeList.screenedKinds.rawValue], from: start)
        return lists
    }

    private mutating func codes(_ place: JSONPlace, of list: CodeList) -> [Code] {
        guard place.json != nil else {
            report(place, "a list of codes with basis, mark, from and items")
            return []
        }
        refuseUnknownKeys(place, ["basis", "mark", "from", "until", "items"])
        guard let defaults = dating(place) else { return [] }
        let items = self.list(place["items"])
        if items.isEmpty { report(place["items"], "at least one code") }
        let codes = items.compactMap { item in code(item, of: list, defaults).map { (code: $0, place: item) } }
        for (name, same) in Dictionary(grouping: codes, by: \.code.code).sorted(by: { $0.key < $1.key }) {
            checkNoOverlap(
                same.map { Span(from: $0.code.validFrom, until: $0.code.validUntil, place: $0.place) },
                of: "\(list.rawValue) \(name)")
        }
        checkParents(codes.map(\.code), place)
        return codes.map(\.code)
    }

    private mutating func code(_ place: JSONPlace, of list: CodeList, _ defaults: Dating) -> Code? {
        let extras = list.extras
        refuseUnknownKeys(place, Set(["code", "zh", "en", "basis", "mark", "from", "until"] + extras.map(\.rawValue)))
        let code = text(place["code"])
        let (zh, en) = (text(place["zh"]), text(place["en"]))
        var found: [Code.Extra: String] = [:]
        for extra in extras where place[extra.rawValue].json != nil || extra.isRequired {
            found[extra] = self.extra(extra, place[extra.rawValue])
        }
        guard let dating = dating(place, defaults: defaults), let code, let zh, let en else { return nil }
        return Code(
            code: code, name: Wording(zh: zh, en: en), basis: dating.basis, mark: dating.mark, validFrom: dating.from,
            validUntil: dating.until, extras: found)
    }

    private mutating func extra(_ extra: Code.Extra, _ place: JSONPlace) -> String? {
        switch extra {
        case .means: choice(place, of: ResultMeaning.self)?.rawValue
        case .family: choice(place, of: WarningFamily.self)?.rawValue
        case .grade: choice(place, of: Grade.self)?.rawValue
        case .line: truth(place)
        case .parent, .reply, .mediaType, .sign: text(place)
        }
    }

    /// What is said at all is said to be so.
    private mutating func truth(_ place: JSONPlace) -> String? {
        guard place.json == .bool(true) else {
            report(place, "true, or nothing")
            return nil
        }
        return "true"
    }

    private mutating func checkParents(_ codes: [Code], _ place: JSONPlace) {
        let known = Set(codes.map(\.code))
        for code in codes {
            guard let parent = code.parent, !known.contains(parent) || parent == code.code else { continue }
            report(place, found: "parent \"\(parent)\" of \"\(code.code)\"", "another code of the same list")
        }
    }

    /// Every kind of what is screened has a code on every day, and stands for a sign of that day.
    private mutating func checkScreenedKinds(_ lists: [CodeList: [Code]], _ place: JSONPlace, from start: CivilDay) {
        let (kinds, signs) = (lists[.screenedKinds] ?? [], lists[.warningSigns] ?? [])
        guard !kinds.isEmpty, !signs.isEmpty else { return }
        for kind in ScreenedKind.allCases {
            let own = kinds.filter { $0.code == kind.rawValue }
            let days = [start] + own.compactMap { $0.validUntil?.adding(days: 1) }
            for day in days where !own.contains(where: { $0.holds(on: day) }) {
                report(place, found: "no code \"\(kind.rawValue)\" on \(day)", "one on every day: it is screened")
            }
        }
        for code in kinds {
            let known = signs.filter { $0.code == code.sign }
            let endsWithIt = known.contains { sign in
                code.validUntil.map { sign.holds(on: $0) } ?? (sign.validUntil == nil)
            }
            guard !endsWithIt || !known.contains(where: { $0.holds(on: code.validFrom) }) else { continue }
            report(
                place, found: "sign \"\(code.sign ?? String())\" of \"\(code.code)\"",
                "a code of warningSigns on all days of it")
        }
    }

    /// Notices by measure; every measure that the holder is told of has one on every day.
    mutating func notices(_ place: JSONPlace, from start: CivilDay) -> [Notice] {
        let found = list(place).compactMap { item in notice(item).map { (notice: $0, place: item) } }
        for measure in Measure.allCases {
            let spans = found.filter { $0.notice.measure == measure }
                .map { Span(from: $0.notice.validFrom, until: $0.notice.validUntil, place: $0.place) }
            if !spans.isEmpty {
                checkCover(spans, from: start, of: "notice of \(measure.rawValue)")
            } else if measure.isTold {
                report(place, found: "no notice of \(measure.rawValue)", "one: its holder must be told (反诈法 32)")
            }
        }
        return found.map(\.notice)
    }

    private mutating func notice(_ place: JSONPlace) -> Notice? {
        refuseUnknownKeys(place, ["measure", "title", "body", "basis", "mark", "from", "until"])
        let measure = choice(place["measure"], of: Measure.self)
        let title = wording(place["title"])
        let body = wording(place["body"])
        guard let dating = dating(place), let measure, let title, let body else { return nil }
        for (text, place) in [(body.zh, place["body"]["zh"]), (body.en, place["body"]["en"])] {
            for blank in Notice.blanks(in: text) where Notice.Blank(rawValue: blank) == nil {
                let known = Notice.Blank.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
                report(place, found: "{\(blank)}", "one of " + known)
            }
        }
        return Notice(
            measure: measure, title: title, body: body, basis: dating.basis, mark: dating.mark, validFrom: dating.from,
            validUntil: dating.until)
    }

    private mutating func wording(_ place: JSONPlace) -> Wording? {
        let (zh, en) = (text(place["zh"]), text(place["en"]))
        guard let zh, let en else { return nil }
        return Wording(zh: zh, en: en)
    }
}

extension CodeList {
    /// What codes of this list have besides their names.
    fileprivate var extras: [Code.Extra] {
        switch self {
        case .fraudTypes: [.parent]
        case .businessResults, .technicalResults: [.means]
        case .messages: [.reply]
        case .evidenceKinds: [.mediaType]
        case .warningSigns: [.family, .grade, .line]
        case .tellerQuestions, .screenedKinds: [.sign]
        case .channels, .grades, .applicationTypes, .idTypes, .caseReportIDTypes, .caseTypes, .urgencies,
            .accountClasses,
            .freezeTypes, .holdsInForce, .suspiciousFeatures:
            []
        }
    }
}

extension Code.Extra {
    fileprivate var isRequired: Bool { self != .parent && self != .reply && self != .line }
}

extension Measure {
    /// Inquiries are confidential (反诈法 5); a return of funds goes to the victim with its own decision.
    fileprivate var isTold: Bool {
        switch self {
        case .protectiveHold, .stopPayment, .stopExtension, .release, .freeze: true
        case .inquiry, .fundReturn: false
        }
    }
}
