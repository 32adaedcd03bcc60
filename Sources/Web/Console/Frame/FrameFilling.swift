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

    package init(
        menu: Address? = nil, breadcrumbs: [Frame.MenuItem] = [], keys: [Frame.KeyHint] = [], live: String? = nil,
        reloadSeconds: Int? = nil, watermark: String? = nil
    ) {
        self.menu = menu
        self.breadcrumbs = breadcrumbs
        self.keys = keys
        self.live = live
        self.reloadSeconds = reloadSeconds
        self.watermark = watermark
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
        let bank = try user.affiliation.bank.map { try AccountTable(tx).bank($0)?.name ?? $0 }
        let unit = try user.affiliation.unit.map { try UnitTable(tx).find($0)?.name ?? $0.text }
        let pages = try items(bank == nil ? ConsoleMenu.recovery : ConsoleMenu.bank, visit, place, tx)
        let isRecovery = bank == nil && !pages.isEmpty
        let personPages = try items(ConsoleMenu.person, visit, place, tx)
        // Who only keeps the platform has his pages at the top.
        let lines = pages.isEmpty ? personPages : pages
        return Frame(
            unit: unit ?? language(.partnerBanks),
            person: Frame.Person(
                name: user.name, number: user.staffNumber, role: user.role.map { language(.role($0)) } ?? "", post: bank
            ),
            lines: isRecovery
                ? [.init(language(.lineRecovery), pages[0].address, isCurrent: pages.contains(where: \.isCurrent))]
                : lines,
            pages: isRecovery ? pages : [], personPages: personPages,
            breadcrumbs: place.breadcrumbs, language: language, theme: visit.theme, now: visit.now, keys: place.keys,
            scope: bank.map { language(.ordersToBankOnly($0)) }, watermark: place.watermark,
            requestToken: visit.signedIn.token.formToken,
            stream: place.live.map { Address.events.with(["page": $0]) }, reloadSeconds: place.reloadSeconds,
            addresses: Frame.Addresses(
                home: Landing.address(for: user).path,
                search: visit.principal.allows(.readIncident) ? ConsoleMenu.search?.path : nil,
                preferences: Address.preferences.path, signOut: Address.signOut.path))
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
