internal import Access
internal import Jurisdiction
internal import Primitives
internal import Recovery
internal import Storage
internal import Wire
internal import Workflow

/// Why a message did not arrive, in words, with the code that came back where one did.
struct DeliveryFault: Sendable, Equatable {
    let words: Text
    let code: String?

    /// Reads what the gateway wrote down: `200009/1100`, `409 …`, or the words of a failed connection.
    init(_ error: String?, _ rules: Rules) {
        let first = (error ?? "").prefix { $0 != " " }
        let codes = first.split(separator: "/").map(String.init)
        if codes.count == 2, codes[0].isAllDigits {
            let known = [rules.code(codes[0], in: .technicalResults), rules.code(codes[1], in: .businessResults)]
            let names = known.compactMap(\.self).filter { $0.meaning != .executed }.map(\.name)
            words = names.last.map { Text($0.zh, $0.en) } ?? .codeUnknown
            code = String(first)
        } else if first.count == 3, first.isAllDigits {
            words = .bankRefusedMessage
            code = String(first)
        } else {
            words =
                (error ?? "").contains("expected") || (error ?? "").contains("missing")
                ? .answerUnusable : .noConnection
            code = nil
        }
    }
}

extension DeadLetterList {
    static let most = 100

    static func load(_ platform: Platform, _ visit: Visit) throws -> DeadLetterList {
        try visit.principal.permit(.readIncident, in: nil, bank: nil)
        let rules = platform.pack.rules(on: CivilTime(visit.now).day)
        return try platform.database.read { tx in
            let unit = visit.principal.unit
            let dead = try unit.map { try BankActTable(tx).dead(under: $0, limit: most) } ?? []
            let doubted = try unit.map { try BankActTable(tx).contradicted(under: $0, limit: most) } ?? []
            return DeadLetterList(
                rows: try dead.map { act in
                    Row(
                        act: act, number: OrderNumber.of(act), account: try .load(act.account, tx),
                        contact: try AccountTable(tx).bank(act.bank)?.contact,
                        fault: DeliveryFault(act.lastError, rules))
                },
                contradictions: try doubted.map { act in
                    Contradiction(
                        act: act, number: OrderNumber.of(act), account: try .load(act.account, tx),
                        answers: try BankActTable(tx).answers(to: act.id).map {
                            (
                                $0.answer, $0.receivedAt, $0.answer.saysTheSame(as: act.answer),
                                LaterWords.canBeTrue($0.answer, of: act, rules)
                            )
                        })
                }, names: BankOrderModel.names(rules, visit.language),
                mayAct: visit.principal.allows(.retryDeadLetter), mayAnswer: visit.principal.allows(.requestStop),
                done: visit.query["done"], hiddenFields: visit.formFields, now: visit.now, language: visit.language)
        }
    }

    /// How many messages and answers in this person's reach wait for a decision.
    static func count(_ tx: any Transaction, _ visit: Visit) throws -> Int64 {
        guard let unit = visit.principal.unit else { return 0 }
        return try BankActTable(tx).countDead(under: unit) + BankActTable(tx).countContradicted(under: unit)
    }

    static func reaches(_ act: BankAct, _ visit: Visit, _ tx: any Transaction) throws -> Bool {
        guard let unit = visit.principal.unit else { return false }
        return unit.contains(try IncidentTable(tx).require(act.incident).unit)
    }
}
