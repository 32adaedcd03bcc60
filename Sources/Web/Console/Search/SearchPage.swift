internal import Access
internal import Primitives
internal import Recovery
internal import Storage

/// What was looked for and what was found within the reader's reach.
struct SearchModel: Sendable, Equatable {
    struct Hit: Sendable, Equatable {
        var address: String
        var number: String
        var victim: String
        var lost: Money
        var reported: Timestamp
        var state: String
    }

    var words: String
    var hits: [Hit]
    var isCut: Bool
    var now: Timestamp

    func html(_ frame: Frame) -> HTML {
        let language = frame.language
        let columns = [
            Column(language(.incidentColumn)), Column(language(.victim)), Column(language(.lostYuan), isNumber: true),
            Column(language(.reported)), Column(language(.stateColumn)),
        ]
        let rows = hits.map { hit -> HTML in
            """
            <tr data-row><th scope="row"><a class="t" href="\(address: hit.address)">\(hit.number)</a></th><td>\(hit.victim)</td>\
            \(HTML.moneyCell(hit.lost, language))<td>\(HTML.time(hit.reported, asOf: now))</td><td>\(hit.state)</td></tr>

            """
        }
        let body: HTML =
            hits.isEmpty
            ? .empty(language(words.isEmpty ? .whatToSearch : .nothingFound))
            : .table(language(.find), columns: columns, rows: rows)
        let cut: HTML? = isCut ? "<p class=\"none\">\(language(.moreExist(hits.count)))</p>" : nil
        return frame.page(
            title: language(.find),
            "<div class=\"head\"><h1>\(language(.find))　\(words)</h1></div><section class=\"panel\">\(body)\(cut)</section>"
        )
    }
}

/// What the search box may hold: an incident's number or its last four digits, an account's, or a name.
enum SearchWords: Equatable {
    case incidentNumber(String)
    case tail(String)
    case accountNumber(String)
    case name(String)

    /// Nil for nothing at all.
    init?(_ raw: String) {
        let text = raw.inHalfWidth.filter { !$0.isWhitespace }
        guard !text.isEmpty else { return nil }
        let upper = text.uppercased()
        if upper.hasPrefix("YJ") {
            let digits = upper.filter(\.isASCIIDigit)
            let isWhole = digits.count > 8
            self = .incidentNumber(isWhole ? "YJ-\(digits.prefix(8))-\(digits.dropFirst(8))" : upper)
        } else if text.count == 4, text.isAllDigits {
            self = .tail(text)
        } else if text.count >= 8, text.allSatisfy({ $0.isASCIIDigit || $0 == "-" }) {
            self = .accountNumber(text.filter(\.isASCIIDigit))
        } else {
            self = .name(text)
        }
    }
}

/// Finds incidents within a person's reach.
struct SearchLoading {
    let tx: any Transaction
    let principal: Principal

    static let hitsMost = 50
    private static let accountsMost = 100

    /// The incidents found, the newest first, and the accounts of a full number.
    func find(_ words: SearchWords) throws -> (incidents: [Incident], accounts: [AccountID]) {
        let table = IncidentTable(tx)
        switch words {
        case .incidentNumber(let number): return (try within([table.find(number: number)].compactMap { $0 }), [])
        case .tail(let tail):
            let accounts = try AccountTable(tx).accounts(ending: tail, limit: Self.accountsMost).map(\.id)
            let byNumber = try within(table.find(numberEnding: tail, limit: Self.hitsMost + 1))
            let byAccount = try within(table.find(touching: accounts, limit: Self.hitsMost + 1))
            return (byNumber + byAccount.filter { !byNumber.contains($0) }, [])
        case .accountNumber(let number):
            let accounts = try AccountTable(tx).accounts(number: number).map(\.id)
            return (try within(table.find(touching: accounts, limit: Self.hitsMost + 1)), accounts)
        case .name(let name): return (try within(table.find(victimNamed: name, limit: Self.hitsMost + 1)), [])
        }
    }

    /// Only what this person may read.
    private func within(_ incidents: [Incident]) throws -> [Incident] {
        guard let unit = principal.unit else { throw Refusal.notPermitted(.readIncident) }
        try principal.permit(.readIncident, in: unit, bank: nil)
        return incidents.filter { unit.contains($0.unit) }
    }
}
