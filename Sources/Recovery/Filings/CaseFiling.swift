package import Primitives

/// The filing (立案) of a criminal case on an incident; before it money may be stopped, but not frozen (程序规定 art. 174).
package struct CaseFiling: Sendable, Equatable {
    package let incident: IncidentID
    /// The decision's number: `玉公（刑）立字〔2026〕123号`.
    package let number: String
    package let organ: UnitCode
    package let day: CivilDay
    package let filedBy: String
    package let recordedAt: Timestamp
}
