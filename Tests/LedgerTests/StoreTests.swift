import Foundation
import Ledger
import Primitives
import Testing

/// A folder that is removed at the end.
final class Folder {
    let path = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UInt64.random(in: 0 ..< .max))").path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    var ledger: String { path + "/ledger" }

    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: path + "/" + name))
        return path + "/" + name
    }

    /// Imports a text and returns what the import told.
    @discardableResult
    func add(
        _ text: String, columns: String? = nil, opening: String? = nil,
        _ change: (inout ImportOptions) -> Void = { _ in }
    )
        throws -> ImportReport
    {
        var options = ImportOptions()
        if let columns { #expect(options.setColumns(columns) == nil) }
        change(&options)
        let file = try write(text, to: "in.csv")
        let balances = try opening.map { try write($0, to: "opening.csv") }
        return try LedgerWriter(folder: ledger).add(file, options, opening: balances)
    }

    var files: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: ledger).filter { $0 != "lock" }.sorted()
        }
    }
}

extension SmallLedger {
    /// As a file of steps and fen.
    func csv(_ rows: Range<Int>) -> String {
        "id,time,payer,payee,amount\n"
            + rows.map { row in
                let transfer = transfers[row]
                return
                    "t\(row),\(transfer.time),\(Self.names[transfer.payer]),\(Self.names[transfer.payee]),\(transfer.amount)\n"
            }.joined()
    }
}

private func fen(_ options: inout ImportOptions) { (options.unit, options.time) = (.fen, .step) }

/// Every trace of a ledger in one text, by ids and names.
private func answers(_ ledger: TransferLedger) throws -> String {
    var text = ""
    for rule in TraceRule.allCases {
        for direction in TraceTests.directions {
            for row in 0..<ledger.rows {
                let trace = try ledger.trace(TraceQuestion(seeds: [row], rule: rule, direction: direction))
                text += try trace.transfers.map { "\(try ledger.id(of: $0.row)) \($0.traced)" }.joined(separator: ",")
                text +=
                    try trace.holders.map { "\(try ledger.name(of: $0.account)) \($0.held)" }.sorted().joined(
                        separator: ",") + "\n"
            }
        }
    }
    return text
}

@Suite("The ledger on disk")
struct StoreTests {
    private func random(_ seed: UInt64, most: Int) -> SmallLedger {
        var chance = SplitMix64(seed: seed)
        var small = SmallLedger.random(&chance, most: most)
        small.given = [:]
        return small
    }

    @Test("in one file, in parts, appended, late or merged: the answers are the same", arguments: 1...25)
    func sameAnswers(seed: Int) throws {
        let small = random(UInt64(seed), most: 40)
        let count = small.transfers.count
        let expected = try answers(try small.ledger(partitionRows: 1000))
        let (whole, parts, late) = (try Folder(), try Folder(), try Folder())
        try whole.add(small.csv(0..<count), fen)
        #expect(try answers(try TransferLedger(folder: whole.ledger)) == expected)
        // Where the times of both parts meet, the order of the files decides, which is theirs here.
        try parts.add(small.csv(0..<count / 2), fen)
        try parts.add(small.csv(count / 2..<count), fen)
        #expect(try answers(try TransferLedger(folder: parts.ledger)) == expected)
        try LedgerWriter(folder: parts.ledger).merge()
        #expect(try answers(try TransferLedger(folder: parts.ledger)) == expected)
        var appender = try LedgerAppender(folder: late.ledger)
        for (row, transfer) in small.transfers.enumerated() {
            try appender.add(small.appended(row, transfer))
            if row % 3 == 0 { try appender.commit() }
        }
        try appender.commit()
        _ = consume appender
        #expect(try answers(try TransferLedger(folder: late.ledger)) == expected)
        try LedgerWriter(folder: late.ledger).merge()
        #expect(try answers(try TransferLedger(folder: late.ledger)) == expected)
        for folder in [whole, parts, late] { #expect(TransferLedger.faults(in: folder.ledger) == []) }
    }

    @Test("yesterday's statement that comes today is laid where it belongs", arguments: 1...10)
    func lateRows(seed: Int) throws {
        var small = random(UInt64(seed), most: 30)
        // No two at one time, so that the order of coming plays no part.
        small.transfers = small.transfers.enumerated().map { row, transfer in
            FenReplay.Transfer(
                payer: transfer.payer, payee: transfer.payee, amount: transfer.amount, time: Int64(row))
        }
        let count = small.transfers.count
        let expected = try answers(try small.ledger(partitionRows: 1000))
        let (folder, tail) = (try Folder(), try Folder())
        let odd = stride(from: 1, to: count, by: 2), even = stride(from: 0, to: count, by: 2)
        func file(_ rows: StrideTo<Int>) -> String {
            small.csv(0..<0) + rows.map { small.csv($0..<$0 + 1).split(separator: "\n")[1] + "\n" }.joined()
        }
        try folder.add(file(even), fen)
        if count > 1 { try folder.add(file(odd), fen) }
        #expect(try answers(try TransferLedger(folder: folder.ledger)) == expected)
        try tail.add(file(even), fen)
        var appender = try LedgerAppender(folder: tail.ledger)
        for row in odd { try appender.add(small.appended(row, small.transfers[row])) }
        try appender.commit()
        _ = consume appender
        #expect(try answers(try TransferLedger(folder: tail.ledger)) == expected)
    }

    @Test("a byte that has changed anywhere is named by verify, and no answer is given from it")
    func damage() throws {
        let folder = try Folder()
        let small = random(3, most: 30)
        try folder.add(small.csv(0..<small.transfers.count), fen)
        let expected = try answers(try TransferLedger(folder: folder.ledger))
        var chance = SplitMix64(seed: 1)
        var named = 0
        for name in try folder.files {
            let path = folder.ledger + "/" + name
            let whole = try Data(contentsOf: URL(filePath: path))
            for _ in 0..<15 {
                var bytes = whole
                let place = Int.random(in: 0..<bytes.count, using: &chance)
                bytes[place] ^= UInt8.random(in: 1...255, using: &chance)
                try bytes.write(to: URL(filePath: path))
                let faults = TransferLedger.faults(in: folder.ledger)
                #expect(!faults.isEmpty, "byte \(place) of \(name)")
                #expect(faults.allSatisfy { $0.contains(name) }, "\(faults)")
                do {
                    #expect(try answers(try TransferLedger(folder: folder.ledger)) == expected)
                } catch { named += 1 }
            }
            try whole.write(to: URL(filePath: path))
        }
        #expect(named > 5)
        #expect(TransferLedger.faults(in: folder.ledger) == [])
    }

    @Test("a block of zeros is damage, not accounts without payments")
    func zeros() throws {
        let folder = try Folder()
        // So many accounts that several blocks tell where their entries lie; the money comes to the last ones.
        let others = (0..<3000).map { "o\($0),1,x\($0),y\($0),1\n" }.joined()
        try folder.add("id,time,payer,payee,amount\ns,0,S,M,5\n\(others)m,2,M,Z,5\nz,3,Z,W,5\n", fen)
        let name = try #require(try folder.files.first { $0.hasPrefix("transfers") })
        let path = folder.ledger + "/" + name
        let (bytes, block) = (try Data(contentsOf: URL(filePath: path)), 16_384)
        for start in stride(from: block, to: bytes.count, by: block) {
            var changed = bytes
            changed.replaceSubrange(start..<start + block, with: Data(count: block))
            try changed.write(to: URL(filePath: path))
            for rule in TraceRule.allCases {
                do throws(LedgerError) {
                    let ledger = try TransferLedger(folder: folder.ledger)
                    let trace = try ledger.trace(TraceQuestion(seeds: [try ledger.row(of: "s")], rule: rule))
                    #expect(trace.transfers.map(\.level) == [1, 2, 3], "\(rule), zeros at \(start)")
                } catch {
                    guard case .damaged = error else { throw error }
                }
            }
        }
    }

    @Test("a file that was cut off is named")
    func cut() throws {
        let folder = try Folder()
        let small = random(5, most: 30)
        try folder.add(small.csv(0..<small.transfers.count), fen)
        for name in try folder.files {
            let path = folder.ledger + "/" + name
            let whole = try Data(contentsOf: URL(filePath: path))
            for count in [0, 1, whole.count / 2, whole.count - 1] {
                try whole.prefix(count).write(to: URL(filePath: path))
                #expect(TransferLedger.faults(in: folder.ledger).contains { $0.contains(name) }, "\(name) of \(count)")
            }
            try whole.write(to: URL(filePath: path))
        }
    }

    @Test("what was acknowledged is there wherever the last write was torn, and the next append goes on behind it")
    func tornTail() throws {
        let folder = try Folder()
        func append(_ ids: Range<Int>) throws {
            var appender = try LedgerAppender(folder: folder.ledger)
            for id in ids {
                try appender.add(
                    AppendedTransfer(id: "t\(id)", time: Int64(id), payer: "A", payee: "B", amount: 1))
            }
            try appender.commit()
        }
        try append(0..<5)
        let tail = folder.ledger + "/" + (try #require(try folder.files.first { $0.hasPrefix("tail") }))
        let acknowledged = try Data(contentsOf: URL(filePath: tail))
        try append(5..<9)
        let whole = try Data(contentsOf: URL(filePath: tail))
        for end in acknowledged.count..<whole.count {
            try whole.prefix(end).write(to: URL(filePath: tail))
            #expect(try TransferLedger(folder: folder.ledger).rows == 5)
            // A later part of the write may have come before an earlier one.
            var holed = whole
            let hole = end..<min(end + 64, whole.count)
            holed.replaceSubrange(hole, with: Data(count: hole.count))
            try holed.write(to: URL(filePath: tail))
            let rows = try TransferLedger(folder: folder.ledger).rows
            #expect(rows == 5 || (rows == 9 && holed == whole))
        }
        try whole.prefix(whole.count - 3).write(to: URL(filePath: tail))
        try append(4..<12)
        let ledger = try TransferLedger(folder: folder.ledger)
        #expect(ledger.rows == 12)
        #expect(ledger.repeated == 1)
    }

    /// Appends a text as it comes out of a pipe; what was told to be durable.
    private func append(_ text: String, by group: Int, to folder: Folder) throws -> [Int] {
        let pipe = Pipe()
        Thread.detachNewThread {
            pipe.fileHandleForWriting.write(Data(text.utf8))
            try? pipe.fileHandleForWriting.close()
        }
        var appender = try LedgerAppender(folder: folder.ledger)
        var told: [Int] = []
        defer { try? pipe.fileHandleForReading.close() }
        try appender.add(linesOf: pipe.fileHandleForReading.fileDescriptor, group: group) { told.append($0) }
        return told
    }

    @Test("lines are appended by groups as they come, whatever ends them and however long they are")
    func appendedLines() throws {
        let folder = try Folder()
        let long = String(repeating: "长", count: 20_000)
        let told = try append("a,-5,A,B,7\r\nb,+6,B,,3,S1\nc,9223372036854775807,\(long),C,1", by: 2, to: folder)
        #expect(told == [2, 3])
        let ledger = try TransferLedger(folder: folder.ledger)
        let rows = try (0..<ledger.rows).map { try ledger.transfer($0) }
        #expect(rows.map(\.time) == [-5, 6, .max])
        #expect(rows.map(\.amount) == [7, 3, 1])
        #expect(try ["a", "b", "c"].map { try ledger.row(of: $0) } == [0, 1, 2])
        #expect(try ledger.name(of: rows[2].payer) == long)
        #expect(try ledger.name(of: rows[1].payee) == "")
    }

    @Test(
        "a line that is no transfer is named, and the groups before its own stay",
        arguments: [
            "", "c,1,A,B", "c,1,A,B,1,S,x", ",1,A,B,1", "c,1.5,A,B,1", "c,,A,B,1", "c,1,A,B,0", "c,1,A,B,-1",
            "c,1,A,B,-",
            "c,1,A,B,9223372036854775808", "c,1,\(String(repeating: "A", count: 65_536)),B,1",
        ])
    func wrongLine(line: String) throws {
        let folder = try Folder()
        #expect {
            _ = try append("a,1,A,B,1\nb,1,A,B,1\nd,1,A,B,1\n\(line)\ne,1,A,B,1\n", by: 2, to: folder)
        } throws: { error in
            if case .text(let fault)? = error as? LedgerError { fault.line == 4 && fault.found == line } else { false }
        }
        #expect(try TransferLedger(folder: folder.ledger).rows == 2)
    }

    @Test("an acknowledged group that has changed is damage, not a torn end")
    func damagedTail() throws {
        let folder = try Folder()
        var appender = try LedgerAppender(folder: folder.ledger)
        for id in 0..<6 {
            try appender.add(AppendedTransfer(id: "t\(id)", time: Int64(id), payer: "A", payee: "B", amount: 1))
            try appender.commit()
        }
        _ = consume appender
        let name = try #require(try folder.files.first { $0.hasPrefix("tail") })
        let path = folder.ledger + "/" + name
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[70] ^= 1
        try bytes.write(to: URL(filePath: path))
        #expect(TransferLedger.faults(in: folder.ledger).first?.contains(name) == true)
        #expect(throws: LedgerError.self) { try TransferLedger(folder: folder.ledger) }
        #expect(throws: LedgerError.self) { _ = try LedgerAppender(folder: folder.ledger) }
    }

    @Test("two cannot write at once")
    func lock() throws {
        let folder = try Folder()
        let appender = try LedgerAppender(folder: folder.ledger)
        #expect(throws: LedgerError.locked(path: folder.ledger)) { _ = try LedgerWriter(folder: folder.ledger) }
        _ = consume appender
        _ = try LedgerWriter(folder: folder.ledger)
    }
}

extension SmallLedger {
    func appended(_ row: Int, _ transfer: FenReplay.Transfer) -> AppendedTransfer {
        AppendedTransfer(
            id: "t\(row)", time: transfer.time, payer: Self.names[transfer.payer], payee: Self.names[transfer.payee],
            amount: Int64(transfer.amount))
    }
}
