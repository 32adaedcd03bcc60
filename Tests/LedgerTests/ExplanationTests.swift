import Ledger
import Primitives
import Testing

/// What is wrong with an explanation; nothing if each chain is a way through the ledger and all together are the answer.
private func faults(_ explanation: Explanation, _ ledger: TransferLedger) throws -> [String] {
    var faults: [String] = []
    let (trace, isBackward) = (explanation.trace, explanation.trace.question.direction == .backward)
    var (held, carried, merged): ([Int: Int64], [Int: Int64], Int64) = ([:], [:], 0)
    var pieces: [Int: [Chain]] = [:]
    for chain in explanation.chains {
        pieces[chain.seed, default: []].append(chain)
        if chain.transfers.first != chain.seed { faults.append("does not begin with its seed: \(chain)") }
        let rows = isBackward ? chain.transfers.reversed() : chain.transfers
        if zip(rows, rows.dropFirst()).contains(where: { $0 >= $1 }) { faults.append("against time: \(chain)") }
        let transfers = try chain.transfers.map(ledger.transfer)
        let ends = transfers.map { isBackward ? ($0.payee, $0.payer) : ($0.payer, $0.payee) }
        if zip(ends, ends.dropFirst()).contains(where: { $0.1 != $1.0 }) { faults.append("is torn: \(chain)") }
        if ends.last?.1 != chain.account { faults.append("ends elsewhere: \(chain)") }
        for row in chain.transfers { carried[row, default: 0] += chain.amount }
        if chain.mergedInto == nil { held[chain.account, default: 0] += chain.amount } else { merged += chain.amount }
    }
    if held != trace.holders.reduce(into: [:], { $0[$1.account] = $1.held }) { faults.append("holders have \(held)") }
    if trace.question.rule == .poison { return faults }
    if merged != trace.superseded { faults.append("merged \(merged)") }
    if carried != trace.transfers.reduce(into: [:], { $0[$1.row] = $1.traced }) { faults.append("carried \(carried)") }
    for seed in trace.question.seeds {
        // The stretches of a seed lie side by side and are the whole of it.
        let ends = (pieces[seed] ?? []).reduce(Int64(0)) { $1.offset == $0 ? $0 + $1.amount : -1 }
        if ends != (try ledger.transfer(seed)).amount { faults.append("seed \(seed) is not whole") }
    }
    return faults
}

/// The way of each fen of an explanation.
private func ways(_ explanation: Explanation, _ numbers: [Int: Int]) -> Set<FenReplay.Way> {
    Set(
        explanation.chains.flatMap { chain in
            (chain.offset..<chain.offset + chain.amount).map { fen in
                FenReplay.Way(
                    seed: chain.seed, fen: Int(fen), rows: chain.transfers, account: numbers[chain.account] ?? -1,
                    mergedInto: chain.mergedInto)
            }
        })
}

@Suite("Explanations: the way of each fen")
struct ExplanationTests {
    private func expectExplained(_ small: SmallLedger, _ replay: FenReplay, _ question: TraceQuestion, parts: Int)
        throws
    {
        let ledger = try small.ledger(partitionRows: parts)
        let numbers = try numbers(small, ledger)
        let explanation = try ledger.explain(question.inLedger(numbers))
        let found = try faults(explanation, ledger)
        if !found.isEmpty { Issue.record("\(question)\n\(small)\n\(found.joined(separator: "\n"))") }
        guard question.rule == .fifo || question.rule == .lifo else { return }
        let (told, expected) = (ways(explanation, numbers), replay.answer(question).ways)
        if told != expected {
            Issue.record(
                "\(question)\n\(small)\nfound    \(told.subtracting(expected))\nexpected \(expected.subtracting(told))")
        }
    }

    @Test("every small ledger: the ways are those of a replay of every fen", arguments: TraceRule.allCases)
    func exhaustive(rule: TraceRule) throws {
        for count in 1...3 {
            var index = 0
            try SmallLedger.forEach(transfers: count) { small in
                index += 1
                if count == 3, !index.isMultiple(of: worlds > 1000 ? 3 : 41) { return }
                let replay = FenReplay(small.transfers, openings: small.openings, rule: rule)
                for direction in TraceTests.directions {
                    for row in small.transfers.indices {
                        let question = TraceQuestion(seeds: [row], rule: rule, direction: direction)
                        try expectExplained(small, replay, question, parts: index.isMultiple(of: 2) ? 2 : 100)
                    }
                }
            }
        }
    }

    @Test("random ledgers with several seeds, limits and freezes", arguments: TraceRule.allCases)
    func random(rule: TraceRule) throws {
        for world in 1...worlds {
            var chance = SplitMix64(seed: UInt64(world) &* 104_729)
            let small = SmallLedger.random(&chance, most: world.isMultiple(of: 10) ? 200 : 14)
            let replay = FenReplay(small.transfers, openings: small.openings, rule: rule)
            for direction in TraceTests.directions {
                for _ in 0..<3 {
                    let question = small.question(rule, direction, &chance)
                    try expectExplained(small, replay, question, parts: [1, 3, 64, 1000][world % 4])
                }
            }
        }
    }

    @Test("the picture has a box for each account, few enough to be read, and a band for each way between two")
    func picture() throws {
        let fan = (0..<40).map { index in
            AppendedTransfer(id: "f\(index)", time: 2, payer: "<&\">", payee: "P\(index)", amount: Int64(100 + index))
        }
        let seed = AppendedTransfer(id: "s", time: 1, payer: "V", payee: "<&\">", amount: 10_000)
        let ledger = try TransferLedger([seed] + fan)
        let trace = try ledger.trace(TraceQuestion(seeds: [0]))
        let svg = try FlowPicture(trace, ledger).svg
        #expect(svg.count(of: "<g ") == 1 + 1 + 25)
        #expect(svg.count(of: "<path ") == 1 + 25)
        #expect(svg.contains("其余 16 户 others"))
        #expect(svg.contains("<text x=\"6\" y=\"14\">&lt;&amp;&quot;&gt;</text>"))
        #expect(svg.contains("入 100.00　留 52.20"))
    }

    @Test("as CSV and as JSON")
    func files() throws {
        let small = SmallLedger(
            transfers: [
                FenReplay.Transfer(payer: 1, payee: 2, amount: 5, time: 0),
                FenReplay.Transfer(payer: 2, payee: 3, amount: 3, time: 1),
            ], accounts: 4)
        let ledger = try small.ledger(partitionRows: 10)
        let explanation = try ledger.explain(TraceQuestion(seeds: [0]))
        let file = try ChainsFile(explanation, ledger)
        #expect(
            file.csv == """
                seed,offset_fen,amount_fen,account,merged_into,level,transfers
                t0,0,3,C,,2,t0 t1
                t0,3,2,B,,1,t0

                """)
        #expect(
            try CanonicalJSON.text(file) == """
                {"chains":[{"account":"C","amount_fen":3,"offset_fen":0,"seed":"t0","transfers":["t0","t1"]},\
                {"account":"B","amount_fen":2,"offset_fen":3,"seed":"t0","transfers":["t0"]}],\
                "direction":"forward","rule":"fifo","transfers":[\
                {"amount_fen":5,"id":"t0","level":1,"payee":"B","payer":"A","traced_fen":5},\
                {"amount_fen":3,"id":"t1","level":2,"payee":"C","payer":"B","traced_fen":3}]}
                """)
    }
}

extension String {
    fileprivate func count(of part: String) -> Int { ranges(of: part).count }
}
