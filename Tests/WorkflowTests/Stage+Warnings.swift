import Prevention
import Primitives
import Recovery
import Storage
import Workflow

@testable import Simulation

extension Stage {
    /// `warn W V TRANSFER_UNUSUAL`: what the national platform has seen of V's holder; `protect chen W I V`: his account is held
    /// before he pays, for which incident I is opened.
    func prevent(_ verb: String, _ words: [String]) throws -> String {
        if verb == "warn" {
            let received = try platform.warnings.receive(
                SightingReport([
                    .source: "national", .signs: words[2], .name: holders[words[1]] ?? "",
                    .phone: "138000\(10_000 + warnings.count)", .place: Centre.station.text,
                ]), by: try person("chen"), key: centre.key(), at: now)
            warnings[words[0]] = received.warning
            return "done"
        }
        let place = try place(words[3])
        guard let warning = warnings[words[1]] else { throw Story.Unplayable(description: "no warning \(words[1])") }
        let receipt = try platform.warnedIncidents.protect(
            warning, account: place.number, bank: place.bank, by: try person(words[0]), key: centre.key(), at: now)
        incidents[words[2]] = receipt.incident
        let linked = try read { try WarningTable($0).require(warning) }.holdIncident
        return linked == receipt.incident.description ? "done" : "not linked"
    }
}
