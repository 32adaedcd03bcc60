package import Primitives
package import Storage

/// All SQL on users.
package struct UserTable {
    private let tx: any Transaction

    package init(_ tx: any Transaction) { self.tx = tx }

    package static let migrations = [
        Migration("access-2") { dialect in
            [
                """
                CREATE TABLE access_user (
                    id TEXT PRIMARY KEY, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL, staff_number TEXT NOT NULL,
                    unit TEXT REFERENCES access_unit (code), bank TEXT, roles TEXT NOT NULL,
                    state TEXT NOT NULL CHECK (state IN ('active', 'disabled')),
                    must_change_password BIGINT NOT NULL CHECK (must_change_password IN (0, 1)), password TEXT NOT NULL,
                    created_at BIGINT NOT NULL, CHECK ((unit IS NULL) <> (bank IS NULL)))\(dialect.strict)
                """,
                "CREATE UNIQUE INDEX access_user_staff ON access_user (COALESCE(bank, ''), staff_number)",
                "CREATE INDEX access_user_unit ON access_user (unit, login)",
                "CREATE INDEX access_user_bank ON access_user (bank, login)",
            ]
        }
    ]

    func insert(_ user: User, password: PasswordHash) throws(StorageError) {
        try tx.send(
            """
            INSERT INTO access_user (id, login, name, staff_number, unit, bank, roles, state, must_change_password, password,
                created_at)
            VALUES (\(user.id), \(user.login), \(user.name), \(user.staffNumber), \(user.affiliation.unit),
                \(user.affiliation.bank), \(user.roles), \(user.state), \(user.mustChangePassword), \(password),
                \(user.createdAt))
            """)
    }

    /// Writes roles and state; `old` is the user as it was read.
    func update(_ user: User, from old: User) throws(StorageError) {
        try tx.change(
            """
            UPDATE access_user SET roles = \(user.roles), state = \(user.state)
            WHERE id = \(user.id) AND state = \(old.state) AND roles = \(old.roles)
            """)
    }

    func setPassword(_ password: PasswordHash, mustChange: Bool, of id: UserID) throws(StorageError) {
        try tx.change(
            "UPDATE access_user SET password = \(password), must_change_password = \(mustChange) WHERE id = \(id)")
    }

    func password(of login: LoginName) throws(StorageError) -> PasswordCheck.Passed? {
        let row = try tx.first("SELECT \(Self.columns), password FROM access_user WHERE login = \(login)")
        return try row.map { row throws(StorageError) in
            PasswordCheck.Passed(user: try user(row), hash: try row["password"])
        }
    }

    /// How many people can sign in, and how many of them keep the users.
    package func active() throws(StorageError) -> (users: Int, administrators: Int) {
        let rows = try tx.query(
            "SELECT roles, COUNT(*) AS users FROM access_user WHERE state = 'active' GROUP BY roles")
        var (users, administrators) = (0, 0)
        for row in rows {
            let count: Int = try row["users"]
            users += count
            if (try row["roles"] as RoleSet).contains(.administrator) { administrators += count }
        }
        return (users, administrators)
    }

    package func find(_ id: UserID) throws(StorageError) -> User? {
        try ask(id).answer()
    }

    func ask(_ id: UserID) throws(StorageError) -> Pending<User?> {
        try tx.ask("SELECT \(Self.columns) FROM access_user WHERE id = \(id)", user).map(\.first)
    }

    package func find(login: LoginName) throws(StorageError) -> User? {
        try tx.first("SELECT \(Self.columns) FROM access_user WHERE login = \(login)").map(user)
    }

    package func find(_ ids: [UserID]) throws(StorageError) -> [User] {
        try tx.query("SELECT \(Self.columns) FROM access_user WHERE id IN (\(list: ids)) ORDER BY id").map(user)
    }

    package func require(_ id: UserID) throws -> User {
        guard let user = try find(id) else { throw NotFound(id) }
        return user
    }

    func isTaken(staffNumber: String, bank: String?) throws(StorageError) -> Bool {
        try tx.first(
            """
            SELECT id FROM access_user WHERE COALESCE(bank, '') = \(bank ?? "") AND staff_number = \(staffNumber)
            """) != nil
    }

    /// The people of `unit` and all under it by unit and login, after the one given.
    package func list(under unit: UnitCode, after: User?, limit: Int) throws(StorageError) -> [User] {
        let (first, last) = unit.reach
        return try tx.query(
            """
            SELECT \(Self.columns) FROM access_user WHERE unit >= \(first) AND unit <= \(last)
                AND (unit, login) > (\(after?.affiliation.unit?.text ?? ""), \(after?.login.text ?? ""))
            ORDER BY unit, login LIMIT \(limit)
            """
        ).map(user)
    }

    /// One bank's people by login, after the one given.
    package func list(bank: String, after: User?, limit: Int) throws(StorageError) -> [User] {
        try tx.query(
            """
            SELECT \(Self.columns) FROM access_user WHERE bank = \(bank) AND login > \(after?.login.text ?? "")
            ORDER BY login LIMIT \(limit)
            """
        ).map(user)
    }

    private static let columns: SQL =
        "id, login, name, staff_number, unit, bank, roles, state, must_change_password, created_at"

    private func user(_ row: Row) throws(StorageError) -> User {
        User(
            id: try row["id"], login: try row["login"], name: try row["name"], staffNumber: try row["staff_number"],
            affiliation: try Affiliation(unit: row["unit"], bank: row["bank"]), roles: try row["roles"],
            state: try row["state"], mustChangePassword: try row["must_change_password"],
            createdAt: try row["created_at"])
    }
}

extension Affiliation {
    /// Reads the two columns of which exactly one is filled.
    init(unit: UnitCode?, bank: String?) throws(StorageError) {
        switch (unit, bank) {
        case (let unit?, nil): self = .unit(unit)
        case (nil, let bank?): self = .bank(bank)
        case (nil, nil), (.some, .some): throw .malformed(column: "bank", found: bank.stored)
        }
    }
}
