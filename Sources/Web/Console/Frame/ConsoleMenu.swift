internal import Access
internal import Recovery
internal import Storage

/// The console's menus: an item stands here when its page works.
enum ConsoleMenu {
    struct Item: Sendable {
        let title: Text
        let address: Address
        /// Who may do this sees the item.
        let act: Act
        /// What the badge counts.
        var count: (@Sendable (any Transaction, Visit) throws -> Int64)?
        /// The count waits for this very person; else it is a plain total.
        var isWaiting = false
    }

    /// 止付追赃.
    static let recovery: [Item] = [
        Item(
            title: .board, address: .board, act: .readIncident,
            count: { tx, visit in
                try visit.principal.unit.map {
                    try IncidentTable(tx).openCount(under: $0, most: Frame.MenuItem.countMost + 1)
                } ?? 0
            }),
        Item(title: .intake, address: .intake, act: .registerIncident),
        Item(
            title: .approvalsTitle, address: .approvals, act: .readIncident,
            count: { tx, visit in try ApprovalTable(tx).countDecidable(by: visit.principal, at: visit.now) },
            isWaiting: true),
        Item(title: .ordersTitle, address: .orders, act: .readIncident),
        Item(title: .bankAnswersTitle, address: .bankAnswers, act: .readIncident),
        Item(
            title: .undeliveredTitle, address: .undelivered(.list), act: .readIncident,
            count: { tx, visit in try DeadLetterList.count(tx, visit) }, isWaiting: true),
        Item(title: .freezesTitle, address: .freezing(.calendar), act: .readIncident),
        Item(title: .returnsTitle, address: .returns(.list), act: .readIncident),
        Item(title: .complaintsTitle, address: .complaints, act: .readIncident),
        Item(title: .authoritiesTitle, address: .authorities, act: .readIncident),
    ]

    /// 预警劝阻.
    static let prevention: [Item] = [
        Item(title: .myTasksTitle, address: .preventing(.myTasks), act: .doTask),
        Item(title: .warningsTitle, address: .preventing(.warnings), act: .readWarning),
        Item(title: .tasksTitle, address: .preventing(.tasks), act: .readWarning),
        Item(title: .messagesTitle, address: .messages(.list), act: .readMessages),
        Item(title: .rosterTitle, address: .preventing(.roster), act: .readWarning),
        Item(title: .dissuasionFigures, address: .preventing(.figures), act: .readFigures),
    ]

    /// The lines of work in the top bar, each with its pages under it.
    static let lines: [(title: Text, items: [Item])] = [
        (.lineRecovery, recovery), (.linePrevention, prevention),
    ]

    /// The pages of a bank's people.
    static let bank: [Item] = [
        Item(
            title: .bankDeskTitle, address: .bank, act: .readForBank,
            count: { tx, visit in try BankDesk.count(tx, visit) }, isWaiting: true),
        Item(title: .counterDeskTitle, address: .preventing(.partner), act: .readForBank),
    ]

    /// The pages of an operator's people.
    static let carrier: [Item] = [
        Item(title: .carrierDeskTitle, address: .preventing(.partner), act: .readForBank),
        Item(
            title: .linesTitle, address: .preventing(.lines), act: .readForBank,
            count: { tx, visit in try CarrierDesk.count(tx, visit) }, isWaiting: true),
    ]

    /// In the menu of the person.
    static let person: [Item] = [
        Item(title: .users, address: .users, act: .manageUsers),
        Item(title: .units, address: .units, act: .manageUnits),
        Item(title: .banksAndKeys, address: .banks, act: .manageBanks),
        Item(title: .clientPrograms, address: .clients(), act: .manageClients),
        Item(title: .journal, address: .journal, act: .readJournal),
    ]

    /// Where the search field leads; nil while there is no such page.
    static let search: Address? = .search
}
