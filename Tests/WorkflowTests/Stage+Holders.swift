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

    /// `aid chen A I [lacking hardshipProof]`: the victim of an incident asks for aid. `aid-papers chen A hardshipProof`: a paper
    /// comes later. `aid-decide head A granted 5000`, `aid-decide head A refused`.
    func aid(_ verb: String, _ words: [String]) throws -> String {
        let principal = try person(words[0])
        if verb == "aid" {
            let incident = try incident(words[2])
            guard let victim = try read({ try IncidentTable($0).victims(of: [incident]).first }) else {
                throw Story.Unplayable(description: "no victim of \(words[2])")
            }
            let lacking = words.count > 4 ? words[4] : ""
            aids[words[1]] = try platform.aids.apply(
                for: victim.id, of: incident, hardship: "积蓄全部被骗，孩子学费无着",
                papers: Set(AidPaper.allCases.filter { $0.rawValue != lacking }), by: principal, key: centre.key(),
                at: now)
            return "done"
        }
        guard let id = aids[words[1]] else { return "refused none" }
        if verb == "aid-papers" {
            guard let paper = AidPaper(rawValue: words[2]) else { throw Story.Unplayable(description: "no such paper") }
            try platform.aids.handIn([paper], for: id, by: principal, key: centre.key(), at: now)
            return "done"
        }
        let decision: HardshipAids.Decision =
            words[2] == "granted" ? .grant(try yuan(words[3]), payer: "红塔区民政局") : .refuse
        try platform.aids.decide(id, decision, reason: "经入户核实", by: principal, key: centre.key(), at: now)
        return "done"
    }

    /// `expect aid A granted`
    func aidState(_ name: String) throws -> String {
        guard let id = aids[name], let aid = try read({ try HardshipAidTable($0).find(id) }) else { return "none" }
        return aid.state.rawValue
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
