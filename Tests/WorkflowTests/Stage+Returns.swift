import Access
import Journal
import Primitives
import Recovery
import Storage
import Workflow

@testable import Simulation

/// What people do in a story about the return of frozen money.
extension Stage {
    /// `giveback chen I M` opens it; `apply chen M I [to V] [for V] [lacking paymentProof] [agent 张律师]`; `compute chen M`,
    /// `publish chen M`, `ask chen M`; `object aux O M 王某`, `settle head O upheld`; `pay-other chen M I to V2`; `abandon chen M`; `close-rest chen M`.
    func giveBack(_ verb: String, _ words: [String]) throws -> String {
        let principal = try person(words[0])
        if verb == "giveback" {
            guard let freeze = try freeze(words[2]) else { return "refused unknown" }
            _ = try platform.returns.open(
                freeze.id, for: try incident(words[1]), by: principal, key: centre.key(), at: now)
            return "done"
        }
        if verb == "settle" {
            guard let id = objections[words[1]] else { return "refused none" }
            try platform.returns.answer(
                id, upheld: words[2] == "upheld", answer: "已核查", by: principal, key: centre.key(), at: now)
            return "done"
        }
        let name = words[verb == "object" ? 2 : 1]
        guard let id = try fundReturn(name)?.id else { return "refused none" }
        switch verb {
        case "apply":
            try platform.returns.enter(
                try application(words, to: id), in: id, by: principal, key: centre.key(), at: now)
        case "pay-other":
            try platform.returns.askPayment(
                try application(words, to: id), in: id, by: principal, key: centre.key(), at: now)
        case "compute": try platform.returns.compute(id, by: principal, key: centre.key(), at: now)
        case "publish": try platform.returns.publish(id, by: principal, key: centre.key(), at: now)
        case "ask": try platform.returns.ask(id, by: principal, key: centre.key(), at: now)
        case "close-rest":
            try platform.returns.closeRest(of: id, reason: "逾期未申请", by: principal, key: centre.key(), at: now)
        case "object":
            objections[words[1]] = try platform.returns.object(
                to: id, objector: words[3], contact: "138", text: "该款系本人货款", by: principal, key: centre.key(), at: now)
        default: try platform.returns.withdraw(id, reason: "撤回", by: principal, key: centre.key(), at: now)
        }
        return "done"
    }

    /// `public M1`: what the public page shows of the account's last notice. `protest O M1 孙某`: somebody objects there.
    /// `learn O`: what his receipt tells him.
    func notice(_ verb: String, _ words: [String]) throws -> String {
        if verb == "learn" {
            guard let receipt = receipts[words[0]] else { return "none" }
            let answered = try platform.notices.answered(
                number: receipt.serial.description, code: receipt.code.description, from: "192.0.2.1", at: now)
            return answered?.objection.state.rawValue ?? "nothing"
        }
        let name = words[verb == "protest" ? 1 : 0]
        guard let id = try fundReturn(name)?.id,
            let paper = try read({ try PrintedDocumentTable($0).last(.returnNotice, about: id.description) })
        else { return "none" }
        if verb == "public" {
            guard let standing = try platform.notices.look(paper.serial.text, at: now) else { return "none" }
            let listed = try platform.notices.running(at: now).contains { $0.id == paper.id }
            guard listed == standing.isRunning else { return "listed \(listed)" }
            return standing.isRunning ? "running" : "ended"
        }
        let receipt = try platform.notices.object(
            to: paper.serial.text, Objection.Words(objector: words[2], contact: "139", text: "该款系本人所有"),
            from: "192.0.2.1", key: centre.key(), at: now)
        receipts[words[0]] = receipt
        objections[words[0]] = ObjectionID(receipt.subject)
        return "done"
    }

    private func application(_ words: [String], to id: FundReturnID) throws -> FundReturns.Application {
        func value(_ name: String) -> String? {
            words.firstIndex(of: name).flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
        }
        let incident = try incident(words[2])
        let victims = try read { try IncidentTable($0).victims(of: [incident]) }
        let named = value("for").map { holders[$0] ?? "" }
        guard let victim = victims.first(where: { $0.name == named }) ?? victims.first else {
            throw Story.Unplayable(description: "no victim of \(words[2])")
        }
        let payee = try value("to").map { name in
            ReturnAccount(
                bank: try place(name).bank, number: try place(name).number, name: value("name") ?? holders[name] ?? "")
        }
        let agent = value("agent")
        let papers = ReturnPaper.needed(byAgent: agent != nil).filter { $0.rawValue != value("lacking") }
        return FundReturns.Application(victim: victim.id, payee: payee, agent: agent, papers: Set(papers))
    }

    /// The newest return of an account.
    func fundReturn(_ name: String) throws -> FundReturn? {
        guard let account = try account(name) else { return nil }
        return try read { try FundReturnTable($0).history(of: account).last }
    }

    /// `expect share M I direct 10 pool 20 paid 30`
    func share(_ words: [String]) throws -> String {
        guard let fundReturn = try fundReturn(words[1]) else { return "share none" }
        let incident = try incident(words[2])
        let (claims, payments) = try read { tx in
            (
                try FundReturnTable(tx).claims(in: fundReturn.id).filter { $0.incident == incident },
                try RepaymentTable(tx).repayments(in: fundReturn.id).filter { $0.incident == incident }
            )
        }
        let values = stride(from: 3, to: words.count, by: 2).map { index in
            let value: Money =
                switch words[index] {
                case "direct": claims.reduce(.zero) { $0 + ($1.share?.direct ?? .zero) }
                case "pool": claims.reduce(.zero) { $0 + ($1.share?.pool ?? .zero) }
                case "loss": claims.reduce(.zero) { $0 + ($1.share?.loss ?? .zero) }
                default: payments.reduce(.zero) { $1.state == .paid ? $0 + $1.amount : $0 }
                }
            return "\(words[index]) \(value.plain)"
        }
        return "share \(words[1]) \(words[2]) " + values.joined(separator: " ")
    }
}
