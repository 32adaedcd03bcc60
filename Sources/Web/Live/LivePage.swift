internal import Access

/// A page that changes while it is looked at: its name in the stream's address and what it sends.
struct LivePage: Sendable {
    /// `board`, or the first part of `incident/inc-…`.
    let name: String
    /// Whether it shows what one session alone may see, as identifiers that were revealed to it.
    let isOfSession: Bool
    /// The fragments that `change` touches, for this person; `argument` is what follows the name. It runs where it may block.
    let fragments:
        @Sendable (_ console: Console, _ visit: Visit, _ argument: String, _ change: LiveChange) throws -> [Fragment]

    /// Every live page; one line each.
    static let all: [LivePage] = [
        LivePage(name: "board", isOfSession: false, fragments: BoardRoutes.fragments),
        LivePage(name: "warnings", isOfSession: false, fragments: PreventionRoutes.fragments),
        LivePage(name: "tasks", isOfSession: false, fragments: PreventionRoutes.taskFragments),
        LivePage(name: "warning", isOfSession: true, fragments: PreventionRoutes.warningFragments),
        LivePage(name: "mine", isOfSession: true, fragments: PreventionRoutes.mineFragments),
        LivePage(name: "partner", isOfSession: false, fragments: PartnerRoutes.fragments),
        LivePage(name: "lines", isOfSession: true, fragments: CarrierRoutes.fragments),
        LivePage(name: "batch", isOfSession: false, fragments: MessageRoutes.fragments),
        LivePage(name: "incident", isOfSession: true, fragments: IncidentRoutes.fragments),
    ]
}

/// What is looked at, by whom: pages of one view show the same.
struct LiveView: Hashable, Sendable {
    /// The page with its argument.
    let page: String
    let principal: Principal
    let language: Language
    /// Nil where all sessions of a person see the same.
    let session: SessionID?
}

/// What the journal has got since a page last looked.
package struct LiveChange: Sendable, Equatable {
    /// The ids of what changed and of what that belongs to (incidents); nil for a page that just connected.
    package let ids: Set<String>?

    package static let everything = LiveChange(ids: nil)

    package init(ids: Set<String>?) { self.ids = ids }

    package func touches(_ id: some CustomStringConvertible) -> Bool { ids?.contains(id.description) ?? true }
}
