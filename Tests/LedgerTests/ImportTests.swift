import Foundation
import Ledger
import Primitives
import Testing

@Suite("Files of transfers")
struct ImportTests {
    private func rows(_ folder: Folder) throws -> [String] {
        let ledger = try TransferLedger(folder: folder.ledger)
        return try (0..<ledger.rows).map { row in
            let transfer = try ledger.transfer(row)
            let names = "\(try ledger.name(of: transfer.payer)) \(try ledger.name(of: transfer.payee))"
            return "\(try ledger.id(of: row)) \(transfer.time) \(names) \(transfer.amount)"
        }
    }

    @Test("columns go by name, quotes are read, ties go by serial, then by the file's order")
    func columns() throws {
        let folder = try Folder()
        let text =
            "流水号,\"付款,账号\",收款账号,金额,时间,序号\r\n" + "b,甲,\"乙\"\"二\"\"\",1.5,2026-03-14 21:05:37,10\r\n\r\n"
            + "a,甲,丙,\"1,234.50\",2026-03-14T13:05:37Z,9\r\n" + "c,丙,甲,3,2026-03-14 21:05,"
        let report = try folder.add(
            text, columns: "id=流水号,payee=收款账号,amount=金额,time=时间,serial=序号"
        ) {
            $0.columns[.payer] = "付款,账号"
        }
        #expect(report.rows == 3)
        let time: Int64 = 1_773_493_537_000_000
        #expect(
            try rows(folder) == [
                "c \(time - 37_000_000) 丙 甲 300", "a \(time) 甲 丙 123450", "b \(time) 甲 乙\"二\" 150",
            ])
    }

    @Test(
        "times of any form",
        arguments: [
            ("20260314210537", nil), ("1773493537", nil), ("1773493537000", nil), ("1773493537000000", nil),
            ("2026/03/14 21:05:37", nil), ("2026-03-14T21:05:37.000+0800", nil),
            ("14.03.2026 21h05 37", "%d.%m.%Y %Hh%M %S"), ("2026-03-14 05:05:37 -08:00", "%Y-%m-%d %H:%M:%S %z"),
        ])
    func times(text: String, pattern: String?) throws {
        let folder = try Folder()
        try folder.add("time,payer,payee,amount\n\(text),A,B,1\n") { $0.time = pattern.flatMap(TimePattern.init) }
        #expect(try rows(folder) == ["0 1773493537000000 A B 100"])
    }

    @Test(
        "what is wrong is named by line and column, and nothing is kept",
        arguments: [
            ("x,2026-01-01,A,B,1.234", 3, "amount", "1.234"), ("x,2026-01-01,A,B,-1", 3, "amount", "-1"),
            ("x,2026-02-30,A,B,1", 3, "time", "2026-02-30"),
            ("x,yesterday,A,B,1", 3, "time", "yesterday"), (",2026-01-01,A,B,1", 3, "id", ""),
            ("x,2026-01-01,,,1", 3, "payer", ""), ("x,2026-01-01,A,B", 3, "amount", "x,2026-01-01,A,B"),
            ("ok,2026-01-01,A,B,1", 3, "id", "ok"),
            ("x,2026-01-01,A,B,99999999999999999999", 3, "amount", "99999999999999999999"),
            ("x,2026-01-01,\"A,B,1", 3, "id", "\""),
        ])
    func faults(line: String, number: Int, column: String, found: String) throws {
        let folder = try Folder()
        do {
            try folder.add("id,time,payer,payee,amount\nok,2026-01-01,A,B,1\n\(line)\n")
            Issue.record("\(line) was read")
        } catch LedgerError.text(let fault) {
            #expect((fault.file, fault.line, fault.column, fault.found) == ("in.csv", number, column, found))
        }
        #expect(throws: LedgerError.notALedger(path: folder.ledger)) { try TransferLedger(folder: folder.ledger) }
    }

    @Test("lines of 0.00 and balances below 0 are left out and counted")
    func leftOut() throws {
        let folder = try Folder()
        let report = try folder.add(
            "time,payer,payee,amount,payer_balance\n1,A,B,0.00,5.00\n2,A,B,1.00,-3.00\n3,B,A,0.50,\n")
        #expect((report.rows, report.empty, report.overdrawn) == (2, 1, 1))
        #expect(try rows(folder) == ["0 2 A B 100", "1 3 B A 50"])
    }

    @Test("a missing column and an id that is there already are named")
    func missing() throws {
        let folder = try Folder()
        #expect(throws: LedgerError.self) { try folder.add("id,time,payer,payee\n") }
        try folder.add("id,time,payer,payee,amount\na,1,A,B,1\n")
        do {
            try folder.add("id,time,payer,payee,amount\nb,1,A,B,1\na,2,A,B,1\n")
            Issue.record("an id came twice")
        } catch LedgerError.text(let fault) {
            #expect((fault.line, fault.column, fault.found) == (3, "id", "a"))
        }
    }

    @Test(
        "an id that is there already is named where ids count up, too",
        arguments: [("3,4", "4,5", 2, "4"), ("3,4", "2,3", 3, "3"), ("a,4", "3,4", 3, "4"), ("3,4", "4,a", 2, "4")])
    func countedTwice(there: String, more: String, line: Int, id: String) throws {
        func file(_ ids: String, _ time: Int) -> String {
            "id,time,payer,payee,amount\n" + ids.split(separator: ",").map { "\($0),\(time),A,B,1\n" }.joined()
        }
        let folder = try Folder()
        try folder.add(file(there, 1))
        #expect {
            try folder.add(file(more, 2))
        } throws: { error in
            guard case .text(let fault)? = error as? LedgerError else { return false }
            return (fault.line, fault.column, fault.found) == (line, "id", id)
        }
        #expect(try rows(folder).count == 2)
    }

    @Test("opening balances are given, stated, or the least that explains the ledger")
    func openings() throws {
        let text = "id,time,payer,payee,amount,payer_balance\n1,1,A,B,5.00,7.00\n2,2,B,C,8.00,\n3,3,A,C,1.00,6.00\n"
        let folder = try Folder()
        let report = try folder.add(text, opening: "account,opening\nD,1.00\n")
        #expect(report.balances == .after)
        let ledger = try TransferLedger(folder: folder.ledger)
        func opening(_ name: String) throws -> String {
            let (fen, isInferred) = try ledger.opening(of: try ledger.account(named: name))
            return "\(fen) \(isInferred)"
        }
        #expect(try ["A", "B", "C", "D"].map(opening) == ["1200 false", "300 true", "0 true", "100 false"])
        #expect(try ledger.summary().unexplained == 0)
    }

    @Test(
        "a balance that the transfers do not explain shows a transfer that no file tells of", arguments: [true, false])
    func unexplained(isBefore: Bool) throws {
        // 12.00 lay there; behind the first payment 3.00 came and behind the second 2.00 went, which nobody tells of.
        let balances = isBefore ? ["12.00", "10.00", "2.00"] : ["7.00", "4.00", "1.00"]
        let text =
            "id,time,payer,payee,amount,payer_balance\n1,1,A,B,5.00,\(balances[0])\n2,2,A,C,6.00,\(balances[1])\n"
            + "3,3,A,D,1.00,\(balances[2])\n"
        let folder = try Folder()
        try folder.add(text) { $0.balances = isBefore ? .before : .after }
        #expect(
            try rows(folder) == [
                "1 1 A B 500", " 2  A 300", "2 2 A C 600", " 3 A  200", "3 3 A D 100",
            ])
        let ledger = try TransferLedger(folder: folder.ledger)
        #expect(try ledger.summary().unexplainedFen == 500)
        #expect(try ledger.opening(of: try ledger.account(named: "A")).fen == 1200)
        #expect(TransferLedger.faults(in: folder.ledger) == [])
    }

    @Test("a pipe is read as the file would be, and nothing of it is left")
    func pipe() throws {
        let folder = try Folder()
        let pipe = folder.path + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        let lines = (0..<50_000).map { "\($0),\($0),A\($0 % 7),B\($0 % 5),1.00\n" }.joined()
        let text = Data(("id,time,payer,payee,amount\n" + lines).utf8)
        let writing = Thread { FileHandle(forWritingAtPath: pipe)?.write(text) }
        writing.start()
        let report = try LedgerWriter(folder: folder.ledger).add(pipe, ImportOptions())
        #expect(report.rows == 50_000)
        #expect(try TransferLedger(folder: folder.ledger).row(of: "49999") == 49_999)
        #expect(try !folder.files.contains { $0.hasPrefix("spool") })
    }

    @Test("what a given opening balance does not cover came from outside just before")
    func uncovered() throws {
        let folder = try Folder()
        try folder.add("id,time,payer,payee,amount\n1,1,A,B,5.00\n", opening: "account,opening_fen\nA,200\n")
        #expect(try rows(folder) == [" 1  A 300", "1 1 A B 500"])
    }

    @Test("whether balances are those before or after is told by the column's name or by the balances themselves")
    func moments() throws {
        let folder = try Folder()
        let before = "id,time,payer,payee,amount,b\n1,1,A,B,5.00,12.00\n2,2,A,C,6.00,7.00\n"
        #expect(try folder.add(before, columns: "payer_balance=b").balances == .before)
        let named = try Folder()
        #expect(
            try named.add(
                "id,time,payer,payee,amount,balance_before\n1,1,A,B,5.00,12.00\n",
                columns: "payer_balance=balance_before"
            ).balances == .before)
    }

    /// Lines with quotes, line breaks and separators in them, empty lines, lines of 0.00; some texts have ids that count up, some
    /// have a line that is wrong.
    private func text(_ chance: inout SplitMix64) -> String {
        let (isCounted, hasSerials) = (Bool.random(using: &chance), Bool.random(using: &chance))
        let (isWrong, first) = (Int.random(in: 0..<4, using: &chance) == 0, Int.random(in: 0..<3, using: &chance))
        let names = ["A", "B", "甲", "\"a,b\"", "\"two\nlines\"", "\"say \"\"so\"\"\"", "\"\n\n1,2,A,B,3\n\"", ""]
        let count = Int.random(in: 0..<40, using: &chance)
        let wrong = isWrong ? Int.random(in: 0..<40, using: &chance) : -1
        var (text, id) = ("id,time,payer,payee,amount\(hasSerials ? ",serial" : "")\n", first)
        for row in 0..<count {
            if Int.random(in: 0..<8, using: &chance) == 0 { text += "\n" }
            let payer = names[Int.random(in: 0..<7, using: &chance)]
            let payee = names[Int.random(in: 0..<8, using: &chance)]
            let amount = Int.random(in: 0..<9, using: &chance)
            let name = isCounted || Bool.random(using: &chance) ? "\(id)" : "x\(id)"
            text += "\(name),\(row / 3 + (isCounted ? 0 : row % 5)),\(payer),\(payee),\(row == wrong ? -1 : amount).00"
            if hasSerials { text += ",\(Int.random(in: 0..<20, using: &chance))" }
            text += Bool.random(using: &chance) ? "\r\n" : "\n"
            if amount > 0 { id += 1 }
        }
        return text
    }

    /// What an import told, and every byte that it left.
    private func outcome(_ text: String, pieces: Int) throws -> [String] {
        let folder = try Folder()
        do {
            let report = try folder.add(text) { ($0.pieces, $0.time) = (pieces, .step) }
            return ["\(report)"]
                + (try folder.files.map { name in
                    "\(name) \(try Data(contentsOf: URL(filePath: folder.ledger + "/" + name)).base64EncodedString())"
                })
        } catch { return ["\(error)"] }
    }

    @Test("a text that is read in pieces gives the same ledger, or the same fault, as one that is read at once")
    func pieces() throws {
        let seeds = 80
        var (read, refused) = (0, 0)
        for seed in 1...seeds {
            var chance = SplitMix64(seed: UInt64(seed))
            let text = text(&chance)
            let expected = try outcome(text, pieces: 1)
            for pieces in [2, 3, 7] { #expect(try outcome(text, pieces: pieces) == expected, "seed \(seed)") }
            if expected.count > 1 { read += 1 } else { refused += 1 }
        }
        #expect(read > seeds / 4 && refused > seeds / 20)
    }
}
