import Access
import Jobs
import Journal
import Prevention
import Primitives
import Recovery
import Storage
import TestSupport
import Wire
import Workflow

@testable import Simulation

/// Where a story is played: knows its accounts and incidents by the names that the story gives them.
final class Stage {
    static let schema = Platform.schema

    let centre: Centre
    var places: [String: AccountAddress] = [:]
    var holders: [String: String] = [:]
    var incidents: [String: IncidentID] = [:]
    var warnings: [String: WarningID] = [:]
    var complaints: [String: ComplaintID] = [:]
    var aids: [String: HardshipAidID] = [:]
    var objections: [String: ObjectionID] = [:]
    var receipts: [String: PrintedDocument] = [:]
    var authorities: [AuthorityID] = []
    /// No work is done by itself.
    var isPaused = false
    private var sleeping: [Job] = []

    init(_ centre: Centre) { self.centre = centre }

    var platform: Platform { centre.platform }
    var now: Timestamp { centre.now }

    /// Does one line; returns what came of it in words.
    func act(_ words: [String]) throws -> String {
        let rest = Array(words.dropFirst())
        switch words[0] {
        case "account", "hub": return try open(rest, isHub: words[0] == "hub")
        case "authority": return try authority(rest)
        case "pay", "cash", "spend": return try move(words[0], rest)
        case "fault": return try fault(rest)
        case "alarm": return try alarm(rest)
        case "add": return try add(rest)
        case "correct": return try correct(rest)
        case "approve", "return": return try decide(words[0] == "approve", rest)
        case "extend", "release": return try end(words[0], rest)
        case "file": return try file(rest)
        case "freeze", "renew", "unfreeze": return try freeze(words[0], rest)
        case "giveback", "apply", "compute", "publish", "object", "settle", "ask", "pay-other", "abandon", "close-rest":
            return try giveBack(words[0], rest)
        case "public", "protest", "learn": return try notice(words[0], rest)
        case "court": return try court(rest)
        case "hold", "lift": return try protect(words[0], rest)
        case "warn", "protect": return try prevent(words[0], rest)
        case "complain", "answer": return try complain(words[0], rest)
        case "aid", "aid-papers", "aid-decide": return try aid(words[0], rest)
        case "notice", "defer", "tell", "look", "appeal": return try holder(words[0], rest)
        case "review": return try review(rest)
        case "retry", "drop": return try settle(words[0], rest)
        case "order": return try order(rest)
        case "crash": centre.door.breaks.lay()
        case "restart": centre.door.breaks.mend()
        case "pause": isPaused = true
        case "resume": isPaused = false
        case "sleeper": try sleeper(rest)
        case "expect": return try expect(rest)
        default: throw Story.Unplayable(description: "nobody can do that")
        }
        return "done"
    }

    // MARK: the world

    private func open(_ words: [String], isHub: Bool) throws -> String {
        let place = AccountAddress(bank: words[1], number: words[2])
        (places[words[0]], holders[words[0]]) = (place, words[3])
        let balance = words.count > 4 ? try yuan(words[4]) : .zero
        try centre.door.act {
            try $0.open(AccountOpening(address: place, holder: words[3], isHub: isHub, balance: balance))
        }
        return "done"
    }

    private func move(_ verb: String, _ words: [String]) throws -> String {
        let from = try place(words[0])
        let amount = try yuan(words.last ?? "")
        let to: Move.Place =
            switch verb {
            case "cash": .outside(.cash)
            case "spend": .outside(.pos)
            default: .account(try place(words[1]))
            }
        do {
            try centre.door.act { [now] in
                try $0.perform(Move(from: .account(from), to: to, amount: amount), at: now)
            }
            return "moved"
        } catch MoveRefusal.stopped {
            return "stopped"
        }
    }

    private func fault(_ words: [String]) throws -> String {
        let bank = words[0]
        var plan = FaultPlan.none
        if words[1] != "none" {
            guard let fault = FaultPlan.Fault(rawValue: words[1]) else {
                throw Story.Unplayable(description: "no such fault")
            }
            let seconds = words.count > 2 ? Int64(words[2]) ?? 60 : 60
            plan = FaultPlan([fault: 1000], slowSecondsMin: seconds, slowSecondsMax: seconds)
        }
        centre.door.act { [plan] in $0.faultsOfBank[bank] = plan }
        return "done"
    }

    /// An order straight to the bank, past all of the platform's rules.
    private func order(_ words: [String]) throws -> String {
        let place = try place(words[0])
        let officer = BankOrder.Officer(name: "陈", number: "1")
        let id: ActID = CountingIDs().make(at: now)
        let credit = centre.door.act { $0.entries(of: place).first { $0.direction == .in } }
        let order = BankOrder(
            act: "\(id)", kind: .stop, caseNumber: "1", payer: .init(),
            target: .init(bankCode: place.bank, accountNumber: place.number, accountName: holders[words[0]]),
            amount: WireAmount(credit?.amount ?? .zero), time: WireTime(credit?.time ?? now), basis: "", reason: "",
            approvalNumber: "1", answerWithinMinutes: 10, appliedAt: WireTime(now), organisationCode: Centre.code,
            organisationName: "", officer: officer, secondOfficer: officer)
        return centre.door.act { [now] in $0.receive(order, bank: place.bank, at: now).result }
    }

    private func sleeper(_ words: [String]) throws {
        if words[0] == "claims" {
            sleeping = try centre.workshops[0].claim(limit: 50)
        } else {
            for job in sleeping { try centre.workshops[0].work(job) }
            sleeping = []
        }
    }

    /// `court M until 2026-04-14/12:00`: a court froze the account before.
    private func court(_ words: [String]) throws -> String {
        let place = try place(words[0])
        guard let end = Story.time(words[2]) else { throw Story.Unplayable(description: "\(words[2]) is no time") }
        centre.door.act { $0.freezeByAnother(place, organ: "红塔区人民法院", until: end) }
        return "done"
    }

    // MARK: words

    func yuan(_ text: String) throws -> Money {
        guard let amount = WireAmount(text.contains(".") ? text : text + ".00") else {
            throw Story.Unplayable(description: "\(text) is no amount")
        }
        return amount.money
    }

    func place(_ name: String) throws -> AccountAddress {
        guard let place = places[name] else { throw Story.Unplayable(description: "no account \(name)") }
        return place
    }

    func incident(_ name: String) throws -> IncidentID {
        guard let incident = incidents[name] else { throw Story.Unplayable(description: "no incident \(name)") }
        return incident
    }

    func person(_ login: String) throws -> Principal {
        guard let principal = centre.principals[login] else {
            throw Story.Unplayable(description: "no person \(login)")
        }
        return principal
    }

    func read<T: Sendable>(_ body: @Sendable (any Transaction) throws -> T) throws -> T {
        try centre.database.read(body)
    }

    /// The platform's account at a place of the banks.
    func account(_ name: String) throws -> AccountID? {
        let place = try place(name)
        return try read { try AccountTable($0).find(bank: place.bank, number: place.number)?.id }
    }

    /// The newest stop-payment of an account.
    func stop(_ name: String) throws -> StopPayment? {
        guard let account = try account(name) else { return nil }
        return try read { try StopPaymentTable($0).history(of: [account]).last }
    }

    /// The newest freeze of an account.
    func freeze(_ name: String) throws -> Freeze? {
        guard let account = try account(name) else { return nil }
        return try read { try FreezeTable($0).history(of: [account]).last }
    }

    func requireStop(_ name: String) throws -> StopPayment {
        guard let stop = try stop(name) else { throw Story.Unplayable(description: "\(name) was never stopped") }
        return stop
    }

    /// `refused timesUsedUp` for `StopPayments.NotPossible.timesUsedUp`.
    static func name(of error: any Error) -> String { String("\(error)".prefix { $0.isLetter }) }
}
