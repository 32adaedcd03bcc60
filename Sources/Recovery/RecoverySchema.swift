package import Storage

/// The schema of this slice, in the order in which its tables refer to one another.
package enum RecoverySchema {
    package static let migrations =
        AccountTable.migrations + IncidentTable.migrations + EvidenceTable.migrations + StopPaymentTable.migrations
        + InquiryTable.migrations + ProtectiveHoldTable.migrations + BankActTable.migrations + BankDraftTable.migrations
        + AccountEntryTable.migrations
        + FlowTable.migrations + AuthorityTable.migrations + ComplaintTable.migrations + IntakeDraftTable.migrations
        + CaseFilingTable.migrations + FreezeTable.migrations + FundReturnTable.migrations + RepaymentTable.migrations
        + PrintedDocumentTable.migrations + NoticeDeferralTable.migrations + OrderListTable.migrations
        + ReadingTable.migrations + HardshipAidTable.migrations
}
