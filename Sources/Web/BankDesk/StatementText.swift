internal import Primitives
internal import Wire

/// Statement rows as a bank's clerk pastes them: one entry a line, columns by tabs or commas, with or without a heading.
///
/// Without a heading the columns stand in the order of `Column`: serial, direction, channel, amount, balance, time, the other
/// side's name, number and bank, clearing reference, summary. Serial, direction, amount and time are needed.
struct StatementText: Sendable {
    enum Column: String, CaseIterable, Sendable {
        case serial = "流水号"
        case direction = "收付"
        case channel = "方式"
        case amount = "金额"
        case balance = "余额"
        case time = "时间"
        case name = "对方户名"
        case number = "对方账号"
        case bank = "对方机构"
        case reference = "参考号"
        case summary = "摘要"
    }

    /// What is wrong in one line, counted from 1.
    struct Fault: Sendable, Equatable {
        let line: Int
        let column: Column?
        let found: String
    }

    static let rowsMost = 2000

    private(set) var rows: [StatementRow] = []
    private(set) var faults: [Fault] = []

    init(_ text: String, now: Timestamp) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        var columns = Column.allCases.map(Optional.some)
        var serials: Set<String> = []
        for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
            let cells = Self.cells(String(line))
            if rows.isEmpty, faults.isEmpty, let heading = Self.heading(cells) {
                columns = heading
                continue
            }
            guard rows.count < Self.rowsMost else {
                faults.append(Fault(line: index + 1, column: nil, found: "\(Self.rowsMost)"))
                return
            }
            read(Dictionary(Self.named(cells, columns)) { first, _ in first }, line: index + 1, now: now, &serials)
        }
    }

    /// Money that left after `moment`.
    func outflow(since moment: Timestamp) -> Money {
        rows.filter { $0.direction == .out && $0.time.timestamp >= WireTime(moment).timestamp }
            .reduce(.zero) { $0 + $1.amount.money }
    }

    // MARK: one line

    private mutating func read(
        _ cells: [Column: String], line: Int, now: Timestamp, _ serials: inout Set<String>
    ) {
        func fault(_ column: Column) -> Fault { Fault(line: line, column: column, found: cells[column] ?? "") }
        var wrong: [Fault] = []
        let serial = cells[.serial] ?? ""
        if serial.isEmpty || !serials.insert(serial).inserted { wrong.append(fault(.serial)) }
        let direction = Self.direction(cells[.direction] ?? "")
        if direction == nil { wrong.append(fault(.direction)) }
        let channel = Self.channel(cells[.channel] ?? "")
        if channel == nil { wrong.append(fault(.channel)) }
        let amount = Self.amount(cells[.amount] ?? "").flatMap { $0.isPositive ? $0 : nil }
        if amount == nil { wrong.append(fault(.amount)) }
        let time = Self.time(cells[.time] ?? "", now: now)
        if time == nil { wrong.append(fault(.time)) }
        let balance = cells[.balance].flatMap { $0.isEmpty ? nil : $0 }
        if let balance, Self.amount(balance) == nil { wrong.append(fault(.balance)) }
        guard wrong.isEmpty, let direction, let channel, let amount, let time else {
            faults += wrong
            return
        }
        var row = StatementRow(
            serial: serial, direction: direction, channel: channel, amount: WireAmount(amount), time: WireTime(time))
        row.balance = balance.flatMap { Self.amount($0) }.map { WireAmount($0) }
        row.counterpart = Self.counterpart(cells)
        row.reference = cells[.reference].flatMap { $0.isEmpty ? nil : $0 }
        row.summary = cells[.summary].flatMap { $0.isEmpty ? nil : $0 }
        rows.append(row)
    }

    private static func counterpart(_ cells: [Column: String]) -> BankOrder.Party? {
        func told(_ column: Column) -> String? { cells[column].flatMap { $0.isEmpty || $0 == "—" ? nil : $0 } }
        let (name, number, bank) = (told(.name), told(.number), told(.bank))
        guard name != nil || number != nil || bank != nil else { return nil }
        let isCode = bank.map { $0.count == 12 && $0.isAllDigits } ?? false
        return BankOrder.Party(
            bankCode: isCode ? bank : nil, bankName: isCode ? nil : bank,
            accountNumber: number?.filter { !$0.isWhitespace }, accountName: name)
    }

    private static func direction(_ text: String) -> StatementRow.Direction? {
        switch text.lowercased() {
        case "付", "出", "支", "支出", "转出", "借", "out", "d", "0": .out
        case "收", "入", "收入", "转入", "贷", "in", "c", "1": .in
        default: nil
        }
    }

    private static func channel(_ text: String) -> StatementRow.Channel? {
        let words: [(String, StatementRow.Channel)] = [
            ("手续费", .fee), ("利息", .interest), ("结息", .interest), ("取现", .cash), ("现金", .cash), ("atm", .cash),
            ("pos", .pos), ("消费", .pos), ("第三方", .thirdParty), ("支付", .thirdParty), ("虚拟币", .crypto),
            ("境外", .abroad), ("转账", .transfer), ("网银", .transfer), ("手机银行", .transfer), ("跨行", .transfer),
            ("柜面", .transfer),
        ]
        if text.isEmpty { return .transfer }
        if let exact = StatementRow.Channel(rawValue: text) { return exact }
        return words.first { text.lowercased().contains($0.0) }?.1
    }

    /// Zero too: a balance may be nothing.
    static func amount(_ text: String) -> Money? {
        do { return try AmountText.parse(text) } catch { return error == .zero ? .zero : nil }
    }

    private static func time(_ text: String, now: Timestamp) -> Timestamp? {
        if let wire = WireTime(text) { return wire.timestamp }
        do { return try TimeText.parse(text, relativeTo: CivilTime(now)).timestamp } catch { return nil }
    }

    // MARK: lines and columns

    private static func named(_ cells: [String], _ columns: [Column?]) -> [(Column, String)] {
        zip(columns, cells).compactMap { column, cell in column.map { ($0, cell) } }
    }

    /// The columns that a heading names; nil where the line is no heading.
    private static func heading(_ cells: [String]) -> [Column?]? {
        let columns = cells.map { Column(rawValue: $0) }
        return columns.compactMap(\.self).count >= 3 ? columns : nil
    }

    /// By tabs where there are any, else by commas; a cell in quotes may hold commas.
    private static func cells(_ line: String) -> [String] {
        let separator: Character = line.contains("\t") ? "\t" : ","
        var (cells, cell, isQuoted) = ([String](), "", false)
        for character in line {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == separator, !isQuoted {
                cells.append(cell.trimmed)
                cell = ""
            } else {
                cell.append(character)
            }
        }
        return cells + [cell.trimmed]
    }
}
