internal import Foundation
package import Jobs
package import Journal
package import Jurisdiction
package import Primitives
package import Recovery
internal import Storage
package import Wire

/// Sends one act to its bank and brings the answer home. It may be repeated at any point: the act's id makes it take effect once.
package struct Transmission: Sendable {
    private let journal: Journal
    private let pack: Pack
    private let acts: BankActs
    private let signer: Signer
    private let link: any BankLink

    package init(_ journal: Journal, _ pack: Pack, signer: Signer, link: any BankLink) {
        self.journal = journal
        self.pack = pack
        self.signer = signer
        self.link = link
        acts = BankActs(journal, pack)
    }

    package func transmit(_ id: ActID, job: Job, clock: any WallClock) throws -> Worker.Outcome {
        let (act, bank, keys) = try journal.database.read { tx in
            let act = try BankActTable(tx).require(id)
            let askedBank = try AccountTable(tx).askBank(act.bank)
            let askedKeys = try KeyTable(tx).askKeys(of: act.bank)
            guard let bank = try askedBank.answer() else { throw StorageError.other("no bank \(act.bank)") }
            return (act, bank, KeyRing(try askedKeys.answer()))
        }
        guard act.state == .open else { return .done }
        try acts.recordSending(
            id, key: IdempotencyKey(job: "\(job.id)/sent/\(job.attempts)", revision: job.revision), at: clock.now(),
            urgency: job.urgency)
        // A bank without a link sees the order on its page, and its clerk answers there.
        guard bank.link == .wire else { return .done }
        let envelope = try CanonicalJSON.encode(try signer.seal(act.order))
        return try take(link.deliver(envelope, to: bank), for: act, from: bank, keys: keys, clock: clock)
    }

    private func take(
        _ reply: BankReply, for act: BankAct, from bank: Bank, keys: KeyRing, clock: any WallClock
    ) throws -> Worker.Outcome {
        switch reply {
        case .answers(let envelopes):
            var outcome = Worker.Outcome.done
            for (index, envelope) in envelopes.enumerated() {
                let one = try take(envelope, for: act, from: bank, keys: keys, clock: clock)
                if index == 0 { outcome = one }
            }
            return outcome
        case .accepted: return .later(clock.now() + wait(for: act, at: clock.now()))
        case .failed(let reason): return .failed(reason)
        case .refused(let reason): return .dead(reason)
        }
    }

    /// Believes an answer only with its bank's seal, and takes it only when it can be an answer to this act.
    private func take(
        _ envelope: Data, for act: BankAct, from bank: Bank, keys: KeyRing, clock: any WallClock
    ) throws -> Worker.Outcome {
        let now = clock.now()
        let answer: BankAnswer
        do {
            let sealed = try Sealed.parse(envelope)
            try keys.verify(sealed, from: bank.code, at: now)
            answer = try sealed.decode()
        } catch {
            return .failed("\(error)")
        }
        let rules = pack.rules(on: CivilTime(now).day)
        // What a bank says after it has answered is kept whatever it means: it may contradict the answer.
        let isAnswered = try journal.database.read { try BankActTable($0).state(of: act.id) == .answered }
        switch meaning(of: answer, rules) {
        case _ where isAnswered: break
        case .retry: return .failed("\(answer.technical)/\(answer.result)")
        case .repeated: return .dead("\(answer.technical)/\(answer.result)")
        case .executed, .partial, .refused: break
        }
        do {
            let digest = try CanonicalJSON.text(answer)
            guard let key = IdempotencyKey("\(act.id)/\(Fingerprint.of(digest))") else { return .failed("no key") }
            // What has been held can wait for what is still to be sent; and the bank says it again where it is lost.
            try acts.recordAnswer(
                answer, to: act.id, by: Actor(.bank, bank.code), key: key, at: now, urgency: .usual,
                durability: .repeatable)
            if act.kind == .freeze, !isAnswered, let turn = answer.nextAsking(from: now) { return .later(turn) }
            return .done
        } catch let error as BankActs.Implausible {
            return .failed(error.problems.joined(separator: "; "))
        }
    }

    private func meaning(of answer: BankAnswer, _ rules: Rules) -> ResultMeaning {
        let technical = rules.code(answer.technical, in: .technicalResults)?.meaning ?? .retry
        guard technical == .executed else { return technical }
        // An unknown result is left to the check of the answer, which names it.
        return rules.code(answer.result, in: .businessResults)?.meaning ?? .executed
    }

    /// How long until a bank that has accepted is asked again: a tenth of the time it has had, 5 seconds to 5 minutes.
    private func wait(for act: BankAct, at now: Timestamp) -> Duration {
        let waited = now - (act.firstSentAt ?? now)
        return min(max(.seconds(5), waited / 10), .minutes(5))
    }
}
