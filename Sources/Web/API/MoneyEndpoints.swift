internal import Access
internal import FundTracing
internal import HTTPTypes
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

extension APIRoutes {
    /// Where the money is, and what stops it.
    static let moneyEndpoints: [Endpoint] = [
        Endpoint(
            method: .get, path: "/incidents/{id}/trace", name: "trace",
            words: "Where an incident's money is now, and by which transfers it came there",
            parameters: [
                .id,
                .init(
                    name: "rule", place: .query, words: "How mixed money is split; fifo when it is not said",
                    schema: APISchemas.choice(FundTracing.Rule.allCases.map(\.rawValue))),
            ], answer: APISchemas.reference("Trace"), run: { try $0.trace() }),
        Endpoint(
            method: .get, path: "/stop-payments", name: "listStopPayments",
            words: "Stop-payments that incidents in reach asked for, in the order of asking",
            parameters: [.after(StopPaymentID.self), .limit],
            answer: APISchemas.page(APISchemas.reference("StopPayment")),
            run: { try $0.listStops() }),
    ]
}

extension APICall {
    func trace() throws -> APIAnswer {
        let rule = try value("rule") { FundTracing.Rule(rawValue: $0) } ?? .fifo
        let incident = try console.platform.database.read { tx in try self.incident(tx) }
        let money = try console.platform.traces.look(at: incident.id, rule: rule, at: now)
        return APIAnswer(money.record)
    }

    func listStops() throws -> APIAnswer {
        let unit = try reach(.readIncident)
        let (limit, after) = (try self.limit(), try self.after(StopPaymentID.self))
        return try console.platform.database.read { tx in
            let ids = try FigureTable(tx).stops(under: unit, after: after, limit: limit + 1)
            let table = StopPaymentTable(tx)
            let stops = try ids.prefix(limit).map { try table.require($0) }
            let accounts = try self.accounts(stops.map(\.account), tx)
            let claims = Dictionary(grouping: try table.claims(on: stops.map(\.id)), by: \.stop)
            let items = stops.map { $0.record(accounts[$0.account], claims[$0.id] ?? []) }
            return APIAnswer(.page(items, next: ids.count > limit ? ids[limit - 1].description : nil))
        }
    }
}

extension MoneyTrace {
    fileprivate var record: JSON {
        let holders = trace.holders.map { holder($0, isHub: false) } + trace.hubs.map { holder($0, isHub: true) }
        return .object([
            "incident": .id(incident), "rule": .string(trace.rule.rawValue), "sums": sums.record,
            "untraceableFen": .fen(untraceable), "holders": .array(holders),
            "exits": .array(
                trace.exits.map { exit in
                    .object([
                        "kind": .string(exit.kind.rawValue), "account": account(exit.account),
                        "amountFen": .fen(exit.amount), "tier": .count(exit.tier), "at": .time(exit.at.at),
                    ])
                }),
            "unexplained": .array(
                trace.unexplained.map { gone in
                    .object([
                        "account": account(gone.account), "amountFen": .fen(gone.amount), "tier": .count(gone.tier),
                    ])
                }), "pieces": .array(trace.pieces.map(piece)),
        ])
    }

    private func account(_ key: AccountKey?) -> JSON { key?.id.flatMap { accounts[$0]?.record } ?? .null }

    private func holder(_ holder: Holder, isHub: Bool) -> JSON {
        .object([
            "account": account(holder.account), "amountFen": .fen(holder.amount), "tier": .count(holder.tier),
            "isHeld": .bool(holder.isHeld), "isHub": .bool(isHub), "awaitsStatement": .bool(holder.awaitsStatement),
        ])
    }

    private func piece(_ piece: Piece) -> JSON {
        var to: AccountKey?
        if case .account(let key) = piece.to { to = key }
        return .object([
            "parent": piece.parent.map { .count($0) } ?? .null, "transfer": .string(piece.transfer.text),
            "to": account(to), "amountFen": .fen(piece.amount), "tier": .count(piece.tier),
            "at": .time(piece.left.at),
        ])
    }
}
