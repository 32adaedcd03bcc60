import Foundation
import Primitives
import Reading

/// One written statement with what its writer marked in it.
struct Statement {
    struct Mark: Hashable {
        let kind: String
        /// In Unicode scalars of the text without marks.
        let start: Int
        let end: Int
        let value: String
        let role: String?
    }

    struct Payment: Hashable {
        var payer: String?
        var payee: String?
        var amount: String?
        var time: String?
    }

    let id: String
    let type: String
    let day: CivilDay?
    private(set) var text = ""
    private(set) var marks: [Mark] = []
    private(set) var payments: [Payment] = []
    /// Where the sums that were paid begin, in Unicode scalars of the text without marks.
    private(set) var paidPlaces: Set<Int> = []

    /// `lines` begin with the head `## id=…`.
    init?(_ lines: ArraySlice<Substring>) {
        guard let head = lines.first, head.hasPrefix("## ") else { return nil }
        let fields = Dictionary(
            head.dropFirst(3).split(separator: " ").compactMap { field -> (String, String)? in
                let parts = field.split(separator: "=", maxSplits: 1)
                return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
            }, uniquingKeysWith: { first, _ in first })
        (id, type, day) = (fields["id"] ?? "", fields["type"] ?? "", fields["day"].flatMap { CivilDay($0) })
        let isPayment = { (line: Substring) in line.hasPrefix("-> ") }
        let body = lines.dropFirst().filter { !isPayment($0) }
        let marked = body.joined(separator: "\n").trimmingCharacters(in: .newlines)
        let sums = lines.filter(isPayment).compactMap { $0.split(separator: " ").first { $0.hasPrefix("amount=") } }
        let values = readMarks(marked, paid: Set(sums.map { String($0.dropFirst(7)) }))
        payments = lines.filter(isPayment).map { Self.payment($0, values) }
    }

    /// The statements of all files of a folder, in order.
    static func all(in folder: URL) throws -> [Statement] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "txt" }.sorted { $0.path < $1.path }
        return try files.flatMap { file in
            let lines = try String(contentsOf: file, encoding: .utf8).split(
                separator: "\n", omittingEmptySubsequences: false)
            let heads = lines.indices.filter { lines[$0].hasPrefix("## id=") } + [lines.count]
            return zip(heads, heads.dropFirst()).compactMap { Statement(lines[$0..<$1]) }
        }
    }

    /// Takes the marks out of the text; returns the value of each that a payment can name, by its name.
    private mutating func readMarks(_ marked: String, paid: Set<String>) -> [String: String] {
        var values: [String: String] = [:]
        var plain = String.UnicodeScalarView()
        var rest = Substring(marked).unicodeScalars
        while let open = rest.firstIndex(of: "⟦") {
            plain.append(contentsOf: rest[..<open])
            rest = rest[rest.index(after: open)...]
            guard let close = rest.firstIndex(of: "⟧") else { break }
            let parts = String(rest[..<close]).split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            rest = rest[rest.index(after: close)...]
            let name = parts[0].split(separator: ":").map(String.init)
            guard parts.count >= 3, name.count == 2 else { continue }
            let start = plain.count
            plain.append(contentsOf: parts[1].unicodeScalars)
            marks.append(
                Mark(
                    kind: name[1], start: start, end: plain.count, value: parts[2],
                    role: parts.count > 3 ? parts[3] : nil))
            // The teller pays by himself where no account of his is named: who he is stands elsewhere.
            let isTeller = name[1] == "person" && parts.count > 3 && parts[3] == "victim"
            if !isTeller { values[name[0]] = parts[2] }
            if paid.contains(name[0]) { paidPlaces.insert(start) }
        }
        plain.append(contentsOf: rest)
        text = String(plain)
        return values
    }

    private static func payment(_ line: Substring, _ values: [String: String]) -> Payment {
        var payment = Payment()
        for field in line.dropFirst(3).split(separator: " ") {
            let parts = field.split(separator: "=").map(String.init)
            guard parts.count == 2 else { continue }
            switch parts[0] {
            case "payer": payment.payer = values[parts[1]]
            case "payee": payment.payee = values[parts[1]]
            case "amount": payment.amount = values[parts[1]]
            case "time": payment.time = values[parts[1]]
            default: break
            }
        }
        return payment
    }
}

/// How many of the marked and of the found entities of a kind agree.
struct Score {
    var marked = 0
    var found = 0
    var right = 0

    var precision: Double { found == 0 ? 1 : Double(right) / Double(found) }
    var recall: Double { marked == 0 ? 1 : Double(right) / Double(marked) }
    var f1: Double { marked + found == 0 ? 1 : 2 * Double(right) / Double(marked + found) }
}

/// What is right of the readings of some statements; an entity is right if kind, place and value are, a payment if all four are.
struct Scores {
    private(set) var kinds: [String: Score] = [:]
    private(set) var roles = Score()
    private(set) var payments = Score()
    /// Payments by amount and payee alone.
    private(set) var payees = Score()
    /// Of those found, the ones that nobody has to look at: a word says that it was paid, and the payee stands beside the sum.
    private(set) var sure = Score()

    init(_ statements: [Statement], missed: (Statement, String) -> Void = { _, _ in }) {
        for statement in statements { add(statement, missed) }
    }

    /// Of all kinds together.
    var all: Score {
        kinds.values.reduce(into: Score()) {
            $0.marked += $1.marked
            $0.found += $1.found
            $0.right += $1.right
        }
    }

    private mutating func add(_ statement: Statement, _ missed: (Statement, String) -> Void) {
        let reading = Reading(statement.text, day: statement.day)
        let found = reading.entities.map { entity in
            let range = reading.originalRange(entity)
            return Statement.Mark(
                kind: entity.kind.rawValue, start: range.lowerBound, end: range.upperBound, value: entity.value,
                role: entity.role?.rawValue)
        }
        func key(_ mark: Statement.Mark) -> Statement.Mark {
            Statement.Mark(kind: mark.kind, start: mark.start, end: mark.end, value: mark.value, role: nil)
        }
        let (marked, read) = (Set(statement.marks.map(key)), Set(found.map(key)))
        for mark in marked { kinds[mark.kind, default: Score()].marked += 1 }
        for mark in read { kinds[mark.kind, default: Score()].found += 1 }
        for mark in marked.intersection(read) { kinds[mark.kind, default: Score()].right += 1 }
        let withRoles = Set(statement.marks.filter { $0.role != nil })
        roles.marked += withRoles.count
        roles.found += found.count { $0.role != nil }
        roles.right += withRoles.intersection(found).count
        addPayments(statement, reading, missed)
        for mark in marked.subtracting(read).sorted(by: { $0.start < $1.start }) {
            missed(statement, "- \(line(mark, statement))")
        }
        for mark in read.subtracting(marked).sorted(by: { $0.start < $1.start }) {
            missed(statement, "+ \(line(mark, statement))")
        }
        for mark in statement.marks where read.contains(key(mark)) && !found.contains(mark) {
            missed(statement, "r \(line(mark, statement))")
        }
    }

    private func line(_ mark: Statement.Mark, _ statement: Statement) -> String {
        let scalars = Array(statement.text.unicodeScalars)
        func text(_ range: Range<Int>) -> String {
            String(String.UnicodeScalarView(scalars[range.clamped(to: 0..<scalars.count)])).replacing("\n", with: " ")
        }
        return
            "\(mark.kind) [\(text(mark.start..<mark.end))] \(mark.value) \(mark.role ?? "")  …\(text(max(0, mark.start - 14)..<mark.start))‹›\(text(mark.end..<(mark.end + 8)))"
    }

    private mutating func addPayments(_ statement: Statement, _ reading: Reading, _ missed: (Statement, String) -> Void)
    {
        let values = reading.entities.map(\.value)
        let found = reading.payments.map { payment in
            Statement.Payment(
                payer: payment.payer.map { values[$0] }, payee: payment.payee.map { values[$0] },
                amount: values[payment.amount],
                time: payment.time.map { values[$0] })
        }
        payments.marked += statement.payments.count
        payments.found += found.count
        payments.right += Self.common(statement.payments, found)
        func short(_ payment: Statement.Payment) -> Statement.Payment {
            Statement.Payment(payee: payment.payee, amount: payment.amount)
        }
        payees.marked += statement.payments.count
        payees.found += found.count
        payees.right += Self.common(statement.payments.map(short), found.map(short))
        let isSure = reading.payments.map { $0.isSure && $0.isPayeeBeside }
        let surely = zip(found, isSure).filter(\.1).map { short($0.0) }
        sure.marked += statement.payments.count
        sure.found += surely.count
        sure.right += Self.common(statement.payments.map(short), surely)
        if statement.payments != found {
            missed(statement, "p \(statement.payments.map(\.line)) \(found.map(\.line))")
        }
    }

    private static func common(_ a: [Statement.Payment], _ b: [Statement.Payment]) -> Int {
        var rest = b
        return a.count { payment in
            guard let index = rest.firstIndex(of: payment) else { return false }
            rest.remove(at: index)
            return true
        }
    }

    /// For a reader: precision, recall and counts by kind.
    var table: String {
        func row(_ name: String, _ score: Score) -> String {
            func percent(_ share: Double) -> String { String(format: "%6.1f", share * 100) }
            let padded = name.padding(toLength: 12, withPad: " ", startingAt: 0)
            return
                "\(padded)\(percent(score.precision))\(percent(score.recall))  \(score.right) of \(score.found) found, \(score.marked) marked"
        }
        return
            (kinds.sorted { $0.key < $1.key }.map { row($0.key, $0.value) }
            + [
                row("all", all), row("roles", roles), row("payments", payments), row("payees", payees),
                row("sure payees", sure),
            ]).joined(
                separator: "\n")
    }
}

extension Statement.Payment {
    fileprivate var line: String { "\(payer ?? "?")→\(payee ?? "?") \(amount ?? "?") \(time ?? "?")" }
}
