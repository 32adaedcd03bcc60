package import Storage

/// The schema of this part, in order.
package let accessMigrations: [Migration] =
    UnitTable.migrations + UserTable.migrations + AttemptTable.migrations + SessionTable.migrations
    + ClientTable.migrations
    + ApprovalTable.migrations
