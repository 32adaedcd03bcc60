import Foundation
import Ledger
import Testing

@Suite("Folders of columns")
struct ColumnTests {
    private struct Columns {
        var times: [Int64] = []
        var payers: [UInt32] = []
        var payees: [UInt32] = []
        var amounts: [Int64] = []
        var openings: [Int64]?

        func write(to folder: String) throws {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            func column<Element>(_ elements: [Element], _ name: String) throws {
                try elements.withUnsafeBytes { try Data($0).write(to: URL(filePath: folder + "/" + name)) }
            }
            try column(times, "ts.i64")
            try column(payers, "from.u32")
            try column(payees, "to.u32")
            try column(amounts, "amt.i64")
            if let openings { try column(openings, "open.i64") }
        }
    }

    /// More than are read at a time, so that pieces meet.
    private static let count = 2_500_000

    private static func example() -> Columns {
        var columns = Columns()
        for row in 0..<count {
            columns.times.append(Int64(row / 3))
            columns.payers.append(UInt32(row * 7 % 1000))
            columns.payees.append(UInt32(row * 11 % 1009))
            columns.amounts.append(Int64(row % 97 + 1))
        }
        return columns
    }

    private func add(_ columns: Columns, to folder: Folder, _ time: TimePattern) throws -> ImportReport {
        try columns.write(to: folder.path + "/columns")
        var options = ImportOptions()
        options.time = time
        return try LedgerWriter(folder: folder.ledger).add(folder.path + "/columns", options)
    }

    @Test("every transfer is there, its time in microseconds, and verify finds no fault")
    func whole() throws {
        let (folder, columns) = (try Folder(), Self.example())
        let report = try add(columns, to: folder, .unix(perSecond: 1000))
        #expect((report.rows, report.accounts) == (Self.count, 1009))
        let ledger = try TransferLedger(folder: folder.ledger)
        for row in Array(stride(from: 0, to: Self.count, by: 997)) + [1 << 20, (1 << 20) - 1, Self.count - 1] {
            let transfer = try ledger.transfer(row)
            #expect(transfer.time == columns.times[row] * 1000 && transfer.amount == columns.amounts[row])
            #expect(try ledger.name(of: transfer.payer) == "\(columns.payers[row])")
            #expect(try ledger.name(of: transfer.payee) == "\(columns.payees[row])")
        }
        #expect(TransferLedger.faults(in: folder.ledger) == [])
    }

    @Test("given opening balances that cover all add nothing, one fen less comes from outside just before")
    func openings() throws {
        for (opening, rows) in [(Int64(10), 2), (9, 3)] {
            let columns = Columns(
                times: [1, 2], payers: [0, 0], payees: [1, 1], amounts: [4, 6], openings: [opening, 0])
            let folder = try Folder()
            _ = try add(columns, to: folder, .step)
            #expect(try TransferLedger(folder: folder.ledger).rows == rows)
        }
    }

    @Test("the first transfer that cannot be is named, and nothing is kept")
    func faults() throws {
        var columns = Self.example()
        (columns.amounts[2_400_000], columns.amounts[1_100_000]) = (0, -5)
        let folder = try Folder()
        #expect(
            throws: LedgerError.damaged(
                file: folder.path + "/columns", offset: 8_800_000, what: "transfer 1100000 has no amount above 0")
        ) { _ = try add(columns, to: folder, .step) }
        columns = Self.example()
        columns.times[1 << 20] = 0
        #expect(
            throws: LedgerError.damaged(file: folder.path + "/columns", offset: 0, what: "it is not in time order")
        ) { _ = try add(columns, to: folder, .step) }
        columns.times.removeLast()
        #expect(
            throws: LedgerError.damaged(
                file: folder.path + "/columns", offset: 0, what: "its columns are of different lengths")
        ) { _ = try add(columns, to: folder, .step) }
        #expect(throws: LedgerError.notALedger(path: folder.ledger)) { try TransferLedger(folder: folder.ledger) }
    }
}
