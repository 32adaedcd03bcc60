/// The rows of a list that changes while it is looked at: each is replaced where it stands, so that none moves under the reader's hand.
struct LiveRows {
    struct Row {
        let id: String
        /// The ids whose change changes the row.
        let about: Set<String>
        /// The table body at whose top it comes in.
        let group: String
        let html: HTML
    }

    /// What the ids of rows begin with.
    let prefix: String
    let rows: [Row]

    /// `whole` alone for a page that just connected, and where every row changed, as when the first one comes to an empty list.
    func fragments(_ change: LiveChange, whole: Fragment) -> [Fragment] {
        guard let ids = change.ids else { return [whole] }
        let touched = rows.filter { !ids.isDisjoint(with: $0.about) }
        guard touched.count < rows.count else { return [whole] }
        let gone = ids.filter { $0.hasPrefix(prefix) }.subtracting(rows.map(\.id))
        return touched.map { Fragment(id: $0.id, html: $0.html, group: $0.group) }
            + gone.sorted().map { Fragment(id: $0, html: HTML()) }
    }
}
