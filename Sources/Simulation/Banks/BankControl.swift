internal import Foundation
internal import Hummingbird
internal import NIOCore
internal import Primitives

/// The control interface of the simulated banks, for whoever runs the demo or a test; never open to other machines.
struct BankControl: Sendable {
    private static let bodyBytesMax = 256 * 1024
    private static let ledgerBytesMax = 64 * 1024 * 1024

    let running: RunningBanks

    func addRoutes(to group: RouterGroup<BasicRequestContext>) {
        group.get("banks") { _, _ -> Response in try running.act { state, _ in try .json(banks(state.world)) } }
        group.get("accounts/:bank/:number") { _, context -> Response in
            let address = AccountAddress(
                bank: try context.parameters.require("bank"), number: try context.parameters.require("number"))
            return try running.act { state, _ in try account(address, state.world) }
        }
        group.get("book") { _, _ -> Response in try running.act { state, _ in try .json(summary(state.world)) } }
        group.get("book/:file") { _, context -> Response in
            guard let file = BookFile(rawValue: try context.parameters.require("file")) else {
                return try .problem(.notFound, "no such file of the book")
            }
            let text = running.act { state, _ in state.world.csv(file) }
            return .json(Data(text.utf8), type: "text/csv; charset=utf-8")
        }
        addChanges(to: group)
    }

    /// Something that whoever runs the banks changes, read from JSON.
    typealias Change = @Sendable (Data, inout RunningBanks.State, Timestamp) throws -> Response

    /// By the last part of the address.
    static let changes: [String: Change] = [
        "accounts": reading { (opening: AccountOpening, state, _) in
            try state.world.open(opening)
            return try .json(["opened": opening.address], status: .created)
        },
        "transfers": reading { (move: Move, state, now) in
            try .json(["reference": state.world.perform(move, at: now)], status: .created)
        },
        "moves": reading { (planned: PlannedMove, state, now) in
            let time = planned.at ?? now + .seconds(planned.afterSeconds ?? 0)
            try state.world.plan(planned.move, at: time)
            return try .json(["at": time], status: .created)
        },
        "plans": reading { (plan: StandingPlan, state, _) in
            try state.world.plan(plan.onward, on: plan.account)
            return try .json(["planned": plan.account], status: .created)
        },
        "faults": reading(plan),
        "ledger": reading { (ledger: LedgerFile, state, _) in
            try .json(ledger.load(into: &state.world))
        },
        "frauds": reading { (wish: FraudWish, state, now) in
            let start = now + .seconds(wish.afterSeconds ?? 0)
            return try .json(state.script.begin(at: start, in: &state.world), status: .created)
        },
    ]

    private static func plan(_ choice: FaultChoice, _ state: inout RunningBanks.State, _ now: Timestamp) throws
        -> Response
    {
        guard choice.plan.isPossible else { return try .problem(.unprocessableContent, "such a plan cannot be") }
        if let bank = choice.bank {
            state.world.faultsOfBank[bank] = choice.plan
        } else {
            state.world.faults = choice.plan
            state.world.faultsOfBank = [:]
        }
        return try .json(choice.plan)
    }

    private static func reading<Body: Decodable & SendableMetatype>(
        _ change: @escaping @Sendable (Body, inout RunningBanks.State, Timestamp) throws -> Response
    ) -> Change {
        { bytes, state, now in try change(JSONDecoder().decode(Body.self, from: bytes), &state, now) }
    }

    /// Demands JSON by name, so that a page in a browser cannot post here by a plain form.
    private func addChanges(to group: RouterGroup<BasicRequestContext>) {
        for (name, change) in Self.changes {
            group.post(RouterPath(name)) { request, _ -> Response in
                guard request.headers[.contentType]?.hasPrefix("application/json") ?? false else {
                    return try .problem(.unsupportedMediaType, "the body must be application/json")
                }
                let bytes = try await request.body.collect(
                    upTo: name == "ledger" ? Self.ledgerBytesMax : Self.bodyBytesMax)
                do {
                    return try running.change(name, Data(bytes.readableBytesView), change)
                } catch let refusal as MoveRefusal {
                    return try .problem(.conflict, "refused", detail: "\(refusal)")
                } catch let error as DecodingError {
                    return try .problem(.badRequest, "the body cannot be read", detail: "\(error)")
                }
            }
        }
    }

    // MARK: What goes in and out

    private struct PlannedMove: Decodable {
        let move: Move
        let at: Timestamp?
        let afterSeconds: Int64?
    }

    private struct StandingPlan: Decodable {
        let account: AccountAddress
        let onward: Onward?
    }

    private struct FaultChoice: Decodable {
        /// Nil is for all banks, and drops the plans of single ones.
        let bank: String?
        let plan: FaultPlan
    }

    private struct FraudWish: Decodable {
        let afterSeconds: Int64?
    }

    private struct BankRow: Encodable {
        let bank: Bank
        let accounts: Int
        let balance: Money
    }

    private struct AccountRow: Encodable {
        let opening: AccountOpening
        let openedAt: Timestamp
        let balance: Money
        let entries: Int
        let stops: Int
        let isBlocked: Bool
    }

    private struct Summary: Encodable {
        let now: Timestamp
        let rows: [String: Int]
        let outside: Money
        let clearing: Money
        let violations: [String]
    }

    private func banks(_ world: BankWorld) -> [BankRow] {
        world.banks.map { bank in
            let accounts = world.accounts.filter { $0.address.bank == bank.code }
            return BankRow(bank: bank, accounts: accounts.count, balance: accounts.reduce(.zero) { $0 + $1.balance })
        }
    }

    private func account(_ address: AccountAddress, _ world: BankWorld) throws -> Response {
        guard let account = world.account(address) else { return try .problem(.notFound, "no such account") }
        return try .json(
            AccountRow(
                opening: account.opening, openedAt: account.openedAt, balance: account.balance,
                entries: world.entries(of: address).count, stops: account.stopCount, isBlocked: world.isBlocked(address)
            ))
    }

    private func summary(_ world: BankWorld) -> Summary {
        let rows = BookFile.allCases.map { ($0.rawValue, world.rowCount($0)) }
        return Summary(
            now: world.now, rows: Dictionary(uniqueKeysWithValues: rows), outside: world.outside,
            clearing: world.clearing,
            violations: world.violations())
    }
}
