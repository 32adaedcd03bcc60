package import Foundation
package import Primitives
internal import Wire

/// What comes of one call to a bank.
package enum Delivery: Hashable, Sendable {
    /// One sealed answer; by a fault its seal may be wrong.
    case answer(Data)
    /// Two sealed answers to one act: the same twice, or a second that contradicts the first.
    case answers(Data, Data)
    /// The bank has the act and will answer when called again.
    case accepted
    /// Nothing came back; the bank may have acted.
    case lost
    /// What came back cannot be read.
    case malformed(Data)
    case down
    /// The bank does not take the message.
    case refused(CallRefusal)

    /// As it stands in the book.
    package var name: String {
        switch self {
        case .answer: "answer"
        case .answers: "answers"
        case .accepted: "accepted"
        case .lost: "lost"
        case .malformed: "malformed"
        case .down: "down"
        case .refused(let refusal): "refused-\(refusal.name)"
        }
    }
}

/// Why a bank does not even look at an act.
package enum CallRefusal: Error, Hashable, Sendable {
    case unknownBank
    /// Not a sealed message, or not an order in it; what was not understood.
    case unreadable(String)
    /// The seal is not the centre's; why.
    case doubtfulSeal(String)

    package var name: String {
        switch self {
        case .unknownBank: "unknown-bank"
        case .unreadable: "unreadable"
        case .doubtfulSeal: "doubtful-seal"
        }
    }
}

/// What a bank remembers of calls beside its answers.
struct Correspondence: Sendable {
    /// Acts that a slow bank has yet to work on.
    var slow: [ActKey: BankOrder] = [:]
    /// Acts that a silent bank let lie.
    var silent: Set<ActKey> = []
    /// The second, other answer to an act.
    var contradictions: [ActKey: BankAnswer] = [:]
    /// Acts to which something was said that is not so, and whom nobody has asked about since.
    var doubtful: [ActKey] = []
}

extension BankWorld {
    /// One call: opens the seal, lets the bank act, seals its answer, with the faults of its plan.
    package mutating func exchange(_ envelope: Data, with bank: String, at moment: Timestamp) throws -> Delivery {
        advance(to: moment)
        guard let signer = keys.signers[bank], self.bank(bank) != nil else { return .refused(.unknownBank) }
        let plan = faultsOfBank[bank] ?? faults
        let fault = plan.choose(using: &faultGenerator)
        if fault == .down { return note(.down, bank, nil, fault) }
        if fault == .lostRequest { return note(.lost, bank, nil, fault) }
        switch opened(envelope) {
        case .failure(let refusal): return note(.refused(refusal), bank, nil, nil)
        case .success(let order):
            let fault = fault == .correcting && !order.kind.isEverCorrected ? nil : fault
            let desk = Desk(key: ActKey(bank: bank, act: order.act), plan: plan, fault: fault, signer: signer)
            return note(try deliver(order, desk), bank, order.act, fault)
        }
    }

    /// What is known about one call while it is dealt with.
    private struct Desk {
        let key: ActKey
        let plan: FaultPlan
        let fault: FaultPlan.Fault?
        let signer: Signer
    }

    private func opened(_ envelope: Data) -> Result<BankOrder, CallRefusal> {
        do {
            let sealed = try Sealed.parse(envelope)
            try keys.trust.verify(sealed, from: keys.centre, at: now)
            return .success(try sealed.decode(BankOrder.self))
        } catch let doubt as KeyRing.Doubt {
            return .failure(.doubtfulSeal("\(doubt)"))
        } catch {
            return .failure(.unreadable("\(error)"))
        }
    }

    private mutating func deliver(_ order: BankOrder, _ desk: Desk) throws -> Delivery {
        if answered[desk.key] == nil, waits(order, desk) { return .accepted }
        if let second = correspondence.contradictions[desk.key], answered[desk.key]?.order == order {
            return .answer(try seal(second, desk.signer))
        }
        let answer = work(order, desk)
        let bytes = try seal(answer, desk.signer)
        switch desk.fault {
        case .lostAnswer: return .lost
        case .doubled:
            _ = receive(order, bank: desk.key.bank, at: now)
            return .answers(bytes, bytes)
        case .contradicting:
            let second = answer.contradicted
            correspondence.contradictions[desk.key] = second
            correspondence.doubtful.append(desk.key)
            return .answers(bytes, try seal(second, desk.signer))
        case .correcting:
            correspondence.doubtful.append(desk.key)
            return .answer(try seal(answer.contradicted, desk.signer))
        case .malformed: return .malformed(try malform(answer, bytes, desk.signer))
        case .wrongSeal: return .answer(try seal(answer, keys.stranger))
        case .lostRequest, .slow, .silent, .partial, .down, nil: return .answer(bytes)
        }
    }

    /// True if the bank lets the act lie for now.
    private mutating func waits(_ order: BankOrder, _ desk: Desk) -> Bool {
        if correspondence.slow[desk.key] != nil { return true }
        if correspondence.silent.contains(desk.key), desk.plan.has(.silent) { return true }
        switch desk.fault {
        case .silent:
            correspondence.silent.insert(desk.key)
            return true
        case .slow:
            correspondence.slow[desk.key] = order
            let seconds = Int64.random(in: desk.plan.slowSecondsMin...desk.plan.slowSecondsMax, using: &faultGenerator)
            agenda.add(.work(order, bank: desk.key.bank), at: now + .seconds(seconds))
            return true
        case .lostRequest, .lostAnswer, .doubled, .contradicting, .correcting, .partial, .malformed, .wrongSeal, .down,
            nil:
            return false
        }
    }

    /// The acts about which this world said what is not so since it was asked last.
    mutating func takeDoubtful() -> [String] {
        defer { correspondence.doubtful = [] }
        return correspondence.doubtful.map(\.act)
    }

    mutating func finishSlowWork(_ order: BankOrder, bank: String) {
        correspondence.slow[ActKey(bank: bank, act: order.act)] = nil
        _ = receive(order, bank: bank, at: now)
    }

    private mutating func work(_ order: BankOrder, _ desk: Desk) -> BankAnswer {
        let isPartial = desk.fault == .partial && answered[desk.key] == nil
        if isPartial, order.kind == .stop { spendHalf(order, desk.key.bank) }
        let answer = receive(order, bank: desk.key.bank, at: now)
        guard isPartial, let rows = answer.rows, rows.count > 1 else { return answer }
        let part = answer.withFirst(rows.count / 2)
        answered[desk.key]?.answer = part
        return part
    }

    /// A purchase that was authorised before the stop is booked first.
    private mutating func spendHalf(_ order: BankOrder, _ bank: String) {
        let address = AccountAddress(bank: bank, number: order.target.accountNumber ?? "")
        guard let account = account(address), account.balance.fen > 1, !isBlocked(address) else { return }
        let half = Money(fen: account.balance.fen / 2)
        do {
            try perform(
                Move(from: .account(address), to: .outside(.pos), amount: half, summary: "预授权完成"), at: now)
        } catch {
            preconditionFailure("half of an open account's balance can leave it: \(error)")
        }
    }

    private func seal(_ answer: BankAnswer, _ signer: Signer) throws -> Data {
        try CanonicalJSON.encode(signer.seal(answer))
    }

    private mutating func malform(_ answer: BankAnswer, _ bytes: Data, _ signer: Signer) throws -> Data {
        let canonical = try CanonicalJSON.text(answer)
        guard case .object(var members) = try CanonicalJSON.decode(JSON.self, from: canonical) else { return Data() }
        switch Int.random(in: 0..<3, using: &faultGenerator) {
        case 0: return bytes.prefix(bytes.count / 2)
        case 1: members["result"] = nil
        default: members["answeredAt"] = .number(20_260_314)
        }
        return try CanonicalJSON.encode(signer.seal(JSON.object(members)))
    }

    private mutating func note(_ delivery: Delivery, _ bank: String, _ act: String?, _ fault: FaultPlan.Fault?)
        -> Delivery
    {
        deliveries.append(
            DeliveryRow(line: nextLine(), time: now, bank: bank, act: act, fault: fault, delivery: delivery.name))
        return delivery
    }
}

extension BankAnswer {
    /// Another answer to the same act: not done after all, or done, or with half the amount.
    fileprivate var contradicted: BankAnswer {
        var other = self
        let held = heldBalance?.money ?? .zero
        if held.fen > 1, held.fen % 2 == 0 {
            other.heldBalance = WireAmount(Money(fen: held.fen / 2))
            other.balanceBefore = other.heldBalance
        } else {
            let isDone = result == BankResult.done.rawValue || result == BankResult.balanceTooSmall.rawValue
            other.result = (isDone ? BankResult.bankFailed : .done).rawValue
            other.heldBalance = nil
        }
        return other
    }

    /// Only the oldest rows, and covered only up to the second before the first that is left out.
    fileprivate func withFirst(_ count: Int) -> BankAnswer {
        guard let rows, count < rows.count else { return self }
        var part = self
        part.rows = Array(rows.prefix(count))
        part.coveredUntil = WireTime(rows[count].time.timestamp - .seconds(1))
        return part
    }
}

extension BankOrder.Kind {
    /// Statements and protective holds are asked for anew where a bank was wrong.
    fileprivate var isEverCorrected: Bool {
        switch self {
        case .stop, .extend, .release, .freeze, .renewFreeze, .unfreeze, .returnFunds: true
        case .inquiry, .protectiveHold, .protectiveRelease: false
        }
    }
}
