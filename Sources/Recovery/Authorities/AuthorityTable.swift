internal import Access
package import Primitives
package import Storage

/// All SQL on standing authorities and the reviews of what went out under them.
package struct AuthorityTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    static let migrations = [
        Migration("recovery-authorities-1") { dialect in
            [
                """
                CREATE TABLE standing_authority (
                    id TEXT PRIMARY KEY, unit TEXT NOT NULL, basis TEXT NOT NULL, scope TEXT NOT NULL, valid_from BIGINT NOT NULL,
                    valid_until BIGINT NOT NULL, review_within BIGINT NOT NULL, maker TEXT NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'returned', 'revoked')), approver TEXT,
                    CHECK (valid_until > valid_from), CHECK (approver IS NULL OR approver <> maker),
                    CHECK (state <> 'approved' OR approver IS NOT NULL))\(dialect.strict)
                """,
                "CREATE INDEX standing_authority_state ON standing_authority (state, valid_until, id)",
                """
                CREATE TABLE authority_review (
                    id TEXT PRIMARY KEY, authority TEXT NOT NULL REFERENCES standing_authority (id), measure TEXT NOT NULL UNIQUE,
                    incident TEXT NOT NULL REFERENCES incident (id), officer TEXT NOT NULL, due BIGINT NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('waiting', 'confirmed', 'objected')), reviewer TEXT, reviewed_at BIGINT,
                    reason TEXT, CHECK (reviewer IS NULL OR reviewer <> officer))\(dialect.strict)
                """,
                "CREATE INDEX authority_review_state ON authority_review (state, due, id)",
            ]
        },
        // The unit of its incident, which never changes: a station's few are found without asking each incident.
        Migration("recovery-authorities-2") { _ in
            [
                "ALTER TABLE authority_review ADD COLUMN unit TEXT",
                """
                UPDATE authority_review
                SET unit = (SELECT incident.unit FROM incident WHERE incident.id = authority_review.incident)
                """,
                """
                CREATE INDEX authority_review_waiting ON authority_review (due, id, unit, officer) WHERE state = 'waiting'
                """,
            ]
        },
    ]

    package func insert(_ authority: StandingAuthority) throws {
        try tx.send(
            """
            INSERT INTO standing_authority (id, unit, basis, scope, valid_from, valid_until, review_within, maker, state)
            VALUES (\(authority.id), \(authority.unit), \(authority.basis), \(try CanonicalJSON.text(authority.scope)),
                \(authority.validFrom), \(authority.validUntil), \(authority.reviewWithin.microseconds), \(authority.maker),
                \(authority.state))
            """)
    }

    package func update(_ authority: StandingAuthority, from old: StandingAuthority.State) throws(StorageError) {
        try tx.change(
            """
            UPDATE standing_authority SET state = \(authority.state), approver = \(authority.approver)
            WHERE id = \(authority.id) AND state = \(old)
            """)
    }

    package func find(_ id: AuthorityID) throws(StorageError) -> StandingAuthority? {
        try authorities("WHERE id = \(id)").first
    }

    package func require(_ id: AuthorityID) throws(StorageError) -> StandingAuthority {
        guard let authority = try find(id) else {
            throw .other("no standing authority \(id)")
        }
        return authority
    }

    /// Those that hold at `now`, the one that ends last first.
    package func inForce(at now: Timestamp) throws(StorageError) -> [StandingAuthority] {
        try askInForce(at: now).answer()
    }

    func askInForce(at now: Timestamp) throws(StorageError) -> Pending<[StandingAuthority]> {
        try askAuthorities(
            "WHERE state = 'approved' AND valid_until > \(now) AND valid_from <= \(now) ORDER BY valid_until DESC, id LIMIT 200"
        )
    }

    package func all(limit: Int) throws(StorageError) -> [StandingAuthority] {
        try authorities("ORDER BY id DESC LIMIT \(limit)")
    }

    private func authorities(_ rest: SQL) throws(StorageError) -> [StandingAuthority] {
        try askAuthorities(rest).answer()
    }

    private func askAuthorities(_ rest: SQL) throws(StorageError) -> Pending<[StandingAuthority]> {
        try tx.ask(
            """
            SELECT id, unit, basis, scope, valid_from, valid_until, review_within, maker, state, approver
            FROM standing_authority \(rest)
            """
        ) { row throws(StorageError) in
            let within: Int64 = try row["review_within"]
            return StandingAuthority(
                id: try row["id"], unit: try row["unit"], basis: try row["basis"], scope: try scope(row["scope"]),
                validFrom: try row["valid_from"], validUntil: try row["valid_until"],
                reviewWithin: .microseconds(within),
                maker: try row["maker"], state: try row["state"], approver: try row["approver"])
        }
    }

    private func scope(_ text: String) throws(StorageError) -> StandingAuthority.Scope {
        do { return try CanonicalJSON.decode(from: text) } catch {
            throw .malformed(column: "scope", found: .text(text))
        }
    }

    // MARK: reviews

    package func insert(_ review: AuthorityReview) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO authority_review (id, authority, measure, incident, unit, officer, due, state)
            VALUES (\(review.id), \(review.authority), \(review.measure), \(review.incident),
                \(IncidentTable.unit(of: review.incident)), \(review.officer), \(review.due), \(review.state))
            """)
    }

    package func update(_ review: AuthorityReview, from old: AuthorityReview.State) throws(StorageError) {
        try tx.change(
            """
            UPDATE authority_review SET state = \(review.state), reviewer = \(review.reviewer),
                reviewed_at = \(review.reviewedAt), reason = \(review.reason)
            WHERE id = \(review.id) AND state = \(old)
            """)
    }

    package func findReview(_ id: ReviewID) throws(StorageError) -> AuthorityReview? {
        try reviews("WHERE id = \(id)").first
    }

    package func requireReview(_ id: ReviewID) throws(StorageError) -> AuthorityReview {
        guard let review = try findReview(id) else { throw .other("no review \(id)") }
        return review
    }

    package func reviews(in state: AuthorityReview.State, limit: Int) throws(StorageError) -> [AuthorityReview] {
        try reviews("WHERE state = \(state) ORDER BY due, id LIMIT \(limit)")
    }

    /// Those that wait, of incidents of `unit` and under it, the first due first.
    package func waitingReviews(under unit: UnitCode, limit: Int) throws(StorageError) -> [AuthorityReview] {
        let (first, last) = unit.reach
        return try reviews(
            """
            \(tx.dialect.indexed(by: "authority_review_waiting"))
            WHERE state = 'waiting' AND unit >= \(first) AND unit <= \(last) ORDER BY due, id LIMIT \(limit)
            """)
    }

    /// The accounts of what these reviews are of, for lists.
    package func accounts(of reviews: [ReviewID]) throws(StorageError) -> [ReviewID: AccountID] {
        let rows = try tx.query(
            """
            SELECT r.id AS review, COALESCE(s.account, q.account, h.account) AS account FROM authority_review r
                LEFT JOIN stop_payment s ON s.id = r.measure LEFT JOIN inquiry q ON q.id = r.measure
                LEFT JOIN protective_hold h ON h.id = r.measure
            WHERE r.id IN (\(list: reviews))
            """)
        var accounts: [ReviewID: AccountID] = [:]
        for row in rows { accounts[try row["review"]] = try row["account"] as AccountID }
        return accounts
    }

    /// How many of these wait that are not of what went out for `officer` himself.
    package func countWaitingReviews(under unit: UnitCode, besides officer: String) throws(StorageError) -> Int64 {
        let (first, last) = unit.reach
        return try tx.count(
            """
            SELECT COUNT(*) FROM authority_review \(tx.dialect.indexed(by: "authority_review_waiting"))
            WHERE state = 'waiting' AND officer <> \(officer) AND unit >= \(first) AND unit <= \(last)
            """)
    }

    package func review(of measure: some CustomStringConvertible) throws(StorageError) -> AuthorityReview? {
        try askReview(of: measure).answer()
    }

    func askReview(of measure: some CustomStringConvertible) throws(StorageError) -> Pending<AuthorityReview?> {
        try askReviews("WHERE measure = \(measure.description)").map(\.first)
    }

    package func waitingReviews() throws(StorageError) -> Int64 {
        try tx.count("SELECT COUNT(*) FROM authority_review WHERE state = 'waiting'")
    }

    private func reviews(_ rest: SQL) throws(StorageError) -> [AuthorityReview] { try askReviews(rest).answer() }

    private func askReviews(_ rest: SQL) throws(StorageError) -> Pending<[AuthorityReview]> {
        try tx.ask(
            """
            SELECT id, authority, measure, incident, officer, due, state, reviewer, reviewed_at, reason FROM authority_review \(rest)
            """
        ) { row throws(StorageError) in
            AuthorityReview(
                id: try row["id"], authority: try row["authority"], measure: try row["measure"],
                incident: try row["incident"],
                officer: try row["officer"], due: try row["due"], state: try row["state"],
                reviewer: try row["reviewer"],
                reviewedAt: try row["reviewed_at"], reason: try row["reason"])
        }
    }
}
