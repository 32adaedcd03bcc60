import Foundation
import Ledger
import Primitives
import Testing

@Suite("A ledger kept open, and reported transfers found in it")
struct FolderTests {
    private func append(_ id: String, _ time: Int64, to folder: Folder) throws {
        var appender = try LedgerAppender(folder: folder.ledger)
        try appender.add(AppendedTransfer(id: id, time: time, payer: "A", payee: "B", amount: 100))
        try appender.commit()
    }

    @Test("what is added is seen after a refresh, and whoever asked before keeps what he had")
    func refresh() throws {
        let folder = try Folder()
        try folder.add("id,time,payer,payee,amount\n1,2026-03-14 08:00:00,A,B,1.00\n")
        let open = LedgerFolder(folder.ledger)
        let before = try open.ledger()
        try append("2", 1_800_000_000_000_000, to: folder)
        #expect(try open.ledger().rows == 1)
        open.refresh()
        #expect(try open.ledger().rows == 2)
        #expect(before.rows == 1)
        open.refresh()
        try append("3", 1_800_000_000_000_001, to: folder)
        open.refresh()
        #expect(try open.ledger().rows == 3 && open.fault == nil)
    }

    @Test("a folder without a ledger, and a damaged file, are told; a file that is whole again is answered from")
    func faults() throws {
        let folder = try Folder()
        #expect(LedgerFolder(folder.path + "/none").fault == .notALedger(path: folder.path + "/none"))
        try folder.add("id,time,payer,payee,amount\n1,2026-03-14 08:00:00,A,B,1.00\n")
        let accounts = try #require(try folder.files.first { $0.hasPrefix("accounts") })
        let file = URL(filePath: folder.ledger + "/" + accounts)
        let whole = try Data(contentsOf: file)
        for place in stride(from: 0, to: whole.count, by: 97) {
            var changed = whole
            changed[place] ^= 1
            try changed.write(to: file)
            let open = LedgerFolder(folder.ledger)
            if let fault = open.fault {
                guard case .damaged(let name, _, _) = fault else {
                    Issue.record("byte \(place): \(fault)")
                    continue
                }
                #expect(name == accounts)
                #expect(throws: fault) { try open.ledger() }
            } else {
                #expect(try open.ledger().account(named: "A") == 1)
            }
            try whole.write(to: file)
            open.refresh()
            #expect(try open.ledger().account(named: "B") == 2)
        }
    }

    @Test("transfers are found by payee, amount, time and payer as a scan finds them, in one partition and in many")
    func search() throws {
        var found = 0
        for seed in 1...worlds {
            var chance = SplitMix64(seed: UInt64(seed))
            let small = SmallLedger.random(&chance, most: 60)
            let ledger = try small.ledger(partitionRows: [3, 1 << 25][seed % 2])
            for _ in 0..<10 {
                let payee = Int.random(in: 1..<small.accounts, using: &chance)
                let payer = Int.random(in: -1..<small.accounts, using: &chance)
                let amount = Int64.random(in: 1...6, using: &chance)
                let first = Int64.random(in: -1...40, using: &chance)
                let times = first...(first + Int64.random(in: 0...30, using: &chance))
                let expected = small.transfers.indices.filter { row in
                    let transfer = small.transfers[row]
                    return transfer.payee == payee && Int64(transfer.amount) == amount
                        && (payer <= 0 || transfer.payer == payer || transfer.payer == 0)
                        && times.contains(transfer.time)
                }
                let numbers = try numbers(small, ledger)
                func number(_ account: Int) -> Int { numbers.first { $0.value == account }?.key ?? -1 }
                guard number(payee) > 0 else { continue }
                let rows = try ledger.rows(
                    into: number(payee), from: payer <= 0 ? nil : number(payer), amount: amount, times: times)
                #expect(try rows.map(ledger.id) == expected.map { "t\($0)" }, "seed \(seed)")
                found += rows.count
            }
        }
        #expect(found > worlds)
    }
}
