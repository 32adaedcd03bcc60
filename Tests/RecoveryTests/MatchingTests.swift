import FundTracing
import Primitives
import TestSupport
import Testing
import Wire

@testable import Recovery

@Suite("One transfer out of all that tells of it")
struct MatchingTests {
    /// `1>2 500 @3 R7`: the statement of the first account tells of a payment of 500 fen to the second in minute 3 under
    /// reference R7; `1<2` that it got it from there; `?` is an account nobody can name.
    static func entry(_ text: String, serial: Int, arrival: Int) -> AccountEntry {
        let words = text.split(separator: " ").map(String.init)
        let isOut = words[0].contains(">")
        let sides = words[0].split { "<>".contains($0) }.map { UInt64($0) }
        let reference = words.dropFirst(3).first
        return AccountEntry(
            arrival: Int64(arrival), account: AccountID(value: sides[0]!), serial: "\(100 + serial)",
            direction: isOut ? .out : .in, channel: .transfer, amount: Money(fen: Int64(words[1])!),
            at: .t0 + .minutes(Int64(words[2].dropFirst())!), balance: nil,
            counterpart: sides[1].map { AccountID(value: $0) }, counterpartNumber: nil, counterpartName: nil,
            reference: reference)
    }

    /// `9>2 500 @3`: a victim reports that he paid 500 fen from account 9 into account 2 in minute 3.
    static func report(_ text: String, id: Int) -> ReportedTransfer {
        let words = text.split(separator: " ").map(String.init)
        let sides = words[0].split(separator: ">").map { UInt64($0) }
        return ReportedTransfer(
            id: TransferID(value: UInt64(id)), incident: IncidentID(value: UInt64(id)), victim: VictimID(value: 1),
            payerAccount: sides[0].map { AccountID(value: $0) }, payeeAccount: sides[1].map { AccountID(value: $0) },
            payeeName: nil, payeeNumber: nil, amount: Money(fen: Int64(words[1])!),
            at: .t0 + .minutes(Int64(words[2].dropFirst())!))
    }

    struct Found: Equatable {
        var transfers: [String]
        var carriers: [String]
        var unmatched: [UInt64]
    }

    static func match(
        _ entries: [AccountEntry], _ reports: [ReportedTransfer], covered: [UInt64: ClosedRange<Int64>] = [:]
    ) -> Found {
        func number(_ key: AccountKey?) -> String { key?.id.map { "\($0.value)" } ?? "-" }
        let coverage = covered.map { account, span in
            let inquiry = Inquiry(
                id: InquiryID(value: 1), account: AccountID(value: account), incident: IncidentID(value: 1),
                from: .t0 + .minutes(span.lowerBound), requestedAt: .t0, state: .answered,
                coveredUntil: .t0 + .minutes(span.upperBound))
            return (AccountID(value: account), Coverage([inquiry]))
        }
        let found = EntryMatching(tolerance: .minutes(5), coverage: Dictionary(uniqueKeysWithValues: coverage))
            .match(reports: reports, entries: entries)
        func line(_ transfer: Transfer) -> String {
            let payee: String = if case .account(let key) = transfer.payee { number(key) } else { "?" }
            let minute = (transfer.payerOrder.at - .t0).wholeSeconds / 60
            return "\(number(transfer.payer))>\(payee) \(transfer.amount.fen) @\(minute)"
        }
        let lines = Dictionary(uniqueKeysWithValues: found.transfers.map { ($0.key, line($0)) })
        return Found(
            transfers: found.transfers.map(line).sorted(),
            carriers: found.carriers.sorted { $0.key < $1.key }.map { "\($0.key.value): \(lines[$0.value] ?? "none")" },
            unmatched: found.unmatched.map(\.value))
    }

    struct Case: Sendable {
        let what: String
        var entries: [String] = []
        var reports: [String] = []
        var covered: [UInt64: ClosedRange<Int64>] = [:]
        let transfers: [String]
        var carriers: [String] = []
        var unmatched: [UInt64] = []
    }

    static let cases = [
        Case(
            what: "both banks, same reference", entries: ["1>2 500 @0 R1", "2<1 500 @1 R1"], transfers: ["1>2 500 @0"]),
        Case(
            what: "same reference, far apart in time", entries: ["1>2 500 @0 R1", "2<1 500 @60 R1"],
            transfers: ["1>2 500 @0"]),
        Case(
            what: "other references are other transfers", entries: ["1>2 500 @0 R1", "2<1 500 @0 R2"],
            covered: [1: -5...9], transfers: ["->2 500 @0", "1>2 500 @0"]),
        Case(
            what: "no reference, within five minutes", entries: ["1>2 500 @0", "2<1 500 @5"], transfers: ["1>2 500 @0"]),
        Case(
            what: "no reference, six minutes apart", entries: ["1>2 500 @0", "2<1 500 @6"], covered: [1: -5...9],
            transfers: ["->2 500 @6", "1>2 500 @0"]),
        Case(
            what: "one bank keeps no references", entries: ["1>2 500 @0", "2<1 500 @1 R1"], transfers: ["1>2 500 @0"]),
        Case(
            what: "the payee's bank does not name the payer", entries: ["1>2 500 @0", "2<? 500 @1"],
            transfers: ["1>2 500 @0"]),
        Case(
            what: "other amounts", entries: ["1>2 500 @0", "2<1 499 @0"], covered: [1: -5...9],
            transfers: ["->2 499 @0", "1>2 500 @0"]),
        Case(
            what: "the exact reference wins over an earlier one without",
            entries: ["1>2 500 @0", "3>2 500 @1 R1", "2<? 500 @1 R1"], transfers: ["1>2 500 @0", "3>2 500 @1"]),
        Case(
            what: "two equal payments, in order", entries: ["1>2 500 @0", "1>2 500 @1", "2<1 500 @0", "2<1 500 @1"],
            transfers: ["1>2 500 @0", "1>2 500 @1"]),
        Case(what: "only the payer's statement", entries: ["1>2 500 @0 R1"], transfers: ["1>2 500 @0"]),
        Case(what: "only the payee's statement", entries: ["2<1 500 @0 R1"], transfers: ["1>2 500 @0"]),
        Case(
            what: "the payer's statement covers the time and does not show it", entries: ["2<1 500 @3"],
            covered: [1: 0...9], transfers: ["->2 500 @3"]),
        Case(
            what: "the payer's statement begins later", entries: ["2<1 500 @3"], covered: [1: 4...9],
            transfers: ["1>2 500 @3"]),
        Case(what: "to an account nobody can name", entries: ["1>? 500 @0"], transfers: ["1>? 500 @0"]),
        Case(what: "a report alone", reports: ["9>1 500 @0"], transfers: ["->1 500 @0"], carriers: ["1: ->1 500 @0"]),
        Case(
            what: "a report that the payee's statement does not show", reports: ["9>1 500 @0"], covered: [1: -5...9],
            transfers: ["->1 500 @0"], carriers: ["1: ->1 500 @0"], unmatched: [1]),
        Case(
            what: "a report joins the payee's entry", entries: ["1<9 500 @2"], reports: ["9>1 500 @0"],
            transfers: ["9>1 500 @2"], carriers: ["1: 9>1 500 @2"]),
        Case(
            what: "a report joins an entry that names nobody", entries: ["1<? 500 @2"], reports: ["9>1 500 @0"],
            transfers: ["->1 500 @2"], carriers: ["1: ->1 500 @2"]),
        Case(
            what: "a report joins the payer's entry", entries: ["9>1 500 @2"], reports: ["9>1 500 @0"],
            transfers: ["9>1 500 @2"], carriers: ["1: 9>1 500 @2"]),
        Case(
            what: "a report of another payer does not join", entries: ["1<8 500 @2"], reports: ["9>1 500 @0"],
            transfers: ["->1 500 @0", "8>1 500 @2"], carriers: ["1: ->1 500 @0"]),
        Case(
            what: "a report six minutes off does not join", entries: ["1<9 500 @6"], reports: ["9>1 500 @0"],
            covered: [1: -5...9], transfers: ["->1 500 @0", "9>1 500 @6"], carriers: ["1: ->1 500 @0"], unmatched: [1]),
        Case(
            what: "of two entries the nearest", entries: ["1<9 500 @4", "1<9 500 @1"], reports: ["9>1 500 @1"],
            transfers: ["9>1 500 @1", "9>1 500 @4"], carriers: ["1: 9>1 500 @1"]),
        Case(
            what: "the nearest entry, though an earlier one would do", entries: ["1<9 500 @0", "1<9 500 @4"],
            reports: ["9>1 500 @4"], transfers: ["9>1 500 @0", "9>1 500 @4"], carriers: ["1: 9>1 500 @4"]),
        Case(
            what: "two victims' equal amounts within minutes, payers known", entries: ["1<8 500 @0", "1<9 500 @1"],
            reports: ["9>1 500 @0", "8>1 500 @1"], transfers: ["8>1 500 @0", "9>1 500 @1"],
            carriers: ["1: 9>1 500 @1", "2: 8>1 500 @0"]),
        Case(
            what: "two victims' equal amounts within minutes, payers unknown", entries: ["1<? 500 @0", "1<? 500 @2"],
            reports: ["?>1 500 @2", "?>1 500 @0"], transfers: ["->1 500 @0", "->1 500 @2"],
            carriers: ["1: ->1 500 @2", "2: ->1 500 @0"]),
    ]

    static func entries(_ texts: [String]) -> [AccountEntry] {
        texts.enumerated().map { entry($1, serial: $0, arrival: $0) }
    }

    @Test("The table", arguments: cases.indices)
    func table(index: Int) {
        let row = Self.cases[index]
        let reports = row.reports.enumerated().map { Self.report($1, id: $0 + 1) }
        let found = Self.match(Self.entries(row.entries), reports, covered: row.covered)
        let expected = Found(transfers: row.transfers.sorted(), carriers: row.carriers, unmatched: row.unmatched)
        #expect(found == expected, "\(row.what)")
    }

    @Test("In whatever order entries and reports come, the ledger is the same", arguments: cases.indices)
    func order(index: Int) {
        let row = Self.cases[index]
        let reports = row.reports.enumerated().map { Self.report($1, id: $0 + 1) }
        let first = Self.match(Self.entries(row.entries), reports, covered: row.covered)
        for order in permutations(Array(row.entries.indices)) {
            let entries = order.enumerated().map { arrival, place in
                Self.entry(row.entries[place], serial: place, arrival: arrival)
            }
            #expect(Self.match(entries, reports.reversed(), covered: row.covered) == first, "\(row.what)")
        }
    }

    private func permutations(_ items: [Int]) -> [[Int]] {
        guard items.count > 1 else { return [items] }
        return items.indices.flatMap { index in
            var rest = items
            let item = rest.remove(at: index)
            return permutations(rest).map { [item] + $0 }
        }
    }
}
