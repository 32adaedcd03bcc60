import Primitives
import Recovery
import Storage
import Workflow

@testable import Simulation

// What holders are told, and what they ask.
extension Stage {
    /// The id of the measure on an account: `M`, `M freeze`, `V hold`.
    func measure(_ words: [String]) throws -> String {
        switch words.dropFirst().first {
        case "freeze": try freeze(words[0])?.id.description ?? "none"
        case "hold":
            try account(words[0]).flatMap { id in try read { try ProtectiveHoldTable($0).live(on: id) } }?.id
                .description
                ?? "none"
        default: try requireStop(words[0]).id.description
        }
    }

    /// `notice chen M freeze`: the notice is given out. `defer head M freeze until 2026-04-01`: not yet. `tell head M freeze`:
    /// it may be. `look M freeze`: what the public page shows its holder. `appeal C M freeze`: he complains there.
    func holder(_ verb: String, _ words: [String]) throws -> String {
        switch verb {
        case "notice":
            _ = try platform.documents.issue(
                .notice, about: try measure(Array(words.dropFirst())), by: try person(words[0]), key: centre.key(),
                at: now)
            return "done"
        case "defer":
            guard let day = CivilDay(words[words.count - 1]) else { throw Story.Unplayable(description: "no day") }
            try platform.deferrals.put(
                off: try measure(Array(words.dropFirst())), until: day, reason: "告知会妨碍侦查",
                by: try person(words[0]), key: centre.key(), at: now)
            return "done"
        case "tell":
            try platform.deferrals.end(
                try measure(Array(words.dropFirst())), by: try person(words[0]), key: centre.key(), at: now)
            return "done"
        case "look":
            return try pass(words).flatMap { try platform.holders.look($0, at: now) } == nil ? "nothing" : "shown"
        default: return try appeal(words)
        }
    }

    private func appeal(_ words: [String]) throws -> String {
        guard let pass = try pass(Array(words.dropFirst())) else { return "nothing" }
        complaints[words[0]] = try platform.holders.complain(
            pass, contact: "139", text: "是我的工资", key: centre.key(), at: now)
        return complaints[words[0]] == nil ? "nothing" : "done"
    }

    /// By the last notice of the measure, its code and the account's number; nil where there is none to have.
    private func pass(_ words: [String]) throws -> HolderPass? {
        let measure = try measure(words)
        guard let notice = try read({ try PrintedDocumentTable($0).last(.notice, about: measure) }) else {
            return nil
        }
        let proof = HolderProof(
            number: notice.serial.description, code: notice.code.description, accountEnd: try place(words[0]).number)
        return try platform.holders.prove(proof, from: "192.0.2.1", at: now)
    }
}
