internal import Foundation
internal import Primitives

/// A made-up month of transfers with frauds in it, the same for a seed on every machine: whole numbers and one generator.
///
/// Three in four ends of a transfer are drawn evenly, the others so that a few accounts are busy. Every ten thousand rows a
/// victim pays 10,000 to 500,000 yuan to a mule; each mule keeps up to 5 % and pays the rest on in parts within half an hour,
/// four to seven levels deep; at the end six in ten are spent at a merchant. Mules serve several frauds. No balance is ever
/// below zero: who is short of money is paid a salary instead.
package struct GeneratedLedger {
    /// What was made, to be compared between machines.
    package struct Summary: Sendable, Equatable {
        package let rows: Int
        package let accounts: Int
        package let cases: Int
        /// Transfers of the frauds.
        package let fraudRows: Int
        /// An FNV hash of all balances at the end.
        package let balances: UInt64
    }

    /// A transfer of a fraud that is still to come.
    private struct Planned {
        /// The row from which on it is made.
        let due: UInt64
        let number: UInt64
        let payer: UInt32
        let payee: UInt32
        let amount: Int64
        let level: Int
        let fraud: UInt64
    }

    private static let start: UInt64 = 1_767_225_600_000
    private static let span: UInt64 = 2_592_000_000
    /// The level of a purchase at a merchant.
    private static let purchase = 99

    private let rows: UInt64
    private let power: UInt64
    private let mask: UInt64
    private var chance: SplitMix64
    private var balances: [Int64]
    private let writer: ColumnWriter
    private var planned: [Planned] = []
    private var plannedCount: UInt64 = 0
    private var row: UInt64 = 0
    private var frauds: UInt64 = 0
    private var fraudRows = 0

    /// Writes `rows` transfers among 2^`power` accounts as columns to a folder: `ts.i64` in milliseconds, `from.u32`,
    /// `to.u32`, `amt.i64` in fen, `open.i64`, and `cases.csv` with the victims' payments.
    package static func write(rows: Int, power: Int, seed: UInt64 = 20_260_101, to folder: String) throws -> Summary {
        var ledger = try GeneratedLedger(rows: UInt64(rows), power: UInt64(power), seed: seed, folder: folder)
        return try ledger.run()
    }

    private init(rows: UInt64, power: UInt64, seed: UInt64, folder: String) throws {
        (self.rows, self.power, mask) = (rows, power, (1 << power) - 1)
        chance = SplitMix64(seed: seed)
        balances = [Int64](repeating: 0, count: 1 << Int(power))
        writer = try ColumnWriter(folder)
        for account in balances.indices {
            let octave = 12 + below(13)
            balances[account] = Int64((1 << octave) + (chance.next() & ((1 << octave) - 1)))
        }
        for payroll in 0..<8 { balances[Int(place(UInt64(payroll)))] = 1 << 50 }
    }

    private mutating func run() throws -> Summary {
        for balance in balances { writer.openings.add(balance) }
        let cases = rows / 10_000
        let gap = rows * 8 / 10 / max(cases, 1)
        while row < rows {
            if frauds < cases, row >= frauds * gap { beginFraud(gap) }
            if let due = planned.first?.due, due <= row { follow(takeFirst()) } else { payAnything() }
        }
        try writer.end()
        var hash: UInt64 = 1_469_598_103_934_665_603
        for balance in balances { hash = (hash ^ UInt64(bitPattern: balance)) &* 1_099_511_628_211 }
        return Summary(
            rows: Int(rows), accounts: balances.count, cases: Int(cases), fraudRows: fraudRows, balances: hash)
    }

    private mutating func below(_ limit: UInt64) -> UInt64 { chance.next().multipliedFullWidth(by: limit).high }

    /// Mixes the accounts' numbers: an odd factor, so that no two meet.
    private func place(_ number: UInt64) -> UInt32 { UInt32((number &* 0x9E37_79B1) & mask) }

    private mutating func anyone() -> UInt32 {
        let draw = chance.next()
        if draw & 3 != 0 { return place((draw >> 2) & mask) }
        let octave = 3 + below(power - 3)
        return place((1 << octave) + (chance.next() & ((1 << octave) - 1)))
    }

    private mutating func mule() -> UInt32 {
        let accounts: UInt64 = 1 << power
        return place(accounts / 2 + below(max(accounts / 50, 256)))
    }

    private mutating func beginFraud(_ gap: UInt64) {
        let victim = place(chance.next() & mask)
        let loss = Int64(1_000_000 + below(49_000_000))
        let due = row + below(gap)
        plan(due, victim, mule(), loss, level: 1, fraud: frauds)
        frauds += 1
    }

    private mutating func emit(_ payer: UInt32, _ payee: UInt32, _ amount: Int64) {
        if row >= rows { return }
        balances[Int(payer)] -= amount
        balances[Int(payee)] += amount
        writer.times.add(Int64(Self.start + row.multipliedFullWidth(by: Self.span).low / rows))
        writer.payers.add(payer)
        writer.payees.add(payee)
        writer.amounts.add(amount)
        row += 1
    }

    private func rowsIn(milliseconds: UInt64) -> UInt64 { max(1, milliseconds * rows / Self.span) }

    /// Makes a planned transfer and plans what it leads to.
    private mutating func follow(_ next: Planned) {
        var amount = next.amount
        if next.level == 1, balances[Int(next.payer)] < amount {
            let payroll = place(below(8))
            let need = amount - balances[Int(next.payer)] + Int64(below(1_000_000))
            emit(payroll, next.payer, need)
        }
        amount = min(amount, balances[Int(next.payer)])
        if amount <= 0 || next.payer == next.payee { return }
        emit(next.payer, next.payee, amount)
        fraudRows += 1
        if next.level == 1 { writer.addCase(next.fraud, row - 1, next.payer, next.payee, amount) }
        if next.level == Self.purchase { return }
        if next.level < 4 + Int(next.fraud % 4) {
            payOn(next, amount)
        } else if below(10) < 6 {
            let due = row + rowsIn(milliseconds: 60_000 + below(7_200_000))
            plan(due, next.payee, place(256 + below(256)), amount * 95 / 100, level: Self.purchase, fraud: next.fraud)
        }
    }

    private mutating func payOn(_ next: Planned, _ amount: Int64) {
        let parts = next.level <= 2 ? 2 + below(5) : 1 + below(3)
        var left = amount - amount * Int64(below(6)) / 100
        var delay: UInt64 = 0
        for part in 0..<parts {
            delay += 60_000 + below(1_740_000)
            var share = left / Int64(parts - part)
            if part + 1 < parts { share = share * Int64(70 + below(61)) / 100 }
            share = min(share, left)
            left -= share
            if share > 100 {
                let due = row + rowsIn(milliseconds: delay)
                plan(due, next.payee, mule(), share, level: next.level + 1, fraud: next.fraud)
            }
        }
    }

    private mutating func payAnything() {
        var payer = anyone()
        let payee = anyone()
        if payer == payee { return }
        let octave = 8 + below(13)
        var amount = Int64((1 << octave) + (chance.next() & ((1 << octave) - 1)))
        // The channel, which no column keeps.
        _ = chance.next()
        if balances[Int(payer)] < amount {
            amount = balances[Int(payer)] / 2
            if amount < 128 {
                payer = place(below(8))
                if payer == payee { return }
                amount = Int64(200_000 + below(1_800_000))
            }
        }
        emit(payer, payee, amount)
    }

    private mutating func plan(
        _ due: UInt64, _ payer: UInt32, _ payee: UInt32, _ amount: Int64, level: Int, fraud: UInt64
    ) {
        planned.append(
            Planned(
                due: due, number: plannedCount, payer: payer, payee: payee, amount: amount, level: level, fraud: fraud))
        plannedCount += 1
        var child = planned.count - 1
        while child > 0, isBefore(child, (child - 1) / 2) {
            planned.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private func isBefore(_ a: Int, _ b: Int) -> Bool {
        (planned[a].due, planned[a].number) < (planned[b].due, planned[b].number)
    }

    private mutating func takeFirst() -> Planned {
        planned.swapAt(0, planned.count - 1)
        let first = planned.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < planned.count && isBefore(child, least) {
                least = child
            }
            if least == parent { return first }
            planned.swapAt(parent, least)
            parent = least
        }
    }
}

/// Writes columns of numbers, little-endian, to the files of a folder.
private final class ColumnWriter {
    final class Column<Number: FixedWidthInteger> {
        private let file: FileHandle
        private var numbers: [Number] = []
        private var failure: (any Error)?

        init(_ path: String) throws {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            file = try FileHandle(forWritingTo: URL(filePath: path))
            numbers.reserveCapacity(1 << 16)
        }

        func add(_ number: Number) {
            numbers.append(number.littleEndian)
            if numbers.count == 1 << 16 { flush() }
        }

        private func flush() {
            do {
                try numbers.withUnsafeBytes { try file.write(contentsOf: Data($0)) }
            } catch {
                failure = error
            }
            numbers.removeAll(keepingCapacity: true)
        }

        func end() throws {
            flush()
            if let failure { throw failure }
            try file.close()
        }
    }

    let times: Column<Int64>
    let payers: Column<UInt32>
    let payees: Column<UInt32>
    let amounts: Column<Int64>
    let openings: Column<Int64>
    private let path: String
    private var cases = ""

    init(_ folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        times = try Column(folder + "/ts.i64")
        (payers, payees) = (try Column(folder + "/from.u32"), try Column(folder + "/to.u32"))
        (amounts, openings) = (try Column(folder + "/amt.i64"), try Column(folder + "/open.i64"))
        path = folder + "/cases.csv"
    }

    func addCase(_ number: UInt64, _ row: UInt64, _ payer: UInt32, _ payee: UInt32, _ amount: Int64) {
        cases += "\(number),\(row),\(payer),\(payee),\(amount)\n"
    }

    func end() throws {
        try times.end()
        try payers.end()
        try payees.end()
        try amounts.end()
        try openings.end()
        try Data(cases.utf8).write(to: URL(filePath: path))
    }
}
