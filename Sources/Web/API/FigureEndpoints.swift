internal import Access
internal import HTTPTypes
internal import Journal
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

extension APIRoutes {
    private static let from = Endpoint.Parameter(
        name: "from", place: .query, words: "The first day; today when it is not said", schema: APISchemas.day)
    private static let to = Endpoint.Parameter(
        name: "to", place: .query, words: "The last day; today when it is not said", schema: APISchemas.day)

    /// Banks, figures and the journal.
    static let figureEndpoints: [Endpoint] = [
        Endpoint(
            method: .get, path: "/banks", name: "listBanks", words: "The registered banks",
            answer: APISchemas.object(["items": APISchemas.list(APISchemas.reference("Bank"))]),
            run: { try $0.listBanks() }),
        Endpoint(
            method: .get, path: "/banks/answer-times", name: "answerTimes",
            words: "How long banks took to answer, from the first sending, in the last days",
            parameters: [
                .init(
                    name: "days", place: .query, words: "1 to 31; 7 when it is not said",
                    schema: APISchemas.number(in: APICall.daysOfAnswers))
            ], answer: APISchemas.object(["items": APISchemas.list(APISchemas.reference("AnswerTime"))]),
            run: { try $0.answerTimes() }),
        Endpoint(
            method: .get, path: "/figures", name: "figures",
            words:
                "Sums over the incidents of the unit and those under it; `balanceHeldFen` is 止付金额, `sums.heldFen` the traced money within",
            parameters: [from, to], answer: APISchemas.reference("Figures"), run: { try $0.figures() }),
        Endpoint(
            method: .get, path: "/journal/verdict", name: "journalVerdict",
            words: "Recomputes the journal's chain from its first entry", answer: APISchemas.reference("Verdict"),
            run: { try $0.verdict() }),
    ]
}

extension APICall {
    func listBanks() throws -> APIAnswer {
        _ = try reach(.readIncident)
        let banks = try console.platform.database.read { tx in try AccountTable(tx).banks() }
        let items = banks.map { bank in
            JSON.object([
                "code": .string(bank.code), "name": .string(bank.name), "kind": .string(bank.kind.rawValue),
                "link": .string(bank.link.rawValue),
            ])
        }
        return APIAnswer(.object(["items": .array(items)]))
    }

    static let daysOfAnswers = 1...31
    private static let answersMost = 100_000

    func answerTimes() throws -> APIAnswer {
        _ = try reach(.readFigures)
        let days = try number("days", in: Self.daysOfAnswers) ?? 7
        let times = try console.platform.database.read { tx in
            try BankActTable(tx).answerTimes(since: now - .days(Int64(days)), limit: Self.answersMost)
        }
        let banks = Dictionary(grouping: times, by: \.bank).sorted { $0.key < $1.key }
        let items = banks.map { bank, times in
            let took = times.map(\.took)
            return JSON.object([
                "bank": .string(bank), "answers": .count(took.count),
                "medianSeconds": .count(took.median?.wholeSeconds ?? 0),
                "percentile95Seconds": .count(took.percentile(95)?.wholeSeconds ?? 0),
            ])
        }
        return APIAnswer(.object(["items": .array(items)]))
    }

    func figures() throws -> APIAnswer {
        let unit = try reach(.readFigures)
        let today = CivilTime(now).day
        let (from, to) = (try day("from") ?? today, try day("to") ?? today)
        guard from <= to else {
            throw FieldFault(.unprocessableContent, [FieldProblem("to", .malformed, found: "\(to)")])
        }
        let figures = try console.platform.database.read { tx in
            try FigureTable(tx).figures(
                under: unit, from: CivilTime(day: from).timestamp, to: CivilTime(day: to.adding(days: 1)).timestamp)
        }
        return APIAnswer(
            .object([
                "from": .string("\(from)"), "to": .string("\(to)"), "incidents": .number(figures.incidents),
                "sums": figures.flow.record, "balanceHeldFen": .fen(figures.balanceHeld),
                "stopPayments": .number(figures.stops),
            ]))
    }

    func verdict() throws -> APIAnswer {
        _ = try reach(.readJournal)
        let verdict = try Chain.verify(console.platform.database)
        return APIAnswer(
            .object([
                "entries": .number(verdict.entries), "tail": .number(verdict.tail),
                "holds": .bool(verdict.broken == nil), "broken": .text(verdict.broken),
            ]))
    }
}
