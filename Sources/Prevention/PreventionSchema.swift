package import Storage

/// The schema of this slice, in the order in which its tables refer to one another.
package enum PreventionSchema {
    package static let migrations =
        WarningTable.migrations + SightingTable.migrations + DissuasionTaskTable.migrations
        + DissuasionAttemptTable.migrations
        + HandoverTable.migrations + ShiftTable.migrations + LineSuspensionTable.migrations
}
