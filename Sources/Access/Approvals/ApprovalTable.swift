internal import Journal
package import Primitives
package import Storage

/// All SQL on approvals.
package struct ApprovalTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    package static let migrations = [
        Migration("access-6") { dialect in
            [
                """
                CREATE TABLE approval (
                    id TEXT PRIMARY KEY, act TEXT NOT NULL, subject TEXT NOT NULL, topic TEXT, lines TEXT NOT NULL,
                    maker TEXT NOT NULL, asked_by TEXT NOT NULL, unit TEXT, bank TEXT, lowest_level BIGINT, made_at BIGINT NOT NULL, lapses_at BIGINT,
                    state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'returned', 'withdrawn', 'lapsed')),
                    decided_by TEXT REFERENCES access_user (id), ended_at BIGINT, reason TEXT, left_out TEXT NOT NULL,
                    CHECK ((unit IS NULL) <> (bank IS NULL)), CHECK ((state = 'waiting') = (ended_at IS NULL)),
                    CHECK ((state IN ('approved', 'returned')) = (decided_by IS NOT NULL)),
                    CHECK (state <> 'returned' OR reason IS NOT NULL),
                    CHECK (decided_by IS NULL OR 'user:' || decided_by NOT IN (maker, asked_by)))\(dialect.strict)
                """,
                "CREATE UNIQUE INDEX approval_one ON approval (subject, act) WHERE state = 'waiting'",
                "CREATE INDEX approval_waiting ON approval (made_at, id) WHERE state = 'waiting'",
                "CREATE INDEX approval_subject ON approval (subject, made_at, id)",
                "CREATE INDEX approval_topic ON approval (topic, made_at, id) WHERE state = 'waiting'",
            ]
        }
    ]

    func insert(_ approval: Approval) throws {
        let lines = try CanonicalJSON.text(approval.lines)
        try tx.send(
            """
            INSERT INTO approval (id, act, subject, topic, lines, maker, asked_by, unit, bank, lowest_level, made_at,
                lapses_at, state, left_out)
            VALUES (\(approval.id), \(approval.act), \(approval.subject), \(approval.topic), \(lines), \(approval.maker),
                \(approval.askedBy), \(approval.affiliation.unit), \(approval.affiliation.bank), \(approval.lowestLevel?.rawValue),
                \(approval.madeAt), \(approval.lapsesAt), \(approval.state), '[]')
            """)
    }

    func update(_ approval: Approval, from old: Approval.State) throws {
        let leftOut = try CanonicalJSON.text(approval.leftOut)
        try tx.change(
            """
            UPDATE approval SET state = \(approval.state), decided_by = \(approval.decidedBy), ended_at = \(approval.endedAt),
                reason = \(approval.reason), left_out = \(leftOut)
            WHERE id = \(approval.id) AND state = \(old)
            """)
    }

    package func find(_ id: ApprovalID) throws -> Approval? {
        try tx.first("SELECT \(Self.columns) FROM approval WHERE id = \(id)").map(approval)
    }

    package func require(_ id: ApprovalID) throws -> Approval {
        guard let approval = try find(id) else { throw NotFound(id) }
        return approval
    }

    package func all(after: ApprovalID?, limit: Int) throws -> [Approval] {
        try tx.query(
            "SELECT \(Self.columns) FROM approval WHERE id > \(after?.description ?? "") ORDER BY id LIMIT \(limit)"
        ).map(approval)
    }

    /// What waits for a decision on `act` over `subject`, if something does.
    package func waiting(_ act: Act, on subject: some CustomStringConvertible) throws -> Approval? {
        try tx.first(
            """
            SELECT \(Self.columns) FROM approval
            WHERE subject = \(subject.description) AND act = \(act) AND state = 'waiting'
            """
        ).map(approval)
    }

    /// What waits for anybody's decision on what belongs to these topics, the oldest first.
    package func waiting(topics: [String]) throws -> [Approval] {
        try tx.query(
            """
            SELECT \(Self.columns) FROM approval WHERE topic IN (\(list: topics)) AND state = 'waiting'
            ORDER BY topic, made_at, id LIMIT 1000
            """
        ).map(approval)
    }

    /// What was ever asked about `subject`, the newest first.
    package func about(subject: some CustomStringConvertible, limit: Int) throws -> [Approval] {
        try tx.query(
            """
            SELECT \(Self.columns) FROM approval WHERE subject = \(subject.description)
            ORDER BY made_at DESC, id DESC LIMIT \(limit)
            """
        ).map(approval)
    }

    /// What `principal` may decide at `now` and what he waits for himself, the oldest first, after the one given.
    package func waiting(
        for principal: Principal, after: Approval?, limit: Int, at now: Timestamp
    ) throws -> [Approval] {
        try tx.query(
            """
            SELECT \(Self.columns) FROM approval
            WHERE state = 'waiting' AND (made_at, id) > (\(after?.madeAt.microseconds ?? -1), \(after?.id.description ?? ""))
                AND (\(own(principal)) OR \(decidable(by: principal, at: now)))
            ORDER BY made_at, id LIMIT \(limit)
            """
        ).map(approval)
    }

    /// How many requests `principal` may decide at `now`.
    package func countDecidable(by principal: Principal, at now: Timestamp) throws(StorageError) -> Int64 {
        try tx.count(
            """
            SELECT COUNT(*) FROM approval
            WHERE state = 'waiting' AND NOT \(own(principal)) AND \(decidable(by: principal, at: now))
            """)
    }

    /// How many requests of `principal` wait for others.
    package func countOwn(of principal: Principal) throws(StorageError) -> Int64 {
        try tx.count("SELECT COUNT(*) FROM approval WHERE state = 'waiting' AND \(own(principal))")
    }

    /// The words for `Approval.isOwn`.
    private func own(_ principal: Principal) -> SQL { "(maker = \(principal.actor) OR asked_by = \(principal.actor))" }

    /// The words for the rest of `Approval.permitDecision`.
    private func decidable(by principal: Principal, at now: Timestamp) -> SQL {
        let acts = principal.mustChangePassword ? [] : Act.allCases.filter { $0.isPersonal && principal.allows($0) }
        let inTime: SQL = "act IN (\(list: acts)) AND (lapses_at IS NULL OR lapses_at > \(now))"
        switch principal.affiliation {
        case nil: return "FALSE"
        case .bank(let bank): return "(\(inTime) AND bank = \(bank))"
        case .unit(let unit):
            let (first, last) = unit.reach
            return """
                (\(inTime) AND unit >= \(first) AND unit <= \(last)
                    AND (lowest_level IS NULL OR lowest_level >= \(unit.level.rawValue)))
                """
        }
    }

    private static let columns: SQL = """
        id, act, subject, topic, lines, maker, asked_by, unit, bank, lowest_level, made_at, lapses_at, state, decided_by,
        ended_at, reason, left_out
        """

    private func approval(_ row: Row) throws -> Approval {
        Approval(
            id: try row["id"], act: try row["act"], subject: try row["subject"], topic: try row["topic"],
            lines: try CanonicalJSON.decode(from: row["lines"]), maker: try row["maker"], askedBy: try row["asked_by"],
            affiliation: try Affiliation(unit: row["unit"], bank: row["bank"]), lowestLevel: try level(row),
            madeAt: try row["made_at"], lapsesAt: try row["lapses_at"], state: try row["state"],
            decidedBy: try row["decided_by"], endedAt: try row["ended_at"], reason: try row["reason"],
            leftOut: try CanonicalJSON.decode(from: row["left_out"]))
    }

    private func level(_ row: Row) throws(StorageError) -> UnitCode.Level? {
        guard let number = try row["lowest_level"] as Int? else { return nil }
        guard let level = UnitCode.Level(rawValue: number) else {
            throw .malformed(column: "lowest_level", found: number.stored)
        }
        return level
    }
}
