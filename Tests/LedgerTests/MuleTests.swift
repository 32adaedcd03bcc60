import Foundation
import Ledger
import Primitives
import Testing

@Suite("Accounts that may be mules'")
struct MuleTests {
    @Test("average precision and AUC are those of the definition, equal scores in one step")
    func figures() {
        let names = ["a", "b", "c", "d", "e"]
        let apart = MuleReport(
            scores: [5, 4, 3, 2, 1], truth: [true, false, true, false, false], names: names,
            typologies: ["x": ["a"], "y": ["c"]])
        #expect(abs(apart.averagePrecision - (1 + 2.0 / 3) / 2) < 1e-12)
        #expect(abs(apart.auc - 5.0 / 6) < 1e-12)
        #expect(apart.precisionAtPositives == 0.5)
        #expect(apart.byTypology.mapValues(\.found) == ["x": 1, "y": 0])
        let equal = MuleReport(
            scores: [1, 1, 1, 1, 1], truth: [true, false, true, false, false], names: names, typologies: [:])
        #expect(abs(equal.averagePrecision - 0.4) < 1e-12)
        #expect(equal.auc == 0.5)
    }

    /// Forty people who pay the same few again and again, and rings of five strangers that pass money on within hours.
    private func city(rings: Int) -> (transfers: [AppendedTransfer], mules: Set<String>) {
        var chance = SplitMix64(seed: 7)
        var transfers: [AppendedTransfer] = []
        var mules: Set<String> = []
        func pay(_ time: Int64, _ payer: String, _ payee: String, _ amount: Int64) {
            transfers.append(
                AppendedTransfer(id: "t\(transfers.count)", time: time, payer: payer, payee: payee, amount: amount))
        }
        let hour: Int64 = 3_600_000_000
        for step in 0..<4000 {
            let payer = Int.random(in: 0..<200, using: &chance)
            let payee = (payer + 1 + Int.random(in: 0..<3, using: &chance)) % 200
            pay(Int64(step) * hour / 2, "P\(payer)", "P\(payee)", Int64.random(in: 1000...90_000, using: &chance))
        }
        for ring in 0..<rings {
            let start = Int64(100 + ring * 150) * hour
            let members = (0..<5).map { _ in "P\(Int.random(in: 0..<40, using: &chance) * 5)" }
            for (index, pair) in zip(members, members.dropFirst()).enumerated() where pair.0 != pair.1 {
                pay(start + Int64(index) * hour, pair.0, pair.1, 50_000 - Int64(index) * 2000)
                mules.formUnion([pair.0, pair.1])
            }
        }
        return (transfers, mules)
    }

    @Test("rings among strangers come first, with reasons, the same each time")
    func suspects() throws {
        let (transfers, mules) = city(rings: 4)
        let search = try MuleSearch(try TransferLedger(transfers))
        let first = search.suspects(mules.count)
        #expect(first.count { mules.contains($0.account) } * 10 >= mules.count * 8)
        #expect(first.allSatisfy { !$0.reasons.isEmpty || !mules.contains($0.account) })
        #expect(search.suspects(mules.count) == first)
    }

    @Test("labels are learned from, each account by the folds that it is not in")
    func learning() throws {
        let (transfers, mules) = city(rings: 8)
        let folder = try Folder()
        let lines = (0..<200).map { "P\($0),\(mules.contains("P\($0)") ? "1,ring" : "0,")\n" }
        let labels = try MuleLabels(file: try folder.write("account,label,typology\n" + lines.joined(), to: "labels"))
        let search = try MuleSearch(try TransferLedger(transfers))
        let (plain, learned) = (search.report(labels, folds: nil), search.report(labels, folds: 5))
        #expect(plain.positives == mules.count)
        #expect(plain.averagePrecision > 0.7)
        #expect(learned.averagePrecision > 0.7)
        #expect(learned.byTypology["ring"]?.accounts == mules.count)
        // Labels that mean nothing cannot be learned: nothing of an account's own label reaches its score.
        var chance = SplitMix64(seed: 3)
        let drawn = (0..<200).map { "P\($0),\(Int.random(in: 0..<4, using: &chance) == 0 ? 1 : 0)\n" }
        let noise = try MuleLabels(file: try folder.write("account,label\n" + drawn.joined(), to: "noise"))
        #expect(search.report(noise, folds: 5).auc < 0.7)
    }

    @Test("a label that is none is named by its line")
    func faults() throws {
        let path = try Folder().path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Data("account,label\nA,yes\n".utf8).write(to: URL(filePath: path + "/labels"))
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(
            throws: LedgerError.text(
                TextFault(file: "labels", line: 2, column: "label", found: "A,yes", expected: "0 or 1"))
        ) { try MuleLabels(file: path + "/labels") }
    }
}
