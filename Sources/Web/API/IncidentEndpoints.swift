internal import Access
internal import HTTPTypes
internal import Primitives
internal import Recovery
internal import Storage
internal import Workflow

extension Endpoint.Parameter {
    static let id = Endpoint.Parameter(
        name: "id", place: .path, words: "The incident's id or its receipt number", schema: APISchemas.text,
        isRequired: true)
    static let limit = Endpoint.Parameter(
        name: "limit", place: .query, words: "How many, 1 to 200; 50 when it is not said",
        schema: APISchemas.number(in: 1...APICall.limitMost))

    static func after(_ type: (some Identifier).Type) -> Endpoint.Parameter {
        Endpoint.Parameter(
            name: "after", place: .query, words: "`next` of the page before", schema: APISchemas.id(type))
    }
}

extension APIRoutes {
    /// Reports, and what is known of them.
    static let incidentEndpoints: [Endpoint] = [
        Endpoint(
            method: .post, path: "/incidents", name: "reportIncident",
            words: "Report a fraud; what is missing may follow",
            sent: .init(mediaType: "application/json", schema: APISchemas.reference("Intake")), status: .created,
            answer: APISchemas.reference("Receipt"), run: { try $0.report() }),
        Endpoint(
            method: .get, path: "/incidents", name: "listIncidents",
            words: "The unit's incidents and those under it, in the order of entry",
            parameters: [.after(IncidentID.self), .limit],
            answer: APISchemas.page(APISchemas.reference("Incident")), run: { try $0.listIncidents() }),
        Endpoint(
            method: .get, path: "/incidents/{id}", name: "incident",
            words: "One incident with its transfers, orders and the accounts its money reached", parameters: [.id],
            answer: APISchemas.reference("IncidentDetail"), run: { try $0.showIncident() }),
        Endpoint(
            method: .post, path: "/incidents/{id}/transfers", name: "addTransfers",
            words: "Add transfers, or complete those whose id is given", parameters: [.id],
            sent: .init(
                mediaType: "application/json",
                schema: APISchemas.addedTransfers),
            answer: APISchemas.reference("Incident"), run: { try $0.addTransfers() }),
    ]
}

extension APICall {
    func report() throws -> APIAnswer {
        let intake = try IntakeJSON.intake(body)
        let receipt = try console.platform.incidents.register(
            intake, by: principal, key: try requireKey(), at: now)
        return APIAnswer(receipt.record, status: .created)
    }

    func listIncidents() throws -> APIAnswer {
        let unit = try reach(.readIncident)
        let (limit, after) = (try self.limit(), try self.after(IncidentID.self))
        return try console.platform.database.read { tx in
            let ids = try FigureTable(tx).incidents(under: unit, after: after, limit: limit + 1)
            let incidents = try IncidentTable(tx).find(Array(ids.prefix(limit))).sorted { $0.id < $1.id }
            return APIAnswer(.page(incidents.map(\.record), next: ids.count > limit ? ids[limit - 1].description : nil))
        }
    }

    func showIncident() throws -> APIAnswer {
        try console.platform.database.read { tx in
            let incident = try self.incident(tx)
            let table = IncidentTable(tx)
            let victims = try table.victims(of: [incident.id])
            let transfers = try table.transfers(of: [incident.id])
            let flow = try FlowTable(tx).accounts(of: incident.id)
            let stops = try StopPaymentTable(tx).claimed(by: incident.id)
            let ids =
                transfers.flatMap { [$0.payerAccount, $0.payeeAccount].compactMap(\.self) } + flow.map(\.account)
                + stops.map(\.account)
            let accounts = try self.accounts(ids, tx)
            let claims = Dictionary(
                grouping: try StopPaymentTable(tx).claims(on: stops.map(\.id)), by: \.stop)
            return APIAnswer(
                .object([
                    "incident": incident.record, "narrative": .string(incident.narrative),
                    "victims": .array(victims.map(\.record)),
                    "transfers": .array(transfers.map { $0.record(accounts) }),
                    "stopPayments": .array(
                        stops.map { $0.record(accounts[$0.account], claims[$0.id] ?? []) }),
                    "acts": .array(try BankActTable(tx).standings(of: incident.id).map(\.record)),
                    "accounts": .array(flow.map { $0.record(accounts) }),
                ]))
        }
    }

    func accounts(_ ids: [AccountID], _ tx: any Transaction) throws -> [AccountID: Account] {
        Dictionary(
            uniqueKeysWithValues: try AccountTable(tx).find(Set(ids).sorted()).map { ($0.id, $0) })
    }

    func addTransfers() throws -> APIAnswer {
        let (transfers, ids) = try IntakeJSON.transfers(body)
        let key = try requireKey()
        let incident = try console.platform.database.read { tx in try self.incident(tx, act: .editIncident) }
        try console.platform.incidents.addFacts(
            transfers, completing: ids, to: incident.id, by: principal, key: key, at: now)
        return try console.platform.database.read { tx in
            APIAnswer(try IncidentTable(tx).require(incident.id).record)
        }
    }
}

extension ReportedTransfer {
    fileprivate func record(_ accounts: [AccountID: Account]) -> JSON {
        .object([
            "id": .id(id), "victim": .id(victim), "payer": payerAccount.flatMap { accounts[$0]?.record } ?? .null,
            "payee": payeeAccount.flatMap { accounts[$0]?.record } ?? .null, "payeeName": .text(payeeName),
            "payeeNumber": .maskedNumber(payeeNumber), "amountFen": .fen(amount), "time": .time(at),
            "missing": .array(missing),
        ])
    }

    /// What keeps it from being stopped.
    private var missing: [JSON] {
        MissingFact.list(victims: [], transfers: [self], hasEvidence: true).filter(\.blocksStop).map {
            .string($0.what.rawValue)
        }
    }
}

extension FlowAccount {
    fileprivate func record(_ accounts: [AccountID: Account]) -> JSON {
        .object([
            "account": accounts[account]?.record ?? .null, "tier": .count(tier), "receivedFen": .fen(received),
            "heldFen": .fen(held), "atLargeFen": .fen(atLarge),
        ])
    }
}
