package import Primitives

/// One file that proves something of an incident: a receipt, a screenshot, a recording.
package struct Evidence: Sendable, Equatable {
    package let id: EvidenceID
    package let incident: IncidentID
    package let name: String
    package let mediaType: String
    package let size: Int
    /// SHA-256 of the content, in hexadecimal.
    package let hash: String
    package let addedAt: Timestamp
    package let addedBy: String
}
