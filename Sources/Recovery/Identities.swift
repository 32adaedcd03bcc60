internal import Primitives
internal import Storage

package struct IncidentID: Identifier, Storable {
    package static let prefix = "inc"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

package struct VictimID: Identifier, Storable {
    package static let prefix = "vic"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

package struct TransferID: Identifier, Storable {
    package static let prefix = "trf"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

package struct EvidenceID: Identifier, Storable {
    package static let prefix = "evd"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

package struct AccountID: Identifier, Storable {
    package static let prefix = "acc"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

package struct StopPaymentID: Identifier, Storable {
    package static let prefix = "stp"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

package struct FreezeID: Identifier, Storable {
    package static let prefix = "frz"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

package struct InquiryID: Identifier, Storable {
    package static let prefix = "inq"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

package struct ProtectiveHoldID: Identifier, Storable {
    package static let prefix = "hld"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

/// The id of one act sent to a bank; also the key under which the bank takes it once.
package struct ActID: Identifier, Storable {
    package static let prefix = "act"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

package struct AuthorityID: Identifier, Storable {
    package static let prefix = "aut"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

package struct ReviewID: Identifier, Storable {
    package static let prefix = "rev"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

package struct ComplaintID: Identifier, Storable {
    package static let prefix = "cmp"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

package struct HardshipAidID: Identifier, Storable {
    package static let prefix = "aid"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

package struct FundReturnID: Identifier, Storable {
    package static let prefix = "ret"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

/// A payment to one victim under a decision.
package struct RepaymentID: Identifier, Storable {
    package static let prefix = "rep"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}

package struct ObjectionID: Identifier, Storable {
    package static let prefix = "obj"
    package let value: UInt64
    package init(value: UInt64) { self.value = value }
}
