package import Primitives

/// A frozen account's statement and the victims' losses, from two CSV texts.
package struct ReturnFiles: Sendable {
    /// What is wrong with a file, by line and column.
    package struct Fault: Error, Equatable, CustomStringConvertible {
        package let file: String
        /// The header is line 1.
        package let line: Int
        package let column: String
        package let found: String
        /// What would be right.
        package let expected: String

        package var description: String {
            "\(file), line \(line), \(column): found \(found.debugDescription); expected \(expected)"
        }
    }

    package let ledger: AccountLedger
    package let losses: [String: Money]
    /// The time of each entry, as it stands in the file.
    package let times: [String]

    /// `ledger` has the columns time, direction, amount_fen and victim, in the bank's order; `losses` victim and loss_fen.
    package init(ledger: String, losses: String, opening: Money) throws(Fault) {
        let lines = try Self.table("ledger", ledger, ["time", "direction", "amount_fen", "victim"])
        var entries: [AccountLedger.Entry] = []
        for (line, fields) in lines { entries.append(try Self.entry(fields, line)) }
        times = lines.map { $0.fields[0] }
        try Self.checkOrder(lines)
        do {
            self.ledger = try AccountLedger(opening: opening, entries: entries)
        } catch {
            throw Self.fault(error, lines)
        }
        var sums: [String: Money] = [:]
        for (line, fields) in try Self.table("losses", losses, ["victim", "loss_fen"]) {
            let (victim, text) = (fields[0], fields[1])
            guard !victim.isEmpty, sums[victim] == nil else {
                throw Fault(
                    file: "losses", line: line, column: "victim", found: victim, expected: "a name, each one once")
            }
            sums[victim] = try Self.amount(text, "losses", line, "loss_fen")
        }
        for (line, fields) in lines where !fields[3].isEmpty && sums[fields[3]] == nil {
            throw Fault(
                file: "ledger", line: line, column: "victim", found: fields[3], expected: "a victim of the losses file")
        }
        self.losses = sums
    }

    private static func table(_ file: String, _ text: String, _ columns: [String]) throws(Fault) -> [(
        line: Int, fields: [String]
    )] {
        guard let rows = CSV.rows(text.first == "\u{FEFF}" ? String(text.dropFirst()) : text) else {
            throw Fault(file: file, line: 1, column: columns[0], found: "\"", expected: "every quote closed")
        }
        let header = rows.first ?? []
        var places: [Int] = []
        for column in columns {
            guard let place = header.firstIndex(of: column) else {
                throw Fault(
                    file: file, line: 1, column: column, found: header.joined(separator: ","),
                    expected: "the columns " + columns.joined(separator: ","))
            }
            places.append(place)
        }
        var lines: [(line: Int, fields: [String])] = []
        for (index, row) in rows.enumerated().dropFirst() where row != [""] {
            guard row.count == header.count else {
                throw Fault(
                    file: file, line: index + 1, column: columns[0], found: row.joined(separator: ","),
                    expected: "\(header.count) fields")
            }
            lines.append((index + 1, places.map { row[$0] }))
        }
        return lines
    }

    private static func entry(_ fields: [String], _ line: Int) throws(Fault) -> AccountLedger.Entry {
        guard !fields[0].isEmpty else {
            throw Fault(file: "ledger", line: line, column: "time", found: "", expected: "a time")
        }
        let directions: [String: AccountLedger.Direction] = ["in": .incoming, "out": .outgoing]
        guard let direction = directions[fields[1]] else {
            throw Fault(file: "ledger", line: line, column: "direction", found: fields[1], expected: "in or out")
        }
        let amount = try amount(fields[2], "ledger", line, "amount_fen")
        return AccountLedger.Entry(direction, amount, victim: fields[3].isEmpty ? nil : fields[3])
    }

    private static func amount(_ text: String, _ file: String, _ line: Int, _ column: String) throws(Fault) -> Money {
        guard let fen = Int64(text), fen > 0 else {
            throw Fault(file: file, line: line, column: column, found: text, expected: "a whole number of fen above 0")
        }
        return Money(fen: fen)
    }

    /// Refuses a time before that of the line above, where both say their day.
    private static func checkOrder(_ lines: [(line: Int, fields: [String])]) throws(Fault) {
        for (above, (line, fields)) in zip(lines, lines.dropFirst()) {
            // Times written alike are in order when their texts are: reading a moment costs more.
            guard fields[0] < above.fields[0] || fields[0].utf8.count != above.fields[0].utf8.count else { continue }
            if let before = moment(above.fields[0]), let moment = moment(fields[0]), moment < before {
                throw Fault(
                    file: "ledger", line: line, column: "time", found: fields[0],
                    expected: "no time before that of the line above")
            }
        }
    }

    /// The moment that a text with a full day means.
    private static func moment(_ text: String) -> Timestamp? {
        guard text.utf8.count >= 14, text.utf8.prefix(4).allSatisfy({ (48...57).contains($0) }) else { return nil }
        do {
            return try TimeText.parse(text, relativeTo: CivilTime(Timestamp(microseconds: 0))).timestamp
        } catch {
            return nil
        }
    }

    private static func fault(_ fault: AccountLedger.Fault, _ lines: [(line: Int, fields: [String])]) -> Fault {
        func at(_ entry: Int, _ column: Int, _ expected: String) -> Fault {
            let names = ["time", "direction", "amount_fen", "victim"]
            return Fault(
                file: "ledger", line: lines[entry].line, column: names[column], found: lines[entry].fields[column],
                expected: expected)
        }
        return switch fault {
        case .amountNotPositive(let entry): at(entry, 2, "a whole number of fen above 0")
        case .overdrawn(let entry, let balance): at(entry, 2, "at most the \(balance.fen) fen that lie there")
        case .victimOnPayment(let entry): at(entry, 3, "nothing: whose money leaves is what is computed")
        case .victimMissing(let entry): at(entry, 3, "a victim")
        case .tooLarge(let entry): at(entry, 2, "sums below 2^63 fen")
        case .openingNegative:
            Fault(file: "--opening", line: 0, column: "opening", found: "", expected: "0 fen or more")
        }
    }
}
