internal import Access
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

/// What a page says of itself to its frame.
package struct FramePlace: Sendable {
    /// The menu item under which the page stands.
    package var menu: Address?
    package var breadcrumbs: [Frame.MenuItem]
    package var keys: [Frame.KeyHint]
    /// The live fragments the page takes: `board`, `incident/inc-…`; see `LivePage`.
    package var live: String?
    /// Without script the page loads itself again after so many seconds.
    package var reloadSeconds: Int?
    package var watermark: String?
    /// Style sheets besides the console's.
    package var styles: [Asset]

    package init(
        menu: Address? = nil, breadcrumbs: [Frame.MenuItem] = [], keys: [Frame.KeyHint] = [], live: String? = nil,
        reloadSeconds: Int? = nil, watermark: String? = nil, styles: [Asset] = []
    ) {
        self.menu = menu
        self.breadcrumbs = breadcrumbs
        self.keys = keys
        self.live = live
        self.reloadSeconds = reloadSeconds
        self.watermark = watermark
        self.styles = styles
    }
}

extension Console {
    /// The frame around a page of this visit, with the menu that this person has and what waits for him.
    package func frame(_ visit: Visit, _ place: FramePlace = FramePlace()) throws -> Frame {
        try platform.database.read { tx in try frame(visit, place, tx) }
    }

    private func frame(_ visit: Visit, _ place: FramePlace, _ tx: any Transaction) throws -> Frame {
        let language = visit.language
        let user = visit.user
        let partner = try user.affiliation.bank.flatMap { try AccountTable(tx).bank($0) }
        let bank = user.affiliation.bank.map { partner?.name ?? $0 }
        let isCarrier = partner?.kind == .carrier
        let unit = try user.affiliation.unit.map { try UnitTable(tx).find($0)?.name ?? $0.text }
        let personPages = try items(ConsoleMenu.person, visit, place, tx)
        let (lines, pages) = try menu(visit, place, isCarrier: isCarrier, tx)
        return Frame(
            unit: unit ?? language(isCarrier ? .partners : .partnerBanks),
            person: Frame.Person(
                name: user.name, number: user.staffNumber,
                role: user.role.map { language(.role($0, isCarrier: isCarrier)) } ?? "",
                post: bank
            ),
            // Who only keeps the platform has his pages at the top.
            lines: lines.isEmpty ? personPages : lines, pages: pages, personPages: personPages,
            breadcrumbs: place.breadcrumbs, language: language, theme: visit.theme, now: visit.now, keys: place.keys,
            scope: isCarrier ? nil : bank.map { language(.ordersToBankOnly($0)) }, watermark: place.watermark,
            requestToken: visit.signedIn.token.formToken,
            stream: place.live.map { Address.events.with(["page": $0]) }, reloadSeconds: place.reloadSeconds,
            addresses: Frame.Addresses(
                home: Landing.address(for: user).path,
                search: visit.principal.allows(.readIncident) ? ConsoleMenu.search?.path : nil,
                preferences: Address.preferences.path, signOut: Address.signOut.path), styles: place.styles)
    }

    /// The lines of work that this person has, and the pages of the one he is in; a bank's people have one line, its pages.
    private func menu(
        _ visit: Visit, _ place: FramePlace, isCarrier: Bool, _ tx: any Transaction
    ) throws -> (lines: [Frame.MenuItem], pages: [Frame.MenuItem]) {
        if visit.principal.bank != nil {
            return (try items(isCarrier ? ConsoleMenu.carrier : ConsoleMenu.bank, visit, place, tx), [])
        }
        let lines = ConsoleMenu.lines.filter { line in line.items.contains { visit.principal.allows($0.act) } }
        let current = lines.first { line in line.items.contains { $0.address == place.menu } } ?? lines.first
        let pages = try current.map { try items($0.items, visit, place, tx) } ?? []
        return (
            lines.map { line in
                let first = line.items.first { visit.principal.allows($0.act) }
                return Frame.MenuItem(
                    visit.language(line.title), first?.address.path ?? Address.board.path,
                    isCurrent: line.title == current?.title && pages.contains(where: \.isCurrent))
            }, pages
        )
    }

    private func items(
        _ all: [ConsoleMenu.Item], _ visit: Visit, _ place: FramePlace, _ tx: any Transaction
    ) throws -> [Frame.MenuItem] {
        try all.filter { visit.principal.allows($0.act) }.map { item in
            Frame.MenuItem(
                visit.language(item.title), item.address.path, count: try item.count.map { Int(try $0(tx, visit)) },
                isWaiting: item.isWaiting, isCurrent: item.address == place.menu)
        }
    }
}

/// Where somebody comes to after signing in.
enum Landing {
    static func address(for user: User) -> Address {
        if user.affiliation.bank != nil { return .bank }
        return user.principal.allows(.readIncident) ? .board : .users
    }
}

extension User {
    /// The role that names him in the frame: the first of his in the order of `Role`.
    var role: Role? { Role.allCases.first(where: roles.contains) }
}
