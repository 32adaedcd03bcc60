internal import Access
internal import Primitives
internal import Recovery
internal import Workflow

/// Filing a case, asking for a freeze, its renewal and its release.
struct FreezeRoutes: Sendable {
    let sheets: SheetRoutes

    func add(to group: Console.Group) {
        addComplaint(to: group)
        addReturn(to: group)
        addComplaintOfHold(to: group)
        let platform = sheets.console.platform
        sheets.add(.freezing(.file(":id")), of: .fileCase, to: group, sheet: { $1.fileCase() }) { visit, _ in
            guard let day = CivilDay(visit.form["day"]) else { throw Unread.day }
            try platform.filings.file(
                try visit.id(), number: visit.form["number"], day: day, by: visit.principal, key: try visit.key(),
                at: visit.now)
        }
        sheets.add(
            .freezing(.freeze(":id", ":account")), of: .requestFreeze, to: group,
            sheet: { try $1.freeze(try $0.id("account")) }
        ) { visit, _ in
            _ = try platform.freezes.request(
                Freezes.Request(
                    account: try visit.id("account"), limit: try limit(visit.form),
                    includesInterest: visit.form["interest"] == "yes", kind: try kind(visit.form),
                    reason: visit.form["reason"]),
                for: try visit.id(), by: visit.principal, key: try visit.key(), at: visit.now)
        }
        sheets.add(
            .freezing(.renew(":id", ":freeze")), of: .requestFreeze, to: group,
            sheet: { try $1.renew(try $0.id("freeze")) }
        ) { visit, _ in
            try platform.freezes.requestRenewal(
                of: try visit.id("freeze"), kind: try kind(visit.form), reason: visit.form["reason"],
                by: visit.principal, key: try visit.key(), at: visit.now)
        }
        sheets.add(
            .freezing(.release(":id", ":freeze")), of: .requestFreeze, to: group,
            sheet: { try $1.unfreeze(try $0.id("freeze")) }
        ) { visit, _ in
            guard ["needless", "unrelated", "part"].contains(visit.form["why"]) else { throw FormFault.unreadable }
            if visit.form["why"] == "part" {
                return try platform.freezes.requestPartialRelease(
                    of: try visit.id("freeze"), for: try visit.id(), reason: visit.form["reason"], by: visit.principal,
                    key: try visit.key(), at: visit.now)
            }
            try platform.freezes.requestRelease(
                of: try visit.id("freeze"), for: try visit.id(), isUnrelated: visit.form["why"] == "unrelated",
                reason: visit.form["reason"], by: visit.principal, key: try visit.key(), at: visit.now)
        }
    }

    private func addReturn(to group: Console.Group) {
        let platform = sheets.console.platform
        sheets.add(
            .freezing(.giveBack(":id", ":freeze")), of: .prepareReturn, to: group,
            sheet: { try $1.giveBack(try $0.id("freeze")) }
        ) { visit, _ in
            _ = try platform.returns.open(
                try visit.id("freeze"), for: try visit.id(), by: visit.principal, key: try visit.key(), at: visit.now)
        }
    }

    private func addComplaint(to group: Console.Group) {
        let platform = sheets.console.platform
        sheets.add(
            .freezing(.complain(":id", ":freeze")), of: .enterComplaint, to: group,
            sheet: { visit, sheets in
                let freeze: FreezeID = try visit.id("freeze")
                return try sheets.complain(freeze)
            }
        ) { visit, _ in
            let id: FreezeID = try visit.id("freeze")
            _ = try platform.complaints.enter(
                against: id, holder: visit.form["holder"], contact: visit.form["contact"], text: visit.form["text"],
                by: visit.principal, key: try visit.key(), at: visit.now)
        }
    }

    private func addComplaintOfHold(to group: Console.Group) {
        let platform = sheets.console.platform
        sheets.add(
            .freezing(.complainOfHold(":id", ":hold")), of: .enterComplaint, to: group,
            sheet: { visit, sheets in
                let hold: ProtectiveHoldID = try visit.id("hold")
                return try sheets.complain(hold)
            }
        ) { visit, _ in
            let id: ProtectiveHoldID = try visit.id("hold")
            _ = try platform.complaints.enter(
                against: id, holder: visit.form["holder"], contact: visit.form["contact"], text: visit.form["text"],
                by: visit.principal, key: try visit.key(), at: visit.now)
        }
    }

    /// What cannot be read as what it should be.
    enum Unread: Error, Equatable {
        case day
        case limit(String)
    }

    private func limit(_ form: Form) throws -> Money? {
        switch form["scope"] {
        case "whole": return nil
        case "limit":
            do { return try AmountText.parse(form["limit"]) } catch { throw Unread.limit(form["limit"]) }
        default: throw FormFault.unreadable
        }
    }

    private func kind(_ form: Form) throws -> Freeze.Kind {
        guard let kind = Freeze.Kind(rawValue: form["kind"]) else { throw FormFault.unreadable }
        return kind
    }

    /// What the person can put right on the sheet itself.
    static func correctable(_ error: any Error) -> Text? {
        switch error {
        case Unread.day: .dayUnreadable
        case Unread.limit(let text): .limitUnreadable(text)
        case let refusal as FreezeRefusal: .freezeRefusal(refusal)
        case let refusal as ReturnRefusal: .returnRefusal(refusal)
        case let refusal as CaseFilings.NotPossible: .filingRefusal(refusal)
        default: nil
        }
    }
}
