internal import Primitives

/// An explanation with names and ids, as it is written to a file. Amounts in fen.
package struct ChainsFile: Codable, Sendable {
    struct Link: Codable {
        let seed: String
        let offsetFen: Int64
        let amountFen: Int64
        /// Empty for the outside.
        let account: String
        /// The seed that it left in, where it is counted.
        let mergedInto: String?
        let transfers: [String]

        enum CodingKeys: String, CodingKey {
            case seed, account, transfers
            case offsetFen = "offset_fen"
            case amountFen = "amount_fen"
            case mergedInto = "merged_into"
        }
    }

    /// What one transfer carried of the traced money.
    struct Share: Codable {
        let id: String
        let payer: String
        let payee: String
        let level: Int
        let amountFen: Int64
        let tracedFen: Int64

        enum CodingKeys: String, CodingKey {
            case id, payer, payee, level
            case amountFen = "amount_fen"
            case tracedFen = "traced_fen"
        }
    }

    let rule: String
    let direction: String
    let chains: [Link]
    let transfers: [Share]

    package init(_ explanation: Explanation, _ ledger: TransferLedger) throws(LedgerError) {
        let question = explanation.trace.question
        rule = question.rule.rawValue
        direction = question.isBackward ? "backward" : "forward"
        var (chains, transfers): ([Link], [Share]) = ([], [])
        for chain in explanation.chains {
            var ids: [String] = []
            for row in chain.transfers { ids.append(try ledger.id(of: row)) }
            var mergedInto: String?
            if let row = chain.mergedInto { mergedInto = try ledger.id(of: row) }
            chains.append(
                Link(
                    seed: try ledger.id(of: chain.seed), offsetFen: chain.offset, amountFen: chain.amount,
                    account: try ledger.name(of: chain.account), mergedInto: mergedInto, transfers: ids))
        }
        for transfer in explanation.trace.transfers {
            let row = try ledger.transfer(transfer.row)
            transfers.append(
                Share(
                    id: try ledger.id(of: transfer.row), payer: try ledger.name(of: row.payer),
                    payee: try ledger.name(of: row.payee), level: transfer.level, amountFen: row.amount,
                    tracedFen: transfer.traced))
        }
        (self.chains, self.transfers) = (chains, transfers)
    }

    /// A line for each chain; the ids of its transfers with blanks between them, a seed's first.
    package var csv: String {
        let header = ["seed", "offset_fen", "amount_fen", "account", "merged_into", "level", "transfers"]
        return CSV.line(header)
            + chains.map { chain in
                CSV.line([
                    chain.seed, String(chain.offsetFen), String(chain.amountFen), chain.account,
                    chain.mergedInto ?? String(), String(chain.transfers.count), chain.transfers.joined(separator: " "),
                ])
            }.joined()
    }
}
