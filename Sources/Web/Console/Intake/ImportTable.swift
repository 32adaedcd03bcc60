internal import Crypto
internal import Foundation
internal import Primitives
internal import Recovery

/// The table of an import as a person sent it: a file before what was pasted.
struct ImportTable: Sendable, Equatable {
    /// With line ends of one kind, since a browser sends what was pasted with others.
    let text: String
    /// It is no text that we can read.
    let isUnreadable: Bool
    /// Whether what its statements say fills what it leaves empty.
    let readsStatements: Bool

    init(_ form: Form) {
        let file = form.file("file")
        let given = file.map { String(ofUnknownEncoding: $0.bytes) } ?? form.exact("table")
        readsStatements = form["read"] == "yes"
        text = (given ?? "").replacing("\r\n", with: "\n")
        isUnreadable = given == nil
    }

    init() { (text, isUnreadable, readsStatements) = ("", false, false) }

    var isEmpty: Bool { text.allSatisfy(\.isWhitespace) }

    /// Tells whether the table is still the one that was looked over.
    var mark: String {
        String(
            SHA256.hash(data: Data((text + (readsStatements ? "\u{0}read" : "")).utf8)).flatMap { [$0 >> 4, $0 & 15] }
                .prefix(32).map { Self.digits[Int($0)] })
    }

    private static let digits = Array("0123456789abcdef")

    /// Throws `Problems` where it is no table; columns by their names in either language.
    func read() throws(Problems) -> IntakeCSV {
        var table = try IntakeCSV(text, names: Self.names)
        table.readsStatements = readsStatements
        return table
    }

    private static let names: [String: IntakeCSV.Column] = Dictionary(
        IntakeCSV.Column.allCases.flatMap { column in
            Language.allCases.map { ($0(.column(column)).filter { !$0.isWhitespace }, column) }
        }
    ) { first, _ in first }

    /// Two reports to begin with, the second of two transfers; a byte order mark tells spreadsheets that it is UTF-8.
    static func sample(_ language: Language, now: Timestamp) -> String {
        let columns: [IntakeCSV.Column] = [
            .report, .channel, .reportedAt, .narrative, .victimName, .victimPhone, .payerNumber, .amount, .time,
            .payeeNumber, .payeeName, .payeeBank,
        ]
        let at = { (minutes: Int64) in CivilTime(now - .minutes(minutes)).text }
        let rows = [
            [
                "1", "96110", at(20), "冒充客服", "张三", "13800000001", "6200010000000011", "12000.00", at(35),
                "6200020000000012", "李四", "",
            ],
            [
                "2", "110", at(10), "刷单返利", "王五", "13800000002", "6200010000000013", "3万", at(50), "6200020000000014",
                "赵六", "",
            ],
            ["2", "", "", "", "", "", "6200010000000013", "5000", at(42), "6200020000000015", "钱七", ""],
        ]
        return "\u{FEFF}" + ([columns.map { language(.column($0)) }] + rows).map { CSV.line($0) }.joined()
    }
}

extension FieldProblem {
    /// The line of the table that `row.3.amount` means.
    var line: Int? {
        let parts = field.split(separator: ".")
        return parts.count > 1 && parts[0] == "row" ? Int(parts[1]) : nil
    }

    /// Its column, as people call it.
    func column(_ language: Language) -> String {
        let name = field.split(separator: ".").dropFirst(2).joined(separator: ".")
        if let column = IntakeCSV.Column(rawValue: name) { return language(.column(column)) }
        return name == "transfers" ? language(.transfersWord) : name == "victims" ? language(.victims) : name
    }
}
