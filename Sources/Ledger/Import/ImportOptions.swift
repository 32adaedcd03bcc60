/// How a file of transfers is read.
package struct ImportOptions: Sendable {
    package enum Unit: String, Sendable, CaseIterable { case yuan, fen }

    /// Whether a balance beside a transfer is the one before or after it.
    package enum Moment: String, Sendable, CaseIterable { case before, after }

    /// What can be read of a transfer.
    package enum Item: String, Sendable, CaseIterable {
        case id, time, payer, payee, amount, serial
        case payerBalance = "payer_balance"
        case payeeBalance = "payee_balance"

        var number: Int {
            switch self {
            case .id: 0
            case .time: 1
            case .payer: 2
            case .payee: 3
            case .amount: 4
            case .serial: 5
            case .payerBalance: 6
            case .payeeBalance: 7
            }
        }

        var isNeeded: Bool { [.time, .payer, .payee, .amount].contains(self) }
    }

    /// The header's name of each item; where an item is not here, the column of the item's own name, if there is one.
    package var columns: [Item: String] = [:]
    /// Nil: as the first time is written.
    package var time: TimePattern?
    package var unit: Unit = .yuan
    /// Nil: by the column's name, else what explains more of the file.
    package var balances: Moment?
    /// In how many pieces a text is read at once; nil: as many as there are processors, each large enough to be worth it.
    package var pieces: Int?

    package init() {}

    /// Reads `id=…,time=…`; what is wrong with it, where something is.
    package mutating func setColumns(_ text: String) -> String? {
        for pair in text.split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let item = Item(rawValue: parts[0]) else {
                return "\(pair.debugDescription) is not one of "
                    + Item.allCases.map { "\($0.rawValue)=COLUMN" }.joined(separator: ", ")
            }
            columns[item] = parts[1]
        }
        return nil
    }
}

/// What an import did.
package struct ImportReport: Sendable, Equatable {
    package var rows = 0
    package var accounts = 0
    /// Lines of an amount of 0, which are left out.
    package var empty = 0
    /// Balances below 0, which are left out: overdrafts are not modelled.
    package var overdrawn = 0
    /// The time pattern that the file was read by.
    package var time = ""
    /// How its balances were understood; nil where it has none.
    package var balances: ImportOptions.Moment?
}
